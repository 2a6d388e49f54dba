//! Text in which some parts are marked.

use std::ops::Range;

use maud::{Markup, html};

/// Marks byte ranges, which must be in order and on letter borders.
pub fn highlight(text: &str, ranges: &[Range<usize>]) -> Markup {
    let mut at = 0;
    html! {
        @for range in ranges {
            (text.get(at..range.start).unwrap_or_default())
            mark { (text.get(range.clone()).unwrap_or_default()) }
            @let () = { at = range.end; };
        }
        (text.get(at..).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn marks_and_escapes() {
        assert_eq!(highlight("a<b", &[]).into_string(), "a&lt;b");
        assert_eq!(highlight("abcabc", &[1..2, 4..6]).into_string(), "a<mark>b</mark>ca<mark>bc</mark>");
    }
}
