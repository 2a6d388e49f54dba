//! Who asks: sessions in a cookie, and what the person behind it may do. Passwords, secrets and throttling
//! are the files of this folder; the rules of what a role may do are `domain::account`.

pub mod links;
pub mod origin;
pub mod password;
pub mod second_factor;
pub mod secret;
pub mod throttle;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::account::{Lack, Me, Rights, Role};
use domain::id::AccountId;

use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;
use crate::store::accounts::Account;

/// A session ends when nothing was asked for this long, in seconds.
pub const IDLE: i64 = 4 * 3600;
/// And at the latest this long after its start, in seconds.
pub const LONGEST: i64 = 24 * 3600;
/// How long a session waits for the code of a second factor, in seconds.
pub const HALF: i64 = 600;
/// The last use of a session is written at most this often, in seconds.
const TOUCH_EVERY: i64 = 60;

/// Whoever is signed in.
#[derive(Clone, Debug)]
pub struct Person {
    /// The account.
    pub id: AccountId,
    /// Hash of the session's secret.
    pub session: String,
    /// Name, languages, posts.
    pub me: Me,
    /// The day on which the request came, ISO 8601.
    pub today: String,
}

impl Person {
    /// What this person may do in a plan today.
    pub fn rights(&self, plan: &str) -> Rights {
        Rights::of(&self.me.memberships, plan, &self.today)
    }
}

/// The person, when somebody is signed in with all that is needed.
pub struct Someone(pub Option<Person>);

impl FromRequestParts<AppState> for Someone {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let Arrived(person) = Arrived::from_request_parts(parts, state).await?;
        Ok(Someone(person.filter(|person| person.me.lacks.is_none())))
    }
}

impl FromRequestParts<AppState> for Person {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let Arrived(person) = Arrived::from_request_parts(parts, state).await?;
        let person = person.ok_or(Error::SignInNeeded)?;
        if person.me.lacks.is_some() { Err(Error::SecondFactorNeeded) } else { Ok(person) }
    }
}

/// Whoever gave the right password, with or without the second factor: for what completes signing in, and ends it.
pub struct Arrived(pub Option<Person>);

impl FromRequestParts<AppState> for Arrived {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let jar = CookieJar::from_headers(&parts.headers);
        let Some(cookie) = jar.get(cookie_name(state)) else { return Ok(Arrived(None)) };
        find(state, &secret::hash(cookie.value())).await.map(Arrived)
    }
}

/// Whoever may set a second factor up: signed in, or held back until they have.
pub struct Protecting(pub Person);

impl FromRequestParts<AppState> for Protecting {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let Arrived(person) = Arrived::from_request_parts(parts, state).await?;
        let person = person.ok_or(Error::SignInNeeded)?;
        if person.me.lacks == Some(Lack::Code) { Err(Error::SecondFactorNeeded) } else { Ok(Protecting(person)) }
    }
}

async fn find(state: &AppState, session: &str) -> Result<Option<Person>, Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_read().await?;
    let Some(held) = store::sessions::get(&mut tx, session).await? else { return Ok(None) };
    let longest = if held.half { HALF } else { LONGEST };
    if seconds_between(&held.started_at, &now) > longest || seconds_between(&held.seen_at, &now) > IDLE {
        return Ok(None);
    }
    let factor = Factor { half: held.half, is_on: held.has_second_factor };
    let me = as_far_as_proved(me(&mut tx, &held.account, &now).await?, &state.config.second_factor_for, factor);
    drop(tx);
    if seconds_between(&held.seen_at, &now) >= TOUCH_EVERY {
        // Reading does not fail because of it: what is not noted now is noted with the next request.
        if let Err(error) = touch(state, session, &now).await {
            tracing::warn!(?error, "the use of a session was not noted");
        }
    }
    Ok(Some(Person { id: held.account.id, session: session.to_owned(), me, today: day(&now) }))
}

async fn touch(state: &AppState, session: &str, now: &str) -> Result<(), Error> {
    let mut tx = state.begin_write().await?;
    store::sessions::touch(&mut tx, session, now).await?;
    Ok(tx.commit().await?)
}

/// What a session knows of the second factor of its account.
#[derive(Clone, Copy, Debug)]
struct Factor {
    /// A code is needed and was not given yet.
    half: bool,
    /// The account has one.
    is_on: bool,
}

/// An account as its owner sees it: with the posts that are held today.
pub async fn me(tx: &mut Tx, account: &Account, now: &str) -> Result<Me, Error> {
    let posts = store::memberships::of_account(tx, account.id).await?;
    let mut memberships: Vec<_> = posts.into_iter().map(|stored| stored.post.membership).collect();
    memberships.retain(|membership| membership.holds_on(&day(now)));
    let (name, email, language) = (account.name.clone(), account.email.clone(), account.language);
    Ok(Me { name, email, language, memberships, lacks: None })
}

/// The same, without posts while something is missing before they count.
fn as_far_as_proved(me: Me, required: &[Role], factor: Factor) -> Me {
    let set_up = !factor.is_on && second_factor::is_required(&me.memberships, required);
    match (factor.half, set_up) {
        (true, _) => Me { memberships: Vec::new(), lacks: Some(Lack::Code), ..me },
        (false, true) => Me { memberships: Vec::new(), lacks: Some(Lack::SetUp), ..me },
        (false, false) => me,
    }
}

/// Starts a session: a new secret, of which only the hash is kept. It is half while a code is needed too.
pub async fn begin(tx: &mut Tx, state: &AppState, account: AccountId, half: bool) -> Result<Cookie<'static>, Error> {
    let secret = secret::new()?;
    let now = (state.config.clock)();
    store::sessions::add(tx, &secret::hash(&secret), account, &now, half).await?;
    Ok(cookie(state, secret))
}

/// The same after a right password: half when the account has a second factor. Gives who it is, too.
pub async fn begin_with_password(
    tx: &mut Tx,
    state: &AppState,
    account: &Account,
    now: &str,
) -> Result<(Cookie<'static>, Me), Error> {
    let is_on = second_factor::is_on(tx, account.id).await?;
    let cookie = begin(tx, state, account.id, is_on).await?;
    let me = me(tx, account, now).await?;
    Ok((cookie, as_far_as_proved(me, &state.config.second_factor_for, Factor { half: is_on, is_on })))
}

fn cookie_name(state: &AppState) -> &'static str {
    // The prefix makes browsers refuse it from any other host or over plain http.
    if state.config.is_secure() { "__Host-matriz" } else { "matriz" }
}

/// The cookie of a session. It ends with the browser, and what it opens ends earlier.
pub fn cookie(state: &AppState, secret: String) -> Cookie<'static> {
    Cookie::build((cookie_name(state), secret))
        .path("/")
        .http_only(true)
        .secure(state.config.is_secure())
        .same_site(SameSite::Lax)
        .build()
}

/// Seconds from one RFC 3339 time to another; far apart when one of them cannot be read.
pub fn seconds_between(from: &str, to: &str) -> i64 {
    let read = |text: &str| text.parse::<jiff::Timestamp>().map(|time| time.as_second());
    match (read(from), read(to)) {
        (Ok(from), Ok(to)) => to - from,
        _ => i64::MAX,
    }
}

/// The RFC 3339 time that many seconds before another; None when that cannot be read.
pub fn ago(at: &str, seconds: i64) -> Option<String> {
    let at = at.parse::<jiff::Timestamp>().ok()?;
    jiff::Timestamp::from_second(at.as_second() - seconds).ok().map(|time| time.to_string())
}

/// The day of an RFC 3339 time in UTC.
pub fn day(at: &str) -> String {
    at.get(..10).unwrap_or(at).to_owned()
}
