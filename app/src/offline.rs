//! A new version that waits until the reader wants it. The service worker is registered by the script in
//! `index.html`, before the program is here; what is kept offline and for how long is in `sw.js`.

use leptos::prelude::*;

/// Whether a new version waits.
#[derive(Clone, Copy)]
pub struct NewVersion(RwSignal<bool>);

impl NewVersion {
    /// True when a new version waits, tracked.
    pub fn waits(&self) -> bool {
        self.0.get()
    }

    /// Turns to the new version: the page loads again once it has taken over.
    pub fn accept(&self) {
        if let Ok(event) = web_sys::Event::new("accept-version") {
            // Fails only for an event that is under way.
            let _ = window().dispatch_event(&event);
        }
    }
}

/// Watches for new versions.
pub fn follow() -> NewVersion {
    let waits = document().document_element().is_some_and(|root| root.has_attribute("data-new-version"));
    let version = NewVersion(RwSignal::new(waits));
    window_event_listener_untyped("new-version", move |_| version.0.set(true));
    version
}
