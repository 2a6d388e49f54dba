//! From filed figures to public ones, through JSON and the matrix, and back.

use proptest::prelude::*;

use super::*;
use crate::matrix::Matrix;
use crate::tests_support::{data, figure, words};
use crate::update::{Content, Measure};

/// Published updates by indicator and year, as the page has them in the end.
fn arrive(data: &PlanData) -> Vec<Update> {
    let json = serde_json::to_string(&PlanDocument::public(data, 7)).unwrap();
    let document: PlanDocument = serde_json::from_str(&json).unwrap();
    assert_eq!(document.revision, 7);
    let matrix = Matrix::new(document);
    let years = matrix.plan().year_count();
    let cells = (0..data.indicators.len()).flat_map(|row| (0..years).map(move |column| (row, column)));
    cells.filter_map(|(row, column)| matrix.update(row, column)).collect()
}

fn published(data: &PlanData) -> Vec<Update> {
    let of = |update: &Update| data.indicators.iter().position(|i| i.code == update.indicator);
    let mut updates: Vec<&Update> = data.updates.iter().collect();
    updates.sort_by_key(|update| (of(update), update.year));
    let k = data.plan.suppression_threshold;
    updates.into_iter().filter_map(|u| Some(publish_update(&data.indicators[of(u)?], u, k))).collect()
}

#[test]
fn what_arrives_is_what_was_published() {
    let data = data();
    assert_eq!(arrive(&data), published(&data));
}

#[test]
fn plain_figures_are_columns_and_the_rest_is_listed() {
    let document = PlanDocument::public(&data(), 1);
    assert_eq!(document.values[0], [Some(50.0), Some(90.0)]);
    assert_eq!(document.values[3], []);
    let listed: Vec<_> = document.updates.iter().map(|u| (u.indicator.as_str(), u.year)).collect();
    assert_eq!(listed, [("1.1.1-a", 2007), ("1.1.1-a", 2008), ("2.1-a", 2008), ("2-a", 2007), ("2-a", 2008)]);
}

#[test]
fn no_small_figure_is_in_the_document() {
    let document = PlanDocument::public(&data(), 1);
    assert_eq!(document.indicators[5].baseline.and_then(|b| b.measure), None);
    let hidden = &document.updates[3..];
    assert_eq!(hidden[0].content, Content::Suppressed);
    assert_eq!(hidden[1].breakdowns["sex"].values().copied().collect::<Vec<_>>(), [None, None]);
}

#[test]
fn the_version_of_a_record_that_was_written_again_arrives() {
    let mut data = data();
    data.updates[1].version = 4;
    assert_eq!(arrive(&data), published(&data));
    assert_eq!(arrive(&data)[1].version, 4);
}

#[test]
fn updates_may_come_in_any_order_and_what_has_no_cell_is_left_out() {
    let mut data = data();
    let wanted = published(&data);
    data.updates.reverse();
    data.updates.insert(0, figure("9-z", 2008, 1.0));
    data.updates.insert(3, figure("1-a", 2030, 1.0));
    assert_eq!(arrive(&data), wanted);
}

fn any_update(row: usize, year: i16) -> impl Strategy<Value = Update> {
    let value = (0i32..100_000).prop_map(|n| Measure::Value(f64::from(n) / 8.0));
    let ratio =
        (0u32..50, 1u32..50).prop_map(|(n, d)| Measure::Ratio { numerator: f64::from(n), denominator: f64::from(d) });
    let measure = prop_oneof![value, ratio].prop_map(Content::Measure);
    let content = prop_oneof![
        4 => measure,
        1 => "\\PC{0,9}".prop_map(|t| Content::NoData(words(&t, "x"))),
        1 => "\\PC{0,9}".prop_map(|t| Content::Narrative(words("x", &t))),
    ];
    let code = data().indicators[row].code.clone();
    (content, prop::option::of("[a-zñ]{1,9}"), 1i64..4).prop_map(move |(content, note, version)| {
        let note = note.map_or(Default::default(), |note| words(&note, "note"));
        Update { note, version, ..Update::new(&code, year, content) }
    })
}

proptest! {
    #[test]
    fn any_updates_arrive_as_published(
        updates in prop::collection::btree_map((0usize..6, 2007i16..=2010), any::<prop::sample::Index>(), 0..24)
            .prop_flat_map(|cells| cells.into_keys().map(|(row, year)| any_update(row, year)).collect::<Vec<_>>()),
    ) {
        let data = PlanData { updates, ..data() };
        prop_assert_eq!(arrive(&data), published(&data));
    }
}
