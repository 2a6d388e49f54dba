//! Which rows are in the document. Up to a few hundred rows all of them are; above that only those in the
//! scroll area and a few around it, in rows of fixed height.

use domain::filter::{Row, RowKind, Rows};
use domain::view::Zoom;
use leptos::html;
use leptos::prelude::*;

/// Above this number of rows only a window of them is in the document.
const ALL_REAL: usize = 400;
/// Rows kept above and below the visible ones.
const OVERSCAN: usize = 8;

/// Height of a row of a windowed table, in CSS pixels; the style sheet says the same.
fn row_height(zoom: Zoom) -> f64 {
    match zoom {
        Zoom::Overview => 22.0,
        Zoom::Matrix => 48.0,
        Zoom::Detail => 132.0,
    }
}

/// The window over the rows.
#[derive(Clone, Copy)]
pub struct Window {
    rows: Memo<Rows>,
    height: Memo<f64>,
    windowed: Memo<bool>,
    range: Memo<(usize, usize)>,
    scrolled: RwSignal<(f64, f64)>,
    area: NodeRef<html::Div>,
}

impl Window {
    /// Follows the scroll area.
    pub fn follow(area: NodeRef<html::Div>, rows: Memo<Rows>, zoom: Memo<Zoom>) -> Window {
        let scrolled = RwSignal::new((0.0, 1200.0));
        let printing = RwSignal::new(false);
        let height = Memo::new(move |_| row_height(zoom.get()));
        let windowed = Memo::new(move |_| !printing.get() && rows.with(|r| r.rows.len()) > ALL_REAL);
        let range = Memo::new(move |_| {
            let count = rows.with(|r| r.rows.len());
            if !windowed.get() {
                return (0, count);
            }
            let (top, visible): (f64, f64) = scrolled.get();
            let first = ((top / height.get()) as usize).min(count.saturating_sub(1)).saturating_sub(OVERSCAN);
            let last = first + (visible / height.get()) as usize + 2 + 2 * OVERSCAN;
            (first, last.min(count))
        });
        for (name, value) in [("beforeprint", true), ("afterprint", false)] {
            let handle = window_event_listener_untyped(name, move |_| printing.set(value));
            on_cleanup(move || handle.remove());
        }
        let window = Window { rows, height, windowed, range, scrolled, area };
        Effect::new(move |_| window.read());
        window
    }

    /// Reads how far the area is scrolled. Tracks that the area is there.
    pub fn read(&self) {
        if let Some(element) = self.area.get() {
            self.scrolled.set((f64::from(element.scroll_top()), f64::from(element.client_height())));
        }
    }

    /// Only a part of the rows is in the document.
    pub fn is_windowed(&self) -> bool {
        self.windowed.get()
    }

    /// The rows in the document, with their positions.
    pub fn rows(&self) -> Vec<(usize, Row)> {
        let (first, last) = self.range.get();
        self.rows.with(|rows| {
            let last = last.min(rows.rows.len());
            rows.rows[first.min(last)..last].iter().cloned().enumerate().map(|(i, row)| (first + i, row)).collect()
        })
    }

    /// What a row is known by. In a window the position belongs to it, because `aria-rowindex` must move
    /// with it.
    pub fn key(&self, index: usize, row: &Row) -> (RowKind, usize, bool) {
        (row.kind.clone(), if self.windowed.get_untracked() { index + 1 } else { 0 }, row.open.is_some())
    }

    /// Height of the rows above the window.
    pub fn above(&self) -> f64 {
        if self.windowed.get() { self.range.get().0 as f64 * self.height.get() } else { 0.0 }
    }

    /// Height of the rows below the window.
    pub fn below(&self) -> f64 {
        let count = self.rows.with(|r| r.rows.len());
        if self.windowed.get() { (count - self.range.get().1.min(count)) as f64 * self.height.get() } else { 0.0 }
    }
}
