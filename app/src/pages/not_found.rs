//! An address that leads nowhere: says so, and leads back.

use leptos::prelude::*;
use maud::html;

use super::announce;
use crate::i18n::Locale;
use crate::paths::{self, Route};
use crate::ui::drawn::part;

/// The page.
pub fn page(locale: Locale) -> AnyView {
    let t = locale.t;
    announce(t.not_found);
    let draw = move || {
        Some(html! {
            h1.page__title tabindex="-1" { (t.not_found) }
            p { (t.error_not_found) }
            p { a.button href=(paths::print(locale.tongue, &Route::Plans)) { (t.page_plans) } }
        })
    };
    part("page page--narrow", Box::new(draw))
}
