//! Somebody who reads everything that is public of one record, in all versions, knows which figures are the
//! same in which versions, and computes: elimination, bounds, and all solutions of what is small enough.

use std::collections::{BTreeMap, BTreeSet};

use crate::update::{Measure, Update};

/// What a figure is: dimension (empty for the total), category (none for what is left of the total), and
/// its value, because a figure that is the same in two versions is known to be the same.
type Figure = (String, Option<String>, u64);

/// What the attacker works with.
pub struct Attack {
    k: f64,
    /// Hidden figures: their true values, the least and the most that they can be.
    truth: Vec<f64>,
    bounds: Vec<(f64, f64)>,
    names: Vec<Figure>,
    /// Sum of coefficient times figure is the constant.
    equations: Vec<(Vec<f64>, f64)>,
    /// The hidden figures of one dimension in one version: a sum of some of them is a figure too.
    groups: Vec<BTreeSet<usize>>,
    shown: Vec<(Figure, f64)>,
}

fn value(figure: &Figure) -> f64 {
    f64::from_bits(figure.2)
}

fn says_something(public: &Update) -> bool {
    public.measure().is_some() || public.breakdowns.values().any(|b| b.values().any(Option::is_some))
}

fn total(update: &Update) -> Option<f64> {
    match update.measure() {
        Some(Measure::Value(value)) => Some(value),
        Some(Measure::Ratio { numerator, .. }) => Some(numerator),
        None => None,
    }
}

/// One version: which figures stand in its sums.
fn sums(filed: &Update) -> Vec<(Vec<Figure>, Figure)> {
    let Some(total) = total(filed) else { return Vec::new() };
    let whole = (String::new(), None, total.to_bits());
    let dimensions = filed.breakdowns.iter().map(|(dimension, cells)| {
        let of = |category: Option<&String>, v: f64| (dimension.clone(), category.cloned(), v.to_bits());
        let mut parts: Vec<Figure> = cells.iter().map(|(c, v)| of(Some(c), v.unwrap())).collect();
        let rest = total - cells.values().flatten().sum::<f64>();
        if rest > 0.0 {
            parts.push(of(None, rest));
        }
        (parts, whole.clone())
    });
    dimensions.collect()
}

fn shown_figures(filed: &Update, public: &Update) -> BTreeSet<Figure> {
    let mut shown = BTreeSet::new();
    if public.measure().is_some()
        && let Some(total) = total(filed)
    {
        shown.insert((String::new(), None, total.to_bits()));
    }
    for (dimension, cells) in &public.breakdowns {
        let cells = cells.iter().filter_map(|(c, v)| Some((dimension.clone(), Some(c.clone()), (*v)?.to_bits())));
        shown.extend(cells);
    }
    shown
}

impl Attack {
    /// Collects what the published versions say. The filed ones tell what is equal to what.
    pub fn new(filed: &[Update], public: &[Update], k: u32) -> Attack {
        let versions: Vec<_> = filed.iter().zip(public).filter(|(_, public)| says_something(public)).collect();
        let shown: BTreeSet<Figure> =
            versions.iter().flat_map(|(filed, public)| shown_figures(filed, public)).collect();
        let sums: Vec<_> = versions.iter().flat_map(|(filed, _)| sums(filed)).collect();
        let all: BTreeSet<&Figure> = sums.iter().flat_map(|(parts, whole)| parts.iter().chain([whole])).collect();
        let names: Vec<Figure> = all.into_iter().filter(|figure| !shown.contains(*figure)).cloned().collect();
        let index: BTreeMap<&Figure, usize> = names.iter().enumerate().map(|(i, name)| (name, i)).collect();
        // Whoever sees a zero somewhere in a dimension takes a hidden figure for 1 or more.
        let mut above_zero: BTreeSet<&Figure> = BTreeSet::new();
        let (mut equations, mut groups) = (Vec::new(), Vec::new());
        for (parts, whole) in &sums {
            let mut row = vec![0.0; names.len()];
            let mut constant = 0.0;
            for (figure, sign) in parts.iter().map(|part| (part, 1.0)).chain([(whole, -1.0)]) {
                match index.get(figure) {
                    Some(&i) => row[i] += sign,
                    None => constant -= sign * value(figure),
                }
            }
            equations.push((row, constant));
            let hidden: Vec<&Figure> = parts.iter().filter(|part| index.contains_key(part)).collect();
            groups.push(hidden.iter().map(|part| index[*part]).collect());
            if hidden.iter().all(|part| value(part) > 0.0) {
                above_zero.extend(hidden);
            }
        }
        let k = f64::from(k);
        let bounds = names.iter().map(|name| {
            let small_total = name.0.is_empty() && value(name) < k;
            let least = if above_zero.contains(name) || name.0.is_empty() { 1.0 } else { 0.0 };
            (least, if small_total { k - 1.0 } else { f64::INFINITY })
        });
        let (truth, bounds) = (names.iter().map(value).collect(), bounds.collect());
        let shown = shown.iter().map(|figure| (figure.clone(), value(figure))).collect();
        Attack { k, truth, bounds, equations, groups, shown, names }
    }

    /// The first small figure that can be told, and how; `None` when nobody can tell one.
    pub fn finds(mut self) -> Option<String> {
        let k = self.k;
        let small = |value: f64| value > 0.0 && value < k;
        if let Some((name, _)) = self.shown.iter().find(|(_, value)| small(*value)) {
            return Some(format!("shown: {name:?}"));
        }
        let basis = reduced(self.equations.iter().map(|(row, _)| row.clone()).collect());
        if let Some(found) = self.by_elimination(&basis) {
            return Some(found);
        }
        self.add_combinations(&basis);
        self.tighten();
        let told = |i: &usize| self.bounds[*i].0 == self.bounds[*i].1 && small(self.truth[*i]);
        if let Some(i) = (0..self.truth.len()).find(told) {
            return Some(format!("by bounds: {:?} is {}", self.names[i], self.truth[i]));
        }
        let same = self.same_in_all_solutions()?;
        let found = same.into_iter().find(|i| small(self.truth[*i]))?;
        Some(format!("in every solution: {:?} is {}", self.names[found], self.truth[found]))
    }

    /// A sum of hidden figures of one dimension and version that follows from the equations and is small.
    fn by_elimination(&self, basis: &[Vec<f64>]) -> Option<String> {
        let combine = |chosen: u32| {
            let mut sum = vec![0.0; self.truth.len()];
            for (_, row) in basis.iter().enumerate().filter(|(i, _)| chosen >> i & 1 == 1) {
                sum.iter_mut().zip(row).for_each(|(s, r)| *s += r);
            }
            sum
        };
        // In reduced form, the coefficient of each row is that of its own column: 0 or 1.
        let choices: Vec<u32> = if basis.len() <= 10 {
            (1..1 << basis.len()).collect()
        } else {
            (0..basis.len().min(31)).map(|i| 1 << i).collect()
        };
        for row in choices.into_iter().map(combine) {
            if !row.iter().all(|c| c.abs() < 1e-6 || (c - 1.0).abs() < 1e-6) {
                continue;
            }
            let support: BTreeSet<usize> = (0..row.len()).filter(|i| row[*i] > 0.5).collect();
            let sum: f64 = support.iter().map(|i| self.truth[*i]).sum();
            let figure = support.len() == 1 || self.groups.iter().any(|group| support.is_subset(group));
            if figure && sum > 0.0 && sum < self.k {
                let names: Vec<_> = support.iter().map(|i| &self.names[*i]).collect();
                return Some(format!("by elimination: {names:?} is {sum}"));
            }
        }
        None
    }

    /// More equations that follow, for the bounds: reduced rows, and differences of two.
    fn add_combinations(&mut self, basis: &[Vec<f64>]) {
        let constant = |row: &[f64], truth: &[f64]| row.iter().zip(truth).map(|(r, t)| r * t).sum::<f64>();
        let mut more: Vec<(Vec<f64>, f64)> = Vec::new();
        for row in basis {
            more.push((row.clone(), constant(row, &self.truth)));
        }
        for (i, (one, a)) in self.equations.iter().enumerate() {
            for (other, b) in &self.equations[..i] {
                more.push((one.iter().zip(other).map(|(x, y)| x - y).collect(), a - b));
            }
        }
        self.equations.extend(more);
    }

    /// What is left for one figure when all others of an equation are as large, or as small, as they can be.
    fn tighten(&mut self) {
        for _ in 0..200 {
            let before = self.bounds.clone();
            for (row, constant) in &self.equations {
                for i in (0..row.len()).filter(|i| row[*i].abs() > 1e-9) {
                    let (mut least, mut most) = (0.0, 0.0);
                    for j in (0..row.len()).filter(|j| *j != i && row[*j].abs() > 1e-9) {
                        let (low, high) = self.bounds[j];
                        let (low, high) = if row[j] > 0.0 { (low, high) } else { (high, low) };
                        least += row[j] * low;
                        most += row[j] * high;
                    }
                    let (low, high) = ((constant - most) / row[i], (constant - least) / row[i]);
                    let (low, high) = if row[i] > 0.0 { (low, high) } else { (high, low) };
                    let bounds = &mut self.bounds[i];
                    bounds.0 = bounds.0.max((low - 1e-6).ceil());
                    bounds.1 = bounds.1.min((high + 1e-6).floor());
                }
            }
            if before == self.bounds {
                break;
            }
        }
    }

    /// Figures with one value in all solutions; `None` when there are too many solutions to look at.
    fn same_in_all_solutions(&self) -> Option<Vec<usize>> {
        let mut size = 1.0;
        for (low, high) in &self.bounds {
            size *= high - low + 1.0;
        }
        if size > 3e4 || self.truth.is_empty() {
            return None;
        }
        let mut same: Vec<Option<f64>> = self.truth.iter().map(|v| Some(*v)).collect();
        let mut values = Vec::new();
        self.search(&mut values, &mut same);
        Some((0..same.len()).filter(|i| same[*i].is_some()).collect())
    }

    fn search(&self, values: &mut Vec<f64>, same: &mut [Option<f64>]) {
        if values.len() == self.truth.len() {
            let holds = |(row, constant): &(Vec<f64>, f64)| {
                (row.iter().zip(values.iter()).map(|(r, v)| r * v).sum::<f64>() - constant).abs() < 1e-6
            };
            if self.equations.iter().all(holds) {
                same.iter_mut().zip(values.iter()).for_each(|(s, v)| *s = s.filter(|known| known == v));
            }
            return;
        }
        let (low, high) = self.bounds[values.len()];
        let mut next = low;
        while next <= high {
            values.push(next);
            self.search(values, same);
            values.pop();
            next += 1.0;
        }
    }
}

/// Gauss and Jordan.
fn reduced(mut rows: Vec<Vec<f64>>) -> Vec<Vec<f64>> {
    let width = rows.first().map_or(0, Vec::len);
    let mut rank = 0;
    for column in 0..width {
        let Some(pivot) = (rank..rows.len()).find(|row| rows[*row][column].abs() > 1e-9) else { continue };
        rows.swap(rank, pivot);
        let by = rows[rank][column];
        rows[rank].iter_mut().for_each(|v| *v /= by);
        let base = rows[rank].clone();
        for (_, row) in rows.iter_mut().enumerate().filter(|(i, _)| *i != rank) {
            let times = row[column];
            row.iter_mut().zip(&base).for_each(|(v, b)| *v -= times * b);
        }
        rank += 1;
    }
    rows.truncate(rank);
    rows
}
