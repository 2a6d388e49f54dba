//! One's own account: posts, password, signing out everywhere.

use domain::error::ErrorCode;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::sign_in::{alert, password_field};
use super::{Session, Words, api, paths, posts, second_factor, shell, words};

/// The page.
pub fn page(words: Words) -> AnyView {
    let (t, session) = (words.t, Session::get());
    let me = session.me.with_untracked(|me| match me {
        Some(Ok(Some(me))) => Some(me.clone()),
        _ => None,
    });
    let Some(me) = me else { return ().into_any() };
    view! {
        <h1 class="page__title">{t.account}</h1>
        <p>{me.name.clone()} " · " {me.email.clone()}</p>
        <section class="desk__section">
            <h2>{t.posts}</h2>
            {posts::list(words)}
            <p>
                <a href=paths::api_my_calendar() download="matriz.ics">{t.calendar}</a> " "
                <span class="form__text">{t.calendar_text}</span>
            </p>
        </section>
        {change_password(words, session)}
        {second_factor::section(words)}
        <section class="desk__section">
            <button class="button button--quiet" type="button" on:click=move |_| shell::sign_out(words, session, true)>
                {t.sign_out_everywhere}
            </button>
        </section>
    }
    .into_any()
}

fn change_password(words: Words, session: Session) -> impl IntoView {
    let t = words.t;
    let (current, password) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let (problem, done) = (RwSignal::new(None), RwSignal::new(false));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            done.set(false);
            match api::set_password(&current.get_untracked(), &password.get_untracked()).await {
                Ok(me) => {
                    problem.set(None);
                    current.set(String::new());
                    password.set(String::new());
                    done.set(true);
                    session.set(Some(me));
                }
                Err(failure) => problem.set(Some(match failure.code {
                    ErrorCode::Invalid if failure.fields.iter().any(|field| field.field == "current") => {
                        t.wrong_current.to_owned()
                    }
                    ErrorCode::Invalid => t.password_hint.to_owned(),
                    _ => words::failure(words, &failure),
                })),
            }
        });
    };
    view! {
        <form class="form form--inline" on:submit=submit>
            <h2>{t.change_password}</h2>
            {alert(problem)}
            {password_field(words, "current", t.current_password, "current-password", current)}
            {password_field(words, "password", t.new_password, "new-password", password)}
            <p class="form__text">{t.password_hint}</p>
            <button class="button" type="submit">{t.set_password}</button>
            <p role="status">{move || done.get().then_some(t.password_changed)}</p>
        </form>
    }
}
