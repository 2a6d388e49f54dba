//! Is the process alive, and can it answer? For machines that watch it.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use serde_json::json;

use super::fresh;
use crate::error::Error;
use crate::state::AppState;

/// `GET /api/health`: the process answers.
pub async fn health() -> Response {
    fresh(Json(json!({ "status": "ok", "version": env!("CARGO_PKG_VERSION") })))
}

/// `GET /api/ready`: the database is reachable and up to date.
pub async fn ready(State(state): State<AppState>) -> Result<Response, Error> {
    if state.is_ready().await { Ok(fresh(Json(json!({ "status": "ready" })))) } else { Err(Error::Unavailable) }
}
