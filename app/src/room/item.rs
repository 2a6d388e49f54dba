//! The page of an item: what it says in the plan, what others said, and what one has to say oneself.

use std::time::Duration;

use domain::workshop::item::{Item, ItemAction, ItemState};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use maud::{Markup, html};

use super::part::part;
use super::queue::Letter;
use super::shown::Scene;
use super::store::RoomStore;
use super::{Words, propose};

/// The page.
pub fn page(words: Words, store: RoomStore, n: i64) -> AnyView {
    Effect::new(move |_| {
        // Also after everything was read again.
        if store.items.with(|items| !items.contains_key(&n)) {
            store.need(n);
        }
    });
    window().scroll_to_with_x_and_y(0.0, 0.0);
    let draw = move |markup: fn(&Scene, &Item) -> Markup| {
        move || {
            let scene = Scene::get(words, store)?;
            store.items.with(|items| items.get(&n).map(|item| markup(&scene, item)))
        }
    };
    let facts = draw(|scene, item| {
        let facts = scene.facts(item);
        html! { @if let Some(facts) = facts { h2 { (scene.words.t.in_the_plan) } (facts) } }
    });
    let proposals = move || {
        let scene = Scene::get(words, store)?;
        store.items.with(|items| items.get(&n).map(|item| scene.proposals(item, |p| seconds(store, scene.own, p))))
    };
    let second = move |action: &str| {
        let Some(id) = action.strip_prefix("second ").and_then(|id| id.parse::<i64>().ok()) else { return };
        let own = store.you.with_untracked(|you| you.as_ref().map_or(0, |you| you.participant));
        let on = store.items.with_untracked(|items| {
            items.get(&n)?.proposals.iter().find(|p| p.id == id).map(|p| seconds(store, own, p))
        });
        if let Some(on) = on {
            store.post(Letter::Second { item: n, proposal: id, on: !on });
        }
    };
    let may = move |action: ItemAction| {
        Memo::new(move |_| store.items.with(|items| items.get(&n).is_some_and(|item| item.allowed.contains(&action))))
    };
    let (may_comment, may_propose) = (may(ItemAction::Comment), may(ItemAction::Propose));
    view! {
        <div class="room__top">
            {part("room__head", draw(Scene::head), |_| {})}
            {clock(words, store, n)}
        </div>
        {part("room__outcome", draw(Scene::outcome), |_| {})}
        {part("room__plan", facts, |_| {})}
        {part("room__said", proposals, second)}
        {move || may_propose.get().then(|| propose::form(words, store, n))}
        {part("room__said", draw(Scene::comments), |_| {})}
        {move || may_comment.get().then(|| comment(words, store, n))}
    }
    .into_any()
}

/// Whether one seconds a proposal, or will when it is sent.
fn seconds(store: RoomStore, own: i64, proposal: &domain::workshop::proposal::Proposal) -> bool {
    let waits = store.queue.with(|queue| {
        let of_it = queue.waiting().filter_map(|letter| match letter {
            Letter::Second { proposal: id, on, .. } if *id == proposal.id => Some(*on),
            _ => None,
        });
        of_it.last()
    });
    waits.unwrap_or_else(|| proposal.seconds.contains(&own))
}

/// Time that is left, by the server's clock.
fn clock(words: Words, store: RoomStore, n: i64) -> AnyView {
    let now = RwSignal::new(js_sys::Date::now());
    if let Ok(handle) = set_interval_with_handle(move || now.set(js_sys::Date::now()), Duration::from_secs(1)) {
        on_cleanup(move || handle.clear());
    }
    let due = Memo::new(move |_| {
        store.items.with(|items| {
            let item = items.get(&n).filter(|item| item.row.state == ItemState::Open)?;
            Some(js_sys::Date::parse(item.due_at.as_deref()?))
        })
    });
    let left = move || Some(seconds_left(due.get()?, now.get() + store.skew.get()));
    let text = move || left().map(|left| if left > 0 { minutes(left) } else { words.t.time_over.to_owned() });
    let class = move || match left() {
        None => "room__clock room__clock--none",
        Some(left) if left <= 0 => "room__clock room__clock--over",
        Some(_) => "room__clock",
    };
    view! { <p class=class role="timer" aria-label=words.t.time_left>{text}</p> }.into_any()
}

fn seconds_left(due: f64, now: f64) -> i64 {
    ((due - now) / 1000.0).ceil() as i64
}

/// `3:05`.
fn minutes(seconds: i64) -> String {
    format!("{}:{:02}", seconds / 60, seconds % 60)
}

fn comment(words: Words, store: RoomStore, n: i64) -> AnyView {
    let t = words.t;
    let place = StoredValue::new(format!("comment.{n}"));
    let text = move || store.drafts.with(|drafts| drafts.get(&place.get_value()).cloned().unwrap_or_default());
    let told = RwSignal::new("");
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let typed = text().trim().to_owned();
        if typed.is_empty() {
            return told.set(t.comment_missing);
        }
        store.post(Letter::Comment { item: n, text: typed });
        store.drafts.update(|drafts| {
            drafts.remove(&place.get_value());
        });
        told.set(t.comment_sent);
    };
    view! {
        <form class="room__form" on:submit=submit>
            <label class="field__label" for="comment">{t.your_comment}</label>
            <textarea
                class="field__input field__input--area"
                id="comment"
                rows="2"
                maxlength="4000"
                prop:value=text
                on:input=move |event| {
                    store.drafts.update(|drafts| {
                        drafts.insert(place.get_value(), event_target_value(&event));
                    })
                }
            ></textarea>
            <button class="button button--quiet room__button" type="submit">{t.send_comment}</button>
            <p class="field__told" role="status">{move || told.get()}</p>
        </form>
    }
    .into_any()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_time_left_is_whole_seconds_until_it_is_over() {
        for (due, now, wanted) in [(60_000.0, 0.0, "1:00"), (185_000.0, 500.0, "3:05"), (1.0, 0.0, "0:01")] {
            assert_eq!(minutes(seconds_left(due, now)), wanted);
        }
        assert_eq!(seconds_left(1_000.0, 1_000.0), 0);
        assert!(seconds_left(1_000.0, 9_000.0) < 0);
    }
}
