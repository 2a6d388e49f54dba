//! Each warning alone, what calls for none, and the bounds on their own.

use super::*;
use crate::indicator::Direction;
use crate::tests_support::{figure, indicator, with_targets, words};
use crate::text::Text;
use crate::update::Evidence;
use Warning::{AgainstDirection, Breakdown, MissingEvidence, Outlier, SameAsLastYear};
use proptest::prelude::*;

fn supported(mut update: Update) -> Update {
    update.evidence = vec![Evidence { title: words("Registro", "Register"), url: None, file: None }];
    update
}

fn of_2010(value: f64) -> Update {
    supported(figure("1-a", 2010, value))
}

/// Figures of the years before 2010, the last one of 2009.
fn past(values: &[f64]) -> Vec<(Year, f64)> {
    values.iter().rev().zip(1..).map(|(value, back)| (2010 - back, *value)).collect()
}

fn found(indicator: &Indicator, values: &[f64], value: f64) -> Vec<Warning> {
    warnings(indicator, &past(values), &of_2010(value))
}

/// Past figures and their bounds.
type Case = (&'static [f64], Option<(f64, f64)>);

#[test]
fn bounds_are_three_median_deviations_wide() {
    let cases: &[Case] = &[
        (&[], None),
        (&[10.0, 12.0], None),
        (&[10.0, 12.0, f64::NAN], None),
        (&[10.0, 12.0, 14.0], Some((6.0, 18.0))),
        (&[14.0, 10.0, 12.0], Some((6.0, 18.0))),
        (&[10.0, 20.0, 30.0, 40.0], Some((-5.0, 55.0))),
        // One wrong figure does not hide the next one.
        (&[10.0, 12.0, 14.0, 1200.0], Some((7.0, 19.0))),
        // More than half of them equal: the mean deviation.
        (&[5.0, 5.0, 5.0, 9.0], Some((2.0, 8.0))),
        // Never moved.
        (&[4.0, 4.0, 4.0], Some((2.0, 6.0))),
        (&[-4.0, -4.0, -4.0], Some((-6.0, -2.0))),
        (&[0.0, 0.0, 0.0], Some((0.0, 0.0))),
        (&[-f64::MAX, 0.0, f64::MAX], None),
    ];
    for (values, wanted) in cases {
        assert_eq!(outlier_bounds(values), *wanted, "{values:?}");
    }
}

#[test]
fn figures_far_from_the_past_are_outliers() {
    let number = indicator(Kind::Number);
    let steady = [10.0, 12.0, 14.0];
    assert_eq!(found(&number, &steady, 18.0), []);
    assert_eq!(found(&number, &steady, 180.0), [Outlier { value: 180.0, lower: 6.0, upper: 18.0 }]);
    assert_eq!(found(&number, &[10.0, 12.0], 180.0), []);
    assert_eq!(found(&number, &[0.1, 0.2, 0.3], 0.5), [], "0.2 + 3 x 0.1 is 0.5");
    let low = found(&number, &steady, 5.0);
    let fell = AgainstDirection { before: 14.0, year: 2009 };
    assert_eq!(low, [Outlier { value: 5.0, lower: 6.0, upper: 18.0 }, fell]);
    let share = Content::Measure(Measure::Ratio { numerator: 9.0, denominator: 10.0 });
    let share = supported(Update::new("1-a", 2010, share));
    let upper = Outlier { value: 90.0, lower: 6.0, upper: 18.0 };
    assert_eq!(warnings(&indicator(Kind::Percent), &past(&steady), &share), [upper]);
}

#[test]
fn only_years_before_count_as_past() {
    let number = indicator(Kind::Number);
    let years = [(2012, 14.0), (2008, 12.0), (2009, 13.0), (2010, 500.0), (2011, 900.0)];
    assert_eq!(warnings(&number, &years, &of_2010(20.0)), []);
    let fell = AgainstDirection { before: 13.0, year: 2009 };
    assert_eq!(warnings(&number, &years, &of_2010(11.0)), [fell]);
}

#[test]
fn moves_against_the_direction() {
    let down = with_targets(Direction::Decrease, None, &[]);
    assert_eq!(found(&down, &[20.0], 25.0), [AgainstDirection { before: 20.0, year: 2009 }]);
    assert_eq!(found(&down, &[20.0], 15.0), []);
    let band = Indicator { tolerance: 5.0, ..with_targets(Direction::Maintain, None, &[(2009, 100.0), (2010, 100.0)]) };
    assert_eq!(found(&band, &[104.0], 96.0), []);
    assert_eq!(found(&band, &[104.0], 90.0), [AgainstDirection { before: 104.0, year: 2009 }]);
    let scale = Indicator { stages: vec![words("a", "a"), words("b", "b")], ..indicator(Kind::Scale) };
    assert_eq!(found(&scale, &[1.0], 0.0), [AgainstDirection { before: 1.0, year: 2009 }]);
}

#[test]
fn stages_have_no_spread_and_may_stay() {
    let scale = indicator(Kind::Scale);
    assert_eq!(found(&scale, &[0.0, 0.0, 0.0], 1.0), []);
    assert_eq!(found(&scale, &[1.0, 1.0, 1.0], 1.0), []);
    assert_eq!(found(&indicator(Kind::Milestone), &[1.0], 1.0), []);
}

#[test]
fn breakdowns_add_up_a_dimension_at_a_time() {
    let number = indicator(Kind::Number);
    let with = |update: Update, dimension: &str, cells: &[(&str, Option<f64>)]| {
        let mut update = update;
        let cells = cells.iter().map(|(code, value)| ((*code).to_owned(), *value)).collect();
        update.breakdowns.insert(dimension.into(), cells);
        update
    };
    let odd = |dimension: &str, sum: f64| Breakdown { dimension: dimension.into(), sum, total: 40.0 };
    let right = with(of_2010(40.0), "sex", &[("female", Some(36.0)), ("male", Some(4.0))]);
    assert_eq!(warnings(&number, &[], &right), []);
    let age = with(right, "age", &[("young", Some(30.0)), ("old", Some(5.0))]);
    assert_eq!(warnings(&number, &[], &age), [odd("age", 35.0)]);
    let both = with(age, "sex", &[("female", Some(41.0))]);
    assert_eq!(warnings(&number, &[], &both), [odd("age", 35.0), odd("sex", 41.0)]);
    assert_eq!(warnings(&indicator(Kind::Percent), &[], &both), [], "percentages do not add up");
    let hidden = with(of_2010(40.0), "sex", &[("female", Some(36.0)), ("male", None)]);
    assert_eq!(warnings(&number, &[], &hidden), []);
    assert_eq!(warnings(&number, &[], &with(of_2010(40.0), "sex", &[])), []);
    let tenths = with(of_2010(0.3), "sex", &[("female", Some(0.1)), ("male", Some(0.2))]);
    assert_eq!(warnings(&number, &[], &tenths), []);
}

#[test]
fn what_is_claimed_needs_evidence() {
    let bare = |kind, content| warnings(&indicator(kind), &[], &Update::new("1-a", 2010, content));
    let value = |value| Content::Measure(Measure::Value(value));
    assert_eq!(bare(Kind::Number, value(0.0)), [MissingEvidence]);
    assert_eq!(bare(Kind::Milestone, value(1.0)), [MissingEvidence]);
    assert_eq!(bare(Kind::Milestone, value(0.0)), []);
    assert_eq!(bare(Kind::Narrative, Content::Narrative(words("Tres", "Three"))), [MissingEvidence]);
    assert_eq!(bare(Kind::Number, Content::NoData(words("Sin registro", "No register"))), []);
    assert_eq!(bare(Kind::Number, Content::Suppressed), []);
    let told = supported(Update::new("1-a", 2010, Content::Narrative(Text::default())));
    assert_eq!(warnings(&indicator(Kind::Narrative), &[], &told), []);
}

#[test]
fn the_figure_of_last_year_is_asked_about() {
    let number = indicator(Kind::Number);
    assert_eq!(found(&number, &[37.0], 37.0), [SameAsLastYear { year: 2009 }]);
    assert_eq!(found(&number, &[0.0], 0.0), []);
    assert_eq!(warnings(&number, &[(2008, 37.0)], &of_2010(37.0)), []);
}

proptest! {
    #[test]
    fn bounds_hold_the_median_and_no_order_matters(mut values in prop::collection::vec(-1e6f64..1e6, 3..12)) {
        let (lower, upper) = outlier_bounds(&values).unwrap();
        values.reverse();
        prop_assert_eq!(outlier_bounds(&values), Some((lower, upper)));
        let centre = median(values).unwrap();
        prop_assert!(lower <= centre && centre <= upper);
    }

    #[test]
    fn any_figures_are_judged_without_panic(
        past in prop::collection::vec((any::<i16>(), any::<f64>()), 0..8),
        year in any::<i16>(),
        value in any::<f64>(),
    ) {
        for kind in crate::indicator::Kind::ALL {
            let _ = warnings(&indicator(kind), &past, &figure("1-a", year, value));
        }
    }
}
