//! The pages in the browser, programs of one crate (docs/adr/0004): the matrix for everybody (`main`), the desk of those
//! who file and check updates, the office of those who keep the plan and lead workshops, the room of participants.

pub mod api;
pub mod app;
pub mod client;
pub mod components;
pub mod desk;
pub mod feed;
pub mod history;
pub mod i18n;
pub mod live;
pub mod office;
pub mod offline;
pub mod pages;
pub mod paths;
pub mod room;
pub mod shell;
pub mod state;
pub mod territories;
pub mod texts;
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
