//! The public history of a plan, newest first.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::change::Changes;

use super::fresh;
use super::input::{Parameters, Segments};
use crate::error::Error;
use crate::publish;
use crate::state::AppState;
use crate::store::{self, changes::Range};

/// Most changes in one answer.
const MOST: i64 = 200;

/// `GET /api/plans/{slug}/changes?before=&limit=&indicator=`
pub async fn list(
    State(state): State<AppState>,
    Segments(slug): Segments<String>,
    parameters: Parameters,
) -> Result<Response, Error> {
    let before = parameters.integer("before", 1..=i64::MAX)?;
    let limit = parameters.integer("limit", 1..=MOST)?.unwrap_or(50);
    let mut tx = state.begin_read().await?;
    let (plan, revision) = store::plans::find(&mut tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    let range = Range { after: None, before };
    // One more than asked for tells whether there are older ones.
    let mut stored = store::changes::list(&mut tx, plan, range, parameters.text("indicator"), limit + 1).await?;
    let more = stored.len() as i64 > limit;
    stored.truncate(limit as usize);
    let next = stored.last().map(|change| change.revision).filter(|_| more);
    let changes = publish::changes(&mut tx, plan, stored).await?;
    Ok(fresh(Json(Changes { revision, changes, next })))
}
