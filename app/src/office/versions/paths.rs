//! Addresses of versions, and the paths that their pages ask the API. The server knows the shapes of the pages too:
//! `server/src/routes/pages.rs`.

use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// A page about versions of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VersionsRoute {
    /// All versions.
    List(String),
    /// Two of them; none is the plan as it stands.
    Compare(String, Option<i64>, Option<i64>),
    /// Whether a hash is one of a version.
    Verify(String, String),
}

impl VersionsRoute {
    /// Address of the plan.
    pub fn slug(&self) -> &str {
        match self {
            VersionsRoute::List(slug) | VersionsRoute::Compare(slug, ..) | VersionsRoute::Verify(slug, _) => slug,
        }
    }
}

fn side(text: &str) -> Option<Option<i64>> {
    if text == "now" {
        return Some(None);
    }
    text.parse().ok().filter(|number| *number > 0).map(Some)
}

fn side_word(side: Option<i64>) -> String {
    side.map_or_else(|| "now".to_owned(), |number| number.to_string())
}

/// The page of the parts of a path behind the language.
pub fn parse(parts: &[&str]) -> Option<VersionsRoute> {
    let decoded = |part: &str| percent_decode_str(part).decode_utf8().ok().map(|part| part.into_owned());
    match parts {
        ["plans", slug, "versions"] => Some(VersionsRoute::List(decoded(slug)?)),
        ["plans", slug, "versions", from, "compare", to] => {
            Some(VersionsRoute::Compare(decoded(slug)?, side(from)?, side(to)?))
        }
        ["plans", slug, "verify", hash] => Some(VersionsRoute::Verify(decoded(slug)?, decoded(hash)?)),
        _ => None,
    }
}

/// The path of a page behind the language.
pub fn print(route: &VersionsRoute) -> String {
    match route {
        VersionsRoute::List(slug) => format!("plans/{slug}/versions"),
        VersionsRoute::Compare(slug, from, to) => {
            format!("plans/{slug}/versions/{}/compare/{}", side_word(*from), side_word(*to))
        }
        VersionsRoute::Verify(slug, hash) => {
            format!("plans/{slug}/verify/{}", utf8_percent_encode(hash, NON_ALPHANUMERIC))
        }
    }
}

/// What a page asks the API for.
pub fn api(route: &VersionsRoute) -> String {
    format!("/api/{}", print(route))
}

/// The bytes of a version that its hash is of.
pub fn api_canonical(slug: &str, number: i64) -> String {
    format!("/api/plans/{slug}/versions/{number}/canonical")
}

/// Where a field is restored.
pub fn api_restore(slug: &str, number: i64) -> String {
    format!("/api/plans/{slug}/versions/{number}/restore")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_are_printed_as_they_are_read() {
        let slug = || "peru".to_owned();
        for route in [
            VersionsRoute::List(slug()),
            VersionsRoute::Compare(slug(), Some(1), None),
            VersionsRoute::Compare(slug(), Some(2), Some(10)),
            VersionsRoute::Verify(slug(), "0a1b".to_owned()),
        ] {
            let path = print(&route);
            assert_eq!(parse(&path.split('/').collect::<Vec<_>>()), Some(route), "{path}");
        }
        for path in ["plans/p/versions/0/compare/1", "plans/p/versions/x/compare/now", "plans/p", "versions"] {
            assert_eq!(parse(&path.split('/').collect::<Vec<_>>()), None, "{path}");
        }
    }
}
