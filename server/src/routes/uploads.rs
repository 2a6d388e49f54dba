//! Files on their way, in pieces: one that breaks off goes on where it stopped. An upload is its account's
//! alone. What is done with the file afterwards is part of saving an update.

use std::time::Duration;

use axum::Json as Reply;
use axum::body::Body;
use axum::extract::State;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::response::Response;
use domain::error::FieldErrorCode;
use domain::evidence::{EvidenceFile, Upload, is_file_name, is_hash};
use futures_util::StreamExt;
use serde::Deserialize;
use tracing::Instrument;

use super::input::{Json, Segments, integer};
use super::private;
use crate::auth::{Person, secret};
use crate::error::Error;
use crate::evidence;
use crate::files::{Files, Partial, blocking, kind};
use crate::state::AppState;
use crate::store;
use crate::store::uploads::Stored;

/// Largest piece, in bytes.
pub const LARGEST_PIECE: usize = 4 << 20;

/// An account may have this many of the largest files that no update names.
const PENDING_FILES: u64 = 5;

/// Where the next piece starts.
const OFFSET: HeaderName = HeaderName::from_static("upload-offset");

/// What is going to be sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Announced {
    name: String,
    size: u64,
    #[serde(default)]
    sha256: Option<String>,
}

/// `POST /api/uploads`
pub async fn begin(
    State(state): State<AppState>,
    person: Person,
    Json(announced): Json<Announced>,
) -> Result<Response, Error> {
    if !person.me.may_upload() {
        return Err(Error::NotAllowed);
    }
    let (size, largest) = (announced.size, state.config.largest_file);
    check(&announced, largest)?;
    let now = (state.config.clock)();
    evidence::forget_old(&state).await?;
    let mut tx = state.begin_write().await?;
    let pending = store::uploads::pending(&mut tx, person.id).await?.unsigned_abs();
    if pending + size > largest.saturating_mul(PENDING_FILES) {
        return Err(Error::TooMuchPending(pending));
    }
    let upload = Stored {
        id: secret::new()?,
        name: announced.name,
        size: i64::try_from(size).unwrap_or(i64::MAX),
        received: 0,
        expected: announced.sha256,
        file: None,
    };
    store::uploads::add(&mut tx, &upload, person.id, &now).await?;
    tx.commit().await?;
    let mut response = show(&upload, 0);
    *response.status_mut() = StatusCode::CREATED;
    Ok(response)
}

fn check(announced: &Announced, largest: u64) -> Result<(), Error> {
    if !is_file_name(&announced.name) {
        let message = "a name without slashes and control characters, at most 200 characters";
        return Err(Error::field("name", FieldErrorCode::Malformed, message));
    }
    if announced.sha256.as_deref().is_some_and(|hash| !is_hash(hash)) {
        let message = "64 lower-case hexadecimal digits";
        return Err(Error::field("sha256", FieldErrorCode::Malformed, message));
    }
    match announced.size {
        0 => Err(Error::field("size", FieldErrorCode::OutOfRange, "the file is empty")),
        size if size > largest => Err(Error::LargeFile(largest)),
        _ => Ok(()),
    }
}

/// `GET /api/uploads/{upload}`, and `HEAD`: where to go on.
pub async fn get(
    State(state): State<AppState>,
    person: Person,
    Segments(id): Segments<String>,
) -> Result<Response, Error> {
    let upload = own(&state, &person, &id).await?;
    let files = state.files.clone();
    let arrived = blocking(move || files.arrived(&id)).await?;
    Ok(show(&upload, offset(&upload, arrived)))
}

/// `PATCH /api/uploads/{upload}`: the next bytes.
pub async fn append(
    State(state): State<AppState>,
    person: Person,
    Segments(id): Segments<String>,
    request: HeaderMap,
    body: Body,
) -> Result<Response, Error> {
    own(&state, &person, &id).await?;
    let missing = || Error::field("Upload-Offset", FieldErrorCode::Missing, "where the bytes start");
    let from = request.get(OFFSET).and_then(|value| value.to_str().ok()).ok_or_else(missing)?;
    let from = integer("Upload-Offset", from, 0..=i64::MAX)?.unsigned_abs();
    let (piece, broken) = receive(body, state.config.read_within).await?;
    // What came before a break is kept: slow lines get on. In a task, which goes on when whoever sent it is gone.
    let work = async move { write(&state, &person, id, from, piece).await };
    let done = tokio::spawn(work.in_current_span()).await.map_err(|error| Error::Internal(error.to_string()))??;
    broken.map_or(Ok(done), Err)
}

/// Reads the body as far as it comes in time.
async fn receive(body: Body, within: Duration) -> Result<(Vec<u8>, Option<Error>), Error> {
    let until = tokio::time::Instant::now() + within;
    let mut stream = body.into_data_stream();
    let mut piece = Vec::new();
    loop {
        match tokio::time::timeout_at(until, stream.next()).await {
            Err(_) => return Ok((piece, Some(Error::SlowBody))),
            Ok(None) => return Ok((piece, None)),
            Ok(Some(Err(_))) => {
                let broken = Error::field("body", FieldErrorCode::Malformed, "the body broke off");
                return Ok((piece, Some(broken)));
            }
            Ok(Some(Ok(bytes))) if piece.len() + bytes.len() > LARGEST_PIECE => {
                return Err(Error::TooLarge(LARGEST_PIECE));
            }
            Ok(Some(Ok(bytes))) => piece.extend_from_slice(&bytes),
        }
    }
}

/// Writes a piece, which must start where the upload stands.
async fn write(state: &AppState, person: &Person, id: String, from: u64, piece: Vec<u8>) -> Result<Response, Error> {
    let (files, name) = (state.files.clone(), id.clone());
    let taken = blocking(move || files.take(&name)).await?;
    // Only now: another request may have written in between.
    let upload = match own(state, person, &id).await {
        Ok(upload) => upload,
        Err(error) => {
            // Ended meanwhile: what was opened above is nobody's.
            if matches!(error, Error::NotFound(_)) {
                let files = state.files.clone();
                blocking(move || files.remove(&[id], &[])).await?;
            }
            return Err(error);
        }
    };
    let arrived = match &taken {
        Some(partial) => partial.len().map_err(|cause| Error::Internal(cause.to_string()))?,
        None => upload.received.unsigned_abs(),
    };
    let stands = offset(&upload, arrived);
    let Some(mut partial) = taken.filter(|_| upload.file.is_none() && from == stands) else {
        return Err(Error::stale(Some(&told(&upload, stands))));
    };
    let (to, size) = (from + piece.len() as u64, upload.size.unsigned_abs());
    if to > size {
        let message = format!("the file was announced with {size} bytes");
        return Err(Error::field("body", FieldErrorCode::OutOfRange, message));
    }
    let partial = blocking(move || partial.write(from, &piece).map(|()| partial)).await?;
    if to == size {
        return finish(state, upload, partial).await;
    }
    let mut tx = state.begin_write().await?;
    store::uploads::set_received(&mut tx, &id, i64::try_from(to).unwrap_or(i64::MAX)).await?;
    tx.commit().await?;
    Ok(show(&upload, to))
}

/// Looks at what came, and keeps it or ends the upload.
async fn finish(state: &AppState, mut upload: Stored, mut partial: Partial) -> Result<Response, Error> {
    let ((hash, kind), partial) = blocking(move || partial.judge().map(|judged| (judged, partial))).await?;
    let refused = match (&upload.expected, kind) {
        (Some(expected), _) if *expected != hash => {
            Err(Error::field("sha256", FieldErrorCode::Contradiction, "other bytes came than were announced"))
        }
        (_, Err(other)) => Err(Error::FileKind(other)),
        (_, Ok(kind)) => Ok(kind),
    };
    let kind = match refused {
        Ok(kind) => kind,
        Err(error) => {
            remove(state, upload.id).await?;
            return Err(error);
        }
    };
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    if !store::uploads::finish(&mut tx, &upload, &hash, kind.media_type, &now).await? {
        return Err(Error::NotFound("upload"));
    }
    let (files, content) = (state.files.clone(), hash.clone());
    blocking(move || files.keep(&partial, &content)).await?;
    tx.commit().await?;
    upload.file = Some((hash, kind.media_type.to_owned()));
    let size = upload.size.unsigned_abs();
    Ok(show(&upload, size))
}

/// `DELETE /api/uploads/{upload}`: it is not needed any more. A file that an update names stays.
pub async fn end(
    State(state): State<AppState>,
    person: Person,
    Segments(id): Segments<String>,
) -> Result<Response, Error> {
    let upload = own(&state, &person, &id).await?;
    remove(&state, upload.id).await?;
    Ok(private(StatusCode::NO_CONTENT))
}

async fn remove(state: &AppState, id: String) -> Result<(), Error> {
    let mut tx = state.begin_write().await?;
    store::uploads::remove(&mut tx, &id).await?;
    tx.commit().await?;
    let files: Files = state.files.clone();
    blocking(move || files.remove(&[id], &[])).await
}

/// The upload of this person; another's is not there.
async fn own(state: &AppState, person: &Person, id: &str) -> Result<Stored, Error> {
    let mut tx = state.begin_read().await?;
    store::uploads::get(&mut tx, id, person.id).await?.ok_or(Error::NotFound("upload"))
}

/// Bytes that count: those that were told, as far as they are on the disk.
fn offset(upload: &Stored, arrived: u64) -> u64 {
    let received = upload.received.unsigned_abs();
    if upload.file.is_some() { upload.size.unsigned_abs() } else { received.min(arrived) }
}

fn told(upload: &Stored, offset: u64) -> Upload {
    let size = upload.size.unsigned_abs();
    let file = upload.file.as_ref().map(|(hash, media_type)| EvidenceFile {
        hash: hash.clone(),
        name: kind::fitting_name(&upload.name, media_type),
        media_type: media_type.clone(),
        size,
        public: false,
    });
    Upload { id: upload.id.clone(), name: upload.name.clone(), size, offset, file }
}

fn show(upload: &Stored, offset: u64) -> Response {
    let mut response = private(Reply(told(upload, offset)));
    response.headers_mut().insert(OFFSET, HeaderValue::from(offset));
    response
}
