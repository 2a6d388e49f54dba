//! The agenda with what was decided, and what became of one's own proposals.

use std::collections::BTreeSet;

use leptos::prelude::*;
use maud::html;

use super::part::part;
use super::paths::{self, Shown};
use super::shown::Scene;
use super::store::RoomStore;
use super::{Words, memory, words as w};

/// The whole agenda.
pub fn agenda(words: Words, store: RoomStore) -> AnyView {
    let code = store.code();
    let draw = move || {
        let scene = Scene::get(words, store)?;
        let (lang, default) = (words.locale.tongue.lang(), scene.header.default_language);
        let rows = store.agenda.get();
        let decided = rows.iter().filter(|row| row.state.is_decided()).count();
        Some(html! {
            p.page__lead { (decided) "/" (rows.len()) " · " (words.t.decided) }
            ol.room__agenda role="list" {
                @for row in &rows {
                    li class={ "room__row room__row--" (row.depth.min(3)) } {
                        a.room__line href=(paths::print_shown(words.locale.tongue, &code, Shown::Item(row.n)))
                            aria-current=[(scene.header.current == Some(row.n)).then_some("true")] {
                            span { b { (row.code) } " " (row.title.get(lang, default)) }
                            span.room__marks {
                                span class={ "tag room__tag--" (row.state.word()) } { (w::item_state(words, row.state)) }
                                @if let Some((own, _, _)) = store.own(row.n) {
                                    small { (words.t.you) ": " (w::position(words, own)) }
                                }
                            }
                        }
                    }
                }
            }
        })
    };
    view! { <h1 class="room__title">{words.t.agenda}</h1>{part("", draw, |_| {})} }.into_any()
}

/// One's own proposals.
pub fn mine(words: Words, store: RoomStore) -> AnyView {
    let code = store.code();
    let kept = memory::own_items(&code);
    Effect::new(move |_| {
        // What this phone remembers, and what may be from another one.
        let discussed = store
            .agenda
            .with(|rows| rows.iter().filter(|row| row.remarks > 0).map(|row| row.n).collect::<BTreeSet<i64>>());
        let known = store.items.with(|items| items.keys().copied().collect::<BTreeSet<i64>>());
        let wanted = discussed.into_iter().chain(kept.iter().copied()).collect::<BTreeSet<i64>>();
        wanted.difference(&known).for_each(|n| store.need(*n));
    });
    let draw = move || {
        let scene = Scene::get(words, store)?;
        let (lang, default) = (words.locale.tongue.lang(), scene.header.default_language);
        let items = store.items.get();
        let own = items.values().flat_map(|item| item.proposals.iter().map(move |proposal| (item, proposal)));
        let own: Vec<_> = own.filter(|(_, proposal)| proposal.by.participant == scene.own).collect();
        Some(html! {
            @if own.is_empty() { p.page__lead { (words.t.mine_none) } }
            ul.room__list role="list" {
                @for (item, proposal) in own {
                    li {
                        a href=(paths::print_shown(words.locale.tongue, &code, Shown::Item(item.row.n))) {
                            b { (item.row.code) } " " (item.row.title.get(lang, default))
                        }
                        (scene.proposal(item, proposal))
                        p.room__by { (words.t.item) ": " (w::item_state(words, item.row.state)) }
                    }
                }
            }
        })
    };
    view! { <h1 class="room__title">{words.t.mine_title}</h1>{part("room__said", draw, |_| {})} }.into_any()
}
