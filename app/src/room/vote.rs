//! One's position on an open item: one tap, and a reason for objecting. It can be changed until the item is closed.

use domain::workshop::tally::Position;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::part::focus;
use super::store::RoomStore;
use super::{Words, words as w};
use crate::i18n::fill;

/// The four positions, or the reason for an objection.
pub fn vote(words: Words, store: RoomStore, n: i64) -> AnyView {
    let objecting = RwSignal::new(false);
    let own = Memo::new(move |_| store.own(n));
    let told = move || match own.get() {
        None => words.t.not_answered.to_owned(),
        Some((position, _, is_sent)) => {
            let text = if is_sent { words.t.received } else { words.t.on_its_way };
            fill(text, &[("position", w::position(words, position))])
        }
    };
    view! {
        <section class="vote" aria-label=words.t.your_position>
            {move || if objecting.get() { reason(words, store, n, objecting) } else { buttons(words, store, n, own, objecting) }}
            <p class="vote__told" role="status">{told}</p>
        </section>
    }
    .into_any()
}

fn buttons(
    words: Words,
    store: RoomStore,
    n: i64,
    own: Memo<Option<(Position, String, bool)>>,
    objecting: RwSignal<bool>,
) -> AnyView {
    let button = move |position: Position| {
        let pressed = move || own.with(|own| own.as_ref().is_some_and(|(taken, _, _)| *taken == position)).to_string();
        let press = move |_| {
            if position == Position::Object {
                let before = own.with_untracked(|own| own.as_ref().map(|(_, reason, _)| reason.clone()));
                store.drafts.update(|drafts| {
                    drafts.entry(draft(n)).or_insert_with(|| before.unwrap_or_default());
                });
                objecting.set(true);
                focus("reason");
            } else {
                store.take(n, position, "");
            }
        };
        let class = format!("vote__button vote__button--{}", position.word());
        view! {
            <button class=class type="button" aria-pressed=pressed on:click=press>{w::position(words, position)}</button>
        }
    };
    view! { <div class="vote__buttons" id="positions" tabindex="-1">{Position::ALL.map(button).collect_view()}</div> }
        .into_any()
}

fn draft(n: i64) -> String {
    format!("object.{n}")
}

fn reason(words: Words, store: RoomStore, n: i64, objecting: RwSignal<bool>) -> AnyView {
    let t = words.t;
    let problem = RwSignal::new(false);
    let text = move || store.drafts.with(|drafts| drafts.get(&draft(n)).cloned().unwrap_or_default());
    let done = move || {
        store.drafts.update(|drafts| {
            drafts.remove(&draft(n));
        });
        objecting.set(false);
        focus("positions");
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let reason = text().trim().to_owned();
        if reason.is_empty() {
            problem.set(true);
            return focus("reason");
        }
        store.take(n, Position::Object, &reason);
        done();
    };
    view! {
        <form class="vote__reason" on:submit=submit>
            <label class="field__label" for="reason">{t.why_object}</label>
            <textarea
                class="field__input field__input--area"
                id="reason"
                rows="2"
                maxlength="4000"
                aria-describedby="reason-told"
                aria-invalid=move || problem.get().to_string()
                prop:value=text
                on:input=move |event| {
                    store.drafts.update(|drafts| {
                        drafts.insert(draft(n), event_target_value(&event));
                    })
                }
            ></textarea>
            <p class="field__wrong" id="reason-told" role="alert">{move || problem.get().then_some(t.reason_missing)}</p>
            <div class="vote__buttons">
                <button class="vote__button" type="button" on:click=move |_| done()>{t.cancel}</button>
                <button class="vote__button vote__button--object" type="submit">{t.send_objection}</button>
            </div>
        </form>
    }
    .into_any()
}
