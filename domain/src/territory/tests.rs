//! What parts make, in whatever order they come, and what everybody reads of them.

use proptest::prelude::*;

use super::*;
use crate::indicator::Kind;
use crate::institution::TerritoryKind;
use crate::tests_support::{indicator, words};

fn territories(count: usize) -> Vec<Territory> {
    let territory = |i: usize| Territory {
        code: format!("T{i:02}"),
        name: words("T", "T"),
        kind: if i == 0 { TerritoryKind::Country } else { TerritoryKind::Department },
        parent: None,
        national_code: String::new(),
    };
    (0..=count).map(territory).collect()
}

fn by_department(kind: Kind, over: OverTerritories) -> Indicator {
    Indicator { by_territory: vec!["department".into()], over_territories: over, ..indicator(kind) }
}

fn part(measure: Measure) -> Update {
    Update::new("1-a", 2010, Content::Measure(measure))
}

fn made(indicator: &Indicator, parts: &[(&str, Update)], of: usize) -> Option<Update> {
    let all = territories(of);
    let parts = parts.iter().map(|(code, part)| ((*code).to_owned(), part.clone())).collect();
    national(indicator, 2010, &parts, &expected(indicator, &all), &[Lang::ES, Lang::EN])
}

fn value(value: f64) -> Update {
    part(Measure::Value(value))
}

fn share(numerator: f64, denominator: f64) -> Update {
    part(Measure::Ratio { numerator, denominator })
}

#[test]
fn a_kind_stands_for_all_of_it_and_a_code_for_one() {
    let all = territories(3);
    let codes = |by: &[&str]| -> Vec<String> {
        let by_territory = by.iter().map(|name| (*name).to_owned()).collect();
        let indicator = Indicator { by_territory, ..indicator(Kind::Number) };
        expected(&indicator, &all).iter().map(|t| t.code.clone()).collect()
    };
    assert_eq!(codes(&["department"]), ["T01", "T02", "T03"]);
    assert_eq!(codes(&["T03", "T01"]), ["T01", "T03"]);
    assert_eq!(codes(&["country", "T02"]), ["T00", "T02"]);
    assert!(codes(&[]).is_empty());
}

#[test]
fn parts_make_the_national_figure_and_say_how_many_they_are() {
    let number = by_department(Kind::Number, OverTerritories::Sum);
    assert_eq!(made(&number, &[], 3), None);
    let update = made(&number, &[("T01", value(0.1)), ("T02", value(0.2))], 3).unwrap();
    assert_eq!(update.content, value(0.3).content);
    assert_eq!(update.provisional, Some(Coverage(2, 3)));
    assert_eq!(update.breakdowns["territory"], [("T01".into(), Some(0.1)), ("T02".into(), Some(0.2))].into());
    let all = [("T01", value(1.0)), ("T02", value(2.0)), ("T03", value(4.0))];
    assert_eq!(made(&number, &all, 3).unwrap().provisional, None);
    // Who is not expected does not count.
    assert_eq!(made(&number, &[("T00", value(9.0))], 3), None);
    let average = by_department(Kind::Number, OverTerritories::Average);
    assert_eq!(made(&average, &all[..2], 3).unwrap().content, value(1.5).content);
}

#[test]
fn a_ratio_is_made_of_numerators_and_denominators() {
    let percent = by_department(Kind::Percent, OverTerritories::RatioOfSums);
    let update = made(&percent, &[("T01", share(1.0, 2.0)), ("T02", share(30.0, 300.0))], 2).unwrap();
    assert_eq!(update.content, share(31.0, 302.0).content, "not 30 %, the average of 50 and 10");
    assert_eq!(update.breakdowns["territory_base"], [("T01".into(), Some(2.0)), ("T02".into(), Some(300.0))].into());
    let public = public_part("T01", YearState::Open, Some(&update), None);
    assert_eq!((public.state, public.measure), (PartState::Reported, share(1.0, 2.0).measure()));
}

#[test]
fn without_a_sum_there_is_a_word_and_every_part_is_told() {
    let stages = by_department(Kind::Milestone, OverTerritories::None);
    let update = made(&stages, &[("T01", value(1.0))], 2).unwrap();
    assert!(matches!(&update.content, Content::NoData(reason) if reason.exact(Lang::EN).is_some()));
    assert_eq!(public_part("T01", YearState::Open, Some(&update), None).measure, Some(Measure::Value(1.0)));
}

#[test]
fn who_has_no_figure_is_counted_and_adds_nothing() {
    let number = by_department(Kind::Number, OverTerritories::Sum);
    let nothing = Update::new("1-a", 2010, Content::NoData(words("Sin registro", "No register")));
    let update = made(&number, &[("T01", nothing.clone()), ("T02", value(5.0))], 2).unwrap();
    assert_eq!((update.content.clone(), update.provisional), (value(5.0).content, None));
    let public = public_part("T01", YearState::Open, Some(&update), Some(&nothing));
    assert_eq!((public.state, public.reason), (PartState::NoData, words("Sin registro", "No register")));
    let update = made(&number, &[("T01", nothing)], 2).unwrap();
    assert!(matches!(update.content, Content::NoData(_)));
}

#[test]
fn other_breakdowns_are_added_up() {
    let number = by_department(Kind::Number, OverTerritories::Sum);
    let with = |figures: [f64; 2]| {
        let cells = [("f".to_owned(), Some(figures[0])), ("m".to_owned(), Some(figures[1]))].into();
        Update { breakdowns: [("sex".to_owned(), cells)].into(), ..value(figures[0] + figures[1]) }
    };
    let update = made(&number, &[("T01", with([3.0, 4.0])), ("T02", with([30.0, 0.0])), ("T03", value(7.0))], 3);
    assert_eq!(update.unwrap().breakdowns["sex"], [("f".into(), Some(33.0)), ("m".into(), Some(4.0))].into());
}

#[test]
fn a_hidden_cell_is_said_to_be_hidden_and_the_filed_figure_is_not_asked() {
    let mut update = value(50.0);
    update.breakdowns.insert("territory".into(), [("T01".to_owned(), None)].into());
    let public = public_part("T01", YearState::Closed, Some(&update), Some(&value(3.0)));
    assert_eq!((public.state, public.measure), (PartState::Suppressed, None));
    let state = |year| public_part("T02", year, Some(&update), None).state;
    assert_eq!(
        [YearState::Open, YearState::Closed, YearState::Upcoming].map(state),
        [PartState::Awaiting, PartState::Overdue, PartState::NotDue]
    );
}

#[test]
fn words_of_states_read_back() {
    for state in PartState::ALL {
        assert_eq!(PartState::of(state.code()), Some(state));
        assert_eq!(serde_json::to_value(state).unwrap(), state.code());
    }
}

proptest! {
    /// Whoever is approved first, the last national figure is the same; a correction is as if it had come first.
    #[test]
    fn the_order_of_territories_does_not_matter(
        figures in prop::collection::vec((0u32..900, 1u32..900), 1..20).prop_flat_map(|figures| (Just(figures.clone()), Just((0..figures.len()).collect::<Vec<_>>()).prop_shuffle())),
        over in prop_oneof![Just(OverTerritories::Sum), Just(OverTerritories::RatioOfSums), Just(OverTerritories::Average)],
    ) {
        let (figures, order) = figures;
        let kind = if over == OverTerritories::RatioOfSums { Kind::Ratio } else { Kind::Number };
        let indicator = by_department(kind, over);
        let of = |i: usize| match over {
            OverTerritories::RatioOfSums => share(figures[i].0.into(), figures[i].1.into()),
            _ => value(f64::from(figures[i].0) / 10.0),
        };
        let codes: Vec<String> = (0..figures.len()).map(|i| format!("T{:02}", i + 1)).collect();
        let parts = |order: &[usize]| -> Vec<(&str, Update)> { order.iter().map(|i| (codes[*i].as_str(), of(*i))).collect() };
        let straight: Vec<usize> = (0..figures.len()).collect();
        let one = made(&indicator, &parts(&straight), figures.len()).unwrap();
        prop_assert_eq!(&made(&indicator, &parts(&order), figures.len()).unwrap(), &one);
        if over == OverTerritories::RatioOfSums {
            let sums = figures.iter().fold((0.0, 0.0), |(n, d), f| (n + f64::from(f.0), d + f64::from(f.1)));
            prop_assert_eq!(one.measure(), Some(Measure::Ratio { numerator: sums.0, denominator: sums.1 }));
        }
    }
}
