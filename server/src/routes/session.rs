//! Signing in and out, passwords, links that work once.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::{Cookie, CookieJar};
use domain::account::Me;
use domain::error::FieldErrorCode;
use domain::text::is_text;
use serde::{Deserialize, Serialize};

use super::input::{Json, Segments, Visitor};
use super::private;
use crate::auth::links::{self, Purpose};
use crate::auth::throttle::{self, Subject};
use crate::auth::{self, Arrived, Person, password};
use crate::db::Tx;
use crate::error::Error;
use crate::mail::Letter;
use crate::state::AppState;
use crate::store;
use crate::store::accounts::{Account, normal_email};

/// What is typed to sign in.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SignIn {
    email: String,
    password: String,
}

/// `GET /api/session`: who is signed in, or null. Whoever still lacks something is told what.
pub async fn get(Arrived(person): Arrived) -> Response {
    private(Reply(person.map(|person| person.me)))
}

/// `POST /api/session`: signs in, with a new session.
pub async fn begin(
    State(state): State<AppState>,
    visitor: Visitor,
    Arrived(before): Arrived,
    Json(form): Json<SignIn>,
) -> Result<Response, Error> {
    let email = typed_email(&form.email)?;
    let subjects = [Subject::Account(email.clone()), Subject::Address(visitor.0)];
    throttle::count(&state, &subjects).await?;
    let mut tx = state.begin_read().await?;
    let account = store::accounts::find(&mut tx, &email).await?.filter(|account| !account.disabled);
    drop(tx);
    let hash = account.as_ref().and_then(|account| account.password.clone());
    let right = password::is_right(form.password, hash).await?;
    let Some(account) = account.filter(|_| right) else { return Err(Error::WrongSignIn) };
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    unchanged(&mut tx, &account).await?;
    throttle::forgive(&mut tx, &subjects, &now).await?;
    if let Some(before) = before {
        // The browser forgets it now; nobody else shall find it.
        store::sessions::remove(&mut tx, &before.session).await?;
    }
    let (cookie, me) = auth::begin_with_password(&mut tx, &state, &account, &now).await?;
    tx.commit().await?;
    Ok(signed_in(cookie, me))
}

/// An e-mail as it is stored; what is no text is refused before the database does.
fn typed_email(typed: &str) -> Result<String, Error> {
    if is_text(typed) {
        return Ok(normal_email(typed));
    }
    Err(Error::field("email", FieldErrorCode::Malformed, "control characters are no text"))
}

/// Looks again after the time that a password takes: it may have been changed meanwhile, or the account ended.
pub(super) async fn unchanged(tx: &mut Tx, account: &Account) -> Result<(), Error> {
    let now = store::accounts::get(tx, account.id).await?;
    let same = now.is_some_and(|now| !now.disabled && now.password == account.password);
    if same { Ok(()) } else { Err(Error::WrongSignIn) }
}

pub(super) fn signed_in(cookie: Cookie<'static>, me: Me) -> Response {
    (CookieJar::new().add(cookie), private(Reply(me))).into_response()
}

fn signed_out(state: &AppState) -> Response {
    let mut cookie = auth::cookie(state, String::new());
    cookie.make_removal();
    (CookieJar::new().add(cookie), StatusCode::NO_CONTENT).into_response()
}

/// `DELETE /api/session`: signs out here.
pub async fn end(State(state): State<AppState>, Arrived(person): Arrived) -> Result<Response, Error> {
    if let Some(person) = person {
        let mut tx = state.begin_write().await?;
        store::sessions::remove(&mut tx, &person.session).await?;
        tx.commit().await?;
    }
    Ok(signed_out(&state))
}

/// `DELETE /api/sessions`: signs out everywhere.
pub async fn end_all(State(state): State<AppState>, person: Person) -> Result<Response, Error> {
    let mut tx = state.begin_write().await?;
    store::sessions::remove_of(&mut tx, person.id).await?;
    tx.commit().await?;
    Ok(signed_out(&state))
}

/// A change of one's password.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NewPassword {
    current: String,
    password: String,
}

/// `PUT /api/session/password`: a new password. All other sessions end, this one gets a new secret.
pub async fn set_password(
    State(state): State<AppState>,
    person: Person,
    Json(form): Json<NewPassword>,
) -> Result<Response, Error> {
    password::check(&form.password)?;
    throttle::count(&state, &[Subject::Account(person.me.email.clone())]).await?;
    let mut tx = state.begin_read().await?;
    let account = store::accounts::get(&mut tx, person.id).await?.ok_or(Error::SignInNeeded)?;
    drop(tx);
    if !password::is_right(form.current, account.password.clone()).await? {
        return Err(Error::field("current", FieldErrorCode::Contradiction, "this is not the present password"));
    }
    let hash = password::hash(form.password).await?;
    let mut tx = state.begin_write().await?;
    unchanged(&mut tx, &account).await?;
    throttle::forgive(&mut tx, &[Subject::Account(person.me.email.clone())], &(state.config.clock)()).await?;
    store::accounts::set_password(&mut tx, person.id, &hash).await?;
    store::links::remove_of(&mut tx, person.id).await?;
    store::sessions::remove_of(&mut tx, person.id).await?;
    let cookie = auth::begin(&mut tx, &state, person.id, false).await?;
    tx.commit().await?;
    Ok(signed_in(cookie, person.me))
}

/// Whose password is forgotten.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Forgotten {
    email: String,
}

/// `POST /api/links`: a letter with a link, if there is such an account. The answer does not tell.
pub async fn ask_link(
    State(state): State<AppState>,
    visitor: Visitor,
    Json(form): Json<Forgotten>,
) -> Result<Response, Error> {
    let email = typed_email(&form.email)?;
    // Counted apart from sign-ins: nobody can lock somebody else out by asking for letters.
    let subjects = [Subject::Account(format!("letter {email}")), Subject::Address(visitor.0)];
    throttle::count(&state, &subjects).await?;
    // Beside the answer, so that its time does not tell either.
    tokio::spawn(async move {
        if let Err(error) = send_link(&state, &email).await {
            tracing::error!(?error, "a link was not made");
        }
    });
    Ok(StatusCode::ACCEPTED.into_response())
}

async fn send_link(state: &AppState, email: &str) -> Result<(), Error> {
    let mut tx = state.begin_write().await?;
    let account = store::accounts::find(&mut tx, email).await?.filter(|account| !account.disabled);
    let Some(account) = account else { return Ok(()) };
    let purpose = if account.password.is_some() { Purpose::Reset } else { Purpose::Invitation };
    let secret = links::make(&mut tx, account.id, purpose, &(state.config.clock)()).await?;
    tx.commit().await?;
    state.mail.post(Letter::link(&account, purpose, &state.config.public_url, &secret));
    Ok(())
}

/// What a link is for.
#[derive(Debug, Serialize)]
pub struct LinkInfo {
    purpose: String,
    name: String,
    email: String,
}

/// `GET /api/links/{secret}`
pub async fn get_link(State(state): State<AppState>, Segments(secret): Segments<String>) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let (account, purpose) = links::find(&mut tx, &secret, &(state.config.clock)()).await?;
    Ok(private(Reply(LinkInfo { purpose, name: account.name, email: account.email })))
}

/// The password that a link sets.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LinkPassword {
    password: String,
}

/// `PUT /api/links/{secret}`: sets the password, ends the link and all sessions, and signs in.
pub async fn use_link(
    State(state): State<AppState>,
    Segments(secret): Segments<String>,
    Json(form): Json<LinkPassword>,
) -> Result<Response, Error> {
    password::check(&form.password)?;
    let now = (state.config.clock)();
    let mut tx = state.begin_read().await?;
    links::find(&mut tx, &secret, &now).await?;
    drop(tx);
    let hash = password::hash(form.password).await?;
    let mut tx = state.begin_write().await?;
    // Once more, as it may have been used meanwhile.
    let (account, _) = links::find(&mut tx, &secret, &now).await?;
    store::accounts::set_password(&mut tx, account.id, &hash).await?;
    store::links::remove_of(&mut tx, account.id).await?;
    store::sessions::remove_of(&mut tx, account.id).await?;
    throttle::forgive(&mut tx, &[Subject::Account(account.email.clone())], &now).await?;
    // A link shows that somebody reads the mail, not that they have the second factor.
    let (cookie, me) = auth::begin_with_password(&mut tx, &state, &account, &now).await?;
    tx.commit().await?;
    Ok(signed_in(cookie, me))
}
