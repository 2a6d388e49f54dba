//! The live stream of a workshop, for those who lead it, its projector and its participants: server-sent events that
//! resume after the last one that was seen, and long polling where a proxy holds streams back.

use std::cell::{Cell, RefCell};
use std::rc::Rc;
use std::time::Duration;

use domain::error::ErrorCode;
use domain::workshop::room::{Event, Events};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use wasm_bindgen::prelude::*;
use web_sys::{EventSource, MessageEvent};

use crate::client::{self, Failure};

/// How the page hears of what happens.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// It is being tried for the first time.
    Connecting,
    /// By the stream.
    Live,
    /// By long polling.
    Polling,
    /// Not at the moment; it is tried again.
    Lost,
    /// Never again: the server knows no such room, or not this reader.
    Refused(ErrorCode),
}

/// Names of events on the stream.
const NAMES: [&str; 9] =
    ["hello", "workshop", "agenda", "item", "answered", "participant", "presence", "you", "resync"];
/// A stream that has not said hello by then is held back by something on its way.
const PATIENCE: Duration = Duration::from_secs(4);
/// Longest pause between two tries, in seconds: a room must be back soon.
const LONGEST_PAUSE: u32 = 8;
/// Seconds that a poll waits at the server.
const WAIT: u32 = 20;
/// Polls after which the stream is tried again.
const POLLS: u32 = 15;

/// Follows a room until it is dropped.
pub struct Feed(Rc<Inner>);

struct Inner {
    path: Box<dyn Fn(i64) -> String>,
    tell: Box<dyn Fn(Event)>,
    link: RwSignal<Link>,
    after: Cell<i64>,
    pause: Cell<u32>,
    /// Streams in a row that failed without a word.
    silent: Cell<u32>,
    /// Counts the tries; what belongs to an earlier one is over.
    round: Cell<u32>,
    stream: RefCell<Option<Stream>>,
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

impl Feed {
    /// Follows what happens after a revision. `path` is the address of the events after another one; `tell` gets them in
    /// their order, `hello` and `resync` included: after a `resync` it reads everything again.
    pub fn follow(
        path: impl Fn(i64) -> String + 'static,
        after: i64,
        link: RwSignal<Link>,
        tell: impl Fn(Event) + 'static,
    ) -> Feed {
        let inner = Rc::new(Inner {
            path: Box::new(path),
            tell: Box::new(tell),
            link,
            after: Cell::new(after),
            pause: Cell::new(1),
            silent: Cell::new(0),
            round: Cell::new(0),
            stream: RefCell::new(None),
        });
        open(&inner);
        Feed(inner)
    }

    /// Connects anew, at once: after sleep, or when the network is back. What was missed comes first.
    pub fn wake(&self) {
        if !matches!(self.0.link.try_get_untracked(), None | Some(Link::Refused(_))) {
            self.0.pause.set(1);
            open(&self.0);
        }
    }
}

impl Drop for Feed {
    fn drop(&mut self) {
        self.0.round.set(self.0.round.get() + 1);
        *self.0.stream.borrow_mut() = None;
    }
}

impl Inner {
    fn next_round(&self) -> u32 {
        self.round.set(self.round.get() + 1);
        self.round.get()
    }

    fn is(&self, round: u32) -> bool {
        self.round.get() == round
    }

    fn take(&self, event: Event) {
        if let Some(id) = event.id {
            self.after.set(self.after.get().max(id));
        }
        (self.tell)(event);
    }

    fn poll_path(&self, seconds: u32) -> String {
        let path = (self.path)(self.after.get());
        format!("{path}&wait={seconds}")
    }

    fn longer(&self) -> Duration {
        let pause = self.pause.get();
        self.pause.set((pause * 2).min(LONGEST_PAUSE));
        Duration::from_secs(u64::from(pause))
    }
}

/// Opens the stream in place of what was there.
fn open(inner: &Rc<Inner>) {
    let round = inner.next_round();
    let greeted = Rc::new(Cell::new(false));
    let Ok(source) = EventSource::new(&(inner.path)(inner.after.get())) else { return poll(inner.clone(), round, 0) };
    let mut listeners = Vec::new();
    for name in NAMES {
        let (inner, greeted) = (inner.clone(), greeted.clone());
        let on_event = Closure::<dyn Fn(MessageEvent)>::new(move |message: MessageEvent| {
            if !inner.is(round) {
                return;
            }
            if !greeted.replace(true) {
                inner.pause.set(1);
                inner.silent.set(0);
                inner.link.set(Link::Live);
            }
            let data = message.data().as_string().unwrap_or_default();
            let resync = || Event { event: "resync".to_owned(), ..Event::default() };
            let mut event = serde_json::from_str(&data).unwrap_or_else(|_| resync());
            if event.event.is_empty() {
                event.event = name.to_owned();
            }
            inner.take(event);
        });
        // Can only fail for an unknown event target.
        let _ = source.add_event_listener_with_callback(name, on_event.as_ref().unchecked_ref());
        listeners.push(on_event);
    }
    let on_error = failing(inner, round, &source, greeted.clone());
    let _ = source.add_event_listener_with_callback("error", on_error.as_ref().unchecked_ref());
    listeners.push(on_error);
    *inner.stream.borrow_mut() = Some(Stream { source, _listeners: listeners });
    let inner = inner.clone();
    let check = move || {
        if inner.is(round) && !greeted.get() {
            *inner.stream.borrow_mut() = None;
            poll(inner.clone(), inner.next_round(), 0);
        }
    };
    set_timeout(check, PATIENCE);
}

/// What happens when the stream breaks: a short poll tells what is wrong, then it is opened again.
fn failing(
    inner: &Rc<Inner>,
    round: u32,
    source: &EventSource,
    greeted: Rc<Cell<bool>>,
) -> Closure<dyn Fn(MessageEvent)> {
    let (inner, source) = (inner.clone(), source.clone());
    Closure::<dyn Fn(MessageEvent)>::new(move |_| {
        source.close();
        if !inner.is(round) {
            return;
        }
        let round = inner.next_round();
        if !greeted.get() {
            inner.silent.set(inner.silent.get() + 1);
        }
        let inner = inner.clone();
        if inner.silent.get() >= 2 {
            return poll(inner, round, 0);
        }
        inner.link.set(Link::Lost);
        spawn_local(async move {
            let answer = client::get::<Events>(&inner.poll_path(0)).await;
            if inner.is(round) && !heard(&inner, answer) {
                return;
            }
            let wait = inner.longer();
            set_timeout(
                move || {
                    if inner.is(round) {
                        open(&inner)
                    }
                },
                wait,
            );
        });
    })
}

/// Takes what a poll answered; false when it is no use to ask again.
fn heard(inner: &Inner, answer: Result<Events, Failure>) -> bool {
    match answer {
        Ok(events) => {
            events.events.into_iter().for_each(|event| inner.take(event));
            inner.after.set(inner.after.get().max(events.revision));
            true
        }
        Err(failure) => {
            let ends = matches!(failure.code, ErrorCode::Unauthorized | ErrorCode::Forbidden | ErrorCode::NotFound);
            inner.link.set(if ends { Link::Refused(failure.code) } else { Link::Lost });
            !ends
        }
    }
}

/// Asks again and again, and after some time tries the stream.
fn poll(inner: Rc<Inner>, round: u32, polls: u32) {
    if polls >= POLLS {
        inner.silent.set(1);
        return open(&inner);
    }
    spawn_local(async move {
        let first = polls == 0;
        let answer = client::get::<Events>(&inner.poll_path(if first { 0 } else { WAIT })).await;
        if !inner.is(round) {
            return;
        }
        let is_ok = answer.is_ok();
        if !heard(&inner, answer) {
            return;
        }
        if is_ok {
            inner.pause.set(1);
            inner.link.set(Link::Polling);
            return poll(inner, round, polls + 1);
        }
        let wait = inner.longer();
        set_timeout(
            move || {
                if inner.is(round) {
                    poll(inner.clone(), round, 0)
                }
            },
            wait,
        );
    });
}

/// Follows a room for as long as the owner of the caller lives, and connects at once when the network is back or the
/// page is looked at again: a phone that slept does not know that its stream is dead.
pub fn keep(feed: Feed) {
    let feed = StoredValue::new_local(feed);
    let wake = move || {
        let is_seen = document().visibility_state() == web_sys::VisibilityState::Visible;
        let _ = feed.try_with_value(|feed| is_seen.then(|| feed.wake()));
    };
    let online = window_event_listener_untyped("online", move |_| wake());
    let seen = window_event_listener_untyped("visibilitychange", move |_| wake());
    on_cleanup(move || {
        online.remove();
        seen.remove();
    });
}
