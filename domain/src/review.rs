//! What those who work on updates read: an institution's cells of a year, the board of a year, results of
//! steps for many. Real figures: only for people with the right to see them.

use serde::{Deserialize, Serialize};

use crate::error::ErrorCode;
use crate::filing::Filing;
use crate::update::Update;
use crate::year::{Year, YearState};

/// One indicator of the year that is worked on.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DeskRow {
    /// The update on its way.
    pub filing: Filing,
    /// Published updates of all years, oldest first, with real figures.
    #[serde(default)]
    pub published: Vec<Update>,
}

/// The cells of a person's institutions in one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Desk {
    /// Address of the plan.
    pub plan: String,
    /// Year.
    pub year: Year,
    /// Where the year stands.
    pub state: YearState,
    /// Codes of the institutions.
    pub institutions: Vec<String>,
    /// Last day for filing, ISO 8601, with the extension of the institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_day: Option<String>,
    /// In reading order.
    pub rows: Vec<DeskRow>,
}

/// All cells of a year, for reviewers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Board {
    /// Address of the plan.
    pub plan: String,
    /// Year.
    pub year: Year,
    /// Where the year stands.
    pub state: YearState,
    /// Institutions whose time is over while something is not handed in.
    #[serde(default)]
    pub late: Vec<String>,
    /// In reading order.
    pub rows: Vec<DeskRow>,
}

/// What became of one cell of many.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcome {
    /// Code of the indicator.
    pub indicator: String,
    /// Code of the territory, of a part.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    /// The filing after the step.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub filing: Option<Filing>,
    /// Why it was not done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub error: Option<ErrorCode>,
}

/// What became of all of them, in the order in which they were asked for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Outcomes {
    /// One a cell.
    pub outcomes: Vec<Outcome>,
}

/// Somebody else who has the same updates open.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Nearby {
    /// Name.
    pub name: String,
    /// Code of the update that they have open; None while they look at the list.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<String>,
}

/// Those who are there now, by name.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// One a person.
    pub people: Vec<Nearby>,
}
