//! Giving somebody a post, with an account when there is none.

use domain::account::Role;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Shown;
use crate::desk::api::{self, Invitation};
use crate::desk::fields::{Field, Wrong, today};
use crate::desk::sign_in::alert;
use crate::desk::{Words, words};
use crate::i18n::fill;
use crate::paths::Tongue;

/// What is typed.
#[derive(Clone, Copy)]
struct Typed {
    email: RwSignal<String>,
    name: RwSignal<String>,
    language: RwSignal<String>,
    institution: RwSignal<String>,
    post: RwSignal<String>,
    role: RwSignal<String>,
    from: RwSignal<String>,
    until: RwSignal<String>,
}

impl Typed {
    fn new(words: Words) -> Typed {
        let empty = || RwSignal::new(String::new());
        Typed {
            email: empty(),
            name: empty(),
            language: RwSignal::new(words.locale.tongue.code().to_owned()),
            institution: empty(),
            post: empty(),
            role: RwSignal::new(Role::Reporter.word().to_owned()),
            from: RwSignal::new(today()),
            until: empty(),
        }
    }

    fn role(self) -> Role {
        Role::of(&self.role.get()).unwrap_or(Role::Reporter)
    }

    fn invitation(self) -> Invitation {
        let role = untrack(|| self.role());
        let institution = if role.is_of_institution() { self.institution.get_untracked() } else { String::new() };
        Invitation {
            email: self.email.get_untracked(),
            name: self.name.get_untracked(),
            language: self.language.get_untracked(),
            institution,
            post: self.post.get_untracked(),
            role,
            from: self.from.get_untracked(),
            until: self.until.get_untracked(),
        }
    }

    /// For the next person: role, language and days stay.
    fn clear(self) {
        for field in [self.email, self.name, self.post, self.institution] {
            field.set(String::new());
        }
    }
}

/// The form.
pub fn form(words: Words, shown: Shown) -> impl IntoView {
    let t = words.t;
    let (typed, wrong) = (Typed::new(words), Wrong::new());
    let (busy, done) = (RwSignal::new(false), RwSignal::new(None::<String>));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        if busy.get_untracked() {
            return;
        }
        let slug = shown.people.with_untracked(|people| people.plan.clone());
        let invitation = typed.invitation();
        wrong.clear();
        done.set(None);
        busy.set(true);
        spawn_local(async move {
            let answer = api::invite(&slug, &invitation).await;
            busy.set(false);
            match answer {
                Ok(people) => {
                    shown.people.set(people);
                    typed.clear();
                    done.set(Some(fill(t.invite_done, &[("email", &invitation.email)])));
                }
                Err(failure) => wrong.set(words, &failure),
            }
        });
    };
    view! {
        <section class="desk__section">
            <h2>{t.invite_title}</h2>
            <p class="form__text">{t.invite_text}</p>
            <form on:submit=send>
                {fields(words, shown, typed, wrong)}
                {alert(wrong.whole)}
                <div class="desk__buttons">
                    <button class="button" type="submit" aria-disabled=move || busy.get().to_string()>{t.invite}</button>
                </div>
                <p role="status">{move || done.get()}</p>
            </form>
        </section>
    }
}

fn fields(words: Words, shown: Shown, typed: Typed, wrong: Wrong) -> impl IntoView {
    let t = words.t;
    let field = move |name, label, hint, required| Field { name, form: "invite", label, hint, required, wrong };
    let languages = Tongue::ALL.map(|tongue| (tongue.code().to_owned(), tongue.name().to_owned())).to_vec();
    let roles = shown.people.with_untracked(|people| people.may_give.clone());
    let roles = roles.into_iter().map(|role| (role.word().to_owned(), words::role(words, role).to_owned())).collect();
    let institution = move || {
        typed.role().is_of_institution().then(|| {
            let mut options = vec![(String::new(), t.choose.to_owned())];
            let known = shown.plan.institutions(words).into_iter();
            options.extend(known.map(|(code, name)| (code.clone(), format!("{code} · {name}"))));
            field("institution", t.column_institution, "", true).select(words, options, typed.institution)
        })
    };
    view! {
        <div class="fields">
            {field("email", t.email, "", true).input(words, "email", typed.email)}
            {field("name", t.name, "", false).input(words, "text", typed.name)}
            {field("language", t.language_of_letters, "", true).select(words, languages, typed.language)}
            {field("role", t.role, "", true).select(words, roles, typed.role)}
            {institution}
            {field("post", t.post, t.post_hint, true).input(words, "text", typed.post)}
            {field("from", t.first_day, "", false).input(words, "date", typed.from)}
            {field("until", t.last_day, t.end_post_text, false).input(words, "date", typed.until)}
        </div>
    }
}
