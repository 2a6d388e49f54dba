//! How a state is shown: a shape and a colour beside its word, never colour alone.

use domain::progress::CellState;
use leptos::prelude::*;

use crate::i18n::Locale;
use crate::words;

/// The shape of a state. Decoration: put the word beside it.
pub fn mark(state: CellState) -> impl IntoView {
    view! { <span class=format!("mark state--{}", state.code()) aria-hidden="true"></span> }
}

/// Shape and word.
pub fn badge(locale: Locale, state: CellState) -> impl IntoView {
    view! { <span class=format!("badge state--{}", state.code())>{mark(state)}{words::state(locale, state)}</span> }
}
