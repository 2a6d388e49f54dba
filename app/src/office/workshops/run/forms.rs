//! Forms of the page that leads: ballots, green lights, proposals.

use domain::workshop::LightAnswer;
use domain::workshop::proposal::{Proposal, ProposalAction, ProposalState};
use domain::workshop::run::{Balloting, Lighting, Moderating, Proposing};
use domain::workshop::tally::{BallotKind, Counts, Position};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::fields::{self, Typed};
use super::lead::Lead;
use super::sheet::{area, form};
use crate::office::workshops::{api, words};

/// A labelled choice: value and name of each.
pub fn select(
    label: &'static str,
    id: &'static str,
    options: Vec<(String, String)>,
    value: RwSignal<String>,
) -> AnyView {
    let options = options.into_iter().map(|(code, name)| {
        let chosen = code.clone();
        view! { <option value=code selected=move || value.with(|value| *value == chosen)>{name}</option> }
    });
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <select class="field__input" id=id on:change=move |event| value.set(event_target_value(&event))>
                {options.collect_view()}
            </select>
        </div>
    }
    .into_any()
}

/// A labelled line.
pub fn line(label: &'static str, id: &'static str, kind: &'static str, value: RwSignal<String>) -> AnyView {
    view! {
        <div class="field">
            <label class="field__label" for=id>{label}</label>
            <input
                class="field__input"
                id=id
                type=kind
                min="0"
                autocomplete="off"
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        </div>
    }
    .into_any()
}

/// Code and name of the institutions that are invited.
fn invited(lead: Lead) -> Vec<(String, String)> {
    lead.workshop.with_untracked(|workshop| {
        let default = workshop.header.default_language;
        let codes = workshop.setup.invited.iter().map(|invited| invited.institution.clone());
        codes
            .map(|code| (code.clone(), words::institution(lead.words, &workshop.institutions, default, &code)))
            .collect()
    })
}

fn first(options: &[(String, String)]) -> String {
    options.first().map(|(code, _)| code.clone()).unwrap_or_default()
}

const COUNT_IDS: [&str; 4] = ["ballot-agree", "ballot-changes", "ballot-object", "ballot-abstain"];

/// A show of hands or paper ballots of an institution.
pub fn ballot(lead: Lead) -> AnyView {
    let (words, t) = (lead.words, lead.words.t);
    let options = invited(lead);
    let institution = RwSignal::new(first(&options));
    let kind = RwSignal::new("hands".to_owned());
    let counts = Position::ALL.map(|_| RwSignal::new("0".to_owned()));
    let reason = RwSignal::new(String::new());
    let kinds = vec![("hands".to_owned(), t.ballot_hands.to_owned()), ("paper".to_owned(), t.ballot_paper.to_owned())];
    let inputs = Position::ALL.into_iter().zip(counts).zip(COUNT_IDS);
    let inputs = inputs.map(|((position, count), id)| line(words::position(words, position), id, "number", count));
    let fields = view! {
        {select(t.institution, "ballot-institution", options, institution)}
        {select(t.ballot_kind, "ballot-kind", kinds, kind)}
        <div class="fields">{inputs.collect_view()}</div>
        {area(t.object_reason, "ballot-reason", reason)}
        <p class="form__text">{t.ballot_text}</p>
    };
    let submit = move || {
        let Some(n) = lead.item.with_untracked(|item| item.as_ref().map(|item| item.row.n)) else { return };
        let mut sum = Counts::default();
        for (position, count) in Position::ALL.into_iter().zip(counts) {
            sum.add(position, count.get_untracked().trim().parse().unwrap_or(0));
        }
        let kind = if kind.get_untracked() == "paper" { BallotKind::Paper } else { BallotKind::Hands };
        let ballot =
            Balloting { institution: institution.get_untracked(), kind, counts: sum, reason: reason.get_untracked() };
        spawn_local(async move { settle(lead, api::ballot(lead.id, n, &ballot).await) });
    };
    form(lead, t.act_ballot.to_owned(), t.enter, fields.into_any(), submit)
}

fn settle(lead: Lead, answer: Result<domain::workshop::item::Item, crate::client::Failure>) {
    match answer {
        Ok(item) => {
            lead.take_item(item);
            lead.sheet.set(None);
        }
        Err(failure) => lead.fail(&failure),
    }
}

/// The green light of an institution.
pub fn light(lead: Lead, asked: String) -> AnyView {
    let (words, t) = (lead.words, lead.words.t);
    let options = invited(lead);
    let missing = lead.workshop.with_untracked(|workshop| workshop.lights_missing.first().cloned());
    let institution = RwSignal::new(if asked.is_empty() { missing.unwrap_or_else(|| first(&options)) } else { asked });
    let held = lead.workshop.with_untracked(|workshop| {
        workshop.header.lights.iter().find(|light| light.institution == institution.get_untracked()).cloned()
    });
    const ANSWERS: [(&str, LightAnswer); 4] = [
        ("yes", LightAnswer::Yes),
        ("with_reservations", LightAnswer::WithReservations),
        ("no", LightAnswer::No),
        ("not_given", LightAnswer::NotGiven),
    ];
    let word = |answer| ANSWERS.iter().find(|(_, known)| *known == answer).map_or("yes", |(word, _)| word);
    let answer = RwSignal::new(held.as_ref().map_or("yes", |light| word(light.answer)).to_owned());
    let of = |read: fn(&domain::workshop::Light) -> &String| held.as_ref().map(read).cloned().unwrap_or_default();
    let (text, name, post) =
        (RwSignal::new(of(|l| &l.text)), RwSignal::new(of(|l| &l.name)), RwSignal::new(of(|l| &l.post)));
    let answers = ANSWERS.iter().map(|(word, answer)| ((*word).to_owned(), words::light(words, *answer).to_owned()));
    let fields = view! {
        {select(t.institution, "light-institution", options, institution)}
        {select(t.answer_label, "light-answer", answers.collect(), answer)}
        {area(t.light_text, "light-text", text)}
        {line(t.name, "light-name", "text", name)}
        {line(t.post, "light-post", "text", post)}
    };
    let submit = move || {
        let chosen = answer.get_untracked();
        let answer = ANSWERS.iter().find(|(word, _)| *word == chosen).map_or(LightAnswer::Yes, |(_, answer)| *answer);
        let light = Lighting {
            institution: institution.get_untracked(),
            answer,
            text: text.get_untracked(),
            name: name.get_untracked(),
            post: post.get_untracked(),
        };
        spawn_local(async move {
            match api::light(lead.id, &light).await {
                Ok(workshop) => {
                    lead.take(workshop);
                    lead.sheet.set(None);
                }
                Err(failure) => lead.fail(&failure),
            }
        });
    };
    form(lead, t.enter_light.to_owned(), t.enter, fields.into_any(), submit)
}

fn key() -> String {
    let digits = || (js_sys::Math::random() * 1e9) as u64;
    format!("lead-{:09}-{:09}", digits(), digits())
}

/// A proposal of the facilitator: a field, and its new value.
pub fn propose(lead: Lead) -> AnyView {
    let t = lead.words.t;
    let choices = fields::of_item(lead);
    let path = RwSignal::new(choices.first().map(|field| field.path.clone()).unwrap_or_default());
    let reason = RwSignal::new(String::new());
    let typed = RwSignal::new(Typed::default());
    let options = choices.iter().map(|field| (field.path.clone(), words::field(lead.words, &field.path))).collect();
    let fields = view! {
        {select(t.field, "propose-field", options, path)}
        {move || fields::input(lead, &path.get(), None, typed)}
        {area(t.reason, "propose-reason", reason)}
    };
    let submit = move || {
        let Some(n) = lead.item.with_untracked(|item| item.as_ref().map(|item| item.row.n)) else { return };
        let Ok(after) = typed.with_untracked(Typed::read) else {
            return lead.wrong.set(Some(t.wrong_value.to_owned()));
        };
        let field = path.get_untracked();
        let before = fields::value_now(lead, &field);
        let form = Proposing { field, before, after, reason: reason.get_untracked(), key: key() };
        spawn_local(async move { settle(lead, api::propose(lead.id, n, &form).await) });
    };
    form(lead, t.act_propose.to_owned(), t.enter, fields.into_any(), submit)
}

fn find(lead: Lead, id: i64) -> Option<(i64, Proposal)> {
    lead.item.with_untracked(|item| {
        let item = item.as_ref()?;
        let proposal = item.proposals.iter().find(|proposal| proposal.id == id)?;
        Some((item.row.n, proposal.clone()))
    })
}

/// Another value for a proposal.
pub fn edit(lead: Lead, id: i64) -> AnyView {
    let t = lead.words.t;
    let Some((n, proposal)) = find(lead, id) else { return ().into_any() };
    let reason = RwSignal::new(String::new());
    let typed = RwSignal::new(Typed::default());
    let fields = view! {
        <p>{words::field(lead.words, &proposal.change.field)}</p>
        {fields::input(lead, &proposal.change.field, Some(proposal.change.after.clone()), typed)}
        {area(t.reason, "edit-reason", reason)}
    };
    let submit = move || {
        let Ok(after) = typed.with_untracked(Typed::read) else {
            return lead.wrong.set(Some(t.wrong_value.to_owned()));
        };
        let form = Moderating { action: ProposalAction::Edit, after, into: None, reason: reason.get_untracked() };
        spawn_local(async move { settle(lead, api::moderate(lead.id, n, id, &form).await) });
    };
    form(lead, t.act_edit.to_owned(), t.enter, fields.into_any(), submit)
}

/// Making a proposal part of another one on the same field.
pub fn merge(lead: Lead, id: i64) -> AnyView {
    let t = lead.words.t;
    let Some((n, proposal)) = find(lead, id) else { return ().into_any() };
    let others: Vec<(String, String)> = lead.item.with_untracked(|item| {
        let others = item.iter().flat_map(|item| &item.proposals).filter(|other| {
            let stands = !matches!(other.state, ProposalState::Merged | ProposalState::Applied);
            other.id != id && stands && other.change.field == proposal.change.field
        });
        let name = |other: &Proposal| {
            let after = other.change.after.as_ref();
            let value = lead.workshop.with_untracked(|workshop| {
                let default = workshop.header.default_language;
                words::value(lead.words, &workshop.institutions, default, &other.change.field, after)
            });
            format!("#{} {} → {value}", other.id, other.by.name)
        };
        others.map(|other| (other.id.to_string(), name(other))).collect()
    });
    if others.is_empty() {
        let none = view! { <p>{t.nothing_to_merge}</p> }.into_any();
        return form(lead, t.act_merge.to_owned(), lead.words.locale.t.close, none, move || lead.sheet.set(None));
    }
    let into = RwSignal::new(first(&others));
    let fields = select(t.merge_into, "merge-into", others, into);
    let submit = move || {
        let into = into.get_untracked().parse().ok();
        let form = Moderating { action: ProposalAction::Merge, after: None, into, reason: String::new() };
        spawn_local(async move { settle(lead, api::moderate(lead.id, n, id, &form).await) });
    };
    form(lead, t.act_merge.to_owned(), t.act_merge, fields, submit)
}
