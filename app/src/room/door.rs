//! Coming in: typing a code, saying who one is.

use domain::error::ErrorCode;
use domain::workshop::room::{Joining, Lobby};
use domain::workshop::{WorkshopState, code as codes};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::memory::{self, Place};
use super::paths::{self, RoomRoute};
use super::store::RoomStore;
use super::{Words, api, shut, words as w};
use crate::client::Failure;
use crate::history::{Address, Step};
use crate::paths::Tongue;

/// Value of the choice of an institution that was not invited.
const OTHER: &str = "-";

/// What was typed at the door; it stays when the language changes.
#[derive(Clone, Copy)]
pub struct Door {
    pub(super) name: RwSignal<String>,
    institution: RwSignal<String>,
    other: RwSignal<String>,
    pub(super) pass: RwSignal<String>,
    pub(super) busy: RwSignal<bool>,
    pub(super) problem: RwSignal<Option<String>>,
}

impl Door {
    /// With what was typed at the last one.
    pub fn new() -> Door {
        let person = memory::person();
        let institution = if person.other.is_empty() { person.institution } else { OTHER.to_owned() };
        Door {
            name: RwSignal::new(person.name),
            institution: RwSignal::new(institution),
            other: RwSignal::new(person.other),
            pass: RwSignal::new(String::new()),
            busy: RwSignal::new(false),
            problem: RwSignal::new(None),
        }
    }
}

/// A labelled line.
pub fn line(id: &'static str, label: &'static str, complete: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <input
                class="field__input"
                id=id
                name=id
                autocomplete=complete
                maxlength="200"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// What went wrong, told at once to a screen reader.
pub fn alert(text: RwSignal<Option<String>>) -> AnyView {
    view! { <div role="alert">{move || text.get().map(|text| view! { <p class="form__error">{text}</p> })}</div> }
        .into_any()
}

/// Where a code is typed.
pub fn code_page(words: Words) -> AnyView {
    let (t, address) = (words.t, Address::get());
    let (code, problem) = (RwSignal::new(String::new()), RwSignal::new(None));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        match codes::normal(&code.get_untracked()) {
            Some(code) => {
                address.go(&paths::print(words.locale.tongue, &RoomRoute::Workshop(code)), Step::Push);
            }
            None => problem.set(Some(t.code_shape.to_owned())),
        }
    };
    view! {
        <form class="form" on:submit=submit>
            <h1 class="form__title">{t.join}</h1>
            <p class="form__text">{t.join_text}</p>
            {alert(problem)}
            <div class="field">
                <label class="field__label" for="code">{t.code}</label>
                <input
                    class="field__input room__code-input"
                    id="code"
                    autocomplete="off"
                    autocapitalize="characters"
                    spellcheck="false"
                    maxlength="12"
                    prop:value=move || code.get()
                    on:input=move |event| code.set(event_target_value(&event))
                />
            </div>
            <button class="button room__button" type="submit">{t.join_button}</button>
        </form>
    }
    .into_any()
}

/// The workshop of a code, before one joined it.
pub fn enter(words: Words, code: String) -> AnyView {
    let lobby: RwSignal<Option<Result<Lobby, Failure>>> = RwSignal::new(None);
    let held = StoredValue::new(code);
    let ask = move || {
        lobby.set(None);
        spawn_local(async move {
            let code = held.get_value();
            let answer = api::lobby(&code).await;
            // The page may have been left meanwhile.
            let _ = lobby.try_set(Some(answer));
        });
    };
    ask();
    (move || match lobby.get() {
        None => view! { <div class="skeleton" role="status"></div> }.into_any(),
        Some(Err(failure)) => shut::failed(words, failure.code, failure.wait, ask),
        Some(Ok(lobby)) if lobby.state == WorkshopState::Open => door(words, held.get_value(), lobby),
        Some(Ok(lobby)) => shut::shut(words, held.get_value(), lobby),
    })
    .into_any()
}

/// Joins, and goes in.
pub fn come_in(words: Words, (door, store): (Door, RoomStore), code: String, form: Joining) {
    if door.busy.get_untracked() {
        return;
    }
    door.busy.set(true);
    door.problem.set(None);
    let code = codes::normal(&code).unwrap_or(code);
    spawn_local(async move {
        let form = memory::attempt(&code, form);
        let answer = api::join(&code, &form).await;
        door.busy.set(false);
        match answer {
            Ok(joined) => {
                if form.pass.is_empty() {
                    memory::joined(&code, &form);
                }
                door.pass.set(String::new());
                memory::keep_place(&code, &Place { token: joined.token, participant: joined.participant });
                store.open(&code);
            }
            Err(failure) => {
                let text = match failure.code {
                    ErrorCode::Invalid if !form.pass.is_empty() => words.t.wrong_pass.to_owned(),
                    ErrorCode::WrongState => words.t.locked_text.to_owned(),
                    code => w::failure(words, code, failure.wait),
                };
                door.problem.set(Some(text));
            }
        }
    });
}

fn door(words: Words, code: String, lobby: Lobby) -> AnyView {
    let (t, door, store) = (words.t, expect_context::<Door>(), RoomStore::get());
    let tongue = words.locale.tongue;
    let plan =
        lobby.plan_title.get(tongue.lang(), lobby.languages.first().copied().unwrap_or(tongue.lang())).to_owned();
    let mut choices: Vec<(String, String)> = lobby
        .institutions
        .iter()
        .map(|i| (i.code.clone(), w::institution(words, &lobby.institutions, &i.code)))
        .collect();
    choices.sort_by(|a, b| a.1.cmp(&b.1));
    let is_known = |value: &String| value == OTHER || choices.iter().any(|(code, _)| code == value);
    if !door.institution.with_untracked(is_known) {
        door.institution.set(String::new());
    }
    choices.push((OTHER.to_owned(), t.other_institution.to_owned()));
    let form_code = code.clone();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let (name, institution) = (door.name.get_untracked().trim().to_owned(), door.institution.get_untracked());
        let is_other = institution == OTHER;
        let other = if is_other { door.other.get_untracked().trim().to_owned() } else { String::new() };
        if name.is_empty() || institution.is_empty() || (is_other && other.is_empty()) {
            return door.problem.set(Some(t.who_missing.to_owned()));
        }
        let institution = if is_other { String::new() } else { institution };
        let language = Some(tongue.lang());
        let form = Joining { name, institution, other, language, ..Joining::default() };
        come_in(words, (door, store), form_code.clone(), form);
    };
    view! {
        <form class="form" on:submit=submit>
            <h1 class="form__title">{lobby.title}</h1>
            <p class="form__text">{plan}</p>
            {alert(door.problem)}
            {line("name", t.your_name, "name", door.name)}
            <div class="field">
                <label class="field__label" for="institution">{t.your_institution}</label>
                <select class="field__input" id="institution" on:change=move |event| door.institution.set(event_target_value(&event))>
                    <option value="" prop:selected=move || door.institution.with(String::is_empty)>{t.choose}</option>
                    {choices
                        .into_iter()
                        .map(|(value, name)| {
                            let held = value.clone();
                            view! { <option value=value prop:selected=move || door.institution.with(|chosen| *chosen == held)>{name}</option> }
                        })
                        .collect_view()}
                </select>
            </div>
            {move || (door.institution.get() == OTHER).then(|| line("other", t.other_name, "organization", door.other))}
            {language_field(words, code.clone())}
            <button class="button room__button" type="submit" aria-disabled=move || door.busy.get().to_string()>{t.join_button}</button>
            <p class="form__text">{t.join_privacy}</p>
        </form>
        <details class="form room__more">
            <summary>{t.have_pass}</summary>
            {shut::pass_form(words, code)}
        </details>
    }
    .into_any()
}

fn language_field(words: Words, code: String) -> AnyView {
    let address = Address::get();
    let change = move |event: leptos::ev::Event| {
        let chosen = event_target_value(&event);
        if let Some(tongue) = Tongue::ALL.into_iter().find(|tongue| tongue.code() == chosen) {
            address.go(&paths::print(tongue, &RoomRoute::Workshop(code.clone())), Step::Replace);
        }
    };
    let option = |tongue: Tongue| {
        view! { <option value=tongue.code() lang=tongue.code() selected=tongue == words.locale.tongue>{tongue.name()}</option> }
    };
    view! {
        <div class="field">
            <label class="field__label" for="language">{words.locale.t.language}</label>
            <select class="field__input" id="language" on:change=change>{Tongue::ALL.map(option).collect_view()}</select>
        </div>
    }
    .into_any()
}
