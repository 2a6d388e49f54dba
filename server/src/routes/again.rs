//! Answers for one person that their page asks for every few seconds: with a tag, so that an answer that has not
//! changed is one short statement and no body.

use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::year::Year;
use serde::Serialize;
use sha2::{Digest, Sha256};

use super::private;
use crate::auth::Person;
use crate::cache::is_unchanged;
use crate::error::Error;

/// The tag of an answer about a year of a plan: it differs with the plan's revision, which counts every write to
/// updates and years, with who asks, and with the day, as rights and extensions end with it.
pub fn tag(person: &Person, revision: i64, year: Option<Year>) -> Result<HeaderValue, Error> {
    of(&(env!("CARGO_PKG_VERSION"), revision, year, person.id.0, &person.me.memberships, &person.today))
}

/// The tag of what can be written as JSON.
fn of(value: &impl Serialize) -> Result<HeaderValue, Error> {
    let text = serde_json::to_vec(value).map_err(|error| Error::Internal(error.to_string()))?;
    let hash: String = Sha256::digest(text).iter().take(12).map(|byte| format!("{byte:02x}")).collect();
    HeaderValue::from_str(&format!("\"{hash}\"")).map_err(|error| Error::Internal(error.to_string()))
}

/// The answer to whoever has this already; None when they have not.
pub fn unchanged(request: &HeaderMap, tag: &HeaderValue) -> Option<Response> {
    is_unchanged(request, tag).then(|| tagged(StatusCode::NOT_MODIFIED, tag))
}

/// An answer for one person with its tag.
pub fn tagged(body: impl IntoResponse, tag: &HeaderValue) -> Response {
    let mut response = private(body);
    response.headers_mut().insert(header::ETAG, tag.clone());
    response
}

/// An answer that is cheap to make and tagged by what is in it.
pub fn by_content<T: Serialize>(request: &HeaderMap, value: T) -> Result<Response, Error> {
    let tag = of(&value)?;
    Ok(unchanged(request, &tag).unwrap_or_else(|| tagged(axum::Json(value), &tag)))
}
