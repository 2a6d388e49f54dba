//! A territory: its part of the plan, an indicator a row, a year a column.

use domain::plan::Plan;
use domain::territory::{PublicPart, TerritoryDocument, TerritoryRow};
use leptos::prelude::document;
use maud::{Markup, html};

use super::paths::{self, Query, Route};
use super::{Words, words};
use crate::i18n::fill;

/// The page.
pub fn draw(words: Words, shown: &TerritoryDocument) -> Markup {
    let (t, plan) = (words.t, &shown.plan);
    let name = words::text(words, plan, &shown.territory.name);
    document().set_title(&format!("{name} · Matriz"));
    let map = paths::map(words.locale.tongue, &plan.slug, &Query::default());
    html! {
        p { a href=(map) { "← " (t.title) } }
        h1.page__title tabindex="-1" { (name) }
        @if let Some(body) = &shown.body {
            p.page__lead { (fill(t.reported_by, &[("name", &words::text(words, plan, &body.name))])) }
        }
        (table(words, shown))
        @for row in &shown.rows { (said(words, shown, row)) }
        nav.map__others aria-label=(t.others) {
            h2.page__heading { (t.others) }
            ul.map__list role="list" {
                @for other in &shown.territories {
                    @let route = Route::Territory(plan.slug.clone(), other.code.clone());
                    li { a href=(paths::print(words.locale.tongue, &route)) aria-current=[(other.code == shown.territory.code).then_some("page")] { (words::text(words, plan, &other.name)) } }
                }
            }
        }
    }
}

fn table(words: Words, shown: &TerritoryDocument) -> Markup {
    let (t, plan) = (words.t, &shown.plan);
    html! {
        div.map__scroll tabindex="0" role="group" aria-label=(t.part_of_plan) {
            table.territories {
                caption.visually-hidden { (t.part_of_plan) }
                thead { tr {
                    th scope="col" { (words.locale.t.indicator) }
                    @for year in &plan.years { th.territories__figure scope="col" { (year.year) } }
                } }
                tbody {
                    @for row in &shown.rows {
                        @let query = Query { indicator: Some(row.indicator.code.clone()), year: None };
                        tr {
                            th scope="row" {
                                a href=(paths::map(words.locale.tongue, &plan.slug, &query)) {
                                    span.panel__code { (row.indicator.code) } " " (words::text(words, plan, &row.indicator.title))
                                }
                                " " span.map__unit { (words::text(words, plan, &row.indicator.unit)) }
                            }
                            @for part in &row.parts {
                                td.territories__figure {
                                    @if let Some(figure) = words::figure(words, &row.indicator, part) {
                                        span.territories__value { (words::mark(part.state)) (figure) }
                                        span.visually-hidden { " " (words::state(words, part.state)) }
                                    } @else { (words::badge(words, part.state)) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// What is said of the years of an indicator, where something is.
fn said(words: Words, shown: &TerritoryDocument, row: &TerritoryRow) -> Markup {
    let plan = &shown.plan;
    let years: Vec<_> = plan.years.iter().zip(&row.parts).filter(|(_, part)| says_something(part)).collect();
    html! {
        @if !years.is_empty() {
            section.map__said {
                h2.page__heading { span.panel__code { (row.indicator.code) } " " (words::text(words, plan, &row.indicator.title)) }
                dl.map__remarks {
                    @for (year, part) in years { dt { (year.year) } dd { (remarks(words, plan, &plan.slug, part)) } }
                }
            }
        }
    }
}

fn says_something(part: &PublicPart) -> bool {
    !part.note.is_empty()
        || !part.reason.is_empty()
        || !part.evidence.is_empty()
        || matches!(part.measure, Some(domain::update::Measure::Ratio { .. }))
}

/// Reason, note, what a ratio is made of, and evidence of a part.
pub fn remarks(words: Words, plan: &Plan, slug: &str, part: &PublicPart) -> Markup {
    let t = words.locale.t;
    let line = |label: &str, text: String| html! { span.map__remark { b { (label) ": " } (text) " " } };
    html! {
        @if let Some(parts) = words::made_of(words, part) { (line(t.calculated_from, parts)) }
        @if !part.reason.is_empty() { (line(t.no_data_reason, words::text(words, plan, &part.reason))) }
        @if !part.note.is_empty() { (line(t.note, words::text(words, plan, &part.note))) }
        @for evidence in &part.evidence {
            @let title = words::text(words, plan, &evidence.title);
            span.map__remark {
                b { (t.evidence) ": " }
                @if let Some(file) = &evidence.file { a href=(paths::api_file(slug, &file.hash, &file.name)) download=(file.name) { (title) } }
                @else if let Some(url) = &evidence.url { a href=(url) rel="noopener noreferrer" target="_blank" { (title) } }
                @else { (title) }
                " "
            }
        }
    }
}
