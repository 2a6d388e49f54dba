//! Parts of territories as everybody may read them: one indicator in all of them, one territory with all of its
//! indicators.

use axum::Json;
use axum::extract::State;
use axum::response::Response;

use super::fresh;
use super::input::{Parameters, Segments};
use crate::error::Error;
use crate::state::AppState;
use crate::territories;

/// `GET /api/plans/{slug}/territories?indicator=`
pub async fn map(
    State(state): State<AppState>,
    Segments(slug): Segments<String>,
    parameters: Parameters,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    Ok(fresh(Json(territories::map(&mut tx, &slug, parameters.text("indicator")).await?)))
}

/// `GET /api/plans/{slug}/territories/{code}`
pub async fn get(
    State(state): State<AppState>,
    Segments((slug, code)): Segments<(String, String)>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    Ok(fresh(Json(territories::of(&mut tx, &slug, &code).await?)))
}
