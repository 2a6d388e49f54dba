//! Baseline, targets and values over the years as an SVG. Drawn by us: the maintained chart libraries for
//! Leptos bring a second copy of leptos-use and cost more bytes than this file. The table below the chart
//! has the same data.

use domain::indicator::{Indicator, Kind};
use domain::matrix::Matrix;
use maud::{Markup, html};

use super::scale::ticks;
use crate::i18n::{Locale, fill};
use crate::ui::path::{Path, tenths};
use crate::words;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 240.0;
const BOX: &str = "0 0 480 240";
const LEFT: f64 = 60.0;
const RIGHT: f64 = 18.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 30.0;

type Point = (i16, f64);

/// What is drawn, and the frame that it is drawn in.
struct Plot {
    values: Vec<Point>,
    targets: Vec<Point>,
    baseline: Option<Point>,
    years: (i16, i16),
    ticks: Vec<f64>,
}

impl Plot {
    /// None for words and where no number is known.
    fn of(matrix: &Matrix, row: usize) -> Option<Plot> {
        let indicator = matrix.indicator(row);
        let years = &matrix.plan().years;
        let values: Vec<Point> =
            years.iter().enumerate().filter_map(|(c, y)| Some((y.year, matrix.value(row, c)?))).collect();
        let targets: Vec<Point> = indicator.targets.iter().map(|(y, t)| (*y, *t)).collect();
        let baseline = indicator.baseline_value();
        let all: Vec<Point> = values.iter().chain(&targets).chain(&baseline).copied().collect();
        if all.is_empty() || indicator.kind == Kind::Narrative {
            return None;
        }
        let low = all.iter().map(|(_, v)| *v).fold(0.0, f64::min);
        let high = all.iter().map(|(_, v)| *v).fold(f64::NEG_INFINITY, f64::max);
        let first = all.iter().map(|(y, _)| *y).fold(matrix.plan().first_year, i16::min);
        let last = all.iter().map(|(y, _)| *y).fold(matrix.plan().last_year, i16::max);
        let ticks = match indicator.kind {
            Kind::Milestone | Kind::Scale => (0..=high.max(1.0) as u8).map(f64::from).collect(),
            _ => ticks(low, high),
        };
        Some(Plot { values, targets, baseline, years: (first, last), ticks })
    }

    fn x(&self, year: i16) -> f64 {
        let span = f64::from((self.years.1 - self.years.0).max(1));
        LEFT + (WIDTH - LEFT - RIGHT) * f64::from(year - self.years.0) / span
    }

    fn y(&self, value: f64) -> f64 {
        let (low, high) = (self.ticks.first().copied().unwrap_or(0.0), self.ticks.last().copied().unwrap_or(1.0));
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - low) / (high - low)
    }

    /// A line through points; without `bridge` there is a gap where a year is missing.
    fn line(&self, points: impl IntoIterator<Item = Point>, bridge: bool) -> String {
        let mut path = Path::default();
        let mut previous = None;
        for (year, value) in points {
            if !bridge && previous.is_some_and(|p: i16| year - p > 1) {
                path.lift();
            }
            path.to(self.x(year), self.y(value));
            previous = Some(year);
        }
        path.finish()
    }
}

/// The chart of an indicator.
pub fn chart(locale: Locale, matrix: &Matrix, row: usize) -> Markup {
    let Some(plot) = Plot::of(matrix, row) else { return html! {} };
    let t = locale.t;
    let indicator = matrix.indicator(row);
    let title = fill(t.chart_title, &[("title", &words::text(locale, matrix, &indicator.title))]);
    let (first, last) = plot.years;
    let every = if last - first > 11 { 2 } else { 1 };
    html! {
        figure.chart {
            svg.chart__plot viewBox=(BOX) role="img" aria-label=(title) {
                @for tick in &plot.ticks {
                    line.chart__grid x1=(tenths(LEFT)) x2=(tenths(WIDTH - RIGHT)) y1=(tenths(plot.y(*tick))) y2=(tenths(plot.y(*tick))) {}
                    text.chart__label x=(tenths(LEFT - 6.0)) y=(tenths(plot.y(*tick))) dy="0.32em" text-anchor="end" {
                        (words::quantity(locale, indicator, *tick))
                    }
                }
                @for year in (first..=last).step_by(every) {
                    text.chart__label x=(tenths(plot.x(year))) y=(tenths(HEIGHT - 10.0)) text-anchor="middle" { (year) }
                }
                path.chart__target-line d=(plot.line(plot.baseline.iter().chain(&plot.targets).copied(), true)) fill="none" {}
                path.chart__value-line d=(plot.line(plot.values.iter().copied(), false)) fill="none" {}
                (dots(locale, matrix, indicator, &plot, "chart__baseline", plot.baseline.as_slice()))
                (dots(locale, matrix, indicator, &plot, "chart__target", &plot.targets))
                (dots(locale, matrix, indicator, &plot, "chart__value", &plot.values))
            }
            figcaption.chart__key {
                span.chart__key-item { (t.value) }
                span.chart__key-item."chart__key-item--target" { (t.target) }
                span.chart__key-item."chart__key-item--baseline" { (t.baseline) }
            }
        }
    }
}

fn dots(locale: Locale, matrix: &Matrix, indicator: &Indicator, plot: &Plot, class: &str, points: &[Point]) -> Markup {
    html! {
        @for (year, value) in points {
            circle class=(class) cx=(tenths(plot.x(*year))) cy=(tenths(plot.y(*value))) r="4.5" {
                title { (year) ": " (words::quantity_with_unit(locale, matrix, indicator, *value)) }
            }
        }
    }
}
