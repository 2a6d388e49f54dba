//! One indicator, beside the matrix or on a page of its own: chart, figures, reasons, history.

pub mod breakdowns;
pub mod changes;
pub mod chart;
pub mod facts;
pub mod panel;
pub mod scale;
pub mod series;
pub mod why;
