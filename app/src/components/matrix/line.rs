//! What stands in an indicator's row.

use domain::matrix::Matrix;
use domain::search;
use domain::view::Zoom;
use maud::{Markup, html};

use super::cells::{baseline_cell, figure_cell, target_cell};
use crate::i18n::Locale;
use crate::state::Looks;
use crate::ui::highlight::highlight;
use crate::ui::spark::spark;
use crate::words;

/// What a row is drawn with.
pub struct Pen<'a> {
    /// The reader's language.
    pub locale: Locale,
    /// Columns, chosen year, comparison, words that are searched for.
    pub looks: &'a Looks,
}

/// All cells of an indicator's row. `href` leads to the indicator.
pub fn line(pen: &Pen, matrix: &Matrix, row: usize, href: &str) -> Markup {
    let (locale, columns) = (pen.locale, &pen.looks.columns);
    let indicator = matrix.indicator(row);
    html! {
        th.matrix__title scope="row" { (title(pen, matrix, row, href)) }
        @if columns.unit {
            td.matrix__plain {
                @let unit = words::text(locale, matrix, &indicator.unit);
                @if unit.is_empty() { span.lower { (words::kind(locale, indicator.kind)) } } @else { (unit) }
            }
        }
        @if columns.responsible {
            td.matrix__plain { abbr title=[words::institution(locale, matrix, &indicator.responsible)] { (indicator.responsible) } }
        }
        @if columns.baseline { td.cell.cell--plain { (baseline_cell(locale, indicator)) } }
        @for (column, year) in &columns.years {
            td.cell data-year=(year.year) { (figure_cell(locale, matrix, row, *column, columns.zoom)) }
        }
        @if columns.target { td.cell.cell--plain { (target_cell(locale, indicator)) } }
        @if columns.trend {
            td.cell.cell--trend {
                (spark(&(0..matrix.plan().year_count()).map(|c| matrix.value(row, c)).collect::<Vec<_>>()))
            }
        }
    }
}

fn title(pen: &Pen, matrix: &Matrix, row: usize, href: &str) -> Markup {
    let (locale, looks) = (pen.locale, pen.looks);
    let indicator = matrix.indicator(row);
    let text = words::text(locale, matrix, &indicator.title);
    let movement = looks.compare.and_then(|from| matrix.movement(row, from, looks.year.0));
    html! {
        span.matrix__code { (highlight(&indicator.code, &search::highlights(&indicator.code, &looks.words))) }
        span.matrix__text {
            a.matrix__link href=(href) tabindex="-1" title=(text) { (highlight(&text, &search::highlights(&text, &looks.words))) }
            @if let Some(movement) = movement {
                span class={"movement movement--" (movement.code())} { (words::movement(locale, movement)) }
            }
            @if looks.columns.zoom == Zoom::Detail {
                span.matrix__definition { (words::text(locale, matrix, &indicator.definition)) }
                @if !indicator.verification.is_empty() {
                    span.matrix__source { (locale.t.verification) ": " (words::text(locale, matrix, &indicator.verification)) }
                }
            }
        }
    }
}
