//! The head of the table: which columns there are, and sorting by them.

use domain::view::{Column, SortKey, View, Zoom};
use domain::year::{ReportingYear, YearState};
use leptos::prelude::*;

use crate::i18n::Locale;
use crate::state::{PlanStore, ViewState};

/// The columns of a view, in order.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    /// Zoom, because it decides how much a cell says.
    pub zoom: Zoom,
    /// Unit.
    pub unit: bool,
    /// Responsible institution.
    pub responsible: bool,
    /// Baseline.
    pub baseline: bool,
    /// Years with their position in the plan.
    pub years: Vec<(usize, ReportingYear)>,
    /// Final target.
    pub target: bool,
    /// Trend.
    pub trend: bool,
    /// Number of columns, title included.
    pub count: usize,
}

impl Columns {
    /// The columns that a view shows. From further away only the years are left.
    pub fn of(store: PlanStore, view: &View) -> Columns {
        let years = store.with(|m| m.plan().years.clone()).unwrap_or_default();
        let years: Vec<_> =
            years.into_iter().enumerate().filter(|(_, y)| view.shows(Column::Year(y.year))).collect();
        let near = view.zoom != Zoom::Overview;
        let shows = |column| near && view.shows(column);
        let mut columns = Columns {
            zoom: view.zoom,
            unit: shows(Column::Unit),
            responsible: shows(Column::Responsible),
            baseline: shows(Column::Baseline),
            years,
            target: shows(Column::Target),
            trend: shows(Column::Trend),
            count: 0,
        };
        let plain = [columns.unit, columns.responsible, columns.baseline, columns.target, columns.trend];
        columns.count = 1 + columns.years.len() + plain.iter().filter(|shown| **shown).count();
        columns
    }

    /// The columns of the table that is being drawn.
    pub fn get() -> Memo<Columns> {
        expect_context::<Memo<Columns>>()
    }
}

/// Head row and column groups.
#[component]
pub fn TableHead() -> impl IntoView {
    let columns = Columns::get();
    view! { {move || head(&columns.get())} }
}

fn head(columns: &Columns) -> AnyView {
    let locale = Locale::get();
    let t = locale.t;
    let state = ViewState::get();
    let cols: Vec<_> = columns
        .years
        .iter()
        .map(|(_, year)| {
            let year = year.year;
            view! { <col class="matrix__col" class:matrix__col--chosen=move || state.year().0 == year/> }
        })
        .collect();
    let years: Vec<_> = columns
        .years
        .iter()
        .map(|(_, year)| {
            let note = match year.state {
                YearState::Closed => None,
                YearState::Open => Some(t.year_open),
                YearState::Upcoming => Some(t.year_upcoming),
            };
            let note = note.map(|words| view! { <small class="matrix__note">{words}</small> });
            let label = year.year.to_string();
            let chosen = year.year;
            view! {
                <th scope="col" class="matrix__year" class:matrix__year--chosen=move || state.year().0 == chosen
                    aria-sort=move || aria_sort(state, SortKey::Year(chosen))>
                    {sorter(state, SortKey::Year(chosen), label)}{note}
                </th>
            }
        })
        .collect();
    let plain = |shown: bool, words: &'static str| {
        shown.then(|| view! { <th scope="col" class="matrix__plain"><span class="matrix__label">{words}</span></th> })
    };
    let sortable = |shown: bool, key: SortKey, words: &'static str| {
        shown.then(|| view! {
            <th scope="col" class="matrix__plain" aria-sort=move || aria_sort(state, key)>{sorter(state, key, words.to_owned())}</th>
        })
    };
    let before = [columns.unit, columns.responsible, columns.baseline].iter().filter(|c| **c).count();
    view! {
        <colgroup>
            <col class="matrix__col-title"/>
            {(0..before).map(|_| view! { <col/> }).collect::<Vec<_>>()}
            {cols}
        </colgroup>
        <thead>
            <tr>
                <th scope="col" class="matrix__title matrix__title--head" aria-sort=move || aria_sort(state, SortKey::Title)>
                    {sorter(state, SortKey::Title, t.indicator.to_owned())}
                </th>
                {plain(columns.unit, t.unit)}
                {sortable(columns.responsible, SortKey::Responsible, t.responsible)}
                {plain(columns.baseline, t.baseline)}
                {years}
                {sortable(columns.target, SortKey::Progress, t.final_target)}
                {plain(columns.trend, t.trend)}
            </tr>
        </thead>
    }
    .into_any()
}

fn aria_sort(state: ViewState, key: SortKey) -> Option<&'static str> {
    state.view.with(|v| (v.sort == key).then_some(if v.descending { "descending" } else { "ascending" }))
}

/// A button that sorts up, then down, then not.
fn sorter(state: ViewState, key: SortKey, words: String) -> impl IntoView {
    let next = move |_| {
        state.change(|view| {
            (view.sort, view.descending) = match (view.sort == key, view.descending) {
                (false, _) => (key, false),
                (true, false) => (key, true),
                (true, true) => (SortKey::Plan, false),
            };
        });
    };
    let arrow = move || {
        state.view.with(|v| match (v.sort == key, v.descending) {
            (false, _) => "",
            (true, false) => " ▲",
            (true, true) => " ▼",
        })
    };
    view! {
        <button type="button" class="matrix__sort" tabindex="-1" on:click=next>
            {words}<span aria-hidden="true">{arrow}</span>
        </button>
    }
}
