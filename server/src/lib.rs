//! The server as a library: `app(state)` is everything that answers HTTP, used by `serve` and by tests.
//! What stands around every request is here; what a request does is in `routes`.

pub mod assets;
pub mod auth;
pub mod cache;
pub mod calendar;
pub mod cli;
pub mod config;
pub mod db;
pub mod demo;
pub mod error;
pub mod events;
pub mod evidence;
pub mod files;
pub mod filings;
pub mod forget;
pub mod handover;
pub mod headers;
pub mod import;
pub mod lan;
pub mod mail;
pub mod minutes;
pub mod notices;
pub mod people;
pub mod plan_file;
pub mod publish;
pub mod readings;
pub mod record;
pub mod routes;
pub mod serve;
pub mod sheet;
pub mod state;
pub mod store;
pub mod territories;
pub mod versions;
pub mod workshops;
pub mod years;

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

/// Everything that answers HTTP.
pub fn app(state: AppState) -> Router {
    surrounded(routes::table(), state)
}

/// What stands around every request. Layers that are added later stand further outside.
fn surrounded(routes: Router<AppState>, state: AppState) -> Router {
    routes
        .layer(DefaultBodyLimit::max(state.config.largest_body))
        .layer(middleware::from_fn_with_state(state.clone(), answer_in_time))
        .layer(middleware::from_fn(auth::origin::check))
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
    tracing::info_span!("request", id, method = %request.method(), path = without_secrets(request.uri().path()))
}

/// The path without what opens an account, an upload or a room to whoever holds it.
fn without_secrets(path: &str) -> String {
    let mut secret = false;
    let shown = path.split('/').map(|segment| {
        let hidden = std::mem::replace(&mut secret, matches!(segment, "link" | "links" | "uploads" | "rooms" | "w"));
        if hidden && !segment.is_empty() { "..." } else { segment }
    });
    shown.collect::<Vec<_>>().join("/")
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

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use axum::body::{Body, to_bytes};
    use axum::routing::get;
    use tower::ServiceExt;

    use super::*;
    use crate::config::Config;
    use crate::db::Db;

    #[test]
    fn a_log_holds_no_secret_of_a_path() {
        for (path, shown) in [
            ("/api/links/s3cret", "/api/links/..."),
            ("/es/link/s3cret", "/es/link/..."),
            ("/api/uploads/s3cret", "/api/uploads/..."),
            ("/api/rooms/FCD379/items/3/position", "/api/rooms/.../items/3/position"),
            ("/w/FCD379", "/w/..."),
            ("/api/links", "/api/links"),
            ("/es/plans/peru/indicators/1-a", "/es/plans/peru/indicators/1-a"),
        ] {
            assert_eq!(without_secrets(path), shown);
        }
    }

    /// Asks one route, without a database behind it.
    async fn ask(routes: Router<AppState>, config: Config) -> (u16, String) {
        let db = Db::connect("postgres://127.0.0.1:1/none").await.unwrap();
        let mail = mail::Mail::new(&config.mail).unwrap();
        let request = Request::get("/").body(Body::empty()).unwrap();
        let response = surrounded(routes, AppState::new(db, config, mail)).oneshot(request).await.unwrap();
        assert!(response.headers().contains_key("x-request-id"));
        assert!(response.headers().contains_key("content-security-policy"));
        let status = response.status().as_u16();
        let body = to_bytes(response.into_body(), usize::MAX).await.unwrap();
        (status, String::from_utf8_lossy(&body).into_owned())
    }

    #[tokio::test]
    async fn a_panic_is_an_answer_that_tells_nothing() {
        async fn fail() {
            panic!("secret");
        }
        let routes = Router::new().route("/", get(fail));
        let (status, body) = ask(routes, Config::default()).await;
        assert!(status == 500 && body.contains("\"internal\"") && !body.contains("secret"), "{body}");
    }

    #[tokio::test]
    async fn an_answer_that_takes_too_long_is_cut_off() {
        let config = Config { answer_within: Duration::from_millis(20), ..Config::default() };
        let routes = Router::new().route("/", get(std::future::pending::<()>));
        let (status, body) = ask(routes, config).await;
        assert!(status == 503 && body.contains("\"timeout\""), "{body}");
    }
}
