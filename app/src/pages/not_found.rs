//! An address that leads nowhere.

use leptos::prelude::*;

use crate::i18n::Locale;
use crate::paths::{self, Route};
use crate::shell::announce;

/// Says so, and leads back.
#[component]
pub fn NotFoundPage() -> impl IntoView {
    let locale = Locale::get();
    let t = locale.t;
    announce(t.not_found.to_owned());
    view! {
        <div class="page page--narrow">
            <h1 class="page__title" tabindex="-1">{t.not_found}</h1>
            <p>{t.error_not_found}</p>
            <p><a class="button" href=paths::print(locale.tongue, &Route::Plans)>{t.page_plans}</a></p>
        </div>
    }
}
