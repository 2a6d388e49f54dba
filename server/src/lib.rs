//! The server as a library: `app(state)` is everything that answers HTTP, used by `serve` and by tests.
//! What stands around every request is here; what a request does is in `routes`.

pub mod assets;
pub mod cache;
pub mod config;
pub mod db;
pub mod demo;
pub mod error;
pub mod events;
pub mod headers;
pub mod import;
pub mod plan_file;
pub mod publish;
pub mod routes;
pub mod serve;
pub mod state;
pub mod store;

use std::any::Any;

use axum::Router;
use axum::extract::{DefaultBodyLimit, Request, State};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::trace::{DefaultOnResponse, TraceLayer};
use tracing::{Level, Span};

use crate::error::Error;
use crate::state::AppState;

/// Everything that answers HTTP. Layers that are added later stand further outside.
pub fn app(state: AppState) -> Router {
    routes::table()
        .layer(DefaultBodyLimit::max(state.config.largest_body))
        .layer(middleware::from_fn_with_state(state.clone(), answer_in_time))
        .layer(CatchPanicLayer::custom(|cause: Box<dyn Any + Send>| panicked(&*cause)))
        .layer(
            TraceLayer::new_for_http()
                .make_span_with(span)
                .on_response(DefaultOnResponse::new().level(Level::INFO))
                // The error itself is logged where it becomes an answer.
                .on_failure(()),
        )
        .layer(middleware::from_fn(headers::secure))
        .layer(middleware::from_fn(headers::identify))
        .with_state(state)
}

/// No query and no headers: neither what people search for nor a token goes into the log.
fn span<B>(request: &axum::http::Request<B>) -> Span {
    let id = headers::request_id(request.headers());
    tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
}

/// Bounds the time until an answer starts; a stream may then go on.
async fn answer_in_time(State(state): State<AppState>, request: Request, next: Next) -> Response {
    match tokio::time::timeout(state.config.answer_within, next.run(request)).await {
        Ok(response) => response,
        Err(_) => Error::Timeout.into_response(),
    }
}

fn panicked(cause: &(dyn Any + Send)) -> Response {
    let text = cause.downcast_ref::<&str>().map(|text| (*text).to_owned());
    let text = text.or_else(|| cause.downcast_ref::<String>().cloned()).unwrap_or_default();
    Error::Internal(format!("panic: {text}")).into_response()
}
