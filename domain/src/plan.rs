//! The plan itself: period, levels, languages, rules. Its rows are in `node` and `indicator`.

use serde::{Deserialize, Serialize};

use crate::text::{Lang, Text};
use crate::year::{ReportingYear, Year, YearState};

/// A national action plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Plan {
    /// Its address.
    pub slug: String,
    /// Title.
    pub title: Text,
    /// What the plan is, in a few sentences.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub summary: Text,
    /// What every page and export must say about the data.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub disclaimer: Text,
    /// Where the plan comes from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub source: Text,
    /// SPDX identifier of the licence of the data; empty when none is declared.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub licence: String,
    /// First year of the period.
    pub first_year: Year,
    /// Last year of the period.
    pub last_year: Year,
    /// Languages that every text has.
    pub languages: Vec<Lang>,
    /// Fallback of all texts.
    pub default_language: Lang,
    /// Names of the levels, top first.
    pub levels: Vec<Level>,
    /// The years of the period with their states, in order.
    pub years: Vec<ReportingYear>,
    /// k of the disclosure rule: figures about people in 1..k are hidden.
    pub suppression_threshold: u32,
    /// Thresholds of the statuses.
    pub rules: Rules,
}

/// The name of one level of the plan tree.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Level {
    /// Short name for addresses and files: `objective`.
    pub code: String,
    /// "Objective".
    pub name: Text,
    /// "Objectives".
    pub plural: Text,
}

/// Thresholds of pace. A change of them is a new version: old reports stay explainable.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Rules {
    /// Version of the rules.
    pub version: u32,
    /// Pace from which a year is on track.
    pub on_track: f64,
    /// Pace from which a year is at risk; below it is off track.
    pub at_risk: f64,
}

impl Default for Rules {
    fn default() -> Self {
        Rules { version: 1, on_track: 0.90, at_risk: 0.60 }
    }
}

impl Plan {
    /// Number of years of the period.
    pub fn year_count(&self) -> usize {
        self.years.len()
    }

    /// Position of a year in the period.
    pub fn year_index(&self, year: Year) -> Option<usize> {
        self.years.iter().position(|y| y.year == year)
    }

    /// The year that institutions report on: the first open one, else the last closed one.
    pub fn reporting_year(&self) -> Year {
        let open = self.years.iter().find(|y| y.state == YearState::Open);
        open.map_or_else(|| self.default_year(), |y| y.year)
    }

    /// The language in which a reader of any language gets the plan: theirs if the plan has it, else its
    /// default.
    pub fn language_for(&self, asked: Lang) -> Lang {
        if self.languages.contains(&asked) { asked } else { self.default_language }
    }

    /// The year a reader wants to see first: the last closed one, else the open one, else the first.
    pub fn default_year(&self) -> Year {
        let last_in = |state| self.years.iter().rev().find(|y| y.state == state);
        last_in(YearState::Closed).or_else(|| last_in(YearState::Open)).map_or(self.first_year, |y| y.year)
    }
}
