//! Baseline, targets and values over the years as an SVG. Drawn by us: the maintained chart libraries for
//! Leptos bring a second copy of leptos-use and cost more bytes than this file. The table below the chart
//! has the same data.

use std::fmt::Write;

use domain::indicator::Kind;
use domain::matrix::Matrix;
use leptos::prelude::*;

use super::scale::ticks;
use crate::i18n::{Locale, fill};
use crate::words;

const WIDTH: f64 = 480.0;
const HEIGHT: f64 = 240.0;
const LEFT: f64 = 56.0;
const RIGHT: f64 = 16.0;
const TOP: f64 = 14.0;
const BOTTOM: f64 = 30.0;

struct Plot {
    first: f64,
    last: f64,
    low: f64,
    high: f64,
}

impl Plot {
    fn x(&self, year: i16) -> f64 {
        let span = (self.last - self.first).max(1.0);
        LEFT + (WIDTH - LEFT - RIGHT) * (f64::from(year) - self.first) / span
    }

    fn y(&self, value: f64) -> f64 {
        HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * (value - self.low) / (self.high - self.low)
    }

    /// A line through the points; a gap where a year between two points is missing.
    fn line(&self, points: &[(i16, f64)], bridge: bool) -> String {
        let mut path = String::new();
        let mut previous = None;
        for (year, value) in points {
            let joined = previous.is_some_and(|p: i16| bridge || year - p == 1);
            let pen = if joined { 'L' } else { 'M' };
            // Writing to a String cannot fail.
            let _ = write!(path, "{pen}{:.1} {:.1}", self.x(*year), self.y(*value));
            previous = Some(*year);
        }
        path
    }
}

/// The chart of an indicator; nothing for words and where no number is known.
pub fn chart(locale: Locale, matrix: &Matrix, row: usize) -> Option<AnyView> {
    let indicator = matrix.indicator(row);
    if indicator.kind == Kind::Narrative {
        return None;
    }
    let years = &matrix.plan().years;
    let values: Vec<(i16, f64)> =
        years.iter().enumerate().filter_map(|(c, y)| Some((y.year, matrix.value(row, c)?))).collect();
    let targets: Vec<(i16, f64)> = indicator.targets.iter().map(|(y, t)| (*y, *t)).collect();
    let baseline = indicator.baseline_value();
    let all = || values.iter().chain(&targets).chain(baseline.iter());
    let known_years = || all().map(|(y, _)| *y).chain(years.iter().map(|y| y.year));
    let low = all().map(|(_, v)| *v).fold(0.0, f64::min);
    let high = all().map(|(_, v)| *v).fold(f64::NEG_INFINITY, f64::max);
    if !high.is_finite() {
        return None;
    }
    let staged = indicator.is_staged() || indicator.kind == Kind::Milestone;
    let ticks = if staged { (0..=(high.max(1.0) as usize)).map(|i| i as f64).collect() } else { ticks(low, high) };
    let plot = Plot {
        first: f64::from(known_years().min()?),
        last: f64::from(known_years().max()?),
        low: *ticks.first()?,
        high: *ticks.last()?,
    };
    let title = fill(locale.t.chart_title, &[("title", &words::text(locale, matrix, &indicator.title))]);
    let grid: Vec<_> = ticks
        .iter()
        .map(|tick| {
            let y = format!("{:.1}", plot.y(*tick));
            let label = words::quantity(locale, indicator, *tick);
            view! {
                <line class="chart__grid" x1=LEFT.to_string() x2=(WIDTH - RIGHT).to_string() y1=y.clone() y2=y.clone()></line>
                <text class="chart__label" x=(LEFT - 6.0).to_string() y=y dy="0.32em" text-anchor="end">{label}</text>
            }
        })
        .collect();
    let span = (plot.first as i16)..=(plot.last as i16);
    let every = if span.clone().count() > 12 { 2 } else { 1 };
    let axis: Vec<_> = span
        .step_by(every)
        .map(|year| view! {
            <text class="chart__label" x=format!("{:.1}", plot.x(year)) y=(HEIGHT - 10.0).to_string() text-anchor="middle">{year.to_string()}</text>
        })
        .collect();
    let from_baseline: Vec<(i16, f64)> = baseline.into_iter().chain(targets.iter().copied()).collect();
    let dots = |points: &[(i16, f64)], class: &'static str, size: f64| -> Vec<_> {
        points
            .iter()
            .map(|(year, value)| {
                let (x, y) = (plot.x(*year), plot.y(*value));
                let words = format!("{year}: {}", words::quantity_with_unit(locale, matrix, indicator, *value));
                let (x, y, size) = (format!("{x:.1}"), format!("{y:.1}"), size.to_string());
                view! { <circle class=class cx=x cy=y r=size><title>{words}</title></circle> }
            })
            .collect()
    };
    let start: Vec<(i16, f64)> = baseline.into_iter().collect();
    Some(
        view! {
            <figure class="chart">
                <svg class="chart__plot" viewBox=format!("0 0 {WIDTH} {HEIGHT}") role="img" aria-label=title>
                    {grid}{axis}
                    <path class="chart__target-line" d=plot.line(&from_baseline, true) fill="none"></path>
                    <path class="chart__value-line" d=plot.line(&values, false) fill="none"></path>
                    {dots(&start, "chart__baseline", 4.5)}
                    {dots(&targets, "chart__target", 4.0)}
                    {dots(&values, "chart__value", 4.5)}
                </svg>
                <figcaption class="chart__key">
                    <span class="chart__key-item chart__key-item--value">{locale.t.value}</span>
                    <span class="chart__key-item chart__key-item--target">{locale.t.target}</span>
                    <span class="chart__key-item chart__key-item--baseline">{locale.t.baseline}</span>
                </figcaption>
            </figure>
        }
        .into_any(),
    )
}
