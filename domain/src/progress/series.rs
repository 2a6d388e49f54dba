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

impl Accumulated {
    fn of(value: f64, missing_years: u16) -> Option<Self> {
        value.is_finite().then_some(Accumulated { value, missing_years })
    }
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

    /// Makes one figure of all years up to `year`; `Latest` is the figure of that year alone, because an
    /// older one would hide a gap. A ratio accumulates numerators and denominators; it is never averaged,
    /// so beside ratios a plain figure counts as missing. None when there is no figure or no finite one.
    pub fn accumulate(&self, year: Year, over: OverYears, per: f64) -> Option<Accumulated> {
        if over == OverYears::Latest {
            return match self.figure(year) {
                Figure::Measured(measure) => Accumulated::of(measure.value(per)?, 0),
                _ => None,
            };
        }
        let (mut count, mut ratios, mut missing) = (0u16, 0u16, 0u16);
        let (mut sum, mut max) = (0.0, f64::NEG_INFINITY);
        let (mut numerators, mut denominators) = (0.0, 0.0);
        for figure in self.until(year) {
            let Figure::Measured(measure) = figure else {
                missing += 1;
                continue;
            };
            let Some(value) = measure.value(per) else {
                missing += 1;
                continue;
            };
            count += 1;
            sum += value;
            max = f64::max(max, value);
            if let Measure::Ratio { numerator, denominator } = measure {
                ratios += 1;
                numerators += numerator;
                denominators += denominator;
            }
        }
        if count == 0 {
            return None;
        }
        match over {
            OverYears::Max => Accumulated::of(max, missing),
            _ if ratios > 0 => Accumulated::of(numerators * per / denominators, missing + count - ratios),
            OverYears::Average => Accumulated::of(sum / f64::from(count), missing),
            OverYears::Sum | OverYears::Latest => Accumulated::of(sum, missing),
        }
    }
}
