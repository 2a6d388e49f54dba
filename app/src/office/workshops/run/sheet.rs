//! What opens over the page that leads: the list of keys, questions before something is done, and the forms of `forms`.
//! A dialog of the browser: it holds the focus, ends with Escape, and gives the focus back.

use leptos::ev::SubmitEvent;
use leptos::html::Dialog;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::act::{Act, KEYS};
use super::forms;
use super::keys;
use super::lead::Lead;
use crate::i18n::fill;
use crate::office::workshops::api;

/// What is open.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Sheet {
    /// The list of keys.
    Help,
    /// The reason of a decision that needs one.
    Why(Act),
    /// Really the end?
    Finish,
    /// Hiding a comment, one of the item's while none is named.
    Hide(Option<i64>),
    /// A show of hands or paper ballots.
    Ballot,
    /// The green light of an institution; empty is not chosen yet.
    Light(String),
    /// A proposal of the facilitator.
    Propose,
    /// Another value for a proposal.
    Edit(i64),
    /// Making a proposal part of another.
    Merge(i64),
}

/// The dialog.
pub fn draw(lead: Lead, keys_on: RwSignal<bool>) -> AnyView {
    let node = NodeRef::<Dialog>::new();
    Effect::new(move |_| {
        let Some(dialog) = node.get() else { return };
        match (lead.sheet.with(Option::is_some), dialog.open()) {
            // Fails only for an element that is not in the page.
            (true, false) => drop(dialog.show_modal()),
            (false, true) => dialog.close(),
            _ => {}
        }
    });
    let content = move || {
        lead.sheet.get().map(|sheet| match sheet {
            Sheet::Help => help(lead, keys_on),
            Sheet::Why(act) => why(lead, act),
            Sheet::Finish => finish(lead),
            Sheet::Hide(comment) => hide(lead, comment),
            Sheet::Ballot => forms::ballot(lead),
            Sheet::Light(institution) => forms::light(lead, institution),
            Sheet::Propose => forms::propose(lead),
            Sheet::Edit(proposal) => forms::edit(lead, proposal),
            Sheet::Merge(proposal) => forms::merge(lead, proposal),
        })
    };
    view! {
        <dialog class="sheet" aria-labelledby="sheet-title" node_ref=node on:close=move |_| lead.sheet.set(None)>
            {content}
        </dialog>
    }
    .into_any()
}

/// A form in the dialog: title, fields, what went wrong, and two buttons.
pub fn form(lead: Lead, title: String, go: &'static str, fields: AnyView, submit: impl Fn() + 'static) -> AnyView {
    let t = lead.words.t;
    lead.wrong.set(None);
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        submit();
    };
    view! {
        <form class="sheet__form" on:submit=on_submit>
            <h2 id="sheet-title">{title}</h2>
            {fields}
            <p class="field__wrong" role="alert">{move || lead.wrong.get()}</p>
            <div class="desk__buttons">
                <button class="button" type="submit">{go}</button>
                <button class="button button--quiet" type="button" on:click=move |_| lead.sheet.set(None)>{t.cancel}</button>
            </div>
        </form>
    }
    .into_any()
}

/// A labelled text of several lines.
pub fn area(label: &'static str, id: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <textarea
                class="field__input field__input--area"
                id=id
                rows="3"
                maxlength="2000"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </div>
    }
    .into_any()
}

fn help(lead: Lead, keys_on: RwSignal<bool>) -> AnyView {
    let (words, t) = (lead.words, lead.words.t);
    let lines = KEYS.map(|(act, key)| {
        view! { <div><dt><kbd>{key}</kbd></dt><dd>{act.name(words)}</dd></div> }
    });
    let toggle = move |event| {
        let on = event_target_checked(&event);
        keys::turn(on);
        keys_on.set(on);
    };
    view! {
        <div class="sheet__form">
            <h2 id="sheet-title">{t.keys}</h2>
            <p class="form__text">{t.keys_text}</p>
            <dl class="sheet__keys">{lines.into_iter().collect_view()}</dl>
            <label class="check">
                <input type="checkbox" prop:checked=move || keys_on.get() on:change=toggle />
                {t.keys_on}
            </label>
            <div class="desk__buttons">
                <button class="button" type="button" on:click=move |_| lead.sheet.set(None)>{words.locale.t.close}</button>
            </div>
        </div>
    }
    .into_any()
}

fn why(lead: Lead, act: Act) -> AnyView {
    let t = lead.words.t;
    let submit = move || {
        if lead.reason.with_untracked(|reason| reason.trim().is_empty()) {
            return lead.wrong.set(Some(fill(t.wrong_missing, &[("field", t.reason)])));
        }
        lead.sheet.set(None);
        act.press(lead);
    };
    form(
        lead,
        act.name(lead.words).to_owned(),
        act.name(lead.words),
        area(t.reason, "sheet-reason", lead.reason),
        submit,
    )
}

fn finish(lead: Lead) -> AnyView {
    let t = lead.words.t;
    let text = view! { <p>{t.finish_text}</p> }.into_any();
    let submit = move || {
        lead.sheet.set(None);
        Act::Finish.begin(lead);
    };
    form(lead, t.act_finish.to_owned(), t.act_finish, text, submit)
}

fn hide(lead: Lead, comment: Option<i64>) -> AnyView {
    let t = lead.words.t;
    let reason = RwSignal::new(String::new());
    let shown: Vec<(i64, String)> = lead.item.with_untracked(|item| {
        let comments = item.iter().flat_map(|item| &item.comments).filter(|comment| comment.hidden.is_none());
        comments.map(|comment| (comment.id, format!("{}: {}", comment.by.name, comment.text))).collect()
    });
    let chosen = RwSignal::new(comment.or_else(|| shown.last().map(|(id, _)| *id)).unwrap_or_default().to_string());
    let options = shown.into_iter().map(|(id, text)| (id.to_string(), text)).collect();
    let fields = view! {
        {forms::select(t.comment, "sheet-comment", options, chosen)}
        {area(t.reason, "sheet-reason", reason)}
        <p class="form__text">{t.hide_text}</p>
    };
    let submit = move || {
        let Ok(id) = chosen.get_untracked().parse::<i64>() else { return };
        spawn_local(async move {
            match api::comment(lead.id, id, true, reason.get_untracked()).await {
                Ok(item) => {
                    lead.take_item(item);
                    lead.sheet.set(None);
                }
                Err(failure) => lead.fail(&failure),
            }
        });
    };
    form(lead, t.act_hide.to_owned(), t.act_hide, fields.into_any(), submit)
}
