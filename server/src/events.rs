//! Live streams. One task reads the changes that this process has not published yet from the table and
//! sends them to the streams: after each commit, and once a second for the changes of other processes.
//! So no event comes before its commit, twice, or out of order. What a reader may see: `publish`.

use std::collections::{HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::body::Bytes;
use domain::change::Change;
use domain::id::PlanId;
use futures_util::stream::{self, Stream};
use tokio::sync::broadcast::{self, error::RecvError};
use tokio::sync::{Notify, watch};

use crate::db::Tx;
use crate::error::Error;
use crate::publish;
use crate::state::AppState;
use crate::store::{self, changes::Range};

/// More missing changes than this are not sent one by one: the reader gets the plan again.
pub const LONGEST_BACKLOG: i64 = 500;

/// Events that a slow reader may be behind.
const BUFFER: usize = 256;

/// One event, encoded once for all readers.
#[derive(Clone, Debug)]
struct Frame {
    /// The reader has seen everything up to this revision.
    revision: i64,
    bytes: Bytes,
    /// Nothing comes after it: the plan is gone.
    last: bool,
}

impl Frame {
    fn new(revision: i64, event: &str, data: &str) -> Self {
        let bytes = format!("id: {revision}\nevent: {event}\ndata: {data}\n\n");
        Frame { revision, bytes: bytes.into(), last: false }
    }

    fn change(change: &Change) -> Self {
        // Without non-string keys serialising cannot fail; an empty event makes the reader ask for the plan.
        let data = serde_json::to_string(change).unwrap_or_default();
        Frame::new(change.revision, "change", &data)
    }

    fn resync(revision: i64) -> Self {
        Frame::new(revision, "resync", &format!("{{\"revision\":{revision}}}"))
    }

    fn gone(revision: i64) -> Self {
        Frame { last: true, ..Frame::resync(revision) }
    }
}

#[derive(Debug)]
struct Feed {
    /// Everything up to this revision was sent.
    published: i64,
    sender: broadcast::Sender<Frame>,
}

/// The streams of all plans.
#[derive(Debug, Default)]
pub struct Events {
    feeds: Mutex<HashMap<PlanId, Feed>>,
    wake: Notify,
}

impl Events {
    /// Says that something was committed. Call after the commit, never before.
    pub fn committed(&self) {
        self.wake.notify_one();
    }

    fn feeds(&self) -> MutexGuard<'_, HashMap<PlanId, Feed>> {
        self.feeds.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Joins a plan's stream. `revision` must be read before, so that nothing after it can be missed.
    /// Gives also the revision up to which everything was sent before.
    fn join(&self, plan: PlanId, revision: i64) -> (broadcast::Receiver<Frame>, i64) {
        let mut feeds = self.feeds();
        let feed =
            feeds.entry(plan).or_insert_with(|| Feed { published: revision, sender: broadcast::Sender::new(BUFFER) });
        (feed.sender.subscribe(), feed.published)
    }

    /// What was published of each plan that somebody follows.
    fn followed(&self) -> Vec<(PlanId, i64)> {
        let mut feeds = self.feeds();
        feeds.retain(|_, feed| feed.sender.receiver_count() > 0);
        feeds.iter().map(|(plan, feed)| (*plan, feed.published)).collect()
    }

    fn send(&self, plan: PlanId, frames: Vec<Frame>, revision: i64) {
        if let Some(feed) = self.feeds().get_mut(&plan) {
            feed.published = feed.published.max(revision);
            for frame in frames {
                // Fails when nobody is left, which is fine.
                let _ = feed.sender.send(frame);
            }
        }
    }

    fn close(&self, plan: PlanId) {
        if let Some(feed) = self.feeds().remove(&plan) {
            let _ = feed.sender.send(Frame::gone(feed.published));
        }
    }
}

/// Publishes what was committed, for as long as the server runs.
pub async fn pump(state: &AppState) {
    let mut told = false;
    loop {
        match pump_once(state).await {
            Ok(()) => told = false,
            // Once, not each second that the database is away.
            Err(error) if !told => {
                told = true;
                tracing::warn!(%error, "cannot look for changes");
            }
            Err(_) => {}
        }
        let _ = tokio::time::timeout(state.config.poll_every, state.events.wake.notified()).await;
    }
}

async fn pump_once(state: &AppState) -> Result<(), Error> {
    // Before the revisions are read: a plan that is followed and then not found is gone, not too new.
    let followed = state.events.followed();
    let mut tx = state.begin_read().await?;
    let revisions = store::plans::revisions(&mut tx).await?;
    let ids: HashMap<&str, PlanId> = revisions.iter().map(|(id, slug, _)| (slug.as_str(), *id)).collect();
    state.cache.retain(|slug, id| ids.get(slug) == Some(&id));
    for (id, slug, revision) in &revisions {
        state.cache.note(slug, *id, *revision);
    }
    let revisions: HashMap<PlanId, i64> = revisions.into_iter().map(|(id, _, revision)| (id, revision)).collect();
    for (plan, published) in followed {
        match revisions.get(&plan) {
            None => state.events.close(plan),
            Some(revision) if *revision > published => {
                let frames = missing(&mut tx, plan, published, *revision).await?;
                state.events.send(plan, frames, *revision);
            }
            Some(_) => {}
        }
    }
    Ok(())
}

/// The events after a revision up to and with another, or one that says: read the plan again.
async fn missing(tx: &mut Tx, plan: PlanId, after: i64, until: i64) -> Result<Vec<Frame>, Error> {
    // Counted, not told by the revisions: those between may be of drafts.
    let range = Range { after: Some(after), before: None };
    let stored = match after <= until {
        true => store::changes::list(tx, plan, range, None, LONGEST_BACKLOG + 1).await?,
        false => Vec::new(),
    };
    if after > until || stored.len() > LONGEST_BACKLOG as usize {
        return Ok(vec![Frame::resync(until)]);
    }
    let mut changes = publish::changes(tx, plan, stored).await?;
    changes.sort_by_key(|change| change.revision);
    Ok(changes.iter().map(Frame::change).collect())
}

/// A reader's stream.
struct Reader {
    state: AppState,
    plan: PlanId,
    waiting: VecDeque<Bytes>,
    receiver: broadcast::Receiver<Frame>,
    /// Everything up to this revision was sent to this reader.
    seen: i64,
    ended: bool,
    stop: watch::Receiver<bool>,
    keep_alive_every: Duration,
}

/// The stream of a plan: `hello` with the current revision, what is missing after `after`, then what
/// comes. None when there is no such plan.
pub async fn follow(
    state: &AppState,
    slug: &str,
    after: Option<i64>,
) -> Result<impl Stream<Item = Result<Bytes, std::convert::Infallible>> + use<>, Error> {
    let mut tx = state.begin_read().await?;
    let (plan, revision) = store::plans::find(&mut tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    drop(tx);
    let (receiver, _) = state.events.join(plan, revision);
    let mut tx = state.begin_read().await?;
    let (_, revision) = store::plans::find(&mut tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    // Not an id when changes follow: a reader that breaks off between must not skip them.
    let id = if after.is_none() { format!("id: {revision}\n") } else { String::new() };
    let hello = format!("retry: 2000\n{id}event: hello\ndata: {{\"revision\":{revision}}}\n\n");
    let mut waiting = VecDeque::from([Bytes::from(hello)]);
    if let Some(after) = after.filter(|after| *after != revision) {
        let frames = missing(&mut tx, plan, after, revision).await?;
        waiting.extend(frames.into_iter().map(|frame| frame.bytes));
    }
    let reader = Reader {
        state: state.clone(),
        plan,
        waiting,
        receiver,
        seen: revision,
        ended: false,
        stop: state.stopped(),
        keep_alive_every: state.config.keep_alive_every,
    };
    Ok(stream::unfold(reader, |mut reader| async move {
        let bytes = reader.next().await?;
        Some((Ok(bytes), reader))
    }))
}

impl Reader {
    async fn next(&mut self) -> Option<Bytes> {
        loop {
            if let Some(bytes) = self.waiting.pop_front() {
                return Some(bytes);
            }
            if self.ended {
                return None;
            }
            let stopped = async {
                let _ = self.stop.wait_for(|stop| *stop).await;
            };
            tokio::select! {
                () = stopped => return None,
                received = self.receiver.recv() => self.take(received),
                () = tokio::time::sleep(self.keep_alive_every) => {
                    return Some(Bytes::from_static(b": still here\n\n"));
                }
            }
        }
    }

    fn take(&mut self, received: Result<Frame, RecvError>) {
        match received {
            Ok(frame) if frame.last => {
                self.ended = true;
                self.waiting.push_back(frame.bytes);
            }
            Ok(frame) if frame.revision > self.seen => {
                self.seen = frame.revision;
                self.waiting.push_back(frame.bytes);
            }
            Ok(_) => {}
            Err(RecvError::Lagged(_)) => {
                let (receiver, published) = self.state.events.join(self.plan, self.seen);
                self.receiver = receiver;
                self.seen = published.max(self.seen);
                self.waiting.push_back(Frame::resync(self.seen).bytes);
            }
            Err(RecvError::Closed) => self.ended = true,
        }
    }
}
