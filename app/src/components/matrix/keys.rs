//! The keyboard in the matrix: arrows move over cells, Enter opens, Space opens and closes rows. The
//! focus is a real one, so a screen reader follows it.

use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, KeyboardEvent};

use super::table::open_cell;
use crate::state::{PlanStore, ViewState};

/// Rows that Page Up and Page Down pass.
const PAGE: usize = 10;

/// Handles a key pressed inside the scroll area.
pub fn on_key(event: &KeyboardEvent, area: NodeRef<html::Div>, store: PlanStore, state: ViewState) {
    if event.ctrl_key() && !matches!(event.key().as_str(), "Home" | "End") || event.alt_key() || event.meta_key() {
        return;
    }
    let Some(area) = area.get_untracked() else { return };
    let focused = document().active_element();
    let cell = focused.as_ref().and_then(|e| e.closest("td, th").ok().flatten());
    let key = event.key();
    let Some(cell) = cell else {
        // The area itself has the focus: the first key goes to a cell.
        if matches!(key.as_str(), "ArrowDown" | "ArrowRight" | "Enter" | "Home") {
            event.prevent_default();
            if let Ok(Some(first)) = area.query_selector("tbody tr.matrix__row > th") {
                focus(&first);
            }
        }
        return;
    };
    let target = match key.as_str() {
        "ArrowDown" => step_rows(&cell, 1),
        "ArrowUp" => step_rows(&cell, -1),
        "PageDown" => step_rows(&cell, PAGE as i32),
        "PageUp" => step_rows(&cell, -(PAGE as i32)),
        "ArrowRight" if opens(&cell, "false") => return toggle(event, &cell),
        "ArrowLeft" if opens(&cell, "true") => return toggle(event, &cell),
        "ArrowRight" => cell.next_element_sibling(),
        "ArrowLeft" => cell.previous_element_sibling(),
        "Home" if event.ctrl_key() => area.query_selector("tbody tr.matrix__row > th").ok().flatten(),
        "End" if event.ctrl_key() => last_row(&area),
        "Home" => cell.parent_element().and_then(|row| row.first_element_child()),
        "End" => cell.parent_element().and_then(|row| row.last_element_child()),
        "Enter" | " " => {
            event.prevent_default();
            if cell.closest("thead").ok().flatten().is_some() {
                click_inside(&cell);
            } else if cell.closest("tr[data-key]").ok().flatten().is_some() {
                toggle(event, &cell);
            } else {
                open_cell(&cell, store, state);
            }
            return;
        }
        _ => return,
    };
    event.prevent_default();
    if let Some(target) = target {
        focus(&target);
    }
}

/// True for the title of a node whose rows are shown ("true") or hidden ("false").
fn opens(cell: &Element, expanded: &str) -> bool {
    let row = cell.closest("tr[aria-expanded]").ok().flatten();
    cell.tag_name() == "TH" && row.is_some_and(|row| row.get_attribute("aria-expanded").as_deref() == Some(expanded))
}

fn toggle(event: &KeyboardEvent, cell: &Element) {
    event.prevent_default();
    let row = cell.closest("tr").ok().flatten();
    if let Some(button) = row.and_then(|row| row.query_selector(".matrix__toggle").ok().flatten()) {
        click(&button);
    }
}

fn click_inside(cell: &Element) {
    if let Ok(Some(button)) = cell.query_selector("button") {
        click(&button);
    }
}

fn click(element: &Element) {
    if let Some(element) = element.dyn_ref::<HtmlElement>() {
        element.click();
    }
}

/// The cell in the same column, some rows down or up; as far as there are rows. From the first row up
/// leads to the head.
fn step_rows(cell: &Element, by: i32) -> Option<Element> {
    let mut row = cell.parent_element()?;
    let column = position(cell);
    let mut moved = false;
    for _ in 0..by.unsigned_abs() {
        let next = if by > 0 { next_row(&row) } else { previous_row(&row) };
        let Some(next) = next else { break };
        row = next;
        moved = true;
    }
    if !moved {
        return None;
    }
    cell_at(&row, column)
}

fn next_row(row: &Element) -> Option<Element> {
    if row.closest("thead").ok().flatten().is_some() {
        return row.closest("table").ok()??.query_selector("tbody tr.matrix__row").ok()?;
    }
    row.next_element_sibling().filter(|r| r.class_list().contains("matrix__row"))
}

fn previous_row(row: &Element) -> Option<Element> {
    let previous = row.previous_element_sibling();
    match previous.filter(|r| r.class_list().contains("matrix__row")) {
        Some(previous) => Some(previous),
        None => row.closest("table").ok()??.query_selector("thead tr").ok()?,
    }
}

/// Position of a cell, counting spanned columns.
fn position(cell: &Element) -> u32 {
    let mut at = 0;
    let mut before = cell.previous_element_sibling();
    while let Some(cell) = before {
        at += span(&cell);
        before = cell.previous_element_sibling();
    }
    at
}

fn cell_at(row: &Element, column: u32) -> Option<Element> {
    let mut cell = row.first_element_child()?;
    let mut at = span(&cell);
    while at <= column {
        let Some(next) = cell.next_element_sibling() else { break };
        at += span(&next);
        cell = next;
    }
    Some(cell)
}

fn span(cell: &Element) -> u32 {
    cell.get_attribute("colspan").and_then(|s| s.parse().ok()).unwrap_or(1)
}

fn last_row(area: &Element) -> Option<Element> {
    area.set_scroll_top(area.scroll_height());
    area.query_selector("tr.matrix__row:last-child > th").ok()?
}

/// Gives the focus to a cell and brings it into view.
pub fn focus(cell: &Element) {
    if let Some(cell) = cell.dyn_ref::<HtmlElement>() {
        cell.set_tab_index(-1);
        // An element of the page can be focused.
        let _ = cell.focus();
    }
}

/// Gives the focus back to the row of an indicator, when it is on screen.
pub fn focus_indicator(code: &str) {
    let Ok(rows) = document().query_selector_all("tr[data-code]") else { return };
    for i in 0..rows.length() {
        let Some(row) = rows.item(i).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
        if row.get_attribute("data-code").as_deref() == Some(code) {
            if let Some(title) = row.first_element_child() {
                focus(&title);
            }
            return;
        }
    }
}
