//! The vectors and rules of docs/method.md.

mod properties;

use super::*;
use crate::indicator::Baseline;
use crate::tests_support::{indicator, with_targets, words};

const OPEN: ReportingYear = ReportingYear::new(2010, YearState::Open);

fn measured(value: f64) -> Figure {
    Figure::Measured(Measure::Value(value))
}

/// Judges a figure of 2010.
fn judged(indicator: &Indicator, value: f64) -> Explanation {
    let figures = [measured(value)];
    explain(indicator, Series { first_year: 2010, figures: &figures }, &OPEN, Rules::default())
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
    assert_eq!(achieved(-1e308, 1e308, 1e308), None, "the way is no number");
    // The last vector of the design: maintain 100, stays at 100.
    let keep = with_targets(Direction::Maintain, Some(100.0), &[(2010, 100.0)]);
    assert_eq!((judged(&keep, 100.0).state, judged(&keep, 100.0).achieved), (CellState::Met, Some(1.0)));
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
fn the_example_of_the_method_is_right() {
    let complaints = with_targets(Direction::Decrease, Some(200.0), &[(2010, 100.0)]);
    assert_eq!((judged(&complaints, 150.0).pace, judged(&complaints, 150.0).state), (Some(0.5), CellState::OffTrack));
    let figures = [measured(155.0)];
    let year = ReportingYear::new(2008, YearState::Closed);
    let why = explain(&complaints, Series { first_year: 2008, figures: &figures }, &year, Rules::default());
    let line = Expected { value: 150.0, from: ExpectedFrom::StraightLine };
    assert_eq!((why.expected, why.pace, why.state), (Some(line), Some(0.9), CellState::OnTrack));
    assert_eq!((why.rule, why.baseline, why.achieved), (Rule::Pace, Some((2006, 200.0)), Some(0.45)));
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
    let lower = Indicator { better: Some(BetterSide::Lower), ..higher };
    assert_eq!(judged(&lower, 0.0).state, CellState::Met);
    let why = judged(&lower, 105.1);
    assert_eq!((why.rule, why.state, why.pace, why.achieved), (Rule::Band, CellState::OffTrack, None, Some(0.0)));
    // 100.1 + 0.1 is a little less than 100.2 in binary.
    let narrow = Indicator { tolerance: 0.1, ..with_targets(Direction::Maintain, None, &[(2010, 100.1)]) };
    assert_eq!(judged(&narrow, 100.2).state, CellState::Met);
}

#[test]
fn a_target_that_equals_the_baseline_asks_to_hold_it() {
    let hold = with_targets(Direction::Increase, Some(50.0), &[(2010, 50.0)]);
    assert_eq!(judged(&hold, 50.0).state, CellState::Met);
    let why = judged(&hold, 49.0);
    assert_eq!((why.rule, why.state), (Rule::HoldBaseline, CellState::Regressing));
    let low = with_targets(Direction::Decrease, Some(50.0), &[(2010, 50.0), (2012, 20.0)]);
    for (value, wanted, pace) in
        [(50.0, CellState::Met, Some(1.0)), (40.0, CellState::Met, Some(1.0)), (51.0, CellState::Regressing, None)]
    {
        assert_eq!((judged(&low, value).state, judged(&low, value).pace), (wanted, pace), "{value}");
    }
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
    let why = judged(&with_targets(Direction::Increase, None, &[(2012, 50.0)]), 50.0);
    assert_eq!((why.rule, why.state, why.expected), (Rule::NoTarget, CellState::Unrated, None));
    // In the baseline's year nothing is expected yet; after the last target, the last target.
    let late = with_targets(Direction::Increase, Some(10.0), &[(2008, 30.0)]);
    assert_eq!(expected(&late, 2006), None);
    assert_eq!(expected(&late, 2007), Some(Expected { value: 20.0, from: ExpectedFrom::StraightLine }));
    assert_eq!(expected(&late, 2010), Some(Expected { value: 30.0, from: ExpectedFrom::EarlierTarget }));
    // The line runs to the last target; one between stands for its own year only.
    let bent = with_targets(Direction::Increase, Some(0.0), &[(2008, 5.0), (2010, 40.0)]);
    assert_eq!(
        [2007, 2008, 2009, 2010].map(|y| expected(&bent, y).map(|e| e.value)),
        [10.0, 5.0, 30.0, 40.0].map(Some)
    );
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
        let (figures, year) = ([figure], ReportingYear::new(2010, year));
        let series = Series { first_year: 2010, figures: &figures };
        assert_eq!(state(&indicator, series, &year, Rules::default()), wanted, "{figure:?}");
    }
}

#[test]
fn a_milestone_starts_at_not_done() {
    let milestone = Indicator { kind: Kind::Milestone, targets: [(2010, 1.0)].into(), ..indicator(Kind::Milestone) };
    assert_eq!(judged(&milestone, 1.0).state, CellState::Met);
    assert_eq!(judged(&milestone, 0.0).state, CellState::OffTrack);
    assert_eq!([0.0, 1.0].map(|value| judged(&milestone, value).achieved), [Some(0.0), Some(1.0)]);
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

fn baseline(value: f64) -> Option<Baseline> {
    Some(Baseline { year: 2006, measure: Some(Measure::Value(value)) })
}

#[test]
fn a_milestone_of_stages_is_its_stage_over_the_last_stage() {
    let stages = vec![words("a", "a"); 5];
    let staged = Indicator { stages, targets: [(2010, 2.0), (2012, 4.0)].into(), ..indicator(Kind::Milestone) };
    for (stage, state, pace, share) in [
        (0.0, CellState::OffTrack, 0.0, 0.0),
        (1.0, CellState::OffTrack, 0.5, 0.25),
        (2.0, CellState::Met, 1.0, 0.5),
        (4.0, CellState::Met, 2.0, 1.0),
    ] {
        let why = judged(&staged, stage);
        assert_eq!((why.state, why.pace, why.achieved), (state, Some(pace), Some(share)), "stage {stage}");
    }
    // Where it starts counts for the pace, not for the share.
    let started = Indicator { baseline: baseline(1.0), ..staged.clone() };
    let why = judged(&started, 1.0);
    assert_eq!((why.state, why.pace, why.achieved), (CellState::OffTrack, Some(0.0), Some(0.25)));
    // A plan that stops before the last stage.
    let short = Indicator { targets: [(2010, 2.0)].into(), ..staged };
    assert_eq!((judged(&short, 2.0).state, judged(&short, 2.0).achieved), (CellState::Met, Some(0.5)));
}

#[test]
fn a_scale_counts_steps_from_its_baseline() {
    let stages = vec![words("a", "a"); 5];
    let scale = Indicator { stages, baseline: baseline(1.0), targets: [(2010, 4.0)].into(), ..indicator(Kind::Scale) };
    for (stage, wanted) in [(0.0, -1.0 / 3.0), (1.0, 0.0), (3.0, 2.0 / 3.0), (4.0, 1.0)] {
        assert_eq!(
            (judged(&scale, stage).pace, judged(&scale, stage).achieved),
            (Some(wanted), Some(wanted)),
            "{stage}"
        );
    }
    assert_eq!(judged(&scale, 0.0).state, CellState::Regressing);
    assert_eq!(judged(&scale, 3.0).state, CellState::AtRisk);
}

#[test]
fn words_are_not_judged() {
    let narrative = Indicator { targets: [(2010, 1.0)].into(), ..indicator(Kind::Narrative) };
    let why = judged(&narrative, 1.0);
    assert_eq!((why.rule, why.state, why.pace, why.achieved), (Rule::Narrative, CellState::Unrated, None, None));
    let figures = [measured(1.0)];
    assert_eq!(progress(&narrative, Series { first_year: 2010, figures: &figures }, 2010), None);
}

#[test]
fn a_ratio_meets_a_target_that_it_equals() {
    for (part, whole) in [(7.0, 100.0), (14.0, 200.0), (29.0, 100.0), (57.0, 100.0), (333.0, 1000.0)] {
        let target = part * 100.0 / whole;
        let percent = Indicator { kind: Kind::Percent, ..with_targets(Direction::Decrease, None, &[(2010, target)]) };
        let figures = [Figure::Measured(Measure::Ratio { numerator: part, denominator: whole })];
        let series = Series { first_year: 2010, figures: &figures };
        assert_eq!(explain(&percent, series, &OPEN, Rules::default()).state, CellState::Met, "{part} of {whole}");
    }
}

#[test]
fn yearly_targets_that_add_up_judge_the_year_and_sum_the_plan() {
    let sums = Indicator {
        over_years: OverYears::Sum,
        ..with_targets(Direction::Increase, None, &[(2007, 10.0), (2008, 20.0), (2009, 30.0), (2010, 40.0)])
    };
    let figures = [measured(20.0), Figure::NoData, measured(27.0), measured(0.0)];
    let series = Series { first_year: 2007, figures: &figures };
    let year = |year| explain(&sums, series, &ReportingYear::new(year, YearState::Closed), Rules::default());
    // 27 of the year's 30, although 47 of 60 so far.
    let why = year(2009);
    assert_eq!((why.actual, why.state, why.pace, why.missing_years), (Some(27.0), CellState::OnTrack, Some(0.9), 0));
    assert_eq!((why.achieved, year(2010).state), (Some(0.47), CellState::OffTrack));
    assert_eq!(progress(&sums, series, 2007), Some(Progress { achieved: 0.2, missing_years: 0 }));
    assert_eq!(progress(&sums, series, 2010), Some(Progress { achieved: 0.47, missing_years: 1 }));
    // With a baseline of a year, the year's pace starts there and the plan's sum does not.
    let from = Indicator { baseline: baseline(5.0), ..sums };
    let why = explain(&from, series, &ReportingYear::new(2007, YearState::Closed), Rules::default());
    assert_eq!((why.pace, why.achieved), (Some(3.0), Some(0.2)));
}

#[test]
fn yearly_ceilings_that_add_up_are_kept_or_not() {
    let ceiling = Indicator {
        over_years: OverYears::Sum,
        ..with_targets(Direction::Decrease, Some(100.0), &[(2007, 90.0), (2008, 80.0), (2009, 70.0)])
    };
    let figures = [measured(85.0), measured(85.0), measured(95.0)];
    let series = Series { first_year: 2007, figures: &figures };
    let shares = [2007, 2008, 2009].map(|year| progress(&ceiling, series, year).map(|p| p.achieved));
    assert_eq!(shares, [Some(1.0), Some(1.0), Some(0.0)], "170 of 170 allowed, then 265 of 240");
}

#[test]
fn a_running_total_is_judged_by_what_came_together() {
    let running = Indicator {
        over_years: OverYears::Sum,
        target_meaning: TargetMeaning::RunningTotal,
        ..with_targets(Direction::Increase, Some(0.0), &[(2010, 100.0)])
    };
    let figures = [measured(25.0), Figure::Suppressed, measured(20.0), measured(55.0)];
    let series = Series { first_year: 2007, figures: &figures };
    let year = |year| explain(&running, series, &ReportingYear::new(year, YearState::Closed), Rules::default());
    assert_eq!((year(2007).state, year(2007).missing_years), (CellState::Met, 0));
    // 45 of the 75 that the line from 2006 expects, and a year is missing.
    let why = year(2009);
    assert_eq!((why.actual, why.pace, why.missing_years), (Some(45.0), Some(0.6), 1));
    assert_eq!((why.state, why.achieved), (CellState::AtRisk, Some(0.45)));
    assert_eq!((year(2010).state, year(2008).state), (CellState::Met, CellState::Suppressed));
}

#[test]
fn years_accumulate_by_their_rule() {
    let figures = [measured(4.0), Figure::NoData, measured(1.0), Figure::Missing];
    let series = Series { first_year: 2007, figures: &figures };
    for (over, year, wanted) in [
        (OverYears::Sum, 2009, Some((5.0, 1))),
        (OverYears::Max, 2009, Some((4.0, 1))),
        (OverYears::Average, 2009, Some((2.5, 1))),
        (OverYears::Latest, 2009, Some((1.0, 0))),
        (OverYears::Sum, 2010, Some((5.0, 2))),
        (OverYears::Latest, 2010, None),
        (OverYears::Sum, 2006, None),
        (OverYears::Sum, i16::MIN, None),
    ] {
        let wanted = wanted.map(|(value, missing_years)| Accumulated { value, missing_years });
        assert_eq!(series.accumulate(year, over, 1.0), wanted, "{over:?} {year}");
    }
    let ratio = |numerator, denominator| Figure::Measured(Measure::Ratio { numerator, denominator });
    // Beside ratios a plain percentage cannot count; a ratio without denominator is no figure.
    let mixed = [ratio(1.0, 4.0), measured(90.0), ratio(0.0, 0.0), ratio(2.0, 4.0)];
    let series = Series { first_year: 2007, figures: &mixed };
    let wanted = Some(Accumulated { value: 37.5, missing_years: 2 });
    assert_eq!(series.accumulate(2010, OverYears::Average, 100.0), wanted);
    assert_eq!(series.accumulate(2009, OverYears::Latest, 100.0), None);
}

#[test]
fn a_hidden_baseline_is_no_baseline() {
    let hidden = Some(Baseline { year: 2006, measure: None });
    let number = Indicator { baseline: hidden, ..with_targets(Direction::Increase, None, &[(2010, 100.0)]) };
    let why = judged(&number, 60.0);
    assert_eq!((why.rule, why.baseline, why.state), (Rule::ShareOfTarget, None, CellState::AtRisk));
    assert_eq!(expected(&number, 2008), None, "no line starts at a figure that is not shown");
    let milestone = Indicator { baseline: hidden, targets: [(2010, 1.0)].into(), ..indicator(Kind::Milestone) };
    assert_eq!(judged(&milestone, 1.0).baseline, None);
}

#[test]
fn the_thresholds_are_those_of_the_plan() {
    let rules = Rules { version: 2, on_track: 0.75, at_risk: 0.5 };
    let indicator = with_targets(Direction::Increase, Some(0.0), &[(2010, 100.0)]);
    for (value, wanted) in [(75.0, CellState::OnTrack), (74.0, CellState::AtRisk), (49.0, CellState::OffTrack)] {
        let figures = [measured(value)];
        let why = explain(&indicator, Series { first_year: 2010, figures: &figures }, &OPEN, rules);
        assert_eq!((why.state, why.rules), (wanted, rules), "{value}");
    }
}

#[test]
fn every_state_has_its_word_and_can_be_reached() {
    let indicator = with_targets(Direction::Increase, Some(0.0), &[(2010, 100.0)]);
    let of = |figure, state| {
        let figures = [figure];
        super::state(
            &indicator,
            Series { first_year: 2010, figures: &figures },
            &ReportingYear::new(2010, state),
            Rules::default(),
        )
    };
    let mut reached: Vec<CellState> = [100.0, 95.0, 70.0, 10.0, -5.0].map(|v| of(measured(v), YearState::Open)).into();
    reached.extend([Figure::Narrative, Figure::Suppressed, Figure::NoData].map(|f| of(f, YearState::Closed)));
    reached.extend([YearState::Open, YearState::Closed, YearState::Upcoming].map(|s| of(Figure::Missing, s)));
    assert_eq!(reached, CellState::ALL);
    for state in CellState::ALL {
        assert_eq!(CellState::from_code(state.code()), Some(state));
        assert_eq!(serde_json::to_string(&state).unwrap(), format!("\"{}\"", state.code()));
    }
    let missed: Vec<_> = CellState::ALL.into_iter().filter(|s| s.is_target_missed()).map(CellState::code).collect();
    assert_eq!(missed, ["on_track", "at_risk", "off_track", "regressing"]);
    assert_eq!(CellState::from_code("blue"), None);
}
