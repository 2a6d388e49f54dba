//! Reporting years. Their state is data that the coordinator moves; no status depends on a clock.

use serde::{Deserialize, Serialize};

/// A calendar year.
pub type Year = i16;

/// Where a reporting year stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearState {
    /// Reports are not expected yet.
    Upcoming,
    /// Institutions report now.
    Open,
    /// Reporting has ended: what is missing is overdue.
    Closed,
}

/// A year of the plan and its state.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportingYear {
    /// The calendar year.
    pub year: Year,
    /// Its state.
    pub state: YearState,
}
