//! What is odd about an update and may be right all the same (docs/updates.md): said to the official
//! and the reviewer, never a reason to refuse. Refusals are in `update`. Warnings hold figures of the past
//! as they were filed, so they are for those who may see them.

use crate::indicator::{Indicator, Kind};
use crate::progress::{Movement, moved};
use crate::update::{Content, Measure, Update};
use crate::year::Year;

/// Sums and bounds are compared with this much room for the rounding of binary fractions.
const ROUNDING: f64 = 1e-6;

/// Fewer figures than this have no pattern to fall out of.
const FEWEST: usize = 3;

/// Something odd, with the figures that explain it, in the unit of the indicator.
#[derive(Clone, Debug, PartialEq)]
pub enum Warning {
    /// Far from the indicator's own past.
    Outlier {
        /// The figure.
        value: f64,
        /// The lowest figure that would not be odd. May be below zero.
        lower: f64,
        /// The highest.
        upper: f64,
    },
    /// A move against the declared direction. For `maintain`: away from the target.
    AgainstDirection {
        /// The last figure before it.
        before: f64,
        /// The year of that one.
        year: Year,
    },
    /// The categories of a dimension do not add up to the total.
    Breakdown {
        /// Code of the dimension.
        dimension: String,
        /// Sum of its categories.
        sum: f64,
        /// The figure of the update.
        total: f64,
    },
    /// Nothing supports the figure or the words.
    MissingEvidence,
    /// Exactly the figure of the year before: is it a new count?
    SameAsLastYear {
        /// The year before.
        year: Year,
    },
}

impl Warning {
    /// True for what nobody may hand in without a word. Missing evidence and a repeated figure are shown to the
    /// reviewer, who asks when it matters.
    pub fn must_be_explained(&self) -> bool {
        !matches!(self, Warning::MissingEvidence | Warning::SameAsLastYear { .. })
    }
}

/// Finds what is odd about an update, in the order of [`Warning`]. `past` are the figures of other years
/// in the unit of the indicator, in any order; those of later years are left out, so that the correction
/// of an old year is judged like the first report of it.
///
/// Figures that are stages or yes and no can move against the direction and nothing else: they have no
/// spread, and staying is normal. A figure of zero may be repeated. "No data" needs no evidence, and
/// neither does a milestone that is not reached.
pub fn warnings(indicator: &Indicator, past: &[(Year, f64)], update: &Update) -> Vec<Warning> {
    let mut found = Vec::new();
    let past: Vec<(Year, f64)> =
        past.iter().copied().filter(|(year, value)| *year < update.year && value.is_finite()).collect();
    let value = indicator.figure(update).filter(|value| value.is_finite());
    if let Some(value) = value {
        found.extend(outlier(indicator, &past, value));
        found.extend(against_direction(indicator, &past, (update.year, value)));
        found.extend(breakdowns(indicator, update));
    }
    found.extend(missing_evidence(indicator, update, value));
    if let Some(value) = value {
        found.extend(same_as_last_year(indicator, &past, (update.year, value)));
    }
    found
}

/// Between which figures a new one is like the past: the median of the past plus and minus three times
/// the median absolute deviation from it, which a single wrong figure cannot move far. None with fewer
/// than three figures, or when they are too large to calculate with.
///
/// When more than half of the past is one figure, that deviation is zero and would make any other figure
/// odd, even one that was there before; then the mean absolute deviation takes its place. A past that
/// never moved says nothing about its spread: half of the figure either way is let through, which allows
/// a step and stops a slipped decimal mark. After zeros only, any other figure is odd.
pub fn outlier_bounds(past: &[f64]) -> Option<(f64, f64)> {
    let past: Vec<f64> = past.iter().copied().filter(|value| value.is_finite()).collect();
    if past.len() < FEWEST {
        return None;
    }
    let centre = median(past.clone())?;
    let deviations: Vec<f64> = past.iter().map(|value| (value - centre).abs()).collect();
    let mean = deviations.iter().sum::<f64>() / deviations.len() as f64;
    let reach = match 3.0 * median(deviations)? {
        reach if reach > ROUNDING => reach,
        _ if mean > ROUNDING => 3.0 * mean,
        _ => centre.abs() / 2.0,
    };
    let (lower, upper) = (centre - reach, centre + reach);
    (lower.is_finite() && upper.is_finite()).then_some((lower, upper))
}

/// Between which figures the next one of an indicator is like its past. None for what has no spread, and with too
/// short a past.
pub fn expected_range(indicator: &Indicator, past: &[f64]) -> Option<(f64, f64)> {
    outlier_bounds(past).filter(|_| is_quantity(indicator))
}

/// The figure in the middle, or the mean of the two in the middle.
fn median(mut values: Vec<f64>) -> Option<f64> {
    values.sort_by(f64::total_cmp);
    let upper = *values.get(values.len() / 2)?;
    if values.len() % 2 == 1 {
        return Some(upper);
    }
    let lower = *values.get(values.len() / 2 - 1)?;
    Some(lower / 2.0 + upper / 2.0)
}

/// True for figures on a scale without steps.
fn is_quantity(indicator: &Indicator) -> bool {
    matches!(indicator.kind, Kind::Number | Kind::Percent | Kind::Ratio)
}

fn outlier(indicator: &Indicator, past: &[(Year, f64)], value: f64) -> Option<Warning> {
    let figures: Vec<f64> = past.iter().map(|(_, value)| *value).collect();
    let (lower, upper) = expected_range(indicator, &figures)?;
    let odd = value < lower - ROUNDING || value > upper + ROUNDING;
    odd.then_some(Warning::Outlier { value, lower, upper })
}

fn against_direction(indicator: &Indicator, past: &[(Year, f64)], now: (Year, f64)) -> Option<Warning> {
    let last = *past.iter().max_by_key(|(year, _)| *year)?;
    let (year, before) = last;
    let fell = moved(indicator, last, now) == Some(Movement::Fell);
    fell.then_some(Warning::AgainstDirection { before, year })
}

/// One warning a dimension. Only numbers add up: the percentages of categories do not. A dimension in
/// which nothing was entered, or a figure is hidden, has no sum.
fn breakdowns(indicator: &Indicator, update: &Update) -> Vec<Warning> {
    let Content::Measure(Measure::Value(total)) = update.content else { return Vec::new() };
    if indicator.kind != Kind::Number {
        return Vec::new();
    }
    let sums = update.breakdowns.iter().filter(|(_, cells)| !cells.is_empty()).filter_map(|(dimension, cells)| {
        let sum: f64 = cells.values().copied().sum::<Option<f64>>()?;
        let difference = sum - total;
        let odd = difference.is_finite() && difference.abs() > ROUNDING;
        odd.then(|| Warning::Breakdown { dimension: dimension.clone(), sum, total })
    });
    sums.collect()
}

fn missing_evidence(indicator: &Indicator, update: &Update, value: Option<f64>) -> Option<Warning> {
    let claimed = match update.content {
        Content::Measure(_) => indicator.kind != Kind::Milestone || value != Some(0.0),
        Content::Narrative(_) => true,
        Content::NoData(_) | Content::Suppressed => false,
    };
    (claimed && update.evidence.is_empty()).then_some(Warning::MissingEvidence)
}

fn same_as_last_year(indicator: &Indicator, past: &[(Year, f64)], now: (Year, f64)) -> Option<Warning> {
    let (_, value) = now;
    let year = now.0.checked_sub(1)?;
    let same = is_quantity(indicator) && value != 0.0 && past.contains(&(year, value));
    same.then_some(Warning::SameAsLastYear { year })
}

#[cfg(test)]
mod tests;
