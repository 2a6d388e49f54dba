//! What the desk asks the API: one function a request. An error is a code that pages translate, with the wrong
//! fields and, for a stale write, the record as it is now.

mod coordination;
mod own;

use domain::account::Me;
use domain::calendar::YearBoard;
use domain::error::{ErrorCode, FieldError};
use domain::evidence::Upload;
use domain::filing::{Entry, Filing, FilingAction};
use domain::review::{Board, Desk, Outcomes};
use domain::year::Year;
use gloo_net::http::{Method, Request, RequestBuilder, Response};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::paths;
pub use coordination::{Invitation, Move, extend, invite, people, set_disabled, set_until, set_year, years};
pub use own::{mark_read, notices, post, posts, set_preference};

/// Reads JSON. The desk may be larger than the matrix, and writes JSON with the same library.
fn parse<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_str(text).ok()
}

/// Why a request failed.
#[derive(Clone, Debug, PartialEq)]
pub struct Failure {
    /// The code.
    pub code: ErrorCode,
    /// Wrong fields.
    pub fields: Vec<FieldError>,
    /// The cell as it is now, for a stale write.
    pub current: Option<Box<Filing>>,
    /// The years as they are now, for a stale move of one.
    pub years: Option<Box<YearBoard>>,
    /// Seconds to wait before the next try.
    pub wait: Option<u32>,
}

impl Failure {
    /// No answer came.
    pub fn network() -> Failure {
        Failure { code: ErrorCode::Network, fields: Vec::new(), current: None, years: None, wait: None }
    }

    /// True when the same request may succeed later without any change.
    pub fn is_passing(&self) -> bool {
        matches!(self.code, ErrorCode::Network | ErrorCode::Unavailable | ErrorCode::Timeout | ErrorCode::Internal)
    }
}

/// The body of an error, with the record that a stale write did not fit.
#[derive(Deserialize)]
struct Told<T> {
    code: ErrorCode,
    #[serde(default)]
    fields: Vec<FieldError>,
    current: Option<T>,
}

/// What an error says, whichever record stands in it.
fn told(text: &str, wait: Option<u32>) -> Option<Failure> {
    if let Some(Told { code, fields, current }) = parse::<Told<Filing>>(text) {
        return Some(Failure { code, fields, current: current.map(Box::new), years: None, wait });
    }
    let Told { code, fields, current } = parse::<Told<YearBoard>>(text)?;
    Some(Failure { code, fields, current: None, years: current.map(Box::new), wait })
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, Failure> {
    let wait = response.headers().get("retry-after").and_then(|seconds| seconds.parse().ok());
    let is_ok = response.ok();
    let text = response.text().await.map_err(|_| Failure::network())?;
    if is_ok {
        return parse(&text).ok_or_else(Failure::network);
    }
    Err(told(&text, wait).unwrap_or_else(Failure::network))
}

async fn get<T: DeserializeOwned>(path: &str) -> Result<T, Failure> {
    read(Request::get(path).send().await.map_err(|_| Failure::network())?).await
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

async fn send<T: DeserializeOwned>(method: Method, path: &str, body: &impl Serialize) -> Result<T, Failure> {
    read(send_raw(method, path, Some(body)).await?).await
}

/// For answers without a body.
async fn send_quiet(method: Method, path: &str, body: Option<&impl Serialize>) -> Result<(), Failure> {
    let response = send_raw(method, path, body).await?;
    if response.ok() { Ok(()) } else { read::<()>(response).await }
}

/// Who is signed in.
pub async fn session() -> Result<Option<Me>, Failure> {
    get(&paths::api_session()).await
}

#[derive(Serialize)]
struct SignIn<'a> {
    email: &'a str,
    password: &'a str,
}

/// Signs in.
pub async fn sign_in(email: &str, password: &str) -> Result<Me, Failure> {
    send(Method::POST, &paths::api_session(), &SignIn { email, password }).await
}

/// Signs out here, or everywhere.
pub async fn sign_out(everywhere: bool) -> Result<(), Failure> {
    let path = if everywhere { paths::api_sessions() } else { paths::api_session() };
    send_quiet(Method::DELETE, &path, None::<&()>).await
}

#[derive(Serialize)]
struct NewPassword<'a> {
    current: &'a str,
    password: &'a str,
}

/// Changes the password.
pub async fn set_password(current: &str, password: &str) -> Result<Me, Failure> {
    send(Method::PUT, &paths::api_password(), &NewPassword { current, password }).await
}

#[derive(Serialize)]
struct Forgotten<'a> {
    email: &'a str,
}

/// Asks for a letter with a link.
pub async fn ask_link(email: &str) -> Result<(), Failure> {
    send_quiet(Method::POST, &paths::api_links(), Some(&Forgotten { email })).await
}

/// Whose link it is.
#[derive(Clone, Debug, Deserialize, PartialEq)]
pub struct LinkInfo {
    /// Name.
    pub name: String,
    /// E-mail.
    pub email: String,
}

/// Reads a link.
pub async fn link(secret: &str) -> Result<LinkInfo, Failure> {
    get(&paths::api_link(secret)).await
}

#[derive(Serialize)]
struct Password<'a> {
    password: &'a str,
}

/// Sets the password of a link and signs in.
pub async fn use_link(secret: &str, password: &str) -> Result<Me, Failure> {
    send(Method::PUT, &paths::api_link(secret), &Password { password }).await
}

/// The person's cells.
pub async fn my_updates(query: &str) -> Result<Desk, Failure> {
    get(&paths::api_my_updates(query)).await
}

#[derive(Serialize)]
struct Written<'a> {
    #[serde(flatten)]
    entry: &'a Entry,
    version: i64,
}

/// Writes a draft over the version that was read.
pub async fn save(plan: &str, indicator: &str, year: Year, entry: &Entry, version: i64) -> Result<Filing, Failure> {
    send(Method::PUT, &paths::api_update(plan, indicator, year), &Written { entry, version }).await
}

#[derive(Serialize)]
struct Step<'a> {
    version: i64,
    text: &'a str,
}

/// Takes a step with a cell.
pub async fn step(
    plan: &str,
    indicator: &str,
    year: Year,
    action: FilingAction,
    version: i64,
    text: &str,
) -> Result<Filing, Failure> {
    send(Method::POST, &paths::api_step(plan, indicator, year, action), &Step { version, text }).await
}

/// The board of a year.
pub async fn board(plan: &str, year: Option<Year>) -> Result<Board, Failure> {
    get(&paths::api_reviews(plan, year)).await
}

/// A cell as it was seen.
#[derive(Clone, Debug, Serialize)]
pub struct Seen {
    /// Code of the indicator.
    pub indicator: String,
    /// Version that was seen.
    pub version: i64,
}

#[derive(Serialize)]
struct Steps<'a> {
    year: Year,
    action: FilingAction,
    updates: &'a [Seen],
}

/// The same step for many cells.
pub async fn steps(plan: &str, year: Year, action: FilingAction, updates: &[Seen]) -> Result<Outcomes, Failure> {
    send(Method::POST, &paths::api_reviews(plan, None), &Steps { year, action, updates }).await
}

#[derive(Serialize)]
struct NewUpload<'a> {
    name: &'a str,
    size: u64,
}

/// Begins to hand in a file.
pub async fn begin_upload(name: &str, size: u64) -> Result<Upload, Failure> {
    send(Method::POST, &paths::api_uploads(), &NewUpload { name, size }).await
}

/// How far an upload is.
pub async fn upload(id: &str) -> Result<Upload, Failure> {
    get(&paths::api_upload(id)).await
}

/// Sends the next piece of a file.
pub async fn append(id: &str, offset: u64, piece: &web_sys::Blob) -> Result<Upload, Failure> {
    let request = RequestBuilder::new(&paths::api_upload(id)).method(Method::PATCH);
    let request = request.header("upload-offset", &offset.to_string()).body(piece);
    read(request.map_err(|_| Failure::network())?.send().await.map_err(|_| Failure::network())?).await
}

/// The public plan, with all texts in all languages.
pub async fn plan(path: &str) -> Result<domain::document::PlanDocument, Failure> {
    get(path).await
}
