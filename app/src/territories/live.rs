//! The live stream as hints that something changed: what is shown is read again. The browser itself reconnects and
//! says up to which revision it has seen everything.

use std::rc::Rc;

use domain::change::Change;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{EventSource, MessageEvent};

/// What to do: with the change, or with none when more than one may have been missed.
pub type OnChange = Rc<dyn Fn(Option<Change>)>;

/// An open stream, for as long as it lives.
pub struct Stream {
    source: EventSource,
    _listeners: [Closure<dyn Fn(MessageEvent)>; 2],
}

impl Stream {
    /// Follows a plan after a revision.
    pub fn open(path: &str, on_change: OnChange) -> Option<Stream> {
        let source = EventSource::new(path).ok()?;
        let told = on_change.clone();
        let on_event = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            told(crate::api::parse::<Change>(&event.data().as_string().unwrap_or_default()));
        });
        let on_resync = Closure::<dyn Fn(MessageEvent)>::new(move |_| on_change(None));
        let listeners = [on_event, on_resync];
        for (name, listener) in ["change", "resync"].iter().zip(&listeners) {
            source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()).ok()?;
        }
        Some(Stream { source, _listeners: listeners })
    }
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}
