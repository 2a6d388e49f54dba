//! People of a plan, for those who manage them. What is allowed is `people`.

use axum::Json as Reply;
use axum::extract::State;
use axum::response::Response;
use domain::account::{Membership, Role};
use domain::id::{AccountId, MembershipId};
use domain::text::Lang;
use serde::Deserialize;

use super::input::{Json, Segments, integer};
use super::private;
use crate::auth::Person;
use crate::error::Error;
use crate::people::{self, Invitation};
use crate::state::AppState;

/// `GET /api/plans/{slug}/people`
pub async fn list(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    Ok(private(Reply(people::list(&mut tx, &person, &slug).await?)))
}

/// Who shall have which post.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Form {
    email: String,
    #[serde(default)]
    name: String,
    #[serde(default = "spanish")]
    language: Lang,
    #[serde(default)]
    institution: String,
    post: String,
    role: Role,
    /// Today without it.
    #[serde(default)]
    from: String,
    #[serde(default)]
    until: String,
}

fn spanish() -> Lang {
    Lang::ES
}

/// `POST /api/plans/{slug}/people`
pub async fn invite(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
    Json(form): Json<Form>,
) -> Result<Response, Error> {
    let now = (state.config.clock)();
    let from = if form.from.is_empty() { person.today.clone() } else { form.from };
    let (institution, post) = (form.institution, form.post.trim().to_owned());
    let post = Membership { plan: slug.clone(), institution, post, role: form.role, from, until: form.until };
    let invitation = Invitation { email: form.email, name: form.name, language: form.language, post };
    let mut tx = state.begin_write().await?;
    let letter = people::invite(&mut tx, &person, &now, &slug, invitation, &state.config.public_url).await?;
    let list = people::list(&mut tx, &person, &slug).await?;
    tx.commit().await?;
    state.mail.post(letter);
    Ok(private(Reply(list)))
}

/// The last day of a post; empty is no end.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct End {
    until: String,
}

/// `PATCH /api/plans/{slug}/people/{post}`
pub async fn end_post(
    State(state): State<AppState>,
    person: Person,
    Segments((slug, post)): Segments<(String, String)>,
    Json(end): Json<End>,
) -> Result<Response, Error> {
    let id = MembershipId(integer("post", &post, 1..=i64::MAX)?);
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    people::end_post(&mut tx, &person, &now, &slug, id, &end.until).await?;
    // Read as whoever asked could before: ending one's own post ends the right to read.
    let list = people::list(&mut tx, &person, &slug).await?;
    tx.commit().await?;
    Ok(private(Reply(list)))
}

/// `POST /api/accounts/{id}/disable`
pub async fn disable(
    State(state): State<AppState>,
    person: Person,
    Segments(id): Segments<String>,
) -> Result<Response, Error> {
    set_disabled(&state, &person, &id, true).await
}

/// `POST /api/accounts/{id}/enable`
pub async fn enable(
    State(state): State<AppState>,
    person: Person,
    Segments(id): Segments<String>,
) -> Result<Response, Error> {
    set_disabled(&state, &person, &id, false).await
}

async fn set_disabled(state: &AppState, person: &Person, id: &str, disabled: bool) -> Result<Response, Error> {
    let id = AccountId(integer("id", id, 1..=i64::MAX)?);
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let account = people::set_disabled(&mut tx, person, &now, id, disabled).await?;
    tx.commit().await?;
    Ok(private(Reply(serde_json::json!({ "id": account.id, "state": account.state() }))))
}

/// `DELETE /api/accounts/{id}/second-factor`: for a lost device.
pub async fn reset_second_factor(
    State(state): State<AppState>,
    person: Person,
    Segments(id): Segments<String>,
) -> Result<Response, Error> {
    let id = AccountId(integer("id", &id, 1..=i64::MAX)?);
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let letter = people::reset_second_factor(&mut tx, &person, &now, id, &state.config.public_url).await?;
    tx.commit().await?;
    if let Some(letter) = letter {
        state.mail.post(letter);
    }
    Ok(private(Reply(serde_json::json!({ "id": id, "second_factor": false }))))
}
