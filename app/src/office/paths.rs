//! Every address of the office, parsed and printed in one place, and the paths that it asks the API. The server knows
//! the shapes of the pages too: `server/src/routes/pages.rs`.

use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};

use domain::id::WorkshopId;

use super::versions::paths::{self as versions, VersionsRoute};
use super::workshops::paths::{self as workshops, WorkshopPage};
use crate::desk::paths::{self as desk, DeskRoute};
use crate::paths::Tongue;

/// A page of the office.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfficeRoute {
    /// The workshops.
    Workshops,
    /// A page of one workshop.
    Workshop(WorkshopId, WorkshopPage),
    /// Versions of a plan, for everybody.
    Versions(VersionsRoute),
    /// Anything else.
    NotFound,
}

/// Language and page of a path.
pub fn parse(path: &str) -> (Tongue, OfficeRoute) {
    let mut parts = path.trim_matches('/').split('/');
    let code = parts.next().unwrap_or_default();
    let Some(tongue) = Tongue::ALL.into_iter().find(|tongue| tongue.code() == code) else {
        return (Tongue::Es, OfficeRoute::NotFound);
    };
    let rest: Vec<&str> = parts.collect();
    let route = match rest.as_slice() {
        ["workshops"] => OfficeRoute::Workshops,
        parts => match (workshops::parse(parts), versions::parse(parts)) {
            (Some((id, page)), _) => OfficeRoute::Workshop(id, page),
            (None, Some(route)) => OfficeRoute::Versions(route),
            (None, None) => OfficeRoute::NotFound,
        },
    };
    (tongue, route)
}

/// The path of a page.
pub fn print(tongue: Tongue, route: &OfficeRoute) -> String {
    let lang = tongue.code();
    match route {
        OfficeRoute::Workshops => format!("/{lang}/workshops"),
        OfficeRoute::Workshop(id, page) => workshops::address(tongue, *id, *page),
        OfficeRoute::Versions(route) => format!("/{lang}/{}", versions::print(route)),
        OfficeRoute::NotFound => format!("/{lang}"),
    }
}

/// Where one signs in, and comes back from.
pub fn sign_in(tongue: Tongue, back: &str) -> String {
    let page = desk::print(tongue, &DeskRoute::SignIn);
    format!("{page}?next={}", utf8_percent_encode(back, NON_ALPHANUMERIC))
}

/// Path of the session in the API.
pub fn api_session() -> String {
    desk::api_session()
}
