//! The live streams of a workshop, for facilitators and for the room: server-sent events, or polls that wait where
//! streams are blocked.

use std::collections::VecDeque;
use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, header};
use axum::response::Response;
use domain::id::WorkshopId;
use domain::workshop::room::Event;
use futures_util::stream;
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::watch;

use super::events::{after_of, streamed};
use super::input::{Parameters, Segments};
use super::private;
use super::rooms::Token;
use super::workshops::id;
use crate::auth::Person;
use crate::error::Error;
use crate::state::AppState;
use crate::store;
use crate::workshops::feed::{self, For, Frame, Reader};
use crate::workshops::live::Presence;
use crate::workshops::{join, led, scene};

/// Longest wait of a poll, in seconds: below what proxies allow.
const LONGEST_WAIT: i64 = 25;

/// `GET /api/workshops/{id}/events?after=&wait=`
pub async fn of_leads(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
    parameters: Parameters,
    request: HeaderMap,
) -> Result<Response, Error> {
    let id = id(&at)?;
    let mut tx = state.begin_read().await?;
    led(&mut tx, &person, id, "").await?;
    drop(tx);
    answer(&state, id, Reader::Lead, &parameters, &request).await
}

/// `GET /api/rooms/{room}/events?after=&wait=`
pub async fn of_room(
    State(state): State<AppState>,
    Token(token): Token,
    Segments(room): Segments<String>,
    parameters: Parameters,
    request: HeaderMap,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let (id, participant) = join::holder_in(&mut tx, &room, &token).await?;
    drop(tx);
    answer(&state, id, Reader::Participant(participant.n), &parameters, &request).await
}

async fn answer(
    state: &AppState,
    id: WorkshopId,
    reader: Reader,
    parameters: &Parameters,
    request: &HeaderMap,
) -> Result<Response, Error> {
    let after = after_of(parameters, request)?;
    let wait = parameters.integer("wait", 0..=LONGEST_WAIT)?;
    let mut following = follow(state, id, reader, after).await?;
    let Some(wait) = wait else {
        if let Reader::Participant(n) = reader {
            following.presence = Some(state.rooms.arrive(id, n));
        }
        let frames = stream::unfold(following, |mut following| async move {
            let bytes = following.next_bytes().await?;
            Some((Ok::<_, Infallible>(bytes), following))
        });
        return Ok(streamed(Body::from_stream(frames)));
    };
    if let Reader::Participant(n) = reader {
        state.rooms.polled(id, n);
    }
    let until = tokio::time::Instant::now() + Duration::from_secs(wait.unsigned_abs());
    Ok(following.poll(until).await)
}

/// A reader's place in the feed.
struct Following {
    state: AppState,
    id: WorkshopId,
    reader: Reader,
    hello: Bytes,
    waiting: VecDeque<Frame>,
    receiver: broadcast::Receiver<Frame>,
    /// Everything up to this revision was in what is waiting at the start.
    start: i64,
    presence: Option<Presence>,
    ended: bool,
    stop: watch::Receiver<bool>,
}

async fn follow(state: &AppState, id: WorkshopId, reader: Reader, after: Option<i64>) -> Result<Following, Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_read().await?;
    let revisions = store::workshops::revisions(&mut tx, id).await?.ok_or(Error::NotFound("workshop"))?;
    drop(tx);
    let receiver = state.rooms.follow(id, revisions);
    let mut tx = state.begin_read().await?;
    let (start, _) = store::workshops::revisions(&mut tx, id).await?.ok_or(Error::NotFound("workshop"))?;
    let mut waiting = VecDeque::new();
    if let Some(after) = after.filter(|after| *after != start) {
        let scene = scene::read(&mut tx, id, &now).await?;
        let frames = feed::missing(&mut tx, &scene, after, false, &state.rooms.connected(id)).await?;
        waiting.extend(frames.into_iter().filter(|frame| frame.is_for(reader)));
    }
    // Not an id when something follows: a reader that breaks off between must not skip it.
    let own = (after.is_none_or(|after| after == start)).then_some(start);
    let hello = Event { id: own, event: "hello".into(), now, ..Event::default() };
    let hello = [Bytes::from_static(b"retry: 1000\n"), Frame::new(For::All, own, hello).stream].concat().into();
    let (state, stop) = (state.clone(), state.stopped());
    Ok(Following { state, id, reader, hello, waiting, receiver, start, presence: None, ended: false, stop })
}

impl Following {
    async fn next_bytes(&mut self) -> Option<Bytes> {
        if !self.hello.is_empty() {
            return Some(std::mem::take(&mut self.hello));
        }
        let every = self.state.config.keep_alive_every;
        match tokio::time::timeout(every, self.next()).await {
            Ok(frame) => frame.map(|frame| frame.stream),
            Err(_) => Some(Bytes::from_static(b": still here\n\n")),
        }
    }

    /// The next event for this reader; None at the end.
    async fn next(&mut self) -> Option<Frame> {
        loop {
            if let Some(frame) = self.waiting.pop_front() {
                return Some(frame);
            }
            if self.ended {
                return None;
            }
            let stopped = async {
                let _ = self.stop.wait_for(|stop| *stop).await;
            };
            tokio::select! {
                () = stopped => self.ended = true,
                received = self.receiver.recv() => self.take(received),
            }
        }
    }

    fn take(&mut self, received: Result<Frame, RecvError>) {
        match received {
            Ok(frame) => {
                let is_new = frame.revision.is_none_or(|revision| revision > self.start);
                if is_new && frame.is_for(self.reader) {
                    self.ended |= frame.last;
                    self.waiting.push_back(frame);
                }
            }
            Err(RecvError::Lagged(_)) => {
                let now = (self.state.config.clock)();
                self.receiver = self.receiver.resubscribe();
                // Without an id: what is read again tells where it goes on.
                self.waiting.push_back(feed::resync(self.start, &now));
            }
            Err(RecvError::Closed) => self.ended = true,
        }
    }

    /// What is there, or comes until a moment, as one answer.
    async fn poll(mut self, until: tokio::time::Instant) -> Response {
        let mut frames: Vec<Frame> = Vec::new();
        let mut revision = self.start;
        if let Ok(Some(first)) = tokio::time::timeout_at(until, self.next()).await {
            frames.push(first);
            // The rest of what was sent together.
            while let Ok(Some(more)) = tokio::time::timeout(Duration::from_millis(20), self.next()).await {
                frames.push(more);
                if frames.len() >= 500 {
                    break;
                }
            }
        }
        let mut events = Vec::new();
        for frame in &frames {
            revision = revision.max(frame.revision.unwrap_or(0));
            events.push(String::from_utf8_lossy(&frame.data).into_owned());
        }
        tracing::trace!(workshop = self.id.0, events = events.len(), "a poll is answered");
        let body = format!("{{\"revision\":{revision},\"events\":[{}]}}", events.join(","));
        private(([(header::CONTENT_TYPE, HeaderValue::from_static("application/json"))], body))
    }
}
