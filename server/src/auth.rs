//! Who asks: sessions in a cookie, and what the person behind it may do. Passwords, secrets and throttling
//! are the files of this folder; the rules of what a role may do are `domain::account`.

pub mod links;
pub mod origin;
pub mod password;
pub mod secret;
pub mod throttle;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum_extra::extract::cookie::{Cookie, CookieJar, SameSite};
use domain::account::{Me, Rights};
use domain::id::AccountId;

use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;

/// A session ends when nothing was asked for this long, in seconds.
pub const IDLE: i64 = 4 * 3600;
/// And at the latest this long after its start, in seconds.
pub const LONGEST: i64 = 24 * 3600;
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

/// The person, when somebody is signed in.
pub struct Someone(pub Option<Person>);

impl FromRequestParts<AppState> for Someone {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let jar = CookieJar::from_headers(&parts.headers);
        let Some(cookie) = jar.get(cookie_name(state)) else { return Ok(Someone(None)) };
        find(state, &secret::hash(cookie.value())).await.map(Someone)
    }
}

impl FromRequestParts<AppState> for Person {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let Someone(person) = Someone::from_request_parts(parts, state).await?;
        person.ok_or(Error::SignInNeeded)
    }
}

async fn find(state: &AppState, session: &str) -> Result<Option<Person>, Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_read().await?;
    let Some(held) = store::sessions::get(&mut tx, session).await? else { return Ok(None) };
    if seconds_between(&held.started_at, &now) > LONGEST || seconds_between(&held.seen_at, &now) > IDLE {
        return Ok(None);
    }
    let me = me(&mut tx, &held.account, &now).await?;
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

/// An account as its owner sees it: with the posts that are held today.
pub async fn me(tx: &mut Tx, account: &store::accounts::Account, now: &str) -> Result<Me, Error> {
    let posts = store::memberships::of_account(tx, account.id).await?;
    let mut memberships: Vec<_> = posts.into_iter().map(|stored| stored.post.membership).collect();
    memberships.retain(|membership| membership.holds_on(&day(now)));
    Ok(Me { name: account.name.clone(), email: account.email.clone(), language: account.language, memberships })
}

/// Starts a session: a new secret, of which only the hash is kept.
pub async fn begin(tx: &mut Tx, state: &AppState, account: AccountId) -> Result<Cookie<'static>, Error> {
    let secret = secret::new()?;
    let now = (state.config.clock)();
    store::sessions::add(tx, &secret::hash(&secret), account, &now).await?;
    Ok(cookie(state, secret))
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
