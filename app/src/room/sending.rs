//! Sending what waits: one at a time and in order, tried again when the connection is back, refused clearly when it came
//! too late.

use std::time::Duration;

use domain::workshop::item::Item;
use domain::workshop::tally::Position;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api;
use super::memory;
use super::queue::{Letter, Queue};
use super::store::RoomStore;

/// Seconds between two tries, without anything that says that the connection is back.
const PAUSE: u64 = 3;

thread_local! {
    static IS_BUSY: std::cell::Cell<bool> = const { std::cell::Cell::new(false) };
}

impl RoomStore {
    fn change_queue(self, change: impl FnOnce(&mut Queue)) {
        let code = self.code();
        // Another tab may have written to it.
        let mut queue = memory::queue(&code).unwrap_or_else(|| self.queue.get_untracked());
        change(&mut queue);
        memory::keep_queue(&code, &queue);
        self.queue.set(queue);
    }

    /// Keeps a letter and sends it as soon as it can be sent.
    pub fn post(self, letter: Letter) {
        if let Letter::Proposal { item, .. } = &letter {
            memory::add_own_item(&self.code(), *item);
        }
        self.change_queue(|queue| queue.put(memory::key(), letter));
        self.pump();
    }

    /// Takes a position.
    pub fn take(self, item: i64, position: Position, reason: &str) {
        let held = self.positions.with_untracked(|held| held.get(&item).map_or(0, |own| own.order));
        let waits = self.queue.with_untracked(|queue| queue.position(item).map_or(0, |(_, _, order)| order));
        let order = held.max(waits) + 1;
        self.post(Letter::Position { item, position, reason: reason.to_owned(), order });
    }

    /// A refusal was read.
    pub fn dismiss(self, key: &str) {
        self.change_queue(|queue| queue.settle(key));
    }

    /// Sends what waits, unless that is going on.
    pub fn pump(self) {
        let Some(pass) = self.pass.get_value() else { return };
        if IS_BUSY.get() {
            return;
        }
        let mut next = None;
        self.change_queue(|queue| next = queue.next());
        let Some(waiting) = next else { return };
        IS_BUSY.set(true);
        spawn_local(async move {
            let answer = api::send(&pass, &waiting).await;
            IS_BUSY.set(false);
            if self.pass.get_value().as_ref() != Some(&pass) {
                return;
            }
            match answer {
                Ok(answer) => {
                    self.take_answer(answer);
                    self.change_queue(|queue| queue.settle(&waiting.key));
                    self.pump();
                }
                Err(failure) if api::may_come_later(&failure) => {
                    let pause = failure.wait.map_or(PAUSE, u64::from);
                    set_timeout(move || self.pump(), Duration::from_secs(pause));
                }
                Err(failure) => {
                    if let Some(item) = failure.current::<Item>() {
                        self.items.update(|items| {
                            items.insert(item.row.n, item);
                        });
                    }
                    self.change_queue(|queue| queue.refuse(&waiting.key, failure.code));
                    // What counts may be another than the one that waited, and one may have been taken out.
                    self.refresh();
                    self.pump();
                }
            }
        });
    }
}
