//! The live streams of workshops. One task reads what this process has not sent yet, renders each thing that changed as
//! it is now, once for facilitators and once for the room, and sends it to all. So a stream never tells more than a
//! reading would, and never before the commit. The same feed answers polls.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use axum::body::Bytes;
use domain::id::WorkshopId;
use domain::workshop::Seat;
use domain::workshop::room::{Event, RoomHeader};
use tokio::sync::{Notify, broadcast, mpsc};

use super::scene::{self, Scene};
use super::shared::Shared;
use super::votes::Vote;
use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;

/// Events that a slow reader may be behind.
const BUFFER: usize = 256;
/// More missing changes than this are not sent one by one.
const LONGEST_BACKLOG: i64 = 300;
/// How many have answered is told at most this often.
const ANSWERED_EVERY: Duration = Duration::from_millis(250);
/// The number of people in the room is told at most this often.
const PRESENT_EVERY: Duration = Duration::from_secs(1);
/// Whoever polls is there for this long.
const POLL_COUNTS: Duration = Duration::from_secs(35);
/// Positions that may wait to be written.
const WAITING_VOTES: usize = 4096;

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

#[derive(Debug)]
struct Feed {
    /// Everything up to this revision was sent.
    published: i64,
    /// Public revision of the plan that was sent.
    plan: i64,
    sender: broadcast::Sender<Frame>,
    /// Positions came since `answered_at`.
    answered: bool,
    answered_at: Instant,
    /// Somebody came, went, raised a hand or was removed since `present_at`.
    present: bool,
    present_at: Instant,
    connected: BTreeSet<i64>,
}

/// All that is live of workshops in this process.
#[derive(Debug)]
pub struct Rooms {
    feeds: Mutex<HashMap<WorkshopId, Feed>>,
    wake: Notify,
    /// Writers of workshops come one after the other, in the order in which they asked: hundreds at once would
    /// otherwise wait for connections until they are refused.
    turn: tokio::sync::Mutex<()>,
    votes: mpsc::Sender<Vote>,
    waiting: Mutex<Option<mpsc::Receiver<Vote>>>,
    here: Arc<Mutex<HashMap<(WorkshopId, i64), Here>>>,
    shared: Mutex<HashMap<WorkshopId, Arc<Shared>>>,
}

#[derive(Debug, Default)]
struct Here {
    streams: u32,
    polled: Option<Instant>,
}

impl Default for Rooms {
    fn default() -> Self {
        let (votes, waiting) = mpsc::channel(WAITING_VOTES);
        Rooms {
            feeds: Mutex::default(),
            wake: Notify::default(),
            turn: tokio::sync::Mutex::default(),
            votes,
            waiting: Mutex::new(Some(waiting)),
            here: Arc::default(),
            shared: Mutex::default(),
        }
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Somebody's stream; they are there while it is held.
#[derive(Debug)]
pub struct Presence {
    here: Arc<Mutex<HashMap<(WorkshopId, i64), Here>>>,
    who: (WorkshopId, i64),
}

impl Drop for Presence {
    fn drop(&mut self) {
        if let Some(here) = locked(&self.here).get_mut(&self.who) {
            here.streams = here.streams.saturating_sub(1);
        }
    }
}

impl Rooms {
    /// Says that something was committed. Call after the commit, never before.
    pub fn committed(&self) {
        self.wake.notify_one();
    }

    /// Says that positions were committed.
    pub fn answered(&self, workshop: WorkshopId) {
        if let Some(feed) = locked(&self.feeds).get_mut(&workshop) {
            feed.answered = true;
        }
        self.wake.notify_one();
    }

    /// Waits for one's turn to write.
    pub async fn turn(&self) -> tokio::sync::MutexGuard<'_, ()> {
        self.turn.lock().await
    }

    /// Where positions go.
    pub fn votes(&self) -> &mpsc::Sender<Vote> {
        &self.votes
    }

    /// Where they come out, once.
    pub fn take_waiting(&self) -> Option<mpsc::Receiver<Vote>> {
        locked(&self.waiting).take()
    }

    /// Notes that a participant's stream begins.
    pub fn arrive(&self, workshop: WorkshopId, participant: i64) -> Presence {
        locked(&self.here).entry((workshop, participant)).or_default().streams += 1;
        Presence { here: self.here.clone(), who: (workshop, participant) }
    }

    /// Notes that a participant polls.
    pub fn polled(&self, workshop: WorkshopId, participant: i64) {
        locked(&self.here).entry((workshop, participant)).or_default().polled = Some(Instant::now());
    }

    /// Numbers of the participants whose browsers follow a workshop now.
    pub fn connected(&self, workshop: WorkshopId) -> HashSet<i64> {
        let mut here = locked(&self.here);
        here.retain(|_, here| here.streams > 0 || here.polled.is_some_and(|at| at.elapsed() < POLL_COUNTS));
        here.keys().filter(|(id, _)| *id == workshop).map(|(_, n)| *n).collect()
    }

    /// Joins a feed. The revisions must be read before, so that nothing after them can be missed.
    pub fn follow(&self, workshop: WorkshopId, (revision, plan): (i64, i64)) -> broadcast::Receiver<Frame> {
        let mut feeds = locked(&self.feeds);
        let feed = feeds.entry(workshop).or_insert_with(|| Feed {
            published: revision,
            plan,
            sender: broadcast::Sender::new(BUFFER),
            answered: true,
            answered_at: Instant::now(),
            present: false,
            present_at: Instant::now(),
            connected: BTreeSet::new(),
        });
        feed.sender.subscribe()
    }

    fn followed(&self) -> Vec<(WorkshopId, i64, i64)> {
        let mut feeds = locked(&self.feeds);
        feeds.retain(|_, feed| feed.sender.receiver_count() > 0);
        feeds.iter().map(|(id, feed)| (*id, feed.published, feed.plan)).collect()
    }

    /// The workshop as it was read last, if nothing has changed since.
    pub fn held(&self, id: WorkshopId, revisions: (i64, i64)) -> Option<Arc<Shared>> {
        locked(&self.shared).get(&id).filter(|shared| shared.revisions == revisions).cloned()
    }

    /// Keeps a workshop for those who read next.
    pub fn hold(&self, id: WorkshopId, held: &Arc<Shared>) {
        let mut shared = locked(&self.shared);
        if shared.len() > 20 {
            shared.clear();
        }
        shared.insert(id, held.clone());
    }
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
        state.rooms.send(id, published, plan, vec![resync(published, &now)]);
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
            frames.extend(state.rooms.present_frames(id, &scene, &connected));
        }
    }
    state.rooms.send(id, revision, plan_now, frames);
    Ok(ANSWERED_EVERY)
}

impl Rooms {
    /// Whether it is time to tell how many answered, and who is there.
    fn due(&self, id: WorkshopId) -> (bool, bool) {
        let connected: BTreeSet<i64> = self.connected(id).into_iter().collect();
        let mut feeds = locked(&self.feeds);
        let Some(feed) = feeds.get_mut(&id) else { return (false, false) };
        let answered = feed.answered && feed.answered_at.elapsed() >= ANSWERED_EVERY;
        if answered {
            (feed.answered, feed.answered_at) = (false, Instant::now());
        }
        let wait = feed.present_at.elapsed() < PRESENT_EVERY;
        let present = !wait && (feed.present || feed.connected != connected);
        if present {
            (feed.present, feed.present_at) = (false, Instant::now());
        }
        (answered, present)
    }

    /// Notes that people may have come or gone.
    fn moved(&self, id: WorkshopId) {
        if let Some(feed) = locked(&self.feeds).get_mut(&id) {
            feed.present = true;
        }
    }

    /// Who is there now.
    fn present_frames(&self, id: WorkshopId, scene: &Scene, connected: &HashSet<i64>) -> Vec<Frame> {
        let connected: BTreeSet<i64> = connected.iter().copied().collect();
        let numbers = Some(connected.iter().copied().collect());
        if let Some(feed) = locked(&self.feeds).get_mut(&id) {
            feed.connected = connected;
        }
        let event = Event { event: "presence".into(), connected: numbers, ..Event::default() };
        vec![workshop(None, scene.header(), &scene.now), Frame::new(For::Leads, None, event)]
    }

    fn send(&self, id: WorkshopId, revision: i64, plan: i64, frames: Vec<Frame>) {
        if let Some(feed) = locked(&self.feeds).get_mut(&id) {
            (feed.published, feed.plan) = (revision, plan);
            for frame in frames {
                // Fails when nobody is left, which is fine.
                let _ = feed.sender.send(frame);
            }
        }
    }
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
