//! The figures of one indicator over the years, and one figure made of several.

use serde::{Deserialize, Serialize};

use super::Figure;
use crate::indicator::OverYears;
use crate::update::Measure;
use crate::year::Year;

/// The figures of one indicator, one a year, from the plan's first year on.
#[derive(Clone, Copy, Debug)]
pub struct Series<'a> {
    /// Year of the first figure.
    pub first_year: Year,
    /// One figure a year.
    pub figures: &'a [Figure],
}

/// A figure made of several years.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Accumulated {
    /// The figure.
    pub value: f64,
    /// Number of years without a figure that should have counted.
    pub missing_years: u16,
}

impl Series<'_> {
    /// The figure of a year.
    pub fn figure(&self, year: Year) -> Figure {
        let index = usize::try_from(i32::from(year) - i32::from(self.first_year));
        index.ok().and_then(|i| self.figures.get(i)).copied().unwrap_or_default()
    }

    /// The figures up to and including a year.
    fn until(&self, year: Year) -> impl Iterator<Item = Figure> {
        let count = (i32::from(year) - i32::from(self.first_year) + 1).max(0) as usize;
        self.figures.iter().copied().take(count)
    }

    /// Makes one figure of all years up to `year`. A ratio accumulates numerators and denominators; it
    /// is never averaged. None when there is no figure at all.
    pub fn accumulate(&self, year: Year, over: OverYears, per: f64) -> Option<Accumulated> {
        if over == OverYears::Latest {
            return match self.figure(year) {
                Figure::Measured(m) => Some(Accumulated { value: m.value(per)?, missing_years: 0 }),
                _ => None,
            };
        }
        let (mut count, mut missing) = (0u16, 0u16);
        let (mut sum, mut max) = (0.0, f64::NEG_INFINITY);
        let (mut numerators, mut denominators) = (0.0, 0.0);
        for figure in self.until(year) {
            let Figure::Measured(measure) = figure else {
                missing += 1;
                continue;
            };
            let Some(value) = measure.value(per) else { continue };
            count += 1;
            sum += value;
            max = f64::max(max, value);
            if let Measure::Ratio { numerator, denominator } = measure {
                numerators += numerator;
                denominators += denominator;
            }
        }
        if count == 0 {
            return None;
        }
        let value = match over {
            OverYears::Max => max,
            _ if denominators != 0.0 => numerators / denominators * per,
            OverYears::Average => sum / f64::from(count),
            OverYears::Sum | OverYears::Latest => sum,
        };
        Some(Accumulated { value, missing_years: missing })
    }
}
