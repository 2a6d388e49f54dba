//! What territories read of the API. Errors are codes that pages translate.

use domain::error::ErrorCode;
use domain::territory::{MapDocument, TerritoryDocument};

use super::paths;
use crate::api::get;

/// One indicator in all its territories.
pub async fn map(slug: &str, indicator: Option<&str>) -> Result<MapDocument, ErrorCode> {
    get(&paths::api_map(slug, indicator)).await.map(|answer| answer.body)
}

/// A territory's part of a plan.
pub async fn territory(slug: &str, code: &str) -> Result<TerritoryDocument, ErrorCode> {
    get(&paths::api_territory(slug, code)).await.map(|answer| answer.body)
}
