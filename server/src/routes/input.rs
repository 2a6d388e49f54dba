//! What a request carries, read so that everything wrong with it becomes an `Error`: parts of the path,
//! parameters of the query, a JSON body, the write token.

use std::collections::HashMap;
use std::net::SocketAddr;

use axum::body::Bytes;
use axum::extract::rejection::BytesRejection;
use axum::extract::{ConnectInfo, FromRequest, FromRequestParts, Path, Query, Request};
use axum::http::request::Parts;
use axum::http::{HeaderMap, header};
use domain::error::FieldErrorCode;
use domain::text::{BadLang, Lang};
use serde::de::DeserializeOwned;

use crate::error::Error;
use crate::state::AppState;

/// Parts of the path, decoded.
pub struct Segments<T>(pub T);

impl<T: DeserializeOwned + Send> FromRequestParts<AppState> for Segments<T> {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        // No address of ours has one, and PostgreSQL does not take it even to look for it.
        if parts.uri.path().contains("%00") {
            return Err(Error::field("path", FieldErrorCode::Malformed, "U+0000 is no text"));
        }
        match Path::<T>::from_request_parts(parts, state).await {
            Ok(Path(segments)) => Ok(Segments(segments)),
            Err(rejection) => Err(Error::field("path", FieldErrorCode::Malformed, rejection.body_text())),
        }
    }
}

/// Parameters of the query. Unknown ones are ignored.
pub struct Parameters(HashMap<String, String>);

impl FromRequestParts<AppState> for Parameters {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        match Query::<HashMap<String, String>>::from_request_parts(parts, state).await {
            Ok(Query(parameters)) => match parameters.iter().find(|(_, value)| value.contains('\0')) {
                None => Ok(Parameters(parameters)),
                Some((name, _)) => Err(Error::field(name, FieldErrorCode::Malformed, "U+0000 is no text")),
            },
            Err(rejection) => Err(Error::field("query", FieldErrorCode::Malformed, rejection.body_text())),
        }
    }
}

impl Parameters {
    /// A text that is not empty.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// A language code. Whether anything is written in that language is another question.
    pub fn language(&self, name: &str) -> Result<Option<Lang>, Error> {
        let malformed = |bad: BadLang| Error::field(name, FieldErrorCode::Malformed, format!("`{name}` is {bad}"));
        self.0.get(name).map(|text| text.parse().map_err(malformed)).transpose()
    }

    /// A whole number within a range.
    pub fn integer(&self, name: &str, range: std::ops::RangeInclusive<i64>) -> Result<Option<i64>, Error> {
        self.0.get(name).map(|text| integer(name, text, range)).transpose()
    }
}

/// Reads a whole number.
pub fn integer(name: &str, text: &str, range: std::ops::RangeInclusive<i64>) -> Result<i64, Error> {
    let malformed = || Error::field(name, FieldErrorCode::Malformed, format!("`{name}` must be a whole number"));
    let value: i64 = text.trim().parse().map_err(|_| malformed())?;
    if range.contains(&value) {
        return Ok(value);
    }
    let message = match (*range.start(), *range.end()) {
        (start, i64::MAX) => format!("`{name}` must be {start} or more"),
        (start, end) => format!("`{name}` must be from {start} to {end}"),
    };
    Err(Error::field(name, FieldErrorCode::OutOfRange, message))
}

/// A JSON body.
pub struct Json<T>(pub T);

impl<T: DeserializeOwned> FromRequest<AppState> for Json<T> {
    type Rejection = Error;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Error> {
        if !is_json(request.headers()) {
            return Err(Error::UnsupportedMediaType);
        }
        let largest = state.config.largest_body;
        let arrival = tokio::time::timeout(state.config.read_within, Bytes::from_request(request, state));
        let bytes = match arrival.await {
            Err(_) => return Err(Error::SlowBody),
            Ok(Err(BytesRejection::FailedToBufferBody(rejection))) => {
                let too_large = rejection.status() == axum::http::StatusCode::PAYLOAD_TOO_LARGE;
                return Err(match too_large {
                    true => Error::TooLarge(largest),
                    false => Error::field("body", FieldErrorCode::Malformed, "the body broke off"),
                });
            }
            Ok(Err(rejection)) => return Err(Error::field("body", FieldErrorCode::Malformed, rejection.body_text())),
            Ok(Ok(bytes)) => bytes,
        };
        let mut reader = serde_json::Deserializer::from_slice(&bytes);
        let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
            let path = error.path().to_string();
            // "." is the whole, "?" a place that the parser did not reach.
            let field = if matches!(path.as_str(), "." | "?") { "body".to_owned() } else { path };
            Error::field(&field, FieldErrorCode::Malformed, error.inner().to_string())
        })?;
        reader.end().map_err(|error| Error::field("body", FieldErrorCode::Malformed, error.to_string()))?;
        Ok(Json(value))
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = value.split(';').next().unwrap_or_default().trim();
    kind.eq_ignore_ascii_case("application/json")
}

/// The network address of whoever asks.
pub struct Visitor(pub String);

impl FromRequestParts<AppState> for Visitor {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        if state.config.behind_proxy {
            // The last one is what the proxy itself saw; those before it anybody can write.
            let forwarded = parts.headers.get_all("x-forwarded-for").iter().next_back();
            let last = forwarded.and_then(|value| value.to_str().ok()).and_then(|value| value.rsplit(',').next());
            if let Some(address) = last {
                return Ok(Visitor(address.trim().to_owned()));
            }
        }
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>();
        Ok(Visitor(peer.map_or_else(String::new, |ConnectInfo(peer)| peer.ip().to_string())))
    }
}

/// Proof that the request carries the write token.
pub struct Writer;

impl FromRequestParts<AppState> for Writer {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let wanted = state.config.write_token.as_ref().ok_or(Error::Forbidden)?;
        let given = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        let (scheme, token) = given.and_then(|value| value.split_once(' ')).ok_or(Error::Unauthorized)?;
        let right = scheme.eq_ignore_ascii_case("bearer") && wanted.is(token);
        if right { Ok(Writer) } else { Err(Error::Unauthorized) }
    }
}
