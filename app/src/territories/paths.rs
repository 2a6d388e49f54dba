//! The addresses of territories, parsed and printed in one place, and those of the API that they read.

use domain::year::Year;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use crate::paths::{Tongue, with_query};

/// What a code may hold unencoded, in a path and in a query.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The map of a plan.
    Map(String),
    /// A territory of a plan.
    Territory(String, String),
    /// Anything else.
    NotFound,
}

/// What the query of a map chooses.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Code of the indicator.
    pub indicator: Option<String>,
    /// Year.
    pub year: Option<Year>,
}

impl Query {
    /// Reads a query; what is not understood is left out.
    pub fn read(query: &str) -> Query {
        let value = |name: &str| {
            let pairs = query.split('&').filter_map(|pair| pair.split_once('='));
            let (_, value) = pairs.into_iter().find(|(key, _)| *key == name)?;
            let decoded = percent_decode_str(value).decode_utf8().ok()?.into_owned();
            Some(decoded).filter(|value| !value.is_empty())
        };
        Query { indicator: value("indicator"), year: value("year").and_then(|year| year.parse().ok()) }
    }

    fn print(&self) -> String {
        let indicator = self.indicator.as_ref().map(|code| format!("indicator={}", encoded(code)));
        let year = self.year.map(|year| format!("year={year}"));
        indicator.into_iter().chain(year).collect::<Vec<_>>().join("&")
    }
}

fn encoded(part: &str) -> String {
    utf8_percent_encode(part, SEGMENT).to_string()
}

/// Reads a path. Without a language the page is not found, in Spanish.
pub fn parse(path: &str) -> (Tongue, Route) {
    let decoded: Option<Vec<String>> = path
        .trim_matches('/')
        .split('/')
        .map(|part| percent_decode_str(part).decode_utf8().ok().map(|part| part.into_owned()))
        .collect();
    let parts = decoded.unwrap_or_default();
    let parts: Vec<&str> = parts.iter().map(String::as_str).collect();
    let Some(tongue) = Tongue::ALL.into_iter().find(|tongue| parts.first() == Some(&tongue.code())) else {
        return (Tongue::Es, Route::NotFound);
    };
    let route = match parts[1..] {
        ["plans", slug, "territories"] => Route::Map(slug.to_owned()),
        ["plans", slug, "territories", code] => Route::Territory(slug.to_owned(), code.to_owned()),
        _ => Route::NotFound,
    };
    (tongue, route)
}

/// Prints a path.
pub fn print(tongue: Tongue, route: &Route) -> String {
    let lang = tongue.code();
    match route {
        Route::Map(slug) => format!("/{lang}/plans/{}/territories", encoded(slug)),
        Route::Territory(slug, code) => format!("/{lang}/plans/{}/territories/{}", encoded(slug), encoded(code)),
        Route::NotFound => format!("/{lang}/plans"),
    }
}

/// The map with what it shows.
pub fn map(tongue: Tongue, slug: &str, query: &Query) -> String {
    with_query(print(tongue, &Route::Map(slug.to_owned())), &query.print())
}

/// Path of the map of an indicator in the API; the first one when none is named.
pub fn api_map(slug: &str, indicator: Option<&str>) -> String {
    let query = Query { indicator: indicator.map(str::to_owned), year: None };
    with_query(format!("/api/plans/{}/territories", encoded(slug)), &query.print())
}

/// Path of a territory in the API.
pub fn api_territory(slug: &str, code: &str) -> String {
    format!("/api/plans/{}/territories/{}", encoded(slug), encoded(code))
}

/// Path of a file of evidence.
pub fn api_file(slug: &str, hash: &str, name: &str) -> String {
    format!("/api/plans/{}/files/{hash}/{}", encoded(slug), encoded(name))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_reads_back() {
        for route in [Route::Map("peru".into()), Route::Territory("peru".into(), "PE-é /x".into())] {
            for tongue in Tongue::ALL {
                assert_eq!(parse(&print(tongue, &route)), (tongue, route.clone()));
            }
        }
        for path in ["/es/plans/peru", "/es/plans/peru/territories/x/y", "/de/plans/peru/territories", "/"] {
            assert_eq!(parse(path).1, Route::NotFound, "{path}");
        }
    }

    #[test]
    fn a_query_reads_back() {
        let query = Query { indicator: Some("1.1 ñ&a".into()), year: Some(2010) };
        assert_eq!(Query::read(&query.print()), query);
        assert_eq!(Query::read("year=x&indicator="), Query::default());
    }
}
