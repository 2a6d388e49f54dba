//! Around every page: name, navigation, languages, what the reader must know about the figures.

use leptos::prelude::*;
use maud::{Markup, html};

use crate::history::Address;
use crate::i18n::{Locale, fill};
use crate::offline::NewVersion;
use crate::paths::{self, PlanRoute, Route, Tongue};
use crate::state::{Freshness, PlanStore, ViewState};
use crate::ui::drawn::{active_part, part};
use crate::words;

/// Head, notices, page, foot.
pub fn shell(locale: Locale, page: AnyView) -> AnyView {
    let address = Address::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let version = expect_context::<NewVersion>();
    let spoken = move || {
        let change = store.latest.get()?;
        let year = change.year.map_or(String::new(), |y| y.to_string());
        Some(html! { p role="status" { (fill(locale.t.live_change, &[("code", &change.code), ("year", &year)])) } })
    };
    view! {
        <a class="skip" href="#main">{locale.t.skip}</a>
        {part("", Box::new(move || Some(head(locale, address, state))))}
        {active_part("strips", Box::new(move || Some(strips(locale, store, version))), Box::new(move |_| version.accept()))}
        <main class="main" id="main" tabindex="-1">{page}</main>
        {part("", Box::new(move || Some(foot(locale, address, store))))}
        {part("visually-hidden", Box::new(spoken))}
    }
    .into_any()
}

fn head(locale: Locale, address: Address, state: ViewState) -> Markup {
    let t = locale.t;
    let (_, route) = address.route();
    let current = match &route {
        Route::Plan { page, .. } => Some(page),
        Route::Plans | Route::NotFound => None,
    };
    let links = [
        (PlanRoute::Matrix, t.page_matrix),
        (PlanRoute::Institutions, t.page_institutions),
        (PlanRoute::Changes, t.page_changes),
        (PlanRoute::About, t.page_about),
    ];
    html! {
        header.header {
            a.header__name href=(paths::print(locale.tongue, &Route::Plans)) { span.header__logo aria-hidden="true" {} "Matriz" }
            @if let Some(current) = current {
                nav.nav aria-label=(t.pages) {
                    @for (page, words) in links {
                        @let is_current = *current == page || (current.shows_matrix() && page.shows_matrix());
                        a.nav__link href=(state.href_with(page, |view| view.cell = None)) aria-current=[is_current.then_some("page")] { (words) }
                    }
                }
            }
            nav.languages aria-label=(t.language) {
                @for tongue in Tongue::ALL {
                    @let is_current = tongue == locale.tongue;
                    a.languages__link href=(paths::with_query(paths::print(tongue, &route), &address.query()))
                        hreflang=(tongue.code()) lang=(tongue.code()) aria-current=[is_current.then_some("true")] title=(tongue.name()) {
                        span aria-hidden="true" { (tongue.code()) } span.visually-hidden { (tongue.name()) }
                    }
                }
            }
        }
    }
}

/// Offline, reconnecting, a new version.
fn strips(locale: Locale, store: PlanStore, version: NewVersion) -> Markup {
    let t = locale.t;
    let stale = match store.freshness.get() {
        Freshness::Live => None,
        Freshness::Reconnecting => Some(t.reconnecting.to_owned()),
        Freshness::Offline(at) => Some(fill(t.offline, &[("date", &locale.moment(&at))])),
    };
    html! {
        div role="status" {
            @if let Some(words) = stale { p.strip."strip--offline" { (words) } }
            @if version.waits() {
                p.strip { (t.new_version) " " button.button."button--quiet" type="button" data-action="reload" { (t.reload) } }
            }
        }
    }
}

/// The plan's disclaimer and licence, on every page.
fn foot(locale: Locale, address: Address, store: PlanStore) -> Markup {
    store.track_structure();
    let is_plan = matches!(address.route().1, Route::Plan { .. });
    let words = store.with(|matrix| {
        let plan = matrix.plan();
        (words::text(locale, matrix, &plan.disclaimer), plan.licence.clone())
    });
    html! {
        footer.footer {
            @if let Some((disclaimer, licence)) = words.filter(|_| is_plan) {
                p.footer__disclaimer { (disclaimer) }
                @if !licence.is_empty() { p { (fill(locale.t.licence, &[("licence", &licence)])) } }
            }
        }
    }
}
