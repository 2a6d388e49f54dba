//! A plan's live stream as server-sent events.

use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::response::{IntoResponse, Response};
use domain::error::FieldErrorCode;

use super::input::{Parameters, Segments, integer};
use crate::error::Error;
use crate::events;
use crate::state::AppState;

const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// `GET /api/plans/{slug}/events?after=`
pub async fn follow(
    State(state): State<AppState>,
    Segments(slug): Segments<String>,
    parameters: Parameters,
    request: HeaderMap,
) -> Result<Response, Error> {
    let after = after_of(&parameters, &request)?;
    let stream = events::follow(&state, &slug, after).await?;
    Ok(streamed(Body::from_stream(stream)))
}

/// After which revision a reader goes on.
pub fn after_of(parameters: &Parameters, request: &HeaderMap) -> Result<Option<i64>, Error> {
    // A browser that resumes repeats its first address; the header is newer.
    match request.get(LAST_EVENT_ID) {
        Some(id) => {
            let malformed = || Error::field("last-event-id", FieldErrorCode::Malformed, "not a revision");
            let id = id.to_str().map_err(|_| malformed())?;
            Ok(Some(integer("last-event-id", id, 0..=i64::MAX)?))
        }
        None => parameters.integer("after", 0..=i64::MAX),
    }
}

/// A stream of server-sent events.
pub fn streamed(body: Body) -> Response {
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache, no-transform"));
    // nginx holds answers back otherwise.
    headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
    response
}
