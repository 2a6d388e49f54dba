//! How a state is shown: a shape and a colour beside its word, never colour alone.

use domain::progress::CellState;
use maud::{Markup, html};

use crate::i18n::Locale;
use crate::words;

/// The class that gives the shape and colour of a state to a `mark`.
pub fn mark_class(state: CellState) -> String {
    format!("mark state--{}", state.code())
}

/// The shape of a state. Decoration: put the word beside it.
pub fn mark(state: CellState) -> Markup {
    html! { span class=(mark_class(state)) aria-hidden="true" {} }
}

/// The shape with its word as a name, where there is no room for the word.
pub fn named_mark(state: CellState, word: &str) -> Markup {
    html! { span class=(mark_class(state)) role="img" aria-label=(word) {} }
}

/// Shape and word.
pub fn badge(locale: Locale, state: CellState) -> Markup {
    html! { span.badge { (mark(state)) (words::state(locale, state)) } }
}
