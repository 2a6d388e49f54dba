//! The years of a plan as those who work on updates read them: state, deadline, extensions, how many cells
//! stand where, and what closing would leave without a figure.

use serde::{Deserialize, Serialize};

use crate::filing::FilingState;
use crate::year::ReportingYear;

/// All years of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearBoard {
    /// Address of the plan.
    pub plan: String,
    /// Version of the plan's header: a year is moved on the version that was read.
    pub version: i64,
    /// True when whoever asked may move years.
    pub may_move: bool,
    /// In order.
    pub years: Vec<YearRow>,
}

/// One year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearRow {
    /// Year, state, deadline.
    pub year: ReportingYear,
    /// Institutions that may write longer, by code.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub extensions: Vec<Extension>,
    /// How many indicators stand where.
    pub cells: CellCounts,
    /// Indicators of an open year that have nothing approved: what closing makes overdue. For who moves years
    /// only.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub unapproved: Vec<Unapproved>,
}

/// Until when one institution may write.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Extension {
    /// Code of the institution.
    pub institution: String,
    /// Last day, ISO 8601.
    pub last_day: String,
}

/// How many indicators stand where in a year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CellCounts {
    /// Nobody has written anything.
    pub nothing: usize,
    /// Being written.
    pub draft: usize,
    /// Wait for a reviewer.
    pub submitted: usize,
    /// Sent back.
    pub returned: usize,
    /// Approved, or published before.
    pub approved: usize,
}

impl CellCounts {
    /// Counts one more.
    pub fn add(&mut self, state: Option<FilingState>) {
        let count = match state {
            None => &mut self.nothing,
            Some(FilingState::Draft) => &mut self.draft,
            Some(FilingState::Submitted) => &mut self.submitted,
            Some(FilingState::Returned) => &mut self.returned,
            Some(FilingState::Approved) => &mut self.approved,
        };
        *count += 1;
    }
}

/// An indicator without an approved figure in a year.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unapproved {
    /// Code of the indicator.
    pub indicator: String,
    /// Code of the institution that reports it.
    pub institution: String,
    /// Where its update stands; None when nobody has written anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<FilingState>,
}
