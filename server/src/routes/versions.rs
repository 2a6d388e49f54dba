//! Versions of a plan: reading them is for everybody, freezing and restoring for the coordination. What is
//! allowed and how is `versions`.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::Response;
use domain::change::Entity;
use serde::Deserialize;

use super::input::{Json, Segments, integer};
use super::{fresh, private};
use crate::auth::{Person, Someone};
use crate::error::Error;
use crate::state::AppState;
use crate::versions::{self, Wanted};

fn coordinates(Someone(person): &Someone, slug: &str) -> bool {
    person.as_ref().is_some_and(|person| person.rights(slug).coordinates)
}

fn number(text: &str) -> Result<i64, Error> {
    integer("version", text, 1..=i64::MAX)
}

/// `GET /api/plans/{slug}/versions`
pub async fn list(
    State(state): State<AppState>,
    someone: Someone,
    Segments(slug): Segments<String>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    Ok(private(Reply(versions::list(&mut tx, &slug, coordinates(&someone, &slug)).await?)))
}

/// Why a plan is frozen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Freezing {
    reason: String,
    after: i64,
}

/// `POST /api/plans/{slug}/versions`
pub async fn freeze(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
    Json(form): Json<Freezing>,
) -> Result<Response, Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let wanted = (form.after, form.reason.as_str());
    let (plan, version) = versions::freeze_by_hand(&mut tx, &person, &now, &slug, wanted).await?;
    tx.commit().await?;
    state.cache.note(&slug, plan, version.revision);
    state.events.committed();
    Ok(private((StatusCode::CREATED, Reply(version))))
}

/// `GET /api/plans/{slug}/versions/{number}`
pub async fn get(
    State(state): State<AppState>,
    Segments((slug, version)): Segments<(String, String)>,
) -> Result<Response, Error> {
    let version = number(&version)?;
    let mut tx = state.begin_read().await?;
    Ok(fresh(Reply(versions::get(&mut tx, &slug, version).await?)))
}

/// `GET /api/plans/{slug}/versions/{number}/canonical`
pub async fn canonical(
    State(state): State<AppState>,
    Segments((slug, version)): Segments<(String, String)>,
) -> Result<Response, Error> {
    let version = number(&version)?;
    let mut tx = state.begin_read().await?;
    let (version, text) = versions::canonical_form(&mut tx, &slug, version).await?;
    let mut response = fresh(text);
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let name = format!("attachment; filename=\"{slug}-version-{}.json\"", version.number);
    if let Ok(name) = HeaderValue::from_str(&name) {
        headers.insert(header::CONTENT_DISPOSITION, name);
    }
    Ok(response)
}

/// `GET /api/plans/{slug}/versions/{number}/compare/{to}`
pub async fn compare(
    State(state): State<AppState>,
    someone: Someone,
    Segments((slug, from, to)): Segments<(String, String, String)>,
) -> Result<Response, Error> {
    let sides = (versions::parse_side(&from)?, versions::parse_side(&to)?);
    let mut tx = state.begin_read().await?;
    let may_restore = coordinates(&someone, &slug);
    Ok(private(Reply(versions::compare(&mut tx, &slug, sides, may_restore).await?)))
}

/// What is restored.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Restoring {
    entity: Entity,
    code: String,
    field: String,
    revision: i64,
    reason: String,
}

/// `POST /api/plans/{slug}/versions/{number}/restore`
pub async fn restore(
    State(state): State<AppState>,
    person: Person,
    Segments((slug, version)): Segments<(String, String)>,
    Json(form): Json<Restoring>,
) -> Result<Response, Error> {
    let version = number(&version)?;
    let now = (state.config.clock)();
    let wanted = Wanted {
        entity: form.entity,
        code: &form.code,
        field: &form.field,
        revision: form.revision,
        reason: &form.reason,
    };
    let mut tx = state.begin_write().await?;
    let restored = versions::restore(&mut tx, &person, &now, (&slug, version), &wanted).await?;
    let now = versions::compare(&mut tx, &slug, (Some(version), None), true).await?;
    tx.commit().await?;
    if let Some((plan, revision)) = restored {
        state.cache.note(&slug, plan, revision);
    }
    state.events.committed();
    Ok(private(Reply(now)))
}

/// `GET /api/plans/{slug}/verify/{hash}`
pub async fn verify(
    State(state): State<AppState>,
    Segments((slug, hash)): Segments<(String, String)>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    Ok(fresh(Reply(versions::verify(&mut tx, &slug, &hash).await?)))
}
