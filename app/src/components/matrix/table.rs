//! The table itself: scroll area, head, and the rows that are in the window.

use domain::filter::{Row, RowKind};
use domain::view::Zoom;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;

use super::head::{Columns, TableHead};
use super::indicator_row::IndicatorRow;
use super::keys;
use super::node_row::{GroupRow, NodeRow};
use super::window::Window;
use crate::i18n::Locale;
use crate::paths::PlanRoute;
use crate::state::{PlanStore, ViewState};

/// The matrix as a table.
#[component]
pub fn MatrixTable() -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let area = NodeRef::<html::Div>::new();
    let zoom = Memo::new(move |_| state.view.with(|v| v.zoom));
    let columns = Memo::new(move |_| {
        store.track_structure();
        state.view.with(|view| Columns::of(store, view))
    });
    provide_context(columns);
    let window = Window::follow(area, state.rows, zoom);
    let shown = move || window.rows();
    let opened = move |event: web_sys::MouseEvent| open_clicked(&event, store, state);
    let class = move || {
        let size = match zoom.get() {
            Zoom::Overview => "matrix--small",
            Zoom::Matrix => "matrix--middle",
            Zoom::Detail => "matrix--large",
        };
        let windowed = if window.is_windowed() { " matrix--windowed" } else { "" };
        format!("matrix {size}{windowed}")
    };
    let row_count = move || window.is_windowed().then(|| (state.rows.with(|r| r.rows.len()) + 1).to_string());
    view! {
        <div class="matrix-area" node_ref=area tabindex="0" role="region" aria-label=locale.t.matrix_label
            on:keydown=move |event| keys::on_key(&event, area, store, state) on:click=opened
            on:scroll=move |_| window.read()>
            <table class=class role="treegrid" aria-label=locale.t.matrix_label aria-rowcount=row_count>
                <TableHead/>
                <tbody>
                    <tr class="matrix__spacer" aria-hidden="true"><td style:height=move || format!("{}px", window.above())></td></tr>
                    <For each=shown key=move |(index, row)| window.key(*index, row) let((index, row))>
                        {table_row(index, row, window.is_windowed())}
                    </For>
                    <tr class="matrix__spacer" aria-hidden="true"><td style:height=move || format!("{}px", window.below())></td></tr>
                </tbody>
            </table>
        </div>
    }
}

fn table_row(index: usize, row: Row, windowed: bool) -> AnyView {
    // The head is the first row of the grid.
    let row_index = windowed.then(|| (index + 2).to_string());
    match row.kind {
        RowKind::Node(node) => view! { <NodeRow node depth=row.depth has_rows=row.open.is_some() row_index/> }.into_any(),
        RowKind::Indicator(row_number) => view! { <IndicatorRow row=row_number depth=row.depth row_index/> }.into_any(),
        RowKind::Group(group) => view! { <GroupRow group row_index/> }.into_any(),
    }
}

/// A click anywhere in an indicator's row opens it, at the year of the cell.
fn open_clicked(event: &web_sys::MouseEvent, store: PlanStore, state: ViewState) {
    let Some(element) = event.target().and_then(|t| t.dyn_into::<web_sys::Element>().ok()) else { return };
    if element.closest("a, button").ok().flatten().is_some() {
        return;
    }
    if let Some(cell) = element.closest("td, th").ok().flatten() {
        open_cell(&cell, store, state);
    }
}

/// Opens the indicator of a cell.
pub fn open_cell(cell: &web_sys::Element, store: PlanStore, state: ViewState) {
    let row = cell.closest("tr[data-row]").ok().flatten().and_then(|tr| tr.get_attribute("data-row"));
    let Some(row) = row.and_then(|row| row.parse::<usize>().ok()) else { return };
    let Some(code) = store.with(|m| m.indicator(row).code.clone()) else { return };
    let year = cell.get_attribute("data-year").and_then(|year| year.parse().ok());
    let target = untrack(|| state.href_with(PlanRoute::Indicator(code), |view| view.cell = year));
    crate::history::Address::get().go(&target, crate::history::Step::Push);
}

