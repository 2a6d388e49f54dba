//! How a figure moved between two years: better, worse or the same, by the direction of its indicator.

use serde::{Deserialize, Serialize};

use super::{EPSILON, Figure, Series, expected};
use crate::indicator::{BetterSide, Direction, Indicator};
use crate::year::Year;

/// How a figure moved between two years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Movement {
    Improved,
    Fell,
    Same,
}

/// Compares the figures of two years by the direction of the indicator. None when one is not shown.
pub fn movement(indicator: &Indicator, series: Series, from: Year, to: Year) -> Option<Movement> {
    let value = |year| match series.figure(year) {
        Figure::Measured(measure) => measure.value(indicator.per()),
        _ => None,
    };
    let (before, after) = (value(from)?, value(to)?);
    let gain = match indicator.direction {
        Direction::Increase => after - before,
        Direction::Decrease => before - after,
        Direction::Maintain => {
            let distance = |year, actual: f64| Some(band_distance(indicator, expected(indicator, year)?.value, actual));
            distance(from, before)? - distance(to, after)?
        }
    };
    Some(if gain > EPSILON {
        Movement::Improved
    } else if gain < -EPSILON {
        Movement::Fell
    } else {
        Movement::Same
    })
}

fn band_distance(indicator: &Indicator, target: f64, actual: f64) -> f64 {
    let away = match indicator.better {
        Some(BetterSide::Higher) => target - actual,
        Some(BetterSide::Lower) => actual - target,
        None => (actual - target).abs(),
    };
    (away - indicator.tolerance).max(0.0)
}
