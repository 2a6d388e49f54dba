//! The end: green lights of the institutions, then what came of the workshop.

use domain::workshop::run::Workshop;
use domain::workshop::{WorkshopAction, WorkshopState};
use leptos::prelude::*;

use super::act::Act;
use super::bar;
use super::lead::Lead;
use super::sheet::Sheet;
use crate::i18n::fill;
use crate::office::workshops::{paths, words};

/// Lights, and whether it can be closed.
pub fn draw(lead: Lead) -> AnyView {
    let t = lead.words.t;
    let shown = Memo::new(move |_| {
        lead.workshop.with(|w| (w.header.state, w.header.lights.clone(), w.lights_missing.clone(), w.header.version))
    });
    let state = move || shown.with(|shown| shown.0);
    view! {
        <section class="lead-lights" aria-label=t.lights>
            <h2>{t.lights}</h2>
            {move || {
                shown.track();
                lead.workshop.with_untracked(|workshop| table(lead, workshop))
            }}
            {move || (state() == WorkshopState::Lights).then(|| before_end(lead))}
            {move || (state() == WorkshopState::Closed).then(|| end(lead))}
        </section>
    }
    .into_any()
}

fn table(lead: Lead, workshop: &Workshop) -> AnyView {
    let (words, t) = (lead.words, lead.words.t);
    let may = workshop.allowed.contains(&WorkshopAction::Light);
    let rows = workshop.setup.invited.iter().map(|invited| {
        let code = invited.institution.clone();
        let default = workshop.header.default_language;
        let name = words::institution(words, &workshop.institutions, default, &code);
        let light = workshop.header.lights.iter().find(|light| light.institution == code);
        let is_missing = workshop.lights_missing.contains(&code);
        let (class, answer) = match light {
            Some(light) => ("tag light", words::light(words, light.answer)),
            None if is_missing => ("tag tag--none", t.light_missing),
            None => ("tag tag--none", t.light_absent),
        };
        let answer_word = light.and_then(|light| serde_json::to_value(light.answer).ok());
        let answer_word = answer_word.and_then(|word| word.as_str().map(str::to_owned));
        let who = light.map(|light| {
            let parts = [light.name.clone(), light.post.clone(), light.text.clone()];
            let parts: Vec<String> = parts.into_iter().filter(|part| !part.is_empty()).collect();
            parts.join(" · ")
        });
        let label = format!("{}: {name}", t.enter_light);
        let key = code.clone();
        let enter = may.then(|| {
            view! {
                <button
                    class="button button--quiet button--small"
                    type="button"
                    aria-label=label
                    on:click=move |_| lead.sheet.set(Some(Sheet::Light(code.clone())))
                >
                    {t.enter_light}
                </button>
            }
        });
        view! {
            <tr data-light=key>
                <th scope="row">{name}</th>
                <td><span class=class data-answer=answer_word>{answer}</span></td>
                <td>{who}</td>
                <td>{enter}</td>
            </tr>
        }
    });
    view! {
        <div class="board__scroll" tabindex="0" role="group" aria-label=t.lights>
            <table class="lead-presence"><tbody>{rows.collect_view()}</tbody></table>
        </div>
    }
    .into_any()
}

fn before_end(lead: Lead) -> AnyView {
    let t = lead.words.t;
    let missing = Memo::new(move |_| lead.workshop.with(|workshop| workshop.lights_missing.len()));
    view! {
        <p>
            {move || match missing.get() {
                0 => t.lights_complete.to_owned(),
                n => fill(t.lights_missing, &[("n", &lead.words.locale.count(n))]),
            }}
        </p>
        {bar::button(lead, Act::Finish, "button")}
    }
    .into_any()
}

fn end(lead: Lead) -> AnyView {
    let (t, tongue) = (lead.words.t, lead.words.locale.tongue);
    let version = lead.workshop.with_untracked(|workshop| workshop.header.version);
    let version = version.map(|version| view! { <p>{fill(t.version_made, &[("n", &version.to_string())])}</p> });
    view! {
        <div class="notice" role="status">
            <p class="notice__title">{t.is_over}</p>
            {version}
            <a class="button" href=paths::minutes(tongue, lead.id) rel="external">{t.minutes}</a>
        </div>
    }
    .into_any()
}
