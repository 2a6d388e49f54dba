//! What all in a room see alike, made once a revision: hundreds of phones that come back at the same moment cost one
//! reading. What is of the moment (how many answered) and of one person (their positions) is put in for each.

use std::sync::Arc;

use domain::id::WorkshopId;
use domain::text::Text;
use domain::workshop::Seat;
use domain::workshop::item::{AgendaRow, Item, ItemState};
use domain::workshop::room::{Room, RoomHeader, RoomInstitution};

use super::scene::{self, Scene, positions_on};
use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;
use crate::store::rooms::StoredParticipant;

/// A workshop at one revision, as the room sees it.
#[derive(Debug)]
pub struct Shared {
    /// Revision of the workshop, and public revision of its plan.
    pub revisions: (i64, i64),
    scene: Scene,
    header: RoomHeader,
    agenda: Vec<AgendaRow>,
    institutions: Vec<RoomInstitution>,
    item: Option<Item>,
}

/// The workshop as it is now.
pub async fn get(state: &AppState, tx: &mut Tx, id: WorkshopId) -> Result<Arc<Shared>, Error> {
    let revisions = store::workshops::revisions(tx, id).await?.ok_or(Error::NotFound("workshop"))?;
    if let Some(held) = state.rooms.held(id, revisions) {
        return Ok(held);
    }
    let scene = scene::read(tx, id, &(state.config.clock)()).await?;
    let shared = Arc::new(Shared {
        revisions,
        header: scene.header(),
        agenda: scene.agenda(),
        institutions: scene.invited(),
        item: scene.current(Seat::Participant),
        scene,
    });
    state.rooms.hold(id, &shared);
    Ok(shared)
}

impl Shared {
    /// The whole state of the room for one participant.
    pub async fn room(&self, tx: &mut Tx, stored: &StoredParticipant, now: String) -> Result<Room, Error> {
        let lang = stored.body.language;
        let keep = |text: &Text| {
            let mut text = text.clone();
            text.keep(lang, self.header.default_language);
            text
        };
        let agenda = self.agenda.iter().map(|row| AgendaRow { title: keep(&row.title), ..row.clone() });
        let institutions =
            self.institutions.iter().map(|i| RoomInstitution { name: keep(&i.name), ..i.clone() }).collect();
        let mut item = self.item.clone();
        if let Some(item) = &mut item {
            self.freshen(tx, item).await?;
        }
        Ok(Room {
            revision: self.revisions.0,
            now,
            header: self.header.clone(),
            institutions,
            you: self.scene.you(stored),
            agenda: agenda.collect(),
            item,
            positions: store::rooms::own(tx, self.scene.id(), stored.n).await?,
        })
    }

    /// One item, as the room sees it.
    pub async fn item(&self, tx: &mut Tx, n: i64) -> Result<Item, Error> {
        let (_, stored) = self.scene.find(n)?;
        let mut item = self.scene.item(stored, Seat::Participant);
        self.freshen(tx, &mut item).await?;
        Ok(item)
    }

    /// Puts in how many have answered by now, and the count only when results are open.
    async fn freshen(&self, tx: &mut Tx, item: &mut Item) -> Result<(), Error> {
        if item.row.state != ItemState::Open {
            return Ok(());
        }
        let (_, stored) = self.scene.find(item.row.n)?;
        let hands = stored.body.ballots.iter().map(|ballot| ballot.counts.total()).sum::<u32>();
        item.answered = store::rooms::answered(tx, self.scene.id(), item.row.n).await?.saturating_add(hands);
        if self.scene.shows_results() {
            let positions = positions_on(tx, self.scene.id(), item.row.n).await?;
            item.tally = Some(self.scene.tally(stored, &positions).tally);
        }
        Ok(())
    }
}
