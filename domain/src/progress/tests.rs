//! The vectors and properties of docs/method.md.

use proptest::prelude::*;

use super::*;
use crate::tests_support::{indicator, with_targets};

const OPEN: ReportingYear = ReportingYear { year: 2010, state: YearState::Open };

fn measured(value: f64) -> Figure {
    Figure::Measured(Measure::Value(value))
}

/// Judges a figure of 2010.
fn judged(indicator: &Indicator, value: f64) -> Explanation {
    let figures = [measured(value)];
    explain(indicator, Series { first_year: 2010, figures: &figures }, OPEN, Rules::default())
}

#[test]
fn the_share_of_the_way_is_not_clamped() {
    for (baseline, target, actual, wanted) in [
        (0.0, 100.0, 50.0, 0.5),
        (40.0, 60.0, 50.0, 0.5),
        (200.0, 100.0, 150.0, 0.5),
        (200.0, 100.0, 80.0, 1.2),
        (200.0, 100.0, 250.0, -0.5),
        (30.0, 0.0, 10.0, 2.0 / 3.0),
    ] {
        let share = achieved(baseline, target, actual).unwrap_or(f64::NAN);
        assert!((share - wanted).abs() < 1e-12, "{baseline} {target} {actual}: {share}");
    }
    assert_eq!(achieved(100.0, 100.0, 100.0), None);
    assert_eq!(achieved(0.0, f64::NAN, 1.0), None);
}

#[test]
fn pace_gives_the_status() {
    let increase = with_targets(Direction::Increase, Some(0.0), &[(2010, 100.0)]);
    for (value, wanted) in [
        (120.0, CellState::Met),
        (100.0, CellState::Met),
        (99.0, CellState::OnTrack),
        (90.0, CellState::OnTrack),
        (89.0, CellState::AtRisk),
        (60.0, CellState::AtRisk),
        (59.0, CellState::OffTrack),
        (0.0, CellState::OffTrack),
        (-1.0, CellState::Regressing),
    ] {
        assert_eq!(judged(&increase, value).state, wanted, "{value}");
    }
    let decrease = with_targets(Direction::Decrease, Some(200.0), &[(2010, 100.0)]);
    for (value, wanted) in [(80.0, CellState::Met), (150.0, CellState::OffTrack), (250.0, CellState::Regressing)] {
        assert_eq!(judged(&decrease, value).state, wanted, "{value}");
    }
}

#[test]
fn without_a_baseline_the_share_of_the_target_counts() {
    let increase = with_targets(Direction::Increase, None, &[(2010, 100.0)]);
    let why = judged(&increase, 95.0);
    assert_eq!((why.rule, why.state, why.pace), (Rule::ShareOfTarget, CellState::OnTrack, Some(0.95)));
    let decrease = with_targets(Direction::Decrease, None, &[(2010, 100.0)]);
    for (value, wanted) in [(100.0, CellState::Met), (101.0, CellState::OffTrack)] {
        let why = judged(&decrease, value);
        assert_eq!((why.rule, why.state), (Rule::MetOrNot, wanted), "{value}");
    }
}

#[test]
fn what_must_be_maintained_stays_within_its_band() {
    let band = Indicator { tolerance: 5.0, ..with_targets(Direction::Maintain, Some(100.0), &[(2010, 100.0)]) };
    for (value, met) in [(100.0, true), (95.0, true), (105.0, true), (94.9, false), (106.0, false)] {
        assert_eq!(judged(&band, value).state == CellState::Met, met, "{value}");
    }
    let higher = Indicator { better: Some(BetterSide::Higher), ..band };
    assert_eq!(judged(&higher, 300.0).state, CellState::Met);
    assert_eq!(judged(&higher, 94.0).state, CellState::OffTrack);
}

#[test]
fn a_target_that_equals_the_baseline_asks_to_hold_it() {
    let hold = with_targets(Direction::Increase, Some(50.0), &[(2010, 50.0)]);
    assert_eq!(judged(&hold, 50.0).state, CellState::Met);
    let why = judged(&hold, 49.0);
    assert_eq!((why.rule, why.state), (Rule::HoldBaseline, CellState::Regressing));
}

#[test]
fn a_year_without_a_target_is_on_the_straight_line() {
    // Baseline of 2006.
    let line = with_targets(Direction::Increase, Some(10.0), &[(2014, 50.0)]);
    let wanted = Expected { value: 30.0, from: ExpectedFrom::StraightLine };
    assert_eq!(expected(&line, 2010), Some(wanted));
    assert_eq!(judged(&line, 30.0).state, CellState::Met);
    let early = with_targets(Direction::Increase, None, &[(2008, 50.0)]);
    assert_eq!(expected(&early, 2010), Some(Expected { value: 50.0, from: ExpectedFrom::EarlierTarget }));
    assert_eq!(expected(&early, 2007), None);
}

#[test]
fn a_year_without_a_figure_says_why() {
    let indicator = with_targets(Direction::Increase, Some(0.0), &[(2010, 100.0)]);
    for (figure, year, wanted) in [
        (Figure::Missing, YearState::Upcoming, CellState::NotDue),
        (Figure::Missing, YearState::Open, CellState::Awaiting),
        (Figure::Missing, YearState::Closed, CellState::Overdue),
        (Figure::NoData, YearState::Closed, CellState::NoData),
        (Figure::Suppressed, YearState::Closed, CellState::Suppressed),
        (Figure::Narrative, YearState::Closed, CellState::Unrated),
        (measured(0.0), YearState::Closed, CellState::OffTrack),
    ] {
        let (figures, year) = ([figure], ReportingYear { year: 2010, state: year });
        let series = Series { first_year: 2010, figures: &figures };
        assert_eq!(state(&indicator, series, year, Rules::default()), wanted, "{figure:?}");
    }
}

#[test]
fn a_milestone_starts_at_not_done() {
    let milestone = Indicator { kind: Kind::Milestone, targets: [(2010, 1.0)].into(), ..indicator(Kind::Milestone) };
    assert_eq!(judged(&milestone, 1.0).state, CellState::Met);
    assert_eq!(judged(&milestone, 0.0).state, CellState::OffTrack);
}

#[test]
fn a_ratio_adds_numerators_and_denominators() {
    let ratio = |numerator, denominator| Figure::Measured(Measure::Ratio { numerator, denominator });
    let figures = [ratio(1.0, 2.0), Figure::Missing, ratio(9.0, 18.0), ratio(5.0, 5.0)];
    let series = Series { first_year: 2007, figures: &figures };
    let sum = series.accumulate(2010, OverYears::Sum, 100.0);
    assert_eq!(sum, Some(Accumulated { value: 60.0, missing_years: 1 }));
    assert_eq!(series.accumulate(2010, OverYears::Average, 100.0), sum, "never averaged");
}

proptest! {
    #[test]
    fn scaling_shifting_and_mirroring_change_nothing(
        b in -1e6..1e6f64, way in 1.0..1e6f64, a in -1e6..1e6f64, k in 0.01..100.0f64, c in -1e6..1e6f64, down: bool,
    ) {
        let t = if down { b - way } else { b + way };
        let share = achieved(b, t, a).unwrap_or(f64::NAN);
        let close = |other: Option<f64>| other.is_some_and(|o| (o - share).abs() <= 1e-6 * share.abs().max(1.0));
        prop_assert!(close(achieved(b * k, t * k, a * k)));
        prop_assert!(close(achieved(b * -k, t * -k, a * -k)));
        prop_assert!(close(achieved(b + c, t + c, a + c)));
        prop_assert!(close(achieved(-b, -t, -a)));
    }

    #[test]
    fn the_order_of_years_changes_no_accumulation(values in prop::collection::vec(0u32..1000, 1..8)) {
        let figures: Vec<Figure> = values.iter().map(|v| measured(f64::from(*v))).collect();
        let mirrored: Vec<Figure> = figures.iter().rev().copied().collect();
        let last = 2000 + figures.len() as i16 - 1;
        for over in [OverYears::Sum, OverYears::Max, OverYears::Average] {
            let of = |figures: &[Figure]| Series { first_year: 2000, figures }.accumulate(last, over, 1.0);
            prop_assert_eq!(of(&figures), of(&mirrored));
        }
    }
}
