//! The plan as a matrix, and the opened indicator beside it.

use domain::view::Zoom;
use leptos::prelude::*;

use crate::api;
use crate::components::indicator::panel::{History, IndicatorPanel};
use crate::components::matrix::keys;
use crate::components::matrix::overview::{self, Overview};
use crate::components::matrix::table::MatrixTable;
use crate::components::plan::choices::SEARCH_ID;
use crate::components::plan::legend::legend;
use crate::components::plan::overhead::Overhead;
use crate::i18n::Locale;
use crate::paths::PlanRoute;
use crate::shell::{WithPlan, announce};
use crate::state::{PlanStore, ViewState};
use crate::ui::notice::Notice;
use crate::words;

/// The matrix.
#[component]
pub fn MatrixPage() -> impl IntoView {
    view! { <WithPlan><Matrix/></WithPlan> }
}

#[component]
fn Matrix() -> impl IntoView {
    let state = ViewState::get();
    let opened = Memo::new(move |_| state.opened());
    follow_title(opened);
    follow_closing(opened);
    let help = RwSignal::new(false);
    let handle = window_event_listener(leptos::ev::keydown, move |event| page_keys(&event, state, opened, help));
    on_cleanup(move || handle.remove());
    let panel = move || opened.get().map(|code| view! { <Opened code/> });
    view! {
        <div class="plan" class:plan--opened=move || opened.get().is_some()>
            <div class="plan__main">
                <Overhead/>
                <Body/>
                <details class="legend-box" id="legend">
                    <summary>{Locale::get().t.legend}</summary>
                    <div inner_html=legend(Locale::get()).into_string()></div>
                </details>
            </div>
            {panel}
        </div>
        <KeyHelp help/>
    }
}

/// Table, squares, or what to loosen when nothing is left.
#[component]
fn Body() -> impl IntoView {
    let locale = Locale::get();
    let state = ViewState::get();
    let empty = Memo::new(move |_| state.rows.with(|rows| rows.rows.is_empty()));
    let blocks = Memo::new(move |_| state.view.with(|v| v.zoom == Zoom::Overview) && overview::fits(state));
    move || {
        if empty.get() {
            let clear = Callback::new(move |()| state.change(|view| *view = view.cleared()));
            let text = loosen(locale, state);
            return view! { <Notice title=locale.t.empty text=text action=Some(locale.t.clear) on_action=Some(clear)/> }.into_any();
        }
        if blocks.get() { view! { <Overview/> }.into_any() } else { view! { <MatrixTable/> }.into_any() }
    }
}

/// Names what narrows the view, so that the reader knows what to take back.
fn loosen(locale: Locale, state: ViewState) -> String {
    let t = locale.t;
    let causes = state.view.with(|v| {
        [
            (!v.query.trim().is_empty()).then(|| format!("{} «{}»", t.search, v.query.trim())),
            v.axis.as_ref().map(|code| format!("{} {code}", t.axis)),
            v.institution.as_ref().map(|code| format!("{} {code}", t.institution)),
            v.kind.map(|k| format!("{} {}", t.kind, words::kind(locale, k))),
            v.status.map(|s| format!("{} {}", t.status, words::state(locale, s))),
            v.only.map(|_| t.only.to_owned()),
            v.moved.map(|m| words::movement(locale, m).to_owned()),
        ]
        .into_iter()
        .flatten()
        .collect::<Vec<_>>()
        .join("; ")
    });
    crate::i18n::fill(t.empty_loosen, &[("causes", &causes)])
}

/// The opened indicator with its history, which alone is asked for.
#[component]
fn Opened(code: String) -> impl IntoView {
    let store = PlanStore::get();
    let history = RwSignal::new(None as History);
    let asked = code.clone();
    Effect::new(move |_| {
        store.latest.track();
        let (slug, code) = (store.slug(), asked.clone());
        leptos::task::spawn_local(async move {
            let answer = api::indicator_changes(&slug, &code).await;
            // The panel may be closed by now.
            let _ = history.try_set(Some(answer));
        });
    });
    view! { <IndicatorPanel code history=history.into()/> }
}

fn follow_title(opened: Memo<Option<String>>) {
    let locale = Locale::get();
    let store = PlanStore::get();
    Effect::new(move |_| {
        store.track_structure();
        let code = opened.get();
        let title = store.with(|matrix| match code.and_then(|code| matrix.row(&code)) {
            Some(row) => {
                let indicator = matrix.indicator(row);
                format!("{} {}", indicator.code, words::text(locale, matrix, &indicator.title))
            }
            None => words::text(locale, matrix, &matrix.plan().title),
        });
        announce(title.unwrap_or_default());
    });
}

/// When an indicator is closed the focus goes back to its row.
fn follow_closing(opened: Memo<Option<String>>) {
    Effect::new(move |previous: Option<Option<String>>| {
        let now = opened.get();
        if let (Some(Some(code)), None) = (previous, &now) {
            request_animation_frame(move || keys::focus_indicator(&code));
        }
        now
    });
}

/// Keys of the page: `/` searches, `?` shows the keys, Esc closes.
fn page_keys(event: &web_sys::KeyboardEvent, state: ViewState, opened: Memo<Option<String>>, help: RwSignal<bool>) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let typing = document()
        .active_element()
        .is_some_and(|e| e.matches("input:not([type=checkbox]), textarea, select").unwrap_or(false));
    match event.key().as_str() {
        "Escape" if help.get_untracked() => help.set(false),
        "Escape" if opened.get_untracked().is_some() => {
            state.go(PlanRoute::Matrix, |view| view.cell = None);
        }
        "/" if !typing => {
            event.prevent_default();
            if let Some(field) = document().get_element_by_id(SEARCH_ID) {
                keys::focus(&field);
            }
        }
        "?" if !typing => help.set(!help.get_untracked()),
        _ => {}
    }
}

/// The list of keys.
#[component]
fn KeyHelp(help: RwSignal<bool>) -> impl IntoView {
    let t = Locale::get().t;
    let line = |key: &'static str, words: &'static str| view! { <div class="facts__fact"><dt><kbd>{key}</kbd></dt><dd>{words}</dd></div> };
    move || {
        help.get().then(|| view! {
            <div class="dialog" role="dialog" aria-modal="false" aria-labelledby="keys-title">
                <h2 id="keys-title" class="dialog__title">{t.keys}</h2>
                <dl class="facts">
                    {line("↑ ↓ ← →", t.key_arrows)}
                    {line("Enter", t.key_enter)}
                    {line("Space", t.key_space)}
                    {line("Home End", t.key_home)}
                    {line("Esc", t.key_escape)}
                    {line("/", t.key_search)}
                    {line("?", t.key_help)}
                </dl>
                <button type="button" class="button" on:click=move |_| help.set(false)>{t.close}</button>
            </div>
        })
    }
}
