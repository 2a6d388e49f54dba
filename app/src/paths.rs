//! Every address of the app, parsed and printed in one place. Links are made here and nowhere else.

use domain::text::Lang;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

/// What a code in a path may hold unencoded.
const SEGMENT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// A language of the program's own words.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Tongue {
    /// Spanish.
    Es,
    /// English.
    En,
    /// French.
    Fr,
}

impl Tongue {
    /// All languages, in the order of the chooser.
    pub const ALL: [Tongue; 3] = [Tongue::Es, Tongue::En, Tongue::Fr];

    /// Code in addresses and `lang` attributes.
    pub fn code(self) -> &'static str {
        match self {
            Tongue::Es => "es",
            Tongue::En => "en",
            Tongue::Fr => "fr",
        }
    }

    /// Its own name.
    pub fn name(self) -> &'static str {
        match self {
            Tongue::Es => "Español",
            Tongue::En => "English",
            Tongue::Fr => "Français",
        }
    }

    /// The language in which plan texts are asked for.
    pub fn lang(self) -> Lang {
        match self {
            Tongue::Es => Lang::ES,
            Tongue::En => Lang::EN,
            Tongue::Fr => Lang::FR,
        }
    }
}

/// A page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Route {
    /// The list of plans.
    Plans,
    /// A page of a plan.
    Plan {
        /// Address of the plan.
        slug: String,
        /// Which page.
        page: PlanRoute,
    },
    /// Anything else.
    NotFound,
}

/// A page of a plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlanRoute {
    /// The matrix.
    Matrix,
    /// One indicator, beside the matrix where there is room.
    Indicator(String),
    /// The institutions.
    Institutions,
    /// The public history.
    Changes,
    /// About the plan, and the method.
    About,
}

impl PlanRoute {
    /// Matrix and indicator share a page.
    pub fn shows_matrix(&self) -> bool {
        matches!(self, PlanRoute::Matrix | PlanRoute::Indicator(_))
    }
}

/// Reads a path. Without a language the page is not found, in Spanish.
pub fn parse(path: &str) -> (Tongue, Route) {
    let decoded: Option<Vec<String>> = path
        .trim_matches('/')
        .split('/')
        .map(|s| percent_decode_str(s).decode_utf8().ok().map(|s| s.into_owned()))
        .collect();
    let segments = decoded.unwrap_or_default();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    let Some(tongue) = Tongue::ALL.into_iter().find(|t| segments.first() == Some(&t.code())) else {
        return (Tongue::Es, Route::NotFound);
    };
    let plan = |slug: &str, page| Route::Plan { slug: slug.to_owned(), page };
    let route = match segments[1..] {
        [] | ["plans"] => Route::Plans,
        ["plans", slug] => plan(slug, PlanRoute::Matrix),
        ["plans", slug, "indicators", code] => plan(slug, PlanRoute::Indicator(code.to_owned())),
        ["plans", slug, "institutions"] => plan(slug, PlanRoute::Institutions),
        ["plans", slug, "changes"] => plan(slug, PlanRoute::Changes),
        ["plans", slug, "about"] => plan(slug, PlanRoute::About),
        _ => Route::NotFound,
    };
    (tongue, route)
}

/// Prints a path.
pub fn print(tongue: Tongue, route: &Route) -> String {
    let lang = tongue.code();
    match route {
        Route::Plans | Route::NotFound => format!("/{lang}/plans"),
        Route::Plan { slug, page } => {
            let slug = utf8_percent_encode(slug, SEGMENT);
            match page {
                PlanRoute::Matrix => format!("/{lang}/plans/{slug}"),
                PlanRoute::Indicator(code) => {
                    format!("/{lang}/plans/{slug}/indicators/{}", utf8_percent_encode(code, SEGMENT))
                }
                PlanRoute::Institutions => format!("/{lang}/plans/{slug}/institutions"),
                PlanRoute::Changes => format!("/{lang}/plans/{slug}/changes"),
                PlanRoute::About => format!("/{lang}/plans/{slug}/about"),
            }
        }
    }
}

/// The map of an indicator, of another program.
pub fn territories(tongue: Tongue, slug: &str, code: &str) -> String {
    // Codes have nothing that means something in a query.
    format!("/{}/plans/{slug}/territories?indicator={code}", tongue.code())
}

/// Path and query of an address.
pub fn with_query(path: String, query: &str) -> String {
    if query.is_empty() { path } else { format!("{path}?{query}") }
}

/// Path below which the API has what belongs to a plan.
fn api_plan(slug: &str) -> String {
    format!("/api/plans/{}", utf8_percent_encode(slug, SEGMENT))
}

/// Path of a whole plan in the API, for readers of a language.
pub fn api_plan_in(slug: &str, tongue: Tongue) -> String {
    format!("{}?lang={}", api_plan(slug), tongue.code())
}

/// Path of an indicator in the API.
pub fn api_indicator(slug: &str, code: &str) -> String {
    format!("{}/indicators/{}", api_plan(slug), utf8_percent_encode(code, SEGMENT))
}

/// Path of the live stream, resuming after a revision.
pub fn api_events(slug: &str, after: i64) -> String {
    format!("{}/events?after={after}", api_plan(slug))
}

/// Path of a page of changes.
pub fn api_changes(slug: &str, before: Option<i64>) -> String {
    let before = before.map_or(String::new(), |b| format!("&before={b}"));
    format!("{}/changes?limit=50{before}", api_plan(slug))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_route_reads_back() {
        let plan = |page| Route::Plan { slug: "peru-trata".into(), page };
        for route in [
            Route::Plans,
            plan(PlanRoute::Matrix),
            plan(PlanRoute::Indicator("1.1.1-a".into())),
            plan(PlanRoute::Indicator("ação/é %".into())),
            plan(PlanRoute::Institutions),
            plan(PlanRoute::Changes),
            plan(PlanRoute::About),
        ] {
            for tongue in Tongue::ALL {
                assert_eq!(parse(&print(tongue, &route)), (tongue, route.clone()));
            }
        }
    }

    #[test]
    fn what_is_not_a_page_is_not_found() {
        for path in ["/", "/de/plans", "/es/nothing", "/es/plans/x/y", "/es/plans/x/indicators/%ff"] {
            assert_eq!(parse(path).1, Route::NotFound, "{path}");
        }
        assert_eq!(parse("/fr"), (Tongue::Fr, Route::Plans));
    }
}
