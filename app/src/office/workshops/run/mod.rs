//! Leading a workshop: the page of a facilitator. Everything stands on the server, so that a second device takes over
//! by opening the page.

mod act;
mod agenda;
mod bar;
mod fields;
pub(super) mod forms;
mod item;
mod keys;
mod lead;
mod lights;
mod people;
pub(super) mod proposals;
mod sheet;
mod step;

use domain::id::WorkshopId;
use domain::workshop::WorkshopState;
use domain::workshop::run::Workshop;
use leptos::prelude::*;

use self::lead::Lead;
use super::{Words, clock, loading, paths, words};
use crate::feed::Link;
use crate::i18n::fill;

/// The page.
pub fn page(words: Words, id: WorkshopId) -> AnyView {
    loading::workshop(words, id, move |workshop| draw(words, workshop))
}

fn draw(words: Words, workshop: Workshop) -> AnyView {
    let t = words.t;
    let lead = Lead::new(words, workshop);
    let keys_on = RwSignal::new(keys::are_on());
    keys::listen(lead, keys_on);
    // The keys of proposals are about one that is there.
    Effect::new(move |_| {
        let ids: Vec<i64> = lead.item.with(|item| item.iter().flat_map(|i| &i.proposals).map(|p| p.id).collect());
        if lead.chosen.get_untracked().is_none_or(|chosen| !ids.contains(&chosen)) {
            lead.chosen.set(ids.first().copied());
        }
    });
    let state = Memo::new(move |_| lead.workshop.with(|workshop| workshop.header.state));
    let title = Memo::new(move |_| lead.workshop.with(|workshop| workshop.header.title.clone()));
    view! {
        <div class="lead">
            <header class="lead__head">
                <h1 class="lead__title">{move || title.get()}</h1>
                <span class="tag" data-state=move || state.get().word()>{move || words::state(words, state.get())}</span>
                {move || link(lead)}
                {move || pace(lead)}
                {links(lead)}
            </header>
            <div class="lead__agenda">{agenda::draw(lead)}</div>
            <div class="lead__item">
                {move || match state.get() {
                    WorkshopState::Draft => start(lead),
                    WorkshopState::Open | WorkshopState::Locked => item::draw(lead),
                    WorkshopState::Lights | WorkshopState::Closed => lights::draw(lead),
                }}
            </div>
            <aside class="lead__room" aria-label=t.room>{people::draw(lead)}</aside>
            {bar::draw(lead)}
            {sheet::draw(lead, keys_on)}
        </div>
    }
    .into_any()
}

/// Before people are let in.
fn start(lead: Lead) -> AnyView {
    let words = lead.words;
    let address = paths::address(words.locale.tongue, lead.id, paths::WorkshopPage::Prepare);
    view! {
        <div class="notice">
            <p class="notice__title">{words.t.not_started}</p>
            <p class="notice__text">{words.t.not_started_text}</p>
            {bar::button(lead, act::Act::Start, "button")}
            <a href=address>{words.t.prepare}</a>
        </div>
    }
    .into_any()
}

/// How the page hears of the room; nothing while all is well.
fn link(lead: Lead) -> AnyView {
    let t = lead.words.t;
    let said = match lead.link.get() {
        Link::Connecting | Link::Live | Link::Polling => return ().into_any(),
        Link::Lost => t.link_lost.to_owned(),
        Link::Refused(code) => crate::words::error(lead.words.locale, code).to_owned(),
    };
    view! { <span class="tag tag--returned" role="alert">{said}</span> }.into_any()
}

/// When it ends at this pace, on the clocks of the place.
fn pace(lead: Lead) -> Option<AnyView> {
    let (words, now) = (lead.words, lead.clock.now());
    let told = lead.workshop.with(|workshop| {
        let pace = workshop.pace;
        if !workshop.header.state.is_running() || pace.decided == pace.items {
            return None;
        }
        let hour = clock::hour(words.locale, &workshop.setup.zone, now + f64::from(pace.left) * 1000.0);
        let decided = words.locale.count(pace.decided as usize);
        Some(fill(
            words.t.pace,
            &[("hour", &hour), ("decided", &decided), ("items", &words.locale.count(pace.items as usize))],
        ))
    })?;
    Some(view! { <span class="lead__pace">{told}</span> }.into_any())
}

fn links(lead: Lead) -> AnyView {
    let (t, tongue, id) = (lead.words.t, lead.words.locale.tongue, lead.id);
    let code = Memo::new(move |_| lead.workshop.with(|workshop| workshop.header.code.clone()));
    view! {
        <nav class="lead__links" aria-label=t.pages>
            {move || code.get().map(|code| view! { <span>{t.code} " " <strong class="lead__code">{code}</strong></span> })}
            <a href=paths::address(tongue, id, paths::WorkshopPage::Prepare)>{t.prepare}</a>
            <a href=paths::address(tongue, id, paths::WorkshopPage::Screen) target="_blank" rel="external">{t.screen}</a>
            <a href=paths::minutes(tongue, id) rel="external">{t.minutes}</a>
        </nav>
    }
    .into_any()
}
