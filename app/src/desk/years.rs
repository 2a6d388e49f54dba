//! The years of a plan: where each stands, until when, how much is missing; for the coordinator moving them.

mod closing;
mod extensions;
mod panel;

use domain::account::Role;
use domain::calendar::{YearBoard, YearRow};
use domain::filing::FilingState;
use domain::year::{Year, YearState};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure};
use super::paths::{self, DeskRoute};
use super::plan::Reading;
use super::{Words, choice, shell, words};
use crate::history::Address;
use crate::i18n::fill;

/// The years, and the one that is being changed.
#[derive(Clone, Copy)]
pub struct Shown {
    board: RwSignal<YearBoard>,
    plan: Reading,
    opened: RwSignal<Option<Year>>,
}

impl Shown {
    /// Reads one year as the server has it; tracked.
    fn row<T>(self, year: Year, read: impl FnOnce(&YearRow) -> T) -> Option<T> {
        self.board.with(|board| board.years.iter().find(|row| row.year.year == year).map(read))
    }
}

type Loaded = Option<Result<StoredValue<YearBoard>, Failure>>;

/// The page.
pub fn page(words: Words) -> AnyView {
    let address = Address::get();
    let plan = Reading::new();
    let loaded: RwSignal<Loaded> = RwSignal::new(None);
    let chosen = Memo::new(move |_| choice::plan(&address.query(), |_| true));
    let load = move || {
        let slug = chosen.get_untracked();
        spawn_local(async move {
            let board = async {
                let board = api::years(&slug).await?;
                plan.open(&slug).await?;
                Ok(StoredValue::new(board))
            };
            loaded.set(Some(board.await));
        });
    };
    Effect::new(move |_| {
        chosen.track();
        loaded.set(None);
        load();
    });
    view! {
        <h1 class="page__title">{words.t.years_title}</h1>
        {move || choice::links(words, DeskRoute::Years, &chosen.get(), |_| true)}
        {move || match loaded.get() {
            None => view! { <div class="skeleton" role="status"></div> }.into_any(),
            Some(Err(failure)) => shell::failed(words, &failure, load),
            Some(Ok(board)) => draw(words, plan, board.get_value()),
        }}
    }
    .into_any()
}

fn draw(words: Words, plan: Reading, board: YearBoard) -> AnyView {
    let shown = Shown { board: RwSignal::new(board), plan, opened: RwSignal::new(None) };
    view! {
        <p>{words.t.years_text}</p>
        {move || table(words, shown)}
        {move || shown.opened.get().map(|year| panel::draw(words, shown, year))}
    }
    .into_any()
}

/// Columns of the counts, in their order.
const STATES: [Option<FilingState>; 5] = [
    None,
    Some(FilingState::Draft),
    Some(FilingState::Submitted),
    Some(FilingState::Returned),
    Some(FilingState::Approved),
];

fn table(words: Words, shown: Shown) -> impl IntoView {
    let t = words.t;
    let board = shown.board.get();
    let head = STATES.into_iter().map(|state| {
        let class = format!("tag tag--{}", state.map_or("none", FilingState::word));
        view! { <th scope="col"><span class=class>{words::state(words, state)}</span></th> }
    });
    let reviews = choice::has_role(&board.plan, Role::reviews);
    let change =
        board.may_move.then(|| view! { <th scope="col"><span class="visually-hidden">{t.move_year}</span></th> });
    let lines = board.years.iter().map(|row| line(words, shown, &board, row, reviews));
    view! {
        <div class="board__scroll" tabindex="0" role="group" aria-label=t.years_title>
            <table class="board">
                <thead>
                    <tr>
                        <th scope="col">{t.year}</th>
                        {change}
                        <th scope="col">{t.column_state}</th>
                        <th scope="col">{t.deadline}</th>
                        {head.collect_view()}
                        <th scope="col">{t.extensions}</th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
}

fn line(words: Words, shown: Shown, board: &YearBoard, row: &YearRow, reviews: bool) -> impl IntoView + use<> {
    let t = words.t;
    let year = row.year.year;
    let name = if reviews {
        let href = paths::of_year(words.locale.tongue, &DeskRoute::Review, &board.plan, year);
        view! { <a href=href>{year}</a> }.into_any()
    } else {
        year.into_any()
    };
    let change = board.may_move.then(|| {
        let label = fill(t.move_year_label, &[("year", &year.to_string())]);
        view! {
            <td>
                <button
                    class="button button--quiet button--small"
                    type="button"
                    aria-label=label
                    aria-expanded=move || (shown.opened.get() == Some(year)).to_string()
                    on:click=move |_| shown.opened.update(|o| *o = if *o == Some(year) { None } else { Some(year) })
                >
                    {t.move_year}
                </button>
            </td>
        }
    });
    let tag = match row.year.state {
        YearState::Open => "tag tag--submitted",
        YearState::Closed => "tag",
        YearState::Upcoming => "tag tag--none",
    };
    let deadline = row.year.deadline.as_deref().map_or(t.no_deadline.to_owned(), |day| words.locale.day(day));
    let cells = row.cells;
    let counts = [cells.nothing, cells.draft, cells.submitted, cells.returned, cells.approved];
    let counts = counts.into_iter().map(|count| view! { <td>{words.locale.count(count)}</td> });
    let extensions = row.extensions.iter().map(|extension| {
        let places = [("institution", extension.institution.clone()), ("day", words.locale.day(&extension.last_day))];
        view! { <li>{words::fill_all(t.extended_until, &places)}</li> }
    });
    view! {
        <tr>
            <th scope="row">{name}</th>
            {change}
            <td><span class=tag>{words::year_state(words, row.year.state)}</span></td>
            <td>{deadline}</td>
            {counts.collect_view()}
            <td><ul class="plain">{extensions.collect_view()}</ul></td>
        </tr>
    }
}
