//! The fields of a row: its value as the kind of the indicator wants it, and its note.

use domain::indicator::Kind;
use domain::paste::Understood;
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::prelude::*;

use super::keys::{id, keys, take_block};
use super::{Grid, set_text};
use crate::desk::cell::Cell;
use crate::desk::plan::Reading;
use crate::desk::{Words, words};
use crate::i18n::fill;

/// The field of the value: a choice, words or a number.
pub fn value_field(words: Words, plan: Reading, grid: Grid, index: usize, cell: Cell) -> AnyView {
    let (code, kind, stages, year) = cell.facts.with_value(|facts| {
        let stages: Vec<String> = facts.indicator.stages.iter().map(|stage| plan.text(words, stage)).collect();
        (facts.label(), facts.indicator.kind, stages, facts.year)
    });
    let label = fill(words.t.value_of, &[("code", &code), ("year", &year.to_string())]);
    let choices: Option<Vec<(String, String)>> = match kind {
        _ if !stages.is_empty() => {
            Some(stages.into_iter().enumerate().map(|(index, name)| (index.to_string(), name)).collect())
        }
        Kind::Milestone => {
            let t = words.locale.t;
            Some(vec![("1".to_owned(), t.yes.to_owned()), ("0".to_owned(), t.no.to_owned())])
        }
        _ => None,
    };
    let readonly = move || !cell.is_writable();
    let on_key = move |event: KeyboardEvent| keys(&event, grid, index, cell);
    if let Some(choices) = choices {
        let is_stage = kind != Kind::Milestone || choices.len() > 2;
        let choose = move |event| {
            let value: String = event_target_value(&event);
            let understood = match value.parse::<usize>() {
                Err(_) => Understood::Empty,
                Ok(index) if is_stage => Understood::Stage(index),
                Ok(flag) => Understood::Flag(flag == 1),
            };
            cell.typed.set(value);
            cell.take(understood);
        };
        return view! {
            <select class="field__input" id=id(index) aria-label=label disabled=readonly prop:value=move || cell.typed.get() on:change=choose on:keydown=on_key>
                <option value="">{words.t.choose}</option>
                {choices.into_iter().map(|(value, name)| {
                    let selected = cell.typed.with_untracked(|typed| *typed == value);
                    view! { <option value=value selected=selected>{name}</option> }
                }).collect_view()}
            </select>
        }
        .into_any();
    }
    let is_wrong = move || {
        let wrong = matches!(cell.understood(), Understood::Wrong(_) | Understood::Unclear { .. });
        (wrong || cell.refusal().is_some()).then_some("true")
    };
    if kind == Kind::Narrative {
        return view! {
            <textarea
                class="field__input field__input--area"
                id=id(index)
                rows="3"
                aria-label=label
                readonly=readonly
                prop:value=move || cell.typed.get()
                on:input=move |event| grid.set(index, &event_target_value(&event))
                on:keydown=on_key
                on:blur=move |_| cell.save()
            ></textarea>
        }
        .into_any();
    }
    view! {
        <input
            class="field__input grid__input"
            id=id(index)
            type="text"
            inputmode="decimal"
            autocomplete="off"
            aria-label=label
            aria-invalid=is_wrong
            readonly=readonly
            prop:value=move || cell.typed.get()
            on:input=move |event| grid.set(index, &event_target_value(&event))
            on:keydown=on_key
            on:paste=move |event: ClipboardEvent| take_block(&event, grid, index)
            on:blur=move |_| cell.save()
        />
    }
    .into_any()
}

/// The field of the note in the person's language.
pub fn note_field(words: Words, cell: Cell) -> impl IntoView {
    let (lang, code) = cell.facts.with_value(|facts| (facts.lang, facts.label()));
    let value = move || cell.entry.with(|entry| entry.note.exact(lang).unwrap_or_default().to_owned());
    let label = fill(words.t.note_of, &[("code", &code)]);
    view! {
        <input
            class="field__input"
            type="text"
            autocomplete="off"
            aria-label=label
            readonly=move || !cell.is_writable()
            prop:value=value
            on:input=move |event| {
                let text = event_target_value(&event);
                cell.change(move |entry| set_text(&mut entry.note, lang, &text));
            }
            on:blur=move |_| cell.save()
        />
    }
}

/// Why a value is not taken yet, and the choice between two readings.
pub fn doubt(words: Words, plan: Reading, cell: Cell) -> AnyView {
    let t = words.t;
    if !cell.is_writable() {
        return ().into_any();
    }
    let shown = |measure| {
        let full = cell.facts.with_value(|facts| words::measure(words, &facts.indicator, measure));
        match measure {
            // With all digits: the indicator's decimals may hide the difference.
            domain::update::Measure::Value(value) if value.fract() != 0.0 => words.locale.number(value, 3),
            _ => full,
        }
    };
    match cell.understood() {
        Understood::Unclear { as_thousands, as_decimal } => {
            let thousands = fill(t.unclear_thousands, &[("value", &shown(as_thousands))]);
            let decimal = fill(t.unclear_decimal, &[("value", &shown(as_decimal))]);
            view! {
                <div class="grid__doubt" role="group" aria-label=t.unclear_title>
                    <span>{t.unclear_title}</span>
                    <button class="chip" type="button" on:click=move |_| cell.settle(true)>{thousands}</button>
                    <button class="chip" type="button" on:click=move |_| cell.settle(false)>{decimal}</button>
                </div>
            }
            .into_any()
        }
        Understood::Wrong(why) => view! { <p class="grid__wrong">{words::wrong(words, why)}</p> }.into_any(),
        _ if cell.refusal().is_some() => view! { <p class="grid__wrong">{t.wrong_range}</p> }.into_any(),
        Understood::NoFigure(_) => view! { <p class="grid__wrong">{t.no_figure_needed}</p> }.into_any(),
        _ => {
            let odd = cell.facts.with_value(|facts| {
                let worth =
                    cell.warnings().into_iter().find(|w| !matches!(w, domain::validate::Warning::MissingEvidence));
                worth.map(|warning| words::warning(words, plan, &facts.indicator, &warning))
            });
            odd.map(|text| view! { <p class="grid__odd">{text}</p> }).into_any()
        }
    }
}
