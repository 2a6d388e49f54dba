//! The bar with everything that can be done now. Its buttons stay in their places, so that the focus does too.

use leptos::prelude::*;

use super::act::Act;
use super::lead::Lead;
use crate::i18n::fill;
use crate::office::workshops::clock::countdown;

const STEPS: [Act; 4] = [Act::Back, Act::Open, Act::Close, Act::Next];
const DECISIONS: [Act; 5] = [Act::Adopt, Act::AdoptWithChanges, Act::SendBack, Act::Park, Act::Undo];
const MORE: [Act; 9] =
    [Act::Pass, Act::Ballot, Act::Propose, Act::Hide, Act::Lock, Act::AskLights, Act::Resume, Act::Finish, Act::Help];

/// The bar.
pub fn draw(lead: Lead) -> AnyView {
    let t = lead.words.t;
    let buttons = |acts: &'static [Act]| {
        acts.iter().map(|act| button(lead, *act, "button button--quiet button--small")).collect_view()
    };
    view! {
        <section class="lead-bar" aria-label=t.steps aria-busy=move || lead.busy.get().is_some().to_string()>
            <p class="lead-bar__now">{move || now(lead)}</p>
            <div class="lead-bar__group" role="group" aria-label=t.item>{buttons(&STEPS)}</div>
            <div class="lead-bar__group" role="group" aria-label=t.decision>
                {buttons(&DECISIONS)}
                <label class="lead-bar__reason">
                    <span class="visually-hidden">{t.reason}</span>
                    <input
                        class="field__input"
                        type="text"
                        placeholder=t.reason
                        maxlength="1000"
                        prop:value=move || lead.reason.get()
                        on:input=move |event| lead.reason.set(event_target_value(&event))
                    />
                </label>
            </div>
            <div class="lead-bar__group" role="group" aria-label=t.more>{buttons(&MORE)}</div>
            <p class="lead-bar__said" role="status">{move || lead.said.get()}</p>
            <p class="lead-bar__wrong" role="alert">{move || lead.wrong.get()}</p>
        </section>
    }
    .into_any()
}

/// The button of an act, with its key.
pub fn button(lead: Lead, act: Act, class: &'static str) -> AnyView {
    let possible = Memo::new(move |_| act.is_possible(lead));
    view! {
        <button
            class=class
            type="button"
            data-act=format!("{act:?}")
            aria-keyshortcuts=act.key()
            aria-disabled=move || (!possible.get()).to_string()
            on:click=move |_| act.press(lead)
        >
            {move || name(lead, act)}
            {act.key().map(|key| view! { <kbd aria-hidden="true">{key}</kbd> })}
        </button>
    }
    .into_any()
}

/// The name, which for some depends on where things stand.
fn name(lead: Lead, act: Act) -> String {
    use domain::workshop::item::ItemAction;
    use domain::workshop::{WorkshopAction, WorkshopState};
    let t = lead.words.t;
    match act {
        Act::Open if lead.may(ItemAction::Reopen) => t.act_reopen.to_owned(),
        Act::Lock if lead.may_all(WorkshopAction::Unlock) => t.act_unlock.to_owned(),
        Act::Pass => {
            let count = lead.workshop.with(|workshop| super::act::group(workshop).len());
            fill(t.act_pass_count, &[("n", &lead.words.locale.count(count))])
        }
        Act::Next if lead.workshop.with(|w| w.header.state == WorkshopState::Draft) => t.act_next.to_owned(),
        act => act.name(lead.words).to_owned(),
    }
}

/// What is on: how many answered, and how much time is left.
fn now(lead: Lead) -> String {
    use domain::workshop::item::ItemState;
    let words = lead.words;
    let present = lead.workshop.with(|workshop| workshop.header.present);
    lead.item.with(|item| {
        let Some(item) = item else { return String::new() };
        if item.row.state != ItemState::Open {
            return crate::office::workshops::words::item_state(words, item.row.state).to_owned();
        }
        let answered = words.locale.count(item.answered as usize);
        let told = fill(words.t.answered, &[("n", &answered), ("of", &words.locale.count(present as usize))]);
        let left = item.due_at.as_deref().and_then(|due| lead.clock.until(due)).map(countdown);
        left.map_or(told.clone(), |left| format!("{told} · {left}"))
    })
}
