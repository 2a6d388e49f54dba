//! A room for those who joined it, with the token of joining. What is done there is `workshops`.

use axum::Json as Reply;
use axum::extract::{FromRequestParts, State};
use axum::http::header;
use axum::http::request::Parts;
use axum::response::Response;
use domain::workshop::Seat;
use domain::workshop::room::{Hand, Joining, Taking};
use domain::workshop::run::{Commenting, Lighting, Proposing};
use serde::Deserialize;

use super::input::{Json, Parameters, Segments, Visitor};
use super::private;
use super::workshops::number;
use crate::error::Error;
use crate::state::AppState;
use crate::workshops::{Deed, Done, join, shared, take_part, votes};

/// The token of whoever asks. Streams of browsers have no headers: there it may be in the query.
pub struct Token(pub String);

impl FromRequestParts<AppState> for Token {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Error> {
        let header = parts.headers.get(header::AUTHORIZATION).and_then(|value| value.to_str().ok());
        if let Some(token) = header.and_then(|value| value.strip_prefix("Bearer ")) {
            return Ok(Token(token.trim().to_owned()));
        }
        let parameters = Parameters::from_request_parts(parts, state).await?;
        let streams = parts.uri.path().ends_with("/events");
        let token = parameters.text("token").filter(|_| streams).ok_or(Error::SignInNeeded)?;
        Ok(Token(token.to_owned()))
    }
}

/// Nothing, as JSON.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Nothing {}

/// The item that a deed was about, as the room sees it.
fn item(done: &Done) -> Result<Response, Error> {
    let n = done.item.ok_or(Error::NotFound("item"))?;
    let (_, stored) = done.scene.find(n)?;
    Ok(private(Reply(done.scene.item(stored, Seat::Participant))))
}

/// Whether the token is of this room; then does something in its holder's name.
async fn act(state: &AppState, room: &str, token: &str, deed: Deed) -> Result<Done, Error> {
    let mut tx = state.begin_read().await?;
    join::holder_in(&mut tx, room, token).await?;
    drop(tx);
    take_part(state, token, deed).await
}

/// `POST /api/rooms/{room}/lobby`
pub async fn lobby(
    State(state): State<AppState>,
    Visitor(address): Visitor,
    Segments(room): Segments<String>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<Response, Error> {
    Ok(private(Reply(join::lobby(&state, &address, &room).await?)))
}

/// `POST /api/rooms/{room}/join`
pub async fn join(
    State(state): State<AppState>,
    Visitor(address): Visitor,
    Segments(room): Segments<String>,
    Json(form): Json<Joining>,
) -> Result<Response, Error> {
    Ok(private(Reply(join::join(&state, &address, &room, form).await?)))
}

/// `GET /api/rooms/{room}`
pub async fn get(
    State(state): State<AppState>,
    Token(token): Token,
    Segments(room): Segments<String>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let (id, participant) = join::holder_in(&mut tx, &room, &token).await?;
    let shared = shared::get(&state, &mut tx, id).await?;
    Ok(private(Reply(shared.room(&mut tx, &participant, (state.config.clock)()).await?)))
}

/// `GET /api/rooms/{room}/items/{n}`
pub async fn get_item(
    State(state): State<AppState>,
    Token(token): Token,
    Segments((room, n)): Segments<(String, String)>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let (id, _) = join::holder_in(&mut tx, &room, &token).await?;
    let shared = shared::get(&state, &mut tx, id).await?;
    Ok(private(Reply(shared.item(&mut tx, number(&n)?).await?)))
}

/// `PUT /api/rooms/{room}/items/{n}/position`
pub async fn take_position(
    State(state): State<AppState>,
    Token(token): Token,
    Segments((room, n)): Segments<(String, String)>,
    Json(taking): Json<Taking>,
) -> Result<Response, Error> {
    let n = number(&n)?;
    let mut tx = state.begin_read().await?;
    let (id, participant) = join::holder_in(&mut tx, &room, &token).await?;
    drop(tx);
    match votes::take(&state, id, participant.n, n, taking).await {
        Err(Error::WrongState(_)) => {
            let mut tx = state.begin_read().await?;
            let item = shared::get(&state, &mut tx, id).await?.item(&mut tx, n).await?;
            Err(Error::wrong_state(Some(&item)))
        }
        taken => Ok(private(Reply(taken?))),
    }
}

/// `POST /api/rooms/{room}/items/{n}/comments`
pub async fn comment(
    State(state): State<AppState>,
    Token(token): Token,
    Segments((room, n)): Segments<(String, String)>,
    Json(form): Json<Commenting>,
) -> Result<Response, Error> {
    item(&act(&state, &room, &token, Deed::Comment(number(&n)?, form)).await?)
}

/// `POST /api/rooms/{room}/items/{n}/proposals`
pub async fn propose(
    State(state): State<AppState>,
    Token(token): Token,
    Segments((room, n)): Segments<(String, String)>,
    Json(form): Json<Proposing>,
) -> Result<Response, Error> {
    item(&act(&state, &room, &token, Deed::Propose(number(&n)?, form)).await?)
}

/// `PUT /api/rooms/{room}/items/{n}/proposals/{p}/second`
pub async fn second(
    State(state): State<AppState>,
    Token(token): Token,
    Segments((room, n, p)): Segments<(String, String, String)>,
    Json(Nothing {}): Json<Nothing>,
) -> Result<Response, Error> {
    item(&act(&state, &room, &token, Deed::Second(number(&n)?, number(&p)?, true)).await?)
}

/// `DELETE /api/rooms/{room}/items/{n}/proposals/{p}/second`
pub async fn no_second(
    State(state): State<AppState>,
    Token(token): Token,
    Segments((room, n, p)): Segments<(String, String, String)>,
) -> Result<Response, Error> {
    item(&act(&state, &room, &token, Deed::Second(number(&n)?, number(&p)?, false)).await?)
}

/// `PUT /api/rooms/{room}/hand`
pub async fn raise_hand(
    State(state): State<AppState>,
    Token(token): Token,
    Segments(room): Segments<String>,
    Json(hand): Json<Hand>,
) -> Result<Response, Error> {
    let done = act(&state, &room, &token, Deed::Hand(hand.up)).await?;
    let mut tx = state.begin_read().await?;
    let (_, participant) = join::holder(&mut tx, &token).await?;
    Ok(private(Reply(done.scene.you(&participant))))
}

/// `PUT /api/rooms/{room}/light`
pub async fn light(
    State(state): State<AppState>,
    Token(token): Token,
    Segments(room): Segments<String>,
    Json(form): Json<Lighting>,
) -> Result<Response, Error> {
    let done = act(&state, &room, &token, Deed::Light(form)).await?;
    Ok(private(Reply(done.scene.head.body.lights)))
}
