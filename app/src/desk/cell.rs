//! One cell that is worked on: what the server has, what is typed, and how saving it stands. A second after the last
//! key it is saved as a draft; until the server has it, it is also kept in the browser (`queue`).

use std::time::Duration;

use domain::error::FieldError;
use domain::filing::{Entry, Filing, FilingAction, FilingState};
use domain::indicator::Indicator;
use domain::number;
use domain::paste::{Understood, understand};
use domain::text::{Lang, Text};
use domain::update::{Content, Measure};
use domain::validate::{Warning, check_measure, warnings};
use domain::year::Year;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure};
use super::queue::{self, Waiting};

/// Pause after the last key before a cell is saved.
const PAUSE: Duration = Duration::from_millis(1000);
/// Pause before a failed save is tried again.
const AGAIN: Duration = Duration::from_secs(5);

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
    /// Counts the keys, so that only the last one saves.
    strokes: StoredValue<u32>,
}

/// What a cell is about.
#[derive(Clone, Debug)]
pub struct Facts {
    /// E-mail of whoever types.
    pub account: String,
    /// Address of the plan.
    pub plan: String,
    /// Year.
    pub year: Year,
    /// The indicator.
    pub indicator: Indicator,
    /// Published updates with real figures, oldest first.
    pub published: Vec<domain::update::Update>,
    /// Fallback of the plan's texts.
    pub default_language: Lang,
    /// The person's language: how numbers are written.
    pub lang: Lang,
}

impl Facts {
    /// Published figures by year.
    pub fn past(&self) -> Vec<(Year, f64)> {
        let figure = |update: &domain::update::Update| Some((update.year, update.measure()?.value(self.indicator.per())?));
        self.published.iter().filter_map(figure).collect()
    }

    /// A figure as it is typed: without thousands marks, which could be read in two ways.
    pub fn print(&self, content: Option<&Content>) -> String {
        let plain = |value: f64| {
            let full = number::print(value, self.indicator.decimals, self.lang);
            let short = value.to_string();
            let decimal = if self.lang == Lang::EN { short } else { short.replace('.', ",") };
            // More digits than are shown must not get lost.
            if value.fract() == 0.0 || full.len() < decimal.len() { decimal } else { number_plain(value, self) }
        };
        match content {
            Some(Content::Measure(Measure::Value(value))) => plain(*value),
            Some(Content::Measure(Measure::Ratio { numerator, denominator })) => {
                format!("{}/{}", plain(*numerator), plain(*denominator))
            }
            Some(Content::Narrative(text)) => text.get(self.lang, self.default_language).to_owned(),
            _ => String::new(),
        }
    }
}

fn number_plain(value: f64, facts: &Facts) -> String {
    let text = format!("{value:.*}", usize::from(facts.indicator.decimals));
    if facts.lang == Lang::EN { text } else { text.replace('.', ",") }
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
            strokes: StoredValue::new(0),
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
        let (lang, keep) = (self.facts.with_value(|f| f.lang), self.entry.with_untracked(|entry| entry.content.clone()));
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

    fn hold(self) {
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
            indicator: facts.indicator.code.clone(),
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

    fn save_after(self, pause: Duration) {
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
        match failure {
            Failure { current: Some(current), .. } => {
                let theirs = current.entry == self.entry.get_untracked();
                if theirs {
                    // The same figure: nothing to choose.
                    self.accept_theirs(*current);
                } else {
                    self.saving.set(Saving::Conflict(current));
                }
            }
            failure if failure.is_passing() => {
                self.saving.set(Saving::Waiting);
                self.save_after(AGAIN);
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

    /// Takes a newer record that somebody else made, unless something is typed here.
    pub fn refresh(self, filing: Filing) {
        if self.is_unsaved() || self.filing.with_untracked(|held| held.version >= filing.version) {
            return;
        }
        self.accept_theirs(filing);
    }

    /// Takes a step, after what is typed is saved.
    pub fn step(self, action: FilingAction, text: String) {
        let waiting = self.waiting();
        spawn_local(async move {
            let done =
                api::step(&waiting.plan, &waiting.indicator, waiting.year, action, waiting.version, &text).await;
            match done {
                Ok(filing) => {
                    self.filing.set(filing);
                    self.saving.set(Saving::Saved);
                }
                Err(failure) => match failure {
                    Failure { current: Some(current), .. } => self.saving.set(Saving::Conflict(current)),
                    Failure { fields, .. } if !fields.is_empty() => self.saving.set(Saving::Refused(fields)),
                    failure => self.saving.set(Saving::Failed(failure)),
                },
            }
        });
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
        can && complete && !self.is_unsaved() && (self.warnings().is_empty() || self.is_explained())
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
