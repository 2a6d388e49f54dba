//! Who else has the same updates open.

use domain::review::Presence;
use domain::year::Year;
use gloo_net::http::Method;
use serde::Serialize;

use crate::client::{Failure, send, send_quiet};
use crate::desk::paths;

#[derive(Serialize)]
struct Here<'a> {
    year: Year,
    indicator: Option<&'a str>,
}

/// Says where one is, and asks who else is there.
pub async fn be_here(plan: &str, year: Year, indicator: Option<&str>) -> Result<Presence, Failure> {
    send(Method::PUT, &paths::api_presence(plan), &Here { year, indicator }).await
}

/// Says that one has left.
pub async fn leave(plan: &str) -> Result<(), Failure> {
    send_quiet(Method::DELETE, &paths::api_presence(plan), None::<&()>).await
}
