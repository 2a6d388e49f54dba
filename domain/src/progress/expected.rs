//! The figure that a year is measured against.

use serde::{Deserialize, Serialize};

use crate::indicator::Indicator;
use crate::year::Year;

/// Where the expected figure of a year comes from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ExpectedFrom {
    /// The target of the year.
    Target,
    /// The straight line from the baseline to the last target.
    StraightLine,
    /// An earlier target, which still holds.
    EarlierTarget,
}

/// The figure expected for a year, and where it comes from.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Expected {
    /// The figure.
    pub value: f64,
    /// Its origin.
    pub from: ExpectedFrom,
}

/// The figure expected for `year`: its target, else the straight line from the baseline (in its year)
/// to the last target, else the last target before it. None when nothing says what to expect.
pub fn expected(indicator: &Indicator, year: Year) -> Option<Expected> {
    if let Some(value) = indicator.targets.get(&year) {
        return Some(Expected { value: *value, from: ExpectedFrom::Target });
    }
    let (last_year, last) = indicator.last_target()?;
    if let Some((from_year, from)) = indicator.baseline_value()
        && from_year < year
        && year < last_year
    {
        let way = (f64::from(year) - f64::from(from_year)) / (f64::from(last_year) - f64::from(from_year));
        let value = from + (last - from) * way;
        return Some(Expected { value, from: ExpectedFrom::StraightLine });
    }
    let (_, value) = indicator.targets.range(..year).next_back()?;
    Some(Expected { value: *value, from: ExpectedFrom::EarlierTarget })
}
