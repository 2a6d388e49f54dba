//! What an event, or the answer to a letter, changes in the workshop in memory.

use domain::workshop::Light;
use domain::workshop::item::{Item, ItemState};
use domain::workshop::room::{Event, RoomHeader};
use leptos::prelude::*;

use super::api::Answer;
use super::store::{Link, RoomStore, Said};

impl RoomStore {
    pub(super) fn clock(self, now: &str) {
        let server = js_sys::Date::parse(now);
        if server.is_finite() {
            self.skew.set(server - js_sys::Date::now());
        }
    }

    /// Takes an event.
    pub fn apply(self, event: Event) {
        self.clock(&event.now);
        match event.event.as_str() {
            "agenda" | "resync" => self.refresh(),
            "answered" => {
                if let Some(answered) = event.answered {
                    self.items.update(|items| {
                        if let Some(item) = items.get_mut(&answered.item) {
                            item.answered = answered.answered;
                            item.tally = answered.tally.or(item.tally.take());
                        }
                    });
                }
            }
            _ => {}
        }
        if let Some(item) = event.item {
            self.take_item(item);
        }
        if let Some(you) = event.you {
            // Nothing is allowed to whoever was removed, and to everybody at the end: the server knows which.
            let nothing = you.allowed.is_empty();
            self.you.set(Some(you));
            if nothing {
                self.refresh();
            }
        }
        if let Some(header) = event.header {
            self.take_header(header);
        }
        if let Some(id) = event.id {
            self.revision.update_value(|revision| *revision = (*revision).max(id));
        }
    }

    pub(super) fn take_header(self, header: RoomHeader) {
        let before = self.header.with_untracked(|held| held.as_ref().map(|held| (held.state, held.current)));
        let (state, current) = (header.state, header.current);
        self.header.set(Some(header));
        if before.is_some_and(|(was, _)| was != state) {
            self.said.set(Some(Said::Workshop(state)));
            // What is allowed to whom goes by the state.
            self.refresh();
        }
        if let Some(n) = current {
            self.need(n);
        }
    }

    pub(super) fn take_item(self, item: Item) {
        let n = item.row.n;
        let before = self.agenda.with_untracked(|rows| rows.iter().find(|row| row.n == n).map(|row| row.state));
        self.agenda.update(|rows| rows.iter_mut().filter(|row| row.n == n).for_each(|row| *row = item.row.clone()));
        let is_told = item.row.state != ItemState::Waiting && before.is_some_and(|state| state != item.row.state);
        if is_told {
            self.said.set(Some(Said::Item(Box::new(item.row.clone()))));
        }
        self.items.update(|items| {
            items.insert(n, item);
        });
    }

    /// Takes the answer to a letter.
    pub(super) fn take_answer(self, answer: Answer) {
        match answer {
            Answer::Taken(taken) => self.positions.update(|positions| {
                positions.insert(taken.position.item, taken.position);
            }),
            // With a stream the event is here at once, and this may be older than the next one.
            Answer::Item(item) if self.link.get_untracked() != Link::Stream => self.take_item(*item),
            Answer::Item(_) => {}
            Answer::You(you) => self.you.set(Some(you)),
            Answer::Lights(lights) => self.set_lights(lights),
        }
    }

    fn set_lights(self, lights: Vec<Light>) {
        self.header.update(|header| {
            if let Some(header) = header {
                header.lights = lights;
            }
        });
    }
}
