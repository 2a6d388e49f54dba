//! What the shapes mean.

use domain::progress::CellState;
use leptos::prelude::*;

use crate::components::status::badge;
use crate::i18n::Locale;
use crate::words;

/// All states with their meaning. Also printed below the matrix.
#[component]
pub fn Legend() -> impl IntoView {
    let locale = Locale::get();
    let items: Vec<_> = CellState::ALL
        .into_iter()
        .map(|state| {
            view! {
                <div class="legend__item">
                    <dt>{badge(locale, state)}</dt>
                    <dd>{words::state_meaning(locale, state)}</dd>
                </div>
            }
        })
        .collect();
    view! { <dl class="legend">{items}</dl> }
}
