//! The past of an indicator beside the figure under review: drawn with the range in which it was expected, and the same
//! as words and as a table.

use domain::indicator::{Indicator, Kind};
use domain::review::DeskRow;
use domain::validate::expected_range;
use domain::year::Year;
use leptos::prelude::*;
use maud::{Markup, html};

use crate::components::indicator::scale::ticks;
use crate::desk::plan::Reading;
use crate::desk::words::fill_all;
use crate::desk::{Words, words};
use crate::i18n::fill;
use crate::ui::path::{Path, tenths};
use crate::words as shared;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 200.0;
const BOX: &str = "0 0 480 200";
const LEFT: f64 = 64.0;
const RIGHT: f64 = 18.0;
const TOP: f64 = 12.0;
const BOTTOM: f64 = 28.0;

/// What is drawn.
struct Plot {
    past: Vec<(Year, f64)>,
    now: Option<(Year, f64)>,
    target: Option<(Year, f64)>,
    expected: Option<(f64, f64)>,
    years: (Year, Year),
    ticks: Vec<f64>,
}

impl Plot {
    /// None for words, and where there is nothing but one figure.
    fn of(indicator: &Indicator, row: &DeskRow, year: Year) -> Option<Plot> {
        let figure = |update: &domain::update::Update| Some((update.year, indicator.figure(update)?));
        let past: Vec<(Year, f64)> = row.published.iter().filter(|u| u.year < year).filter_map(figure).collect();
        let now = row.filing.entry.update(&indicator.code, year, 1).as_ref().and_then(figure);
        if indicator.kind == Kind::Narrative || past.is_empty() {
            return None;
        }
        let figures: Vec<f64> = past.iter().map(|(_, figure)| *figure).collect();
        let expected = expected_range(indicator, &figures).map(|(lower, upper)| {
            // What was never below zero is not expected there.
            let lower = if figures.iter().all(|figure| *figure >= 0.0) { lower.max(0.0) } else { lower };
            (lower, upper)
        });
        let target =
            indicator.targets.get(&year).filter(|_| row.filing.territory.is_empty()).map(|target| (year, *target));
        let bounds = expected.into_iter().flat_map(|(lower, upper)| [lower, upper]);
        let all: Vec<f64> = past.iter().chain(&now).chain(&target).map(|(_, figure)| *figure).chain(bounds).collect();
        let low = all.iter().copied().fold(0.0, f64::min);
        let high = all.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let first = past.iter().map(|(year, _)| *year).fold(year, Year::min);
        let ticks = match indicator.kind {
            Kind::Milestone | Kind::Scale => (0..=high.max(1.0) as u8).map(f64::from).collect(),
            _ => ticks(low, high),
        };
        Some(Plot { past, now, target, expected, years: (first, year), ticks })
    }

    fn x(&self, year: Year) -> f64 {
        let span = f64::from((self.years.1 - self.years.0).max(1));
        LEFT + 12.0 + (WIDTH - LEFT - RIGHT - 24.0) * f64::from(year - self.years.0) / span
    }

    fn y(&self, figure: f64) -> f64 {
        let (low, high) = (self.ticks.first().copied().unwrap_or(0.0), self.ticks.last().copied().unwrap_or(1.0));
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (figure - low) / (high - low).max(f64::MIN_POSITIVE)
    }

    /// True when the figure lies in the range; None where one of both is not known.
    fn is_inside(&self) -> Option<bool> {
        let ((lower, upper), (_, figure)) = (self.expected?, self.now?);
        Some((lower..=upper).contains(&figure))
    }

    fn draw(&self, words: Words, indicator: &Indicator, label: &str) -> Markup {
        let mut line = Path::default();
        self.past.iter().for_each(|(year, figure)| line.to(self.x(*year), self.y(*figure)));
        html! {
            svg.chart__plot viewBox=(BOX) role="img" aria-label=(label) {
                @if let Some((lower, upper)) = self.expected {
                    rect."chart__range" x=(tenths(LEFT)) width=(tenths(WIDTH - LEFT - RIGHT))
                        y=(tenths(self.y(upper))) height=(tenths((self.y(lower) - self.y(upper)).max(2.0))) {}
                }
                @for tick in &self.ticks {
                    line.chart__grid x1=(tenths(LEFT)) x2=(tenths(WIDTH - RIGHT)) y1=(tenths(self.y(*tick))) y2=(tenths(self.y(*tick))) {}
                    text.chart__label x=(tenths(LEFT - 6.0)) y=(tenths(self.y(*tick))) dy="0.32em" text-anchor="end" {
                        (shared::quantity(words.locale, indicator, *tick))
                    }
                }
                @for year in self.years.0..=self.years.1 {
                    text.chart__label x=(tenths(self.x(year))) y=(tenths(HEIGHT - 8.0)) text-anchor="middle" { (year) }
                }
                path."chart__value-line" d=(line.finish()) fill="none" {}
                @for (year, figure) in &self.past {
                    circle.chart__value cx=(tenths(self.x(*year))) cy=(tenths(self.y(*figure))) r="4" {}
                }
                @if let Some((year, target)) = self.target {
                    circle.chart__target cx=(tenths(self.x(year))) cy=(tenths(self.y(target))) r="4.5" {}
                }
                @if let Some((year, figure)) = self.now {
                    path.chart__reported d=(diamond(self.x(year), self.y(figure))) {}
                }
            }
        }
    }
}

/// The figure under review has a shape of its own.
fn diamond(x: f64, y: f64) -> String {
    let mut path = Path::default();
    for (right, down) in [(0.0, -7.0), (7.0, 0.0), (0.0, 7.0), (-7.0, 0.0), (0.0, -7.0)] {
        path.to(x + right, y + down);
    }
    path.finish()
}

/// The drawing, the range in words, and published years as a table.
pub fn series(words: Words, plan: Reading, row: &DeskRow, year: Year) -> Option<impl IntoView + use<>> {
    let t = words.r;
    let indicator = plan.with(|matrix| Some(matrix.indicator(matrix.row(&row.filing.indicator)?).clone()))??;
    if row.published.is_empty() {
        return None;
    }
    let plot = Plot::of(&indicator, row, year);
    let is_quantity = matches!(indicator.kind, Kind::Number | Kind::Percent | Kind::Ratio);
    let told = plot.as_ref().filter(|_| is_quantity).map(|plot| {
        let Some((lower, upper)) = plot.expected else { return t.expected_unknown.to_owned() };
        let [lower, upper] = [lower, upper].map(|bound| shared::quantity(words.locale, &indicator, bound));
        let range = fill_all(t.expected_range, &[("lower", lower), ("upper", upper)]);
        match plot.is_inside() {
            Some(true) => format!("{range} {}", t.expected_inside),
            Some(false) => format!("{range} {}", t.expected_outside),
            None => range,
        }
    });
    let drawn = plot.map(|plot| {
        let label = fill(t.chart_of, &[("code", &indicator.code)]);
        let label = format!("{label}. {}", told.clone().unwrap_or_default());
        let (has_range, has_target) = (plot.expected.is_some(), plot.target.is_some());
        let markup = plot.draw(words, &indicator, &label).into_string();
        view! {
            <div inner_html=markup></div>
            <p class="chart__key">
                <span class="chart__key-item">{t.key_published}</span>
                <span class="chart__key-item chart__key-item--reported">{t.key_reported}</span>
                {has_target.then(|| view! { <span class="chart__key-item chart__key-item--target">{t.key_target}</span> })}
                {has_range.then(|| view! { <span class="chart__key-item chart__key-item--range">{t.key_expected}</span> })}
            </p>
        }
    });
    let head = row.published.iter().map(|update| view! { <th scope="col" class="grid__number">{update.year}</th> });
    let cells = row.published.iter().map(|update| {
        let shown = words::short_content(words, plan, &indicator, Some(&update.content));
        view! { <td class="grid__number">{shown}</td> }
    });
    Some(view! {
        <div class="chart review__series">
            {drawn}
            {told.map(|told| view! { <p class="review__expected">{told}</p> })}
            <table class="paste__table">
                <caption>{words.t.published_before}</caption>
                <thead><tr>{head.collect_view()}</tr></thead>
                <tbody><tr>{cells.collect_view()}</tr></tbody>
            </table>
        </div>
    })
}
