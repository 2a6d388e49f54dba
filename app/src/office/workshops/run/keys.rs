//! Keys of the page that leads, where nothing is typed and nothing is open over it. They can be turned off.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::Element;

use super::act::of_key;
use super::lead::Lead;

/// Name in the browser's storage of the wish to have no keys.
const OFF: &str = "workshop-keys-off";

fn storage() -> Option<web_sys::Storage> {
    window().local_storage().ok().flatten()
}

/// Whether keys work in this browser.
pub fn are_on() -> bool {
    storage().and_then(|storage| storage.get_item(OFF).ok().flatten()).is_none()
}

/// Turns them on or off.
pub fn turn(on: bool) {
    let Some(storage) = storage() else { return };
    // Without storage the wish holds until the page is left.
    let _ = if on { storage.remove_item(OFF) } else { storage.set_item(OFF, "1") };
}

/// Listens until the owner of the caller is gone.
pub fn listen(lead: Lead, on: RwSignal<bool>) {
    let listener = window_event_listener(leptos::ev::keydown, move |event: KeyboardEvent| {
        if lead.is_over() || lead.sheet.with_untracked(Option::is_some) || is_other(&event) {
            return;
        }
        let Some(act) = of_key(&event.key()) else { return };
        if on.get_untracked() || event.key() == "?" {
            event.prevent_default();
            act.press(lead);
        }
    });
    on_cleanup(move || listener.remove());
}

/// Keys of the browser, of fields, and of a key that is held down.
fn is_other(event: &KeyboardEvent) -> bool {
    let held = event.ctrl_key() || event.meta_key() || event.alt_key() || event.repeat();
    let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
    held || target.is_some_and(|element| matches!(element.tag_name().as_str(), "INPUT" | "SELECT" | "TEXTAREA"))
}
