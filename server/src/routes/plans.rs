//! The list of plans, and a whole plan in one response.

use axum::Json;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::document::PlanSummary;

use super::fresh;
use super::input::{Parameters, Segments};
use crate::error::Error;
use crate::state::AppState;
use crate::store;

/// `GET /api/plans`
pub async fn list(State(state): State<AppState>) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let plans: Vec<PlanSummary> = store::plans::list(&mut tx).await?;
    Ok(fresh(Json(plans)))
}

/// `GET /api/plans/{slug}?lang=`
pub async fn get(
    State(state): State<AppState>,
    Segments(slug): Segments<String>,
    parameters: Parameters,
    request: HeaderMap,
) -> Result<Response, Error> {
    let lang = parameters.language("lang")?;
    let ready = state.cache.plan(&state, &slug, lang).await?;
    let (encoding, etag, bytes) = ready.choose(&request);
    let mut response = if ready.is_held(&request) {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        let mut response = Body::from(bytes).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        if let Some(name) = encoding.header() {
            headers.insert(header::CONTENT_ENCODING, name);
        }
        response
    };
    let headers = response.headers_mut();
    headers.insert(header::ETAG, etag);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    Ok(response)
}
