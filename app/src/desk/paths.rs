//! Every address of the desk, parsed and printed in one place, and the paths that it asks the API.

mod filing;

use domain::year::Year;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::paths::{PlanRoute, Route, Tongue};
pub use filing::*;

/// What a part of a path may hold unencoded.
pub const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

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
    /// The years of a plan.
    Years,
    /// The people of a plan.
    People,
    /// Who read real figures of a plan.
    Readings,
    /// What one is told.
    Notices,
    /// One's own account.
    Account,
    /// What belongs to a post, by its row.
    Post(i64),
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
        ["years"] => DeskRoute::Years,
        ["people"] => DeskRoute::People,
        ["readings"] => DeskRoute::Readings,
        ["notices"] => DeskRoute::Notices,
        ["account"] => DeskRoute::Account,
        ["posts", id] => id.parse().map_or(DeskRoute::NotFound, DeskRoute::Post),
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
        DeskRoute::Years => format!("/{lang}/years"),
        DeskRoute::People => format!("/{lang}/people"),
        DeskRoute::Readings => format!("/{lang}/readings"),
        DeskRoute::Notices => format!("/{lang}/notices"),
        DeskRoute::Account => format!("/{lang}/account"),
        DeskRoute::Post(id) => format!("/{lang}/posts/{id}"),
        DeskRoute::NotFound => format!("/{lang}"),
    }
}

/// The query for one plan and year.
pub fn query_of(plan: &str, year: Year) -> String {
    format!("plan={}&year={year}", utf8_percent_encode(plan, SEGMENT))
}

/// Path and query of a page for one plan and year.
pub fn of_year(tongue: Tongue, route: &DeskRoute, plan: &str, year: Year) -> String {
    format!("{}?{}", print(tongue, route), query_of(plan, year))
}

/// Path and query of a page for one plan.
pub fn of_plan(tongue: Tongue, route: &DeskRoute, plan: &str) -> String {
    format!("{}?plan={}", print(tongue, route), utf8_percent_encode(plan, SEGMENT))
}

/// Path and query of the page on which one cell stands, opened there.
pub fn of_cell(tongue: Tongue, route: &DeskRoute, plan: &str, year: Year, indicator: &str) -> String {
    format!("{}&indicator={}", of_year(tongue, route, plan, year), utf8_percent_encode(indicator, SEGMENT))
}

/// A value of a query, decoded.
pub fn value_of(query: &str, name: &str) -> Option<String> {
    let pair = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name);
    let text = percent_decode_str(pair?.1).decode_utf8().ok()?;
    Some(text.into_owned()).filter(|text| !text.is_empty())
}

/// Where somebody came from to sign in: a path of this server, never another address.
pub fn next(query: &str) -> Option<String> {
    let path = value_of(query, "next")?;
    // Browsers drop tabs and line ends from an address before they read it.
    let is_plain = !path.contains(|c: char| c == '\\' || c.is_control());
    let is_own = path.starts_with('/') && !path.starts_with("//") && is_plain;
    is_own.then_some(path)
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

/// Path of the years of a plan.
pub fn api_years(plan: &str) -> String {
    format!("/api/plans/{}/years", utf8_percent_encode(plan, SEGMENT))
}

/// Path of one year of a plan.
pub fn api_year(plan: &str, year: Year) -> String {
    format!("{}/{year}", api_years(plan))
}

/// Path of the extension of an institution.
pub fn api_extension(plan: &str, year: Year, institution: &str) -> String {
    format!("{}/extensions/{}", api_year(plan, year), utf8_percent_encode(institution, SEGMENT))
}

/// Path of the people of a plan.
pub fn api_people(plan: &str) -> String {
    format!("/api/plans/{}/people", utf8_percent_encode(plan, SEGMENT))
}

/// Path of a post in a plan.
pub fn api_post(plan: &str, post: i64) -> String {
    format!("{}/{post}", api_people(plan))
}

/// Path that ends an account, or takes it up again.
pub fn api_account(id: i64, disabled: bool) -> String {
    format!("/api/accounts/{id}/{}", if disabled { "disable" } else { "enable" })
}

/// Path of the person's posts.
pub fn api_my_posts() -> String {
    "/api/my/posts".to_owned()
}

/// Path of one of them with what belongs to it.
pub fn api_my_post(post: i64) -> String {
    format!("{}/{post}", api_my_posts())
}

/// Path of the person's calendar.
pub fn api_my_calendar() -> String {
    "/api/my/calendar.ics".to_owned()
}

/// Path of the person's notices.
pub fn api_my_notices() -> String {
    "/api/my/notices".to_owned()
}

/// Path at which notices are marked as read.
pub fn api_notices_read() -> String {
    format!("{}/read", api_my_notices())
}

/// Path of how often letters come.
pub fn api_notices_preference() -> String {
    format!("{}/preference", api_my_notices())
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
            DeskRoute::Years,
            DeskRoute::People,
            DeskRoute::Readings,
            DeskRoute::Notices,
            DeskRoute::Account,
            DeskRoute::Post(7),
        ] {
            for tongue in Tongue::ALL {
                assert_eq!(parse(&print(tongue, &route)), (tongue, route.clone()));
            }
        }
        for path in ["/", "/de/sign-in", "/es/my", "/es/plans", "/es/posts", "/es/posts/x"] {
            assert_eq!(parse(path).1, DeskRoute::NotFound, "{path}");
        }
    }

    #[test]
    fn values_of_a_query_read_back() {
        let printed = of_cell(Tongue::Es, &DeskRoute::Review, "p", 2011, "1.1 ñ&a");
        let query = printed.split_once('?').unwrap().1;
        for (name, wanted) in [("plan", Some("p")), ("year", Some("2011")), ("indicator", Some("1.1 ñ&a")), ("x", None)]
        {
            assert_eq!(value_of(query, name).as_deref(), wanted, "{name}");
        }
        assert_eq!(value_of("plan=", "plan"), None);
    }

    #[test]
    fn signing_in_leads_nowhere_else() {
        assert_eq!(next("next=%2Fes%2Fworkshops").as_deref(), Some("/es/workshops"));
        for query in [
            "",
            "next=https%3A%2F%2Fexample.org",
            "next=%2F%2Fexample.org",
            "next=%2F%5Cexample.org",
            "next=%2F%09%2Fexample.org",
        ] {
            assert_eq!(next(query), None, "{query}");
        }
    }
}
