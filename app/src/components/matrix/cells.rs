//! What stands in a cell: a figure with its target and state; or, in a heading's row, how the indicators
//! below stand.

use domain::indicator::Indicator;
use domain::matrix::Matrix;
use domain::progress::{CellState, Figure};
use domain::rollup::Distribution;
use domain::update::{Content, Coverage};
use domain::view::Zoom;
use maud::{Markup, html};

use crate::components::status::{mark, named_mark};
use crate::i18n::Locale;
use crate::ui::bar::bar;
use crate::words;

/// The content of an indicator's cell.
pub fn figure_cell(locale: Locale, matrix: &Matrix, row: usize, column: usize, zoom: Zoom) -> Markup {
    let state = matrix.state(row, column);
    let word = words::state(locale, state);
    if zoom == Zoom::Overview {
        return named_mark(state, word);
    }
    let indicator = matrix.indicator(row);
    let figure = matrix.figure(row, column);
    let target = indicator.targets.get(&matrix.plan().years[column].year).filter(|_| figure != Figure::Narrative);
    // Few elements: a large plan draws hundreds of cells at a time.
    html! {
        @match words::figure(locale, indicator, figure) {
            Some(value) => { (named_mark(state, word)) (value) },
            None if matches!(state, CellState::NotDue | CellState::Awaiting) => { (named_mark(state, word)) },
            None => { (mark(state)) span.cell__word { (word) } },
        }
        @if let Some(Coverage(n, of)) = matrix.detail(row, column).and_then(|update| update.provisional) {
            span.cell__target { (locale.t.provisional) " " (n) "/" (of) }
        }
        @if let Some(target) = target {
            span.cell__target { span.visually-hidden { (locale.t.target) " " } (words::quantity(locale, indicator, *target)) }
        }
        @if zoom == Zoom::Detail { (detail(locale, matrix, row, column)) }
    }
}

/// Note, reason and sources of a cell, for the closest zoom.
fn detail(locale: Locale, matrix: &Matrix, row: usize, column: usize) -> Markup {
    let Some(update) = matrix.detail(row, column) else { return html! {} };
    let sources = update.evidence.len();
    html! {
        @match &update.content {
            Content::NoData(text) | Content::Narrative(text) => { span.cell__note { (words::text(locale, matrix, text)) } },
            Content::Measure(_) | Content::Suppressed => {},
        }
        @if !update.note.is_empty() { span.cell__note { (words::text(locale, matrix, &update.note)) } }
        @if sources > 0 { span.cell__sources { (locale.plural(sources, locale.t.source_one, locale.t.source_other)) } }
    }
}

/// How the indicators below a heading stand in a year.
pub fn rollup_cell(locale: Locale, distribution: &Distribution) -> Markup {
    let parts: Vec<_> = distribution.iter().map(|(state, count)| (state.code(), count)).collect();
    html! {
        @if !parts.is_empty() {
            (bar(parts.iter().copied()))
            @if distribution.due() > 0 {
                span.cell__coverage aria-hidden="true" {
                    (locale.count(distribution.reported() as usize)) "/" (locale.count(distribution.due() as usize))
                }
            }
            span.visually-hidden { (words::coverage(locale, distribution)) ". " (words::distribution(locale, distribution)) }
        }
    }
}

/// Baseline: figure and year.
pub fn baseline_cell(locale: Locale, indicator: &Indicator) -> Markup {
    let Some(baseline) = indicator.baseline else { return none(locale.t.no_baseline) };
    let shown = match indicator.baseline_value() {
        Some((_, value)) => words::quantity(locale, indicator, value),
        None => locale.t.state_suppressed.to_owned(),
    };
    html! { (shown) " " span.cell__target { (baseline.year) } }
}

/// Final target: figure and year.
pub fn target_cell(locale: Locale, indicator: &Indicator) -> Markup {
    let Some((year, target)) = indicator.last_target() else { return none(locale.t.no_target) };
    html! { (words::quantity(locale, indicator, target)) " " span.cell__target { (year) } }
}

fn none(words: &str) -> Markup {
    html! { span.cell__none aria-hidden="true" { "–" } span.visually-hidden { (words) } }
}
