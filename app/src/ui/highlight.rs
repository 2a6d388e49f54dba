//! Text in which some parts are marked.

use std::ops::Range;

use leptos::prelude::*;

/// Marks byte ranges, which must be in order and on letter borders.
pub fn highlight(text: &str, ranges: &[Range<usize>]) -> AnyView {
    if ranges.is_empty() {
        return text.to_owned().into_any();
    }
    let mut parts = Vec::new();
    let mut at = 0;
    for range in ranges {
        let before = text.get(at..range.start).unwrap_or_default().to_owned();
        let marked = text.get(range.clone()).unwrap_or_default().to_owned();
        parts.push(view! { {before}<mark>{marked}</mark> });
        at = range.end;
    }
    let rest = text.get(at..).unwrap_or_default().to_owned();
    view! { {parts}{rest} }.into_any()
}
