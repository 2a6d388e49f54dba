//! Files of the built app: from inside the program, or from a folder while it is developed. Which paths
//! are pages of the app is in `routes::pages`.

use std::borrow::Cow;
use std::path::PathBuf;

use axum::body::Body;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use rust_embed::RustEmbed;
use sha2::{Digest, Sha256};

use crate::cache::{Encoding, accepted_encodings, is_unchanged};
use crate::headers::content_security_policy;

// A release build holds the files; a debug build reads them from this folder. It may be absent: the
// server works without the app.
#[derive(RustEmbed)]
#[folder = "$CARGO_MANIFEST_DIR/../app/dist"]
#[allow_missing = true]
struct Embedded;

/// Where the app's files come from.
#[derive(Clone, Debug)]
pub enum Assets {
    /// From inside the program (in a debug build: from `app/dist`).
    Embedded,
    /// From a folder.
    Folder(PathBuf),
}

impl Assets {
    /// The files of a folder, else those inside the program.
    pub fn new(folder: Option<PathBuf>) -> Self {
        folder.map_or(Assets::Embedded, Assets::Folder)
    }

    /// True when there is an app to show.
    pub fn has_app(&self) -> bool {
        self.read("index.html").is_some()
    }

    fn read(&self, path: &str) -> Option<Cow<'static, [u8]>> {
        if !is_plain(path) {
            return None;
        }
        match self {
            Assets::Embedded => Embedded::get(path).map(|file| file.data),
            Assets::Folder(folder) => {
                let path = folder.join(path);
                path.is_file().then(|| std::fs::read(path).ok().map(Cow::Owned)).flatten()
            }
        }
    }

    /// The answer with a file. None when there is no such file.
    pub fn file(&self, path: &str, request: &HeaderMap) -> Option<Response> {
        let plain = self.read(path)?;
        let is_html = path.ends_with(".html");
        let policy = is_html.then(|| content_security_policy(&String::from_utf8_lossy(&plain)));
        let (encoding, data) = self.encoded(path, request, plain);
        let hashed = is_hashed(path);
        let etag = etag(&data);
        let unchanged = is_unchanged(request, &etag);
        let mut response = if unchanged {
            StatusCode::NOT_MODIFIED.into_response()
        } else {
            Body::from(match data {
                Cow::Borrowed(bytes) => bytes.into(),
                Cow::Owned(bytes) => axum::body::Bytes::from(bytes),
            })
            .into_response()
        };
        let headers = response.headers_mut();
        if !unchanged {
            headers.insert(header::CONTENT_TYPE, content_type(path));
            if let Some(name) = encoding.header() {
                headers.insert(header::CONTENT_ENCODING, name);
            }
        }
        headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
        headers.insert(header::ETAG, etag);
        let caching = if hashed { "public, max-age=31536000, immutable" } else { "no-cache" };
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(caching));
        if let Some(policy) = policy {
            headers.insert(header::CONTENT_SECURITY_POLICY, policy);
        }
        Some(response)
    }

    /// The best of the compressed siblings that the reader takes, else the plain file.
    fn encoded(&self, path: &str, request: &HeaderMap, plain: Cow<'static, [u8]>) -> (Encoding, Cow<'static, [u8]>) {
        for encoding in accepted_encodings(request) {
            let sibling = match encoding {
                Encoding::Brotli => self.read(&format!("{path}.br")),
                Encoding::Gzip => self.read(&format!("{path}.gz")),
                Encoding::Identity => break,
            };
            if let Some(data) = sibling {
                return (encoding, data);
            }
        }
        (Encoding::Identity, plain)
    }
}

/// No way out of the folder, no hidden files, and compressed siblings only through the file itself.
fn is_plain(path: &str) -> bool {
    path.split('/').all(|part| !part.is_empty() && !part.starts_with('.')) && !path.contains(['\\', ':', '\0'])
}

/// Trunk's names: `app-<up to 16 hex digits>.js`, `app-<hash>_bg.wasm`. The file never changes.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let stem = name.split('.').next().unwrap_or(name);
    let stem = stem.strip_suffix("_bg").unwrap_or(stem);
    let Some((_, hash)) = stem.rsplit_once('-') else { return false };
    (12..=16).contains(&hash.len()) && hash.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
}

fn content_type(path: &str) -> HeaderValue {
    let extension = path.rsplit('.').next().unwrap_or_default();
    match extension {
        "html" => HeaderValue::from_static("text/html; charset=utf-8"),
        "js" | "mjs" => HeaderValue::from_static("text/javascript; charset=utf-8"),
        "css" => HeaderValue::from_static("text/css; charset=utf-8"),
        "json" => HeaderValue::from_static("application/json"),
        "txt" => HeaderValue::from_static("text/plain; charset=utf-8"),
        "webmanifest" => HeaderValue::from_static("application/manifest+json"),
        _ => {
            let guess = mime_guess::from_path(path).first_or_octet_stream();
            HeaderValue::from_str(guess.as_ref())
                .unwrap_or_else(|_| HeaderValue::from_static("application/octet-stream"))
        }
    }
}

fn etag(data: &[u8]) -> HeaderValue {
    let hash = Sha256::digest(data);
    let hex: String = hash.iter().take(8).map(|b| format!("{b:02x}")).collect();
    HeaderValue::from_str(&format!("\"{hex}\"")).unwrap_or_else(|_| HeaderValue::from_static("\"\""))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_names_with_a_hash_never_change() {
        for path in ["app-0123456789abcdef.js", "app-123456789abcdef_bg.wasm", "style/main-0123456789abcdef.css"] {
            assert!(is_hashed(path), "{path}");
        }
        for path in [
            "sw.js",
            "index.html",
            "icon-192.png",
            "app-v2.js",
            "a-0123456789ABCDEF.js",
            "snippets/x-0123456789abcdef/a.js",
        ] {
            assert!(!is_hashed(path), "{path}");
        }
    }

    #[test]
    fn no_path_leaves_the_folder() {
        for path in ["../Cargo.toml", "a/../../b", "", "a//b", ".env", "a/.git/config", "..\\b", "c:/b", "a\0"] {
            assert!(!is_plain(path), "{path}");
        }
        assert!(is_plain("style/main.css"));
    }

    #[test]
    fn types_that_browsers_insist_on_are_right() {
        for (path, wanted) in [
            ("a.wasm", "application/wasm"),
            ("a.webmanifest", "application/manifest+json"),
            ("a.svg", "image/svg+xml"),
            ("a.js", "text/javascript; charset=utf-8"),
            ("a.unknown", "application/octet-stream"),
        ] {
            assert_eq!(content_type(path), wanted, "{path}");
        }
    }
}
