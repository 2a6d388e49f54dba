//! What stands in a cell: a figure with its target and state; or, in a node's row, how its indicators
//! stand.

use domain::indicator::Indicator;
use domain::matrix::Matrix;
use domain::progress::{CellState, Figure};
use domain::rollup::Distribution;
use domain::view::Zoom;
use leptos::prelude::*;

use crate::components::status::mark;
use crate::i18n::Locale;
use crate::ui::bar::bar;
use crate::words;

/// The content of an indicator's cell.
pub fn figure_cell(locale: Locale, matrix: &Matrix, row: usize, column: usize, zoom: Zoom) -> AnyView {
    let state = matrix.state(row, column);
    let indicator = matrix.indicator(row);
    let year = matrix.plan().years[column].year;
    let word = words::state(locale, state);
    if zoom == Zoom::Overview {
        return view! { {mark(state)}<span class="visually-hidden">{word}</span> }.into_any();
    }
    let figure = matrix.figure(row, column);
    let value = words::figure(locale, indicator, figure);
    let target = indicator.targets.get(&year).map(|t| words::quantity(locale, indicator, *t));
    let shown_target = target.clone().filter(|_| figure != Figure::Narrative).map(|t| {
        view! { <span class="cell__target"><span class="visually-hidden">{locale.t.target}" "</span>{t}</span> }
    });
    let shown_word = value.is_none().then_some(word);
    let note = (zoom == Zoom::Detail).then(|| detail(locale, matrix, row, column));
    view! {
        <span class="cell__line">
            {mark(state)}
            <span class="cell__value" class:cell__value--word=shown_word.is_some()>{value.or(shown_word.map(str::to_owned))}</span>
        </span>
        {shown_target}
        <span class="visually-hidden">{if shown_word.is_some() { "" } else { word }}</span>
        {note}
    }
    .into_any()
}

/// Note, reason and sources of a cell, for the closest zoom.
fn detail(locale: Locale, matrix: &Matrix, row: usize, column: usize) -> Option<AnyView> {
    let update = matrix.detail(row, column)?;
    let reason = match &update.content {
        domain::update::Content::NoData(text) | domain::update::Content::Narrative(text) => {
            Some(words::text(locale, matrix, text))
        }
        _ => None,
    };
    let note = (!update.note.is_empty()).then(|| words::text(locale, matrix, &update.note));
    let sources = (!update.evidence.is_empty())
        .then(|| locale.plural(update.evidence.len(), locale.t.source_one, locale.t.source_other));
    let lines: Vec<_> = [reason, note].into_iter().flatten().map(|l| view! { <span class="cell__note">{l}</span> }).collect();
    Some(view! { {lines}{sources.map(|s| view! { <span class="cell__sources">{s}</span> })} }.into_any())
}

/// The class of an indicator's cell.
pub fn cell_class(state: CellState, fresh: bool) -> String {
    format!("cell state--{}{}", state.code(), if fresh { " cell--fresh" } else { "" })
}

/// How the indicators below a node stand in a year.
pub fn distribution_cell(locale: Locale, distribution: &Distribution) -> AnyView {
    if distribution.total() == 0 {
        return ().into_any();
    }
    let coverage = (distribution.due() > 0).then(|| {
        format!("{}/{}", locale.count(distribution.reported() as usize), locale.count(distribution.due() as usize))
    });
    let spoken = words::distribution(locale, distribution);
    view! {
        {bar(distribution.iter().map(|(state, count)| (state.code(), count)))}
        <span class="cell__coverage" aria-hidden="true">{coverage}</span>
        <span class="visually-hidden">{words::coverage(locale, distribution)}". "{spoken}</span>
    }
    .into_any()
}

/// Baseline: figure and year.
pub fn baseline_cell(locale: Locale, indicator: &Indicator) -> AnyView {
    let Some(baseline) = indicator.baseline else {
        return view! { <span class="cell__none" title=locale.t.no_baseline>"–"</span> }.into_any();
    };
    let shown = match indicator.baseline_value() {
        Some((_, value)) => words::quantity(locale, indicator, value),
        None => locale.t.state_suppressed.to_owned(),
    };
    view! { <span class="cell__value">{shown}</span><span class="cell__target">{baseline.year.to_string()}</span> }.into_any()
}

/// Final target: figure and year.
pub fn target_cell(locale: Locale, indicator: &Indicator) -> AnyView {
    let Some((year, target)) = indicator.last_target() else {
        return view! { <span class="cell__none" title=locale.t.no_target>"–"</span> }.into_any();
    };
    view! {
        <span class="cell__value">{words::quantity(locale, indicator, target)}</span>
        <span class="cell__target">{year.to_string()}</span>
    }
    .into_any()
}
