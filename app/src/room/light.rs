//! The green light of an institution, given by the one who represents it.

use domain::workshop::run::Lighting;
use domain::workshop::{Light, LightAnswer, WorkshopAction};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use maud::html;

use super::door::line;
use super::part::{focus, part};
use super::queue::Letter;
use super::shown::Scene;
use super::store::RoomStore;
use super::{Words, words as w};

const ANSWERS: [LightAnswer; 3] = [LightAnswer::Yes, LightAnswer::WithReservations, LightAnswer::No];

/// The page.
pub fn page(words: Words, store: RoomStore) -> AnyView {
    let may = Memo::new(move |_| {
        store.you.with(|you| {
            you.as_ref().is_some_and(|you| !you.institution.is_empty() && you.allowed.contains(&WorkshopAction::Light))
        })
    });
    view! {
        <h1 class="room__title">{words.t.light_title}</h1>
        <p>{words.t.light_text}</p>
        {move || may.get().then(|| form(words, store))}
        {given(words, store)}
    }
    .into_any()
}

fn given(words: Words, store: RoomStore) -> AnyView {
    let draw = move || {
        let scene = Scene::get(words, store)?;
        let line = |light: &Light| {
            html! {
                li {
                    b { (w::institution(words, &scene.institutions, &light.institution)) } ": " (w::light(words, light.answer))
                    @if !light.text.is_empty() { p { (light.text) } }
                    small.room__by { (light.name) " " (light.post) }
                }
            }
        };
        (!scene.header.lights.is_empty()).then(|| {
            html! {
                h2 { (words.t.lights_given) " (" (scene.header.lights.len()) "/" (scene.institutions.len()) ")" }
                ul.room__list role="list" { @for light in &scene.header.lights { (line(light)) } }
            }
        })
    };
    part("room__said", draw, |_| {})
}

fn form(words: Words, store: RoomStore) -> AnyView {
    let t = words.t;
    let you = store.you.get_untracked();
    let institution = you.as_ref().map(|you| you.institution.clone()).unwrap_or_default();
    let before = store.header.with_untracked(|header| {
        header.as_ref()?.lights.iter().find(|light| light.institution == institution).cloned()
    });
    let name = before.as_ref().map(|light| light.name.clone()).or(you.map(|you| you.name)).unwrap_or_default();
    let answer = RwSignal::new(before.as_ref().map(|light| light.answer));
    let text = RwSignal::new(before.as_ref().map(|light| light.text.clone()).unwrap_or_default());
    let post = RwSignal::new(before.map(|light| light.post).unwrap_or_default());
    let name = RwSignal::new(name);
    let problem = RwSignal::new(None);
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let trimmed = |value: RwSignal<String>| value.get_untracked().trim().to_owned();
        let (name, post) = (trimmed(name), trimmed(post));
        let Some(chosen) = answer.get_untracked().filter(|answer| ANSWERS.contains(answer)) else {
            return problem.set(Some(t.answer_missing));
        };
        let text = if chosen == LightAnswer::Yes { String::new() } else { trimmed(text) };
        if chosen != LightAnswer::Yes && text.is_empty() {
            problem.set(Some(t.light_text_missing));
            return focus("light-text");
        }
        if name.is_empty() || post.is_empty() {
            problem.set(Some(t.post_missing));
            return focus(if name.is_empty() { "light-name" } else { "light-post" });
        }
        problem.set(None);
        store.post(Letter::Light(Lighting { institution: String::new(), answer: chosen, text, name, post }));
    };
    let waits = move || store.queue.with(|queue| queue.waiting().any(|letter| matches!(letter, Letter::Light(_))));
    let title = w::institution(words, &store.institutions.get_untracked(), &institution);
    view! {
        <form class="room__form" on:submit=submit>
            <h2>{title}</h2>
            {answers(words, answer)}
            {move || {
                answer.get().filter(|answer| *answer != LightAnswer::Yes).map(|_| area(t.light_why, text))
            }}
            {line("light-name", t.your_name, "name", name)}
            {line("light-post", t.your_post, "organization-title", post)}
            <p class="field__wrong" role="alert">{move || problem.get()}</p>
            <button class="button room__button" type="submit">{t.give_light}</button>
            <p class="field__told" role="status">{move || waits().then_some(t.light_waits)}</p>
        </form>
    }
    .into_any()
}

fn answers(words: Words, answer: RwSignal<Option<LightAnswer>>) -> AnyView {
    let radio = move |choice: LightAnswer| {
        view! {
            <label class="room__answer">
                <input
                    type="radio"
                    name="answer"
                    prop:checked=move || answer.get() == Some(choice)
                    on:change=move |_| answer.set(Some(choice))
                />
                {w::light(words, choice)}
            </label>
        }
    };
    view! {
        <fieldset class="room__answers">
            <legend class="field__label">{words.t.light_question}</legend>
            {ANSWERS.map(radio).collect_view()}
        </fieldset>
    }
    .into_any()
}

fn area(label: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for="light-text">{label}</label>
            <textarea
                class="field__input field__input--area"
                id="light-text"
                rows="3"
                maxlength="4000"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            ></textarea>
        </div>
    }
    .into_any()
}
