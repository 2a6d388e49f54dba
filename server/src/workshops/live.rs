//! What of workshops lives in this process only: who follows which, who is there, whose turn it is to write, and the
//! workshops that were read last. Nothing of it is missed when the process ends.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use domain::id::WorkshopId;
use tokio::sync::{Notify, broadcast, mpsc};

use super::feed::Frame;
use super::shared::Shared;
use super::votes::Vote;

/// Events that a slow reader may be behind.
const BUFFER: usize = 256;
/// How many have answered is told at most this often.
pub const ANSWERED_EVERY: Duration = Duration::from_millis(250);
/// The number of people in the room is told at most this often.
const PRESENT_EVERY: Duration = Duration::from_secs(1);
/// Whoever polls is there for this long.
const POLL_COUNTS: Duration = Duration::from_secs(35);
/// Positions that may wait to be written.
const WAITING_VOTES: usize = 4096;

/// What is sent of one workshop.
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
    /// Wakes the task that sends.
    pub wake: Notify,
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

    /// What is followed, with what was sent of it.
    pub fn followed(&self) -> Vec<(WorkshopId, i64, i64)> {
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

    /// Whether it is time to tell how many answered, and who is there.
    pub fn due(&self, id: WorkshopId) -> (bool, bool) {
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

    /// Notes who was told to be there.
    pub fn told(&self, id: WorkshopId, connected: BTreeSet<i64>) {
        if let Some(feed) = locked(&self.feeds).get_mut(&id) {
            feed.connected = connected;
        }
    }

    /// Sends the last frame of a workshop that is gone.
    pub fn close(&self, id: WorkshopId, frame: Frame) {
        if let Some(feed) = locked(&self.feeds).remove(&id) {
            let _ = feed.sender.send(frame);
        }
    }

    /// Notes that people may have come or gone.
    pub fn moved(&self, id: WorkshopId) {
        if let Some(feed) = locked(&self.feeds).get_mut(&id) {
            feed.present = true;
        }
    }

    /// Sends frames to all who follow; everything up to these revisions was sent then.
    pub fn send(&self, id: WorkshopId, revision: i64, plan: i64, frames: Vec<Frame>) {
        if let Some(feed) = locked(&self.feeds).get_mut(&id) {
            (feed.published, feed.plan) = (revision, plan);
            for frame in frames {
                // Fails when nobody is left, which is fine.
                let _ = feed.sender.send(frame);
            }
        }
    }
}
