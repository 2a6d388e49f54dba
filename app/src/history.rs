//! The browser's address as a signal: reading it, moving to another, and following links without a
//! reload. What an address means is in `paths` and in `domain::view`.

use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{HtmlAnchorElement, MouseEvent};

use crate::paths::{self, Route, Tongue};

/// Where the reader is.
#[derive(Clone, Copy)]
pub struct Address {
    /// Path, percent-encoded.
    pub path: RwSignal<String>,
    query: RwSignal<String>,
}

/// Whether a move makes an entry in the browser's history.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// A new entry: "back" returns to the present address.
    Push,
    /// In place of the present entry, for typing.
    Replace,
}

impl Address {
    /// Reads the present address and follows it from now on. Links to paths that `is_ours` knows do not load a
    /// page.
    pub fn follow(is_ours: fn(&str) -> bool) -> Address {
        let address = Address { path: RwSignal::new(String::new()), query: RwSignal::new(String::new()) };
        address.read();
        let on_pop = Closure::<dyn Fn()>::new(move || address.read());
        let on_click = Closure::<dyn Fn(MouseEvent)>::new(move |event: MouseEvent| {
            if let Some(target) = own_link(&event, is_ours) {
                event.prevent_default();
                address.go(&target, Step::Push);
            }
        });
        let window = window();
        // Both can only fail for an unknown event target.
        let _ = window.add_event_listener_with_callback("popstate", on_pop.as_ref().unchecked_ref());
        let _ = window.add_event_listener_with_callback("click", on_click.as_ref().unchecked_ref());
        on_pop.forget();
        on_click.forget();
        address
    }

    /// The address of the page.
    pub fn get() -> Address {
        expect_context::<Address>()
    }

    fn read(&self) {
        let location = window().location();
        let path = location.pathname().unwrap_or_default();
        let search = location.search().unwrap_or_default();
        if self.path.with_untracked(|p| *p != path) {
            self.path.set(path);
        }
        let query = search.trim_start_matches('?');
        if self.query.with_untracked(|q| *q != query) {
            self.query.set(query.to_owned());
        }
    }

    /// Moves to a path with an optional query, within the app.
    pub fn go(&self, target: &str, step: Step) {
        let Ok(history) = window().history() else { return };
        let moved = match step {
            Step::Push => history.push_state_with_url(&JsValue::NULL, "", Some(target)),
            Step::Replace => history.replace_state_with_url(&JsValue::NULL, "", Some(target)),
        };
        if moved.is_ok() {
            self.read();
        }
    }

    /// Language and page, tracked.
    pub fn route(&self) -> (Tongue, Route) {
        self.path.with(|path| paths::parse(path))
    }

    /// Query without the question mark, tracked.
    pub fn query(&self) -> String {
        self.query.get()
    }
}

/// The target of a plain click on a link to a page of the app.
fn own_link(event: &MouseEvent, is_ours: fn(&str) -> bool) -> Option<String> {
    if event.default_prevented() || event.button() != 0 {
        return None;
    }
    if event.ctrl_key() || event.meta_key() || event.shift_key() || event.alt_key() {
        return None;
    }
    let element = event.target()?.dyn_into::<web_sys::Element>().ok()?;
    let link = element.closest("a[href]").ok()??.dyn_into::<HtmlAnchorElement>().ok()?;
    let is_ours = link.origin() == window().location().origin().ok()? && is_ours(&link.pathname());
    let is_plain = link.target().is_empty() && !link.has_attribute("download") && link.hash().is_empty();
    (is_ours && is_plain).then(|| format!("{}{}", link.pathname(), link.search()))
}
