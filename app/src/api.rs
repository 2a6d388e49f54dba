//! The thin client of the API: one function a request, no state. Errors are codes that pages translate.

use domain::change::{Change, Changes};
use domain::document::{PlanDocument, PlanSummary};
use domain::error::ErrorCode;
use domain::from_json;
use domain::json::FromJson;
use gloo_net::http::{Request, Response};

use crate::paths::{self, Tongue};

/// An answer, and when it was stored if it comes from the offline copy.
pub struct Answer<T> {
    /// What was asked for.
    pub body: T,
    /// RFC 3339 time at which the offline copy was made.
    pub cached_at: Option<String>,
}

/// Asks for a path of the API.
pub async fn get<T: FromJson>(path: &str) -> Result<Answer<T>, ErrorCode> {
    let response = Request::get(path).send().await.map_err(|_| ErrorCode::Network)?;
    if !response.ok() {
        return Err(error_of(response).await);
    }
    let cached_at = response.headers().get("x-matriz-cached-at");
    let body = body(response).await.ok_or(ErrorCode::Network)?;
    Ok(Answer { body, cached_at })
}

/// Takes the bytes, because a text of megabytes would be made twice, here and in the browser.
async fn body<T: FromJson>(response: Response) -> Option<T> {
    let text = String::from_utf8(response.binary().await.ok()?).ok()?;
    parse(&text)
}

/// Reads JSON. Of the browser's own reader only numbers that are long.
pub fn parse<T: FromJson>(text: &str) -> Option<T> {
    T::from_json(text, |number| Some(js_sys::parse_float(number)))
}

/// The part of an error that pages translate.
#[derive(serde::Deserialize)]
struct Failure {
    code: ErrorCode,
}

async fn error_of(response: Response) -> ErrorCode {
    body(response).await.map_or(ErrorCode::Network, |error: Failure| error.code)
}

/// The list of plans.
pub async fn plans() -> Result<Vec<PlanSummary>, ErrorCode> {
    get("/api/plans").await.map(|answer| answer.body)
}

/// A whole plan, with long texts in one language.
pub async fn plan(slug: &str, tongue: Tongue) -> Result<Answer<PlanDocument>, ErrorCode> {
    get(&paths::api_plan_in(slug, tongue)).await
}

/// The part of an indicator's answer that the plan does not hold.
#[derive(serde::Deserialize)]
struct IndicatorHistory {
    changes: Vec<Change>,
}

/// The changes of one indicator, newest first.
pub async fn indicator_changes(slug: &str, code: &str) -> Result<Vec<Change>, ErrorCode> {
    get(&paths::api_indicator(slug, code)).await.map(|answer: Answer<IndicatorHistory>| answer.body.changes)
}

/// A page of changes, newest first.
pub async fn changes(slug: &str, before: Option<i64>) -> Result<Changes, ErrorCode> {
    get(&paths::api_changes(slug, before)).await.map(|answer| answer.body)
}

from_json!(Failure, IndicatorHistory);
