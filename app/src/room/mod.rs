//! The room: where participants of a workshop take part, on their own phones and without an account. A program of its
//! own, small enough for old phones (docs/adr/0004).

mod api;
mod door;
mod events;
mod form;
mod hall;
mod item;
mod light;
mod lists;
mod live;
mod memory;
mod part;
pub mod paths;
mod propose;
mod queue;
mod sending;
mod shown;
mod shut;
mod store;
mod texts;
mod vote;
mod words;

use domain::workshop::code;
use leptos::prelude::*;

use crate::history::Address;
use crate::i18n::Locale;
use crate::paths::{self as public, Tongue};
use paths::RoomRoute;
use store::{RoomStore, Stage};
use texts::RoomTexts;

/// The words of a page: the room's own, and those it shares with the matrix.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    /// The room's own.
    pub t: &'static RoomTexts,
    /// Numbers, dates, kinds.
    pub locale: Locale,
}

impl Words {
    fn new(tongue: Tongue) -> Words {
        Words { t: texts::of(tongue), locale: Locale::new(tongue) }
    }
}

/// The whole program.
#[component]
pub fn Room() -> impl IntoView {
    let address = Address::follow(|path| paths::parse(path).1 != RoomRoute::NotFound);
    provide_context(address);
    let store = RoomStore::new();
    provide_context(store);
    provide_context(door::Door::new());
    live::watch(store);
    let tongue = Memo::new(move |_| address.path.with(|path| paths::parse(path).0));
    let route = Memo::new(move |_| address.path.with(|path| paths::parse(path).1));
    Effect::new(move |_| {
        if let RoomRoute::Workshop(typed) = route.get() {
            store.open(&code::normal(&typed).unwrap_or(typed));
        }
    });
    move || {
        let words = Words::new(tongue.get());
        provide_context(words.locale);
        if let Some(root) = document().document_element() {
            // Setting an attribute with a valid name cannot fail.
            let _ = root.set_attribute("lang", words.locale.tongue.code());
        }
        shell(words, route, store)
    }
}

fn shell(words: Words, route: Memo<RoomRoute>, store: RoomStore) -> AnyView {
    let title = move || store.header.with(|header| header.as_ref().map(|header| header.title.clone()));
    Effect::new(move |_| {
        let title = title().unwrap_or_else(|| words.t.join.to_owned());
        document().set_title(&format!("{title} · Matriz"));
    });
    let stage = Memo::new(move |_| store.stage.get());
    let page = move || match route.get() {
        RoomRoute::Workshop(code) => match stage.get() {
            Stage::Outside => door::enter(words, code),
            Stage::Coming => view! { <div class="skeleton" role="status"></div> }.into_any(),
            Stage::Failed(code) => shut::failed(words, code, None, move || store.refresh()),
            Stage::Removed => shut::removed(words, code),
            Stage::Unknown => shut::unknown(words, store, code),
            Stage::In => hall::hall(words, store),
        },
        _ => door::code_page(words),
    };
    let is_in = move || stage.get() == Stage::In;
    view! {
        <a class="skip" href="#main">{words.locale.t.skip}</a>
        <header class="header room__header">
            <span class="header__name room__name">
                <span class="header__logo" aria-hidden="true"></span>
                <span class="room__workshop">{move || title().filter(|_| is_in()).unwrap_or_else(|| "Matriz".to_owned())}</span>
            </span>
            {languages(words, route)}
        </header>
        <main class="main room" id="main" tabindex="-1">{page}</main>
    }
    .into_any()
}

fn languages(words: Words, route: Memo<RoomRoute>) -> impl IntoView {
    let address = Address::get();
    view! {
        <nav class="languages" aria-label=words.locale.t.language>
            {Tongue::ALL
                .into_iter()
                .map(|tongue| {
                    let current = (tongue == words.locale.tongue).then_some("true");
                    let href = move || public::with_query(paths::print(tongue, &route.get()), &address.query());
                    view! {
                        <a class="languages__link" href=href hreflang=tongue.code() lang=tongue.code() aria-current=current title=tongue.name()>
                            <span aria-hidden="true">{tongue.code()}</span>
                            <span class="visually-hidden">{tongue.name()}</span>
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}
