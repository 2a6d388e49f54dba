//! Which rows a view holds: each criterion, combinations, grouping, sorting, open and closed, comparing.
//! In 2008, the plan's default year, each indicator of the test plan has another state.

use std::collections::BTreeSet;

use proptest::prelude::*;

use super::*;
use crate::tests_support::{figure, matrix};

fn of(matrix: &Matrix, query: &str) -> Rows {
    rows(matrix, &View::from_query(query), Lang::ES)
}

/// The rows of a view, indented: `+` closed, `-` open.
fn shown(matrix: &Matrix, query: &str) -> Vec<String> {
    let row = |row: &Row| {
        let name = match &row.kind {
            RowKind::Node(node) => node_key(matrix, *node),
            RowKind::Indicator(row) => matrix.indicator(*row).code.clone(),
            RowKind::Group(group) => group_key(matrix, group),
        };
        let mark = match row.open {
            None => "",
            Some(true) => "-",
            Some(false) => "+",
        };
        format!("{}{mark}{name}", " ".repeat(row.depth.into()))
    };
    of(matrix, query).rows.iter().map(row).collect()
}

/// Codes of the indicators that a view includes, in plan order.
fn included(matrix: &Matrix, query: &str) -> Vec<String> {
    let rows = of(matrix, query);
    assert_eq!(rows.indicators, rows.included.iter().filter(|i| **i).count());
    let codes = matrix.document().indicators.iter().map(|i| i.code.clone());
    codes.zip(&rows.included).filter(|(_, included)| **included).map(|(code, _)| code).collect()
}

#[test]
fn the_plain_view_is_the_whole_plan() {
    let matrix = matrix();
    let all = [
        "-1",
        " 1-a",
        " -1.1",
        "  1.1-a",
        "  -1.1.1",
        "   1.1.1-a",
        " -1.2",
        "  1.2-a",
        "-2",
        " 2-a",
        " -2.1",
        "  2.1-a",
        "3",
    ];
    assert_eq!(shown(&matrix, ""), all);
    let rows = of(&matrix, "");
    assert_eq!((rows.indicators, rows.distribution.total(), rows.movements), (6, 6, [0, 0, 0]));
}

#[test]
fn each_criterion_narrows() {
    let matrix = matrix();
    for (query, wanted) in [
        ("axis=A", &["1-a", "1.1.1-a", "1.1-a", "1.2-a"][..]),
        ("axis=X", &[]),
        ("institution=ONG", &["1.1.1-a", "2.1-a"]),
        ("kind=number", &["1-a", "1.1-a", "2-a"]),
        ("kind=milestone", &["1.2-a"]),
        ("status=on_track", &["1-a"]),
        ("status=no_data", &["1.1.1-a"]),
        ("status=suppressed&year=2007", &["2-a"]),
        ("only=missed", &["1-a", "2-a"]),
        ("only=never", &["1.2-a"]),
        ("q=victimas", &["2-a"]),
        ("q=assisted", &["2-a"]),
        ("q=ministry", &["1-a", "1.1-a", "1.2-a", "2-a"]),
        ("q=1.1", &["1.1.1-a", "1.1-a"]),
        ("compare=2007&moved=improved", &["1-a"]),
        ("compare=2007&moved=same", &["1.1-a"]),
        ("compare=2007&moved=fell", &[]),
        ("moved=fell", &["1-a", "1.1.1-a", "1.1-a", "1.2-a", "2.1-a", "2-a"]),
        ("kind=number&institution=MIN&only=missed&axis=B", &["2-a"]),
        ("kind=number&q=escuelas&status=met", &["1.1-a"]),
        ("kind=number&q=escuelas&status=overdue", &[]),
        ("q=escuelas+campanas", &[]),
    ] {
        assert_eq!(included(&matrix, query), wanted, "{query}");
    }
}

#[test]
fn a_year_that_the_plan_lacks_is_the_default_year() {
    let matrix = matrix();
    let year = |query| chosen_year(&matrix, &View::from_query(query));
    assert_eq!((year(""), year("year=2007"), year("year=1990")), (2008, 2007, 2008));
    assert_eq!(included(&matrix, "status=on_track&year=1990"), ["1-a"]);
}

#[test]
fn a_narrowed_tree_keeps_the_way_to_what_is_found() {
    let matrix = matrix();
    assert_eq!(shown(&matrix, "q=docentes&kind=percent"), ["-1", " -1.1", "  -1.1.1", "   1.1.1-a"]);
    assert_eq!(shown(&matrix, "status=on_track"), ["-1", " 1-a"]);
    assert!(shown(&matrix, "q=nothing+at+all").is_empty());
    assert_eq!(shown(&matrix, "status=on_track&level=1"), ["+1"]);
    // Without a year to compare, a movement leaves nothing out.
    assert_eq!(shown(&matrix, "moved=fell").len(), 13);
}

#[test]
fn words_find_nodes_too_unless_indicators_of_a_sort_are_asked_for() {
    let matrix = matrix();
    // `normas` stands in the title of 1.2 only: there is nothing below it to open.
    for query in ["q=normas", "q=rules", "q=normas&axis=A"] {
        assert_eq!(shown(&matrix, query), ["-1", " 1.2"], "{query}");
        assert!(included(&matrix, query).is_empty());
    }
    for query in ["q=normas&axis=B", "q=normas&kind=number", "q=normas&status=overdue", "q=normas&institution=MIN"] {
        assert!(shown(&matrix, query).is_empty(), "{query}");
    }
    assert_eq!(shown(&matrix, "q=albergues"), ["2"]);
    assert_eq!(shown(&matrix, "q=evaluation"), ["3"]);
}

#[test]
fn levels_open_the_tree_and_a_flip_is_against_the_rule() {
    let matrix = matrix();
    assert_eq!(shown(&matrix, "level=1"), ["+1", "+2", "3"]);
    assert_eq!(shown(&matrix, "level=0"), ["+1", "+2", "3"]);
    assert_eq!(shown(&matrix, "level=2"), ["-1", " 1-a", " +1.1", " +1.2", "-2", " 2-a", " +2.1", "3"]);
    assert_eq!(shown(&matrix, "level=1&flip=2"), ["+1", "-2", " 2-a", " +2.1", "3"]);
    assert_eq!(shown(&matrix, "flip=1"), ["+1", "-2", " 2-a", " -2.1", "  2.1-a", "3"]);
    assert_eq!(shown(&matrix, "level=4"), shown(&matrix, ""));
    for (level, depth, open) in [(None, 4, true), (Some(1), 0, false), (Some(3), 1, true), (Some(3), 2, false)] {
        let view = View { level, ..View::default() };
        assert_eq!(is_open(&view, "x", depth), open);
        assert_eq!(is_open(&View { flipped: vec!["x".into()], ..view }, "x", depth), !open);
    }
}

#[test]
fn groups_follow_the_order_of_the_plan_and_of_the_states() {
    let matrix = matrix();
    let by_axis = ["-axis:A", " 1-a", " 1.1-a", " 1.1.1-a", " 1.2-a", "-axis:B", " 2-a", " 2.1-a"];
    assert_eq!(shown(&matrix, "group=axis"), by_axis);
    let by_institution =
        ["-institution:MIN", " 1-a", " 1.1-a", " 1.2-a", " 2-a", "-institution:ONG", " 1.1.1-a", " 2.1-a"];
    assert_eq!(shown(&matrix, "group=institution"), by_institution);
    let by_status = [
        "-status:met",
        " 1.1-a",
        "-status:on_track",
        " 1-a",
        "-status:off_track",
        " 2-a",
        "-status:unrated",
        " 2.1-a",
        "-status:no_data",
        " 1.1.1-a",
        "-status:overdue",
        " 1.2-a",
    ];
    assert_eq!(shown(&matrix, "group=status"), by_status);
    assert_eq!(shown(&matrix, "group=axis&level=1"), ["+axis:A", "+axis:B"]);
    assert_eq!(shown(&matrix, "group=axis&flip=axis:A&kind=number"), ["+axis:A", "-axis:B", " 2-a"]);
    assert_eq!(shown(&matrix, "group=axis&sort=-title&kind=number"), ["-axis:A", " 1.1-a", " 1-a", "-axis:B", " 2-a"]);
    assert_eq!(shown(&matrix, "group=axis&sort=-plan&axis=B"), ["-axis:B", " 2.1-a", " 2-a"]);
}

#[test]
fn what_has_no_axis_or_an_unknown_institution_is_a_group_of_its_own_at_the_end() {
    let mut data = crate::tests_support::data();
    data.indicators[0].node = "3".into();
    data.indicators[0].responsible = "nobody".into();
    let matrix = Matrix::new(crate::document::PlanDocument::public(&data, 1));
    assert_eq!(shown(&matrix, "group=axis").split_off(7), ["-axis:", " 1-a"]);
    assert_eq!(shown(&matrix, "group=institution").split_off(7), ["-institution:", " 1-a"]);
}

#[test]
fn what_has_no_value_comes_last_in_both_directions() {
    let mut matrix = matrix();
    for (query, wanted) in [
        ("sort=title", ["1-a", "2.1-a", "1.1.1-a", "1.1-a", "1.2-a", "2-a"]),
        ("sort=-title", ["2-a", "1.2-a", "1.1-a", "1.1.1-a", "2.1-a", "1-a"]),
        ("sort=responsible", ["1-a", "1.1-a", "1.2-a", "2-a", "1.1.1-a", "2.1-a"]),
        ("sort=-responsible", ["1.1.1-a", "2.1-a", "1-a", "1.1-a", "1.2-a", "2-a"]),
        // Paces 0.4, 0.9 and 1; the others have none and keep the order of the plan.
        ("sort=2008", ["2-a", "1-a", "1.1-a", "1.1.1-a", "1.2-a", "2.1-a"]),
        ("sort=-2008", ["1.1-a", "1-a", "2-a", "1.1.1-a", "1.2-a", "2.1-a"]),
        // Shares of the way: 0.4, 0.45, 0.5.
        ("sort=progress", ["2-a", "1-a", "1.1-a", "1.1.1-a", "1.2-a", "2.1-a"]),
        ("sort=-progress", ["1.1-a", "1-a", "2-a", "1.1.1-a", "1.2-a", "2.1-a"]),
        ("sort=1990", ["1-a", "1.1-a", "1.1.1-a", "1.2-a", "2-a", "2.1-a"]),
    ] {
        assert_eq!(shown(&matrix, query), wanted, "{query}");
    }
    // A milestone that is not done has pace 0, before what is late.
    matrix.apply(figure("1.2-a", 2009, 0.0));
    assert_eq!(shown(&matrix, "sort=2009")[..2], ["1.2-a", "1-a"]);
}

#[test]
fn titles_are_sorted_in_the_readers_language() {
    let matrix = matrix();
    let view = View::from_query("sort=title&kind=number");
    let order = |lang| -> Vec<String> {
        let rows = rows(&matrix, &view, lang).rows;
        let code = |row: &Row| match row.kind {
            RowKind::Indicator(row) => matrix.indicator(row).code.clone(),
            _ => String::new(),
        };
        rows.iter().map(code).collect()
    };
    assert_eq!(order(Lang::ES), ["1-a", "1.1-a", "2-a"]);
    assert_eq!(order(Lang::EN), ["2-a", "1-a", "1.1-a"]);
}

#[test]
fn comparing_counts_what_moved_and_leaves_the_other_parts_on_offer() {
    let mut matrix = matrix();
    matrix.apply(figure("1.1-a", 2008, 4.0));
    assert_eq!(of(&matrix, "compare=2007").movements, [1, 1, 0]);
    let fell = of(&matrix, "compare=2007&moved=fell");
    assert_eq!((fell.indicators, fell.movements, fell.distribution.total()), (1, [1, 1, 0], 1));
    let missed = of(&matrix, "compare=2007&status=on_track");
    assert_eq!((missed.indicators, missed.movements, missed.distribution.total()), (1, [1, 0, 0], 6));
    assert_eq!(of(&matrix, "compare=2008&year=2007").movements, [1, 1, 0], "the other way round");
    assert_eq!(of(&matrix, "compare=2008").movements, [0, 0, 3]);
    assert_eq!(of(&matrix, "compare=1990").movements, [0, 0, 0]);
}

fn any_query() -> impl Strategy<Value = String> {
    let part = |name: &'static str, values: &'static [&'static str]| {
        prop::option::of(prop::sample::select(values))
            .prop_map(move |v| v.map_or(String::new(), |v| format!("&{name}={v}")))
    };
    let narrow = (
        part("q", &["ley", "normas", "ministry", "1.1", "e", "zzz"]),
        part("axis", &["A", "B", "X"]),
        part("institution", &["MIN", "ONG", "X"]),
        part("kind", &["number", "percent", "narrative"]),
        part("status", &["met", "on_track", "overdue", "suppressed", "awaiting"]),
        part("only", &["missed", "never"]),
        part("year", &["2007", "2008", "2009", "2010", "1990"]),
        part("moved", &["improved", "fell", "same"]),
        part("compare", &["2007", "2008", "1990"]),
    );
    let lay = (
        part("group", &["plan", "axis", "institution", "status"]),
        part("sort", &["title", "-title", "responsible", "2008", "-2008", "progress", "-progress", "plan", "-plan"]),
    );
    (narrow, lay).prop_map(|((a, b, c, d, e, f, g, h, i), (j, k))| [a, b, c, d, e, f, g, h, i, j, k].concat())
}

fn indicators(rows: &Rows) -> Vec<usize> {
    rows.rows.iter().filter_map(|row| if let RowKind::Indicator(row) = row.kind { Some(row) } else { None }).collect()
}

proptest! {
    #[test]
    fn every_included_indicator_appears_at_most_once_and_no_other(
        query in any_query(), level in prop::option::of(0u8..6),
        flipped in prop::collection::btree_set(prop::sample::select(&["1", "1.1", "2", "axis:A", "status:met"][..]), 0..4),
    ) {
        let matrix = matrix();
        let flipped = flipped.into_iter().map(str::to_owned).collect();
        let rows = rows(&matrix, &View { level, flipped, ..View::from_query(&query) }, Lang::ES);
        let shown = indicators(&rows);
        let distinct: BTreeSet<usize> = shown.iter().copied().collect();
        prop_assert_eq!(distinct.len(), shown.len());
        prop_assert!(shown.iter().all(|row| rows.included[*row]));
        prop_assert_eq!(rows.included.iter().filter(|i| **i).count(), rows.indicators);
    }

    #[test]
    fn when_all_is_open_the_rows_hold_exactly_what_is_included(query in any_query()) {
        let matrix = matrix();
        let rows = of(&matrix, &query);
        let mut shown = indicators(&rows);
        shown.sort_unstable();
        let wanted: Vec<usize> = (0..rows.included.len()).filter(|row| rows.included[*row]).collect();
        prop_assert_eq!(shown, wanted);
    }

    /// A row that can be opened has at least one row below it, and only such a row.
    #[test]
    fn what_can_be_opened_holds_something(query in any_query()) {
        let matrix = matrix();
        let rows = of(&matrix, &query).rows;
        for (i, row) in rows.iter().enumerate() {
            let below = rows.get(i + 1).is_some_and(|next| next.depth > row.depth);
            prop_assert_eq!(row.open.is_some(), below, "{}: {:?}", query, row);
        }
    }
}
