//! The plan laid out for reading: a column store of figures and states, and the plan tree as one flat
//! order in which every subtree is contiguous. Which rows a view shows is in `filter`.

use std::cell::Cell;
use std::collections::HashMap;
use std::ops::Range;

use crate::document::PlanDocument;
use crate::indicator::Indicator;
use crate::node::{Axis, Node};
use crate::plan::Plan;
use crate::progress::{self, CellState, Explanation, Figure, Movement, Progress, Series};
use crate::rollup::Distribution;
use crate::search;
use crate::text::Text;
use crate::update::{Content, Measure, Update};
use crate::year::Year;

/// A row of the plan: position of a node or an indicator in the document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Item {
    /// Node.
    Node(usize),
    /// Indicator.
    Indicator(usize),
}

/// A plan ready to be shown.
#[derive(Debug)]
pub struct Matrix {
    /// Header, texts and lists. Its `values` and `updates` are empty: they live in the column store.
    document: PlanDocument,
    tree: Tree,
    /// A row an indicator, a column a year.
    figures: Vec<Figure>,
    /// Judged when first asked for: of 100,000 cells a reader sees some hundreds.
    states: Vec<Cell<Option<CellState>>>,
    /// Updates that say more than a plain figure, in the same places.
    details: Vec<Option<Box<Update>>>,
    rows: HashMap<String, usize>,
    /// Texts of all nodes, then of all indicators. Empty until somebody searches.
    index: search::Index,
}

/// The plan tree as positions.
#[derive(Debug, Default)]
struct Tree {
    order: Vec<Item>,
    /// Where each node's subtree stands in `order`, the node itself first.
    spans: Vec<Range<usize>>,
    parents: Vec<Option<usize>>,
    depths: Vec<u8>,
    /// The node of each indicator.
    homes: Vec<usize>,
}

impl Tree {
    fn new(document: &PlanDocument) -> Tree {
        let nodes: HashMap<String, usize> =
            document.nodes.iter().enumerate().map(|(i, n)| (n.code.clone(), i)).collect();
        let parent = |i: usize, node: &Node| nodes.get(node.parent.as_deref()?).copied().filter(|p| *p < i);
        let mut tree = Tree {
            parents: document.nodes.iter().enumerate().map(|(i, n)| parent(i, n)).collect(),
            homes: document.indicators.iter().map(|i| nodes.get(i.node.as_str()).copied().unwrap_or(0)).collect(),
            spans: vec![0..0; document.nodes.len()],
            ..Tree::default()
        };
        let mut children: Vec<Vec<usize>> = vec![Vec::new(); document.nodes.len()];
        let mut hung: Vec<Vec<usize>> = vec![Vec::new(); document.nodes.len()];
        for (i, parent) in tree.parents.iter().enumerate() {
            tree.depths.push(parent.map_or(0, |p: usize| tree.depths[p].saturating_add(1)));
            if let Some(parent) = parent {
                children[*parent].push(i);
            }
        }
        for (i, home) in tree.homes.iter().enumerate() {
            if let Some(list) = hung.get_mut(*home) {
                list.push(i);
            }
        }
        for root in (0..document.nodes.len()).filter(|i| tree.parents[*i].is_none()).collect::<Vec<_>>() {
            tree.lay_out(root, &children, &hung);
        }
        tree
    }

    /// A node, then the indicators that hang on it, then the nodes below. At most five levels deep.
    fn lay_out(&mut self, node: usize, children: &[Vec<usize>], hung: &[Vec<usize>]) {
        let start = self.order.len();
        self.order.push(Item::Node(node));
        self.order.extend(hung[node].iter().map(|i| Item::Indicator(*i)));
        for child in &children[node] {
            self.lay_out(*child, children, hung);
        }
        self.spans[node] = start..self.order.len();
    }
}

impl Matrix {
    /// Lays a document out.
    pub fn new(mut document: PlanDocument) -> Matrix {
        let values = std::mem::take(&mut document.values);
        let updates = std::mem::take(&mut document.updates);
        let years = document.plan.year_count();
        let cells = years * document.indicators.len();
        let mut matrix = Matrix {
            tree: Tree::new(&document),
            figures: vec![Figure::Missing; cells],
            states: vec![Cell::new(None); cells],
            details: vec![None; cells],
            rows: document.indicators.iter().enumerate().map(|(i, x)| (x.code.clone(), i)).collect(),
            index: search::Index::default(),
            document,
        };
        for (row, values) in values.iter().enumerate().take(matrix.document.indicators.len()) {
            for (column, value) in values.iter().enumerate().take(years) {
                if let Some(value) = value {
                    matrix.figures[row * years + column] = Figure::Measured(Measure::Value(*value));
                }
            }
        }
        for update in updates {
            matrix.put(update);
        }
        matrix
    }

    fn put(&mut self, update: Update) -> Option<usize> {
        let row = self.row(&update.indicator)?;
        let column = self.plan().year_index(update.year)?;
        let years = self.plan().year_count();
        let cell = row * years + column;
        self.figures[cell] = Figure::from(&update.content);
        self.details[cell] = update.plain_value().is_none().then(|| Box::new(update));
        Some(row)
    }

    /// Puts a new update in its cell. All years of the row will be judged again, because a running total
    /// changes later ones. Returns the row; None when the plan has no such cell.
    pub fn apply(&mut self, update: Update) -> Option<usize> {
        let row = self.put(update)?;
        let years = self.plan().year_count();
        self.states[row * years..(row + 1) * years].fill(Cell::new(None));
        Some(row)
    }

    /// The plan's header.
    pub fn plan(&self) -> &Plan {
        &self.document.plan
    }

    /// Header, lists, nodes and indicators. Figures are asked from the matrix itself.
    pub fn document(&self) -> &PlanDocument {
        &self.document
    }

    /// Sets the revision that the matrix stands for.
    pub fn set_revision(&mut self, revision: i64) {
        self.document.revision = revision;
    }

    /// An indicator.
    pub fn indicator(&self, row: usize) -> &Indicator {
        &self.document.indicators[row]
    }

    /// A node.
    pub fn node(&self, node: usize) -> &Node {
        &self.document.nodes[node]
    }

    /// Position of an indicator.
    pub fn row(&self, code: &str) -> Option<usize> {
        self.rows.get(code).copied()
    }

    /// Position of a node.
    pub fn node_by_code(&self, code: &str) -> Option<usize> {
        self.document.nodes.iter().position(|n| n.code == code)
    }

    /// All rows in reading order.
    pub fn order(&self) -> &[Item] {
        &self.tree.order
    }

    /// A node's subtree in reading order, the node itself first.
    pub fn subtree(&self, node: usize) -> &[Item] {
        &self.tree.order[self.tree.spans[node].clone()]
    }

    /// Where a node's subtree stands in [`Matrix::order`].
    pub fn span(&self, node: usize) -> Range<usize> {
        self.tree.spans[node].clone()
    }

    /// Level of a node, 0 on top.
    pub fn depth(&self, node: usize) -> u8 {
        self.tree.depths[node]
    }

    /// The node above.
    pub fn parent(&self, node: usize) -> Option<usize> {
        self.tree.parents[node]
    }

    /// The node that an indicator hangs on.
    pub fn home(&self, row: usize) -> usize {
        self.tree.homes[row]
    }

    /// The nodes above an indicator, top first.
    pub fn path(&self, row: usize) -> Vec<usize> {
        let mut path = vec![self.home(row)];
        while let Some(parent) = path.last().and_then(|n| self.parent(*n)) {
            path.push(parent);
        }
        path.reverse();
        path
    }

    /// The axis of a node: that of its first level.
    pub fn axis_of(&self, mut node: usize) -> Option<&Axis> {
        while let Some(parent) = self.parent(node) {
            node = parent;
        }
        let code = self.node(node).axis.as_deref()?;
        self.document.axes.iter().find(|a| a.code == code)
    }

    /// The figures of an indicator.
    pub fn series(&self, row: usize) -> Series<'_> {
        let years = self.plan().year_count();
        Series { first_year: self.plan().first_year, figures: &self.figures[row * years..(row + 1) * years] }
    }

    /// The figure of a cell.
    pub fn figure(&self, row: usize, column: usize) -> Figure {
        self.figures[row * self.plan().year_count() + column]
    }

    /// The number in a cell.
    pub fn value(&self, row: usize, column: usize) -> Option<f64> {
        match self.figure(row, column) {
            Figure::Measured(measure) => measure.value(self.indicator(row).per()),
            _ => None,
        }
    }

    /// The state of a cell.
    pub fn state(&self, row: usize, column: usize) -> CellState {
        let held = &self.states[row * self.plan().year_count() + column];
        held.get().unwrap_or_else(|| {
            let plan = self.plan();
            let state = progress::state(self.indicator(row), self.series(row), &plan.years[column], plan.rules);
            held.set(Some(state));
            state
        })
    }

    /// Why a cell has its state.
    pub fn explain(&self, row: usize, column: usize) -> Explanation {
        let plan = self.plan();
        progress::explain(self.indicator(row), self.series(row), &plan.years[column], plan.rules)
    }

    /// Progress towards the last target, with the figures up to a year.
    pub fn progress(&self, row: usize, year: Year) -> Option<Progress> {
        progress::progress(self.indicator(row), self.series(row), year)
    }

    /// How the figure moved between two years.
    pub fn movement(&self, row: usize, from: Year, to: Year) -> Option<Movement> {
        progress::movement(self.indicator(row), self.series(row), from, to)
    }

    /// The whole update of a cell, when one is published.
    pub fn update(&self, row: usize, column: usize) -> Option<Update> {
        let year = self.plan().years[column].year;
        self.detail(row, column).cloned().or_else(|| match self.figure(row, column) {
            Figure::Measured(measure) => Some(Update::new(&self.indicator(row).code, year, Content::Measure(measure))),
            _ => None,
        })
    }

    /// The update of a cell when it says more than a plain figure.
    pub fn detail(&self, row: usize, column: usize) -> Option<&Update> {
        self.details[row * self.plan().year_count() + column].as_deref()
    }

    /// States of some indicators in one year. Each indicator counts once.
    pub fn distribution(&self, rows: impl IntoIterator<Item = usize>, column: usize) -> Distribution {
        rows.into_iter().map(|row| self.state(row, column)).collect()
    }

    /// The indicators below a node.
    pub fn indicators_below(&self, node: usize) -> impl Iterator<Item = usize> {
        self.subtree(node).iter().filter_map(|item| match item {
            Item::Indicator(row) => Some(*row),
            Item::Node(_) => None,
        })
    }

    /// Number of nodes on each level, top first.
    pub fn level_counts(&self) -> Vec<usize> {
        let mut counts = vec![0; self.plan().levels.len()];
        for depth in &self.tree.depths {
            if let Some(count) = counts.get_mut(usize::from(*depth)) {
                *count += 1;
            }
        }
        counts
    }

    /// Prepares searching. Done once, when somebody first searches.
    pub fn prepare_search(&mut self) {
        if !self.index.is_empty() {
            return;
        }
        let document = &self.document;
        for node in &document.nodes {
            self.index.push([node.code.as_str()].into_iter().chain(texts(&node.title)));
        }
        let institutions: HashMap<&str, &Text> =
            document.institutions.iter().map(|i| (i.code.as_str(), &i.name)).collect();
        for indicator in &document.indicators {
            let name = institutions.get(indicator.responsible.as_str()).into_iter().flat_map(|name| texts(name));
            let codes = [indicator.code.as_str(), indicator.responsible.as_str()];
            self.index.push(codes.into_iter().chain(name).chain(texts(&indicator.title)));
        }
    }

    /// Which nodes and which indicators have all the words. Needs [`Matrix::prepare_search`].
    pub fn having(&self, words: &[String]) -> (Vec<bool>, Vec<bool>) {
        let mut nodes = self.index.having(words);
        let indicators = nodes.split_off(self.document.nodes.len().min(nodes.len()));
        (nodes, indicators)
    }
}

fn texts(text: &Text) -> impl Iterator<Item = &str> {
    text.iter().map(|(_, words)| words)
}

#[cfg(test)]
mod tests;
