//! Layout of the tree, figures and states of cells, live updates, words to search.

use super::*;
use crate::progress::Rule;
use crate::tests_support::{data, figure, matrix, words};

/// The order of rows as codes.
fn codes(matrix: &Matrix, items: &[Item]) -> Vec<String> {
    let code = |item: &Item| match *item {
        Item::Node(node) => matrix.node(node).code.clone(),
        Item::Indicator(row) => matrix.indicator(row).code.clone(),
    };
    items.iter().map(code).collect()
}

fn states(matrix: &Matrix, code: &str) -> Vec<CellState> {
    let row = matrix.row(code).unwrap();
    (0..matrix.plan().year_count()).map(|column| matrix.state(row, column)).collect()
}

#[test]
fn indicators_follow_their_node_and_stand_before_the_nodes_below() {
    let matrix = matrix();
    let all = ["1", "1-a", "1.1", "1.1-a", "1.1.1", "1.1.1-a", "1.2", "1.2-a", "2", "2-a", "2.1", "2.1-a", "3"];
    assert_eq!(codes(&matrix, matrix.order()), all);
    for (node, from, to) in [("1", 0, 8), ("1.1", 2, 6), ("1.1.1", 4, 6), ("1.2", 6, 8), ("2", 8, 12), ("3", 12, 13)] {
        let position = matrix.node_by_code(node).unwrap();
        assert_eq!(matrix.span(position), from..to, "{node}");
        assert_eq!(codes(&matrix, matrix.subtree(position)), &all[from..to]);
    }
    assert_eq!(matrix.level_counts(), [3, 3, 1]);
    assert_eq!((matrix.node_by_code("9"), matrix.row("9-z")), (None, None));
}

#[test]
fn depth_path_and_axis_follow_the_parents() {
    let matrix = matrix();
    let deepest = matrix.row("1.1.1-a").unwrap();
    let path: Vec<_> = matrix.path(deepest).into_iter().map(|node| matrix.node(node).code.as_str()).collect();
    assert_eq!(path, ["1", "1.1", "1.1.1"]);
    assert_eq!(matrix.depth(matrix.home(deepest)), 2);
    assert_eq!(matrix.axis_of(matrix.home(deepest)).map(|axis| axis.code.as_str()), Some("A"));
    let without = matrix.node_by_code("3").unwrap();
    assert_eq!((matrix.axis_of(without), matrix.parent(without)), (None, None));
    let below: Vec<usize> = matrix.indicators_below(matrix.node_by_code("1").unwrap()).collect();
    assert_eq!(below, [0, 2, 1, 3]);
}

#[test]
fn every_cell_has_its_figure_and_state() {
    use CellState::*;
    let matrix = matrix();
    for (code, wanted) in [
        ("1-a", [Met, OnTrack, Awaiting, NotDue]),
        ("1.1.1-a", [Unrated, NoData, Awaiting, NotDue]),
        ("1.1-a", [Unrated, Met, Awaiting, NotDue]),
        ("1.2-a", [Overdue, Overdue, Awaiting, NotDue]),
        ("2.1-a", [Overdue, Unrated, Awaiting, NotDue]),
        ("2-a", [Suppressed, OffTrack, Awaiting, NotDue]),
    ] {
        assert_eq!(states(&matrix, code), wanted, "{code}");
    }
    let share = matrix.row("1.1.1-a").unwrap();
    assert_eq!((matrix.value(share, 0), matrix.value(share, 1)), (Some(50.0), None));
    let distribution = matrix.distribution(0..6, 1);
    assert_eq!((distribution.total(), distribution.reported(), distribution.due()), (6, 4, 6));
}

#[test]
fn a_hidden_baseline_is_not_used() {
    let matrix = matrix();
    let why = matrix.explain(matrix.row("2-a").unwrap(), 1);
    assert_eq!((why.rule, why.baseline, why.pace), (Rule::ShareOfTarget, None, Some(0.4)));
}

#[test]
fn a_plain_figure_and_a_detail_replace_each_other() {
    let mut matrix = matrix();
    let row = matrix.row("1-a").unwrap();
    assert_eq!((matrix.detail(row, 1), matrix.update(row, 1)), (None, Some(figure("1-a", 2008, 90.0))));
    assert_eq!(matrix.update(row, 2), None);
    let mut noted = figure("1-a", 2008, 100.0);
    noted.note = words("Corregido", "Corrected");
    assert_eq!(matrix.apply(noted.clone()), Some(row));
    assert_eq!((matrix.detail(row, 1), matrix.update(row, 1)), (Some(&noted), Some(noted.clone())));
    assert_eq!(matrix.state(row, 1), CellState::Met);
    assert_eq!(matrix.apply(figure("1-a", 2008, 70.0)), Some(row));
    assert_eq!((matrix.detail(row, 1), matrix.state(row, 1)), (None, CellState::AtRisk));
    let again = Update { version: 3, ..figure("1-a", 2008, 71.0) };
    matrix.apply(again.clone());
    assert_eq!(matrix.update(row, 1), Some(again), "the version is kept for the next write");
    let gap = Update::new("1-a", 2008, Content::NoData(words("Se perdió", "Lost")));
    matrix.apply(gap.clone());
    assert_eq!((matrix.state(row, 1), matrix.value(row, 1)), (CellState::NoData, None));
    assert_eq!(matrix.update(row, 1), Some(gap));
}

#[test]
fn later_years_of_a_running_total_are_judged_again() {
    let mut matrix = matrix();
    let row = matrix.row("1.1-a").unwrap();
    matrix.apply(figure("1.1-a", 2007, 2.0));
    // 2 + 10 of 20.
    assert_eq!((matrix.state(row, 1), matrix.explain(row, 1).pace), (CellState::AtRisk, Some(0.6)));
    matrix.apply(Update::new("1.1-a", 2007, Content::NoData(words("Sin datos", "No data"))));
    let why = matrix.explain(row, 1);
    assert_eq!((why.state, why.actual, why.missing_years), (CellState::OffTrack, Some(10.0), 1));
    let progress = matrix.progress(row, 2008).unwrap();
    assert_eq!((progress.achieved, progress.missing_years), (0.25, 1));
}

#[test]
fn an_update_of_no_cell_is_ignored() {
    let mut matrix = matrix();
    let before: Vec<_> = (0..6).map(|row| states(&matrix, &matrix.indicator(row).code)).collect();
    assert_eq!(matrix.apply(figure("9-z", 2008, 1.0)), None);
    assert_eq!(matrix.apply(figure("1-a", 2006, 1.0)), None);
    assert_eq!(matrix.apply(figure("1-a", 2011, 1.0)), None);
    let after: Vec<_> = (0..6).map(|row| states(&matrix, &matrix.indicator(row).code)).collect();
    assert_eq!(before, after);
}

#[test]
fn a_document_that_does_not_fit_its_plan_is_read_as_far_as_it_does() {
    let mut document = PlanDocument::public(&data(), 1);
    document.values.push(vec![Some(1.0)]);
    document.values[0] = vec![Some(1.0); 9];
    document.updates.push(figure("9-z", 2008, 1.0));
    document.nodes[1].parent = Some("no such node".into());
    document.indicators[3].node = "no such node".into();
    let matrix = Matrix::new(document);
    assert_eq!(matrix.order().len(), 13);
    assert_eq!(matrix.value(0, 3), Some(1.0));
    let empty =
        Matrix::new(PlanDocument { nodes: Vec::new(), indicators: Vec::new(), ..PlanDocument::public(&data(), 1) });
    assert_eq!(empty.order(), []);
}

fn has_words(matrix: &Matrix, item: Item, query: &str) -> bool {
    let (nodes, indicators) = matrix.having(&search::words(query));
    let found = match item {
        Item::Node(node) => nodes.get(node),
        Item::Indicator(row) => indicators.get(row),
    };
    found == Some(&true)
}

#[test]
fn words_are_found_in_codes_titles_and_institutions_of_all_languages() {
    let mut matrix = Matrix::new(PlanDocument::public(&data(), 1));
    let campaigns = Item::Indicator(matrix.row("1-a").unwrap());
    assert!(!has_words(&matrix, campaigns, "campanas"), "nothing is found before it is prepared");
    matrix.prepare_search();
    matrix.prepare_search();
    for query in
        ["CAMPANAS", "información", "information", "1-a", "min", "Ministry interior", "ministerio campaigns", ""]
    {
        assert!(has_words(&matrix, campaigns, query), "{query}");
    }
    assert!(!has_words(&matrix, campaigns, "campañas escuelas"));
    let node = Item::Node(matrix.node_by_code("1.1").unwrap());
    assert!(has_words(&matrix, node, "educacion") && has_words(&matrix, node, "education 1.1"));
}
