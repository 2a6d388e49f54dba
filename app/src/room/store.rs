//! The workshop in memory, as this participant sees it: read whole, then kept up by events. What the server says is the
//! truth; what was done here and waits is beside it, in the queue.

use std::collections::BTreeMap;
use std::time::Duration;

use domain::error::ErrorCode;
use domain::workshop::WorkshopState;
use domain::workshop::item::{AgendaRow, Item};
use domain::workshop::room::{OwnPosition, Room, RoomHeader, RoomInstitution, You};
use domain::workshop::tally::Position;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Pass};
use super::queue::Queue;
use super::{live, memory};
use crate::client::Failure;

/// How far one is in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// Not joined on this phone.
    Outside,
    /// Joined; the state is being read.
    Coming,
    /// In.
    In,
    /// Joined, and the state could not be read.
    Failed(ErrorCode),
    /// Taken out by the facilitator.
    Removed,
    /// The token is not known any more.
    Unknown,
}

/// How events come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// Not at the moment.
    Away,
    /// By the stream.
    Stream,
    /// By asking again and again, because the stream is blocked.
    Polls,
}

/// Something that a screen reader is told.
#[derive(Clone, Debug, PartialEq)]
pub enum Said {
    /// An item stands at a state now.
    Item(Box<AgendaRow>),
    /// The workshop does.
    Workshop(WorkshopState),
}

/// The workshop in memory.
#[derive(Clone, Copy)]
pub struct RoomStore {
    /// How far one is in.
    pub stage: RwSignal<Stage>,
    /// How events come.
    pub link: RwSignal<Link>,
    /// The workshop.
    pub header: RwSignal<Option<RoomHeader>>,
    /// Who one is.
    pub you: RwSignal<Option<You>>,
    /// The agenda.
    pub agenda: RwSignal<Vec<AgendaRow>>,
    /// Institutions that are invited.
    pub institutions: RwSignal<Vec<RoomInstitution>>,
    /// Items that are known whole, by number.
    pub items: RwSignal<BTreeMap<i64, Item>>,
    /// One's own positions that the server has.
    pub positions: RwSignal<BTreeMap<i64, OwnPosition>>,
    /// What has not been sent.
    pub queue: RwSignal<Queue>,
    /// What was typed and not sent, by its place.
    pub drafts: RwSignal<BTreeMap<String, String>>,
    /// The last thing that happened.
    pub said: RwSignal<Option<Said>>,
    /// Milliseconds that the server's clock is before this one.
    pub skew: RwSignal<f64>,
    pub(super) pass: StoredValue<Option<Pass>>,
    pub(super) revision: StoredValue<i64>,
    reading: StoredValue<bool>,
    again: StoredValue<bool>,
}

impl RoomStore {
    /// Nothing yet; who comes in is known once the address was read.
    pub fn new() -> RoomStore {
        RoomStore {
            stage: RwSignal::new(Stage::Coming),
            link: RwSignal::new(Link::Away),
            header: RwSignal::new(None),
            you: RwSignal::new(None),
            agenda: RwSignal::new(Vec::new()),
            institutions: RwSignal::new(Vec::new()),
            items: RwSignal::new(BTreeMap::new()),
            positions: RwSignal::new(BTreeMap::new()),
            queue: RwSignal::new(Queue::default()),
            drafts: RwSignal::new(BTreeMap::new()),
            said: RwSignal::new(None),
            skew: RwSignal::new(0.0),
            pass: StoredValue::new(None),
            revision: StoredValue::new(0),
            reading: StoredValue::new(false),
            again: StoredValue::new(false),
        }
    }

    /// The one of the page.
    pub fn get() -> RoomStore {
        expect_context::<RoomStore>()
    }

    /// Goes to the workshop of a code: in, when this phone joined it, else to its door.
    pub fn open(self, code: &str) {
        self.pass.set_value(None);
        live::stop();
        self.header.set(None);
        self.you.set(None);
        self.items.set(BTreeMap::new());
        self.queue.set(Queue::default());
        self.revision.set_value(0);
        let Some(place) = memory::place(code) else { return self.stage.set(Stage::Outside) };
        self.pass.set_value(Some(Pass { code: code.to_owned(), token: place.token }));
        self.queue.set(memory::queue(code).unwrap_or_default());
        self.stage.set(Stage::Coming);
        self.refresh();
    }

    /// The code of the workshop.
    pub fn code(self) -> String {
        self.pass.with_value(|pass| pass.as_ref().map(|pass| pass.code.clone()).unwrap_or_default())
    }

    /// Reads everything again.
    pub fn refresh(self) {
        let Some(pass) = self.pass.get_value() else { return };
        if self.reading.get_value() {
            return self.again.set_value(true);
        }
        self.reading.set_value(true);
        spawn_local(async move {
            let answer = api::room(&pass).await;
            self.reading.set_value(false);
            let was_asked_again = self.again.get_value();
            self.again.set_value(false);
            if self.pass.get_value().as_ref() != Some(&pass) {
                if was_asked_again {
                    self.refresh();
                }
                return;
            }
            match answer {
                Ok(room) => {
                    self.take_room(room);
                    if was_asked_again {
                        self.refresh();
                    }
                }
                Err(failure) => self.refused(&failure),
            }
        });
    }

    fn take_room(self, room: Room) {
        if room.revision < self.revision.get_value() {
            // Overtaken on the way.
            return set_timeout(move || self.refresh(), Duration::from_millis(300));
        }
        self.revision.set_value(room.revision);
        self.clock(&room.now);
        self.institutions.set(room.institutions);
        self.agenda.set(room.agenda);
        self.positions.set(room.positions.into_iter().map(|own| (own.item, own)).collect());
        self.you.set(Some(room.you));
        // Others are read when they are looked at; what is known of them may be old.
        let current = room.header.current;
        self.items.update(|items| items.retain(|n, _| Some(*n) == current));
        if let Some(item) = room.item {
            self.take_item(item);
        }
        self.take_header(room.header);
        if self.stage.get_untracked() != Stage::In {
            self.stage.set(Stage::In);
            live::connect(self);
            self.pump();
        }
    }

    /// The server did not let one in, or there is no connection.
    pub fn refused(self, failure: &Failure) {
        match failure.code {
            ErrorCode::Forbidden => self.leave(Stage::Removed),
            ErrorCode::Unauthorized => self.leave(Stage::Unknown),
            code if self.stage.get_untracked() != Stage::In => self.stage.set(Stage::Failed(code)),
            _ => self.link.set(Link::Away),
        }
    }

    fn leave(self, stage: Stage) {
        live::stop();
        memory::forget_place(&self.code());
        self.pass.set_value(None);
        self.queue.set(Queue::default());
        self.stage.set(stage);
    }

    /// Reads an item that is not known.
    pub fn need(self, n: i64) {
        let known = self.items.with_untracked(|items| items.contains_key(&n));
        let Some(pass) = self.pass.get_value().filter(|_| !known) else { return };
        spawn_local(async move {
            if let Ok(item) = api::item(&pass, n).await
                && self.items.with_untracked(|items| !items.contains_key(&n))
            {
                self.take_item(item);
            }
        });
    }

    /// The item in the agenda.
    pub fn row(self, n: i64) -> Option<AgendaRow> {
        self.agenda.with(|rows| rows.iter().find(|row| row.n == n).cloned())
    }

    /// Number of the item that the room is at.
    pub fn current(self) -> Option<i64> {
        self.header.with(|header| header.as_ref()?.current)
    }

    /// Where the workshop stands.
    pub fn state(self) -> Option<WorkshopState> {
        self.header.with(|header| header.as_ref().map(|header| header.state))
    }

    /// One's own position on an item with its reason, and whether the server has it.
    pub fn own(self, n: i64) -> Option<(Position, String, bool)> {
        let waits = self.queue.with(|queue| queue.position(n).map(|(p, reason, _)| (p, reason.to_owned(), false)));
        waits.or_else(|| self.positions.with(|held| held.get(&n).map(|own| (own.position, own.reason.clone(), true))))
    }
}
