//! The client of the API for the programs of those who work: they write too, and read JSON with the library that
//! writes it. An error is a code that pages translate, with the wrong fields and, for a stale write, the record as it is.

use domain::error::{ErrorCode, FieldError};
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use leptos::prelude::{GetValue, StoredValue, UpdateValue};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// Why a request failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The code.
    pub code: ErrorCode,
    /// Wrong fields.
    pub fields: Vec<FieldError>,
    /// The record as it is now, for a stale write.
    current: Option<Box<Value>>,
    /// Seconds to wait before the next try.
    pub wait: Option<u32>,
}

impl Failure {
    /// No answer came.
    pub fn network() -> Failure {
        Failure { code: ErrorCode::Network, fields: Vec::new(), current: None, wait: None }
    }

    /// True when the same request may succeed later without any change.
    pub fn is_passing(&self) -> bool {
        matches!(self.code, ErrorCode::Network | ErrorCode::Unavailable | ErrorCode::Timeout | ErrorCode::Internal)
    }

    /// The record that a stale write did not fit, as it is now.
    pub fn current<T: DeserializeOwned>(&self) -> Option<T> {
        T::deserialize(self.current.as_deref()?).ok()
    }
}

/// The body of an error.
#[derive(Deserialize)]
struct Told {
    code: ErrorCode,
    #[serde(default)]
    fields: Vec<FieldError>,
    current: Option<Box<Value>>,
}

/// The body of an answer, or what it says went wrong.
pub async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let wait = response.headers().get("retry-after").and_then(|seconds| seconds.parse().ok());
    let is_ok = response.ok();
    let text = response.text().await.map_err(|_| Failure::network())?;
    if is_ok {
        return serde_json::from_str(&text).map_err(|_| Failure::network());
    }
    match serde_json::from_str(&text) {
        Ok(Told { code, fields, current }) => Err(Failure { code, fields, current, wait }),
        Err(_) => Err(Failure::network()),
    }
}

/// Reads.
pub async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(Request::get(path).send().await.map_err(|_| Failure::network())?).await
}

/// Which answer a page has; empty for none.
pub type Tag = StoredValue<String>;

/// Reads again, as pages do every few seconds; None while the answer is the one that the page has.
pub async fn newer<T: DeserializeOwned>(path: &str, tag: Tag) -> Result<Option<T>, Failure> {
    let held = tag.try_get_value().unwrap_or_default();
    let request = Request::get(path);
    let request = if held.is_empty() { request } else { request.header("if-none-match", &held) };
    let response = request.send().await.map_err(|_| Failure::network())?;
    if response.status() == 304 {
        return Ok(None);
    }
    let found = response.headers().get("etag").unwrap_or_default();
    let answer = read(response).await?;
    // The page may be gone by now.
    let _ = tag.try_update_value(|held| *held = found);
    Ok(Some(answer))
}

async fn send_raw(method: Method, path: &str, body: Option<&impl Serialize>) -> Result<Response, Failure> {
    let request = RequestBuilder::new(path).method(method);
    let request = match body {
        Some(body) => {
            let text = serde_json::to_string(body).map_err(|_| Failure::network())?;
            request.header("content-type", "application/json").body(text)
        }
        None => request.build(),
    };
    request.map_err(|_| Failure::network())?.send().await.map_err(|_| Failure::network())
}

/// Writes, and reads the answer.
pub async fn send<T: DeserializeOwned>(method: Method, path: &str, body: &impl Serialize) -> Result<T, Failure> {
    read(send_raw(method, path, Some(body)).await?).await
}

/// Takes something away, and reads what is left.
pub async fn remove<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(send_raw(Method::DELETE, path, None::<&()>).await?).await
}

/// Writes, for answers without a body.
pub async fn send_quiet(method: Method, path: &str, body: Option<&impl Serialize>) -> Result<(), Failure> {
    let response = send_raw(method, path, body).await?;
    if response.ok() { Ok(()) } else { read::<()>(response).await }
}
