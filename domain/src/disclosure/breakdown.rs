//! Which figures of one dimension are hidden, given what is public of its earlier versions. Totals,
//! percentages and the order of versions are in `history`.

use std::collections::BTreeMap;

use super::is_small;

/// A category; `None` is what the categories leave of the total, which no page shows.
pub(super) type Category = Option<String>;

/// One figure of a version and whether it is hidden.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Cell {
    pub value: f64,
    pub hidden: bool,
}

/// The figures of one dimension in one version. Together they are the total, which is known.
pub(super) type Row = BTreeMap<Category, Cell>;

/// One dimension in all versions of a record of which something is shown.
#[derive(Clone, Debug, Default)]
pub(super) struct Past {
    rows: Vec<Row>,
}

impl Past {
    /// Remembers a version. The same again says nothing new.
    pub fn add(&mut self, row: Row) {
        if !self.rows.contains(&row) {
            self.rows.push(row);
        }
    }

    /// Decides what is hidden in the next version: small figures (`forced`: any but zero), what was
    /// hidden and is unchanged, then new ones until [`Past::holds`], in the order of their codes: a choice
    /// by size would say something about the size. Zeros go only when nothing else helps, and then all new
    /// ones. A figure that was shown is known and helps no more. `None`: no choice is safe while the total
    /// is shown.
    pub fn choose(&self, cells: &BTreeMap<Category, f64>, forced: bool, k: u32) -> Option<Row> {
        let mut row = Row::new();
        let mut free: Vec<(bool, &Category, f64)> = Vec::new();
        for (category, &value) in cells {
            let seen = self.seen(category, value);
            let hidden = seen.unwrap_or(is_small(value, k) || (forced && value != 0.0));
            row.insert(category.clone(), Cell { value, hidden });
            if seen.is_none() && !hidden {
                // What no page shows is hidden at no cost; then come the companions of an earlier version.
                let costs = category.is_some() && !self.was_hidden(category);
                free.push((costs, category, value));
            }
        }
        if !row.values().any(|cell| cell.hidden) {
            return Some(row);
        }
        free.sort_by_key(|(costs, category, _)| (*costs, *category));
        let (zeros, others): (Vec<_>, Vec<_>) = free.into_iter().partition(|(_, _, value)| *value == 0.0);
        let mut taken = Vec::new();
        for (_, category, _) in others {
            if self.holds(&row, k) {
                break;
            }
            hide(&mut row, category, true);
            taken.push(category);
        }
        if self.holds(&row, k) {
            // What a later choice made needless is shown again.
            for category in taken.into_iter().rev() {
                hide(&mut row, category, false);
                if !self.holds(&row, k) {
                    hide(&mut row, category, true);
                }
            }
            return Some(row);
        }
        for (_, category, _) in zeros {
            hide(&mut row, category, true);
        }
        self.holds(&row, k).then_some(row)
    }

    /// Whether this figure of a category is hidden in an earlier version; `None` when it is new.
    fn seen(&self, category: &Category, value: f64) -> Option<bool> {
        let cells = self.rows.iter().filter_map(|row| row.get(category));
        cells.filter(|cell| cell.value == value).map(|cell| cell.hidden).next()
    }

    fn was_hidden(&self, category: &Category) -> bool {
        self.rows.iter().filter_map(|row| row.get(category)).any(|cell| cell.hidden)
    }

    /// True when nobody can compute a hidden figure of this version, nor of an earlier one with its help,
    /// even knowing which figures are the same in which versions.
    ///
    /// The versions that share hidden figures are taken together. Categories that are hidden in the same
    /// versions form a block, and each block must
    /// - have two categories or more that make k or more in each of its versions, and
    /// - have one category, the anchor, that can give a person away in each of them: above 1, as zeros are
    ///   shown, or above 0 where a zero is hidden. Hidden zeros say so much that such a version may share
    ///   no hidden figure with another.
    ///
    /// A person moved from the anchor to another category of its block, in all versions of the block at
    /// once, changes no shown figure and no total, whatever the other dimensions are. So no hidden figure
    /// has only one possible value, and a sum of hidden figures that has is one of whole blocks: k or more.
    ///
    /// Whoever knows this rule also asks what would be hidden if a person were moved. So each category can
    /// take part in a move after which the small ones are the same: not all of them are k-1.
    fn holds(&self, row: &Row, k: u32) -> bool {
        let rows = self.linked(row);
        if rows.len() > 1 && rows.iter().any(|row| hides_zero(row)) {
            return false;
        }
        let mut versions: BTreeMap<&Category, Vec<usize>> = BTreeMap::new();
        for (version, row) in rows.iter().enumerate() {
            for (category, _) in row.iter().filter(|(_, cell)| cell.hidden) {
                versions.entry(category).or_default().push(version);
            }
        }
        let mut blocks: BTreeMap<&[usize], Vec<&Category>> = BTreeMap::new();
        for (category, versions) in &versions {
            blocks.entry(versions).or_default().push(category);
        }
        let figures = |version: usize, block: &[&Category]| -> Vec<f64> {
            block.iter().filter_map(|category| Some(rows[version].get(*category)?.value)).collect()
        };
        blocks.iter().all(|(versions, block)| {
            let of = |&version: &usize| Version {
                figures: figures(version, block),
                small: rows[version].values().filter(|cell| is_small(cell.value, k)).map(|cell| cell.value).sum(),
                zero: hides_zero(rows[version]),
            };
            is_safe(&versions.iter().map(of).collect::<Vec<_>>(), block.len(), k)
        })
    }

    /// The row and all earlier ones that share a hidden figure with it, or with one of those.
    fn linked<'a>(&'a self, row: &'a Row) -> Vec<&'a Row> {
        let mut linked = vec![row];
        let mut rest: Vec<&Row> = self.rows.iter().filter(|earlier| *earlier != row).collect();
        let mut next = 0;
        while let Some(row) = linked.get(next).copied() {
            let (shares, others) = rest.into_iter().partition(|other| share_hidden(row, other));
            linked.extend::<Vec<&Row>>(shares);
            rest = others;
            next += 1;
        }
        linked
    }
}

/// The figures of a block in one of its versions.
struct Version {
    figures: Vec<f64>,
    /// Sum of all small hidden figures of the version.
    small: f64,
    /// A zero is hidden in the version.
    zero: bool,
}

impl Version {
    /// There is somebody to take from here.
    fn gives(&self, from: usize) -> bool {
        self.figures[from] > if self.zero { 0.0 } else { 1.0 }
    }

    /// After this move the same figures are small, and the small ones still need the help of others, or
    /// still need none.
    fn looks_the_same(&self, from: usize, to: usize, k: f64, alone: bool) -> bool {
        let (from, to) = (self.figures[from], self.figures[to]);
        if self.zero || (from == k && to != k - 1.0 && alone && k > 3.0) {
            // Zeros and the others change places; or one more is small and all of them make k.
            return true;
        }
        let small = self.small + f64::from(to < k) - f64::from(from < k);
        from != k && to != k - 1.0 && (small < k) == (self.small < k)
    }
}

/// The conditions on one block of [`Past::holds`].
fn is_safe(versions: &[Version], categories: usize, k: u32) -> bool {
    let k = f64::from(k);
    let gives = |at: usize| versions.iter().all(|version| version.gives(at));
    let alone = versions.len() == 1;
    let moves = |from: usize, to: usize| {
        gives(from) && versions.iter().all(|version| version.looks_the_same(from, to, k, alone))
    };
    let others = |at: usize| (0..categories).filter(move |other| *other != at);
    versions.iter().all(|version| version.figures.iter().sum::<f64>() >= k)
        && (0..categories).any(gives)
        && (0..categories).all(|at| others(at).any(|other| moves(at, other) || moves(other, at)))
}

/// Only where all that is hidden is 1, or k-1, and nothing else could be hidden with it.
fn hides_zero(row: &Row) -> bool {
    row.values().any(|cell| cell.hidden && cell.value == 0.0)
}

fn hide(row: &mut Row, category: &Category, hidden: bool) {
    if let Some(cell) = row.get_mut(category) {
        cell.hidden = hidden;
    }
}

fn share_hidden(one: &Row, other: &Row) -> bool {
    one.iter()
        .any(|(category, cell)| cell.hidden && other.get(category).is_some_and(|o| o.hidden && o.value == cell.value))
}
