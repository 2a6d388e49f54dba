//! The figures of an indicator year by year, with notes and sources. The same data as the chart.

use domain::matrix::Matrix;
use domain::progress::{ExpectedFrom, expected};
use domain::update::{Content, Update};
use leptos::prelude::*;

use crate::components::status::badge;
use crate::i18n::Locale;
use crate::state::ViewState;
use crate::words;

/// One row a year.
pub fn series(locale: Locale, matrix: &Matrix, row: usize, state: ViewState) -> AnyView {
    let t = locale.t;
    let indicator = matrix.indicator(row);
    let years: Vec<_> = matrix
        .plan()
        .years
        .iter()
        .enumerate()
        .map(|(column, year)| {
            let value = matrix.value(row, column).map(|v| words::quantity_with_unit(locale, matrix, indicator, v));
            let wanted = expected(indicator, year.year).map(|e| {
                let shown = words::quantity(locale, indicator, e.value);
                match e.from {
                    ExpectedFrom::Target => view! { {shown} }.into_any(),
                    ExpectedFrom::StraightLine | ExpectedFrom::EarlierTarget => {
                        view! { <span class="series__line" title=t.expected_by_line>"≈ "{shown}</span> }.into_any()
                    }
                }
            });
            let update = matrix.detail(row, column).map(|update| remarks(locale, matrix, update));
            let this = year.year;
            let chosen = move || state.view.with(|v| v.cell) == Some(this);
            let href = move || state.href_with(
                crate::paths::PlanRoute::Indicator(state.opened().unwrap_or_default()),
                |view| view.cell = Some(this),
            );
            view! {
                <tr class="series__row" class:series__row--chosen=chosen>
                    <th scope="row"><a href=href>{year.year.to_string()}</a></th>
                    <td class="series__figure">{value}</td>
                    <td class="series__figure">{wanted}</td>
                    <td>{badge(locale, matrix.state(row, column))}</td>
                </tr>
                {update.map(|update| view! { <tr class="series__more"><td colspan="4">{update}</td></tr> })}
            }
        })
        .collect();
    view! {
        <table class="series">
            <caption class="panel__heading">{t.year_by_year}</caption>
            <thead>
                <tr>
                    <th scope="col">{t.year}</th>
                    <th scope="col" class="series__figure">{t.value}</th>
                    <th scope="col" class="series__figure">{t.target}</th>
                    <th scope="col">{t.status}</th>
                </tr>
            </thead>
            <tbody>{years}</tbody>
        </table>
    }
    .into_any()
}

/// Reason, words, note and evidence of an update.
fn remarks(locale: Locale, matrix: &Matrix, update: &Update) -> Option<AnyView> {
    let t = locale.t;
    let content = match &update.content {
        Content::NoData(reason) => Some((t.no_data_reason, words::text(locale, matrix, reason))),
        Content::Narrative(text) => Some((t.report, words::text(locale, matrix, text))),
        Content::Measure(_) | Content::Suppressed => None,
    };
    let parts = match update.measure() {
        Some(domain::update::Measure::Ratio { numerator, denominator }) => {
            Some((t.calculated_from, format!("{} / {}", locale.number(numerator, 0), locale.number(denominator, 0))))
        }
        _ => None,
    };
    let note = (!update.note.is_empty()).then(|| (t.note, words::text(locale, matrix, &update.note)));
    let lines: Vec<_> = [content, parts, note]
        .into_iter()
        .flatten()
        .map(|(label, text)| view! { <p class="series__note"><b>{label}": "</b>{text}</p> })
        .collect();
    let evidence: Vec<_> = update
        .evidence
        .iter()
        .map(|evidence| {
            let title = words::text(locale, matrix, &evidence.title);
            match evidence.url.clone() {
                Some(url) => view! { <li><a href=url rel="noopener noreferrer" target="_blank">{title}</a></li> }.into_any(),
                None => view! { <li>{title}</li> }.into_any(),
            }
        })
        .collect();
    let evidence = (!evidence.is_empty()).then(|| view! {
        <div class="series__note"><b>{t.evidence}": "</b><ul class="series__evidence">{evidence}</ul></div>
    });
    if lines.is_empty() && evidence.is_none() {
        return None;
    }
    Some(view! { {lines}{evidence} }.into_any())
}
