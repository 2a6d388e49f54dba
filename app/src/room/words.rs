//! The words for things of a room: exhaustive matches, so that a new variant without a word does not compile.

use domain::change::Leaf;
use domain::error::ErrorCode;
use domain::indicator::{Direction, Indicator, Kind};
use domain::workshop::fields::Subject;
use domain::workshop::item::{Item, ItemState};
use domain::workshop::proposal::ProposalState;
use domain::workshop::room::RoomInstitution;
use domain::workshop::tally::{InstitutionVoice, Position, Voice};
use domain::workshop::{LightAnswer, WorkshopState};
use leptos::prelude::*;

use super::Words;
use super::queue::Letter;
use super::store::{RoomStore, Said};
use crate::i18n::fill;
use crate::words as shared;

/// The word of a position.
pub fn position(words: Words, position: Position) -> &'static str {
    let t = words.t;
    match position {
        Position::Agree => t.agree,
        Position::AgreeWithChanges => t.agree_with_changes,
        Position::Object => t.object,
        Position::Abstain => t.abstain,
    }
}

/// Where an item stands.
pub fn item_state(words: Words, state: ItemState) -> &'static str {
    let t = words.t;
    match state {
        ItemState::Waiting => t.item_waiting,
        ItemState::Open => t.item_open,
        ItemState::Closed => t.item_closed,
        ItemState::Adopted => t.item_adopted,
        ItemState::AdoptedWithChanges => t.item_adopted_with_changes,
        ItemState::SentBack => t.item_sent_back,
        ItemState::Parked => t.item_parked,
    }
}

/// What became of a proposal.
pub fn proposal_state(words: Words, state: ProposalState) -> &'static str {
    let t = words.t;
    match state {
        ProposalState::Made => t.proposal_made,
        ProposalState::Accepted => t.proposal_accepted,
        ProposalState::Refused => t.proposal_refused,
        ProposalState::Merged => t.proposal_merged,
        ProposalState::Applied => t.proposal_applied,
    }
}

/// The voice of an institution; a divided one with its sides.
pub fn voice(words: Words, institution: &InstitutionVoice) -> String {
    let sides = || {
        let parts = Position::ALL.into_iter().filter(|p| institution.counts.of(*p) > 0);
        let parts = parts.map(|p| format!("{}: {}", position(words, p), institution.counts.of(p)));
        parts.collect::<Vec<_>>().join(", ")
    };
    match institution.voice {
        None => words.t.silent.to_owned(),
        Some(Voice::Agree) => words.t.agree.to_owned(),
        Some(Voice::AgreeWithChanges) => words.t.agree_with_changes.to_owned(),
        Some(Voice::Object) => words.t.object.to_owned(),
        Some(Voice::Abstain) => words.t.abstain.to_owned(),
        Some(Voice::Divided) => format!("{} ({})", words.t.divided, sides()),
    }
}

/// An answer to the question for the green light.
pub fn light(words: Words, answer: LightAnswer) -> &'static str {
    let t = words.t;
    match answer {
        LightAnswer::Yes => t.light_yes,
        LightAnswer::WithReservations => t.light_with_reservations,
        LightAnswer::No => t.light_no,
        LightAnswer::NotGiven => t.light_not_given,
    }
}

/// What a screen reader is told.
pub fn said(words: Words, said: &Said) -> String {
    match said {
        Said::Item(row) => {
            let title = row.title.get(words.locale.tongue.lang(), words.locale.tongue.lang());
            format!("{} {title}: {}", row.code, item_state(words, row.state))
        }
        Said::Workshop(WorkshopState::Draft | WorkshopState::Open) => words.t.said_open.to_owned(),
        Said::Workshop(WorkshopState::Locked) => words.t.said_locked.to_owned(),
        Said::Workshop(WorkshopState::Lights) => words.t.light_title.to_owned(),
        Said::Workshop(WorkshopState::Closed) => words.t.closed_title.to_owned(),
    }
}

/// What went wrong and what to do.
pub fn failure(words: Words, code: ErrorCode, wait: Option<u32>) -> String {
    let t = words.t;
    match code {
        ErrorCode::TooManyAttempts => fill(t.too_many, &[("n", &wait.unwrap_or(60).to_string())]),
        ErrorCode::NotFound => t.wrong_code.to_owned(),
        ErrorCode::WrongState => t.too_late.to_owned(),
        ErrorCode::Conflict => t.has_changed.to_owned(),
        ErrorCode::Invalid => t.not_valid.to_owned(),
        ErrorCode::Network => t.no_connection.to_owned(),
        other => shared::error(words.locale, other).to_owned(),
    }
}

/// What a letter is.
pub fn letter(words: Words, store: RoomStore, letter: &Letter) -> String {
    let t = words.t;
    let code = letter.item().and_then(|n| store.row(n)).map(|row| row.code).unwrap_or_default();
    let (what, text) = match letter {
        Letter::Position { position: taken, reason, .. } => (position(words, *taken), reason.as_str()),
        Letter::Comment { text, .. } => (t.comment, text.as_str()),
        Letter::Proposal { reason, .. } => (t.proposal, reason.as_str()),
        Letter::Second { .. } => (t.second, ""),
        Letter::Hand { .. } => (t.hand, ""),
        Letter::Light(form) => (t.light_title, form.text.as_str()),
    };
    let parts = [code.as_str(), what, text];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

/// The name of a field.
pub fn field(words: Words, path: &str) -> String {
    let t = words.t;
    match path {
        "lead" => t.field_lead.to_owned(),
        "start_year" => t.field_start_year.to_owned(),
        "end_year" => t.field_end_year.to_owned(),
        "budget" => t.field_budget.to_owned(),
        "direction" => t.field_direction.to_owned(),
        "baseline.value" => words.locale.t.baseline.to_owned(),
        path => capital(&shared::field(words.locale, path)),
    }
}

fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or(String::new(), |first| first.to_uppercase().chain(letters).collect())
}

/// What an item is about.
pub fn subject(item: &Item) -> Option<Subject> {
    let indicator = || item.indicator.clone().map(Subject::Indicator);
    item.node.clone().map(Subject::Node).or_else(indicator)
}

/// The full name of an institution, or what was written in its place.
pub fn institution(words: Words, institutions: &[RoomInstitution], code: &str) -> String {
    let found = institutions.iter().find(|institution| institution.code == code);
    let name = found.map(|found| found.name.get(words.locale.tongue.lang(), words.locale.tongue.lang()).to_owned());
    name.unwrap_or_else(|| code.to_owned())
}

/// A value of a field as it is read.
pub fn value(words: Words, item: &Item, path: &str, value: Option<&Leaf>) -> String {
    let t = words.locale.t;
    let Some(value) = value else { return words.t.empty.to_owned() };
    let institutions = || RoomStore::get().institutions.get_untracked();
    match (value, path) {
        (Leaf::Flag(true), _) => t.yes.to_owned(),
        (Leaf::Flag(false), _) => t.no.to_owned(),
        (Leaf::Word(code), "responsible" | "lead") => institution(words, &institutions(), code),
        (Leaf::Word(word), "direction") => match word.as_str() {
            "decrease" => shared::direction(words.locale, Direction::Decrease).to_owned(),
            "maintain" => shared::direction(words.locale, Direction::Maintain).to_owned(),
            _ => shared::direction(words.locale, Direction::Increase).to_owned(),
        },
        (Leaf::Word(word), _) => word.clone(),
        (Leaf::Number(year), path) if path.ends_with("year") => year.to_string(),
        (Leaf::Number(number), _) => match &item.indicator {
            Some(indicator) => quantity(words, indicator, *number),
            None => words.locale.number(*number, 0),
        },
    }
}

/// A figure with all its decimals: what is proposed is not rounded.
fn quantity(words: Words, indicator: &Indicator, number: f64) -> String {
    if indicator.is_staged() {
        return stage(words, indicator, number);
    }
    if indicator.kind == Kind::Milestone {
        return shared::quantity(words.locale, indicator, number);
    }
    let decimals = (indicator.decimals..6).find(|digits| {
        let scale = 10f64.powi(i32::from(*digits));
        ((number * scale).round() / scale - number).abs() < 1e-9
    });
    shared::quantity(words.locale, &Indicator { decimals: decimals.unwrap_or(6), ..indicator.clone() }, number)
}

/// A stage by its name.
pub fn stage(words: Words, indicator: &Indicator, number: f64) -> String {
    let name = indicator.stages.get(number.max(0.0) as usize);
    let name = name.map(|name| name.get(words.locale.tongue.lang(), words.locale.tongue.lang()));
    format!("{} {}", number + 1.0, name.unwrap_or_default()).trim().to_owned()
}
