//! The figures of an indicator year by year, with notes and sources. The same data as the chart.

use domain::matrix::Matrix;
use domain::progress::{ExpectedFrom, expected};
use domain::update::{Content, Coverage, Measure, Update};
use domain::year::Year;
use maud::{Markup, html};

use crate::components::status::badge;
use crate::i18n::Locale;
use crate::words;

/// One row a year. `href` leads to the reasons of a year.
pub fn series(locale: Locale, matrix: &Matrix, row: usize, href: impl Fn(Year) -> String) -> Markup {
    let t = locale.t;
    let indicator = matrix.indicator(row);
    html! {
        table.series {
            caption.panel__heading { (t.year_by_year) }
            thead {
                tr {
                    th scope="col" { (t.year) }
                    th.series__figure scope="col" { (t.value) }
                    th.series__figure scope="col" { (t.target) }
                    th scope="col" { (t.status) }
                }
            }
            tbody {
                @for (column, year) in matrix.plan().years.iter().enumerate() {
                    tr {
                        th scope="row" { a href=(href(year.year)) { (year.year) } }
                        td.series__figure {
                            @if let Some(value) = matrix.value(row, column) { (words::quantity_with_unit(locale, matrix, indicator, value)) }
                        }
                        td.series__figure {
                            @if let Some(expected) = expected(indicator, year.year) {
                                @let shown = words::quantity(locale, indicator, expected.value);
                                @if expected.from == ExpectedFrom::Target { (shown) }
                                @else { span.series__line title=(t.expected_by_line) { "≈ " (shown) } }
                            }
                        }
                        td { (badge(locale, matrix.state(row, column))) }
                    }
                    @if let Some(update) = matrix.detail(row, column).filter(|u| has_remarks(u)) {
                        tr.series__more { td colspan="4" { (remarks(locale, matrix, update)) } }
                    }
                }
            }
        }
    }
}

fn has_remarks(update: &Update) -> bool {
    let plain = matches!(update.content, Content::Measure(Measure::Value(_)) | Content::Suppressed);
    !plain || update.provisional.is_some() || !update.note.is_empty() || !update.evidence.is_empty()
}

/// Reason, words, note and evidence of an update.
fn remarks(locale: Locale, matrix: &Matrix, update: &Update) -> Markup {
    let t = locale.t;
    let line = |label: &str, text: &str| html! { p.series__note { b { (label) ": " } (text) } };
    html! {
        @if let Some(Coverage(n, of)) = update.provisional { (line(t.provisional, &format!("{n}/{of}"))) }
        @match &update.content {
            Content::NoData(reason) => { (line(t.no_data_reason, &words::text(locale, matrix, reason))) },
            Content::Narrative(text) => { (line(t.report, &words::text(locale, matrix, text))) },
            Content::Measure(Measure::Ratio { numerator, denominator }) => {
                (line(t.calculated_from, &format!("{} / {}", locale.number(*numerator, 0), locale.number(*denominator, 0))))
            },
            Content::Measure(Measure::Value(_)) | Content::Suppressed => {},
        }
        @if !update.note.is_empty() { (line(t.note, &words::text(locale, matrix, &update.note))) }
        @if !update.evidence.is_empty() {
            p.series__note {
                b { (t.evidence) ": " }
                @for (i, evidence) in update.evidence.iter().enumerate() {
                    @if i > 0 { "; " }
                    @let title = words::text(locale, matrix, &evidence.title);
                    @if let Some(url) = &evidence.url { a href=(url) rel="noopener noreferrer" target="_blank" { (title) } }
                    @else { (title) }
                }
            }
        }
    }
}
