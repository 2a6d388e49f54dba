//! One cell that is worked on: what the server has, what is typed, and how saving it stands. A second after the last
//! key it is saved as a draft; until the server has it, it is also kept in the browser (`queue`).

mod facts;
mod saving;

use std::time::Duration;

use domain::error::FieldError;
use domain::filing::{Entry, Filing, FilingAction, FilingState};
use domain::paste::{Understood, understand};
use domain::text::Text;
use domain::update::Content;
use domain::validate::{Warning, check_measure, warnings};
use leptos::prelude::*;

use super::api::Failure;

pub use facts::Facts;

/// Pause after the last key before a cell is saved.
const PAUSE: Duration = Duration::from_millis(1000);

/// How saving stands.
#[derive(Clone, Debug, PartialEq)]
pub enum Saving {
    /// The server has what is shown.
    Saved,
    /// Typed a moment ago.
    Typing,
    /// On its way.
    Sending,
    /// The server cannot be reached: kept in the browser, tried again.
    Waiting,
    /// Refused, with the wrong fields.
    Refused(Vec<FieldError>),
    /// The step was refused for another reason.
    Failed(Failure),
    /// Somebody else wrote meanwhile: the person chooses.
    Conflict(Box<Filing>),
}

/// One cell.
#[derive(Clone, Copy)]
pub struct Cell {
    /// Plan, indicator and past of the cell; they do not change while the page is open.
    pub facts: StoredValue<Facts>,
    /// The record as the server has it.
    pub filing: RwSignal<Filing>,
    /// What is to be saved.
    pub entry: RwSignal<Entry>,
    /// What stands in the field of the value.
    pub typed: RwSignal<String>,
    /// How saving stands.
    pub saving: RwSignal<Saving>,
    /// True when what is shown came from somebody else while the page was open.
    pub other: RwSignal<bool>,
    /// Counts the keys, so that only the last one saves.
    strokes: StoredValue<u32>,
    /// Saves that failed one after the other.
    failures: StoredValue<u32>,
}

impl Cell {
    /// A cell as the server has it.
    pub fn new(facts: Facts, filing: Filing) -> Cell {
        let typed = facts.print(filing.entry.content.as_ref());
        Cell {
            entry: RwSignal::new(filing.entry.clone()),
            typed: RwSignal::new(typed),
            filing: RwSignal::new(filing),
            saving: RwSignal::new(Saving::Saved),
            other: RwSignal::new(false),
            strokes: StoredValue::new(0),
            failures: StoredValue::new(0),
            facts: StoredValue::new(facts),
        }
    }

    /// True when the person may write here now.
    pub fn is_writable(&self) -> bool {
        self.filing.with(|filing| filing.allowed.contains(&FilingAction::Save))
    }

    /// True when the server does not have what is shown.
    pub fn is_unsaved(&self) -> bool {
        self.saving.with(|saving| *saving != Saving::Saved)
    }

    /// How the typed text is understood.
    pub fn understood(&self) -> Understood {
        self.typed.with(|typed| self.facts.with_value(|facts| understand(typed, &facts.indicator)))
    }

    /// What is odd about the figure, by the same rules as the server's.
    pub fn warnings(&self) -> Vec<Warning> {
        self.facts.with_value(|facts| {
            let update = self.entry.with(|entry| entry.update(&facts.indicator.code, facts.year, 1));
            update.map_or(Vec::new(), |update| warnings(&facts.indicator, &facts.past(), &update))
        })
    }

    /// What cannot be saved about the figure, in English words of the rule. None when it can.
    pub fn refusal(&self) -> Option<String> {
        let measure = self.entry.with(|entry| match entry.content {
            Some(Content::Measure(measure)) => Some(measure),
            _ => None,
        })?;
        self.facts.with_value(|facts| check_measure(&facts.indicator, measure).err().map(|(_, message)| message))
    }

    /// Takes what was typed into the field of the value.
    pub fn type_value(self, text: &str) {
        self.typed.set(text.to_owned());
        self.take(self.understood());
    }

    /// Takes a value as it was understood, or chosen by the person.
    pub fn take(self, understood: Understood) {
        let (lang, keep) =
            (self.facts.with_value(|f| f.lang), self.entry.with_untracked(|entry| entry.content.clone()));
        let content = match understood {
            Understood::Empty => None,
            Understood::Words(words) => Some(Content::Narrative(Text::new(lang, &words))),
            Understood::NoFigure(_) => match keep {
                Some(Content::NoData(reason)) => Some(Content::NoData(reason)),
                _ => Some(Content::NoData(Text::default())),
            },
            Understood::Unclear { .. } | Understood::Wrong(_) => {
                // Not understood: it stays in the field and in the browser, the server keeps what it had.
                self.hold();
                return;
            }
            other => other.measure().map(Content::Measure),
        };
        self.change(|entry| entry.content = content);
    }

    /// Settles an unclear figure.
    pub fn settle(self, thousands: bool) {
        let understood = self.understood().read_as(thousands);
        if let Some(measure) = understood.measure() {
            let text = self.facts.with_value(|facts| facts.print(Some(&Content::Measure(measure))));
            self.typed.set(text);
        }
        self.take(understood);
    }

    /// Changes what is to be saved, and saves it in a moment.
    pub fn change(self, change: impl FnOnce(&mut Entry)) {
        let before = self.entry.get_untracked();
        self.entry.update(change);
        if self.entry.with_untracked(|entry| *entry == before) && !self.is_unsaved() {
            return;
        }
        self.hold();
        self.save_after(PAUSE);
    }

    /// True when it can be handed in now: saved, with a figure or a reason, and what is odd explained.
    pub fn is_ready(&self) -> bool {
        let (can, content) = (
            self.filing.with(|filing| filing.allowed.contains(&FilingAction::Submit)),
            self.entry.with(|entry| entry.content.clone()),
        );
        let complete = match content {
            None => false,
            Some(Content::NoData(reason)) => !reason.is_empty(),
            Some(_) => true,
        };
        can && complete
            && !self.is_unsaved()
            && (self.is_explained() || !self.warnings().iter().any(Warning::must_be_explained))
    }

    /// True when something odd has been explained.
    pub fn is_explained(&self) -> bool {
        self.entry.with(|entry| !entry.explanation.trim().is_empty())
    }

    /// True when it was handed in or approved.
    pub fn is_done(&self) -> bool {
        self.filing.with(|f| matches!(f.state, Some(FilingState::Submitted | FilingState::Approved)))
    }
}
