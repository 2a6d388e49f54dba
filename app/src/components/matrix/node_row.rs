//! The rows above indicators: a node of the plan, or the heading of a group. They open and close what is
//! below, and show how it stands in each year.

use domain::filter::{self, Group};
use domain::rollup::Distribution;
use domain::search;
use leptos::prelude::*;

use super::cells::distribution_cell;
use super::head::Columns;
use crate::components::status::badge;
use crate::i18n::{Locale, fill};
use crate::state::{PlanStore, ViewState};
use crate::ui::highlight::highlight;
use crate::words;

/// A node's row.
#[component]
pub fn NodeRow(node: usize, depth: u8, has_rows: bool, row_index: Option<String>) -> impl IntoView {
    let store = PlanStore::get();
    let state = ViewState::get();
    let key = store.with(|m| filter::node_key(m, node)).unwrap_or_default();
    let title = move || {
        let locale = Locale::get();
        store.track_structure();
        let found = state.words();
        store.with(|matrix| {
            let node = matrix.node(node);
            let text = words::text(locale, matrix, &node.title);
            let level = matrix.plan().levels.get(usize::from(depth)).map(|l| words::text(locale, matrix, &l.name));
            let marked = highlight(&text, &search::highlights(&text, &found));
            view! {
                <span class="matrix__code"><span class="visually-hidden">{level}" "</span>{node.code.clone()}</span>
                <span class="matrix__text">{marked}</span>
            }
            .into_any()
        })
    };
    let members = move |included: &[bool]| {
        let below = store.with(|m| m.indicators_below(node).filter(|row| included.get(*row) == Some(&true)).collect::<Vec<_>>());
        below.unwrap_or_default()
    };
    heading(format!("node depth-{depth}"), depth, key, has_rows, row_index, title, members)
}

/// A group's row.
#[component]
pub fn GroupRow(group: Group, row_index: Option<String>) -> impl IntoView {
    let store = PlanStore::get();
    let state = ViewState::get();
    let key = store.with(|m| filter::group_key(m, &group)).unwrap_or_default();
    let named = group.clone();
    let title = move || {
        let locale = Locale::get();
        store.track_structure();
        store.with(|matrix| {
            let document = matrix.document();
            let name = |text: Option<String>| text.unwrap_or_else(|| locale.t.none.to_owned()).into_any();
            let title = match named {
                Group::Axis(i) => name(i.map(|i| words::text(locale, matrix, &document.axes[i].title))),
                Group::Institution(i) => name(i.map(|i| words::text(locale, matrix, &document.institutions[i].name))),
                Group::Status(state) => badge(locale, state).into_any(),
            };
            view! { <span class="matrix__text">{title}</span> }.into_any()
        })
    };
    let members = move |included: &[bool]| {
        let year = state.year().1;
        store
            .with(|matrix| {
                let belongs = |row: &usize| included.get(*row) == Some(&true) && is_member(matrix, &group, *row, year);
                (0..matrix.document().indicators.len()).filter(belongs).collect::<Vec<_>>()
            })
            .unwrap_or_default()
    };
    heading("group".to_owned(), 0, key, true, row_index, title, members)
}

fn is_member(matrix: &domain::matrix::Matrix, group: &Group, row: usize, column: usize) -> bool {
    let document = matrix.document();
    match group {
        Group::Axis(axis) => {
            matrix.axis_of(matrix.home(row)).map(|a| a.code.as_str()) == axis.map(|i| document.axes[i].code.as_str())
        }
        Group::Institution(institution) => {
            let code = institution.map(|i| document.institutions[i].code.as_str());
            code == Some(matrix.indicator(row).responsible.as_str())
        }
        Group::Status(state) => matrix.state(row, column) == *state,
    }
}

fn heading(
    modifier: String,
    depth: u8,
    key: String,
    has_rows: bool,
    row_index: Option<String>,
    title: impl Fn() -> Option<AnyView> + Send + 'static,
    members: impl Fn(&[bool]) -> Vec<usize> + Send + Sync + 'static,
) -> AnyView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let columns = Columns::get();
    let shown_key = key.clone();
    let open = Memo::new(move |_| state.view.with(|view| filter::is_open(view, &shown_key, depth)));
    let toggle = has_rows.then(|| {
        let key = key.clone();
        let label = move || if open.get() { locale.t.close_row } else { locale.t.open_row };
        view! {
            <button type="button" class="matrix__toggle" tabindex="-1" aria-label=label aria-expanded=move || open.get().to_string()
                on:click=move |_| state.change(|view| view.flip(&key))></button>
        }
    });
    let expanded = move || has_rows.then(|| open.get().to_string());
    let cells = move || {
        let columns = columns.get();
        store.track_structure();
        store.track_figures();
        let members = state.rows.with(|rows| members(&rows.included));
        let distribution = |column: usize| store.with(|m| m.distribution(members.iter().copied(), column)).unwrap_or_default();
        let years: Vec<_> = columns
            .years
            .iter()
            .map(|(column, year)| view! {
                <td class="cell cell--rollup" data-year=year.year.to_string()>{distribution_cell(locale, &distribution(*column))}</td>
            })
            .collect();
        let before = [columns.unit, columns.responsible, columns.baseline].iter().filter(|c| **c).count();
        let after = [columns.target, columns.trend].iter().filter(|c| **c).count();
        let total = count_of(locale, &distribution(0));
        view! {
            {(before > 0).then(|| view! { <td class="cell cell--plain" colspan=before.to_string()>{total}</td> })}
            {years}
            {(after > 0).then(|| view! { <td colspan=after.to_string()></td> })}
        }
    };
    view! {
        <tr class=format!("matrix__row matrix__row--{modifier}") data-key=key attr:aria-level=(depth + 1).to_string()
            aria-expanded=expanded aria-rowindex=row_index>
            <th scope="row" class="matrix__title">{toggle}{title}</th>
            {cells}
        </tr>
    }
    .into_any()
}

fn count_of(locale: Locale, distribution: &Distribution) -> String {
    let total = distribution.total() as usize;
    let name = if total == 1 { locale.t.indicator_one } else { locale.t.indicator_other };
    fill("{n} {name}", &[("n", &locale.count(total)), ("name", name)])
}
