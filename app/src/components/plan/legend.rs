//! What the shapes mean.

use domain::progress::CellState;
use maud::{Markup, html};

use crate::components::status::badge;
use crate::i18n::Locale;
use crate::words;

/// All states with their meaning. Also printed below the matrix.
pub fn legend(locale: Locale) -> Markup {
    html! {
        dl.legend {
            @for state in CellState::ALL {
                div.legend__item {
                    dt { (badge(locale, state)) }
                    dd { (words::state_meaning(locale, state)) }
                }
            }
        }
    }
}
