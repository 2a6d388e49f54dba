//! The words for parts of territories: exhaustive matches, so that a new state without a word does not compile.

use domain::indicator::Indicator;
use domain::plan::Plan;
use domain::territory::{PartState, PublicPart};
use domain::text::Text;
use domain::update::Measure;
use maud::{Markup, html};

use super::Words;
use crate::words as shared;

/// A text of the plan in the reader's language.
pub fn text(words: Words, plan: &Plan, text: &Text) -> String {
    text.get(words.locale.tongue.lang(), plan.default_language).to_owned()
}

/// The word of a state.
pub fn state(words: Words, state: PartState) -> &'static str {
    let t = words.locale.t;
    match state {
        PartState::Reported => words.t.reported,
        PartState::NoData => t.state_no_data,
        PartState::Suppressed => t.state_suppressed,
        PartState::Awaiting => t.state_awaiting,
        PartState::Overdue => t.state_overdue,
        PartState::NotDue => t.state_not_due,
    }
}

/// The shape of a state. Decoration: put the word beside it.
pub fn mark(state: PartState) -> Markup {
    let shape = match state {
        PartState::Reported => "unrated",
        other => other.code(),
    };
    html! { span class=(format!("mark state--{shape}")) aria-hidden="true" {} }
}

/// Shape and word.
pub fn badge(words: Words, of: PartState) -> Markup {
    html! { span.badge { (mark(of)) (state(words, of)) } }
}

/// The figure of a part; nothing when it has none.
pub fn figure(words: Words, indicator: &Indicator, part: &PublicPart) -> Option<String> {
    let value = part.measure?.value(indicator.per())?;
    Some(shared::quantity(words.locale, indicator, value))
}

/// Numerator and denominator of a ratio.
pub fn made_of(words: Words, part: &PublicPart) -> Option<String> {
    match part.measure? {
        Measure::Value(_) => None,
        Measure::Ratio { numerator, denominator } => {
            Some(format!("{} / {}", words.locale.number(numerator, 0), words.locale.number(denominator, 0)))
        }
    }
}
