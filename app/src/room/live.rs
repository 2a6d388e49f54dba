//! How events come: by a stream, or by polls that wait where a proxy holds streams back. Back from sleep or from another
//! network, the connection is made anew at once and goes on after the last event.

use std::cell::RefCell;
use std::time::Duration;

use domain::workshop::room::Event;
use js_sys::{Date, Math, Promise};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;
use web_sys::{EventSource, MessageEvent};

use super::api::{self, Pass};
use super::paths;
use super::store::{Link, RoomStore};

/// Milliseconds after which a stream that says nothing is taken for blocked: the first word comes at once.
const FIRST_WORD: u64 = 4_000;
/// Milliseconds of silence after which it is asked whether something was missed. The stream's own signs of life are not
/// told to pages.
const SILENCE: f64 = 20_000.0;
/// Seconds that a poll waits.
const WAIT: u32 = 25;
/// Longest pause between two tries, in seconds.
const LONGEST_PAUSE: u64 = 5;
/// Milliseconds of polling after which the stream is tried again; doubled each time.
const TRY_STREAM: f64 = 60_000.0;

const NAMES: [&str; 7] = ["hello", "workshop", "agenda", "item", "answered", "you", "resync"];

#[derive(Default)]
struct Line {
    /// Counts connections: what belongs to an earlier one does nothing.
    turn: u32,
    stream: Option<Stream>,
    heard: f64,
    has_spoken: bool,
    pause: u64,
    patience: f64,
}

struct Stream {
    source: EventSource,
    _listeners: Vec<Closure<dyn Fn(MessageEvent)>>,
}

impl Drop for Stream {
    fn drop(&mut self) {
        self.source.close();
    }
}

thread_local! {
    static LINE: RefCell<Line> = RefCell::default();
}

fn line<T>(use_it: impl FnOnce(&mut Line) -> T) -> T {
    LINE.with_borrow_mut(use_it)
}

fn is_current(turn: u32) -> bool {
    line(|line| line.turn == turn)
}

fn next_turn() -> u32 {
    let (turn, old) = line(|line| {
        line.turn += 1;
        line.has_spoken = false;
        line.heard = Date::now();
        (line.turn, line.stream.take())
    });
    drop(old);
    turn
}

/// Ends the connection.
pub fn stop() {
    next_turn();
}

/// Follows what tells that the connection may be back, for as long as the page lives.
pub fn watch(store: RoomStore) {
    let wake = move || {
        if !document().hidden() {
            store.wake();
        }
    };
    let on_wake = Closure::<dyn Fn()>::new(wake);
    let on_offline = Closure::<dyn Fn()>::new(move || store.link.set(Link::Away));
    let (wake, offline) = (on_wake.as_ref().unchecked_ref(), on_offline.as_ref().unchecked_ref());
    // All can only fail for an unknown event target.
    let _ = document().add_event_listener_with_callback("visibilitychange", wake);
    let _ = window().add_event_listener_with_callback("online", wake);
    let _ = window().add_event_listener_with_callback("pageshow", wake);
    let _ = window().add_event_listener_with_callback("offline", offline);
    on_wake.forget();
    on_offline.forget();
    // Lives as long as the page.
    let _ = set_interval_with_handle(move || look(store), Duration::from_secs(5));
}

impl RoomStore {
    /// The connection may be back.
    fn wake(self) {
        if self.pass.get_value().is_none() {
            return;
        }
        line(|line| line.pause = 0);
        if self.header.with_untracked(Option::is_some) {
            connect(self);
            self.pump();
        } else {
            self.refresh();
        }
    }
}

/// Connects anew, by a stream first.
pub fn connect(store: RoomStore) {
    let Some(pass) = store.pass.get_value() else { return };
    let turn = next_turn();
    let address = paths::api_stream(&pass.code, store.revision.get_value(), &pass.token);
    let opened = EventSource::new(&address).ok().and_then(|source| listen(source, store, turn));
    if opened.is_none() {
        return poll(store, pass, turn);
    }
    line(|line| line.stream = opened);
    let late = move || {
        if is_current(turn) && !line(|line| line.has_spoken) {
            poll(store, pass, next_turn());
        }
    };
    set_timeout(late, Duration::from_millis(FIRST_WORD));
}

fn listen(source: EventSource, store: RoomStore, turn: u32) -> Option<Stream> {
    let on_event = move |message: MessageEvent| {
        if !is_current(turn) {
            return;
        }
        line(|line| {
            (line.heard, line.has_spoken, line.pause) = (Date::now(), true, 0);
            line.patience = TRY_STREAM;
        });
        store.link.set(Link::Stream);
        match serde_json::from_str::<Event>(&message.data().as_string().unwrap_or_default()) {
            Ok(event) => store.apply(event),
            Err(_) => store.refresh(),
        }
    };
    let on_error = move |_: MessageEvent| {
        if !is_current(turn) {
            return;
        }
        if line(|line| line.has_spoken) {
            store.link.set(Link::Away);
            later(store, next_turn());
        } else if let Some(pass) = store.pass.get_value() {
            poll(store, pass, next_turn());
        }
    };
    let mut listeners = Vec::new();
    for name in NAMES {
        let listener = Closure::<dyn Fn(MessageEvent)>::new(on_event);
        source.add_event_listener_with_callback(name, listener.as_ref().unchecked_ref()).ok()?;
        listeners.push(listener);
    }
    let listener = Closure::<dyn Fn(MessageEvent)>::new(on_error);
    source.add_event_listener_with_callback("error", listener.as_ref().unchecked_ref()).ok()?;
    listeners.push(listener);
    Some(Stream { source, _listeners: listeners })
}

/// Connects after a pause that grows, and is not the same for a whole room.
fn later(store: RoomStore, turn: u32) {
    let pause = line(|line| {
        let pause = line.pause;
        line.pause = (pause * 2).clamp(1, LONGEST_PAUSE);
        pause
    });
    let wait = Duration::from_millis(pause * 1000 + 200 + (Math::random() * 800.0) as u64);
    let again = move || {
        if is_current(turn) {
            connect(store);
        }
    };
    set_timeout(again, wait);
}

async fn sleep(millis: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        // Fails only without a window.
        let _ = window().set_timeout_with_callback_and_timeout_and_arguments_0(&resolve, millis);
    });
    // The promise is never rejected.
    let _ = JsFuture::from(promise).await;
}

/// Asks again and again for as long as the turn is.
fn poll(store: RoomStore, pass: Pass, turn: u32) {
    spawn_local(async move {
        let until = Date::now() + line(|line| line.patience.max(TRY_STREAM));
        // The first one answers at once: it says whether there is a connection at all.
        let mut wait = 0;
        loop {
            let answer = api::poll(&pass, store.revision.get_value(), wait).await;
            if !is_current(turn) {
                return;
            }
            match answer {
                Ok(events) => {
                    if store.link.get_untracked() != Link::Polls {
                        store.link.set(Link::Polls);
                        store.pump();
                    }
                    events.events.into_iter().for_each(|event| store.apply(event));
                    store.revision.update_value(|revision| *revision = (*revision).max(events.revision));
                }
                Err(failure) => {
                    store.refused(&failure);
                    return later(store, turn);
                }
            }
            if Date::now() > until {
                line(|line| (line.patience, line.pause) = (line.patience.max(TRY_STREAM) * 2.0, 0));
                return connect(store);
            }
            wait = WAIT;
            // A room that changes all the time is not asked all the time.
            sleep(300).await;
        }
    });
}

/// Whether a stream that is silent has died.
fn look(store: RoomStore) {
    let is_silent = line(|line| line.stream.is_some() && line.has_spoken && Date::now() - line.heard > SILENCE);
    let Some(pass) = store.pass.get_value().filter(|_| is_silent && !document().hidden()) else { return };
    let turn = line(|line| {
        line.heard = Date::now();
        line.turn
    });
    spawn_local(async move {
        let answer = api::poll(&pass, store.revision.get_value(), 0).await;
        if !is_current(turn) {
            return;
        }
        match answer {
            Ok(events) if events.events.is_empty() => {}
            Ok(events) => {
                // The stream may have been about to say the same; asking is right in either case.
                events.events.into_iter().for_each(|event| store.apply(event));
                store.revision.update_value(|revision| *revision = (*revision).max(events.revision));
                poll(store, pass, next_turn());
            }
            Err(failure) => {
                store.refused(&failure);
                later(store, next_turn());
            }
        }
    });
}
