//! Positions, written in batches: when a room of hundreds taps at once, those that wait are written by one
//! transaction. Each is acknowledged after its commit, and refused for itself.

use std::collections::{HashMap, HashSet};

use domain::filing::Refusal;
use domain::id::WorkshopId;
use domain::workshop::item::{ItemAction, ItemState, transition};
use domain::workshop::room::{OwnPosition, Taken, Taking};
use domain::workshop::tally::Position;
use domain::workshop::{Seat, WorkshopState};
use tokio::sync::{mpsc, oneshot};

use crate::db::Tx;
use crate::error::Error;
use crate::record::{LONGEST_TEXT, check_text};
use crate::state::AppState;
use crate::store;

/// Most positions in one transaction.
const BATCH: usize = 200;

/// A position on its way to the database.
#[derive(Debug)]
pub struct Vote {
    workshop: WorkshopId,
    participant: i64,
    item: i64,
    taking: Taking,
    answer: oneshot::Sender<Result<Taken, Error>>,
}

/// What positions of one batch are judged by, read under the locks of the transaction.
struct Room {
    state: WorkshopState,
    removed: HashSet<i64>,
    items: HashMap<i64, Option<ItemState>>,
}

/// Takes a position. It is stored when this answers.
pub async fn take(
    state: &AppState,
    workshop: WorkshopId,
    participant: i64,
    item: i64,
    mut taking: Taking,
) -> Result<Taken, Error> {
    super::check_key(&taking.key)?;
    taking.reason = taking.reason.trim().to_owned();
    check_text("reason", &taking.reason, LONGEST_TEXT)?;
    if taking.position == Position::Object && taking.reason.is_empty() {
        let missing = domain::error::FieldErrorCode::Missing;
        return Err(Error::field("reason", missing, "an objection needs a reason"));
    }
    let (answer, answered) = oneshot::channel();
    let vote = Vote { workshop, participant, item, taking, answer };
    state.rooms.votes().send(vote).await.map_err(|_| Error::Unavailable)?;
    answered.await.map_err(|_| Error::Unavailable)?
}

/// Writes what comes, for as long as the server runs.
pub async fn run(state: &AppState, mut votes: mpsc::Receiver<Vote>) {
    while let Some(first) = votes.recv().await {
        let mut batch = vec![first];
        while let Some(next) = (batch.len() < BATCH).then(|| votes.try_recv().ok()).flatten() {
            batch.push(next);
        }
        // Always in the same order: two servers never wait for each other's locks.
        batch.sort_by_key(|vote| vote.workshop);
        let _turn = state.rooms.turn().await;
        let results = write(state, &batch).await;
        let touched: HashSet<WorkshopId> = batch.iter().map(|vote| vote.workshop).collect();
        match results {
            Ok(results) => {
                touched.into_iter().for_each(|workshop| state.rooms.answered(workshop));
                // Fails when whoever asked is gone; it is stored all the same.
                batch.into_iter().zip(results).for_each(|(vote, result)| drop(vote.answer.send(result)));
            }
            Err(error) => {
                tracing::warn!(?error, "positions were not written");
                batch.into_iter().for_each(|vote| drop(vote.answer.send(Err(Error::Unavailable))));
            }
        }
    }
}

async fn write(state: &AppState, batch: &[Vote]) -> Result<Vec<Result<Taken, Error>>, Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let mut rooms: HashMap<WorkshopId, Option<Room>> = HashMap::new();
    let mut results = Vec::with_capacity(batch.len());
    for vote in batch {
        if !rooms.contains_key(&vote.workshop) {
            let room = open(&mut tx, vote.workshop).await?;
            rooms.insert(vote.workshop, room);
        }
        results.push(match rooms.get_mut(&vote.workshop) {
            Some(Some(room)) => one(&mut tx, room, vote, &now).await?,
            _ => Err(Error::NotFound("workshop")),
        });
    }
    tx.commit().await?;
    Ok(results)
}

async fn open(tx: &mut Tx, id: WorkshopId) -> Result<Option<Room>, Error> {
    let Some(head) = store::workshops::lock(tx, id).await? else { return Ok(None) };
    let removed = store::rooms::removed(tx, id).await?.into_iter().collect();
    Ok(Some(Room { state: head.state, removed, items: HashMap::new() }))
}

/// The outer error ends the batch, the inner one is this position's own.
async fn one(tx: &mut Tx, room: &mut Room, vote: &Vote, now: &str) -> Result<Result<Taken, Error>, Error> {
    let Vote { workshop, participant, item, taking, .. } = vote;
    if room.removed.contains(participant) {
        return Ok(Err(Error::NotAllowed));
    }
    if store::rooms::has_key(tx, *workshop, *participant, &taking.key).await? {
        return what_counts(tx, vote).await;
    }
    let held = match room.items.get(item) {
        Some(held) => *held,
        None => {
            let held = store::workshops::item_state(tx, *workshop, *item).await?;
            room.items.insert(*item, held);
            held
        }
    };
    let Some(held) = held else { return Ok(Err(Error::NotFound("item"))) };
    if let Err(refusal) = transition(held, ItemAction::Position, Seat::Participant, room.state) {
        return Ok(Err(match refusal {
            Refusal::WrongState => Error::WrongState(None),
            other => Error::Refused(other),
        }));
    }
    let (position, reason, order) = (taking.position, taking.reason.clone(), taking.order);
    let position = OwnPosition { item: *item, position, reason, order };
    store::rooms::note_key(tx, *workshop, *participant, &taking.key, *item, now).await?;
    if !store::rooms::set_position(tx, *workshop, *participant, &position, now).await? {
        return what_counts(tx, vote).await;
    }
    Ok(Ok(Taken { position, repeated: false }))
}

/// The answer to what changes nothing.
async fn what_counts(tx: &mut Tx, vote: &Vote) -> Result<Result<Taken, Error>, Error> {
    let own = store::rooms::own(tx, vote.workshop, vote.participant).await?;
    let held = own.into_iter().find(|position| position.item == vote.item);
    Ok(held.map(|position| Taken { position, repeated: true }).ok_or(Error::NotFound("position")))
}
