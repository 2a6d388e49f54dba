//! The people of a plan, for those who manage them: posts, invitations, accounts.

mod invite;

use domain::account::Role;
use domain::people::{AccountState, People, PersonRow, Post};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure};
use super::fields::{Field, Wrong};
use super::paths::DeskRoute;
use super::plan::Reading;
use super::sign_in::alert;
use super::{Session, Words, choice, shell, words};
use crate::history::Address;
use crate::i18n::fill;

/// The people as the server has them, and what is being changed.
#[derive(Clone, Copy)]
pub struct Shown {
    people: RwSignal<People>,
    plan: Reading,
    /// Row of the post whose last day is being changed.
    ending: RwSignal<Option<i64>>,
    /// What went wrong with an account.
    problem: RwSignal<Option<String>>,
}

/// May read and change people.
pub fn manages(role: Role) -> bool {
    matches!(role, Role::Coordinator | Role::Administrator)
}

/// The page.
pub fn page(words: Words) -> AnyView {
    let address = Address::get();
    let plan = Reading::new();
    let loaded: RwSignal<Option<Result<StoredValue<People>, Failure>>> = RwSignal::new(None);
    let chosen = Memo::new(move |_| choice::plan(&address.query(), manages));
    let load = move || {
        let slug = chosen.get_untracked();
        spawn_local(async move {
            let people = async {
                let people = api::people(&slug).await?;
                plan.open(&slug).await?;
                Ok(StoredValue::new(people))
            };
            loaded.set(Some(people.await));
        });
    };
    Effect::new(move |_| {
        chosen.track();
        loaded.set(None);
        load();
    });
    view! {
        <h1 class="page__title">{words.t.people}</h1>
        {move || choice::links(words, DeskRoute::People, &chosen.get(), manages)}
        {move || match loaded.get() {
            None => view! { <div class="skeleton" role="status"></div> }.into_any(),
            Some(Err(failure)) => shell::failed(words, &failure, load),
            Some(Ok(people)) => draw(words, plan, people.get_value()),
        }}
    }
    .into_any()
}

fn draw(words: Words, plan: Reading, people: People) -> AnyView {
    let shown =
        Shown { people: RwSignal::new(people), plan, ending: RwSignal::new(None), problem: RwSignal::new(None) };
    let slug = shown.people.with_untracked(|people| people.plan.clone());
    let readings = super::paths::of_plan(words.locale.tongue, &DeskRoute::Readings, &slug);
    let list = move || {
        let people = shown.people.get();
        people.people.iter().map(|person| line(words, shown, &people, person)).collect_view()
    };
    view! {
        <p>{words.t.people_text}</p>
        <p><a href=readings>{words.t.readings}</a></p>
        {alert(shown.problem)}
        <ul class="people">{list}</ul>
        {invite::form(words, shown)}
    }
    .into_any()
}

fn line(words: Words, shown: Shown, people: &People, person: &PersonRow) -> impl IntoView + use<> {
    let tag = match person.state {
        AccountState::Invited => "tag tag--draft",
        AccountState::Active => "tag tag--approved",
        AccountState::Disabled => "tag tag--none",
    };
    let posts = person.posts.iter().map(|post| {
        let may_end = people.may_give.contains(&post.membership.role);
        self::post(words, shown, &person.name, post, may_end)
    });
    let is_own = Session::get().email() == person.email;
    view! {
        <li class="people__person">
            <div>
                <p class="people__name">{person.name.clone()}</p>
                <p class="people__mail">{person.email.clone()}</p>
            </div>
            <ul class="plain">{posts.collect_view()}</ul>
            <div class="people__account">
                <span class=tag>{words::account_state(words, person.state)}</span>
                {person.second_factor.then(|| view! { <span class="tag tag--approved">{words.t.second_factor_has}</span> })}
                {person.may_reset_second_factor.then(|| reset(words, shown, person))}
                {(people.may_disable && !is_own).then(|| account(words, shown, person))}
            </div>
        </li>
    }
}

/// Institution or coordination, post, role, days; for whoever may, changing its last day.
fn post(words: Words, shown: Shown, name: &str, post: &Post, may_end: bool) -> impl IntoView + use<> {
    let t = words.t;
    let held = post.membership.clone();
    let id = post.id.0;
    let place = if held.institution.is_empty() { t.coordination.to_owned() } else { held.institution.clone() };
    let mut days = fill(t.post_from, &[("day", &words.locale.day(&held.from))]);
    if !held.until.is_empty() {
        days = format!("{days} {}", fill(t.post_until, &[("day", &words.locale.day(&held.until))]));
    }
    let label = fill(t.end_post_label, &[("name", name), ("post", &held.post)]);
    let button = may_end.then(|| {
        view! {
            <button
                class="button button--quiet button--small"
                type="button"
                aria-label=label
                aria-expanded=move || (shown.ending.get() == Some(id)).to_string()
                on:click=move |_| shown.ending.update(|open| *open = if *open == Some(id) { None } else { Some(id) })
            >
                {t.end_post}
            </button>
        }
    });
    let until = held.until.clone();
    view! {
        <li class="people__post">
            <span>{held.post} " · " {place} " · " {words::role(words, held.role)}</span>
            <span class="people__days">{days}</span>
            {button}
            {move || (shown.ending.get() == Some(id)).then(|| ending(words, shown, id, until.clone()))}
        </li>
    }
}

fn ending(words: Words, shown: Shown, id: i64, until: String) -> impl IntoView {
    let t = words.t;
    let until = RwSignal::new(if until.is_empty() { super::fields::today() } else { until });
    let wrong = Wrong::new();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        wrong.clear();
        let slug = shown.people.with_untracked(|people| people.plan.clone());
        spawn_local(async move {
            match api::set_until(&slug, id, &until.get_untracked()).await {
                Ok(people) => {
                    shown.ending.set(None);
                    shown.people.set(people);
                }
                Err(failure) => wrong.set(words, &failure),
            }
        });
    };
    let hint = t.end_post_text;
    let field = Field { name: "until", form: "ending", label: t.last_day, hint, required: false, wrong };
    view! {
        <form class="people__ending" on:submit=save>
            {field.input(words, "date", until)}
            {alert(wrong.whole)}
            <div class="desk__buttons">
                <button class="button button--small" type="submit">{t.save}</button>
                <button class="button button--quiet button--small" type="button" on:click=move |_| shown.ending.set(None)>
                    {t.cancel}
                </button>
            </div>
        </form>
    }
}

/// Taking away the second factor of somebody whose device is lost, after a question.
fn reset(words: Words, shown: Shown, person: &PersonRow) -> impl IntoView + use<> {
    let t = words.t;
    let (id, question) = (person.id.0, fill(t.second_factor_reset_ask, &[("name", &person.name)]));
    let press = move |_| {
        if window().confirm_with_message(&question).unwrap_or(false) {
            change(words, shown, api::reset_second_factor(id));
        }
    };
    let full = format!("{}: {}", t.second_factor_reset, person.name);
    view! {
        <button class="button button--quiet button--small" type="button" aria-label=full on:click=press>{t.second_factor_reset}</button>
    }
}

/// Does it and reads the people again.
fn change(words: Words, shown: Shown, asked: impl Future<Output = Result<(), Failure>> + 'static) {
    let slug = shown.people.with_untracked(|people| people.plan.clone());
    spawn_local(async move {
        let people = async {
            asked.await?;
            api::people(&slug).await
        };
        match people.await {
            Ok(people) => {
                shown.problem.set(None);
                shown.people.set(people);
            }
            Err(failure) => shown.problem.set(Some(words::failure(words, &failure))),
        }
    });
}

/// Ending an account, after a question, or taking it up again.
fn account(words: Words, shown: Shown, person: &PersonRow) -> impl IntoView + use<> {
    let t = words.t;
    let is_disabled = person.state == AccountState::Disabled;
    let (id, name) = (person.id.0, person.name.clone());
    let question = fill(t.disable_ask, &[("name", &name)]);
    let press = move |_| {
        if !is_disabled && !window().confirm_with_message(&question).unwrap_or(false) {
            return;
        }
        change(words, shown, api::set_disabled(id, !is_disabled));
    };
    let label = if is_disabled { t.enable } else { t.disable };
    let full = format!("{label}: {name}");
    view! {
        <button class="button button--quiet button--small" type="button" aria-label=full on:click=press>{label}</button>
    }
}
