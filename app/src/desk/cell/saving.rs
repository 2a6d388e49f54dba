//! How a cell is saved: a second after the last key, again while there is no connection, and asked about when somebody
//! else wrote meanwhile.

use std::time::Duration;

use domain::filing::{Filing, FilingAction};
use domain::paste::Understood;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Cell, PAUSE, Saving};
use crate::desk::api::{self, Failure};
use crate::desk::queue::{self, Waiting};

/// Pause before a failed save is tried again, twice as long after each further failure, up to [`LONGEST_PAUSE`].
const AGAIN: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(15);

impl Cell {
    pub(super) fn hold(self) {
        self.other.set(false);
        if !matches!(self.saving.get_untracked(), Saving::Conflict(_)) {
            self.saving.set(Saving::Typing);
        }
        let waiting = self.waiting();
        spawn_local(async move {
            // The page holds it too, and says that it is not saved.
            let _ = queue::keep(&waiting).await;
        });
    }

    /// What is kept in the browser.
    pub fn waiting(&self) -> Waiting {
        self.facts.with_value(|facts| Waiting {
            account: facts.account.clone(),
            plan: facts.plan.clone(),
            indicator: facts.cell.clone(),
            year: facts.year,
            entry: self.entry.get_untracked(),
            typed: self.typed.get_untracked(),
            version: self.filing.with_untracked(|filing| filing.version),
        })
    }

    /// Takes up what was kept in the browser from an earlier visit.
    pub fn restore(self, waiting: Waiting) {
        self.typed.set(waiting.typed.clone());
        if self.filing.with_untracked(|filing| filing.entry == waiting.entry) {
            // The server got it before the answer was lost.
            let same = self.facts.with_value(|facts| facts.print(waiting.entry.content.as_ref()) == waiting.typed);
            if same {
                spawn_local(async move { drop(queue::forget(&waiting).await) });
                return;
            }
        }
        self.entry.set(waiting.entry.clone());
        let current = self.filing.get_untracked();
        if current.version != waiting.version {
            self.saving.set(Saving::Conflict(Box::new(current)));
            return;
        }
        self.saving.set(Saving::Typing);
        if !matches!(self.understood(), Understood::Unclear { .. } | Understood::Wrong(_)) {
            self.save_after(Duration::ZERO);
        }
    }

    pub(super) fn save_after(self, pause: Duration) {
        self.strokes.update_value(|strokes| *strokes += 1);
        let mine = self.strokes.get_value();
        set_timeout(
            move || {
                // The cell is gone when the page was left.
                if self.strokes.try_get_value() == Some(mine) {
                    self.save();
                }
            },
            pause,
        );
    }

    /// Saves now what is not saved.
    pub fn save(self) {
        match self.saving.get_untracked() {
            Saving::Sending | Saving::Saved | Saving::Conflict(_) => return,
            _ if self.refusal().is_some() => return,
            _ => {}
        }
        if matches!(self.understood(), Understood::Unclear { .. } | Understood::Wrong(_)) {
            return;
        }
        self.saving.set(Saving::Sending);
        let waiting = self.waiting();
        let seen = self.strokes.get_value();
        spawn_local(async move {
            let saved =
                api::save(&waiting.plan, &waiting.indicator, waiting.year, &waiting.entry, waiting.version).await;
            if self.saving.try_get_untracked().is_none() {
                return;
            }
            match saved {
                Ok(filing) => self.saved(filing, &waiting, seen).await,
                Err(failure) => self.not_saved(failure),
            }
        });
    }

    async fn saved(self, filing: Filing, waiting: &Waiting, seen: u32) {
        self.failures.set_value(0);
        self.filing.set(filing);
        if self.strokes.get_value() != seen || self.entry.with_untracked(|entry| *entry != waiting.entry) {
            // Typed on meanwhile: over the new version.
            self.hold();
            self.save_after(PAUSE);
            return;
        }
        self.saving.set(Saving::Saved);
        drop(queue::forget(waiting).await);
    }

    fn not_saved(self, failure: Failure) {
        if let Some(current) = failure.current::<Filing>() {
            if current.entry == self.entry.get_untracked() {
                // The same figure: nothing to choose.
                self.accept_theirs(current);
            } else {
                self.saving.set(Saving::Conflict(Box::new(current)));
            }
            return;
        }
        match failure {
            failure if failure.is_passing() => {
                self.saving.set(Saving::Waiting);
                self.failures.update_value(|failures| *failures += 1);
                let doubled = AGAIN * 2_u32.pow(self.failures.get_value().min(5) - 1);
                self.save_after(doubled.min(LONGEST_PAUSE));
            }
            Failure { fields, .. } if !fields.is_empty() => self.saving.set(Saving::Refused(fields)),
            failure => self.saving.set(Saving::Failed(failure)),
        }
    }

    /// Ends a conflict with the other's figure.
    pub fn accept_theirs(self, current: Filing) {
        let typed = self.facts.with_value(|facts| facts.print(current.entry.content.as_ref()));
        let waiting = self.waiting();
        self.entry.set(current.entry.clone());
        self.typed.set(typed);
        self.filing.set(current);
        self.saving.set(Saving::Saved);
        spawn_local(async move { drop(queue::forget(&waiting).await) });
    }

    /// Ends a conflict with one's own figure, over the other's.
    pub fn keep_mine(self, current: Filing) {
        self.filing.set(current);
        self.saving.set(Saving::Typing);
        self.hold();
        self.save_after(Duration::ZERO);
    }

    /// Takes a newer record that somebody else made, unless something is typed here: then it gives false.
    pub fn refresh(self, filing: Filing) -> bool {
        // Nothing is newer than a cell that is gone with its page.
        if self.filing.try_with_untracked(|held| held.version < filing.version) != Some(true) {
            return true;
        }
        if self.saving.with_untracked(|saving| *saving != Saving::Saved) {
            return false;
        }
        self.other.set(true);
        self.accept_theirs(filing);
        true
    }

    /// Takes a step, after what is typed is saved.
    pub fn step(self, action: FilingAction, text: String) {
        let waiting = self.waiting();
        spawn_local(async move {
            let done = api::step(&waiting.plan, &waiting.indicator, waiting.year, action, waiting.version, &text).await;
            match done {
                Ok(filing) => {
                    self.filing.set(filing);
                    self.saving.set(Saving::Saved);
                }
                Err(failure) => match failure.current::<Filing>() {
                    Some(current) => self.saving.set(Saving::Conflict(Box::new(current))),
                    None if failure.fields.is_empty() => self.saving.set(Saving::Failed(failure)),
                    None => self.saving.set(Saving::Refused(failure.fields)),
                },
            }
        });
    }
}
