//! A row of the table as a component: draws its markup when the view changes, and only the cells that
//! changed when a figure does, so that neither focus nor scroll position moves.

use domain::filter::{self, Row, RowKind};
use domain::matrix::Matrix;
use leptos::html;
use leptos::prelude::*;
use maud::Markup;

use super::cells::figure_cell;
use super::heading::{counted, heading, members};
use super::line::{Pen, line};
use crate::i18n::Locale;
use crate::paths::PlanRoute;
use crate::state::{PlanStore, ViewState};

/// What all rows of a table share.
#[derive(Clone, Copy)]
pub struct Table {
    /// The reader's language.
    pub locale: Locale,
    /// The plan.
    pub store: PlanStore,
    /// The view.
    pub state: ViewState,
}

impl Table {
    /// Draws something with the looks of the present view. Tracks the plan's structure and what changes
    /// the looks; not the figures, and not the rest of the view, so that the focus stays in a row.
    fn draw(&self, draw: impl FnOnce(&Pen, &Matrix) -> Markup) -> Option<String> {
        self.store.track_structure();
        self.state.looks.with(|looks| {
            let pen = Pen { locale: self.locale, looks };
            self.store.with(|matrix| draw(&pen, matrix).into_string())
        })
    }
}

/// An indicator's row.
pub fn indicator_row(table: Table, row: usize, depth: u8, row_index: Option<String>) -> AnyView {
    let Table { store, state, .. } = table;
    let element = NodeRef::<html::Tr>::new();
    let code = store.with(|m| m.indicator(row).code.clone()).unwrap_or_default();
    let href = untrack(|| state.plain_href(PlanRoute::Indicator(code.clone())));
    let markup = move || table.draw(|pen, matrix| line(pen, matrix, row, &href));
    let mark = store.row_signal(row);
    Effect::new(move |before: Option<u32>| {
        let mark = mark.get();
        if let (Some(before), Some(element)) = (before, element.get_untracked()) {
            patch_figures(table, &element, row, mark.fresh, before != mark.version);
        }
        mark.version
    });
    let opened = code.clone();
    let is_open = move || state.looks.with(|looks| looks.opened.as_ref() == Some(&opened));
    view! {
        <tr class=format!("matrix__row matrix__row--indicator depth-{depth}") class:matrix__row--open=is_open node_ref=element
            data-row=row.to_string() data-code=code attr:aria-level=(depth + 1).to_string() aria-rowindex=row_index inner_html=markup></tr>
    }
    .into_any()
}

/// Draws the year cells of a row again and marks the fresh ones.
fn patch_figures(table: Table, element: &web_sys::Element, row: usize, fresh: u64, redraw: bool) {
    let columns = table.state.looks.with_untracked(|looks| looks.columns.clone());
    for (column, year) in &columns.years {
        let Ok(Some(cell)) = element.query_selector(&format!("td[data-year='{}']", year.year)) else { continue };
        let is_fresh = fresh & (1 << (*column).min(63)) != 0;
        // Toggling a class with a valid name cannot fail.
        let _ = cell.class_list().toggle_with_force("cell--fresh", is_fresh);
        if redraw {
            let markup = table.store.with(|m| figure_cell(table.locale, m, row, *column, columns.zoom));
            cell.set_inner_html(&markup.unwrap_or_default().into_string());
        }
    }
}

/// The row of a node or a group.
pub fn heading_row(table: Table, row: Row, row_index: Option<String>) -> AnyView {
    let Table { store, state, .. } = table;
    let element = NodeRef::<html::Tr>::new();
    let (kind, depth, has_rows) = (row.kind, row.depth, row.open.is_some());
    let key = store
        .with(|m| match &kind {
            RowKind::Node(node) => filter::node_key(m, *node),
            RowKind::Group(group) => filter::group_key(m, group),
            RowKind::Indicator(_) => String::new(),
        })
        .unwrap_or_default();
    let shown_key = key.clone();
    let open = move || state.view.with(|view| filter::is_open(view, &shown_key, depth));
    let name = if matches!(kind, RowKind::Group(_)) { "group" } else { "node" };
    let of_kind = kind.clone();
    let markup = move || table.draw(|pen, matrix| heading(pen, matrix, &kind, has_rows));
    Effect::new(move |_| {
        store.track_figures();
        let column = state.year().1;
        let below = state.rows.with(|rows| store.with(|m| members(m, &of_kind, &rows.included, column)));
        if let (Some(element), Some(below)) = (element.get(), below) {
            patch_counts(table, &element, &below);
        }
    });
    view! {
        <tr class=format!("matrix__row matrix__row--{name} depth-{depth}") node_ref=element data-key=key attr:aria-level=(depth + 1).to_string()
            aria-expanded=move || has_rows.then(|| if open() { "true" } else { "false" }) aria-rowindex=row_index inner_html=markup></tr>
    }
    .into_any()
}

/// Writes what is counted into the cells after the title.
fn patch_counts(table: Table, element: &web_sys::Element, below: &[usize]) {
    let markup =
        table.state.looks.with(|looks| table.store.with(|matrix| counted(table.locale, matrix, &looks.columns, below)));
    let mut cell = element.first_element_child();
    for markup in markup.unwrap_or_default() {
        cell = cell.and_then(|cell| cell.next_element_sibling());
        if let Some(cell) = &cell {
            cell.set_inner_html(&markup.into_string());
        }
    }
}
