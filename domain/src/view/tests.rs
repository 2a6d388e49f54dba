//! Views there and back through the query of an address, and what controls do to them.

use super::*;
use proptest::prelude::*;

fn any_view() -> impl Strategy<Value = View> {
    let code = || proptest::option::of("[A-Za-z0-9.&=% +-]{1,8}");
    let year = || proptest::option::of(1990i16..2040);
    let state = proptest::option::of((0usize..11).prop_map(|i| CellState::ALL[i]));
    let column = prop_oneof![
        Just(Column::Unit),
        Just(Column::Target),
        Just(Column::Trend),
        (2000i16..2020).prop_map(Column::Year)
    ];
    (
        (year(), "[\\PC]{0,12}", code(), code(), proptest::option::of(0u8..6)),
        (state, year(), any::<bool>(), prop::collection::btree_set("[a-z0-9.:]{1,6}", 0..4)),
        prop::collection::vec(column, 0..4),
    )
        .prop_map(|((y, query, axis, institution, level), (status, compare, descending, flipped), columns)| {
            let mut view = View {
                year: y,
                query,
                axis,
                institution,
                level,
                status,
                compare,
                descending,
                zoom: Zoom::Detail,
                sort: SortKey::Year(2010),
                group: Grouping::Status,
                kind: Some(Kind::Scale),
                only: Some(Only::NeverReported),
                moved: Some(Movement::Fell),
                cell: Some(2008),
                flipped: flipped.into_iter().collect(),
                hidden: Vec::new(),
            };
            columns.into_iter().for_each(|c| {
                if view.shows(c) {
                    view.hidden.push(c)
                }
            });
            view
        })
}

proptest! {
    #[test]
    fn an_address_brings_the_same_view_back(view in any_view()) {
        prop_assert_eq!(View::from_query(&view.to_query()), view);
    }

    #[test]
    fn any_query_is_read_without_panic(query in "\\PC{0,40}") {
        let _ = View::from_query(&query);
    }
}

#[test]
fn the_default_view_has_no_query() {
    assert_eq!(View::default().to_query(), "");
    assert_eq!(View::from_query("?utm=1&zoom=moon&year=x"), View::default());
}

#[test]
fn clearing_keeps_what_leaves_nothing_out() {
    let view = View::from_query("year=2009&zoom=overview&q=ley&status=met&only=missed");
    assert!(view.is_narrowed());
    assert_eq!(view.cleared(), View::from_query("year=2009&zoom=overview"));
}

#[test]
fn controls_set_what_they_are_named_after() {
    let mut view = View::from_query("flip=1&level=2");
    view.edit("q", "ley");
    assert_eq!(view.to_query(), "q=ley", "a search opens what was closed");
    view.edit("status", "met");
    view.edit("column", "unit");
    view.edit("zoom", "detail");
    assert!(view.holds("status", "met") && !view.holds("column", "unit") && view.holds("zoom", "detail"));
    assert_eq!(view.value("q"), "ley");
    view.edit("compare", "2008");
    view.edit("moved", "fell");
    view.edit("compare", "");
    view.edit("status", "");
    view.edit("nonsense", "1");
    assert_eq!(view.to_query(), "zoom=detail&q=ley&hide=unit");
}

#[test]
fn flipping_twice_changes_nothing() {
    let mut view = View::default();
    view.flip("2");
    view.flip("1.1");
    assert!(view.is_flipped("2") && view.is_flipped("1.1") && !view.is_flipped("3"));
    view.flip("2");
    view.flip("1.1");
    assert_eq!(view, View::default());
}
