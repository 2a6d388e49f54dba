//! The public history of the plan, newest first.

use domain::change::{Change, Entity};
use domain::error::ErrorCode;
use leptos::prelude::*;
use maud::{Markup, html};

use super::{announce, instead};
use crate::api;
use crate::components::indicator::changes::changes;
use crate::i18n::Locale;
use crate::paths::PlanRoute;
use crate::state::{PlanStore, ViewState};
use crate::ui::drawn::active_part;
use crate::ui::notice::notice;
use crate::words;

/// What was read so far.
#[derive(Clone, Default)]
struct History {
    changes: Option<Vec<Change>>,
    /// Ask with this for older ones.
    older: Option<i64>,
    failed: Option<ErrorCode>,
}

/// The page.
pub fn page(locale: Locale) -> AnyView {
    announce(locale.t.page_changes);
    let (store, state) = (PlanStore::get(), ViewState::get());
    let history = RwSignal::new(History::default());
    Effect::new(move |_| {
        store.latest.track();
        ask(store.slug(), None, history);
    });
    let draw = move || instead(locale, store).or_else(|| Some(history.with(|history| list(locale, state, history))));
    let act = move |action: &str| {
        let older = if action == "older" { history.with_untracked(|h| h.older) } else { None };
        ask(store.slug.get_untracked(), older, history);
    };
    active_part("page page--narrow", Box::new(draw), Box::new(act))
}

/// Asks for the newest changes, or for older ones.
fn ask(slug: String, before: Option<i64>, history: RwSignal<History>) {
    leptos::task::spawn_local(async move {
        let answer = api::changes(&slug, before).await;
        // The page may be left by now.
        let _ = history.try_update(|history| match answer {
            Ok(page) => {
                let kept = history.changes.take().filter(|_| before.is_some());
                history.changes = Some(kept.into_iter().flatten().chain(page.changes).collect());
                (history.older, history.failed) = (page.next, None);
            }
            Err(code) => history.failed = Some(code),
        });
    });
}

fn list(locale: Locale, state: ViewState, history: &History) -> Markup {
    let t = locale.t;
    let link = |change: &Change| match change.entity {
        Entity::Indicator | Entity::Update => {
            Some(untrack(|| state.href_with(PlanRoute::Indicator(change.code.clone()), |view| view.cell = change.year)))
        }
        _ => None,
    };
    html! {
        h1.page__title tabindex="-1" { (t.page_changes) }
        p.page__lead { (t.changes_lead) }
        @if let Some(code) = history.failed { (notice(t.failed, words::error(locale, code), Some(("retry", t.retry)))) }
        @match &history.changes {
            None => { @if history.failed.is_none() { p role="status" { (t.loading) } } },
            Some(list) if list.is_empty() => { p { (t.no_changes) } },
            Some(list) => { (changes(locale, list, link)) },
        }
        @if history.older.is_some() { button.button type="button" data-action="older" { (t.older) } }
    }
}
