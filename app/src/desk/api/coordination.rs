//! What the coordination asks: years and their extensions, people and their posts.

use domain::account::Role;
use domain::calendar::YearBoard;
use domain::people::People;
use domain::reading::Readings;
use domain::year::{Year, YearState};
use gloo_net::http::Method;
use serde::Serialize;

use crate::client::{Failure, get, remove, send, send_quiet};
use crate::desk::{paths, readings};

/// The years of a plan.
pub async fn years(plan: &str) -> Result<YearBoard, Failure> {
    get(&paths::api_years(plan)).await
}

/// What a year becomes.
#[derive(Clone, Debug, Serialize)]
pub struct Move {
    /// Its state.
    pub state: YearState,
    /// Its deadline; empty is none, None leaves it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
    /// Version of the years that was read.
    pub version: i64,
    /// Why, for the public history.
    pub reason: String,
}

/// Moves a year.
pub async fn set_year(plan: &str, year: Year, wanted: &Move) -> Result<YearBoard, Failure> {
    send(Method::PUT, &paths::api_year(plan, year), wanted).await
}

#[derive(Serialize)]
struct LastDay<'a> {
    last_day: &'a str,
}

/// Lets an institution write until a day; None ends that.
pub async fn extend(plan: &str, year: Year, institution: &str, last_day: Option<&str>) -> Result<YearBoard, Failure> {
    let path = paths::api_extension(plan, year, institution);
    match last_day {
        Some(last_day) => send(Method::PUT, &path, &LastDay { last_day }).await,
        None => remove(&path).await,
    }
}

/// The people of a plan.
pub async fn people(plan: &str) -> Result<People, Failure> {
    get(&paths::api_people(plan)).await
}

/// Who shall have which post.
#[derive(Clone, Debug, Serialize)]
#[allow(missing_docs)]
pub struct Invitation {
    pub email: String,
    pub name: String,
    pub language: String,
    pub institution: String,
    pub post: String,
    pub role: Role,
    pub from: String,
    pub until: String,
}

/// Gives somebody a post.
pub async fn invite(plan: &str, invitation: &Invitation) -> Result<People, Failure> {
    send(Method::POST, &paths::api_people(plan), invitation).await
}

#[derive(Serialize)]
struct End<'a> {
    until: &'a str,
}

/// Sets the last day of a post; empty is no end.
pub async fn set_until(plan: &str, post: i64, until: &str) -> Result<People, Failure> {
    send(Method::PATCH, &paths::api_post(plan, post), &End { until }).await
}

/// Who read real figures, by the filters of a query; older than a row.
pub async fn readings(plan: &str, query: &str, before: Option<i64>) -> Result<Readings, Failure> {
    get(&readings::paths::api_readings(plan, query, before)).await
}

/// Ends an account, or takes it up again.
pub async fn set_disabled(account: i64, disabled: bool) -> Result<(), Failure> {
    send_quiet(Method::POST, &paths::api_account(account, disabled), None::<&()>).await
}
