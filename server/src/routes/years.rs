//! The years of a plan: where they stand, moving them, extending them for an institution. What is allowed is
//! `years`.

use axum::Json as Reply;
use axum::extract::State;
use axum::response::Response;
use domain::year::{Year, YearState};
use serde::Deserialize;

use super::input::{Json, Segments, integer};
use super::private;
use crate::auth::Person;
use crate::error::Error;
use crate::state::AppState;
use crate::years::{self, Wanted};

/// `GET /api/plans/{slug}/years`
pub async fn get(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    Ok(private(Reply(years::board(&mut tx, &person, &slug).await?)))
}

/// What a year becomes.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    state: YearState,
    deadline: Option<String>,
    version: i64,
    #[serde(default)]
    reason: String,
}

/// `PUT /api/plans/{slug}/years/{year}`
pub async fn set(
    State(state): State<AppState>,
    person: Person,
    Segments((slug, year)): Segments<(String, String)>,
    Json(form): Json<Form>,
) -> Result<Response, Error> {
    let year = integer("year", &year, 1..=9999)? as Year;
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let deadline = form.deadline.as_deref();
    let wanted = Wanted { year, state: form.state, deadline, version: form.version, reason: &form.reason };
    let changed = years::set(&mut tx, &person, &now, &slug, &wanted).await?;
    let board = years::board(&mut tx, &person, &slug).await?;
    tx.commit().await?;
    if let Some((plan, revision)) = changed {
        state.cache.note(&slug, plan, revision);
    }
    state.events.committed();
    Ok(private(Reply(board)))
}

/// Until when.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LastDay {
    last_day: String,
}

/// `PUT /api/plans/{slug}/years/{year}/extensions/{institution}`
pub async fn extend(
    State(state): State<AppState>,
    person: Person,
    Segments(place): Segments<(String, String, String)>,
    Json(form): Json<LastDay>,
) -> Result<Response, Error> {
    set_extension(&state, &person, place, Some(&form.last_day)).await
}

/// `DELETE /api/plans/{slug}/years/{year}/extensions/{institution}`
pub async fn shorten(
    State(state): State<AppState>,
    person: Person,
    Segments(place): Segments<(String, String, String)>,
) -> Result<Response, Error> {
    set_extension(&state, &person, place, None).await
}

async fn set_extension(
    state: &AppState,
    person: &Person,
    (slug, year, institution): (String, String, String),
    last_day: Option<&str>,
) -> Result<Response, Error> {
    let year = integer("year", &year, 1..=9999)? as Year;
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    years::extend(&mut tx, person, &now, (&slug, year, &institution), last_day).await?;
    let board = years::board(&mut tx, person, &slug).await?;
    tx.commit().await?;
    Ok(private(Reply(board)))
}
