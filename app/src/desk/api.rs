//! What the desk asks the API: one function a request.

mod coordination;
mod own;
mod presence;
mod second_factor;

use domain::account::Me;
use domain::evidence::Upload;
use domain::filing::{Entry, Filing, FilingAction};
use domain::review::{Board, Desk, Outcomes};
use domain::year::Year;
use gloo_net::http::{Method, RequestBuilder};
use serde::{Deserialize, Serialize};

use super::paths;
pub use crate::client::Failure;
use crate::client::{get, read, send, send_quiet};
pub use coordination::{Invitation, Move, extend, invite, people, readings, set_disabled, set_until, set_year, years};
pub use own::{mark_read, newer_notices, notices, post, posts, set_preference};
pub use presence::{be_here, leave};
pub use second_factor::{confirm, give_code, propose, renew_codes, reset_second_factor, second_factor, turn_off};

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
    indicator: String,
    /// Of a part.
    territory: String,
    /// Version that was seen.
    version: i64,
}

impl Seen {
    /// As it stands here.
    pub fn of(filing: &Filing) -> Seen {
        let Filing { indicator, territory, version, .. } = filing.clone();
        Seen { indicator, territory, version }
    }
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
