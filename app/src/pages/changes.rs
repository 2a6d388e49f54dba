//! The public history of the plan, newest first.

use domain::change::{Change, Entity};
use domain::error::ErrorCode;
use leptos::prelude::*;

use crate::api;
use crate::components::indicator::changes::changes;
use crate::i18n::Locale;
use crate::paths::PlanRoute;
use crate::shell::{WithPlan, announce};
use crate::state::{PlanStore, ViewState};
use crate::ui::notice::Notice;
use crate::words;

/// The changes.
#[component]
pub fn ChangesPage() -> impl IntoView {
    let locale = Locale::get();
    announce(locale.t.page_changes.to_owned());
    view! {
        <WithPlan>
            <History/>
        </WithPlan>
    }
}

#[component]
fn History() -> impl IntoView {
    let locale = Locale::get();
    let t = locale.t;
    let store = PlanStore::get();
    let state = ViewState::get();
    let listed = RwSignal::new(None as Option<Vec<Change>>);
    let older = RwSignal::new(None as Option<i64>);
    let failed = RwSignal::new(None as Option<ErrorCode>);
    let ask = move |before: Option<i64>| {
        let slug = store.slug.get_untracked();
        leptos::task::spawn_local(async move {
            match api::changes(&slug, before).await {
                Ok(answer) => {
                    // The page may be left by now.
                    let _ = listed.try_update(|listed| {
                        let kept = if before.is_some() { listed.take() } else { None };
                        *listed = Some(kept.into_iter().flatten().chain(answer.body.changes).collect());
                    });
                    let _ = older.try_set(answer.body.next);
                    let _ = failed.try_set(None);
                }
                Err(code) => {
                    let _ = failed.try_set(Some(code));
                }
            }
        });
    };
    Effect::new(move |_| {
        store.latest.track();
        store.slug.track();
        ask(None);
    });
    let link = move |change: &Change| match change.entity {
        Entity::Indicator | Entity::Update => {
            Some(untrack(|| state.href_with(PlanRoute::Indicator(change.code.clone()), |v| v.cell = change.year)))
        }
        _ => None,
    };
    let list = move || match listed.get() {
        None => view! { <p role="status">{t.loading}</p> }.into_any(),
        Some(list) if list.is_empty() => view! { <p>{t.no_changes}</p> }.into_any(),
        Some(list) => view! { <div inner_html=changes(locale, &list, link).into_string()></div> }.into_any(),
    };
    let more = move || older.get().map(|before| view! {
        <button type="button" class="button" on:click=move |_| ask(Some(before))>{t.older}</button>
    });
    let error = move || failed.get().map(|code| view! {
        <Notice title=t.failed text=words::error(locale, code).to_owned() action=Some(t.retry)
            on_action=Some(Callback::new(move |()| ask(None)))/>
    });
    view! {
        <div class="page page--narrow">
            <h1 class="page__title" tabindex="-1">{t.page_changes}</h1>
            <p class="page__lead">{t.changes_lead}</p>
            {error}
            {list}
            {more}
        </div>
    }
}
