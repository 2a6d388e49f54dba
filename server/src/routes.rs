//! The route table: one line a route, grouped by reader. What a route does is in the file of its
//! resource; what stands around every request is in `lib`.

pub mod changes;
pub mod events;
pub mod health;
pub mod indicators;
pub mod input;
pub mod pages;
pub mod plans;
pub mod updates;

use axum::Router;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, put};

use crate::error::Error;
use crate::state::AppState;

/// All routes.
pub fn table() -> Router<AppState> {
    Router::new()
        // Everybody
        .route("/", get(pages::root))
        .route("/api/plans", get(plans::list))
        .route("/api/plans/{slug}", get(plans::get))
        .route("/api/plans/{slug}/changes", get(changes::list))
        .route("/api/plans/{slug}/events", get(events::follow))
        .route("/api/plans/{slug}/indicators/{code}", get(indicators::get))
        // Machines with the write token
        .route("/api/plans/{slug}/indicators/{code}/updates/{year}", put(updates::set))
        // Machines that watch the server
        .route("/api/health", get(health::health))
        .route("/api/ready", get(health::ready))
        .fallback(pages::any)
        .method_not_allowed_fallback(|| async { Error::MethodNotAllowed })
}

/// An answer that a browser may keep, and must ask about before it uses it again.
fn fresh(body: impl IntoResponse) -> Response {
    let mut response = body.into_response();
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}
