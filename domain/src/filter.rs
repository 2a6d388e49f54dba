//! Which rows a view shows: narrowing, grouping, sorting, open and closed. Pure, so that the page and an
//! export of the same address hold the same rows.

use std::cmp::Ordering;

use crate::matrix::{Item, Matrix};
use crate::progress::{CellState, Movement};
use crate::rollup::Distribution;
use crate::search;
use crate::text::Lang;
use crate::view::{Grouping, Only, SortKey, View};
use crate::year::Year;

/// What a row is.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum RowKind {
    /// A node of the tree.
    Node(usize),
    /// An indicator.
    Indicator(usize),
    /// The heading of a group: axis or institution by code, or state.
    Group(Group),
}

/// What the indicators of a group have in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Group {
    /// Position of an axis; none: no axis.
    Axis(Option<usize>),
    /// Position of an institution; none: unknown.
    Institution(Option<usize>),
    /// State in the chosen year.
    Status(CellState),
}

/// A row to show.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Row {
    /// What it is.
    pub kind: RowKind,
    /// Depth of indentation.
    pub depth: u8,
    /// For rows that have others below: whether they are shown.
    pub open: Option<bool>,
}

/// All rows of a view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rows {
    /// The rows, in order.
    pub rows: Vec<Row>,
    /// For each indicator, whether it is in the result.
    pub included: Vec<bool>,
    /// Number of indicators in the result, in open and closed rows.
    pub indicators: usize,
    /// Their states in the chosen year, before one of them was chosen: the other parts stay on offer.
    pub distribution: Distribution,
    /// With a year to compare: improved, fell, same; before one of them was chosen.
    pub movements: [u32; 3],
}

/// The year that a view looks at: its own if the plan has it, else the plan's default.
pub fn chosen_year(matrix: &Matrix, view: &View) -> Year {
    let plan = matrix.plan();
    view.year.filter(|y| plan.year_index(*y).is_some()).unwrap_or_else(|| plan.default_year())
}

/// The key of a node in `View::flipped`.
pub fn node_key(matrix: &Matrix, node: usize) -> String {
    matrix.node(node).code.clone()
}

/// The key of a group in `View::flipped`.
pub fn group_key(matrix: &Matrix, group: &Group) -> String {
    let document = matrix.document();
    match group {
        Group::Axis(i) => format!("axis:{}", i.map_or("", |i| &document.axes[i].code)),
        Group::Institution(i) => format!("institution:{}", i.map_or("", |i| &document.institutions[i].code)),
        Group::Status(state) => format!("status:{}", state.code()),
    }
}

/// True when the rows below a node or group are shown: by the rule of `level`, or against it. Level 1
/// shows the top rows alone.
pub fn is_open(view: &View, key: &str, depth: u8) -> bool {
    let by_rule = view.level.is_none_or(|level| depth + 1 < level);
    by_rule != view.is_flipped(key)
}

struct Query<'a> {
    matrix: &'a Matrix,
    view: &'a View,
    /// With words: which nodes and which indicators have them all.
    having: Option<(Vec<bool>, Vec<bool>)>,
    /// Not all indicators are asked for.
    is_narrowed: bool,
    /// Words are asked for, and nothing that indicators alone have, such as a state.
    finds_nodes: bool,
    year: Year,
    column: usize,
}

/// The rows of a view. Call [`Matrix::prepare_search`] before searching.
pub fn rows(matrix: &Matrix, view: &View, lang: Lang) -> Rows {
    let year = chosen_year(matrix, view);
    let column = matrix.plan().year_index(year).unwrap_or(0);
    let words = search::words(&view.query);
    let rest = View { query: String::new(), axis: None, ..view.clone() };
    let finds_nodes = !words.is_empty() && !rest.is_narrowed();
    let having = (!words.is_empty()).then(|| matrix.having(&words));
    let query = Query { matrix, view, having, is_narrowed: view.is_narrowed(), finds_nodes, year, column };
    let count = matrix.document().indicators.len();
    let mut result = Rows { included: vec![false; count], ..Rows::default() };
    for row in (0..count).filter(|row| query.may_include(*row)) {
        let (state, movement) = (matrix.state(row, column), query.movement(row));
        let has_status = view.status.is_none_or(|wanted| state == wanted);
        let has_moved = view.compare.is_none() || view.moved.is_none() || movement == view.moved;
        if has_moved {
            result.distribution.add(state);
        }
        if let Some(movement) = movement.filter(|_| has_status) {
            result.movements[movement as usize] += 1;
        }
        if has_status && has_moved {
            result.included[row] = true;
            result.indicators += 1;
        }
    }
    result.rows = match (view.group, view.sort) {
        (Grouping::Plan, SortKey::Plan) => query.tree(&result.included),
        (Grouping::Plan, _) => query.sorted(&result.included, lang).into_iter().map(|row| leaf(row, 0)).collect(),
        _ => query.grouped(&result.included, lang),
    };
    result
}

fn leaf(row: usize, depth: u8) -> Row {
    Row { kind: RowKind::Indicator(row), depth, open: None }
}

impl Query<'_> {
    fn movement(&self, row: usize) -> Option<Movement> {
        self.matrix.movement(row, self.view.compare?, self.year)
    }

    /// Everything but status and movement.
    fn may_include(&self, row: usize) -> bool {
        let (view, matrix) = (self.view, self.matrix);
        let indicator = matrix.indicator(row);
        let state = matrix.state(row, self.column);
        view.kind.is_none_or(|kind| indicator.kind == kind)
            && view.institution.as_ref().is_none_or(|code| indicator.responsible == *code)
            && match view.only {
                None => true,
                Some(Only::TargetsMissed) => state.is_target_missed(),
                Some(Only::NeverReported) => self.never_reported(row),
            }
            && view
                .axis
                .as_ref()
                .is_none_or(|code| matrix.axis_of(matrix.home(row)).is_some_and(|axis| axis.code == *code))
            && self.having.as_ref().is_none_or(|(_, indicators)| indicators.get(row) == Some(&true))
    }

    fn never_reported(&self, row: usize) -> bool {
        let columns = 0..self.matrix.plan().year_count();
        columns.into_iter().all(|column| !self.matrix.state(row, column).is_reported())
    }

    fn tree(&self, included: &[bool]) -> Vec<Row> {
        let matrix = self.matrix;
        let order = matrix.order();
        let mut rows = Vec::new();
        let mut at = 0;
        while at < order.len() {
            match order[at] {
                Item::Indicator(row) => {
                    if included[row] {
                        rows.push(leaf(row, matrix.depth(matrix.home(row)) + 1));
                    }
                    at += 1;
                }
                Item::Node(node) => {
                    let span = matrix.span(node);
                    let below = self.has_rows_below(node, included);
                    if !below && self.is_narrowed && !self.is_named(node) {
                        at = span.end;
                        continue;
                    }
                    let depth = matrix.depth(node);
                    let open = is_open(self.view, &matrix.node(node).code, depth);
                    rows.push(Row { kind: RowKind::Node(node), depth, open: below.then_some(open) });
                    at = if open { at + 1 } else { span.end };
                }
            }
        }
        rows
    }

    /// True when an open node has a row below it: any, or in a narrowed view one that is found.
    fn has_rows_below(&self, node: usize, included: &[bool]) -> bool {
        let items = &self.matrix.subtree(node)[1..];
        let found = |item: &Item| match *item {
            Item::Indicator(row) => included[row],
            Item::Node(node) => self.is_named(node),
        };
        if self.is_narrowed { items.iter().any(found) } else { !items.is_empty() }
    }

    /// True when the words find the node itself.
    fn is_named(&self, node: usize) -> bool {
        let (view, matrix) = (self.view, self.matrix);
        self.finds_nodes
            && view.axis.as_ref().is_none_or(|code| matrix.axis_of(node).is_some_and(|axis| axis.code == *code))
            && self.having.as_ref().is_some_and(|(nodes, _)| nodes.get(node) == Some(&true))
    }

    fn grouped(&self, included: &[bool], lang: Lang) -> Vec<Row> {
        let matrix = self.matrix;
        let document = matrix.document();
        let position = |code: Option<&str>| code.and_then(|code| document.axes.iter().position(|a| a.code == code));
        let group_of = |row: usize| match self.view.group {
            Grouping::Axis => Group::Axis(position(matrix.axis_of(matrix.home(row)).map(|a| a.code.as_str()))),
            Grouping::Institution => {
                let code = &matrix.indicator(row).responsible;
                Group::Institution(document.institutions.iter().position(|i| i.code == *code))
            }
            Grouping::Status | Grouping::Plan => Group::Status(matrix.state(row, self.column)),
        };
        let rank = |group: &Group| match group {
            Group::Axis(i) | Group::Institution(i) => i.unwrap_or(usize::MAX),
            Group::Status(state) => *state as usize,
        };
        let sorted = self.sorted(included, lang);
        let ranked = sorted.into_iter().map(|row| (Key::Number(rank(&group_of(row)) as f64), row)).collect();
        let members = by_key(ranked, false).into_iter().map(|row| (group_of(row), row));
        let mut rows: Vec<Row> = Vec::new();
        let mut current: Option<(Group, bool)> = None;
        for (group, row) in members {
            if current.as_ref().is_none_or(|(g, _)| *g != group) {
                let open = is_open(self.view, &group_key(matrix, &group), 0);
                rows.push(Row { kind: RowKind::Group(group.clone()), depth: 0, open: Some(open) });
                current = Some((group, open));
            }
            if current.as_ref().is_some_and(|(_, open)| *open) {
                rows.push(leaf(row, 1));
            }
        }
        rows
    }

    /// The included indicators by the sort key; what has no value comes last either way.
    fn sorted(&self, included: &[bool], lang: Lang) -> Vec<usize> {
        let matrix = self.matrix;
        let mut list: Vec<usize> = matrix
            .order()
            .iter()
            .filter_map(|item| match item {
                Item::Indicator(row) if included[*row] => Some(*row),
                _ => None,
            })
            .collect();
        let default = matrix.plan().default_language;
        let descending = self.view.descending;
        let key = |row: usize| match self.view.sort {
            SortKey::Plan => Key::Number(0.0),
            SortKey::Title => Key::Text(search::fold(matrix.indicator(row).title.get(lang, default))),
            SortKey::Responsible => Key::Text(matrix.indicator(row).responsible.clone()),
            SortKey::Year(year) => {
                let pace = matrix.plan().year_index(year).and_then(|column| rank_of(matrix, row, column));
                pace.map_or(Key::None, Key::Number)
            }
            SortKey::Progress => matrix.progress(row, self.year).map_or(Key::None, |p| Key::Number(p.achieved)),
        };
        if self.view.sort == SortKey::Plan {
            if descending {
                list.reverse();
            }
            return list;
        }
        by_key(list.into_iter().map(|row| (key(row), row)).collect(), descending)
    }
}

/// What rows are sorted by. What has no value comes last either way.
#[derive(PartialEq)]
enum Key {
    Number(f64),
    Text(String),
    None,
}

/// Sorts by key; what is equal keeps its order.
fn by_key(keyed: Vec<(Key, usize)>, descending: bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..keyed.len()).collect();
    order.sort_unstable_by(|x, y| {
        let directed = |order: Ordering| if descending { order.reverse() } else { order };
        let by_key = match (&keyed[*x].0, &keyed[*y].0) {
            (Key::Number(a), Key::Number(b)) => directed(a.total_cmp(b)),
            (Key::Text(a), Key::Text(b)) => directed(a.cmp(b)),
            (a, b) => (*a == Key::None).cmp(&(*b == Key::None)),
        };
        by_key.then(x.cmp(y))
    });
    order.into_iter().map(|at| keyed[at].1).collect()
}

/// A number that puts better years before worse ones: the pace, or what stands for it where the rule has
/// no pace.
fn rank_of(matrix: &Matrix, row: usize, column: usize) -> Option<f64> {
    let explanation = matrix.explain(row, column);
    explanation.pace.or(match explanation.state {
        CellState::Met => Some(1.0),
        CellState::OffTrack => Some(0.0),
        CellState::Regressing => Some(-1.0),
        _ => None,
    })
}

#[cfg(test)]
mod tests;
