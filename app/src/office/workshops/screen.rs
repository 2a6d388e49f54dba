//! The projector: one item in very large type, its proposals, how many answered, and how to join. It has no controls
//! and follows what the facilitator does.

use domain::id::WorkshopId;
use domain::workshop::WorkshopState;
use domain::workshop::item::{Item, ItemState};
use domain::workshop::proposal::{Proposal, ProposalState};
use domain::workshop::room::{Event, Screen};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::clock::{Clock, countdown};
use super::facts::{self, Around};
use super::run::proposals;
use super::{Words, api, loading, paths, tally, words};
use crate::feed::{Feed, Link, keep};
use crate::i18n::fill;

/// Most proposals that have room beside an item.
const MOST: usize = 3;

/// The page.
pub fn page(words: Words, id: WorkshopId) -> AnyView {
    loading::page(words, move || async move { api::screen(id).await }, move |screen| draw(words, id, screen))
}

fn draw(words: Words, id: WorkshopId, screen: Screen) -> AnyView {
    let clock = Clock::start(&screen.now);
    let link = RwSignal::new(Link::Connecting);
    let revision = screen.revision;
    let screen = RwSignal::new(screen);
    keep(Feed::follow(
        move |after| paths::api_events(id, after),
        revision,
        link,
        move |event| hear(id, screen, clock, event),
    ));
    let item =
        Memo::new(move |_| screen.with(|s| s.item.clone().map(|item| Item { answered: 0, tally: None, ..item })));
    let tally = Memo::new(move |_| screen.with(|s| s.item.as_ref().and_then(|item| item.tally.clone())));
    let state = Memo::new(move |_| screen.with(|s| s.header.state));
    let title = Memo::new(move |_| screen.with(|s| s.header.title.clone()));
    let lights = Memo::new(move |_| screen.with(|s| s.header.lights.clone()));
    let main = move || match state.get() {
        WorkshopState::Draft => view! { <p class="screen__word">{words.t.screen_draft}</p> }.into_any(),
        WorkshopState::Open | WorkshopState::Locked => match item.get() {
            Some(item) => about(words, screen, &item, tally.get()),
            None => view! { <p class="screen__word">{words.t.screen_wait}</p> }.into_any(),
        },
        WorkshopState::Lights => {
            lights.track();
            self::lights(words, screen)
        }
        WorkshopState::Closed => closed(words, screen),
    };
    view! {
        <div class="screen">
            <header class="screen__head">
                <h1 class="screen__name">{move || title.get()}</h1>
                {move || matches!(link.get(), Link::Lost | Link::Refused(_)).then(|| view! { <span class="tag tag--returned" role="alert">{words.t.link_lost}</span> })}
            </header>
            <div class="screen__main" tabindex="0" role="group" aria-label=words.t.item>{main}</div>
            <div class="screen__foot">
                {move || (state.get().is_running()).then(|| progress(words, screen, clock))}
                {join(words, screen)}
            </div>
        </div>
    }
    .into_any()
}

fn hear(id: WorkshopId, screen: RwSignal<Screen>, clock: Clock, event: Event) {
    if screen.is_disposed() {
        return;
    }
    if !event.now.is_empty() {
        clock.set(&event.now);
    }
    match (event.event.as_str(), event.item, event.answered) {
        ("item", Some(item), _) => screen.update(|screen| {
            if let Some(row) = screen.agenda.iter_mut().find(|row| row.n == item.row.n) {
                *row = item.row.clone();
            }
            if screen.header.current == Some(item.row.n) {
                screen.item = Some(item);
            }
        }),
        ("answered", _, Some(answered)) => screen.update(|screen| {
            if let Some(item) = screen.item.as_mut().filter(|item| item.row.n == answered.item) {
                item.answered = answered.answered;
                if answered.tally.is_some() {
                    item.tally = answered.tally;
                }
            }
        }),
        ("workshop" | "agenda" | "resync" | "item", ..) => spawn_local(async move {
            if let Ok(newer) = api::screen(id).await
                && !screen.is_disposed()
                && newer.revision >= screen.with_untracked(|held| held.revision)
            {
                clock.set(&newer.now);
                screen.set(newer);
            }
        }),
        _ => {}
    }
}

/// Long titles are set smaller: they must fit.
fn size(title: &str) -> &'static str {
    match title.chars().count() {
        0..=60 => "screen__title",
        61..=120 => "screen__title screen__title--long",
        _ => "screen__title screen__title--longest",
    }
}

fn about(
    words: Words,
    screen: RwSignal<Screen>,
    item: &Item,
    counted: Option<domain::workshop::tally::Tally>,
) -> AnyView {
    screen.with_untracked(|screen| {
        let around = Around { header: &screen.header, institutions: &screen.institutions };
        let title = words::text(words, &item.row.title, screen.header.default_language);
        let class = size(&title);
        // Results of an item that is open are for the phones, if at all.
        let counted = counted.filter(|_| item.row.state != ItemState::Open);
        let layout = if counted.is_some() { "screen__item screen__item--counted" } else { "screen__item" };
        let result = counted.as_ref().map(|counted| {
            view! { <div class="screen__result">{tally::people(words, counted)} {tally::kinds_told(words, counted)}</div> }
        });
        let facts = facts::list(words, around, item).into_iter().take(3);
        let facts = facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> }).collect_view();
        let shown = changes(words, around, item);
        let targets = (counted.is_none()).then(|| facts::targets(words, item));
        let facts = (counted.is_none() && shown.is_none()).then(|| view! { <dl class="facts">{facts}</dl> });
        view! {
            <article class=layout aria-labelledby="screen-title">
                {facts::place(words, around, item)}
                <h2 class=class id="screen-title">
                    <span class="screen__code">{item.row.code.clone()}</span> " " {title}
                </h2>
                <p class="screen__state" data-item-state=item.row.state.word()>{words::item_state(words, item.row.state)}</p>
                {shown}
                {result}
                {targets}
                {facts}
            </article>
        }
        .into_any()
    })
}

/// The proposals that still matter: what became part of the plan, else what is on the table.
fn changes(words: Words, around: Around, item: &Item) -> Option<AnyView> {
    let matters = |state: ProposalState| match item.row.state {
        state_of_item if state_of_item.is_decided() => state == ProposalState::Applied,
        _ => matches!(state, ProposalState::Made | ProposalState::Accepted),
    };
    let mut proposals: Vec<&Proposal> = item.proposals.iter().filter(|proposal| matters(proposal.state)).collect();
    proposals.sort_by_key(|proposal| proposal.state != ProposalState::Accepted);
    let more = proposals.len().saturating_sub(MOST);
    let more = (more > 0).then(
        || view! { <p class="screen__more">{fill(words.t.more_proposals, &[("n", &words.locale.count(more))])}</p> },
    );
    let shown = proposals.iter().take(MOST).map(|proposal| {
        view! { <li data-proposal=proposal.id>{proposals::change(words, around, proposal)}</li> }
    });
    let shown = shown.collect_view();
    (!proposals.is_empty()).then(|| {
        view! { <ul class="plain screen__changes" aria-label=words.t.proposals>{shown}</ul> {more} }.into_any()
    })
}

/// How many answered, and the time that is left.
fn progress(words: Words, screen: RwSignal<Screen>, clock: Clock) -> AnyView {
    let shown = Memo::new(move |_| {
        screen.with(|screen| {
            let item = screen.item.as_ref().filter(|item| item.row.state == ItemState::Open);
            item.map(|item| (item.answered, screen.header.present, item.due_at.clone()))
        })
    });
    let told = move || {
        let (answered, present, due) = shown.get()?;
        let count = |n: u32| words.locale.count(n as usize);
        let left = due.as_deref().and_then(|due| clock.until(due));
        let class = if left.is_some_and(|left| left < 0) { "screen__left screen__left--over" } else { "screen__left" };
        let left = left.map(|left| view! { <span class=class role="timer">{countdown(left)}</span> });
        Some(view! {
            <span class="screen__answered">{fill(words.t.answered, &[("n", &count(answered)), ("of", &count(present))])}</span>
            {left}
        })
    };
    view! { <p class="screen__progress">{told}</p> }.into_any()
}

/// How to join, as long as somebody can.
fn join(words: Words, screen: RwSignal<Screen>) -> AnyView {
    let shown = Memo::new(move |_| screen.with(|s| (s.header.code.clone(), s.join_url.clone(), s.join_qr.clone())));
    let told = move || {
        let (code, url, qr) = shown.get();
        let code = code?;
        // Read letter by letter, in two halves.
        let (left, right) = code.split_at(code.len() / 2);
        let spaced = format!("{left} {right}");
        let site = url.split("//").last().unwrap_or_default().split("/w/").next().unwrap_or_default().to_owned();
        Some(view! {
            <div class="screen__join">
                <div>
                    <p class="screen__site">{words.t.join_at} " " {site}"/join"</p>
                    <p class="screen__joincode" data-code=code.clone()>{spaced}</p>
                </div>
                <div class="screen__qr" role="img" aria-label=words.t.qr inner_html=qr></div>
            </div>
        })
    };
    told.into_any()
}

fn lights(words: Words, screen: RwSignal<Screen>) -> AnyView {
    screen.with_untracked(|screen| {
        let default = screen.header.default_language;
        let rows = screen.institutions.iter().map(|institution| {
            let light = screen.header.lights.iter().find(|light| light.institution == institution.code);
            let (class, answer) = match light {
                Some(light) => ("tag light", words::light(words, light.answer)),
                None => ("tag tag--none", words.t.light_missing),
            };
            view! { <li><span>{words::text(words, &institution.name, default)}</span> <span class=class>{answer}</span></li> }
        });
        view! {
            <h2 class="screen__title">{words.t.lights}</h2>
            <ul class="plain screen__lights">{rows.collect_view()}</ul>
        }
        .into_any()
    })
}

fn closed(words: Words, screen: RwSignal<Screen>) -> AnyView {
    let version = screen.with_untracked(|screen| screen.header.version);
    let version = version.map(
        |version| view! { <p class="screen__state">{fill(words.t.version_made, &[("n", &version.to_string())])}</p> },
    );
    view! { <h2 class="screen__title">{words.t.is_over}</h2> {version} }.into_any()
}
