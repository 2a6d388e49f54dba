//! What narrows, groups and sorts the matrix. Everything here only edits the view in the address.

use domain::indicator::Kind;
use domain::progress::CellState;
use domain::view::{Grouping, Only, Zoom};
use leptos::prelude::*;

use super::columns::ColumnChooser;
use crate::i18n::Locale;
use crate::state::{PlanStore, ViewState};
use crate::ui::select::Select;
use crate::words;

/// The id of the search field, for the `/` key.
pub const SEARCH_ID: &str = "search";

type Options = Vec<(String, String)>;

/// Search, choices, zoom, number of results and "clear".
#[component]
pub fn Filters() -> impl IntoView {
    let locale = Locale::get();
    let state = ViewState::get();
    let active = move || state.view.with(|v| [v.axis.is_some(), v.institution.is_some(), v.kind.is_some(), v.status.is_some(), v.only.is_some()].iter().filter(|x| **x).count());
    let more = move || {
        let count = active();
        if count == 0 { locale.t.filters.to_owned() } else { format!("{} ({count})", locale.t.filters) }
    };
    view! {
        <form class="filters" role="search" aria-label=locale.t.filters on:submit=|event| event.prevent_default()>
            <div class="filters__row">
                <Search/>
                <ZoomChooser/>
            </div>
            <details class="filters__more" open=state.view.with_untracked(|v| v.is_narrowed())>
                <summary class="filters__summary">{more}</summary>
                <div class="filters__grid">
                    <Choices/>
                    <ColumnChooser/>
                </div>
            </details>
            <Outcome/>
        </form>
    }
}

#[component]
fn Search() -> impl IntoView {
    let locale = Locale::get();
    let state = ViewState::get();
    let typed = move |event| {
        let query = event_target_value(&event);
        state.retype(|view| {
            if view.query.is_empty() {
                // What was closed by hand must not hide what is found.
                view.flipped.clear();
                view.level = None;
            }
            view.query = query;
        });
    };
    view! {
        <label class="field field--search">
            <span class="visually-hidden">{locale.t.search}</span>
            <input class="field__input" id=SEARCH_ID type="search" autocomplete="off" enterkeyhint="search"
                placeholder=locale.t.search_placeholder prop:value=move || state.view.with(|v| v.query.clone()) on:input=typed/>
        </label>
    }
}

#[component]
fn ZoomChooser() -> impl IntoView {
    let locale = Locale::get();
    let state = ViewState::get();
    let button = move |zoom: Zoom, words: &'static str| {
        let pressed = move || state.view.with(|v| v.zoom == zoom).to_string();
        view! {
            <button type="button" class="segmented__part" aria-pressed=pressed on:click=move |_| state.change(|v| v.zoom = zoom)>
                {words}
            </button>
        }
    };
    view! {
        <div class="segmented" role="group" aria-label=locale.t.zoom>
            {button(Zoom::Overview, locale.t.zoom_overview)}
            {button(Zoom::Matrix, locale.t.zoom_matrix)}
            {button(Zoom::Detail, locale.t.zoom_detail)}
        </div>
    }
}

fn with_all(all: &str, rest: impl IntoIterator<Item = (String, String)>) -> Options {
    std::iter::once((String::new(), all.to_owned())).chain(rest).collect()
}

fn some(code: String) -> Option<String> {
    (!code.is_empty()).then_some(code)
}

#[component]
fn Choices() -> impl IntoView {
    view! { <Who/> <What/> <Order/> }
}

/// Axis, institution, level.
#[component]
fn Who() -> impl IntoView {
    let locale = Locale::get();
    let (t, store, state) = (locale.t, PlanStore::get(), ViewState::get());
    let axes = move || {
        store.track_structure();
        let axes = store.with(|m| {
            let axes = m.document().axes.iter();
            axes.map(|a| (a.code.clone(), words::text(locale, m, &a.title))).collect::<Vec<_>>()
        });
        with_all(t.all_axes, axes.unwrap_or_default())
    };
    let institutions = move || {
        store.track_structure();
        let list = store.with(|m| {
            let responsible: std::collections::HashSet<&str> = m.document().indicators.iter().map(|i| i.responsible.as_str()).collect();
            let institutions = m.document().institutions.iter().filter(|i| responsible.contains(i.code.as_str()));
            institutions.map(|i| (i.code.clone(), format!("{} · {}", i.code, words::text(locale, m, &i.name)))).collect::<Vec<_>>()
        });
        with_all(t.all_institutions, list.unwrap_or_default())
    };
    let levels = move || {
        store.track_structure();
        let levels = store.with(|m| {
            let levels = m.plan().levels.iter().enumerate();
            levels.map(|(i, level)| ((i + 1).to_string(), words::text(locale, m, &level.plural))).collect::<Vec<_>>()
        });
        with_all(t.all_levels, levels.unwrap_or_default())
    };
    view! {
        <Select label=t.axis value=Signal::derive(move || state.view.with(|v| v.axis.clone().unwrap_or_default()))
            options=Signal::derive(axes) on_change=Callback::new(move |code| state.change(|v| v.axis = some(code)))/>
        <Select label=t.institution value=Signal::derive(move || state.view.with(|v| v.institution.clone().unwrap_or_default()))
            options=Signal::derive(institutions) on_change=Callback::new(move |code| state.change(|v| v.institution = some(code)))/>
        <Select label=t.level value=Signal::derive(move || state.view.with(|v| v.level.map_or(String::new(), |l| l.to_string())))
            options=Signal::derive(levels)
            on_change=Callback::new(move |code: String| state.change(|v| { v.level = code.parse().ok(); v.flipped.clear(); }))/>
    }
}

/// Kind, status, short cuts.
#[component]
fn What() -> impl IntoView {
    let locale = Locale::get();
    let (t, state) = (locale.t, ViewState::get());
    let kinds = with_all(t.all_kinds, Kind::ALL.map(|k| (k.code().to_owned(), words::kind(locale, k).to_owned())));
    let states = with_all(t.all_states, CellState::ALL.map(|s| (s.code().to_owned(), words::state(locale, s).to_owned())));
    let only = move |which: Only, words: &'static str| {
        view! {
            <label class="check">
                <input type="checkbox" prop:checked=move || state.view.with(|v| v.only == Some(which))
                    on:change=move |_| state.change(|v| v.only = if v.only == Some(which) { None } else { Some(which) })/>
                <span>{words}</span>
            </label>
        }
    };
    view! {
        <Select label=t.kind value=Signal::derive(move || state.view.with(|v| v.kind.map_or(String::new(), |k| k.code().to_owned())))
            options=Signal::derive(move || kinds.clone())
            on_change=Callback::new(move |code: String| state.change(|v| v.kind = Kind::ALL.into_iter().find(|k| k.code() == code)))/>
        <Select label=t.status value=Signal::derive(move || state.view.with(|v| v.status.map_or(String::new(), |s| s.code().to_owned())))
            options=Signal::derive(move || states.clone())
            on_change=Callback::new(move |code: String| state.change(|v| v.status = CellState::from_code(&code)))/>
        <fieldset class="filters__only">
            <legend class="field__label">{t.only}</legend>
            {only(Only::TargetsMissed, t.only_missed)}
            {only(Only::NeverReported, t.only_never)}
        </fieldset>
    }
}

/// Grouping.
#[component]
fn Order() -> impl IntoView {
    let locale = Locale::get();
    let (t, state) = (locale.t, ViewState::get());
    let groups: Options = [
        (Grouping::Plan, t.group_plan),
        (Grouping::Axis, t.axis),
        (Grouping::Institution, t.institution),
        (Grouping::Status, t.status),
    ]
    .map(|(g, words)| (g.code().to_owned(), words.to_owned()))
    .into();
    view! {
        <Select label=t.group value=Signal::derive(move || state.view.with(|v| v.group.code().to_owned()))
            options=Signal::derive(move || groups.clone())
            on_change=Callback::new(move |code: String| state.change(|v| {
                v.group = Grouping::from_code(&code).unwrap_or_default();
                v.flipped.clear();
            }))/>
    }
}

/// Number of results, announced, and the way back to everything.
#[component]
fn Outcome() -> impl IntoView {
    let locale = Locale::get();
    let state = ViewState::get();
    let count = Memo::new(move |_| state.rows.with(|rows| rows.indicators));
    let results = move || locale.plural(count.get(), locale.t.result_one, locale.t.result_other);
    let clear = move || {
        state.view.with(|v| v.is_narrowed()).then(|| {
            view! {
                <button type="button" class="button button--quiet" on:click=move |_| state.change(|v| *v = v.cleared())>
                    {locale.t.clear}
                </button>
            }
        })
    };
    view! {
        <p class="filters__outcome">
            <output role="status">{results}</output>
            {clear}
        </p>
    }
}
