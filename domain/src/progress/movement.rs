//! How a figure moved between two years: better, worse or the same, by the direction of its indicator.

use serde::{Deserialize, Serialize};

use super::{EPSILON, Figure, Series, expected};
use crate::indicator::{BetterSide, Direction, Indicator};
use crate::words::words;
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

words!(Movement { pub code, pub(crate) of } Improved => "improved", Fell => "fell", Same => "same");

/// Compares the figures of two years by the direction of the indicator. None when one is not shown.
pub fn movement(indicator: &Indicator, series: Series, from: Year, to: Year) -> Option<Movement> {
    let value = |year| match series.figure(year) {
        Figure::Measured(measure) => measure.value(indicator.per()),
        _ => None,
    };
    moved(indicator, (from, value(from)?), (to, value(to)?))
}

/// The same for two figures with their years. None when no target says where to stay in one of them.
pub fn moved(indicator: &Indicator, from: (Year, f64), to: (Year, f64)) -> Option<Movement> {
    let gain = match indicator.direction {
        Direction::Increase => to.1 - from.1,
        Direction::Decrease => from.1 - to.1,
        Direction::Maintain => {
            let distance = |(year, actual)| Some(band_distance(indicator, expected(indicator, year)?.value, actual));
            distance(from)? - distance(to)?
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::indicator::{Kind, OverYears};
    use crate::tests_support::{indicator, with_targets};
    use crate::update::Measure;

    fn between(indicator: &Indicator, before: Figure, after: Figure) -> Option<Movement> {
        movement(indicator, Series { first_year: 2009, figures: &[before, after] }, 2009, 2010)
    }

    fn measured(value: f64) -> Figure {
        Figure::Measured(Measure::Value(value))
    }

    #[test]
    fn better_is_what_the_direction_says() {
        use Movement::{Fell, Improved, Same};
        let targets = &[(2009, 100.0), (2010, 100.0)];
        let up = with_targets(Direction::Increase, None, targets);
        let down = with_targets(Direction::Decrease, None, targets);
        let band = Indicator { tolerance: 5.0, ..with_targets(Direction::Maintain, None, targets) };
        let high = Indicator { better: Some(BetterSide::Higher), ..band.clone() };
        let low = Indicator { better: Some(BetterSide::Lower), ..band.clone() };
        for (indicator, before, after, wanted) in [
            (&up, 1.0, 2.0, Improved),
            (&up, 2.0, 1.0, Fell),
            (&up, 0.1 + 0.2, 0.3, Same),
            (&down, 2.0, 1.0, Improved),
            (&down, 0.0, 1.0, Fell),
            (&band, 96.0, 104.0, Same),
            (&band, 90.0, 107.0, Improved),
            (&band, 100.0, 94.0, Fell),
            (&high, 200.0, 300.0, Same),
            (&high, 300.0, 90.0, Fell),
            (&low, 120.0, 10.0, Improved),
        ] {
            let found = between(indicator, measured(before), measured(after));
            assert_eq!(found, Some(wanted), "{:?} {before} {after}", indicator.direction);
        }
    }

    #[test]
    fn what_is_not_shown_has_not_moved() {
        let up = with_targets(Direction::Increase, None, &[]);
        for gap in [Figure::Missing, Figure::NoData, Figure::Suppressed, Figure::Narrative] {
            assert_eq!(between(&up, gap, measured(1.0)), None, "{gap:?}");
            assert_eq!(between(&up, measured(1.0), gap), None, "{gap:?}");
        }
        let empty = Figure::Measured(Measure::Ratio { numerator: 0.0, denominator: 0.0 });
        assert_eq!(between(&up, empty, measured(1.0)), None);
        let band = with_targets(Direction::Maintain, None, &[(2010, 100.0)]);
        assert_eq!(between(&band, measured(1.0), measured(2.0)), None, "no target says where to stay in 2009");
    }

    #[test]
    fn years_are_compared_by_their_own_figures() {
        let ratio = |numerator| Figure::Measured(Measure::Ratio { numerator, denominator: 50.0 });
        assert_eq!(between(&indicator(Kind::Percent), ratio(10.0), ratio(20.0)), Some(Movement::Improved));
        let sums = Indicator { over_years: OverYears::Sum, ..with_targets(Direction::Increase, None, &[]) };
        assert_eq!(between(&sums, measured(20.0), measured(10.0)), Some(Movement::Fell));
    }
}
