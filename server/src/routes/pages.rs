//! Pages of the app: which addresses there are, where `/` leads, and what a missing one answers. What is
//! on a page is the app's business.

use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use axum::response::{IntoResponse, Response};
use percent_encoding::percent_decode_str;

use crate::error::Error;
use crate::state::AppState;
use crate::store;

/// Languages of the program's own words, the first one for everybody else.
const LANGUAGES: [&str; 3] = ["es", "en", "fr"];

/// `GET /`: the only plan, or the list.
pub async fn root(State(state): State<AppState>, request: HeaderMap) -> Response {
    let language = preferred_language(&request);
    let path = match only_plan(&state).await {
        Some(slug) => format!("/{language}/plans/{slug}"),
        None => format!("/{language}/plans"),
    };
    to(&path)
}

/// The address of the plan when there is exactly one. While the database is away: the list.
async fn only_plan(state: &AppState) -> Option<String> {
    let mut tx = state.begin_read().await.ok()?;
    let revisions = store::plans::revisions(&mut tx).await.ok()?;
    match <[_; 1]>::try_from(revisions) {
        // Slugs are lower-case letters, digits and hyphens: safe in an address as they are.
        Ok([(_, slug, _)]) => Some(slug),
        Err(_) => None,
    }
}

/// Everything that is not in the route table: unknown API paths, files, pages.
pub async fn any(State(state): State<AppState>, request: Request) -> Response {
    let path = request.uri().path();
    if path == "/api" || path.starts_with("/api/") {
        return Error::NotFound("path").into_response();
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let allow = [(header::ALLOW, HeaderValue::from_static("GET, HEAD"))];
        return (StatusCode::METHOD_NOT_ALLOWED, allow, "GET or HEAD only\n").into_response();
    }
    let segments: Option<Vec<String>> = path
        .trim_matches('/')
        .split('/')
        .map(|segment| percent_decode_str(segment).decode_utf8().ok().map(|segment| segment.into_owned()))
        .collect();
    let segments = segments.unwrap_or_default();
    let segments: Vec<&str> = segments.iter().map(String::as_str).collect();
    if let Some(html) = program(&segments) {
        return page(&state, request.headers(), StatusCode::OK, html).await;
    }
    if is_without_language(&segments) {
        let path = format!("/{}{}", preferred_language(request.headers()), request.uri());
        return to(&path);
    }
    // Decoded parts with a slash inside are no file names.
    if !segments.iter().any(|segment| segment.contains('/'))
        && let Some(response) = file(&state, segments.join("/"), request.headers()).await
    {
        return response;
    }
    if accepts_html(request.headers()) {
        return page(&state, request.headers(), StatusCode::NOT_FOUND, "index.html").await;
    }
    (StatusCode::NOT_FOUND, no_cache(), "not found\n").into_response()
}

/// The programs of the app and their addresses behind the language, as the `paths.rs` of each has them; `*` is any
/// part that is not empty.
const PROGRAMS: [(&str, &[&str]); 5] = [
    (
        "index.html",
        &["", "plans", "plans/*", "plans/*/institutions", "plans/*/changes", "plans/*/about", "plans/*/indicators/*"],
    ),
    (
        "desk.html",
        &[
            "sign-in",
            "forgotten",
            "link/*",
            "my/updates",
            "review",
            "account",
            "years",
            "people",
            "notices",
            "readings",
            "posts/*",
        ],
    ),
    (
        "office.html",
        &[
            "office",
            "workshops",
            "workshops/*",
            "workshops/*/run",
            "workshops/*/screen",
            "plans/*/versions",
            "plans/*/versions/*/compare/*",
            "plans/*/verify/*",
        ],
    ),
    ("room.html", &["join", "w/*"]),
    ("territories.html", &["plans/*/territories", "plans/*/territories/*"]),
];

/// The program that has an address.
fn program(segments: &[&str]) -> Option<&'static str> {
    let [language, rest @ ..] = segments else { return None };
    let has = |shapes: &[&str]| shapes.iter().any(|shape| fits(shape, rest));
    LANGUAGES.contains(language).then(|| PROGRAMS.iter().find(|(_, shapes)| has(shapes)).map(|(html, _)| *html))?
}

fn fits(shape: &str, segments: &[&str]) -> bool {
    let parts: Vec<&str> = shape.split('/').filter(|part| !part.is_empty()).collect();
    parts.len() == segments.len() && parts.iter().zip(segments).all(|(p, s)| p == s || (*p == "*" && !s.is_empty()))
}

/// An address as it is said or typed, which leads to the reader's own language.
fn is_without_language(segments: &[&str]) -> bool {
    PROGRAMS.iter().skip(1).any(|(_, shapes)| shapes.iter().any(|shape| fits(shape, segments)))
}

/// Reading files blocks when they are on disk.
async fn file(state: &AppState, path: String, request: &HeaderMap) -> Option<Response> {
    let (state, request) = (state.clone(), request.clone());
    tokio::task::spawn_blocking(move || state.assets.file(&path, &request)).await.ok().flatten()
}

fn to(path: &str) -> Response {
    let headers = [
        (header::LOCATION, HeaderValue::from_str(path).unwrap_or_else(|_| HeaderValue::from_static("/es/plans"))),
        (header::VARY, HeaderValue::from_static("accept-language")),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-cache")),
    ];
    (StatusCode::FOUND, headers).into_response()
}

async fn page(state: &AppState, request: &HeaderMap, status: StatusCode, name: &str) -> Response {
    let mut request = request.clone();
    if status != StatusCode::OK {
        // "Not changed" would say 304 where 404 must be said.
        request.remove(header::IF_NONE_MATCH);
    }
    match file(state, name.to_owned(), &request).await {
        Some(mut response) => {
            if status != StatusCode::OK {
                *response.status_mut() = status;
            }
            response
        }
        None => {
            let message = "The pages are not built into this program: run `make build`. The API is under /api.\n";
            (StatusCode::SERVICE_UNAVAILABLE, no_cache(), message).into_response()
        }
    }
}

fn no_cache() -> [(header::HeaderName, HeaderValue); 1] {
    [(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"))]
}

fn accepts_html(request: &HeaderMap) -> bool {
    let values = request.get_all(header::ACCEPT).iter().filter_map(|value| value.to_str().ok());
    values.into_iter().any(|value| value.contains("text/html"))
}

/// The reader's favourite among the program's languages.
fn preferred_language(request: &HeaderMap) -> &'static str {
    let values = request.get_all(header::ACCEPT_LANGUAGE).iter().filter_map(|value| value.to_str().ok());
    let mut best = (0.0, LANGUAGES[0]);
    for part in values.flat_map(|value| value.split(',')) {
        let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
        let quality = rest.trim().strip_prefix("q=").and_then(|q| q.parse::<f32>().ok()).unwrap_or(1.0);
        let primary = tag.trim().split('-').next().unwrap_or_default().to_ascii_lowercase();
        // The first of equals stays.
        if let Some(language) = LANGUAGES.into_iter().find(|language| *language == primary)
            && quality > best.0
        {
            best = (quality, language);
        }
    }
    best.1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_favourite_language_is_chosen_and_spanish_is_for_everybody_else() {
        for (value, wanted) in [
            ("fr-CH, fr;q=0.9, en;q=0.8", "fr"),
            ("de, en;q=0.5, es;q=0.6", "es"),
            ("en-US,en;q=0.5", "en"),
            ("qu, de", "es"),
            ("en;q=0", "es"),
            ("", "es"),
        ] {
            let request = HeaderMap::from_iter([(header::ACCEPT_LANGUAGE, HeaderValue::from_static(value))]);
            assert_eq!(preferred_language(&request), wanted, "{value}");
        }
    }

    fn of(path: &str) -> Option<&'static str> {
        program(&path.split('/').collect::<Vec<_>>())
    }

    #[test]
    fn each_address_has_its_program() {
        for (html, paths) in [
            ("index.html", &["es", "en/plans", "fr/plans/x", "es/plans/x/indicators/1.1-a", "es/plans/x/about"][..]),
            (
                "desk.html",
                &["es/sign-in", "es/my/updates", "en/years", "fr/people", "es/readings", "es/posts/7", "es/link/x"],
            ),
            ("office.html", &["es/workshops"]),
            ("room.html", &["fr/join", "es/w/ABC234"]),
            ("territories.html", &["es/plans/x/territories", "fr/plans/x/territories/PE-CUS"]),
        ] {
            for path in paths {
                assert_eq!(of(path), Some(html), "{path}");
            }
        }
        for path in [
            "",
            "de/plans",
            "es/x",
            "es/plans/x/y",
            "es/plans//about",
            "es/plans/x/indicators",
            "api",
            "de/years",
            "es/posts",
            "es/posts/",
            "es/my",
            "es/years/2011",
            "years",
            "es/w",
        ] {
            assert_eq!(of(path), None, "{path}");
        }
    }

    #[test]
    fn an_address_without_its_language_leads_to_the_readers_own() {
        for (path, leads) in
            [("sign-in", true), ("join", true), ("w/ABC234", true), ("plans", false), ("x", false), ("", false)]
        {
            assert_eq!(is_without_language(&path.split('/').collect::<Vec<_>>()), leads, "{path}");
        }
    }
}
