//! The plan as a matrix, and the opened indicator beside it.

use domain::view::Zoom;
use leptos::prelude::*;
use maud::{Markup, html};

use super::{announce, instead};
use crate::api;
use crate::components::indicator::panel::{History, panel};
use crate::components::matrix::keys;
use crate::components::matrix::overview;
use crate::components::matrix::table::MatrixTable;
use crate::components::plan::choices::focus_search;
use crate::components::plan::legend::legend;
use crate::components::plan::overhead::Overhead;
use crate::i18n::{Locale, fill};
use crate::paths::PlanRoute;
use crate::state::{PlanStore, ViewState};
use crate::ui::drawn::active_part;
use crate::ui::notice::notice;
use crate::words;

/// What the middle of the page is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Middle {
    /// The plan is not here.
    Absent,
    /// Nothing meets the conditions.
    Empty,
    /// Squares.
    Overview,
    /// The table.
    Table,
}

/// The page.
pub fn page(locale: Locale) -> AnyView {
    let (store, state) = (PlanStore::get(), ViewState::get());
    // The first number of all takes the browser long; now it waits for the plan anyway.
    locale.count(0);
    let middle = Memo::new(move |_| middle(locale, store, state));
    let is_absent = Memo::new(move |_| middle.get() == Middle::Absent);
    let opened = Memo::new(move |_| state.opened().unwrap_or_default());
    follow(locale, store, opened);
    let help = RwSignal::new(false);
    let handle = window_event_listener(leptos::ev::keydown, move |event| page_keys(&event, state, help));
    on_cleanup(move || handle.remove());
    let body = move || match middle.get() {
        Middle::Absent => ().into_any(),
        Middle::Empty => empty(locale, state),
        Middle::Overview => overview::overview(locale, store, state),
        Middle::Table => view! { <MatrixTable/> }.into_any(),
    };
    let beside =
        move || Some(opened.get()).filter(|code| !code.is_empty()).map(|code| with_history(locale, store, state, code));
    let keys = move || help.get().then(|| key_list(locale));
    let whole = move || {
        if is_absent.get() {
            return active_part("page", Box::new(move || instead(locale, store)), Box::new(move |_| store.retry()));
        }
        view! {
            <div class="plan" class:plan--opened=move || opened.with(|code| !code.is_empty())>
                <div class="plan__main">
                    <Overhead/>
                    {body}
                    <details class="legend-box" id="legend">
                        <summary>{locale.t.legend}</summary>
                        <div inner_html=legend(locale).into_string()></div>
                    </details>
                </div>
                {beside}
            </div>
            {active_part("", Box::new(keys), Box::new(move |_| help.set(false)))}
        }
        .into_any()
    };
    whole.into_any()
}

fn middle(locale: Locale, store: PlanStore, state: ViewState) -> Middle {
    if instead(locale, store).is_some() {
        Middle::Absent
    } else if state.rows.with(|rows| rows.rows.is_empty()) {
        Middle::Empty
    } else if state.view.with(|v| v.zoom == Zoom::Overview) && overview::fits(state) {
        Middle::Overview
    } else {
        Middle::Table
    }
}

/// Names what narrows the view, so that the reader knows what to take back.
fn empty(locale: Locale, state: ViewState) -> AnyView {
    let t = locale.t;
    let draw = move || {
        let causes = state.view.with(|v| {
            let causes = [
                (!v.query.trim().is_empty()).then(|| format!("{} «{}»", t.search, v.query.trim())),
                v.axis.as_ref().map(|code| format!("{} {code}", t.axis)),
                v.institution.as_ref().map(|code| format!("{} {code}", t.institution)),
                v.kind.map(|k| format!("{} «{}»", t.kind, words::kind(locale, k))),
                v.status.map(|s| format!("{} «{}»", t.status, words::state(locale, s))),
                v.only.map(|_| t.only.to_owned()),
                v.moved.map(|m| words::movement(locale, m).to_owned()),
            ];
            causes.into_iter().flatten().collect::<Vec<_>>().join("; ")
        });
        Some(notice(t.empty, &fill(t.empty_loosen, &[("causes", &causes)]), Some(("clear", t.clear))))
    };
    active_part("", Box::new(draw), Box::new(move |_| state.change(|view| *view = view.cleared())))
}

/// The opened indicator with its history, which alone is asked for.
fn with_history(locale: Locale, store: PlanStore, state: ViewState, code: String) -> AnyView {
    let history = RwSignal::new(None as History);
    let asked = code.clone();
    Effect::new(move |_| {
        store.latest.track();
        let (slug, code) = (store.slug(), asked.clone());
        leptos::task::spawn_local(async move {
            // The panel may be closed by now.
            let answer = api::indicator_changes(&slug, &code).await;
            let _ = history.try_set(Some(answer));
        });
    });
    panel(locale, store, state, code, history)
}

/// Keeps the title of the page; when an indicator is closed the focus goes back to its row.
fn follow(locale: Locale, store: PlanStore, opened: Memo<String>) {
    Effect::new(move |previous: Option<String>| {
        store.track_structure();
        let code = opened.get();
        let title = store.with(|matrix| match matrix.row(&code) {
            Some(row) => {
                let indicator = matrix.indicator(row);
                format!("{} {}", indicator.code, words::text(locale, matrix, &indicator.title))
            }
            None => words::text(locale, matrix, &matrix.plan().title),
        });
        announce(&title.unwrap_or_default());
        if let Some(closed) = previous.filter(|previous| !previous.is_empty() && code.is_empty()) {
            request_animation_frame(move || keys::focus_indicator(&closed));
        }
        code
    });
}

/// Keys of the page: `/` searches, `?` shows the keys, Esc closes.
fn page_keys(event: &web_sys::KeyboardEvent, state: ViewState, help: RwSignal<bool>) {
    if event.ctrl_key() || event.meta_key() || event.alt_key() {
        return;
    }
    let typing = document()
        .active_element()
        .is_some_and(|e| e.matches("input:not([type=checkbox]), textarea, select").unwrap_or(false));
    match event.key().as_str() {
        "Escape" if help.get_untracked() => help.set(false),
        "Escape" if untrack(|| state.opened()).is_some() => state.go(PlanRoute::Matrix, |view| view.cell = None),
        "/" if !typing => {
            event.prevent_default();
            focus_search();
        }
        "?" if !typing => help.set(!help.get_untracked()),
        _ => {}
    }
}

/// The list of keys.
fn key_list(locale: Locale) -> Markup {
    let t = locale.t;
    let keys = [
        ("↑ ↓ ← →", t.key_arrows),
        ("Enter", t.key_enter),
        ("Space", t.key_space),
        ("Home End", t.key_home),
        ("Esc", t.key_escape),
        ("/", t.key_search),
        ("?", t.key_help),
    ];
    html! {
        div.dialog role="dialog" aria-labelledby="keys-title" {
            h2.dialog__title id="keys-title" { (t.keys) }
            dl.facts { @for (key, words) in keys { div.facts__fact { dt { kbd { (key) } } dd { (words) } } } }
            button.button type="button" data-action="close" { (t.close) }
        }
    }
}
