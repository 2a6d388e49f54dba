//! The live stream: one EventSource a tab. Events are hints that go to the store; the plan response is
//! the truth. After a break the stream resumes after the revision in memory.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use domain::change::Change;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{EventSource, MessageEvent};

use crate::paths;
use crate::state::{Freshness, Load, PlanStore};

/// Longest pause between two tries, in seconds.
const LONGEST_PAUSE: u64 = 30;

/// Follows the changes of the store's plan for as long as the page lives.
pub fn follow(store: PlanStore) {
    let stream: Rc<RefCell<Option<Stream>>> = Rc::default();
    let pause = Rc::new(RefCell::new(1));
    let try_again = RwSignal::new(0u32);
    Effect::new(move |_| {
        let slug = store.slug();
        try_again.track();
        let ready = store.load.get() == Load::Ready;
        *stream.borrow_mut() = None;
        if slug.is_empty() || !ready {
            return;
        }
        let Some(revision) = store.revision() else { return };
        *stream.borrow_mut() = Stream::open(&slug, revision, store, pause.clone(), try_again);
    });
    let wake = Closure::<dyn Fn()>::new(move || try_again.update(|n| *n += 1));
    // Can only fail for an unknown event target.
    let _ = window().add_event_listener_with_callback("online", wake.as_ref().unchecked_ref());
    wake.forget();
}

struct Stream {
    source: EventSource,
    _listeners: Vec<Closure<dyn Fn(MessageEvent)>>,
}

impl Stream {
    fn open(
        slug: &str,
        revision: i64,
        store: PlanStore,
        pause: Rc<RefCell<u64>>,
        try_again: RwSignal<u32>,
    ) -> Option<Stream> {
        let source = EventSource::new(&paths::api_events(slug, revision)).ok()?;
        let on_change = Closure::<dyn Fn(MessageEvent)>::new(move |event: MessageEvent| {
            let data = event.data().as_string().unwrap_or_default();
            match crate::api::parse::<Change>(&data) {
                Some(change) => store.apply(change),
                None => store.refresh(),
            }
        });
        let on_resync = Closure::<dyn Fn(MessageEvent)>::new(move |_| store.refresh());
        let seconds = pause.clone();
        let on_hello = Closure::<dyn Fn(MessageEvent)>::new(move |_| {
            *seconds.borrow_mut() = 1;
            if store.freshness.get_untracked() != Freshness::Live {
                // The offline copy may be older than the stream: read the plan again.
                store.freshness.set(Freshness::Live);
                store.refresh();
            }
        });
        let failed = source.clone();
        let on_error = Closure::<dyn Fn(MessageEvent)>::new(move |_| {
            failed.close();
            if store.freshness.get_untracked() == Freshness::Live {
                store.freshness.set(Freshness::Reconnecting);
            }
            let wait = *pause.borrow();
            *pause.borrow_mut() = (wait * 2).min(LONGEST_PAUSE);
            set_timeout(move || try_again.update(|n| *n += 1), Duration::from_secs(wait));
        });
        let listeners = vec![on_change, on_resync, on_hello, on_error];
        for (name, listener) in ["change", "resync", "hello", "error"].iter().zip(&listeners) {
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
