//! Proposals to change a field: before and after, who stands behind them, and what becomes of them.

use domain::workshop::item::Item;
use domain::workshop::proposal::{Proposal, ProposalAction, ProposalState};
use leptos::prelude::*;

use super::act::Act;
use super::item::author;
use super::lead::Lead;
use crate::i18n::fill;
use crate::office::workshops::facts::Around;
use crate::office::workshops::{Words, words};

/// Before and after of a proposal. On the page that leads and on the projector.
pub fn change(words: Words, around: Around, proposal: &Proposal) -> AnyView {
    let (path, default) = (proposal.change.field.as_str(), around.header.default_language);
    let value = |leaf| words::value(words, around.institutions, default, path, leaf);
    let (before, after) = (value(proposal.change.before.as_ref()), value(proposal.change.after.as_ref()));
    view! {
        <p class="change">
            <span class="change__field">{words::field(words, path)}</span>
            <span class="change__values">
                <del><span class="visually-hidden">{words.t.before} " "</span>{before}</del>
                <span class="change__arrow" aria-hidden="true">"→"</span>
                <ins><span class="visually-hidden">{words.t.after} " "</span>{after}</ins>
            </span>
        </p>
    }
    .into_any()
}

/// The proposals of an item.
pub fn draw(lead: Lead, item: &Item) -> Option<AnyView> {
    let words = lead.words;
    let lines = item.proposals.iter().map(|proposal| line(lead, proposal)).collect_view();
    (!item.proposals.is_empty()).then(|| {
        view! {
            <h3 class="lead__heading">{words.t.proposals}</h3>
            <ul class="plain lead-proposals">{lines}</ul>
        }
        .into_any()
    })
}

fn line(lead: Lead, proposal: &Proposal) -> AnyView {
    let (words, id) = (lead.words, proposal.id);
    let shown = lead.workshop.with_untracked(|workshop| {
        let around = Around { header: &workshop.header, institutions: &workshop.institutions };
        change(words, around, proposal)
    });
    let class = match proposal.state {
        ProposalState::Made => "tag",
        ProposalState::Accepted | ProposalState::Applied => "tag tag--approved",
        ProposalState::Refused | ProposalState::Merged => "tag tag--none",
    };
    let seconds = proposal.seconds.len();
    let seconds = (seconds > 0).then(|| fill(words.t.seconds, &[("n", &words.locale.count(seconds))]));
    let merged = proposal.merged_into.map(|into| fill(words.t.merged_into, &[("n", &into.to_string())]));
    let notes = [
        (!proposal.reason.is_empty()).then(|| proposal.reason.clone()),
        seconds,
        merged,
        proposal.edited_from.as_ref().map(|_| words.t.edited.to_owned()),
        (!proposal.answer.is_empty()).then(|| fill(words.t.answer, &[("text", &proposal.answer)])),
    ];
    let notes = notes.into_iter().flatten().map(|note| view! { <span>{note}</span> }).collect_view();
    let stale = proposal.is_stale.then(|| view! { <span class="tag tag--returned">{words.t.stale}</span> });
    view! {
        <li class="lead-proposals__one" data-proposal=id aria-current=move || (lead.chosen.get() == Some(id)).then_some("true")>
            <div class="lead-proposals__head">
                <span class="lead-proposals__number">"#"{id}</span>
                <span class=class>{words::proposal_state(words, proposal.state)}</span>
                {stale}
                <span class="form__text">{author(&proposal.by)}</span>
            </div>
            {shown}
            <p class="lead-proposals__notes">{notes}</p>
            <div class="desk__buttons">{buttons(lead, proposal)}</div>
        </li>
    }
    .into_any()
}

fn buttons(lead: Lead, proposal: &Proposal) -> Vec<AnyView> {
    let (words, id) = (lead.words, proposal.id);
    let acts = proposal.allowed.iter().map(|action| match action {
        ProposalAction::Edit => Act::Edit,
        ProposalAction::Merge => Act::Merge,
        ProposalAction::Accept => Act::Accept,
        ProposalAction::Refuse => Act::Refuse,
    });
    acts.map(|act| {
        let press = move |_| {
            lead.chosen.set(Some(id));
            act.press(lead);
        };
        view! {
            <button class="button button--quiet button--small" type="button" on:click=press>
                {act.name(words)} <kbd aria-hidden="true">{act.key()}</kbd>
            </button>
        }
        .into_any()
    })
    .collect()
}
