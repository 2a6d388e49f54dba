//! The item on the screens: what the plan says, what the room says, what was decided.

use domain::workshop::item::{Item, ItemState};
use domain::workshop::proposal::{Author, Comment};
use leptos::prelude::*;

use super::lead::Lead;
use super::proposals;
use super::sheet::Sheet;
use crate::i18n::fill;
use crate::office::workshops::facts::{self, Around};
use crate::office::workshops::{Words, api, tally, words};

/// The item.
pub fn draw(lead: Lead) -> AnyView {
    // What counts up all the time draws nothing else again.
    let still = Memo::new(move |_| lead.item.get().map(|item| Item { answered: 0, tally: None, ..item }));
    let counted = Memo::new(move |_| lead.item.with(|item| item.as_ref().and_then(|item| item.tally.clone())));
    view! {
        {move || still.get().map_or_else(|| ().into_any(), |item| about(lead, &item))}
        {move || counted.get().map(|tally| count(lead, &tally))}
        {move || still.get().map(|item| said(lead, &item))}
    }
    .into_any()
}

fn about(lead: Lead, item: &Item) -> AnyView {
    let words = lead.words;
    lead.workshop.with_untracked(|workshop| {
        let around = Around { header: &workshop.header, institutions: &workshop.institutions };
        let title = words::text(words, &item.row.title, workshop.header.default_language);
        let is_hidden = item.row.state == ItemState::Open && item.tally.is_none();
        let hidden = is_hidden.then(|| words::results(words, workshop.header.results));
        view! {
            <article class="lead-item" aria-labelledby="item-title">
                {facts::place(words, around, item)}
                <h2 class="lead-item__title" id="item-title">
                    <span class="lead-item__code">{item.row.code.clone()}</span>
                    " "
                    {title}
                    " "
                    <span class="tag" data-item-state=item.row.state.word()>{words::item_state(words, item.row.state)}</span>
                </h2>
                {decision(words, item)}
                {hidden.map(|hidden| view! { <p class="form__text">{hidden}</p> })}
                {facts::draw(words, around, item)}
                {facts::targets(words, item)}
            </article>
        }
        .into_any()
    })
}

/// What was decided; nothing before.
fn decision(words: Words, item: &Item) -> Option<AnyView> {
    let decision = item.decision.as_ref()?;
    let told = fill(
        words.t.decided_by,
        &[
            ("decision", words::item_state(words, decision.state)),
            ("name", &decision.by),
            ("at", &words.locale.moment(&decision.at)),
        ],
    );
    let reason = (!decision.reason.is_empty()).then(|| view! { <p>{decision.reason.clone()}</p> });
    Some(view! { <div class="lead-item__decision"><p>{told}</p>{reason}</div> }.into_any())
}

fn count(lead: Lead, counted: &domain::workshop::tally::Tally) -> AnyView {
    let words = lead.words;
    lead.workshop.with_untracked(|workshop| {
        let around = Around { header: &workshop.header, institutions: &workshop.institutions };
        view! {
            <section class="lead-item__count" aria-label=words.t.result>
                {tally::people(words, counted)}
                {tally::kinds(words, counted)}
                <details>
                    <summary>{words.t.by_institution}</summary>
                    {tally::institutions(words, around, counted)}
                </details>
            </section>
        }
        .into_any()
    })
}

fn said(lead: Lead, item: &Item) -> AnyView {
    let words = lead.words;
    let reasons = item.reasons.iter().map(|reason| {
        let who: Vec<&str> =
            [reason.name.as_str(), reason.institution.as_str()].into_iter().filter(|w| !w.is_empty()).collect();
        view! {
            <li>
                <span class="tag">{words::position(words, reason.position)}</span>
                " "
                {reason.text.clone()}
                " "
                <span class="form__text">{who.join(" · ")}</span>
            </li>
        }
    });
    let reasons = (!item.reasons.is_empty()).then(|| {
        view! { <h3 class="lead__heading">{words.t.reasons}</h3> <ul class="plain lead-said">{reasons.collect_view()}</ul> }
    });
    view! {
        {proposals::draw(lead, item)}
        {reasons}
        {comments(lead, &item.comments)}
    }
    .into_any()
}

fn comments(lead: Lead, comments: &[Comment]) -> Option<AnyView> {
    let words = lead.words;
    let lines = comments.iter().map(|comment| comment_line(lead, comment)).collect_view();
    (!comments.is_empty()).then(|| {
        view! { <h3 class="lead__heading">{words.t.comments}</h3> <ul class="plain lead-said">{lines}</ul> }.into_any()
    })
}

fn comment_line(lead: Lead, comment: &Comment) -> AnyView {
    let (words, id) = (lead.words, comment.id);
    let hidden = comment.hidden.clone();
    let is_hidden = hidden.is_some();
    let press = move |_| {
        if !is_hidden {
            return lead.sheet.set(Some(Sheet::Hide(Some(id))));
        }
        leptos::task::spawn_local(async move {
            match api::comment(lead.id, id, false, String::new()).await {
                Ok(item) => lead.take_item(item),
                Err(failure) => lead.fail(&failure),
            }
        });
    };
    let told = hidden
        .map(|reason| view! { <span class="tag tag--none">{fill(words.t.hidden, &[("reason", &reason)])}</span> });
    view! {
        <li class="lead-said__line">
            <span>
                {comment.text.clone()} " " <span class="form__text">{author(&comment.by)}</span> " " {told}
            </span>
            <button class="button button--quiet button--small" type="button" on:click=press>
                {if is_hidden { words.t.show_again } else { words.t.act_hide }}
            </button>
        </li>
    }
    .into_any()
}

/// Who said something.
pub fn author(by: &Author) -> String {
    if by.institution.is_empty() { by.name.clone() } else { format!("{} ({})", by.name, by.institution) }
}
