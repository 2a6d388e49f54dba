//! Requests that another site makes with a visitor's cookie change nothing: browsers say where a request
//! comes from. Programs that are no browser say nothing, and carry no cookie by accident.

use axum::extract::Request;
use axum::http::{HeaderMap, Method, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};

use crate::error::Error;

/// Refuses what changes something and comes from another site.
pub async fn check(request: Request, next: Next) -> Response {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS);
    if reads || is_own(request.headers()) {
        return next.run(request).await;
    }
    tracing::warn!("a write from another site was refused");
    Error::NotAllowed.into_response()
}

fn is_own(headers: &HeaderMap) -> bool {
    let text = |name: &str| headers.get(name).and_then(|value| value.to_str().ok());
    if let Some(site) = text("sec-fetch-site") {
        return matches!(site, "same-origin" | "none");
    }
    match (headers.get(header::ORIGIN), text("host")) {
        (None, _) => true,
        (Some(origin), Some(host)) => {
            origin.to_str().is_ok_and(|origin| origin.split_once("://").is_some_and(|(_, own)| own == host))
        }
        (Some(_), None) => false,
    }
}

#[cfg(test)]
mod tests {
    use axum::http::{HeaderName, HeaderValue};

    use super::*;

    #[test]
    fn only_the_own_site_and_programs_may_write() {
        for (given, wanted) in [
            (vec![("host", "a.gob.pe")], true),
            (vec![("host", "a.gob.pe"), ("origin", "https://a.gob.pe")], true),
            (vec![("host", "a.gob.pe:8080"), ("origin", "http://a.gob.pe:8080")], true),
            (vec![("host", "a.gob.pe"), ("origin", "https://evil.example")], false),
            (vec![("host", "a.gob.pe"), ("origin", "null")], false),
            (vec![("host", "a.gob.pe"), ("sec-fetch-site", "same-origin")], true),
            (vec![("host", "a.gob.pe"), ("sec-fetch-site", "cross-site"), ("origin", "https://a.gob.pe")], false),
            (vec![("host", "a.gob.pe"), ("sec-fetch-site", "same-site")], false),
        ] {
            let pairs =
                given.iter().map(|(name, value)| (HeaderName::from_static(name), HeaderValue::from_static(value)));
            assert_eq!(is_own(&HeaderMap::from_iter(pairs)), wanted, "{given:?}");
        }
    }
}
