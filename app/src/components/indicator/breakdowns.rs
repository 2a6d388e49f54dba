//! The figures of one year by category.

use domain::institution::TERRITORY_DIMENSION;
use domain::matrix::Matrix;
use domain::update::Breakdown;
use leptos::prelude::*;

use crate::i18n::{Locale, fill};
use crate::ui::bar::bar;
use crate::words;

/// One table a dimension; nothing when the year has none.
pub fn breakdowns(locale: Locale, matrix: &Matrix, row: usize, column: usize) -> Option<AnyView> {
    let update = matrix.detail(row, column)?;
    if update.breakdowns.is_empty() {
        return None;
    }
    let year = update.year.to_string();
    let tables: Vec<_> =
        update.breakdowns.iter().map(|(code, cells)| table(locale, matrix, row, code, cells)).collect();
    let hidden = update.breakdowns.values().any(|cells| cells.values().any(Option::is_none));
    let threshold = matrix.plan().suppression_threshold.to_string();
    let explained = hidden.then(|| view! { <p class="panel__small">{fill(locale.t.suppression_note, &[("k", &threshold)])}</p> });
    Some(
        view! {
            <section class="panel__section">
                <h3 class="panel__heading">{fill(locale.t.breakdowns_of, &[("year", &year)])}</h3>
                {tables}{explained}
            </section>
        }
        .into_any(),
    )
}

/// Codes and names of the categories of a dimension, in the plan's order.
fn categories(locale: Locale, matrix: &Matrix, dimension: &str) -> Vec<(String, String)> {
    let document = matrix.document();
    if dimension == TERRITORY_DIMENSION {
        let territories = document.territories.iter();
        return territories.map(|t| (t.code.clone(), words::text(locale, matrix, &t.name))).collect();
    }
    let found = document.dimensions.iter().find(|d| d.code == dimension);
    let categories = found.into_iter().flat_map(|d| &d.categories);
    categories.map(|c| (c.code.clone(), words::text(locale, matrix, &c.name))).collect()
}

fn table(locale: Locale, matrix: &Matrix, row: usize, dimension: &str, cells: &Breakdown) -> AnyView {
    let t = locale.t;
    let indicator = matrix.indicator(row);
    let name = match matrix.document().dimensions.iter().find(|d| d.code == dimension) {
        Some(dimension) => words::text(locale, matrix, &dimension.name),
        None => t.territory.to_owned(),
    };
    let largest = cells.values().flatten().copied().fold(0.0, f64::max);
    let lines: Vec<_> = categories(locale, matrix, dimension)
        .into_iter()
        .filter_map(|(code, name)| {
            let value = cells.get(&code)?;
            let shown = match value {
                Some(value) => locale.number(*value, indicator.decimals),
                None => t.state_suppressed.to_owned(),
            };
            let filled = value.filter(|_| largest > 0.0).map_or(0, |v| (v / largest * 100.0).round() as u32);
            Some(view! {
                <tr>
                    <th scope="row">{name}</th>
                    <td class="breakdown__figure" class:breakdown__figure--hidden=value.is_none()>{shown}</td>
                    <td class="breakdown__bar">{bar([("plain", filled), ("empty", 100 - filled)])}</td>
                </tr>
            })
        })
        .collect();
    view! {
        <table class="breakdown">
            <caption class="breakdown__caption">{name}</caption>
            <thead class="visually-hidden"><tr><th scope="col">{t.category}</th><th scope="col">{t.value}</th><td></td></tr></thead>
            <tbody>{lines}</tbody>
        </table>
    }
    .into_any()
}
