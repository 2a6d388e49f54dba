//! The status that a figure under review would give.

use domain::document::PlanDocument;
use domain::filing::Filing;
use domain::matrix::Matrix;
use leptos::prelude::*;

use crate::components::indicator::why::why;
use crate::desk::Words;
use crate::desk::plan::Reading;

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
