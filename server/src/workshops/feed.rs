//! The live streams of workshops. One task reads what this process has not sent yet, renders each thing that changed as
//! it is now, once for facilitators and once for the room, and sends it to all. So a stream never tells more than a
//! reading would, and never before the commit. The same feed answers polls.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::Duration;

use axum::body::Bytes;
use domain::id::WorkshopId;
use domain::workshop::Seat;
use domain::workshop::room::{Event, RoomHeader};

use super::live::ANSWERED_EVERY;
use super::scene::{self, Scene};
use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;

/// More missing changes than this are not sent one by one.
const LONGEST_BACKLOG: i64 = 300;

/// For whom an event is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum For {
    All,
    Leads,
    Room,
    One(i64),
}

/// One event, encoded once for all readers.
#[derive(Clone, Debug)]
pub struct Frame {
    /// For whom.
    pub audience: For,
    /// The reader has seen everything up to this revision; None for what is of the moment.
    pub revision: Option<i64>,
    /// The event as JSON.
    pub data: Bytes,
    /// The same for a stream.
    pub stream: Bytes,
    /// Nothing comes after it for whom it is: they were removed.
    pub last: bool,
}

impl Frame {
    /// Encodes an event. With an id, a reader resumes after it.
    pub fn new(audience: For, revision: Option<i64>, event: Event) -> Frame {
        let data = serde_json::to_string(&event).unwrap_or_default();
        let id = event.id.map_or(String::new(), |id| format!("id: {id}\n"));
        let stream = format!("{id}event: {}\ndata: {data}\n\n", event.event);
        Frame { audience, revision, data: data.into(), stream: stream.into(), last: false }
    }

    /// True when it is for a seat.
    pub fn is_for(&self, reader: Reader) -> bool {
        match (self.audience, reader) {
            (For::All, _) | (For::Leads, Reader::Lead) | (For::Room, Reader::Participant(_)) => true,
            (For::One(n), Reader::Participant(own)) => n == own,
            _ => false,
        }
    }
}

/// Who follows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reader {
    /// A facilitator, or the projector.
    Lead,
    /// A participant, by number.
    Participant(i64),
}

/// Sends what was committed, for as long as the server runs.
pub async fn pump(state: &AppState) {
    let mut told = false;
    loop {
        let mut pause = state.config.poll_every;
        for (id, published, plan) in state.rooms.followed() {
            match send_new(state, id, published, plan).await {
                Ok(again) => {
                    told = false;
                    pause = pause.min(again);
                }
                Err(error) if !told => {
                    told = true;
                    tracing::warn!(?error, "cannot look for changes of workshops");
                }
                Err(_) => {}
            }
        }
        let _ = tokio::time::timeout(pause, state.rooms.wake.notified()).await;
    }
}

/// Sends what is new of one workshop. Gives how soon to look again.
async fn send_new(state: &AppState, id: WorkshopId, published: i64, plan: i64) -> Result<Duration, Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_read().await?;
    let Some((revision, plan_now)) = store::workshops::revisions(&mut tx, id).await? else {
        state.rooms.close(id, Frame { last: true, ..resync(published, &now) });
        return Ok(Duration::MAX);
    };
    let mut frames = Vec::new();
    let (answered, present) = state.rooms.due(id);
    let news = revision != published || plan_now != plan;
    if news || answered || present {
        let scene = scene::read(&mut tx, id, &now).await?;
        let connected = state.rooms.connected(id);
        if news {
            frames = missing(&mut tx, &scene, published, plan_now != plan, &connected).await?;
            state.rooms.moved(id);
        }
        if answered && let Some(now_answered) = scene.answered_now() {
            let event = Event { event: "answered".into(), answered: Some(now_answered), ..Event::default() };
            frames.push(Frame::new(For::All, None, event));
        }
        if present {
            frames.extend(present_frames(&scene, &connected));
            state.rooms.told(id, connected.into_iter().collect());
        }
    }
    state.rooms.send(id, revision, plan_now, frames);
    Ok(ANSWERED_EVERY)
}

/// Who is there now.
fn present_frames(scene: &Scene, connected: &HashSet<i64>) -> [Frame; 2] {
    let mut numbers: Vec<i64> = connected.iter().copied().collect();
    numbers.sort_unstable();
    let event = Event { event: "presence".into(), connected: Some(numbers), ..Event::default() };
    [workshop(None, scene.header(), &scene.now), Frame::new(For::Leads, None, event)]
}

fn workshop(id: Option<i64>, header: RoomHeader, now: &str) -> Frame {
    let event = Event { id, event: "workshop".into(), now: now.to_owned(), header: Some(header), ..Event::default() };
    Frame::new(For::All, id, event)
}

/// Says: read everything again.
pub fn resync(revision: i64, now: &str) -> Frame {
    let id = Some(revision);
    Frame::new(For::All, id, Event { id, event: "resync".into(), now: now.to_owned(), ..Event::default() })
}

/// What changed after a revision, as it is now. The last one has the id.
pub async fn missing(
    tx: &mut Tx,
    scene: &Scene,
    after: i64,
    plan_changed: bool,
    connected: &HashSet<i64>,
) -> Result<Vec<Frame>, Error> {
    let (until, now) = (scene.head.revision, scene.now.clone());
    let touched = store::workshops::touched(tx, scene.id(), after, LONGEST_BACKLOG + 1).await?;
    if after > until || touched.len() > LONGEST_BACKLOG as usize {
        return Ok(vec![resync(until, &now)]);
    }
    let of = |name: &'static str| touched.iter().filter(move |(_, event, ..)| event == name);
    let mut frames = Vec::new();
    if of("agenda").next().is_some() {
        frames.push(Frame::new(For::All, Some(until), Event { event: "agenda".into(), ..Event::default() }));
    }
    let mut items: BTreeMap<i64, i64> = of("item").filter_map(|(at, _, item, _)| Some(((*item)?, *at))).collect();
    if let Some(current) = scene.head.current.filter(|_| plan_changed) {
        // Somebody else changed the plan: what is on the screens may be about it.
        items.insert(current, until);
    }
    let mut items: Vec<(i64, i64)> = items.into_iter().map(|(n, at)| (at, n)).collect();
    items.sort_unstable();
    for (_, n) in items {
        let Ok((_, stored)) = scene.find(n) else { continue };
        for (audience, seat) in [(For::Leads, Seat::Facilitator), (For::Room, Seat::Participant)] {
            let item = Some(scene.item(stored, seat));
            let event = Event { event: "item".into(), now: now.clone(), item, ..Event::default() };
            frames.push(Frame::new(audience, Some(until), event));
        }
    }
    let people: BTreeSet<i64> = of("participant").filter_map(|(.., participant)| *participant).collect();
    for n in people {
        let Ok(stored) = scene.participant(n) else { continue };
        let participant = Some(scene.participant_view(stored, connected));
        let event = Event { event: "participant".into(), participant, ..Event::default() };
        frames.push(Frame::new(For::Leads, Some(until), event));
        let you = Some(scene.you(stored));
        let own = Frame::new(For::One(n), Some(until), Event { event: "you".into(), you, ..Event::default() });
        frames.push(Frame { last: stored.removed, ..own });
    }
    // What everybody gets comes last and carries the id: whoever breaks off before it gets all of them again. That
    // somebody joined is told once a second.
    if touched.iter().any(|(_, event, ..)| event != "participant") {
        frames.push(workshop(Some(until), scene.header(), &now));
    }
    Ok(frames)
}
