//! Signing in, asking for a link, and choosing a password with one.

use domain::error::ErrorCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure};
use super::paths::{self, DeskRoute};
use super::{Session, Words, words};
use crate::history::{Address, Step};
use crate::i18n::fill;

/// A labelled field of a form.
pub fn field(
    id: &'static str,
    label: &'static str,
    kind: &'static str,
    complete: &'static str,
    value: RwSignal<String>,
) -> impl IntoView {
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <input
                class="field__input"
                id=id
                name=id
                type=kind
                autocomplete=complete
                required=true
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
}

/// A password with the choice to show it.
pub fn password_field(
    words: Words,
    id: &'static str,
    label: &'static str,
    complete: &'static str,
    value: RwSignal<String>,
) -> impl IntoView {
    let shown = RwSignal::new(false);
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <input
                class="field__input"
                id=id
                name=id
                type=move || if shown.get() { "text" } else { "password" }
                autocomplete=complete
                required=true
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
        <label class="check">
            <input type="checkbox" prop:checked=move || shown.get() on:change=move |_| shown.update(|s| *s = !*s) />
            {words.t.show_password}
        </label>
    }
}

/// What went wrong, told at once to a screen reader.
pub fn alert(text: RwSignal<Option<String>>) -> impl IntoView {
    view! { <div role="alert">{move || text.get().map(|text| view! { <p class="form__error">{text}</p> })}</div> }
}

/// The form of a page on its own.
pub fn form(
    title: &'static str,
    text: String,
    fields: AnyView,
    button: &'static str,
    busy: RwSignal<bool>,
    submit: impl Fn() + 'static,
) -> impl IntoView {
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        if !busy.get_untracked() {
            submit();
        }
    };
    view! {
        <form class="form" on:submit=on_submit>
            <h1 class="form__title">{title}</h1>
            <p class="form__text">{text}</p>
            {fields}
            <button class="button" type="submit" aria-disabled=move || busy.get().to_string()>{button}</button>
        </form>
    }
}

/// Where somebody goes after signing in: what they came for, else the page of their role.
pub fn home(words: Words) -> AnyView {
    let (session, address) = (Session::get(), Address::get());
    if let Some(next) = paths::next(&address.query()) {
        // Another program's page: that loads it.
        let _ = window().location().replace(&next);
        return view! { <div class="skeleton" role="status"></div> }.into_any();
    }
    let reports = session.me.with_untracked(|me| match me {
        Some(Ok(Some(me))) => {
            let first = me.memberships.first().map(|post| post.role);
            first.map(|role| if role.is_of_institution() { DeskRoute::MyUpdates } else { DeskRoute::Review })
        }
        _ => None,
    });
    let route = reports.unwrap_or(DeskRoute::Account);
    request_animation_frame(move || address.go(&paths::print(words.locale.tongue, &route), Step::Replace));
    view! { <div class="skeleton" role="status"></div> }.into_any()
}

/// E-mail and password.
pub fn page(words: Words) -> AnyView {
    let (t, session) = (words.t, Session::get());
    let (email, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None));
    let submit = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = api::sign_in(&email.get_untracked(), &password.get_untracked()).await;
            busy.set(false);
            match answer {
                Ok(me) => session.set(Some(me)),
                Err(failure) if failure.code == ErrorCode::Unauthorized => {
                    problem.set(Some(t.wrong_sign_in.to_owned()));
                }
                Err(failure) => problem.set(Some(words::failure(words, &failure))),
            }
        });
    };
    let fields = view! {
        {alert(problem)}
        {field("email", t.email, "email", "username", email)}
        {password_field(words, "password", t.password, "current-password", password)}
    }
    .into_any();
    view! {
        {form(t.sign_in, t.sign_in_text.to_owned(), fields, t.sign_in_button, busy, submit)}
        <p class="form__aside">
            <a href=paths::print(words.locale.tongue, &DeskRoute::Forgotten)>{t.forgotten}</a>
        </p>
    }
    .into_any()
}

/// Asking for a link.
pub fn forgotten(words: Words) -> AnyView {
    let t = words.t;
    let email = RwSignal::new(String::new());
    let (busy, problem, done) = (RwSignal::new(false), RwSignal::new(None), RwSignal::new(false));
    let submit = move || {
        busy.set(true);
        spawn_local(async move {
            let answer = api::ask_link(&email.get_untracked()).await;
            busy.set(false);
            match answer {
                Ok(()) => done.set(true),
                Err(failure) => problem.set(Some(words::failure(words, &failure))),
            }
        });
    };
    let back = paths::print(words.locale.tongue, &DeskRoute::SignIn);
    let fields = move || {
        view! {
            {alert(problem)}
            {field("email", t.email, "email", "username", email)}
        }
        .into_any()
    };
    view! {
        {form(t.forgotten, t.forgotten_text.to_owned(), fields(), t.forgotten_button, busy, submit)}
        <p class="form__aside" role="status">{move || done.get().then_some(t.forgotten_done)}</p>
        <p class="form__aside"><a href=back>{t.back_to_sign_in}</a></p>
    }
    .into_any()
}

/// A link that sets a password.
pub fn link(words: Words, secret: String) -> AnyView {
    let owner: RwSignal<Option<Result<api::LinkInfo, Failure>>> = RwSignal::new(None);
    let asked = secret.clone();
    spawn_local(async move { owner.set(Some(api::link(&asked).await)) });
    let t = words.t;
    let secret = StoredValue::new(secret);
    (move || match owner.get() {
        None => view! { <div class="skeleton" role="status"></div> }.into_any(),
        Some(Err(failure)) if failure.code == ErrorCode::NotFound => view! {
            <div class="notice">
                <h1 class="notice__title">{t.link_expired}</h1>
                <p class="notice__text">{t.link_expired_text}</p>
                <a class="button" href=paths::print(words.locale.tongue, &DeskRoute::Forgotten)>{t.forgotten_button}</a>
            </div>
        }
        .into_any(),
        Some(Err(failure)) => super::shell::failed(words, &failure, || {
            // Fails only where a page cannot be loaded again at all.
            let _ = window().location().reload();
        }),
        Some(Ok(info)) => choose_password(words, info, secret.get_value()),
    })
    .into_any()
}

fn choose_password(words: Words, info: api::LinkInfo, secret: String) -> AnyView {
    let (t, session, address) = (words.t, Session::get(), Address::get());
    let password = RwSignal::new(String::new());
    let (busy, problem) = (RwSignal::new(false), RwSignal::new(None));
    let submit = move || {
        busy.set(true);
        let secret = secret.clone();
        spawn_local(async move {
            let answer = api::use_link(&secret, &password.get_untracked()).await;
            busy.set(false);
            match answer {
                Ok(me) => {
                    session.set(Some(me));
                    address.go(&paths::print(words.locale.tongue, &DeskRoute::SignIn), Step::Replace);
                }
                Err(failure) if failure.code == ErrorCode::Invalid => problem.set(Some(t.password_hint.to_owned())),
                Err(failure) => problem.set(Some(words::failure(words, &failure))),
            }
        });
    };
    let fields = view! {
        {alert(problem)}
        {password_field(words, "password", t.new_password, "new-password", password)}
        <p class="form__text">{t.password_hint}</p>
    }
    .into_any();
    let text = fill(t.link_text, &[("name", &info.name), ("email", &info.email)]);
    form(t.link_title, text, fields, t.set_password, busy, submit).into_any()
}
