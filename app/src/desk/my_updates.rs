//! An institution's cells of a year on one screen: progress, what waits for a connection, the grid.

use std::time::Duration;

use domain::filing::FilingState;
use domain::review::Desk;
use domain::year::YearState;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::Closure;

use super::api::{self, Failure};
use super::cell::{Cell, Facts, Saving};
use super::grid::{self, Grid};
use super::paths::{self, DeskRoute};
use super::plan::Reading;
use super::presence::{self, Presence};
use super::queue::{self, Waiting};
use super::{Session, Words, shell, words};
use crate::client::newer;
use crate::history::Address;
use crate::i18n::fill;

/// How often the cells of others are looked at, so that two people at one institution see each other's work.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

type Loaded = Option<Result<StoredValue<Sheet>, Failure>>;

/// What the page shows.
#[derive(Clone)]
struct Sheet {
    desk: Desk,
    cells: Vec<Cell>,
}

/// The page.
pub fn page(words: Words) -> AnyView {
    let (address, session) = (Address::get(), Session::get());
    let plan = Reading::new();
    let loaded: RwSignal<Loaded> = RwSignal::new(None);
    let query = Memo::new(move |_| address.query());
    let email = session.email();
    let load = move |query: String| {
        let email = email.clone();
        spawn_local(async move { loaded.set(Some(open(words, plan, email, &query).await)) });
    };
    let again = load.clone();
    Effect::new(move |_| {
        loaded.set(None);
        load(query.get());
    });
    view! {
        <h1 class="page__title">{words.t.my_updates}</h1>
        {move || match loaded.get() {
            None => view! { <div class="skeleton" role="status"></div> }.into_any(),
            Some(Err(failure)) => {
                let again = again.clone();
                shell::failed(words, &failure, move || again(query.get_untracked()))
            }
            Some(Ok(sheet)) => sheet.with_value(|sheet| draw(words, plan, sheet)),
        }}
    }
    .into_any()
}

async fn open(words: Words, plan: Reading, account: String, query: &str) -> Result<StoredValue<Sheet>, Failure> {
    let desk = api::my_updates(query).await?;
    plan.open(&desk.plan).await?;
    let waiting = queue::all(&account).await.unwrap_or_default();
    let lang = words.locale.tongue.lang();
    let cells = desk.rows.iter().filter_map(|row| {
        let (indicator, default_language) = plan.with(|matrix| {
            let index = matrix.row(&row.filing.indicator)?;
            Some((matrix.indicator(index).clone(), matrix.plan().default_language))
        })??;
        let facts = Facts {
            account: account.clone(),
            plan: desk.plan.clone(),
            year: desk.year,
            indicator,
            cell: row.filing.cell(),
            territory: plan.territory(words, &row.filing.territory),
            published: row.published.clone(),
            default_language,
            lang,
        };
        let (cell, name) = (Cell::new(facts, row.filing.clone()), row.filing.cell());
        let kept = |waiting: &&Waiting| {
            (waiting.plan.as_str(), waiting.indicator.as_str(), waiting.year)
                == (desk.plan.as_str(), name.as_str(), desk.year)
        };
        if let Some(kept) = waiting.iter().find(kept) {
            cell.restore(kept.clone());
        }
        Some(cell)
    });
    let cells = cells.collect();
    Ok(StoredValue::new(Sheet { desk, cells }))
}

fn draw(words: Words, plan: Reading, sheet: &Sheet) -> AnyView {
    let t = words.t;
    let (desk, cells) = (sheet.desk.clone(), sheet.cells.clone());
    warn_before_leaving(cells.clone());
    look_again(&desk, cells.clone());
    let closed = (desk.state != YearState::Open && !cells.iter().any(Cell::is_writable))
        .then(|| view! { <p class="strip">{t.year_closed_text}</p> });
    if cells.is_empty() {
        return view! { {years(words, plan, &desk)} <p class="notice">{t.nothing_to_report}</p> }.into_any();
    }
    // What was returned comes first; the order stays while the page is open.
    let mut order: Vec<usize> = (0..cells.len()).collect();
    let is_returned = |cell: &Cell| cell.filing.with_untracked(|filing| filing.return_reason().is_some());
    order.sort_by_key(|index| !is_returned(&cells[*index]));
    let cells: Vec<Cell> = order.into_iter().map(|index| cells[index]).collect();
    let presence = Presence::begin(&desk.plan, desk.year);
    let grid = Grid::new(cells.clone(), presence);
    if let Some(code) = untrack(|| paths::value_of(&Address::get().query(), "indicator")) {
        grid.reveal(&code);
    }
    view! {
        {years(words, plan, &desk)}
        {closed}
        {desk.last_day.as_deref().map(|day| {
            let text = fill(words.r.last_day_is, &[("day", &words.locale.day(day))]);
            view! { <p class="desk__deadline">{text}</p> }
        })}
        {progress(words, cells.clone())}
        {unsent(words, cells)}
        {presence::strip(words, presence)}
        {grid::draw(words, plan, grid, desk.year)}
        <p class="desk__hint">{t.keyboard_hint}</p>
    }
    .into_any()
}

/// The years of the plan as links, with where each stands.
fn years(words: Words, plan: Reading, desk: &Desk) -> impl IntoView {
    let years = plan.with(|matrix| matrix.plan().years.clone()).unwrap_or_default();
    let (slug, chosen) = (desk.plan.clone(), desk.year);
    view! {
        <nav class="years" aria-label=words.t.year>
            {years
                .into_iter()
                .map(|year| {
                    let href = paths::of_year(words.locale.tongue, &DeskRoute::MyUpdates, &slug, year.year);
                    let current = (year.year == chosen).then_some("true");
                    let state = words::year_state(words, year.state);
                    view! { <a class="years__year" href=href aria-current=current>{year.year} <small>{state}</small></a> }
                })
                .collect_view()}
        </nav>
    }
}

fn progress(words: Words, cells: Vec<Cell>) -> impl IntoView {
    let (counted, bar, ready) = (cells.clone(), cells.clone(), cells);
    let t = words.t;
    let text = move || {
        let done = counted.iter().filter(|cell| cell.is_done()).count();
        let returned = counted.iter().filter(|c| c.filing.with(|f| f.state == Some(FilingState::Returned))).count();
        let mut text = fill(t.progress_submitted, &[("n", &done.to_string()), ("total", &counted.len().to_string())]);
        if returned > 0 {
            text = format!("{text} · {}", fill(t.progress_returned, &[("n", &returned.to_string())]));
        }
        text
    };
    let value = move || bar.iter().filter(|cell| cell.is_done()).count();
    let total = ready.len();
    let all = ready.clone();
    let submit = move |_| {
        for cell in all.iter().filter(|cell| cell.is_ready()) {
            cell.step(domain::filing::FilingAction::Submit, String::new());
        }
    };
    let button = move || {
        let count = ready.iter().filter(|cell| cell.is_ready()).count();
        (count > 0).then(|| {
            let submit = submit.clone();
            let label = fill(t.submit_ready, &[("n", &count.to_string())]);
            view! { <button class="button" type="button" on:click=submit>{label}</button> }
        })
    };
    view! {
        <div class="desk__progress">
            <p role="status">{text}</p>
            <progress max=total value=value aria-hidden="true"></progress>
            {button}
        </div>
    }
}

/// What waits for a connection, and the way to take it along.
fn unsent(words: Words, cells: Vec<Cell>) -> impl IntoView {
    let t = words.t;
    let counted = cells.clone();
    // What is tried again still waits: the strip must not go from under the pointer that presses its button.
    let count = Memo::new(move |before: Option<&usize>| {
        let is_shown = before.is_some_and(|count| *count > 0);
        let waits = |saving: &Saving| *saving == Saving::Waiting || (is_shown && *saving == Saving::Sending);
        counted.iter().filter(|cell| cell.saving.with(waits)).count()
    });
    let online = cells.clone();
    let wake = Closure::<dyn Fn()>::new(move || online.iter().filter(|cell| cell.is_unsaved()).for_each(|c| c.save()));
    // Can only fail for an unknown event target.
    let _ = window().add_event_listener_with_callback("online", wake.as_ref().unchecked_ref());
    wake.forget();
    let export = move |_| {
        let waiting: Vec<Waiting> = cells.iter().filter(|cell| cell.is_unsaved()).map(Cell::waiting).collect();
        save_file(&serde_json::to_string_pretty(&waiting).unwrap_or_default());
    };
    let strip = move || {
        (count.get() > 0).then(|| {
            let text = fill(t.offline_queue, &[("n", &count.get().to_string())]);
            let export = export.clone();
            view! {
                <p class="strip strip--offline">
                    {text} " "
                    <button class="button button--quiet button--small" type="button" on:click=export>{t.export_queue}</button>
                </p>
            }
        })
    };
    view! { <div role="status">{strip}</div> }
}

/// Hands a text to the browser as a file.
fn save_file(text: &str) {
    let parts = js_sys::Array::of1(&text.into());
    let Ok(blob) = web_sys::Blob::new_with_str_sequence(&parts) else { return };
    let Ok(url) = web_sys::Url::create_object_url_with_blob(&blob) else { return };
    let link = document().create_element("a").ok().and_then(|link| link.dyn_into::<web_sys::HtmlAnchorElement>().ok());
    if let Some(link) = link {
        link.set_href(&url);
        link.set_download("matriz.json");
        link.click();
    }
    // Kept until the browser has taken it.
    set_timeout(move || drop(web_sys::Url::revoke_object_url(&url)), Duration::from_secs(30));
}

/// The browser asks before a tab with unsaved cells is closed.
fn warn_before_leaving(cells: Vec<Cell>) {
    let handle = window_event_listener(leptos::ev::beforeunload, move |event| {
        if cells.iter().any(|cell| cell.saving.try_get_untracked().is_some_and(|saving| saving != Saving::Saved)) {
            event.prevent_default();
        }
    });
    on_cleanup(move || handle.remove());
}

/// Takes what others saved meanwhile; what is typed here stays.
fn look_again(desk: &Desk, cells: Vec<Cell>) {
    let path = paths::api_my_updates(&paths::query_of(&desk.plan, desk.year));
    let tag = StoredValue::new(String::new());
    let handle = set_interval_with_handle(
        move || {
            if document().hidden() {
                return;
            }
            let (cells, path) = (cells.clone(), path.clone());
            spawn_local(async move {
                let Ok(Some(newer)) = newer::<Desk>(&path, tag).await else { return };
                for row in newer.rows {
                    let held = |cell: &&Cell| cell.facts.try_with_value(|f| f.cell == row.filing.cell()) == Some(true);
                    if let Some(cell) = cells.iter().find(held)
                        && !cell.refresh(row.filing)
                    {
                        // Asked for again once what is typed there is saved.
                        let _ = tag.try_update_value(String::clear);
                    }
                }
            });
        },
        LOOK_AGAIN,
    );
    if let Ok(handle) = handle {
        on_cleanup(move || handle.clear());
    }
}
