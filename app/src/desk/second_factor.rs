//! The second factor: giving a code to sign in, and where it stands on the account page. Setting it up is
//! `set_up`.

pub mod paths;
mod set_up;

use domain::account::Me;
use domain::error::FieldErrorCode;
use domain::second_factor::SecondFactor;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure};
use super::sign_in::{alert, field, form, password_field};
use super::{Session, Words, shell, words};
use crate::i18n::fill;

/// What went wrong, in words: password and code are told apart.
fn problem(words: Words, failure: &Failure) -> String {
    let contradicts = |name: &str| {
        failure.fields.iter().any(|field| field.field == name && field.code == FieldErrorCode::Contradiction)
    };
    match () {
        () if contradicts("password") => words.t.wrong_current.to_owned(),
        () if contradicts("code") => words.t.wrong_code.to_owned(),
        () => words::failure(words, failure),
    }
}

/// The second step of signing in.
pub fn code_page(words: Words) -> AnyView {
    let (t, session) = (words.t, Session::get());
    let (code, busy, wrong) = (RwSignal::new(String::new()), RwSignal::new(false), RwSignal::new(None));
    let submit = move || {
        busy.set(true);
        spawn_local(async move {
            let answer: Result<Me, Failure> = api::give_code(&code.get_untracked()).await;
            busy.set(false);
            match answer {
                Ok(me) => session.set(Some(me)),
                // It took too long: the password is asked again.
                Err(failure) if failure.code == domain::error::ErrorCode::Unauthorized => session.set(None),
                Err(failure) => {
                    code.set(String::new());
                    wrong.set(Some(problem(words, &failure)));
                    super::focus("code");
                }
            }
        });
    };
    let fields = view! {
        {alert(wrong)}
        {field("code", t.code_or_recovery, "text", "one-time-code", code)}
    };
    request_animation_frame(|| super::focus("code"));
    form(t.second_factor_code, t.second_factor_code_text.to_owned(), fields.into_any(), t.code_continue, busy, submit)
        .into_any()
}

/// In place of every page, for somebody whose post requires a second factor that is not set up.
pub fn required_page(words: Words) -> AnyView {
    let (t, session) = (words.t, Session::get());
    view! {
        <h1 class="page__title">{t.second_factor}</h1>
        <p>{t.second_factor_required_text}</p>
        <p class="form__text">{t.second_factor_text}</p>
        {set_up::steps(words, false, move || session.ask())}
    }
    .into_any()
}

/// What is being done on the account page.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Task {
    SetUp,
    Codes,
    Off,
}

/// Where it stands, and changing it.
pub fn section(words: Words) -> impl IntoView {
    let loaded: RwSignal<Option<Result<SecondFactor, Failure>>> = RwSignal::new(None);
    let task: RwSignal<Option<Task>> = RwSignal::new(None);
    let load = move || {
        spawn_local(async move {
            let answer = api::second_factor().await;
            task.set(None);
            loaded.set(Some(answer));
        });
    };
    load();
    view! {
        <section class="desk__section" aria-labelledby="second-factor">
            <h2 id="second-factor">{words.t.second_factor}</h2>
            <p class="form__text">{words.t.second_factor_text}</p>
            {move || match loaded.get() {
                None => view! { <div class="skeleton" role="status"></div> }.into_any(),
                Some(Err(failure)) => shell::failed(words, &failure, load),
                Some(Ok(factor)) => view! {
                    {standing(words, &factor, task)}
                    {move || match task.get() {
                        None => ().into_any(),
                        Some(Task::SetUp) => set_up::steps(words, factor.on, load),
                        Some(Task::Codes) => set_up::new_codes(words, load),
                        Some(Task::Off) => turn_off(words, load),
                    }}
                }
                .into_any(),
            }}
        </section>
    }
}

fn standing(words: Words, factor: &SecondFactor, task: RwSignal<Option<Task>>) -> impl IntoView + use<> {
    let t = words.t;
    let day = factor.since.get(..10).unwrap_or_default();
    let state = if factor.on {
        fill(t.second_factor_on, &[("day", &words.locale.day(day))])
    } else {
        t.second_factor_off.to_owned()
    };
    let left = factor.on.then(|| {
        let n = words.locale.count(usize::try_from(factor.recovery_left).unwrap_or_default());
        view! { <p>{fill(t.second_factor_left, &[("n", &n)])}</p> }
    });
    let mut tasks = vec![(Task::SetUp, if factor.on { t.second_factor_renew } else { t.second_factor_set_up })];
    if factor.on {
        tasks.push((Task::Codes, t.second_factor_new_codes));
    }
    if factor.on && !factor.required {
        tasks.push((Task::Off, t.second_factor_turn_off));
    }
    let buttons = tasks.into_iter().map(|(own, name)| {
        view! {
            <button
                class="button button--quiet"
                type="button"
                aria-expanded=move || (task.get() == Some(own)).to_string()
                on:click=move |_| task.update(|open| *open = if *open == Some(own) { None } else { Some(own) })
            >
                {name}
            </button>
        }
    });
    view! {
        <p>{state} " " {factor.required.then_some(t.second_factor_required)}</p>
        {left}
        <div class="desk__buttons">{buttons.collect_view()}</div>
    }
}

/// Password, and code where there is a second factor: what every change asks.
fn proof(
    words: Words,
    with_code: bool,
    button: &'static str,
    wrong: RwSignal<Option<String>>,
    submit: impl Fn(String, String) + 'static,
) -> impl IntoView {
    let t = words.t;
    let (password, code) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let on_submit = move |event: SubmitEvent| {
        event.prevent_default();
        submit(password.get_untracked(), code.get_untracked());
    };
    request_animation_frame(|| super::focus("proof"));
    view! {
        <form class="form form--inline" on:submit=on_submit>
            {alert(wrong)}
            {password_field(words, "proof", t.current_password, "current-password", password)}
            {with_code.then(|| field("proof-code", t.code_or_recovery, "text", "one-time-code", code))}
            <button class="button" type="submit">{button}</button>
        </form>
    }
}

fn turn_off(words: Words, done: impl Fn() + Copy + 'static) -> AnyView {
    let wrong = RwSignal::new(None);
    let submit = move |password: String, code: String| {
        spawn_local(async move {
            match api::turn_off(&password, &code).await {
                Ok(_) => done(),
                Err(failure) => wrong.set(Some(problem(words, &failure))),
            }
        });
    };
    proof(words, true, words.t.second_factor_turn_off, wrong, submit).into_any()
}
