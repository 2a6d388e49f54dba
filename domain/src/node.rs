//! The plan tree: axes and nodes (objective, point, activity, or whatever the plan calls its levels).

use serde::{Deserialize, Serialize};

use crate::text::Text;
use crate::year::Year;

/// A strategic axis.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Axis {
    /// Code.
    pub code: String,
    /// Title.
    pub title: Text,
    /// What it is about.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub description: Text,
}

/// How far an activity is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ActivityState {
    Planned,
    UnderWay,
    Completed,
    Suspended,
}

/// A row of the plan tree. Its level follows from its parents.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Node {
    /// `3.2`.
    pub code: String,
    /// Code of the node above; none on the first level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Title.
    pub title: Text,
    /// Description.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub description: Text,
    /// Axis, on the first level.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub axis: Option<String>,
    /// Lead institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lead: Option<String>,
    /// Partner institutions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub partners: Vec<String>,
    /// First year of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_year: Option<Year>,
    /// Last year of work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_year: Option<Year>,
    /// Budget in the plan's currency.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub budget: Option<f64>,
    /// State of the work.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<ActivityState>,
}
