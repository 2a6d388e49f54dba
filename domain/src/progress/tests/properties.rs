//! What holds for any plan: units and origins do not matter, order does not matter, nothing panics.

use proptest::prelude::*;

use super::*;

fn any_measure() -> impl Strategy<Value = Measure> {
    let wild = || prop_oneof![prop::num::f64::ANY, -10.0..200.0f64, Just(0.0), Just(f64::MAX), Just(f64::MIN_POSITIVE)];
    prop_oneof![
        wild().prop_map(Measure::Value),
        (wild(), wild()).prop_map(|(numerator, denominator)| Measure::Ratio { numerator, denominator }),
    ]
}

fn any_figure() -> impl Strategy<Value = Figure> {
    let rest = [Figure::Missing, Figure::NoData, Figure::Suppressed, Figure::Narrative];
    prop_oneof![3 => any_measure().prop_map(Figure::Measured), 1 => prop::sample::select(rest.to_vec())]
}

fn any_indicator() -> impl Strategy<Value = Indicator> {
    let year = || prop_oneof![any::<i16>(), 2000i16..2015, Just(i16::MIN), Just(i16::MAX)];
    let directions = vec![Direction::Increase, Direction::Decrease, Direction::Maintain];
    let overs = vec![OverYears::Sum, OverYears::Latest, OverYears::Max, OverYears::Average];
    let sides = vec![None, Some(BetterSide::Higher), Some(BetterSide::Lower)];
    let baseline = prop::option::of((year(), prop::option::of(any_measure())));
    let targets = prop::collection::btree_map(year(), prop_oneof![prop::num::f64::ANY, 0.0..100.0f64], 0..4);
    let select = prop::sample::select::<Direction>;
    (
        (
            prop::sample::select(Kind::ALL.to_vec()),
            select(directions),
            prop::sample::select(overs),
            prop::sample::select(sides),
        ),
        (baseline, targets, any::<bool>(), prop::num::f64::ANY, prop::option::of(prop::num::f64::ANY), 0usize..4),
    )
        .prop_map(
            |((kind, direction, over_years, better), (baseline, targets, running, tolerance, per, stages))| Indicator {
                direction,
                over_years,
                better,
                tolerance,
                per,
                targets,
                baseline: baseline.map(|(year, measure)| Baseline { year, measure }),
                stages: vec![words("a", "a"); stages],
                target_meaning: if running { TargetMeaning::RunningTotal } else { TargetMeaning::OfYear },
                ..indicator(kind)
            },
        )
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

    /// Also for quantities that no plan may hold: a page must not stop for one bad figure.
    #[test]
    fn anything_is_explained_without_panic_and_what_is_reported_is_due(
        indicator in any_indicator(), figures in prop::collection::vec(any_figure(), 0..5),
        first_year in any::<i16>(), offset in -2i16..6, year_state in 0usize..3,
    ) {
        let state = [YearState::Upcoming, YearState::Open, YearState::Closed][year_state];
        let year = first_year.saturating_add(offset);
        let series = Series { first_year, figures: &figures };
        let why = explain(&indicator, series, &ReportingYear::new(year, state), Rules::default());
        let is_reported = !matches!(series.figure(year), Figure::Missing | Figure::NoData);
        prop_assert_eq!(why.state.is_reported(), is_reported);
        prop_assert_eq!(why.state == CellState::NotDue, series.figure(year) == Figure::Missing && state == YearState::Upcoming);
        prop_assert!(why.actual.is_none_or(f64::is_finite) && why.achieved.is_none_or(f64::is_finite));
        let _ = (progress(&indicator, series, year), movement(&indicator, series, first_year, year));
    }

    #[test]
    fn a_status_does_not_depend_on_unit_or_origin(b in -1000i32..1000, way in 1i32..1000, a in -2000i32..2000, k in 1i32..50, c in -1000i32..1000) {
        let of = |map: &dyn Fn(i32) -> f64, direction| judged(&with_targets(direction, Some(map(b)), &[(2010, map(b + way))]), map(a)).state;
        let state = of(&f64::from, Direction::Increase);
        prop_assert_eq!(of(&|v| f64::from(v * k), Direction::Increase), state);
        prop_assert_eq!(of(&|v| f64::from(v + c), Direction::Increase), state);
        prop_assert_eq!(of(&|v| f64::from(-v), Direction::Decrease), state);
    }
}
