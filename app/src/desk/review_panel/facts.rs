//! What is written in an update under review, what is odd about it, and the status that it would give.

use domain::document::PlanDocument;
use domain::filing::Filing;
use domain::matrix::Matrix;
use domain::review::DeskRow;
use domain::update::Update;
use domain::validate::warnings;
use leptos::prelude::*;

use crate::components::indicator::why::why;
use crate::desk::plan::Reading;
use crate::desk::{Words, details, words};

/// The reported value in words.
pub fn value(words: Words, plan: Reading, filing: &Filing) -> String {
    let shown = plan.with(|matrix| {
        let indicator = matrix.indicator(matrix.row(&filing.indicator)?).clone();
        Some(words::content(words, plan, &indicator, filing.entry.content.as_ref()))
    });
    shown.flatten().unwrap_or_default()
}

/// What is odd, and why it is right.
pub fn odd(words: Words, plan: Reading, row: &DeskRow, year: i16) -> Option<impl IntoView + use<>> {
    let indicator = plan.with(|matrix| Some(matrix.indicator(matrix.row(&row.filing.indicator)?).clone()))??;
    let update = row.filing.entry.update(&indicator.code, year, 1)?;
    let figure = |update: &Update| Some((update.year, indicator.figure(update)?));
    let past: Vec<_> = row.published.iter().filter_map(figure).collect();
    let found = warnings(&indicator, &past, &update);
    let explained = row.filing.entry.explanation.clone();
    if found.is_empty() && explained.is_empty() {
        return None;
    }
    let lines: Vec<String> = found.iter().map(|warning| words::warning(words, plan, &indicator, warning)).collect();
    Some(view! {
        <div class="update__block update__block--odd">
            <p class="update__heading">{words.t.warnings}</p>
            <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <p>{words.t.explanation} ": " {explained}</p>
        </div>
    })
}

/// Note, breakdowns, evidence.
pub fn extras(words: Words, plan: Reading, slug: &str, filing: &Filing) -> impl IntoView + use<> {
    let entry = &filing.entry;
    let decimals = plan.with(|matrix| Some(matrix.indicator(matrix.row(&filing.indicator)?).decimals)).flatten();
    let note = plan.text(words, &entry.note);
    let lines: Vec<String> = entry
        .breakdowns
        .iter()
        .map(|(dimension, cells)| details::breakdown_line(words, plan, dimension, cells, decimals.unwrap_or_default()))
        .collect();
    view! {
        {(!note.is_empty()).then(|| view! { <p>{words.t.column_note} ": " {note}</p> })}
        {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        {details::evidence_list(words, plan, slug, &entry.evidence)}
    }
}

/// The status that the figure would give, and why: the same rule as on the public page.
pub fn judged(words: Words, plan: Reading, filing: &Filing, year: i16) -> Option<impl IntoView + use<>> {
    // A part has no status: targets are of the whole country.
    let update = filing.entry.update(&filing.indicator, year, 1).filter(|_| filing.territory.is_empty())?;
    let markup = plan.with(|matrix| {
        let mut trial = Matrix::new(PlanDocument::clone(&whole(matrix)));
        let row = trial.apply(update)?;
        let column = trial.plan().year_index(year)?;
        Some(why(words.locale, &trial, row, column).into_string())
    })??;
    Some(view! {
        <p class="update__heading">{words.t.review_status}</p>
        <div inner_html=markup></div>
    })
}

/// The document of a matrix with its figures.
fn whole(matrix: &Matrix) -> PlanDocument {
    let years = matrix.plan().year_count();
    let mut document = matrix.document().clone();
    let rows = 0..document.indicators.len();
    document.updates = rows.flat_map(|row| (0..years).filter_map(move |column| matrix.update(row, column))).collect();
    document.values = vec![Vec::new(); document.indicators.len()];
    document
}
