//! The workshop as the page that leads it has it: what the server answered and what its stream tells. Events are
//! hints; after anything that they do not carry the whole workshop is read again.

use std::time::Duration;

use domain::error::ErrorCode;
use domain::id::WorkshopId;
use domain::workshop::WorkshopAction;
use domain::workshop::item::{Item, ItemAction};
use domain::workshop::room::Event;
use domain::workshop::run::{Participant, Workshop};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::act::Act;
use super::sheet::Sheet;
use crate::client::Failure;
use crate::feed::{Feed, Link, keep};
use crate::office::workshops::clock::Clock;
use crate::office::workshops::{Words, api, paths, words};

/// The page's workshop and what is under way.
#[derive(Clone, Copy)]
pub struct Lead {
    pub words: Words,
    pub id: WorkshopId,
    pub workshop: RwSignal<Workshop>,
    /// The item on the screens.
    pub item: Memo<Option<Item>>,
    pub clock: Clock,
    pub link: RwSignal<Link>,
    /// The step whose answer is awaited.
    pub busy: RwSignal<Option<Act>>,
    /// What was pressed meanwhile, in order.
    pub queue: RwSignal<Vec<Act>>,
    /// What was done last, for people who do not see it.
    pub said: RwSignal<String>,
    /// What went wrong.
    pub wrong: RwSignal<Option<String>>,
    /// Why: goes with the next decision.
    pub reason: RwSignal<String>,
    /// What is open over the page.
    pub sheet: RwSignal<Option<Sheet>>,
    /// The proposal that keys are about.
    pub chosen: RwSignal<Option<i64>>,
    /// Reading again is on its way.
    asked: RwSignal<bool>,
}

impl Lead {
    /// Leads from a workshop as it was read, and follows it.
    pub fn new(words: Words, workshop: Workshop) -> Lead {
        let (id, revision) = (workshop.id, workshop.revision);
        let clock = Clock::start(&workshop.now);
        let workshop = RwSignal::new(workshop);
        let lead = Lead {
            words,
            id,
            workshop,
            item: Memo::new(move |_| workshop.with(|workshop| workshop.item.clone())),
            clock,
            link: RwSignal::new(Link::Connecting),
            busy: RwSignal::new(None),
            queue: RwSignal::new(Vec::new()),
            said: RwSignal::new(String::new()),
            wrong: RwSignal::new(None),
            reason: RwSignal::new(String::new()),
            sheet: RwSignal::new(None),
            chosen: RwSignal::new(None),
            asked: RwSignal::new(false),
        };
        let path = move |after| paths::api_events(id, after);
        keep(Feed::follow(path, revision, lead.link, move |event| lead.hear(event)));
        lead
    }

    /// True when the page is gone; an answer that comes then is for nobody.
    pub fn is_over(self) -> bool {
        self.workshop.is_disposed()
    }

    /// Whether a step of the item on the screens is possible; tracked.
    pub fn may(self, action: ItemAction) -> bool {
        self.item.with(|item| item.as_ref().is_some_and(|item| item.allowed.contains(&action)))
    }

    /// Whether a step of the workshop is possible; tracked.
    pub fn may_all(self, action: WorkshopAction) -> bool {
        self.workshop.with(|workshop| workshop.allowed.contains(&action))
    }

    /// Takes over a workshop as the server has it, unless something newer is here.
    pub fn take(self, workshop: Workshop) {
        if self.is_over() {
            return;
        }
        self.clock.set(&workshop.now);
        if workshop.revision >= self.workshop.with_untracked(|held| held.revision) {
            self.workshop.set(workshop);
        }
    }

    /// Takes over one item as the server has it.
    pub fn take_item(self, item: Item) {
        if self.is_over() {
            return;
        }
        self.workshop.update(|workshop| place_item(workshop, item));
    }

    /// Takes over a participant as the server has them.
    pub fn take_participant(self, participant: Participant) {
        if !self.is_over() {
            self.workshop.update(|workshop| place_participant(workshop, participant));
        }
    }

    /// Says what went wrong; a stale step shows the item as it is.
    pub fn fail(self, failure: &Failure) {
        if self.is_over() {
            return;
        }
        if let Some(item) = failure.current::<Item>() {
            self.take_item(item);
        }
        if matches!(failure.code, ErrorCode::Conflict | ErrorCode::WrongState) {
            self.read_again();
        }
        self.wrong.set(Some(words::failure(self.words, failure)));
    }

    fn hear(self, event: Event) {
        if self.is_over() {
            return;
        }
        if !event.now.is_empty() {
            self.clock.set(&event.now);
        }
        match event.event.as_str() {
            "workshop" => {
                if let Some(header) = event.header {
                    self.workshop.update(|workshop| workshop.header = header);
                }
                self.read_again();
            }
            "agenda" | "resync" => self.read_again(),
            "item" => {
                let Some(item) = event.item else { return };
                let is_news = self.workshop.with_untracked(|workshop| {
                    workshop.agenda.iter().any(|row| row.n == item.row.n && row.state != item.row.state)
                });
                self.take_item(item);
                if is_news {
                    self.read_again();
                }
            }
            "answered" => {
                let Some(answered) = event.answered else { return };
                self.workshop.update(|workshop| {
                    if let Some(item) = workshop.item.as_mut().filter(|item| item.row.n == answered.item) {
                        item.answered = answered.answered;
                        if answered.tally.is_some() {
                            item.tally = answered.tally;
                        }
                    }
                });
            }
            "participant" => {
                if let Some(participant) = event.participant {
                    self.take_participant(participant);
                }
            }
            "presence" => self.read_again(),
            _ => {}
        }
    }

    /// Reads everything again, soon: several hints make one request.
    pub fn read_again(self) {
        if self.asked.get_untracked() {
            return;
        }
        self.asked.set(true);
        let ask = move || {
            if self.is_over() {
                return;
            }
            self.asked.set(false);
            spawn_local(async move {
                // When it fails the stream is broken too, and says so.
                if let Ok(workshop) = api::workshop(self.id).await {
                    self.take(workshop);
                }
            });
        };
        set_timeout(ask, Duration::from_millis(150));
    }
}

/// Puts an item where it belongs: into the agenda, and on the screens when it is there.
fn place_item(workshop: &mut Workshop, item: Item) {
    if let Some(row) = workshop.agenda.iter_mut().find(|row| row.n == item.row.n) {
        *row = item.row.clone();
    }
    if workshop.header.current == Some(item.row.n) {
        workshop.item = Some(item);
    }
}

fn place_participant(workshop: &mut Workshop, participant: Participant) {
    match workshop.participants.iter_mut().find(|held| held.n == participant.n) {
        Some(held) => *held = participant,
        None => workshop.participants.push(participant),
    }
    let present = workshop.participants.iter().filter(|participant| !participant.removed).count();
    workshop.header.present = u32::try_from(present).unwrap_or(u32::MAX);
}
