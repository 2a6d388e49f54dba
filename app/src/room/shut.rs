//! What is said to those who cannot come in, or are in no more; and taking one's place again with a pass.

use domain::error::ErrorCode;
use domain::workshop::room::{Joining, Lobby};
use domain::workshop::{WorkshopState, code as codes};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;

use super::door::{Door, alert, come_in, line};
use super::paths::{self, RoomRoute};
use super::store::RoomStore;
use super::{Words, words as w};

/// What stands in place of a workshop that cannot be had.
pub fn failed(words: Words, code: ErrorCode, wait: Option<u32>, retry: impl Fn() + 'static) -> AnyView {
    let t = words.t;
    let title = match code {
        ErrorCode::NotFound => t.wrong_code_title,
        ErrorCode::TooManyAttempts => t.too_many_title,
        _ => words.locale.t.failed,
    };
    let join = paths::print(words.locale.tongue, &RoomRoute::Join);
    view! {
        <div class="notice page page--narrow" role="alert">
            <h1 class="notice__title">{title}</h1>
            <p class="notice__text">{w::failure(words, code, wait)}</p>
            {if code == ErrorCode::NotFound {
                view! { <a class="button room__button" href=join>{t.other_code}</a> }.into_any()
            } else {
                view! { <button class="button room__button" type="button" on:click=move |_| retry()>{words.locale.t.retry}</button> }
                    .into_any()
            }}
        </div>
    }
    .into_any()
}

/// The facilitator took one out.
pub fn removed(words: Words, code: String) -> AnyView {
    view! {
        <div class="page page--narrow">
            <div class="notice" role="alert">
                <h1 class="notice__title">{words.t.removed_title}</h1>
                <p class="notice__text">{words.t.removed_text}</p>
            </div>
            {pass_form(words, code)}
        </div>
    }
    .into_any()
}

/// The token is not known any more.
pub fn unknown(words: Words, store: RoomStore, code: String) -> AnyView {
    let again = move |_| store.open(&codes::normal(&code).unwrap_or(code.clone()));
    view! {
        <div class="notice page page--narrow" role="alert">
            <h1 class="notice__title">{words.t.unknown_title}</h1>
            <p class="notice__text">{words.t.unknown_text}</p>
            <button class="button room__button" type="button" on:click=again>{words.t.join_again}</button>
        </div>
    }
    .into_any()
}

/// A workshop that nobody new can come into, to whoever stands at its door.
pub fn shut(words: Words, code: String, lobby: Lobby) -> AnyView {
    let t = words.t;
    let (title, text) = match lobby.state {
        WorkshopState::Draft => (t.not_begun_title, t.not_begun_text),
        WorkshopState::Closed => (t.closed_title, t.closed_text),
        _ => (t.locked_title, t.locked_text),
    };
    let live = lobby.state.is_live();
    view! {
        <div class="page page--narrow">
            <div class="notice">
                <h1 class="notice__title">{title}</h1>
                <p>{lobby.title}</p>
                <p class="notice__text">{text}</p>
            </div>
            {live.then(|| pass_form(words, code))}
        </div>
    }
    .into_any()
}

/// Taking one's place again.
pub fn pass_form(words: Words, code: String) -> AnyView {
    let (t, door, store) = (words.t, expect_context::<Door>(), RoomStore::get());
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let pass = door.pass.get_untracked();
        come_in(
            words,
            (door, store),
            code.clone(),
            Joining { pass, language: Some(words.locale.tongue.lang()), ..Joining::default() },
        );
    };
    view! {
        <form class="form form--inline" on:submit=submit>
            <p class="form__text">{t.pass_text}</p>
            {alert(door.problem)}
            {line("pass", t.pass, "off", door.pass)}
            <button class="button room__button" type="submit" aria-disabled=move || door.busy.get().to_string()>{t.pass_button}</button>
        </form>
    }
    .into_any()
}
