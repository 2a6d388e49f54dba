//! The board of a year: institutions and states with counts, the list behind them, one update under review, many
//! approved at once.

mod board;
mod bulk;

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use domain::account::Role;
use domain::filing::{FilingAction, FilingState};
use domain::review::{Board, DeskRow};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure};
use super::plan::Reading;
use super::presence::{self, Presence};
use super::{Words, choice, paths, review_panel, shell, words};
use crate::client::newer;
use crate::history::Address;
use crate::i18n::fill;
use board::{Which, table, years};
use bulk::bulk;

/// How often the board is read again.
const LOOK_AGAIN: Duration = Duration::from_secs(3);

/// The states of the board, in the order of its columns.
const STATES: [Option<FilingState>; 5] = [
    None,
    Some(FilingState::Draft),
    Some(FilingState::Submitted),
    Some(FilingState::Returned),
    Some(FilingState::Approved),
];

/// What is shown of the board.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The rows, as the server has them.
    pub rows: RwSignal<Vec<DeskRow>>,
    /// Address of the plan and year.
    pub at: StoredValue<(String, i16)>,
    institution: RwSignal<Option<String>>,
    state: RwSignal<Option<Option<FilingState>>>,
    chosen: RwSignal<BTreeSet<String>>,
    /// Code of the update under review.
    pub opened: RwSignal<Option<String>>,
    results: RwSignal<Vec<String>>,
    /// Institutions that are late.
    late: RwSignal<Vec<String>>,
    /// Which institutions the board lists.
    which: RwSignal<Which>,
    /// Reasons that were typed and not sent, by code.
    pub reasons: StoredValue<BTreeMap<String, String>>,
    /// Who else is here.
    pub presence: Presence,
}

impl Shown {
    /// Codes of the list under the filters, in reading order. What is under review stays.
    pub fn list(&self, plan: Reading) -> Vec<String> {
        let (institution, state) = (self.institution.get(), self.state.get());
        self.rows.with(|rows| {
            let fits = |row: &&DeskRow| {
                let of = institution.is_none() || plan.institution_of(&row.filing) == institution;
                of && state.is_none_or(|wanted| row.filing.state == wanted)
            };
            rows.iter().filter(fits).map(|row| row.filing.cell()).collect()
        })
    }

    /// Puts a newer record in its row.
    pub fn put(&self, filing: domain::filing::Filing) {
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.filing.cell() == filing.cell()) {
                row.filing = filing;
            }
        });
    }
}

/// The page.
pub fn page(words: Words) -> AnyView {
    let address = Address::get();
    let plan = Reading::new();
    let loaded: RwSignal<Option<Result<StoredValue<Board>, Failure>>> = RwSignal::new(None);
    let query = Memo::new(move |_| address.query());
    let load = move || {
        let query = query.get_untracked();
        let slug = choice::plan(&query, Role::reviews);
        let year = paths::value_of(&query, "year").and_then(|year| year.parse().ok());
        spawn_local(async move {
            let board = async {
                let board = api::board(&slug, year).await?;
                plan.open(&slug).await?;
                Ok(StoredValue::new(board))
            };
            loaded.set(Some(board.await));
        });
    };
    Effect::new(move |_| {
        query.track();
        loaded.set(None);
        load();
    });
    (move || match loaded.get() {
        None => view! { <div class="skeleton" role="status"></div> }.into_any(),
        Some(Err(failure)) => shell::failed(words, &failure, load),
        Some(Ok(board)) => board.with_value(|board| draw(words, plan, board)),
    })
    .into_any()
}

fn draw(words: Words, plan: Reading, board: &Board) -> AnyView {
    let t = words.t;
    let shown = Shown {
        rows: RwSignal::new(board.rows.clone()),
        at: StoredValue::new((board.plan.clone(), board.year)),
        institution: RwSignal::new(None),
        state: RwSignal::new(Some(Some(FilingState::Submitted))),
        chosen: RwSignal::new(BTreeSet::new()),
        opened: RwSignal::new(untrack(|| paths::value_of(&Address::get().query(), "indicator"))),
        results: RwSignal::new(Vec::new()),
        late: RwSignal::new(board.late.clone()),
        which: RwSignal::new(Which::All),
        reasons: StoredValue::new(BTreeMap::new()),
        presence: Presence::begin(&board.plan, board.year),
    };
    look_again(shown);
    Effect::new(move |_| shown.presence.go(shown.opened.get()));
    let to_review = move || {
        shown.rows.with(|rows| {
            let waiting = rows.iter().filter(|row| row.filing.state == Some(FilingState::Submitted)).count();
            fill(t.board_text, &[("n", &waiting.to_string()), ("total", &rows.len().to_string())])
        })
    };
    view! {
        <h1 class="page__title">{fill(t.board, &[("year", &board.year.to_string())])}</h1>
        {years(words, plan, board)}
        <p role="status">{to_review}</p>
        {presence::strip(words, shown.presence)}
        <div class="reviews">
            <div class="reviews__board">{board::which(words, shown)} {move || table(words, plan, shown)}</div>
            <div class="reviews__list">{bulk(words, plan, shown)} {move || list(words, plan, shown)}</div>
        </div>
        {move || shown.opened.get().map(|code| review_panel::draw(words, plan, shown, code))}
    }
    .into_any()
}

/// Takes what institutions did meanwhile, without moving what is looked at.
fn look_again(shown: Shown) {
    let tag = StoredValue::new(String::new());
    let look = move || {
        let Some((slug, year)) = shown.at.try_get_value().filter(|_| !document().hidden()) else { return };
        spawn_local(async move {
            let Ok(Some(newer)) = newer::<Board>(&paths::api_reviews(&slug, Some(year)), tag).await else {
                return;
            };
            let Some(held) = shown.rows.try_get_untracked() else { return };
            if shown.late.with_untracked(|late| *late != newer.late) {
                shown.late.set(newer.late);
            }
            for row in newer.rows {
                let is_newer = |known: &DeskRow| {
                    known.filing.cell() == row.filing.cell() && known.filing.version < row.filing.version
                };
                if held.iter().any(is_newer) {
                    shown.put(row.filing);
                }
            }
        });
    };
    if let Ok(handle) = set_interval_with_handle(look, LOOK_AGAIN) {
        on_cleanup(move || handle.clear());
    }
}

fn list(words: Words, plan: Reading, shown: Shown) -> AnyView {
    let t = words.t;
    let codes = shown.list(plan);
    if codes.is_empty() {
        return view! { <p class="notice">{t.nothing_here}</p> }.into_any();
    }
    let lines = codes.into_iter().map(|code| line(words, plan, shown, code));
    view! { <ul class="queue">{lines.collect_view()}</ul> }.into_any()
}

fn line(words: Words, plan: Reading, shown: Shown, code: String) -> Option<impl IntoView> {
    let row = shown.rows.with(|rows| rows.iter().find(|row| row.filing.cell() == code).cloned())?;
    let (title, institution, value) = plan.with(|matrix| {
        let indicator = matrix.indicator(matrix.row(&row.filing.indicator)?);
        let content = row.filing.entry.content.as_ref();
        let value = words::short_content(words, plan, indicator, content);
        Some((plan.text(words, &indicator.title), plan.institution_of(&row.filing).unwrap_or_default(), value))
    })??;
    let territory = plan.territory(words, &row.filing.territory);
    let name = format!("{} {territory}", row.filing.indicator).trim_end().to_owned();
    let can = row.filing.allowed.contains(&FilingAction::Approve);
    let (checked, toggled, opened, current) = (code.clone(), code.clone(), code.clone(), code.clone());
    let choice = can.then(|| view! {
        <input
            type="checkbox"
            class="queue__choice"
            aria-label=fill(words.t.select_one, &[("code", &name)])
            prop:checked=move || shown.chosen.with(|chosen| chosen.contains(&checked))
            on:change=move |_| shown.chosen.update(|chosen| if !chosen.remove(&toggled) { chosen.insert(toggled.clone()); })
        />
    });
    let class = format!("tag tag--{}", row.filing.state.map_or("none", FilingState::word));
    Some(view! {
        <li class="queue__item">
            {choice}
            <button
                class="queue__open"
                type="button"
                aria-expanded=move || (shown.opened.get().as_ref() == Some(&current)).to_string()
                on:click=move |_| shown.opened.set(Some(opened.clone()))
            >
                <span class="grid__code">{row.filing.indicator.clone()}</span> " "
                <span class="queue__title">{title} " " <strong>{territory}</strong></span>
            </button>
            <span class="queue__value">{value}</span>
            <span class="queue__who">{institution}</span>
            <span class=class>{words::state(words, row.filing.state)}</span>
        </li>
    })
}
