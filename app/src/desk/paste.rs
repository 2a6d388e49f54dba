//! A pasted block before it is taken: how each row is understood. Nothing is saved before the person accepts it.

use domain::indicator::Indicator;
use domain::paste::{Layout, Place, Understood, lay_out};
use leptos::prelude::*;

use super::cell::Cell;
use super::grid::{Grid, set_text};
use super::plan::Reading;
use super::{Words, words};
use crate::i18n::fill;

/// A block with its reading.
#[derive(Clone)]
pub struct Pasted {
    block: Vec<Vec<String>>,
    layout: Layout,
    /// Rows that the person settled: true is thousands.
    settled: RwSignal<Vec<Option<bool>>>,
}

impl Pasted {
    /// Reads a block that was pasted into a row.
    pub fn new(block: Vec<Vec<String>>, first: usize, cells: &[Cell]) -> Pasted {
        let indicators: Vec<Indicator> =
            cells.iter().map(|cell| cell.facts.with_value(|facts| facts.indicator.clone())).collect();
        let targets: Vec<&Indicator> = indicators.iter().collect();
        let layout = lay_out(&block, first, &targets);
        let settled = RwSignal::new(vec![None; layout.lines.len()]);
        Pasted { block, layout, settled }
    }

    /// The reading of a row after what the person settled.
    fn reading(&self, line: usize) -> Understood {
        let understood = self.layout.lines[line].understood.clone();
        match self.settled.with(|settled| settled[line]) {
            Some(thousands) => understood.read_as(thousands),
            None => understood,
        }
    }

    /// True when a row gives its cell something.
    fn is_usable(&self, line: usize) -> bool {
        let reading = self.reading(line);
        matches!(self.layout.lines[line].place, Place::At(_))
            && !matches!(reading, Understood::Empty | Understood::Unclear { .. } | Understood::Wrong(_))
    }

    /// The text of the cell that was read in a row.
    fn text(&self, line: usize) -> String {
        let row = &self.block[self.layout.lines[line].row];
        let column = usize::from(self.layout.by_code && row.len() > 1);
        row.get(column).cloned().unwrap_or_default()
    }

    fn apply(&self, grid: Grid) {
        let cells = grid.cells();
        for (index, line) in self.layout.lines.iter().enumerate() {
            let Place::At(at) = line.place else { continue };
            let Some(cell) = cells.get(at).copied().filter(|cell| cell.is_writable() && self.is_usable(index)) else {
                continue;
            };
            let reading = self.reading(index);
            let text = match (&reading, reading.measure()) {
                (Understood::Stage(stage), _) => stage.to_string(),
                (Understood::Flag(flag), _) => u8::from(*flag).to_string(),
                (_, Some(measure)) => {
                    let content = domain::update::Content::Measure(measure);
                    cell.facts.with_value(|facts| facts.print(Some(&content)))
                }
                _ => self.text(index),
            };
            grid.set(at, &text);
            cell.take(reading);
            if !line.note.trim().is_empty() {
                let (lang, note) = (cell.facts.with_value(|facts| facts.lang), line.note.clone());
                cell.change(move |entry| set_text(&mut entry.note, lang, &note));
            }
        }
        grid.pasted.set(None);
    }
}

/// The preview.
pub fn preview(words: Words, plan: Reading, grid: Grid, pasted: Pasted) -> impl IntoView {
    let t = words.t;
    let pasted = StoredValue::new_local(pasted);
    let lines = pasted.with_value(|pasted| pasted.layout.lines.len());
    let usable = Memo::new(move |_| {
        (0..lines).filter(|line| pasted.with_value(|pasted| pasted.is_usable(*line))).count()
    });
    let accept = move || {
        let count = usable.get();
        if count == 0 {
            return view! { <p>{t.paste_nothing}</p> }.into_any();
        }
        let label = fill(t.paste_apply, &[("n", &count.to_string())]);
        let apply = move |_| pasted.with_value(|pasted| pasted.clone()).apply(grid);
        view! { <button class="button" type="button" on:click=apply>{label}</button> }.into_any()
    };
    view! {
        <section class="paste" role="dialog" aria-labelledby="paste-title">
            <h2 id="paste-title">{t.paste_title}</h2>
            <p>{t.paste_text}</p>
            <div class="paste__scroll" tabindex="0" role="group" aria-labelledby="paste-title">
                <table class="paste__table">
                    <thead>
                        <tr>
                            <th scope="col">{t.paste_row}</th>
                            <th scope="col">{t.column_indicator}</th>
                            <th scope="col">{t.paste_read}</th>
                            <th scope="col">{t.paste_understood}</th>
                            <th scope="col">{t.paste_note}</th>
                        </tr>
                    </thead>
                    <tbody>{(0..lines).map(|line| row(words, plan, grid, pasted, line)).collect_view()}</tbody>
                </table>
            </div>
            <div class="desk__buttons">
                {accept}
                <button class="button button--quiet" type="button" on:click=move |_| grid.pasted.set(None)>{t.cancel}</button>
            </div>
        </section>
    }
}

fn row(
    words: Words,
    plan: Reading,
    grid: Grid,
    pasted: StoredValue<Pasted, LocalStorage>,
    line: usize,
) -> impl IntoView {
    let (place, text, note, number) = pasted.with_value(|pasted| {
        let this = &pasted.layout.lines[line];
        (this.place.clone(), pasted.text(line), this.note.clone(), this.row + 1)
    });
    let cell = match &place {
        Place::At(at) => grid.cells().get(*at).copied(),
        _ => None,
    };
    let target = match cell {
        Some(cell) => cell.facts.with_value(|facts| {
            format!("{} {}", facts.indicator.code, plan.text(words, &facts.indicator.title))
        }),
        None => place_words(words, &place),
    };
    let read = move || {
        let Some(cell) = cell else { return ().into_any() };
        let reading = pasted.with_value(|pasted| pasted.reading(line));
        let shown = cell.facts.with_value(|facts| words::understood(words, plan, &facts.indicator, &reading));
        match reading {
            Understood::Unclear { as_thousands, as_decimal } => choice(words, pasted, line, as_thousands, as_decimal),
            Understood::Wrong(_) => view! { <span class="grid__wrong">{shown}</span> }.into_any(),
            _ => shown.into_any(),
        }
    };
    view! {
        <tr>
            <td>{number}</td>
            <td>{target}</td>
            <td>{text}</td>
            <td>{read}</td>
            <td>{note}</td>
        </tr>
    }
}

fn choice(
    words: Words,
    pasted: StoredValue<Pasted, LocalStorage>,
    line: usize,
    as_thousands: domain::update::Measure,
    as_decimal: domain::update::Measure,
) -> AnyView {
    let t = words.t;
    let number = |measure: domain::update::Measure| {
        measure.value(1.0).map(|value| words.locale.number(value, if value.fract() == 0.0 { 0 } else { 3 }))
    };
    let settle = move |thousands: bool| {
        pasted.with_value(|pasted| pasted.settled.update(|settled| settled[line] = Some(thousands)));
    };
    let thousands = fill(t.unclear_thousands, &[("value", &number(as_thousands).unwrap_or_default())]);
    let decimal = fill(t.unclear_decimal, &[("value", &number(as_decimal).unwrap_or_default())]);
    view! {
        <div class="grid__doubt" role="group" aria-label=t.unclear_title>
            <button class="chip" type="button" on:click=move |_| settle(true)>{thousands}</button>
            <button class="chip" type="button" on:click=move |_| settle(false)>{decimal}</button>
        </div>
    }
    .into_any()
}

fn place_words(words: Words, place: &Place) -> String {
    let t = words.t;
    match place {
        Place::At(_) | Place::Blank => String::new(),
        Place::Header => t.paste_header.to_owned(),
        Place::BelowTheList => t.paste_below.to_owned(),
        Place::UnknownCode(code) => fill(t.paste_unknown, &[("code", code)]),
        Place::NoCode => t.paste_no_code.to_owned(),
        Place::SameCodeAs(_) => t.paste_twice.to_owned(),
    }
}
