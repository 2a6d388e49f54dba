//! Going through the grid with the keyboard, and pasting into it.

use domain::paste::read_block;
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::Grid;
use crate::desk::cell::Cell;
use crate::desk::paste::Pasted;

/// Id of the value field of a row.
pub fn id(row: usize) -> String {
    format!("value-{row}")
}

/// Puts the focus into a row.
pub fn focus(row: usize) {
    let found = document().get_element_by_id(&id(row)).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(field) = found {
        // Fails only for an element that is gone.
        let _ = field.focus();
    }
}

/// The keys of a value field.
pub fn keys(event: &KeyboardEvent, grid: Grid, row: usize, cell: Cell) {
    let last = grid.cells().len().saturating_sub(1);
    let control = event.ctrl_key() || event.meta_key();
    let tag = event.target().and_then(|target| target.dyn_into::<HtmlElement>().ok()).map(|field| field.tag_name());
    // A choice and several lines need the arrows for themselves; a choice does not need Enter.
    let own_keys = match tag.as_deref() {
        Some("SELECT") => !control && event.key() != "Enter",
        Some("TEXTAREA") => !control || matches!(event.key().as_str(), "z" | "Z" | "d" | "D"),
        _ => false,
    };
    if own_keys {
        return;
    }
    match event.key().as_str() {
        "ArrowDown" | "Enter" if row < last => focus(row + 1),
        "ArrowUp" if row > 0 => focus(row - 1),
        "Enter" | "ArrowDown" | "ArrowUp" => cell.save(),
        "Escape" => {
            let saved = cell.filing.get_untracked();
            let text = cell.facts.with_value(|facts| facts.print(saved.entry.content.as_ref()));
            grid.set(row, &text);
            cell.change(|entry| *entry = saved.entry.clone());
        }
        "d" | "D" if control && row > 0 => {
            let above = grid.cells()[row - 1].typed.get_untracked();
            if cell.is_writable() {
                grid.set(row, &above);
            }
        }
        "z" | "Z" if control => grid.undo(),
        _ => return,
    }
    event.prevent_default();
}

/// More than one cell on the clipboard is a block: it is shown before it is taken.
pub fn take_block(event: &ClipboardEvent, grid: Grid, row: usize) {
    let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
    let block = read_block(&text);
    if block.len() > 1 || block.iter().any(|row| row.len() > 1) {
        event.prevent_default();
        grid.pasted.set(Some(Pasted::new(block, row, &grid.cells())));
    }
}
