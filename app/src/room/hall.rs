//! Inside: what the room is at, the agenda or one's own proposals, and below it, in reach of a thumb, one's position and
//! the ways to the others.

use domain::workshop::WorkshopState;
use domain::workshop::item::{ItemAction, ItemState};
use leptos::prelude::*;
use maud::html;

use super::part::part;
use super::paths::{self, Shown};
use super::queue::Letter;
use super::store::{Link, RoomStore};
use super::{Words, item, light, lists, vote, words as w};
use crate::history::Address;
use crate::i18n::fill;
use crate::paths as public;

/// What a page is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Place {
    Waiting,
    Item(i64),
    Light,
    Closed,
    Agenda,
    Mine,
}

/// The whole inside.
pub fn hall(words: Words, store: RoomStore) -> AnyView {
    let address = Address::get();
    let shown = Memo::new(move |_| paths::shown(&address.query()));
    let place = Memo::new(move |_| match (shown.get(), store.state(), store.current()) {
        (Shown::Agenda, _, _) => Place::Agenda,
        (Shown::Mine, _, _) => Place::Mine,
        (Shown::Item(n), _, _) => Place::Item(n),
        (_, Some(WorkshopState::Lights), _) => Place::Light,
        (_, Some(WorkshopState::Closed), _) => Place::Closed,
        (_, _, Some(n)) => Place::Item(n),
        _ => Place::Waiting,
    });
    let page = move || match place.get() {
        Place::Waiting => waiting(words, store),
        Place::Item(n) => item::page(words, store, n),
        Place::Light => light::page(words, store),
        Place::Closed => closed(words, store),
        Place::Agenda => lists::agenda(words, store),
        Place::Mine => lists::mine(words, store),
    };
    // Where a position can be taken now.
    let open = Memo::new(move |_| {
        let Place::Item(n) = place.get() else { return None };
        let takes = |item: &domain::workshop::item::Item| {
            item.row.state == ItemState::Open && item.allowed.contains(&ItemAction::Position)
        };
        store.items.with(|items| items.get(&n).is_some_and(takes)).then_some(n)
    });
    let link = move || match store.link.get() {
        Link::Away => "away",
        Link::Stream => "stream",
        Link::Polls => "polls",
    };
    let said = move || store.said.with(|said| said.as_ref().map(|said| w::said(words, said)));
    view! {
        <p class="visually-hidden" role="status" id="said">{said}</p>
        <div class="room__strips" data-link=link>{strips(words, store)}</div>
        <div class="page page--narrow room__page">{page}</div>
        <div class="room__bottom">
            {move || open.get().map(|n| vote::vote(words, store, n))}
            {bar(words, store, shown)}
        </div>
    }
    .into_any()
}

/// What does not go as it should: no connection, what waits, what was refused.
fn strips(words: Words, store: RoomStore) -> AnyView {
    let t = words.t;
    let state = move || {
        let waiting = store.queue.with(|queue| queue.waiting().count());
        let away = store.link.get() == Link::Away;
        (away || waiting > 0).then(|| {
            html! {
                p.strip.strip--offline {
                    @if away { (t.away) " " }
                    @if waiting > 0 { (words.locale.plural(waiting, t.waiting_one, t.waiting_other)) }
                }
            }
        })
    };
    let refused = move || {
        store.queue.with(|queue| {
            let some = queue.refused().next().is_some();
            some.then(|| {
                html! {
                    @for held in queue.refused() {
                        div.strip.strip--offline.room__refused {
                            p {
                                b { (t.refused) } " " (w::letter(words, store, &held.letter)) ". "
                                @if let Some(why) = held.refused { (w::failure(words, why, None)) }
                            }
                            button.button.button--quiet type="button" data-action=(held.key) { (t.understood) }
                        }
                    }
                }
            })
        })
    };
    view! {
        <div role="status">{part("", state, |_| {})}</div>
        <div role="alert">{part("", refused, move |key| store.dismiss(key))}</div>
        {unfinished(words, store)}
    }
    .into_any()
}

/// Ways back to what was being written when the room went on.
fn unfinished(words: Words, store: RoomStore) -> AnyView {
    let code = store.code();
    let draw = move || {
        let current = store.current();
        let started = store.drafts.with(|drafts| {
            let filled = drafts.iter().filter(|(_, text)| !text.trim().is_empty());
            let mut items: Vec<i64> = filled.filter_map(|(place, _)| place.split('.').nth(1)?.parse().ok()).collect();
            items.sort_unstable();
            items.dedup();
            items
        });
        let rows: Vec<_> = started.into_iter().filter(|n| Some(*n) != current).filter_map(|n| store.row(n)).collect();
        (!rows.is_empty()).then(|| {
            html! {
                p.strip {
                    @for row in &rows {
                        a href=(paths::print_shown(words.locale.tongue, &code, Shown::Item(row.n))) {
                            (fill(words.t.unfinished, &[("code", &row.code)]))
                        } " "
                    }
                }
            }
        })
    };
    part("", draw, |_| {})
}

fn waiting(words: Words, store: RoomStore) -> AnyView {
    let t = words.t;
    let draw = move || {
        let header = store.header.get()?;
        let plan = header.plan_title.get(words.locale.tongue.lang(), header.default_language).to_owned();
        let name = store.you.with(|you| you.as_ref().map(|you| you.name.clone()))?;
        Some(html! {
            h1.room__title { (t.waiting_title) }
            p { (fill(t.waiting_text, &[("name", &name)])) }
            p.page__lead { (header.title) " · " (plan) }
            p.page__lead { (words.locale.plural(header.present as usize, t.present_one, t.present_other)) }
        })
    };
    part("room__calm", draw, |_| {})
}

fn closed(words: Words, store: RoomStore) -> AnyView {
    let t = words.t;
    let draw = move || {
        let header = store.header.get()?;
        let page = public::PlanRoute::Matrix;
        let plan = public::print(words.locale.tongue, &public::Route::Plan { slug: header.plan.clone(), page });
        Some(html! {
            h1.room__title { (t.closed_title) }
            p { (t.closed_thanks) }
            @if let Some(version) = header.version { p { (fill(t.version, &[("n", &version.to_string())])) } }
            p { a href=(plan) { (t.see_plan) } }
        })
    };
    part("room__calm", draw, |_| {})
}

/// The ways to the pages, and one's hand.
fn bar(words: Words, store: RoomStore, shown: Memo<Shown>) -> AnyView {
    let t = words.t;
    let code = store.code();
    let link = |target: Shown, name: &'static str| {
        let href = paths::print_shown(words.locale.tongue, &code, target);
        let current = move || (shown.get() == target).then_some("page");
        view! { <a class="room__way" href=href aria-current=current>{name}</a> }.into_any()
    };
    let up = move || {
        let waits = store.queue.with(|queue| {
            queue.waiting().filter_map(|letter| if let Letter::Hand { up } = letter { Some(*up) } else { None }).last()
        });
        waits.unwrap_or_else(|| store.you.with(|you| you.as_ref().is_some_and(|you| you.hand)))
    };
    let live = move || store.state().is_some_and(WorkshopState::is_live);
    view! {
        <nav class="room__bar" aria-label=t.pages>
            {link(Shown::Now, t.now)}
            {link(Shown::Agenda, t.agenda)}
            {link(Shown::Mine, t.mine)}
            {move || {
                live()
                    .then(|| {
                        view! {
                            <button
                                class="room__way room__hand"
                                type="button"
                                aria-pressed=move || up().to_string()
                                on:click=move |_| store.post(Letter::Hand { up: !up() })
                            >
                                {t.hand}
                            </button>
                        }
                    })
            }}
        </nav>
    }
    .into_any()
}
