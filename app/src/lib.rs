//! The pages in the browser, two programs of one crate: the interactive matrix for everybody (`main`), and the
//! desk of those who file and check updates (`bin/desk`), which a reader never loads (docs/adr/0004).

pub mod api;
pub mod app;
pub mod components;
pub mod desk;
pub mod history;
pub mod i18n;
pub mod live;
pub mod offline;
pub mod pages;
pub mod paths;
pub mod shell;
pub mod state;
pub mod ui;
pub mod words;

use leptos::prelude::*;
use wasm_bindgen::JsCast;

/// Puts a program in the place of the static shell that was painted while it loaded.
pub fn start<V: IntoView + 'static>(program: impl FnOnce() -> V + 'static) {
    // A panic says where it happened; the words cost bytes, so only while developing.
    #[cfg(debug_assertions)]
    console_error_panic_hook::set_once();
    let Some(root) = document().get_element_by_id("app").and_then(|e| e.dyn_into::<web_sys::HtmlElement>().ok()) else {
        return;
    };
    root.set_inner_html("");
    mount_to(root, program).forget();
}
