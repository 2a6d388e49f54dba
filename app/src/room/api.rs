//! What the room asks the API. Everything has a deadline: on a phone that changes its network an answer may never come.

use std::time::Duration;

use domain::error::ErrorCode;
use domain::workshop::item::Item;
use domain::workshop::room::{Events, Hand, Joined, Joining, Lobby, Room, Taken, You};
use domain::workshop::run::{Commenting, Proposing};
use domain::workshop::{Light, tally::Position};
use gloo_net::http::{Method, RequestBuilder};
use js_sys::{Array, Function, Reflect};
use leptos::leptos_dom::helpers::TimeoutHandle;
use leptos::prelude::*;
use serde::Serialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::{JsCast, JsValue};

use super::paths;
use super::queue::{Letter, Waiting};
use crate::client::{self, Failure};

const PATIENCE: u64 = 10;

/// Who asks, and in which room.
#[derive(Clone, Debug, PartialEq)]
pub struct Pass {
    /// The code.
    pub code: String,
    /// The token.
    pub token: String,
}

/// What the server answered to a letter.
#[derive(Clone, Debug, PartialEq)]
pub enum Answer {
    /// The position that counts.
    Taken(Taken),
    /// The item.
    Item(Box<Item>),
    /// Oneself.
    You(You),
    /// Green lights.
    Lights(Vec<Light>),
}

#[derive(Serialize)]
struct Nothing {}

/// The form of `room::Taking`, which the letter already has in parts.
#[derive(Serialize)]
struct Take<'a> {
    position: Position,
    #[serde(skip_serializing_if = "str::is_empty")]
    reason: &'a str,
    key: &'a str,
    order: i64,
}

/// Gives up after a while. Browsers without a way to give up wait as long as they do.
struct Deadline {
    controller: JsValue,
    timer: TimeoutHandle,
}

impl Deadline {
    fn new(seconds: u64) -> Option<Deadline> {
        let make = Reflect::get(&js_sys::global(), &"AbortController".into()).ok()?.dyn_into::<Function>().ok()?;
        let controller = Reflect::construct(&make, &Array::new()).ok()?;
        let held = controller.clone();
        let abort = move || {
            if let Ok(abort) = Reflect::get(&held, &"abort".into()).and_then(|abort| abort.dyn_into::<Function>()) {
                // What is over already is not given up.
                let _ = abort.call0(&held);
            }
        };
        let timer = set_timeout_with_handle(abort, Duration::from_secs(seconds)).ok()?;
        Some(Deadline { controller, timer })
    }

    fn signal(&self) -> JsValue {
        Reflect::get(&self.controller, &"signal".into()).unwrap_or_default()
    }
}

async fn ask<T: DeserializeOwned>(
    (method, path): (Method, &str),
    token: Option<&str>,
    body: Option<&impl Serialize>,
    patience: u64,
) -> Result<T, Failure> {
    let deadline = Deadline::new(patience);
    let signal = deadline.as_ref().map(Deadline::signal);
    let mut request = RequestBuilder::new(path).method(method);
    if let Some(signal) = &signal {
        request = request.abort_signal(Some(signal.unchecked_ref()));
    }
    if let Some(token) = token {
        request = request.header("authorization", &format!("Bearer {token}"));
    }
    let request = match body {
        Some(body) => {
            let text = serde_json::to_string(body).map_err(|_| Failure::network())?;
            request.header("content-type", "application/json").body(text)
        }
        None => request.build(),
    };
    let answer = match request.map_err(|_| Failure::network())?.send().await {
        Ok(response) => client::read(response).await,
        Err(_) => Err(Failure::network()),
    };
    if let Some(deadline) = deadline {
        deadline.timer.clear();
    }
    answer
}

/// What somebody sees who has a code.
pub async fn lobby(code: &str) -> Result<Lobby, Failure> {
    ask((Method::POST, &paths::api_lobby(code)), None, Some(&Nothing {}), PATIENCE).await
}

/// Joins.
pub async fn join(code: &str, form: &Joining) -> Result<Joined, Failure> {
    ask((Method::POST, &paths::api_join(code)), None, Some(form), PATIENCE).await
}

/// The whole state.
pub async fn room(pass: &Pass) -> Result<Room, Failure> {
    ask((Method::GET, &paths::api_room(&pass.code)), Some(&pass.token), None::<&()>, PATIENCE).await
}

/// One item.
pub async fn item(pass: &Pass, n: i64) -> Result<Item, Failure> {
    ask((Method::GET, &paths::api_item(&pass.code, n)), Some(&pass.token), None::<&()>, PATIENCE).await
}

/// What happened after a revision, or happens within so many seconds.
pub async fn poll(pass: &Pass, after: i64, wait: u32) -> Result<Events, Failure> {
    let path = paths::api_poll(&pass.code, after, wait);
    ask((Method::GET, &path), Some(&pass.token), None::<&()>, PATIENCE + u64::from(wait)).await
}

/// Sends a letter.
pub async fn send(pass: &Pass, waiting: &Waiting) -> Result<Answer, Failure> {
    let (code, token, key) = (pass.code.as_str(), Some(pass.token.as_str()), waiting.key.as_str());
    match &waiting.letter {
        Letter::Position { item, position, reason, order } => {
            let take = Take { position: *position, reason, key, order: *order };
            let taken = ask((Method::PUT, &paths::api_position(code, *item)), token, Some(&take), PATIENCE).await?;
            Ok(Answer::Taken(taken))
        }
        Letter::Comment { item, text } => {
            let form = Commenting { text: text.clone(), key: key.to_owned() };
            in_item((Method::POST, &paths::api_comments(code, *item)), token, &form).await
        }
        Letter::Proposal { item, field, before, after, reason } => {
            let (before, after) = (before.clone(), after.clone());
            let (field, reason, key) = (field.clone(), reason.clone(), key.to_owned());
            let form = Proposing { field, before, after, reason, key };
            in_item((Method::POST, &paths::api_proposals(code, *item)), token, &form).await
        }
        Letter::Second { item, proposal, on: true } => {
            in_item((Method::PUT, &paths::api_second(code, *item, *proposal)), token, &Nothing {}).await
        }
        Letter::Second { item, proposal, on: false } => {
            let path = paths::api_second(code, *item, *proposal);
            Ok(Answer::Item(Box::new(ask((Method::DELETE, &path), token, None::<&()>, PATIENCE).await?)))
        }
        Letter::Hand { up } => {
            let path = paths::api_hand(code);
            Ok(Answer::You(ask((Method::PUT, &path), token, Some(&Hand { up: *up }), PATIENCE).await?))
        }
        Letter::Light(form) => {
            Ok(Answer::Lights(ask((Method::PUT, &paths::api_light(code)), token, Some(form), PATIENCE).await?))
        }
    }
}

async fn in_item(to: (Method, &str), token: Option<&str>, form: &impl Serialize) -> Result<Answer, Failure> {
    Ok(Answer::Item(Box::new(ask(to, token, Some(form), PATIENCE).await?)))
}

/// Whether a letter may be taken later just as it is.
pub fn may_come_later(failure: &Failure) -> bool {
    failure.is_passing() || failure.code == ErrorCode::TooManyAttempts
}
