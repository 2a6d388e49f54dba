//! The second factor: the second step of signing in, setting it up, turning it off. Every step that changes it asks
//! the password again, and a code where there is one already.

use axum::Json as Reply;
use axum::extract::State;
use axum::response::{IntoResponse, Response};
use axum_extra::extract::cookie::CookieJar;
use domain::account::Lack;
use domain::error::FieldErrorCode;
use domain::filing::Refusal;
use domain::second_factor::SecondFactor;
use serde::Deserialize;

use super::input::{Json, Visitor};
use super::private;
use super::session::{signed_in, unchanged};
use crate::auth::second_factor::{self, wrong_code};
use crate::auth::throttle::{self, Subject};
use crate::auth::{self, Arrived, Person, Protecting, password};
use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;

/// A code of a device, or one for a lost device.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Code {
    code: String,
}

/// Proof of who asks, for what changes the second factor.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proof {
    password: String,
    /// Needed where there is a second factor already.
    #[serde(default)]
    code: String,
}

/// Codes are counted apart from passwords: whoever knows no password slows nobody down here.
fn subject(person: &Person) -> Subject {
    Subject::Account(format!("code {}", person.me.email))
}

/// `POST /api/session/second-factor`: completes signing in, with a new session.
pub async fn pass(
    State(state): State<AppState>,
    visitor: Visitor,
    Arrived(person): Arrived,
    Json(form): Json<Code>,
) -> Result<Response, Error> {
    let person = person.filter(|person| person.me.lacks == Some(Lack::Code)).ok_or(Error::SignInNeeded)?;
    let subjects = [subject(&person), Subject::Address(visitor.0)];
    throttle::count(&state, &subjects).await?;
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let account = store::accounts::get(&mut tx, person.id).await?.ok_or(Error::SignInNeeded)?;
    if !second_factor::check(&mut tx, person.id, &form.code, &now).await? {
        return Err(wrong_code());
    }
    throttle::forgive(&mut tx, &subjects, &now).await?;
    store::sessions::remove(&mut tx, &person.session).await?;
    let cookie = auth::begin(&mut tx, &state, person.id, false).await?;
    let me = auth::me(&mut tx, &account, &now).await?;
    tx.commit().await?;
    Ok(signed_in(cookie, me))
}

async fn read(tx: &mut Tx, state: &AppState, person: &Person, now: &str) -> Result<SecondFactor, Error> {
    let since = store::second_factors::get(tx, person.id).await?.filter(|held| held.secret.is_some());
    let since = since.map(|held| held.since);
    Ok(SecondFactor {
        on: since.is_some(),
        since: since.unwrap_or_default(),
        recovery_left: store::second_factors::codes_left(tx, person.id).await?,
        required: is_required(tx, state, person, now).await?,
    })
}

/// The posts are looked up: whoever is held back sees none.
async fn is_required(tx: &mut Tx, state: &AppState, person: &Person, now: &str) -> Result<bool, Error> {
    let account = store::accounts::get(tx, person.id).await?.ok_or(Error::SignInNeeded)?;
    let me = auth::me(tx, &account, now).await?;
    Ok(second_factor::is_required(&me.memberships, &state.config.second_factor_for))
}

/// `GET /api/my/second-factor`
pub async fn get(State(state): State<AppState>, Protecting(person): Protecting) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    Ok(private(Reply(read(&mut tx, &state, &person, &(state.config.clock)()).await?)))
}

/// Asks for the password, and for a code where there is a second factor; gives the transaction in which both were
/// right, and in which the code is used up.
async fn proved(state: &AppState, person: &Person, proof: Proof, now: &str) -> Result<Tx, Error> {
    let subjects = [Subject::Account(person.me.email.clone()), subject(person)];
    throttle::count(state, &subjects).await?;
    let mut tx = state.begin_read().await?;
    let account = store::accounts::get(&mut tx, person.id).await?.ok_or(Error::SignInNeeded)?;
    drop(tx);
    if !password::is_right(proof.password, account.password.clone()).await? {
        let message = "this is not the present password";
        return Err(Error::field("password", FieldErrorCode::Contradiction, message));
    }
    let mut tx = state.begin_write().await?;
    unchanged(&mut tx, &account).await?;
    let is_on = second_factor::is_on(&mut tx, person.id).await?;
    if is_on && !second_factor::check(&mut tx, person.id, &proof.code, now).await? {
        return Err(wrong_code());
    }
    throttle::forgive(&mut tx, &subjects, now).await?;
    Ok(tx)
}

/// `POST /api/my/second-factor`: a new secret, which counts once one of its codes was given.
pub async fn begin(
    State(state): State<AppState>,
    Protecting(person): Protecting,
    Json(proof): Json<Proof>,
) -> Result<Response, Error> {
    let now = (state.config.clock)();
    let mut tx = proved(&state, &person, proof, &now).await?;
    let set_up = second_factor::propose(&mut tx, person.id, &person.me.email, &now).await?;
    tx.commit().await?;
    Ok(private(Reply(set_up)))
}

/// `PUT /api/my/second-factor`: turns it on with a code of the new secret. All other sessions end, this one gets a
/// new secret. The answer has the codes for a lost device, for the only time.
pub async fn confirm(
    State(state): State<AppState>,
    Protecting(person): Protecting,
    Json(form): Json<Code>,
) -> Result<Response, Error> {
    let now = (state.config.clock)();
    let subjects = [subject(&person)];
    throttle::count(&state, &subjects).await?;
    let mut tx = state.begin_write().await?;
    let codes = second_factor::confirm(&mut tx, person.id, &form.code, &now).await?;
    throttle::forgive(&mut tx, &subjects, &now).await?;
    store::sessions::remove_of(&mut tx, person.id).await?;
    let cookie = auth::begin(&mut tx, &state, person.id, false).await?;
    tx.commit().await?;
    Ok((CookieJar::new().add(cookie), private(Reply(codes))).into_response())
}

/// `POST /api/my/second-factor/recovery-codes`: new codes for a lost device; earlier ones end.
pub async fn renew_codes(
    State(state): State<AppState>,
    person: Person,
    Json(proof): Json<Proof>,
) -> Result<Response, Error> {
    let now = (state.config.clock)();
    let mut tx = proved(&state, &person, proof, &now).await?;
    if !second_factor::is_on(&mut tx, person.id).await? {
        return Err(Error::Refused(Refusal::WrongState));
    }
    let codes = second_factor::renew_codes(&mut tx, person.id).await?;
    tx.commit().await?;
    Ok(private(Reply(codes)))
}

/// `POST /api/my/second-factor/off`: not where a post requires it.
pub async fn turn_off(
    State(state): State<AppState>,
    person: Person,
    Json(proof): Json<Proof>,
) -> Result<Response, Error> {
    let now = (state.config.clock)();
    let mut tx = proved(&state, &person, proof, &now).await?;
    if is_required(&mut tx, &state, &person, &now).await? {
        return Err(Error::NotAllowed);
    }
    store::second_factors::remove(&mut tx, person.id).await?;
    let now = read(&mut tx, &state, &person, &now).await?;
    tx.commit().await?;
    Ok(private(Reply(now)))
}
