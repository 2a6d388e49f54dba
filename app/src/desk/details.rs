//! Everything about one update: numerator and denominator, why there is no figure, breakdowns, notes in all languages,
//! evidence, what is odd and why it is right, history, steps.

mod evidence;
mod figures;
mod shown;

use domain::filing::FilingAction;
use domain::indicator::Kind;
use domain::text::Text;
use domain::update::Content;
use leptos::prelude::*;

use super::cell::Cell;
use super::grid::set_text;
use super::plan::Reading;
use super::{Words, words};
use evidence::evidence;
use figures::{breakdown, parts};

pub use shown::{breakdown_line, evidence_list, history, public_page};

/// The form of one update.
pub fn draw(words: Words, plan: Reading, cell: Cell) -> impl IntoView {
    let kind = cell.facts.with_value(|facts| facts.indicator.kind);
    let parts = matches!(kind, Kind::Percent | Kind::Ratio).then(|| parts(words, cell));
    let dimensions = cell.facts.with_value(|facts| facts.indicator.breakdowns.clone());
    let dimensions = dimensions.into_iter().map(|dimension| breakdown(words, plan, cell, dimension)).collect_view();
    view! {
        <div class="update">
            {definition(words, plan, cell)}
            {parts}
            {no_figure(words, cell)}
            {dimensions}
            {notes(words, plan, cell)}
            {evidence(words, cell)}
            {move || odd(words, plan, cell)}
            {steps(words, cell)}
            {move || history(words, cell)}
        </div>
    }
}

fn definition(words: Words, plan: Reading, cell: Cell) -> impl IntoView {
    let texts = cell.facts.with_value(|facts| {
        let indicator = &facts.indicator;
        [&indicator.definition, &indicator.verification].map(|text| plan.text(words, text))
    });
    texts
        .into_iter()
        .filter(|text| !text.is_empty())
        .map(|text| view! { <p class="update__text">{text}</p> })
        .collect_view()
}

fn no_figure(words: Words, cell: Cell) -> impl IntoView {
    let t = words.t;
    let lang = cell.facts.with_value(|facts| facts.lang);
    let reason = move || {
        cell.entry.with(|entry| match &entry.content {
            Some(Content::NoData(reason)) => Some(reason.exact(lang).unwrap_or_default().to_owned()),
            _ => None,
        })
    };
    let choose = move |event| {
        let none: bool = event_target_checked(&event);
        cell.typed.set(String::new());
        cell.change(|entry| entry.content = none.then(|| Content::NoData(Text::default())));
    };
    let write = move |event| {
        let text = event_target_value(&event);
        cell.change(move |entry| {
            if let Some(Content::NoData(reason)) = &mut entry.content {
                set_text(reason, lang, &text);
            }
        });
    };
    view! {
        <div class="update__block">
            <label class="check">
                <input type="checkbox" disabled=move || !cell.is_writable() prop:checked=move || reason().is_some() on:change=choose />
                {t.no_figure}
            </label>
            {move || reason().is_some().then(|| view! {
                <label class="field">
                    <span class="field__label">{t.no_figure_reason}</span>
                    <textarea class="field__input field__input--area" rows="2" readonly=move || !cell.is_writable()
                        prop:value=move || reason().unwrap_or_default() on:change=write></textarea>
                </label>
            })}
        </div>
    }
}

/// The note in each of the plan's languages.
fn notes(words: Words, plan: Reading, cell: Cell) -> impl IntoView {
    let languages = plan.with(|matrix| matrix.plan().languages.clone()).unwrap_or_default();
    let fields = languages.into_iter().map(|lang| {
        let write = move |event| {
            let text = event_target_value(&event);
            cell.change(move |entry| set_text(&mut entry.note, lang, &text));
        };
        let value = move || cell.entry.with(|entry| entry.note.exact(lang).unwrap_or_default().to_owned());
        view! {
            <label class="field">
                <span class="field__label">{words.t.note} " (" {lang.to_string()} ")"</span>
                <textarea class="field__input field__input--area" rows="2" lang=lang.to_string()
                    readonly=move || !cell.is_writable() prop:value=value on:input=write></textarea>
            </label>
        }
    });
    view! { <div class="update__fields update__fields--wide">{fields.collect_view()}</div> }
}

/// What is odd, and the field that says why it is right.
fn odd(words: Words, plan: Reading, cell: Cell) -> Option<impl IntoView> {
    let t = words.t;
    let found = Memo::new(move |_| {
        cell.facts.with_value(|facts| {
            let warnings = cell.warnings();
            warnings.iter().map(|warning| words::warning(words, plan, &facts.indicator, warning)).collect::<Vec<_>>()
        })
    })
    .get();
    let explained = cell.entry.with_untracked(|entry| entry.explanation.clone());
    if found.is_empty() && explained.is_empty() {
        return None;
    }
    let write = move |event| {
        let text = event_target_value(&event);
        cell.change(move |entry| entry.explanation = text);
    };
    Some(view! {
        <div class="update__block update__block--odd">
            <p class="update__heading">{t.warnings}</p>
            <ul>{found.into_iter().map(|text| view! { <li>{text}</li> }).collect_view()}</ul>
            <label class="field">
                <span class="field__label">{t.explanation} ". " {t.explanation_text}</span>
                <textarea class="field__input field__input--area" rows="2" readonly=move || !cell.is_writable()
                    prop:value=explained on:input=write></textarea>
            </label>
        </div>
    })
}

/// Handing in, taking back, commenting: what the server allows.
fn steps(words: Words, cell: Cell) -> impl IntoView {
    let t = words.t;
    let may = move |action| cell.filing.with(|filing| filing.allowed.contains(&action));
    let comment = RwSignal::new(String::new());
    let send = move |_| {
        let text = comment.get_untracked();
        if !text.trim().is_empty() {
            cell.step(FilingAction::Comment, text);
            comment.set(String::new());
        }
    };
    view! {
        <div class="desk__buttons">
            {move || may(FilingAction::Submit).then(|| view! {
                <button class="button" type="button" aria-disabled=move || (!cell.is_ready()).to_string()
                    on:click=move |_| if cell.is_ready() { cell.step(FilingAction::Submit, String::new()) }>{t.submit}</button>
            })}
            {move || may(FilingAction::Withdraw).then(|| view! {
                <button class="button button--quiet" type="button"
                    on:click=move |_| cell.step(FilingAction::Withdraw, String::new())>{t.withdraw}</button>
            })}
        </div>
        {move || may(FilingAction::Comment).then(|| view! {
            <div class="update__comment">
                <label class="field">
                    <span class="field__label">{t.comment_text}</span>
                    <input class="field__input" type="text" prop:value=move || comment.get()
                        on:input=move |event| comment.set(event_target_value(&event)) />
                </label>
                <button class="button button--quiet" type="button" on:click=send>{t.send}</button>
            </div>
        })}
    }
}
