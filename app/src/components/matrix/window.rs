//! Which rows are in the document. Up to a few hundred rows all of them are; above that only those in the
//! scroll area and a few around it, in rows of fixed height.

use domain::filter::{Row, RowKind, Rows};
use domain::view::{View, Zoom};
use leptos::html;
use leptos::prelude::*;

/// Above this number of rows only a window of them is in the document.
const ALL_REAL: usize = 400;
/// When all rows are to be real, so many are added at a time: the first are on screen at once, and no key
/// waits for hundreds of rows.
const STEP: usize = 40;
/// Rows kept above and below the visible ones.
const OVERSCAN: usize = 4;

/// Height of a row of a windowed table, in CSS pixels; the style sheet says the same.
fn row_height(zoom: Zoom) -> usize {
    match zoom {
        Zoom::Overview => 22,
        Zoom::Matrix => 48,
        Zoom::Detail => 132,
    }
}

/// What part of the rows is in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    first: usize,
    last: usize,
    /// Number of all rows.
    pub count: usize,
    /// Only a part of the rows is in the document.
    pub windowed: bool,
    /// Height of the rows above the window.
    pub above: usize,
    /// Height of the rows below the window.
    pub below: usize,
}

impl Frame {
    /// `grown` is how far a table of real rows has grown.
    fn of(count: usize, zoom: Zoom, (top, visible): (usize, usize), printing: bool, grown: usize) -> Frame {
        if printing || count <= ALL_REAL {
            let last = if printing { count } else { count.min(grown) };
            return Frame { last, count, ..Frame::default() };
        }
        let height = row_height(zoom);
        let first = (top / height).min(count - 1).saturating_sub(OVERSCAN);
        let last = (first + visible / height + 2 + 2 * OVERSCAN).min(count);
        Frame { first, last, count, windowed: true, above: first * height, below: (count - last) * height }
    }
}

/// The window over the rows.
#[derive(Clone, Copy)]
pub struct Window {
    rows: Memo<Rows>,
    /// What it shows.
    pub frame: Memo<Frame>,
    scrolled: RwSignal<(usize, usize)>,
    area: NodeRef<html::Div>,
}

impl Window {
    /// Follows the scroll area.
    pub fn follow(area: NodeRef<html::Div>, rows: Memo<Rows>, view: Memo<View>) -> Window {
        // Until it is read, what with the overscan fills the screen below the head of the page.
        let screen = window().inner_height().ok().and_then(|height| height.as_f64()).unwrap_or(800.0);
        let scrolled = RwSignal::new((0, (screen / 4.0) as usize));
        let grown = RwSignal::new(STEP);
        let printing = RwSignal::new(false);
        let frame = Memo::new(move |_| {
            let count = rows.with(|r| r.rows.len());
            Frame::of(count, view.with(|v| v.zoom), scrolled.get(), printing.get(), grown.get())
        });
        Effect::new(move |_| {
            let frame = frame.get();
            if frame.windowed {
                grown.set(STEP);
            } else if frame.last < frame.count {
                // The table may be gone by then.
                after_paint(move || {
                    grown.try_update(|grown| *grown += STEP);
                });
            }
        });
        for (name, value) in [("beforeprint", true), ("afterprint", false)] {
            let handle = window_event_listener_untyped(name, move |_| printing.set(value));
            on_cleanup(move || handle.remove());
        }
        Window { rows, frame, scrolled, area }
    }

    /// Reads how far the area is scrolled.
    pub fn read(&self) {
        if let Some(element) = self.area.try_get_untracked().flatten() {
            self.scrolled.set((element.scroll_top().max(0) as usize, element.client_height().max(0) as usize));
        }
    }

    /// The rows in the document, with their positions.
    pub fn rows(&self) -> Vec<(usize, Row)> {
        let frame = self.frame.get();
        self.rows.with(|rows| {
            let last = frame.last.min(rows.rows.len());
            let first = frame.first.min(last);
            rows.rows[first..last].iter().cloned().enumerate().map(|(i, row)| (first + i, row)).collect()
        })
    }

    /// What a row is known by. In a window the position belongs to it, because `aria-rowindex` must move
    /// with it.
    pub fn key(&self, index: usize, row: &Row) -> (RowKind, usize, bool) {
        let windowed = self.frame.with_untracked(|frame| frame.windowed);
        (row.kind.clone(), if windowed { index + 1 } else { 0 }, row.open.is_some())
    }
}

/// Does something after what is there now is painted. A frame's callback would come before the browser
/// answers anybody who waits for that.
pub fn after_paint(act: impl FnOnce() + 'static) {
    set_timeout(act, std::time::Duration::from_millis(50));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_few_hundred_rows_are_all_real() {
        let frame = Frame::of(ALL_REAL, Zoom::Matrix, (0, 600), false, ALL_REAL);
        assert_eq!((frame.first, frame.last, frame.windowed), (0, ALL_REAL, false));
        let growing = Frame::of(ALL_REAL, Zoom::Matrix, (0, 600), false, STEP);
        assert_eq!((growing.first, growing.last, growing.windowed), (0, STEP, false));
    }

    #[test]
    fn a_window_and_what_is_around_it_are_as_high_as_all_rows() {
        for top in [0, 1, 47, 48, 5000, 480_000, 999_999] {
            let frame = Frame::of(10_000, Zoom::Matrix, (top, 800), false, STEP);
            assert!(frame.windowed && frame.last - frame.first <= 36, "{frame:?}");
            assert_eq!(frame.above + frame.below + (frame.last - frame.first) * 48, 480_000);
        }
        assert!(!Frame::of(10_000, Zoom::Matrix, (0, 800), true, STEP).windowed, "all rows are printed");
    }
}
