//! The posts of whoever is signed in, and what belongs to them.

use axum::Json as Reply;
use axum::extract::State;
use axum::response::Response;
use domain::id::MembershipId;
use domain::reading::ReadingKind;

use super::input::{Segments, integer};
use super::private;
use crate::auth::Person;
use crate::error::Error;
use crate::handover;
use crate::readings::{self, What};
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
    let handover = handover::read(&mut tx, &person, id).await?;
    drop(tx);
    let held = &handover.post.membership;
    let what = What::list(&held.plan, ReadingKind::Handover, None);
    readings::note(&state, &person, What { institution: &held.institution, detail: &held.post, ..what }).await;
    Ok(private(Reply(handover)))
}
