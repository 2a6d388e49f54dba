//! A small line of a series. Decoration: the figures stand beside it.

use maud::{Markup, html};

use super::path::{Path, tenths};

const WIDTH: f64 = 72.0;
const HEIGHT: f64 = 22.0;
const EDGE: f64 = 3.0;

/// Draws the values that are known; a gap where one is not.
pub fn spark(values: &[Option<f64>]) -> Markup {
    let known = || values.iter().flatten().copied();
    if known().count() < 2 {
        return html! {};
    }
    let low = known().fold(f64::INFINITY, f64::min);
    let high = known().fold(f64::NEG_INFINITY, f64::max);
    let span = if high > low { high - low } else { 1.0 };
    let x = |i: usize| EDGE + (WIDTH - 2.0 * EDGE) * i as f64 / (values.len() - 1) as f64;
    let y = |v: f64| HEIGHT - EDGE - (HEIGHT - 2.0 * EDGE) * (v - low) / span;
    let mut path = Path::default();
    let mut last = (0.0, 0.0);
    for (i, value) in values.iter().enumerate() {
        match value {
            Some(value) => {
                last = (x(i), y(*value));
                path.to(last.0, last.1);
            }
            None => path.lift(),
        }
    }
    html! {
        svg.spark width="72" height="22" viewBox="0 0 72 22" aria-hidden="true" {
            path d=(path.finish()) fill="none" {}
            circle cx=(tenths(last.0)) cy=(tenths(last.1)) r="2.2" {}
        }
    }
}
