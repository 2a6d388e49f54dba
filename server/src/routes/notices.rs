//! What whoever is signed in is told, and how often a letter tells it too.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::error::FieldErrorCode;
use domain::notice::{Notices, Preference};
use serde::Deserialize;

use super::input::Json;
use super::{again, private};
use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;

/// Notices in one answer, and marks in one request.
const MOST: usize = 100;

async fn read(tx: &mut Tx, person: &Person) -> Result<Notices, Error> {
    let preference = store::notices::preference(tx, person.id).await?;
    let unread = store::notices::unread(tx, person.id).await?;
    let notices = store::notices::list(tx, person.id, MOST as i64).await?;
    Ok(Notices { preference, unread, notices })
}

/// `GET /api/my/notices`
pub async fn list(State(state): State<AppState>, person: Person, request: HeaderMap) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    again::by_content(&request, read(&mut tx, &person).await?)
}

/// Which were read.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Marks {
    ids: Vec<i64>,
}

/// `POST /api/my/notices/read`
pub async fn mark_read(
    State(state): State<AppState>,
    person: Person,
    Json(marks): Json<Marks>,
) -> Result<Response, Error> {
    if marks.ids.len() > MOST {
        return Err(Error::field("ids", FieldErrorCode::OutOfRange, format!("at most {MOST} at once")));
    }
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    for id in marks.ids {
        store::notices::mark_read(&mut tx, person.id, id, &now).await?;
    }
    let answer = read(&mut tx, &person).await?;
    tx.commit().await?;
    Ok(private(Reply(answer)))
}

/// How often letters are wanted.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Wish {
    preference: Preference,
}

/// `PUT /api/my/notices/preference`
pub async fn set_preference(
    State(state): State<AppState>,
    person: Person,
    Json(wish): Json<Wish>,
) -> Result<Response, Error> {
    let mut tx = state.begin_write().await?;
    if store::notices::preference(&mut tx, person.id).await? == Preference::Never {
        // What came while no letters were wanted is not sent afterwards.
        store::notices::take(&mut tx, person.id, "").await?;
    }
    store::notices::set_preference(&mut tx, person.id, wish.preference).await?;
    let answer = read(&mut tx, &person).await?;
    tx.commit().await?;
    Ok(private(Reply(answer)))
}
