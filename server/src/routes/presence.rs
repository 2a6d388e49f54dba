//! Who else has the same updates open: each page says every few seconds where it is, and is told who is near. It is
//! a hint for people, and no lock: what keeps figures from being overwritten is their version.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::Response;
use domain::account::Rights;
use domain::error::FieldErrorCode;
use domain::filing::cell_parts;
use domain::id::PlanId;
use domain::review::{Nearby, Presence};
use domain::year::Year;
use serde::Deserialize;

use super::input::{Json, Segments};
use super::private;
use crate::auth::{self, Person};
use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;
use crate::store::presence::Place;
use crate::territories;

/// Somebody of whom nothing was heard for this long has left, in seconds.
pub const STAYS: i64 = 20;
/// What has not changed is written again after this long, in seconds: most calls only read.
const WRITE_EVERY: i64 = 8;

/// Where a page is.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Here {
    year: Year,
    /// The update that is open; none for the list.
    #[serde(default)]
    indicator: Option<String>,
}

/// `PUT /api/plans/{slug}/presence`: says where one is, and tells who else is there.
pub async fn set(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
    Json(here): Json<Here>,
) -> Result<Response, Error> {
    let rights = person.rights(&slug);
    if !rights.reviews && rights.reports_for.is_empty() {
        return Err(Error::NotAllowed);
    }
    let now = (state.config.clock)();
    let since = auth::ago(&now, STAYS).ok_or_else(|| Error::Internal(format!("the time is `{now}`")))?;
    let mut tx = state.begin_read().await?;
    let (plan, _) = store::plans::find(&mut tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    let place = place(&mut tx, &person, &rights, (plan, &now), here).await?;
    let places = store::presence::list(&mut tx, plan, place.year, &since).await?;
    drop(tx);
    let is_known = |held: &&Place| Place { seen_at: now.clone(), ..(*held).clone() } == place;
    let held = places.iter().find(is_known);
    if held.is_none_or(|held| auth::seconds_between(&held.seen_at, &now) >= WRITE_EVERY) {
        let mut tx = state.begin_write().await?;
        store::presence::set(&mut tx, plan, &place).await?;
        tx.commit().await?;
    }
    let is_near = |other: &Place| {
        let shared = other.institutions.iter().any(|code| rights.may_report_for(code));
        other.account != person.id && (rights.reviews || shared)
    };
    let near = places.into_iter().filter(is_near);
    let near =
        near.map(|other| Nearby { name: other.name, indicator: Some(other.indicator).filter(|code| !code.is_empty()) });
    Ok(private(Reply(Presence { people: near.collect() })))
}

/// Institutions at whose updates somebody is: their own, and that of the update that is open.
async fn place(
    tx: &mut Tx,
    person: &Person,
    rights: &Rights,
    (plan, now): (PlanId, &str),
    here: Here,
) -> Result<Place, Error> {
    let mut institutions = rights.reports_for.clone();
    if let Some(cell) = &here.indicator {
        let (code, territory) = cell_parts(cell);
        let unknown = || Error::field("indicator", FieldErrorCode::Unknown, "no such indicator");
        let found = store::indicators::get(tx, plan, code).await?.ok_or_else(unknown)?;
        let responsible = match territory {
            "" => found.indicator.responsible,
            part => territories::body(tx, plan, &found.indicator, part).await?,
        };
        if !institutions.contains(&responsible) {
            institutions.push(responsible);
        }
    }
    Ok(Place {
        account: person.id,
        name: person.me.name.clone(),
        year: here.year,
        institutions,
        indicator: here.indicator.unwrap_or_default(),
        seen_at: now.to_owned(),
    })
}

/// `DELETE /api/plans/{slug}/presence`: leaves.
pub async fn end(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
) -> Result<Response, Error> {
    let mut tx = state.begin_write().await?;
    let (plan, _) = store::plans::find(&mut tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    store::presence::remove(&mut tx, plan, person.id).await?;
    tx.commit().await?;
    Ok(private(StatusCode::NO_CONTENT))
}
