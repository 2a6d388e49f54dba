//! Proposing to change a field of the plan, with the right input for the field.

use domain::workshop::fields::Field;
use domain::workshop::item::Item;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::form::{self, Control, Unread};
use super::part::focus;
use super::queue::Letter;
use super::store::RoomStore;
use super::{Words, words as w};
use crate::i18n::fill;

/// What is being proposed.
#[derive(Clone, Copy)]
struct Draft {
    store: RoomStore,
    n: i64,
    path: RwSignal<String>,
    typed: RwSignal<String>,
    reason: RwSignal<String>,
    problem: RwSignal<Option<&'static str>>,
    told: RwSignal<&'static str>,
}

impl Draft {
    fn item(self) -> Option<Item> {
        self.store.items.with_untracked(|items| items.get(&self.n).cloned())
    }

    fn fields(self) -> Vec<Field> {
        let years = self.store.header.with_untracked(|header| {
            header.as_ref().map(|header| (header.languages.clone(), header.first_year..=header.last_year))
        });
        let subject = self.item().as_ref().and_then(w::subject);
        subject.zip(years).map(|(subject, (languages, years))| subject.fields(&languages, years)).unwrap_or_default()
    }

    fn field(self) -> Option<Field> {
        let path = self.path.get_untracked();
        self.fields().into_iter().find(|field| field.path == path)
    }

    /// Takes a field, with what it is now in the input.
    fn choose(self, path: String) {
        let subject = self.item().as_ref().and_then(w::subject);
        let now = subject.and_then(|subject| subject.get(&path).ok().flatten());
        self.typed.set(form::typed(now.as_ref()));
        self.problem.set(None);
        self.told.set("");
        self.path.set(path);
    }
}

/// The form, folded until it is wanted.
pub fn form(words: Words, store: RoomStore, n: i64) -> AnyView {
    let t = words.t;
    let text = || RwSignal::new(String::new());
    let (path, typed, reason) = (text(), text(), text());
    let draft = Draft { store, n, path, typed, reason, problem: RwSignal::new(None), told: RwSignal::new("") };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        send(words, draft);
    };
    let options = draft.fields().into_iter().map(|field| {
        let (path, label) = (field.path.clone(), w::field(words, &field.path));
        view! { <option value=field.path prop:selected=move || draft.path.with(|chosen| *chosen == path)>{label}</option> }
    });
    let options = options.collect_view();
    view! {
        <details class="room__more">
            <summary>{t.propose}</summary>
            <form class="room__form" on:submit=submit>
                <div class="field">
                    <label class="field__label" for="field">{t.field}</label>
                    <select class="field__input" id="field" on:change=move |event| draft.choose(event_target_value(&event))>
                        <option value="" prop:selected=move || draft.path.with(String::is_empty)>{t.choose}</option>
                        {options}
                    </select>
                </div>
                {move || input(words, draft)}
                <p class="field__wrong" role="alert" id="after-told">{move || draft.problem.get()}</p>
                <p class="field__told" role="status">{move || draft.told.get()}</p>
            </form>
        </details>
    }
    .into_any()
}

fn send(words: Words, draft: Draft) {
    let t = words.t;
    let (Some(item), Some(field)) = (draft.item(), draft.field()) else { return };
    let before = w::subject(&item).and_then(|subject| subject.get(&field.path).ok().flatten());
    let problem = match form::read(&field, &draft.typed.get_untracked()) {
        Err(Unread::Empty) => t.value_missing,
        Err(Unread::Number) => t.no_number,
        Err(Unread::TwoNumbers) => t.two_numbers,
        Ok(after) if after == before => t.same_value,
        Ok(after) => {
            let reason = draft.reason.get_untracked().trim().to_owned();
            draft.store.post(Letter::Proposal { item: draft.n, field: field.path, before, after, reason });
            draft.path.set(String::new());
            draft.reason.set(String::new());
            draft.problem.set(None);
            draft.told.set(t.proposal_sent);
            return focus("field");
        }
    };
    draft.problem.set(Some(problem));
    focus("after");
}

/// What is now, what should be, and why: for the chosen field.
fn input(words: Words, draft: Draft) -> Option<AnyView> {
    let t = words.t;
    draft.path.track();
    let (item, field) = (draft.item()?, draft.field()?);
    let now = w::subject(&item).and_then(|subject| subject.get(&field.path).ok().flatten());
    let now = fill(t.is_now, &[("value", &w::value(words, &item, &field.path, now.as_ref()))]);
    let institutions = draft.store.institutions.get_untracked();
    let control = form::control(words, &item, &institutions, &field);
    let language = field.path.rsplit_once('.').map(|(_, language)| language.to_owned());
    let language = language.filter(|_| matches!(control, Control::Line | Control::Lines));
    Some(
        view! {
            <p class="room__by">{now}</p>
            <div class="field">
                <label class="field__label" for="after">{t.should_be}</label>
                {after(words, draft, control, field.may_be_empty, language)}
            </div>
            <div class="field">
                <label class="field__label" for="why">{t.why}</label>
                <textarea
                    class="field__input field__input--area"
                    id="why"
                    rows="2"
                    maxlength="4000"
                    prop:value=move || draft.reason.get()
                    on:input=move |event| draft.reason.set(event_target_value(&event))
                ></textarea>
            </div>
            <button class="button room__button" type="submit">{t.send_proposal}</button>
        }
        .into_any(),
    )
}

fn after(words: Words, draft: Draft, control: Control, may_be_empty: bool, language: Option<String>) -> AnyView {
    let value = move || draft.typed.get();
    let invalid = move || draft.problem.with(Option::is_some).to_string();
    let mode = match control {
        Control::Number => Some("decimal"),
        Control::Year => Some("numeric"),
        _ => None,
    };
    match control {
        Control::Choice(choices) => {
            let empty = may_be_empty || draft.typed.with_untracked(String::is_empty);
            view! {
                <select class="field__input" id="after" aria-describedby="after-told" on:change=move |event| draft.typed.set(event_target_value(&event))>
                    {empty.then(|| view! { <option value="">{words.t.empty}</option> })}
                    {choices
                        .into_iter()
                        .map(|(value, name)| {
                            let chosen = draft.typed.with_untracked(|typed| *typed == value);
                            view! { <option value=value selected=chosen>{name}</option> }
                        })
                        .collect_view()}
                </select>
            }
            .into_any()
        }
        Control::Lines => view! {
            <textarea
                class="field__input field__input--area"
                id="after"
                rows="4"
                lang=language
                aria-describedby="after-told"
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| draft.typed.set(event_target_value(&event))
            ></textarea>
        }
        .into_any(),
        _ => view! {
            <input
                class="field__input"
                id="after"
                inputmode=mode
                lang=language
                autocomplete="off"
                aria-describedby="after-told"
                aria-invalid=invalid
                prop:value=value
                on:input=move |event| draft.typed.set(event_target_value(&event))
            />
        }
        .into_any(),
    }
}
