//! The grid: one row an indicator, its value typed in place. The keyboard alone is enough; a block of a spreadsheet can
//! be pasted.

mod conflict;
mod fields;
mod keys;

use domain::text::Text;
use domain::year::Year;
use leptos::prelude::*;

use super::cell::Cell;
use super::paste::{self, Pasted};
use super::plan::Reading;
use super::presence::{self, Presence};
use super::{Words, details, words};
use crate::i18n::fill;
use conflict::conflict;
use fields::{doubt, note_field, value_field};
use keys::focus;

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
    /// Who else is here.
    presence: Presence,
}

impl Grid {
    /// A grid of these cells.
    pub fn new(cells: Vec<Cell>, presence: Presence) -> Grid {
        Grid {
            cells: StoredValue::new(cells),
            undo: StoredValue::new(Vec::new()),
            pasted: RwSignal::new(None),
            opened: RwSignal::new(None),
            presence,
        }
    }

    /// The cells.
    pub fn cells(&self) -> Vec<Cell> {
        self.cells.get_value()
    }

    /// Opens the details of an indicator and moves there.
    pub fn reveal(&self, code: &str) {
        let is_it = |cell: &Cell| cell.facts.with_value(|facts| facts.cell == code || facts.indicator.code == code);
        if let Some(row) = self.cells().iter().position(is_it) {
            self.opened.set(Some(row));
            request_animation_frame(move || focus(row));
        }
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

    /// Takes the last change back.
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
                    <th scope="col">{words.r.evidence_column}</th>
                    <th scope="col">{t.column_state}</th>
                </tr>
            </thead>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
}

fn row(words: Words, plan: Reading, grid: Grid, index: usize, cell: Cell, year: Year) -> impl IntoView {
    let t = words.t;
    let (name, code, territory, title, unit, target, past) = cell.facts.with_value(|facts| {
        let indicator = &facts.indicator;
        let past = [year - 2, year - 1].map(|year| {
            let update = facts.published.iter().find(|update| update.year == year);
            words::short_content(words, plan, indicator, update.map(|update| &update.content))
        });
        // Targets are of the whole country.
        let target =
            if facts.territory.is_empty() { plan.expected(words, &indicator.code, year) } else { String::new() };
        let (title, unit) = (plan.text(words, &indicator.title), plan.text(words, &indicator.unit));
        (facts.cell.clone(), indicator.code.clone(), facts.territory.clone(), title, unit, target, past)
    });
    let is_open = move || grid.opened.get() == Some(index);
    let toggle =
        move |_| grid.opened.update(|opened| *opened = if *opened == Some(index) { None } else { Some(index) });
    let details_label = format!("{} {code}", t.details);
    let labels = [
        fill(t.column_past, &[("year", &(year - 2).to_string())]),
        fill(t.column_past, &[("year", &(year - 1).to_string())]),
        fill(t.column_target, &[("year", &year.to_string())]),
    ];
    let [first, second] = past;
    let value_label = fill(t.column_value, &[("year", &year.to_string())]);
    let [first_label, second_label, target_label] = labels;
    let (place, seen) = (name.clone(), name.clone());
    view! {
        <tr class="grid__row" data-code=name on:focusin=move |_| grid.presence.go(Some(place.clone()))>
            <th scope="row" class="grid__title">
                <span class="grid__code">{code.clone()}</span> " " {title} " " <span class="grid__unit">{unit}</span> " " <strong>{territory}</strong>
                {move || presence::mark(words, grid.presence, &seen)}
                {move || returned(words, cell)}
            </th>
            <td class="grid__number" data-label=first_label>{first}</td>
            <td class="grid__number" data-label=second_label>{second}</td>
            <td class="grid__number" data-label=target_label>{target}</td>
            <td class="grid__value" data-label=value_label>{value_field(words, plan, grid, index, cell)} {move || doubt(words, plan, cell)}</td>
            <td class="grid__note" data-label=t.column_note>{note_field(words, cell)}</td>
            <td class="grid__evidence" data-label=words.r.evidence_column>
                {move || evidence(words, grid, index, cell)}
            </td>
            <td class="grid__state">
                {move || state(words, cell)}
                <button class="button button--quiet button--small" type="button" aria-expanded=move || is_open().to_string() on:click=toggle aria-label=details_label>
                    {t.details}
                </button>
            </td>
        </tr>
        {move || conflict(words, plan, cell)}
        {move || is_open().then(|| {
            view! { <tr class="grid__details"><td colspan="8">{details::draw(words, plan, cell)}</td></tr> }
        })}
    }
}

/// How many documents support it, and the way to them.
fn evidence(words: Words, grid: Grid, index: usize, cell: Cell) -> impl IntoView {
    let count = cell.entry.with(|entry| entry.evidence.len()).to_string();
    let code = cell.facts.with_value(|facts| facts.indicator.code.clone());
    let label = fill(words.r.evidence_of, &[("code", &code), ("n", &count)]);
    let shown = if count == "0" { words.r.evidence_add.to_owned() } else { count };
    view! {
        <button class="chip" type="button" aria-label=label on:click=move |_| grid.opened.set(Some(index))>{shown}</button>
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
