//! The arithmetic of progress: what was achieved, what was expected, which status follows and why.
//! Source of the rules: docs/method.md. Nothing here rounds, formats or translates.

mod expected;
mod movement;
mod series;

use serde::{Deserialize, Serialize};

use crate::indicator::{BetterSide, Direction, Indicator, Kind, OverYears, TargetMeaning};
use crate::plan::Rules;
use crate::update::{Content, Measure};
use crate::words::words;
use crate::year::{ReportingYear, Year, YearState};

pub use expected::{Expected, ExpectedFrom, expected};
pub use movement::{Movement, moved, movement};
pub use series::{Accumulated, Series};

/// Two paces closer than this are equal: a figure on a straight line must not miss it by rounding.
const EPSILON: f64 = 1e-9;

/// What is known about one cell (indicator x year), reduced to what arithmetic needs.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub enum Figure {
    /// Nothing approved.
    #[default]
    Missing,
    /// The institution says that no figure exists.
    NoData,
    /// Hidden by the disclosure rule.
    Suppressed,
    /// Words.
    Narrative,
    /// A quantity.
    Measured(Measure),
}

impl From<&Content> for Figure {
    fn from(content: &Content) -> Self {
        match content {
            Content::Measure(measure) => Figure::Measured(*measure),
            Content::Narrative(_) => Figure::Narrative,
            Content::NoData(_) => Figure::NoData,
            Content::Suppressed => Figure::Suppressed,
        }
    }
}

/// State of a cell. Each has its own word, colour and shape on the page. Best first: the order of legends and bars.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CellState {
    /// Pace 1 or more.
    Met,
    /// Pace from the plan's `on_track` threshold.
    OnTrack,
    /// Pace from the plan's `at_risk` threshold.
    AtRisk,
    /// Pace 0 or more.
    OffTrack,
    /// On the wrong side of the baseline.
    Regressing,
    /// Reported, and there is nothing to judge it by.
    Unrated,
    /// Reported and hidden.
    Suppressed,
    /// No figure exists, with a reason.
    NoData,
    /// The year is open and nothing is approved.
    Awaiting,
    /// The year is closed and nothing is approved.
    Overdue,
    /// The year has not come.
    NotDue,
}

words!(CellState { ALL, pub code, pub from_code }
    Met => "met", OnTrack => "on_track", AtRisk => "at_risk", OffTrack => "off_track", Regressing => "regressing",
    Unrated => "unrated", Suppressed => "suppressed", NoData => "no_data", Awaiting => "awaiting", Overdue => "overdue",
    NotDue => "not_due");

impl CellState {
    /// A figure was approved, shown or not.
    pub fn is_reported(self) -> bool {
        self <= CellState::Suppressed
    }

    /// A report of this year is or was expected.
    pub fn is_due(self) -> bool {
        self != CellState::NotDue
    }

    /// A judged year that missed its target.
    pub fn is_target_missed(self) -> bool {
        (CellState::OnTrack..=CellState::Regressing).contains(&self)
    }
}

/// `(a - b) / (t - b)`: the share of the way from baseline to target, not clamped. Below 0 is a
/// regression, above 1 is exceeded. None when target and baseline are equal or a value is not finite.
pub fn achieved(baseline: f64, target: f64, actual: f64) -> Option<f64> {
    let way = target - baseline;
    let share = (actual - baseline) / way;
    (way != 0.0 && way.is_finite() && share.is_finite()).then_some(share)
}

/// The rule that gave a status.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// There is no figure; the state says why.
    NoFigure,
    /// Words are not judged.
    Narrative,
    /// No target says what to expect.
    NoTarget,
    /// Pace from baseline to the expected figure.
    Pace,
    /// The expected figure equals the baseline: not worse than the baseline is enough.
    HoldBaseline,
    /// Share of the expected figure; no baseline is known.
    ShareOfTarget,
    /// Decreasing without a baseline: met or not.
    MetOrNot,
    /// Within the band around the target.
    Band,
}

/// Why a cell has its state: inputs, rule and result.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Explanation {
    /// The year.
    pub year: Year,
    /// The result.
    pub state: CellState,
    /// The rule that was used.
    pub rule: Rule,
    /// Baseline: year and figure.
    pub baseline: Option<(Year, f64)>,
    /// The figure that was judged: of the year, or accumulated.
    pub actual: Option<f64>,
    /// Years that an accumulated figure lacks; 0 when it is complete or of one year.
    pub missing_years: u16,
    /// The figure that was expected.
    pub expected: Option<Expected>,
    /// Actual pace: 1 is as expected.
    pub pace: Option<f64>,
    /// Share of the whole way to the last target, not clamped.
    pub achieved: Option<f64>,
    /// The thresholds that were used.
    pub rules: Rules,
}

/// Judges one year of one indicator.
pub fn explain(indicator: &Indicator, series: Series, year: &ReportingYear, rules: Rules) -> Explanation {
    let mut result = judged(indicator, series, year, rules);
    if result.actual.is_some() {
        result.achieved = progress(indicator, series, result.year).map(|p| p.achieved);
    }
    result
}

/// All but what the state does not depend on.
fn judged(indicator: &Indicator, series: Series, year: &ReportingYear, rules: Rules) -> Explanation {
    let figure = series.figure(year.year);
    let mut result = Explanation {
        year: year.year,
        state: CellState::Unrated,
        rule: Rule::NoFigure,
        baseline: baseline_of(indicator),
        actual: None,
        missing_years: 0,
        expected: expected(indicator, year.year),
        pace: None,
        achieved: None,
        rules,
    };
    match figure {
        Figure::Missing => {
            result.state = match year.state {
                YearState::Upcoming => CellState::NotDue,
                YearState::Open => CellState::Awaiting,
                YearState::Closed => CellState::Overdue,
            }
        }
        Figure::NoData => result.state = CellState::NoData,
        Figure::Suppressed => result.state = CellState::Suppressed,
        Figure::Narrative => result.rule = Rule::Narrative,
        Figure::Measured(_) if indicator.kind == Kind::Narrative => result.rule = Rule::Narrative,
        Figure::Measured(_) => judge(indicator, series, &mut result),
    }
    result
}

/// The state alone.
pub fn state(indicator: &Indicator, series: Series, year: &ReportingYear, rules: Rules) -> CellState {
    judged(indicator, series, year, rules).state
}

/// A milestone starts at "not done" when nothing else is said.
fn baseline_of(indicator: &Indicator) -> Option<(Year, f64)> {
    let hidden = indicator.baseline.is_some_and(|b| b.measure.is_none());
    indicator.baseline_value().or_else(|| {
        let (first_target, _) = indicator.targets.first_key_value()?;
        (indicator.kind == Kind::Milestone && !hidden).then_some((first_target.saturating_sub(1), 0.0))
    })
}

fn judge(indicator: &Indicator, series: Series, result: &mut Explanation) {
    let over = match indicator.target_meaning {
        TargetMeaning::RunningTotal => indicator.over_years,
        TargetMeaning::OfYear => OverYears::Latest,
    };
    let Some(actual) = series.accumulate(result.year, over, indicator.per()) else { return };
    result.actual = Some(actual.value);
    result.missing_years = actual.missing_years;
    let Some(expected) = result.expected.filter(|expected| expected.value.is_finite()) else {
        result.rule = Rule::NoTarget;
        return;
    };
    let (actual, expected) = (actual.value, expected.value);
    let judged = if indicator.direction == Direction::Maintain {
        (Rule::Band, Verdict::met(in_band(indicator, expected, actual)))
    } else {
        match result.baseline {
            Some((_, baseline)) => pace_from(indicator.direction, baseline, expected, actual),
            None => pace_without_baseline(indicator.direction, expected, actual),
        }
    };
    result.rule = judged.0;
    (result.state, result.pace) = match judged.1 {
        Verdict::Pace(pace) => (state_of(pace, result.rules), Some(pace)),
        Verdict::Is(state) => (state, None),
    };
}

enum Verdict {
    Pace(f64),
    Is(CellState),
}

impl Verdict {
    fn met(met: bool) -> Self {
        Verdict::Is(if met { CellState::Met } else { CellState::OffTrack })
    }
}

fn pace_from(direction: Direction, baseline: f64, expected: f64, actual: f64) -> (Rule, Verdict) {
    if let Some(pace) = achieved(baseline, expected, actual) {
        return (Rule::Pace, Verdict::Pace(pace));
    }
    if expected != baseline {
        // Only with quantities so large that their difference is no number.
        return (Rule::Pace, Verdict::Is(CellState::Unrated));
    }
    let worse = match direction {
        Direction::Decrease => actual > baseline + EPSILON,
        Direction::Increase | Direction::Maintain => actual < baseline - EPSILON,
    };
    let verdict = if worse { Verdict::Is(CellState::Regressing) } else { Verdict::Pace(1.0) };
    (Rule::HoldBaseline, verdict)
}

fn pace_without_baseline(direction: Direction, expected: f64, actual: f64) -> (Rule, Verdict) {
    match direction {
        Direction::Increase if expected > 0.0 => (Rule::ShareOfTarget, Verdict::Pace(actual / expected)),
        Direction::Decrease => (Rule::MetOrNot, Verdict::met(actual <= expected + EPSILON)),
        Direction::Increase | Direction::Maintain => (Rule::MetOrNot, Verdict::met(actual >= expected - EPSILON)),
    }
}

fn in_band(indicator: &Indicator, target: f64, actual: f64) -> bool {
    let slack = indicator.tolerance + EPSILON;
    match indicator.better {
        Some(BetterSide::Higher) => actual >= target - slack,
        Some(BetterSide::Lower) => actual <= target + slack,
        None => (actual - target).abs() <= slack,
    }
}

fn state_of(pace: f64, rules: Rules) -> CellState {
    if pace >= 1.0 - EPSILON {
        CellState::Met
    } else if pace >= rules.on_track - EPSILON {
        CellState::OnTrack
    } else if pace >= rules.at_risk - EPSILON {
        CellState::AtRisk
    } else if pace >= -EPSILON {
        CellState::OffTrack
    } else {
        CellState::Regressing
    }
}

/// Progress of an indicator over the plan.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Progress {
    /// Share of the whole way, not clamped. Without a baseline: share of the target.
    pub achieved: f64,
    /// Years whose figure an accumulation lacks.
    pub missing_years: u16,
}

/// How far the plan's last target is reached with the figures up to `year`. With yearly targets that
/// add up, the accumulated figure stands against the sum of the targets of all years; one that must
/// decrease stands against the sum so far and is met or not. A milestone is its stage over its last stage.
pub fn progress(indicator: &Indicator, series: Series, year: Year) -> Option<Progress> {
    let (last_year, last) = indicator.last_target()?;
    let adds_up = indicator.over_years == OverYears::Sum && indicator.target_meaning == TargetMeaning::OfYear;
    let total = series.accumulate(year, indicator.over_years, indicator.per())?;
    let missing_years = total.missing_years;
    let share = |target: f64| (target > 0.0).then(|| total.value / target);
    let met = |is_met: bool| f64::from(u8::from(is_met));
    let achieved = if indicator.kind == Kind::Narrative {
        return None;
    } else if adds_up && indicator.direction == Direction::Decrease {
        met(total.value <= expected_sum(indicator, series.first_year, year) + EPSILON)
    } else if adds_up {
        share(expected_sum(indicator, series.first_year, last_year))?
    } else if indicator.direction == Direction::Maintain {
        met(in_band(indicator, last, total.value))
    } else if indicator.kind == Kind::Milestone {
        total.value / last_stage(indicator)
    } else {
        match baseline_of(indicator) {
            Some((_, baseline)) => achieved(baseline, last, total.value)?,
            None if indicator.direction == Direction::Decrease => met(total.value <= last + EPSILON),
            None => share(last)?,
        }
    };
    achieved.is_finite().then_some(Progress { achieved, missing_years })
}

/// What is expected of all years from `first` to `last` together.
fn expected_sum(indicator: &Indicator, first: Year, last: Year) -> f64 {
    (first..=last).filter_map(|year| expected(indicator, year)).map(|expected| expected.value).sum()
}

/// The number of the last stage; of "done" when there are no stages.
fn last_stage(indicator: &Indicator) -> f64 {
    indicator.stages.len().saturating_sub(1).max(1) as f64
}

#[cfg(test)]
mod tests;
