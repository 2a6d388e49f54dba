//! One file a page. Only pages and the state ask the API. All pages but the matrix are plain markup.

mod about;
mod changes;
mod institutions;
mod matrix;
mod not_found;
mod plans;

use domain::progress::CellState;
use leptos::prelude::*;
use maud::{Markup, html};

use crate::components::status::mark;
use crate::i18n::Locale;
use crate::paths::{PlanRoute, Route};
use crate::state::{Load, PlanStore};
use crate::ui::drawn::active_part;
use crate::ui::notice::notice;
use crate::words;

/// Which page is drawn. Finer than a route only where another page is needed.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Page {
    /// The list of plans.
    Plans,
    /// The matrix, with or without an opened indicator.
    Matrix,
    /// The institutions.
    Institutions,
    /// The public history.
    Changes,
    /// About the plan, and the method.
    About,
    /// Nothing.
    NotFound,
}

impl Page {
    /// The page of a route.
    pub fn of(route: &Route) -> Page {
        match route {
            Route::Plans => Page::Plans,
            Route::NotFound => Page::NotFound,
            Route::Plan { page, .. } => match page {
                PlanRoute::Matrix | PlanRoute::Indicator(_) => Page::Matrix,
                PlanRoute::Institutions => Page::Institutions,
                PlanRoute::Changes => Page::Changes,
                PlanRoute::About => Page::About,
            },
        }
    }
}

/// Draws a page.
pub fn draw(page: Page, locale: Locale) -> AnyView {
    match page {
        Page::Plans => plans::page(locale),
        Page::Matrix => matrix::page(locale),
        Page::Institutions => institutions::page(locale),
        Page::Changes => changes::page(locale),
        Page::About => about::page(locale),
        Page::NotFound => not_found::page(locale),
    }
}

/// Gives the page its title.
fn announce(title: &str) {
    document().set_title(&format!("{title} · Matriz"));
}

/// A page of a plan. Until the plan is here, and when it cannot be had, it says so.
fn plan_page(
    locale: Locale,
    class: &'static str,
    draw: impl Fn(PlanStore) -> Option<Markup> + Send + Sync + 'static,
) -> AnyView {
    let store = PlanStore::get();
    active_part(
        class,
        Box::new(move || instead(locale, store).or_else(|| draw(store))),
        Box::new(move |_| store.retry()),
    )
}

/// What stands in place of a plan that is not here. None when it is.
fn instead(locale: Locale, store: PlanStore) -> Option<Markup> {
    let t = locale.t;
    match store.load.get() {
        Load::Ready => None,
        Load::Waiting => Some(html! {
            div.skeleton role="status" {
                // The shapes of states are pictures: they are made while the plan is on its way.
                span.visually-hidden { (t.loading) @for state in CellState::ALL { (mark(state)) } }
            }
        }),
        Load::Failed(code) => Some(html! {
            h1.page__title tabindex="-1" { (t.failed) }
            (notice(t.failed, words::error(locale, code), Some(("retry", t.retry))))
        }),
    }
}
