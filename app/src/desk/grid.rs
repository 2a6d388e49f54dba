//! The grid: one row an indicator, its value typed in place. The keyboard alone is enough; a block of a spreadsheet can
//! be pasted.

use domain::indicator::Kind;
use domain::paste::{Understood, read_block};
use domain::text::Text;
use domain::year::Year;
use leptos::ev::{ClipboardEvent, KeyboardEvent};
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::cell::{Cell, Saving};
use super::paste::{self, Pasted};
use super::plan::Reading;
use super::{Words, details, words};
use crate::i18n::fill;

/// The cells in the order of the rows, and what belongs to all of them.
#[derive(Clone, Copy)]
pub struct Grid {
    cells: StoredValue<Vec<Cell>>,
    /// Cells with what stood in their field, newest last.
    undo: StoredValue<Vec<(usize, String)>>,
    /// The block that was pasted and is looked at.
    pub pasted: RwSignal<Option<Pasted>>,
    /// The row whose details are open.
    opened: RwSignal<Option<usize>>,
}

impl Grid {
    /// A grid of these cells.
    pub fn new(cells: Vec<Cell>) -> Grid {
        Grid {
            cells: StoredValue::new(cells),
            undo: StoredValue::new(Vec::new()),
            pasted: RwSignal::new(None),
            opened: RwSignal::new(None),
        }
    }

    /// The cells.
    pub fn cells(&self) -> Vec<Cell> {
        self.cells.get_value()
    }

    /// Changes what stands in a field, so that it can be taken back.
    pub fn set(&self, row: usize, text: &str) {
        let Some(cell) = self.cells().get(row).copied() else { return };
        let before = cell.typed.get_untracked();
        if before != text {
            self.undo.update_value(|undo| undo.push((row, before)));
            cell.type_value(text);
        }
    }

    fn undo(&self) {
        let last = self.undo.try_update_value(Vec::pop).flatten();
        if let Some((row, text)) = last {
            if let Some(cell) = self.cells().get(row) {
                cell.type_value(&text);
            }
            focus(row);
        }
    }
}

fn id(row: usize) -> String {
    format!("value-{row}")
}

fn focus(row: usize) {
    let found = document().get_element_by_id(&id(row)).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(field) = found {
        // Fails only for an element that is gone.
        let _ = field.focus();
    }
}

/// The table.
pub fn draw(words: Words, plan: Reading, grid: Grid, year: Year) -> impl IntoView {
    let t = words.t;
    let of_year = |text: &str, year: Year| fill(text, &[("year", &year.to_string())]);
    let rows = grid.cells().into_iter().enumerate().map(|(index, cell)| row(words, plan, grid, index, cell, year));
    view! {
        {move || grid.pasted.get().map(|pasted| paste::preview(words, plan, grid, pasted))}
        <table class="grid">
            <thead>
                <tr>
                    <th scope="col">{t.column_indicator}</th>
                    <th scope="col" class="grid__number">{of_year(t.column_past, year - 2)}</th>
                    <th scope="col" class="grid__number">{of_year(t.column_past, year - 1)}</th>
                    <th scope="col" class="grid__number">{of_year(t.column_target, year)}</th>
                    <th scope="col">{of_year(t.column_value, year)}</th>
                    <th scope="col">{t.column_note}</th>
                    <th scope="col">{t.column_state}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

fn row(words: Words, plan: Reading, grid: Grid, index: usize, cell: Cell, year: Year) -> impl IntoView {
    let t = words.t;
    let (code, title, unit, target, past) = cell.facts.with_value(|facts| {
        let indicator = &facts.indicator;
        let past = [year - 2, year - 1].map(|year| {
            let update = facts.published.iter().find(|update| update.year == year);
            words::content(words, plan, indicator, update.map(|update| &update.content))
        });
        let target = indicator.targets.get(&year);
        let target = target.map_or(String::new(), |t| crate::words::quantity(words.locale, indicator, *t));
        (indicator.code.clone(), plan.text(words, &indicator.title), plan.text(words, &indicator.unit), target, past)
    });
    let is_open = move || grid.opened.get() == Some(index);
    let toggle = move |_| grid.opened.update(|opened| *opened = if *opened == Some(index) { None } else { Some(index) });
    let details_label = format!("{} {code}", t.details);
    let labels = [
        fill(t.column_past, &[("year", &(year - 2).to_string())]),
        fill(t.column_past, &[("year", &(year - 1).to_string())]),
        fill(t.column_target, &[("year", &year.to_string())]),
    ];
    let [first, second] = past;
    let [first_label, second_label, target_label] = labels;
    view! {
        <tr class="grid__row" data-code=code.clone()>
            <th scope="row" class="grid__title">
                <span class="grid__code">{code.clone()}</span> " " {title} " " <span class="grid__unit">{unit}</span>
                {move || returned(words, cell)}
            </th>
            <td class="grid__number" data-label=first_label>{first}</td>
            <td class="grid__number" data-label=second_label>{second}</td>
            <td class="grid__number" data-label=target_label>{target}</td>
            <td class="grid__value">{value_field(words, plan, grid, index, cell)} {move || doubt(words, plan, cell)}</td>
            <td class="grid__note">{note_field(words, cell)}</td>
            <td class="grid__state">
                {move || state(words, cell)}
                <button class="button button--quiet button--small" type="button" aria-expanded=move || is_open().to_string() on:click=toggle aria-label=details_label>
                    {t.details}
                </button>
            </td>
        </tr>
        {move || conflict(words, plan, cell)}
        {move || is_open().then(|| {
            view! { <tr class="grid__details"><td colspan="7">{details::draw(words, plan, cell)}</td></tr> }
        })}
    }
}

fn returned(words: Words, cell: Cell) -> Option<impl IntoView> {
    let reason = cell.filing.with(|filing| filing.return_reason().cloned())?;
    let text = fill(words.t.returned_because, &[("name", &reason.by), ("text", &reason.text)]);
    Some(view! { <p class="grid__returned">{text}</p> })
}

/// Where it stands, and how saving stands.
fn state(words: Words, cell: Cell) -> impl IntoView {
    let state = cell.filing.with(|filing| filing.state);
    let class = format!("tag tag--{}", state.map_or("none", domain::filing::FilingState::word));
    view! {
        <span class=class>{words::state(words, state)}</span>
        <span class="grid__saving" role="status">{words::saving(words, cell)}</span>
    }
}

fn value_field(words: Words, plan: Reading, grid: Grid, index: usize, cell: Cell) -> AnyView {
    let (code, kind, stages, year) = cell.facts.with_value(|facts| {
        let stages: Vec<String> = facts.indicator.stages.iter().map(|stage| plan.text(words, stage)).collect();
        (facts.indicator.code.clone(), facts.indicator.kind, stages, facts.year)
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
            <select class="field__input" id=id(index) aria-label=label disabled=readonly prop:value=move || cell.typed.get() on:change=choose>
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
    let mode = if kind == Kind::Narrative { "text" } else { "decimal" };
    view! {
        <input
            class="field__input grid__input"
            id=id(index)
            type="text"
            inputmode=mode
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

fn note_field(words: Words, cell: Cell) -> impl IntoView {
    let (lang, code) = cell.facts.with_value(|facts| (facts.lang, facts.indicator.code.clone()));
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

/// Sets one language of a text; an empty one is none.
pub fn set_text(text: &mut Text, lang: domain::text::Lang, words: &str) {
    let mut kept = Text::default();
    for (other, known) in text.iter().filter(|(other, _)| *other != lang) {
        kept.set(other, known);
    }
    if !words.trim().is_empty() {
        kept.set(lang, words);
    }
    *text = kept;
}

/// Why a value is not taken yet, and the choice between two readings.
fn doubt(words: Words, plan: Reading, cell: Cell) -> AnyView {
    let t = words.t;
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
                let worth = cell.warnings().into_iter().find(|w| !matches!(w, domain::validate::Warning::MissingEvidence));
                worth.map(|warning| words::warning(words, plan, &facts.indicator, &warning))
            });
            odd.map(|text| view! { <p class="grid__odd">{text}</p> }).into_any()
        }
    }
}

/// Two values for one cell: the person chooses.
fn conflict(words: Words, plan: Reading, cell: Cell) -> Option<impl IntoView> {
    let Saving::Conflict(current) = cell.saving.get() else { return None };
    let t = words.t;
    let (mine, theirs, code) = cell.facts.with_value(|facts| {
        let mine = cell.entry.with(|entry| words::content(words, plan, &facts.indicator, entry.content.as_ref()));
        let theirs = words::content(words, plan, &facts.indicator, current.entry.content.as_ref());
        (mine, theirs, facts.indicator.code.clone())
    });
    let date = words.locale.moment(&current.saved_at);
    let (keep, take) = (current.clone(), current.clone());
    Some(view! {
        <tr class="grid__details">
            <td colspan="7">
                <div class="notice" role="alert">
                    <p class="notice__title">{fill(t.conflict_title, &[("code", &code)])}</p>
                    <p class="notice__text">
                        {t.conflict_text} " " {fill(t.conflict_by, &[("name", &current.saved_by), ("date", &date)])}
                    </p>
                    <div class="desk__buttons">
                        <button class="button" type="button" on:click=move |_| cell.keep_mine((*keep).clone())>
                            {fill(t.conflict_mine, &[("value", &mine)])}
                        </button>
                        <button class="button button--quiet" type="button" on:click=move |_| cell.accept_theirs((*take).clone())>
                            {fill(t.conflict_theirs, &[("value", &theirs)])}
                        </button>
                    </div>
                </div>
            </td>
        </tr>
    })
}

/// The keys of a value field.
fn keys(event: &KeyboardEvent, grid: Grid, row: usize, cell: Cell) {
    let last = grid.cells().len().saturating_sub(1);
    let control = event.ctrl_key() || event.meta_key();
    match event.key().as_str() {
        "ArrowDown" | "Enter" if row < last => focus(row + 1),
        "ArrowUp" if row > 0 => focus(row - 1),
        "Enter" | "ArrowDown" | "ArrowUp" => cell.save(),
        "Escape" => {
            let saved = cell.filing.get_untracked();
            let text = cell.facts.with_value(|facts| facts.print(saved.entry.content.as_ref()));
            grid.set(row, &text);
            cell.change(|entry| *entry = saved.entry.clone());
        }
        "d" | "D" if control && row > 0 => {
            let above = grid.cells()[row - 1].typed.get_untracked();
            if cell.is_writable() {
                grid.set(row, &above);
            }
        }
        "z" | "Z" if control => grid.undo(),
        _ => return,
    }
    event.prevent_default();
}

/// More than one cell on the clipboard is a block: it is shown before it is taken.
fn take_block(event: &ClipboardEvent, grid: Grid, row: usize) {
    let text = event.clipboard_data().and_then(|data| data.get_data("text/plain").ok()).unwrap_or_default();
    let block = read_block(&text);
    if block.len() > 1 || block.iter().any(|row| row.len() > 1) {
        event.prevent_default();
        grid.pasted.set(Some(Pasted::new(block, row, &grid.cells())));
    }
}
