//! The figures of one year by category.

use domain::institution::TERRITORY_DIMENSION;
use domain::matrix::Matrix;
use domain::update::Breakdown;
use maud::{Markup, html};

use crate::i18n::{Locale, fill};
use crate::ui::bar::bar;
use crate::words;

/// One table a dimension; nothing when the year has none.
pub fn breakdowns(locale: Locale, matrix: &Matrix, row: usize, column: usize) -> Markup {
    let Some(update) = matrix.detail(row, column).filter(|u| !u.breakdowns.is_empty()) else { return html! {} };
    let hidden = update.breakdowns.values().any(|cells| cells.values().any(Option::is_none));
    let threshold = matrix.plan().suppression_threshold.to_string();
    html! {
        section.panel__section {
            h3.panel__heading { (fill(locale.t.breakdowns_of, &[("year", &update.year.to_string())])) }
            @for (dimension, cells) in &update.breakdowns { (table(locale, matrix, row, dimension, cells)) }
            @if hidden { p.panel__small { (fill(locale.t.suppression_note, &[("k", &threshold)])) } }
        }
    }
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

fn table(locale: Locale, matrix: &Matrix, row: usize, dimension: &str, cells: &Breakdown) -> Markup {
    let t = locale.t;
    let decimals = matrix.indicator(row).decimals;
    let found = matrix.document().dimensions.iter().find(|d| d.code == dimension);
    let name = found.map_or_else(|| t.territory.to_owned(), |d| words::text(locale, matrix, &d.name));
    let largest = cells.values().flatten().copied().fold(0.0, f64::max);
    let filled = |value: f64| if largest > 0.0 { (value / largest * 100.0).round() as u32 } else { 0 };
    html! {
        table.breakdown {
            caption.breakdown__caption { (name) }
            thead.visually-hidden { tr { th scope="col" { (t.category) } th scope="col" { (t.value) } td {} } }
            tbody {
                @for (code, name) in categories(locale, matrix, dimension) {
                    @if let Some(value) = cells.get(&code) {
                        tr {
                            th scope="row" { (name) }
                            @match value {
                                Some(value) => {
                                    td.breakdown__figure { (locale.number(*value, decimals)) }
                                    td.breakdown__bar { (bar([("plain", filled(*value)), ("empty", 100 - filled(*value))])) }
                                },
                                None => { td.breakdown__figure.breakdown__figure--hidden { (t.state_suppressed) } td {} },
                            }
                        }
                    }
                }
            }
        }
    }
}
