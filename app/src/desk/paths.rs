//! Every address of the desk, parsed and printed in one place, and the paths that it asks the API.

use domain::filing::FilingAction;
use domain::year::Year;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::paths::{PlanRoute, Route, Tongue};

/// What a part of a path may hold unencoded.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A page of the desk.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DeskRoute {
    /// E-mail and password.
    SignIn,
    /// Asking for a link.
    Forgotten,
    /// A link that sets a password.
    Link(String),
    /// An institution's cells.
    MyUpdates,
    /// The board of a year.
    Review,
    /// One's own account.
    Account,
    /// Anything else.
    NotFound,
}

/// Language and page of a path.
pub fn parse(path: &str) -> (Tongue, DeskRoute) {
    let mut parts = path.trim_matches('/').split('/');
    let code = parts.next().unwrap_or_default();
    let Some(tongue) = Tongue::ALL.into_iter().find(|tongue| tongue.code() == code) else {
        return (Tongue::Es, DeskRoute::NotFound);
    };
    let rest: Vec<&str> = parts.collect();
    let route = match rest.as_slice() {
        ["sign-in"] => DeskRoute::SignIn,
        ["forgotten"] => DeskRoute::Forgotten,
        ["link", secret] => match percent_decode_str(secret).decode_utf8() {
            Ok(secret) => DeskRoute::Link(secret.into_owned()),
            Err(_) => DeskRoute::NotFound,
        },
        ["my", "updates"] => DeskRoute::MyUpdates,
        ["review"] => DeskRoute::Review,
        ["account"] => DeskRoute::Account,
        _ => DeskRoute::NotFound,
    };
    (tongue, route)
}

/// The path of a page.
pub fn print(tongue: Tongue, route: &DeskRoute) -> String {
    let lang = tongue.code();
    match route {
        DeskRoute::SignIn => format!("/{lang}/sign-in"),
        DeskRoute::Forgotten => format!("/{lang}/forgotten"),
        DeskRoute::Link(secret) => format!("/{lang}/link/{}", utf8_percent_encode(secret, SEGMENT)),
        DeskRoute::MyUpdates => format!("/{lang}/my/updates"),
        DeskRoute::Review => format!("/{lang}/review"),
        DeskRoute::Account => format!("/{lang}/account"),
        DeskRoute::NotFound => format!("/{lang}"),
    }
}

/// Path and query of a page for one plan and year.
pub fn of_year(tongue: Tongue, route: &DeskRoute, plan: &str, year: Year) -> String {
    format!("{}?plan={}&year={year}", print(tongue, route), utf8_percent_encode(plan, SEGMENT))
}

/// The public page of an indicator, of the other program.
pub fn public_indicator(tongue: Tongue, plan: &str, code: &str) -> String {
    let page = PlanRoute::Indicator(code.to_owned());
    crate::paths::print(tongue, &Route::Plan { slug: plan.to_owned(), page })
}

/// Path of the session in the API.
pub fn api_session() -> String {
    "/api/session".to_owned()
}

/// Path of all sessions of the person.
pub fn api_sessions() -> String {
    "/api/sessions".to_owned()
}

/// Path of the person's password.
pub fn api_password() -> String {
    "/api/session/password".to_owned()
}

/// Path at which a link is asked for.
pub fn api_links() -> String {
    "/api/links".to_owned()
}

/// Path of a link.
pub fn api_link(secret: &str) -> String {
    format!("/api/links/{}", utf8_percent_encode(secret, SEGMENT))
}

/// Path of the person's cells; `query` is that of the page.
pub fn api_my_updates(query: &str) -> String {
    if query.is_empty() { "/api/my/updates".to_owned() } else { format!("/api/my/updates?{query}") }
}

/// Path at which a file is begun.
pub fn api_uploads() -> String {
    "/api/uploads".to_owned()
}

/// Path of a file on its way.
pub fn api_upload(id: &str) -> String {
    format!("/api/uploads/{}", utf8_percent_encode(id, SEGMENT))
}

/// Path of a file of evidence.
pub fn api_file(plan: &str, hash: &str, name: &str) -> String {
    let [plan, name] = [plan, name].map(|part| utf8_percent_encode(part, SEGMENT));
    format!("/api/plans/{plan}/files/{hash}/{name}")
}

/// Path of a plan, whole.
pub fn api_plan(slug: &str) -> String {
    format!("/api/plans/{}", utf8_percent_encode(slug, SEGMENT))
}

/// Path of one cell.
pub fn api_update(plan: &str, indicator: &str, year: Year) -> String {
    let [plan, indicator] = [plan, indicator].map(|part| utf8_percent_encode(part, SEGMENT));
    format!("/api/plans/{plan}/indicators/{indicator}/updates/{year}")
}

/// Path of a step of one cell.
pub fn api_step(plan: &str, indicator: &str, year: Year, action: FilingAction) -> String {
    let word = match action {
        FilingAction::Save => return api_update(plan, indicator, year),
        FilingAction::Submit => "submit",
        FilingAction::Withdraw => "withdraw",
        FilingAction::Return => "return",
        FilingAction::Approve => "approve",
        FilingAction::Comment => "comment",
    };
    format!("{}/{word}", api_update(plan, indicator, year))
}

/// Path of the board of a year, and of steps for many cells.
pub fn api_reviews(plan: &str, year: Option<Year>) -> String {
    let year = year.map_or(String::new(), |year| format!("?year={year}"));
    format!("/api/plans/{}/reviews{year}", utf8_percent_encode(plan, SEGMENT))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_reads_back() {
        for route in [
            DeskRoute::SignIn,
            DeskRoute::Forgotten,
            DeskRoute::Link("a/b é".into()),
            DeskRoute::MyUpdates,
            DeskRoute::Review,
            DeskRoute::Account,
        ] {
            for tongue in Tongue::ALL {
                assert_eq!(parse(&print(tongue, &route)), (tongue, route.clone()));
            }
        }
        for path in ["/", "/de/sign-in", "/es/my", "/es/plans"] {
            assert_eq!(parse(path).1, DeskRoute::NotFound, "{path}");
        }
    }
}
