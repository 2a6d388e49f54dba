//! Who is in the room: hands, presence by institution and kind, and each person, to remove or let back.

use std::collections::BTreeMap;

use domain::workshop::WorkshopAction;
use domain::workshop::run::{Participant, Workshop};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::lead::Lead;
use crate::i18n::fill;
use crate::office::workshops::words;

/// The room.
pub fn draw(lead: Lead) -> AnyView {
    let t = lead.words.t;
    let people = Memo::new(move |_| lead.workshop.with(|workshop| workshop.participants.clone()));
    let present = Memo::new(move |_| lead.workshop.with(|workshop| workshop.header.present));
    view! {
        <h2 class="lead__heading">
            {t.room} " · " {move || fill(t.present, &[("n", &lead.words.locale.count(present.get() as usize))])}
        </h2>
        {move || hands(lead, &people.get())}
        {move || {
            people.track();
            lead.workshop.with_untracked(|workshop| presence(lead, workshop))
        }}
        <details class="lead-people">
            <summary>{t.participants}</summary>
            <ul class="plain">
                <For
                    each=move || people.get()
                    key=|person| (person.n, person.removed, person.connected, person.pass.clone(), person.name.clone())
                    children=move |person| line(lead, &person)
                />
            </ul>
        </details>
    }
    .into_any()
}

fn act(lead: Lead, n: i64, step: &'static str) {
    spawn_local(async move {
        match api_step(lead, n, step).await {
            Ok(participant) => lead.take_participant(participant),
            Err(failure) => lead.fail(&failure),
        }
    });
}

async fn api_step(lead: Lead, n: i64, step: &str) -> Result<Participant, crate::client::Failure> {
    crate::office::workshops::api::participant(lead.id, n, step).await
}

fn hands(lead: Lead, people: &[Participant]) -> Option<AnyView> {
    let t = lead.words.t;
    let mut raised: Vec<&Participant> = people.iter().filter(|p| !p.removed && p.hand_at.is_some()).collect();
    raised.sort_by(|a, b| a.hand_at.cmp(&b.hand_at));
    let lines = raised.iter().map(|person| {
        let n = person.n;
        let who = format!("{} ({})", person.name, whence(person));
        view! {
            <li class="lead-said__line">
                <span>"✋ " {who}</span>
                <button class="button button--quiet button--small" type="button" on:click=move |_| act(lead, n, "lower_hand")>
                    {t.lower_hand}
                </button>
            </li>
        }
    });
    let lines = lines.collect_view();
    (!raised.is_empty())
        .then(|| view! { <h3 class="lead__heading">{t.hands}</h3> <ul class="plain lead-said">{lines}</ul> }.into_any())
}

fn whence(person: &Participant) -> String {
    if person.institution.is_empty() { person.other.clone() } else { person.institution.clone() }
}

/// Joined, of the seats, and how many follow now, by institution under its kind.
fn presence(lead: Lead, workshop: &Workshop) -> AnyView {
    let (words, t) = (lead.words, lead.words.t);
    let default = workshop.header.default_language;
    let of = |code: &str| {
        let here = workshop.participants.iter().filter(|p| !p.removed && p.institution == code);
        here.fold((0_usize, 0_usize), |(joined, connected), p| (joined + 1, connected + usize::from(p.connected)))
    };
    let mut kinds: BTreeMap<usize, (&'static str, usize, Vec<AnyView>)> = BTreeMap::new();
    for invited in &workshop.setup.invited {
        let known = workshop.institutions.iter().find(|institution| institution.code == invited.institution);
        let Some(known) = known else { continue };
        let order = domain::institution::InstitutionKind::ALL.iter().position(|kind| *kind == known.kind).unwrap_or(0);
        let (joined, connected) = of(&known.code);
        let kind = crate::words::institution_kind(words.locale, known.kind);
        let entry = kinds.entry(order).or_insert((kind, 0, Vec::new()));
        entry.1 += joined;
        let name = words::text(words, &known.name, default);
        let row = view! {
            <tr data-institution=known.code.clone()>
                <th scope="row">{name}</th>
                <td>{format!("{joined}/{}", invited.seats)}</td>
                <td>{connected}</td>
            </tr>
        };
        entry.2.push(row.into_any());
    }
    let (guests, connected) = of("");
    let kinds = kinds.into_values().map(|(kind, joined, rows)| {
        view! {
            <tbody>
                <tr class="lead-presence__kind"><th scope="rowgroup">{kind}</th><td>{joined}</td><td></td></tr>
                {rows}
            </tbody>
        }
    });
    let others = (guests > 0).then(|| {
        view! { <tbody><tr class="lead-presence__kind"><th scope="row">{t.others}</th><td>{guests}</td><td>{connected}</td></tr></tbody> }
    });
    view! {
        <table class="lead-presence">
            <thead>
                <tr><th scope="col">{t.institution}</th><th scope="col">{t.joined}</th><th scope="col">{t.connected}</th></tr>
            </thead>
            {kinds.collect_view()}
            {others}
        </table>
    }
    .into_any()
}

fn line(lead: Lead, person: &Participant) -> AnyView {
    let (t, n) = (lead.words.t, person.n);
    let step = if person.removed { "let_back" } else { "remove" };
    let who = format!("{} ({})", person.name, whence(person));
    let state = match (person.removed, person.connected) {
        (true, _) => t.removed,
        (false, true) => t.connected,
        (false, false) => t.away,
    };
    let pass = person
        .pass
        .clone()
        .map(|pass| view! { <strong class="lead__code">{fill(t.pass, &[("pass", &pass)])}</strong> });
    let may = Memo::new(move |_| lead.may_all(WorkshopAction::Moderate));
    let back = (!person.removed).then(|| {
        let label = fill(t.let_back_label, &[("name", &person.name)]);
        view! {
            <button class="button button--quiet button--small" type="button" aria-label=label on:click=move |_| act(lead, n, "let_back")>
                {t.new_pass}
            </button>
        }
    });
    let name = if person.removed { t.let_back } else { t.remove_person };
    let label = format!("{name}: {}", person.name);
    view! {
        <li class="lead-said__line" data-participant=n>
            <span>{who} " " <span class="form__text">{state}</span> " " {pass}</span>
            <span class="lead-people__buttons" hidden=move || !may.get()>
                <button class="button button--quiet button--small" type="button" aria-label=label on:click=move |_| act(lead, n, step)>
                    {name}
                </button>
                {back}
            </span>
        </li>
    }
    .into_any()
}
