//! The table itself: scroll area, head, and the rows that are in the window. One listener hears all
//! clicks.

use domain::filter::RowKind;
use domain::view::{View, Zoom};
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::head::{column_group, head};
use super::keys;
use super::row::{Table, heading_row, indicator_row};
use super::window::{Frame, Window, after_paint};
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
    let table = Table { locale, store, state };
    let window = Window::follow(area, state.rows, state.view);
    Effect::new(move |_| {
        state.year();
        request_animation_frame(move || show_chosen_year(area));
        after_paint(move || window.read());
    });
    let class = move || {
        let size = match state.view.with(|v| v.zoom) {
            Zoom::Overview => "small",
            Zoom::Matrix => "middle",
            Zoom::Detail => "large",
        };
        format!("matrix matrix--{size}{}", if window.frame.get().windowed { " matrix--windowed" } else { "" })
    };
    let row_count = move || Some(window.frame.get()).filter(|f| f.windowed).map(|f| (f.count + 1).to_string());
    let heads = move || {
        state.looks.with(|looks| state.view.with(|view| head(locale, &looks.columns, view, looks.year.0).into_string()))
    };
    let cols = move || state.looks.with(|looks| column_group(&looks.columns, looks.year.0).into_string());
    let spacer = |height: fn(Frame) -> usize| {
        view! {
            <tbody class="matrix__spacer" aria-hidden="true" hidden=move || height(window.frame.get()) == 0>
                <tr><td style:height=move || format!("{}px", height(window.frame.get()))></td></tr>
            </tbody>
        }
    };
    let row = move |(index, row): (usize, domain::filter::Row)| {
        // The head is the first row of the grid.
        let row_index = window.frame.with_untracked(|f| f.windowed).then(|| (index + 2).to_string());
        match row.kind {
            RowKind::Indicator(indicator) => indicator_row(table, indicator, row.depth, row_index),
            RowKind::Node(_) | RowKind::Group(_) => heading_row(table, row, row_index),
        }
    };
    view! {
        <div class="matrix-area" node_ref=area tabindex="0" role="region" aria-label=locale.t.matrix_label
            on:keydown=move |event| keys::on_key(&event, area, store, state) on:scroll=move |_| window.read()
            on:click=move |event| pressed(&event, store, state)>
            <table class=class role="treegrid" aria-label=locale.t.matrix_label aria-rowcount=row_count>
                <colgroup inner_html=cols></colgroup>
                <thead inner_html=heads></thead>
                {spacer(|frame| frame.above)}
                <tbody>
                    <For each=move || window.rows() key=move |(index, row)| window.key(*index, row) children=row/>
                </tbody>
                {spacer(|frame| frame.below)}
            </table>
        </div>
    }
}

/// Scrolls sideways until the chosen year stands beside the title, when it is out of sight: on a phone the
/// years would be to the right of the screen.
fn show_chosen_year(area: NodeRef<html::Div>) {
    // The table may be gone by the next frame.
    let Some(area) = area.try_get_untracked().flatten() else { return };
    let width = |selector: &str| {
        let found =
            area.query_selector(selector).ok().flatten().and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok());
        found.map(|e| (e.offset_left(), e.offset_width()))
    };
    if let (Some((_, title)), Some((left, year))) = (width(".matrix__title"), width(".matrix__year--chosen"))
        && left + year > area.scroll_left() + area.client_width()
    {
        area.set_scroll_left(left - title);
    }
}

/// A press on a toggle flips its rows, on a name in the head sorts, anywhere else in an indicator's row
/// opens it.
fn pressed(event: &web_sys::MouseEvent, store: PlanStore, state: ViewState) {
    let Some(element) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
    let closest = |selector: &str| element.closest(selector).ok().flatten();
    if closest("a").is_some() {
        if event.ctrl_key() || event.meta_key() || event.shift_key() || event.button() != 0 {
            return;
        }
        event.prevent_default();
    }
    if closest(".matrix__toggle").is_some() {
        if let Some(key) = closest("tr").and_then(|row| row.get_attribute("data-key")) {
            state.change(|view| view.flip(&key));
        }
    } else if let Some(query) = closest(".matrix__sort").and_then(|button| button.get_attribute("data-query")) {
        state.change(|view| *view = View::from_query(&query));
    } else if let Some(cell) = closest("td, th") {
        open_cell(&cell, store, state);
    }
}

/// Opens the indicator of a cell.
pub fn open_cell(cell: &Element, store: PlanStore, state: ViewState) {
    let row = cell.closest("tr[data-row]").ok().flatten().and_then(|tr| tr.get_attribute("data-row"));
    let Some(row) = row.and_then(|row| row.parse::<usize>().ok()) else { return };
    let Some(code) = store.with(|m| m.indicator(row).code.clone()) else { return };
    let year = cell.get_attribute("data-year").and_then(|year| year.parse().ok());
    state.go(PlanRoute::Indicator(code), |view| view.cell = year);
}
