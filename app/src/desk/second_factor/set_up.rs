//! Setting a second factor up: the password, the secret as a QR code, the first code, codes for a lost device.

use domain::second_factor::SetUp;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{paths, problem, proof};
use crate::desk::sign_in::{alert, field};
use crate::desk::{Words, api, focus};

/// Light squares around the code, which readers of it need.
const BORDER: usize = 4;

/// How far it is.
#[derive(Clone)]
enum Step {
    Password,
    Scan(SetUp),
    Codes(Vec<String>),
}

/// All steps; `replaces` when there is a second factor already.
pub fn steps(words: Words, replaces: bool, done: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let step = RwSignal::new(Step::Password);
    let wrong = RwSignal::new(None);
    let propose = move |password: String, code: String| {
        spawn_local(async move {
            match api::propose(&password, &code).await {
                Ok(set_up) => step.set(Step::Scan(set_up)),
                Err(failure) => wrong.set(Some(problem(words, &failure))),
            }
        });
    };
    let button = if replaces { words.t.second_factor_renew } else { words.t.go_on };
    (move || match step.get() {
        Step::Password => proof(words, replaces, button, wrong, propose).into_any(),
        Step::Scan(set_up) => scan(words, &set_up, step),
        Step::Codes(codes) => kept(words, codes, done),
    })
    .into_any()
}

fn scan(words: Words, set_up: &SetUp, step: RwSignal<Step>) -> AnyView {
    let t = words.t;
    let (code, wrong) = (RwSignal::new(String::new()), RwSignal::new(None));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        spawn_local(async move {
            match api::confirm(&code.get_untracked()).await {
                Ok(codes) => step.set(Step::Codes(codes.codes)),
                Err(failure) => {
                    code.set(String::new());
                    wrong.set(Some(problem(words, &failure)));
                    focus("first-code");
                }
            }
        });
    };
    let secret = set_up.secret.as_bytes().chunks(4).filter_map(|part| std::str::from_utf8(part).ok());
    let secret = secret.collect::<Vec<_>>().join(" ");
    request_animation_frame(|| focus("first-code"));
    view! {
        <form class="form form--inline" on:submit=submit>
            <p>{t.second_factor_scan}</p>
            {picture(words, &set_up.qr)}
            <p>{t.second_factor_secret} ": " <code class="secret">{secret}</code></p>
            {alert(wrong)}
            {field("first-code", t.second_factor_first_code, "text", "one-time-code", code)}
            <button class="button" type="submit">{t.second_factor_confirm}</button>
        </form>
    }
    .into_any()
}

/// The QR code as one path: a square a dark spot.
fn picture(words: Words, rows: &[String]) -> impl IntoView + use<> {
    let mut path = String::new();
    for (y, row) in rows.iter().enumerate() {
        for (x, _) in row.bytes().enumerate().filter(|(_, spot)| *spot == b'1') {
            path.push_str(&format!("M{} {}h1v1h-1z", x + BORDER, y + BORDER));
        }
    }
    let side = rows.len() + 2 * BORDER;
    view! {
        <svg class="qr" viewBox=format!("0 0 {side} {side}") role="img" aria-label=words.t.second_factor_qr>
            <path d=path></path>
        </svg>
    }
}

/// Codes for a lost device, shown once.
fn kept(words: Words, codes: Vec<String>, done: impl Fn() + Copy + 'static) -> AnyView {
    let t = words.t;
    let file = paths::text_file(&codes.join("\r\n"));
    request_animation_frame(|| focus("recovery"));
    view! {
        <div class="moving">
            <h2 id="recovery" tabindex="-1">{t.recovery_title}</h2>
            <p>{t.recovery_text}</p>
            <ol class="codes">{codes.into_iter().map(|code| view! { <li><code>{code}</code></li> }).collect_view()}</ol>
            <div class="desk__buttons">
                <button class="button" type="button" on:click=move |_| done()>{t.recovery_kept}</button>
                <a class="button button--quiet" href=file download="matriz-codes.txt">{t.recovery_download}</a>
            </div>
        </div>
    }
    .into_any()
}

/// New codes for a lost device, in place of those that are left.
pub fn new_codes(words: Words, done: impl Fn() + Copy + Send + Sync + 'static) -> AnyView {
    let (codes, wrong) = (RwSignal::new(None::<Vec<String>>), RwSignal::new(None));
    let submit = move |password: String, code: String| {
        spawn_local(async move {
            match api::renew_codes(&password, &code).await {
                Ok(new) => codes.set(Some(new.codes)),
                Err(failure) => wrong.set(Some(problem(words, &failure))),
            }
        });
    };
    (move || match codes.get() {
        None => proof(words, true, words.t.second_factor_new_codes, wrong, submit).into_any(),
        Some(codes) => kept(words, codes, done),
    })
    .into_any()
}
