//! The posts of whoever is signed in, and what belongs to them.

use axum::Json as Reply;
use axum::extract::State;
use axum::response::Response;
use domain::id::MembershipId;

use super::input::{Segments, integer};
use super::private;
use crate::auth::Person;
use crate::error::Error;
use crate::handover;
use crate::state::AppState;

/// `GET /api/my/posts`
pub async fn list(State(state): State<AppState>, person: Person) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    Ok(private(Reply(handover::posts(&mut tx, &person).await?)))
}

/// `GET /api/my/posts/{post}`
pub async fn get(
    State(state): State<AppState>,
    person: Person,
    Segments(post): Segments<String>,
) -> Result<Response, Error> {
    let id = MembershipId(integer("post", &post, 1..=i64::MAX)?);
    let mut tx = state.begin_read().await?;
    Ok(private(Reply(handover::read(&mut tx, &person, id).await?)))
}
