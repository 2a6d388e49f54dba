//! Files of evidence, read. Whatever they hold, a browser saves them; images and PDF files it also shows when that is
//! asked for, alone on a page of their own that can do nothing: no script, no form, no origin (`sandbox`).

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use domain::evidence::is_hash;
use domain::reading::ReadingKind;
use futures_util::stream::{self, Stream};
use tokio::io::{AsyncReadExt, AsyncSeekExt, SeekFrom};

use super::input::{Parameters, Segments};
use crate::auth::Someone;
use crate::cache::is_unchanged;
use crate::error::Error;
use crate::evidence;
use crate::files::blocking;
use crate::readings::{self, What};
use crate::state::AppState;
use crate::store;

/// Bytes that are read at once.
const PIECE: usize = 64 << 10;

/// Kinds that a browser can show by itself.
const SHOWN: [&str; 4] = ["application/pdf", "image/jpeg", "image/png", "image/webp"];

/// `GET /api/plans/{slug}/files/{hash}/{name}?view=1`: for whom it is not, it is not there.
pub async fn get(
    State(state): State<AppState>,
    Segments((slug, hash, name)): Segments<(String, String, String)>,
    Someone(person): Someone,
    parameters: Parameters,
    request: HeaderMap,
) -> Result<Response, Error> {
    const NONE: Error = Error::NotFound("file");
    let mut tx = state.begin_read().await?;
    let (plan, _) = store::plans::find(&mut tx, &slug).await?.ok_or(NONE)?;
    let named = match is_hash(&hash) {
        true => store::evidence::list(&mut tx, plan, &hash, &name).await?,
        false => return Err(NONE),
    };
    drop(tx);
    let is_open = evidence::is_open(&named);
    if !is_open {
        let person = person.ok_or(NONE)?;
        let update = evidence::read_as(&named, &person.rights(&slug)).ok_or(NONE)?;
        let what = What::cell(&slug, &update.indicator, update.year);
        let what = What { kind: ReadingKind::File, institution: &update.responsible, detail: &name, ..what };
        readings::note(&state, &person, what).await;
    }
    let media_type = named.first().map(|named| named.media_type.as_str()).ok_or(NONE)?;
    let tag = format!("\"{hash}\"");
    let is_known = HeaderValue::from_str(&tag).is_ok_and(|etag| is_unchanged(&request, &etag));
    let mut response = if is_known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        content(&state, &hash, range(&request, &tag)).await?
    };
    let is_shown = parameters.text("view") == Some("1") && SHOWN.contains(&media_type);
    let disposition = if is_shown { "inline" } else { "attachment" };
    let disposition = format!("{disposition}; filename*=UTF-8''{}", evidence::escaped(&name));
    // A file that everybody may read can become one that they may not.
    let keep = if is_open { "no-cache" } else { "no-store" };
    let headers: [(HeaderName, &str); 6] = [
        (header::CONTENT_TYPE, media_type),
        (header::CONTENT_DISPOSITION, &disposition),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; sandbox"),
        (header::ETAG, &tag),
        (header::CACHE_CONTROL, keep),
        (header::ACCEPT_RANGES, "bytes"),
    ];
    for (name, value) in headers {
        let value = HeaderValue::from_str(value).map_err(|error| Error::Internal(error.to_string()))?;
        response.headers_mut().insert(name, value);
    }
    Ok(response)
}

/// What is asked of a content: from a byte, to a byte, or its last bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Range {
    from: Option<u64>,
    to: Option<u64>,
}

/// The range that is asked for; None for the whole, also when more than one is asked for.
fn range(request: &HeaderMap, tag: &str) -> Option<Range> {
    // Of another content the rest is of no use.
    if request.get(header::IF_RANGE).is_some_and(|value| value != tag) {
        return None;
    }
    let (from, to) = request.get(header::RANGE)?.to_str().ok()?.trim().strip_prefix("bytes=")?.split_once('-')?;
    let number = |text: &str| if text.is_empty() { Some(None) } else { text.parse().ok().map(Some) };
    Some(Range { from: number(from)?, to: number(to)? })
}

impl Range {
    /// First byte and number of bytes within a content; None when it lies outside.
    fn within(self, size: u64) -> Option<(u64, u64)> {
        let (first, last) = match (self.from, self.to) {
            (Some(from), to) => (from, to.unwrap_or(u64::MAX).min(size.checked_sub(1)?)),
            (None, Some(count)) if count > 0 => (size.saturating_sub(count), size.checked_sub(1)?),
            (None, _) => return None,
        };
        (first <= last).then(|| (first, last - first + 1))
    }
}

async fn content(state: &AppState, hash: &str, range: Option<Range>) -> Result<Response, Error> {
    let path = state.files.path(hash);
    let (file, size) = blocking(move || {
        let file = std::fs::File::open(path)?;
        let size = file.metadata()?.len();
        Ok((file, size))
    })
    .await?;
    let mut file = tokio::fs::File::from_std(file);
    let part = range.and_then(|range| range.within(size));
    let (first, count) = part.unwrap_or((0, size));
    if first > 0 {
        let failed = |cause: std::io::Error| Error::Internal(cause.to_string());
        file.seek(SeekFrom::Start(first)).await.map_err(failed)?;
    }
    let mut response = Response::new(Body::from_stream(pieces(file, count)));
    response.headers_mut().insert(header::CONTENT_LENGTH, HeaderValue::from(count));
    if part.is_some() {
        *response.status_mut() = StatusCode::PARTIAL_CONTENT;
        let told = format!("bytes {first}-{}/{size}", first + count - 1);
        let told = HeaderValue::from_str(&told).map_err(|error| Error::Internal(error.to_string()))?;
        response.headers_mut().insert(header::CONTENT_RANGE, told);
    }
    Ok(response)
}

/// The next bytes of a file, piece by piece: a file is never in memory as a whole.
fn pieces(file: tokio::fs::File, count: u64) -> impl Stream<Item = std::io::Result<Bytes>> {
    stream::try_unfold((file, count), |(mut file, left)| async move {
        if left == 0 {
            return Ok(None);
        }
        let mut piece = vec![0; PIECE.min(usize::try_from(left).unwrap_or(PIECE))];
        let read = file.read(&mut piece).await?;
        if read == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        piece.truncate(read);
        Ok(Some((Bytes::from(piece), (file, left - read as u64))))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_range_is_understood_and_the_rest_is_the_whole() {
        for (asked, wanted) in [
            ("bytes=0-0", Some((0, 1))),
            ("bytes=2-", Some((2, 8))),
            ("bytes=2-99", Some((2, 8))),
            ("bytes=-3", Some((7, 3))),
            ("bytes=-99", Some((0, 10))),
            ("bytes=-0", None),
            ("bytes=-", None),
            ("bytes=10-", None),
            ("bytes=5-4", None),
            ("bytes=0-1,3-4", None),
            ("bytes=a-b", None),
            ("lines=1-2", None),
        ] {
            let request = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static(asked))]);
            assert_eq!(range(&request, "\"x\"").and_then(|range| range.within(10)), wanted, "{asked}");
        }
        let mut request = HeaderMap::from_iter([(header::RANGE, HeaderValue::from_static("bytes=2-"))]);
        request.insert(header::IF_RANGE, HeaderValue::from_static("\"other\""));
        assert_eq!(range(&request, "\"x\""), None);
        assert_eq!(Range { from: Some(0), to: None }.within(0), None);
    }
}
