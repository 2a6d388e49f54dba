//! The interactive matrix in the browser. This file only starts it.

mod api;
mod app;
mod components;
mod history;
mod i18n;
mod live;
mod offline;
mod pages;
mod paths;
mod shell;
mod state;
mod ui;
mod words;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

fn main() {
    // A panic says where it happened; the words cost bytes, so only while developing.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let Some(root) = document().get_element_by_id("app").and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    // The static shell that was painted while the program loaded.
    root.set_inner_html("");
    mount_to(root, app::App).forget();
}
