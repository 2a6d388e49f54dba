//! What is not needed any more goes: uploads and files that nothing names, sessions that have ended, links that work
//! no longer, wrong sign-ins of yesterday, who looked at what, records of who read what when their time is over.

use std::time::Duration;

use crate::auth::{self, links, throttle};
use crate::error::Error;
use crate::evidence;
use crate::routes::presence;
use crate::state::AppState;
use crate::store;

/// How often.
const EVERY: Duration = Duration::from_secs(3600);

/// Forgets from time to time, while the server runs.
pub async fn run(state: &AppState) {
    loop {
        let (files, access) = (evidence::forget_old(state).await, forget_access(state).await);
        for error in [files, access].into_iter().filter_map(Result::err) {
            tracing::warn!(?error, "what is old was not forgotten; trying again later");
        }
        tokio::time::sleep(EVERY).await;
    }
}

/// Forgets what opens nothing any more.
pub async fn forget_access(state: &AppState) -> Result<(), Error> {
    let now = (state.config.clock)();
    let ago = |seconds| auth::ago(&now, seconds).ok_or_else(|| Error::Internal(format!("the time is `{now}`")));
    let mut tx = state.begin_write().await?;
    store::sessions::remove_old(&mut tx, &ago(auth::IDLE)?, &ago(auth::LONGEST)?).await?;
    store::links::remove_old(&mut tx, &ago(links::WORKS_FOR)?).await?;
    store::presence::remove_old(&mut tx, &ago(presence::STAYS)?).await?;
    store::attempts::remove_old(&mut tx, &ago(throttle::FORGET_AFTER)?).await?;
    store::readings::remove_old(&mut tx, &ago(i64::from(state.config.keep_readings) * 24 * 3600)?).await?;
    Ok(tx.commit().await?)
}
