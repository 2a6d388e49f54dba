//! One indicator in one year: a tile a territory, and the same figures as a table.

use domain::indicator::Indicator;
use domain::territory::{MapDocument, MapYear, PartState, PublicPart};
use domain::update::Coverage;
use domain::year::Year;
use leptos::prelude::document;
use maud::{Markup, html};

use super::paths::{self, Route};
use super::tiles;
use super::{Words, words};
use crate::i18n::fill;
use crate::paths::{self as public, PlanRoute};
use crate::words as shared;

/// What a map is drawn from.
struct Map<'a> {
    words: Words,
    slug: &'a str,
    document: &'a MapDocument,
    indicator: &'a Indicator,
    year: &'a MapYear,
}

/// The page. Without a year: the one that readers see first.
pub fn draw(words: Words, slug: &str, document: &MapDocument, year: Option<Year>) -> Markup {
    let t = words.t;
    let first = || document.years.iter().find(|of| of.year == document.plan.default_year());
    let shown = document.years.iter().find(|of| Some(of.year) == year).or_else(first);
    let (Some(indicator), Some(year)) = (&document.indicator, shown) else {
        return html! { h1.page__title tabindex="-1" { (t.title) } p { (t.nothing) } };
    };
    let map = Map { words, slug, document, indicator, year };
    let title = words::text(words, &document.plan, &indicator.title);
    title_of_page(&title, year.year);
    html! {
        h1.page__title tabindex="-1" { (t.title) }
        p.page__lead { (t.lead) }
        (choices(&map))
        section.map aria-labelledby="map-title" {
            h2.page__heading id="map-title" { span.panel__code { (indicator.code) } " " (title) ", " (year.year) }
            (national(&map))
            (grid(&map))
            (legend(&map))
            (table(&map))
            p { a href=(public::print(words.locale.tongue, &public::Route::Plan { slug: slug.to_owned(), page: PlanRoute::Indicator(indicator.code.clone()) })) { (t.to_indicator) } }
        }
    }
}

fn title_of_page(title: &str, year: Year) {
    document().set_title(&format!("{title} {year} · Matriz"));
}

/// Indicator and year. The address says both.
fn choices(map: &Map) -> Markup {
    let (t, document) = (map.words.t, map.document);
    html! {
        div.choices role="group" aria-label=(t.choose) {
            label.choices__field { span { (map.words.locale.t.indicator) }
                select id="map-indicator" {
                    @for choice in &document.choices {
                        option value=(choice.code) selected[choice.code == map.indicator.code] {
                            (choice.code) " " (words::text(map.words, &document.plan, &choice.title))
                        }
                    }
                }
            }
            label.choices__field { span { (map.words.locale.t.year) }
                select id="map-year" {
                    @for year in &document.years { option value=(year.year) selected[year.year == map.year.year] { (year.year) } }
                }
            }
            button.button type="button" data-action="choose" { (t.show) }
        }
    }
}

/// The national figure, and of how many territories it is made.
fn national(map: &Map) -> Markup {
    let (t, shared_t) = (map.words.t, map.words.locale.t);
    let update = map.year.national.as_ref();
    let value = update.and_then(|update| map.indicator.figure(update));
    let approved = map.year.parts.iter().filter(|part| is_approved(part)).count();
    let Coverage(n, of) =
        update.and_then(|u| u.provisional).unwrap_or(Coverage(approved as u16, map.year.parts.len() as u16));
    let coverage = fill(t.coverage, &[("n", &n.to_string()), ("total", &of.to_string())]);
    let is_hidden = update.is_some_and(|update| update.content == domain::update::Content::Suppressed);
    html! {
        p.map__national {
            (t.national) ": "
            strong {
                @if let Some(value) = value {
                    (shared::quantity(map.words.locale, map.indicator, value)) " " (words::text(map.words, &map.document.plan, &map.indicator.unit))
                } @else if is_hidden { (shared_t.state_suppressed) } @else { "–" }
            }
            " · " (coverage)
            @if update.is_some_and(|update| update.provisional.is_some()) { " · " strong { (shared_t.provisional) } }
        }
    }
}

fn is_approved(part: &PublicPart) -> bool {
    matches!(part.state, PartState::Reported | PartState::NoData | PartState::Suppressed)
}

fn grid(map: &Map) -> Markup {
    let all = || map.document.territories.iter().zip(&map.year.parts);
    // Only all together are a map.
    let is_map = map.document.territories.iter().all(|territory| tiles::place(&territory.code).is_some());
    let largest = all().filter_map(|(_, part)| part.measure?.value(map.indicator.per())).fold(0.0, f64::max);
    html! {
        ul.tiles role="list" aria-label=(map.words.t.map) {
            @for (territory, part) in all() {
                @let place = tiles::place(&territory.code).filter(|_| is_map);
                @let place = place.map_or(String::new(), |(column, row)| format!("tile--c{column} tile--r{row} "));
                @let href = paths::print(map.words.locale.tongue, &Route::Territory(map.slug.to_owned(), territory.code.clone()));
                @let figure = words::figure(map.words, map.indicator, part);
                @let name = words::text(map.words, &map.document.plan, &territory.name);
                li class=(format!("tile {place}tile--{}", shade(map.indicator, part, largest))) {
                    a.tile__link href=(href) title=(name) {
                        span.tile__code aria-hidden="true" { (tiles::short(&territory.code)) }
                        span.visually-hidden { (name) ": " (words::state(map.words, part.state)) " " }
                        span.tile__figure {
                            (words::mark(part.state))
                            @if let Some(figure) = figure { (figure) }
                        }
                    }
                }
            }
        }
    }
}

/// How large a figure is beside the largest: one of four shades, or the state where there is none.
fn shade(indicator: &Indicator, part: &PublicPart, largest: f64) -> &'static str {
    let Some(value) = part.measure.and_then(|measure| measure.value(indicator.per())) else { return part.state.code() };
    let share = if largest > 0.0 { value / largest } else { 0.0 };
    match share {
        share if share <= 0.0 => "shade0",
        share if share <= 0.25 => "shade1",
        share if share <= 0.5 => "shade2",
        _ => "shade3",
    }
}

/// The states that occur, with what they mean, and what the shades say.
fn legend(map: &Map) -> Markup {
    let occurs = |state: &PartState| map.year.parts.iter().any(|part| part.state == *state);
    html! {
        p.map__legend {
            @for state in PartState::ALL.into_iter().filter(occurs) { (words::badge(map.words, state)) " " }
            span { (map.words.t.shades) }
        }
    }
}

fn table(map: &Map) -> Markup {
    let (t, plan) = (map.words.t, &map.document.plan);
    let is_ratio = map.year.parts.iter().any(|part| words::made_of(map.words, part).is_some());
    let has_words =
        map.year.parts.iter().any(|part| !part.note.is_empty() || !part.reason.is_empty() || !part.evidence.is_empty());
    let largest = map.year.parts.iter().filter_map(|part| part.measure?.value(map.indicator.per())).fold(0.0, f64::max);
    let bar = |value: f64| if largest > 0.0 { (value / largest * 100.0).round() as u32 } else { 0 };
    html! {
        div.map__scroll tabindex="0" role="group" aria-label=(t.table) {
            table.territories {
                caption.visually-hidden { (t.table) }
                thead { tr {
                    th scope="col" { (map.words.locale.t.territory) }
                    th.territories__figure scope="col" { (map.words.locale.t.value) }
                    td.territories__bar {}
                    @if is_ratio { th scope="col" { (map.words.locale.t.calculated_from) } }
                    th scope="col" { (map.words.locale.t.status) }
                    @if has_words { th scope="col" { (t.remarks) } }
                } }
                tbody {
                    @for (territory, part) in map.document.territories.iter().zip(&map.year.parts) {
                        @let href = paths::print(map.words.locale.tongue, &Route::Territory(map.slug.to_owned(), territory.code.clone()));
                        @let value = part.measure.and_then(|measure| measure.value(map.indicator.per()));
                        tr {
                            th scope="row" { a href=(href) { (words::text(map.words, plan, &territory.name)) } }
                            td.territories__figure { @if let Some(figure) = words::figure(map.words, map.indicator, part) { (figure) } }
                            td.territories__bar { @if let Some(value) = value { (crate::ui::bar::bar([("plain", bar(value)), ("empty", 100 - bar(value).min(100))])) } }
                            @if is_ratio { td { @if let Some(parts) = words::made_of(map.words, part) { (parts) } } }
                            td { (words::badge(map.words, part.state)) }
                            @if has_words { td { (super::page::remarks(map.words, plan, map.slug, part)) } }
                        }
                    }
                }
            }
        }
    }
}
