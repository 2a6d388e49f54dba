//! A small line of a series. Decoration: the figures stand beside it.

use std::fmt::Write;

use leptos::prelude::*;

const WIDTH: f64 = 72.0;
const HEIGHT: f64 = 22.0;
const EDGE: f64 = 3.0;

/// Draws the values that are known; a gap where one is not.
pub fn spark(values: &[Option<f64>]) -> AnyView {
    let known: Vec<f64> = values.iter().flatten().copied().collect();
    if known.len() < 2 {
        return ().into_any();
    }
    let low = known.iter().copied().fold(f64::INFINITY, f64::min);
    let high = known.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let span = if high > low { high - low } else { 1.0 };
    let x = |i: usize| EDGE + (WIDTH - 2.0 * EDGE) * i as f64 / (values.len().max(2) - 1) as f64;
    let y = |v: f64| HEIGHT - EDGE - (HEIGHT - 2.0 * EDGE) * (v - low) / span;
    let mut path = String::new();
    let mut last = None;
    let mut pen = 'M';
    for (i, value) in values.iter().enumerate() {
        match value {
            Some(value) => {
                // Writing to a String cannot fail.
                let _ = write!(path, "{pen}{:.1} {:.1}", x(i), y(*value));
                last = Some((x(i), y(*value)));
                pen = 'L';
            }
            None => pen = 'M',
        }
    }
    let (cx, cy) = last.unwrap_or((0.0, 0.0));
    view! {
        <svg class="spark" width="72" height="22" viewBox="0 0 72 22" aria-hidden="true">
            <path d=path fill="none"></path>
            <circle cx=format!("{cx:.1}") cy=format!("{cy:.1}") r="2.2"></circle>
        </svg>
    }
    .into_any()
}
