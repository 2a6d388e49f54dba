//! The versions of one record in the order in which they became public: each is published so that,
//! together with all before it, it tells no hidden figure.

use std::collections::BTreeMap;

use super::breakdown::{Category, Past, Row};
use super::{is_small, must_hide};
use crate::indicator::{Indicator, Kind};
use crate::institution::{TERRITORY_BASE, TERRITORY_DIMENSION};
use crate::update::{Breakdown, Content, Measure, Update};

/// What has been published of one indicator in one year. What once was published is out of hand, so a
/// later version never changes the public form of an earlier one: only its own figures can be hidden.
///
/// A version of which nothing is shown says nothing. Of every other one the total is known, so that what
/// is hidden in one dimension cannot be told by another, and each dimension is safe by itself.
#[derive(Clone, Debug)]
pub struct History<'a> {
    indicator: &'a Indicator,
    k: u32,
    /// Versions as filed and as published.
    published: Vec<(Update, Update)>,
    dimensions: BTreeMap<String, Past>,
    /// Totals that have been shown, and totals that have not.
    shown: Vec<Content>,
    hidden: Vec<Content>,
    /// Shown percentages and rates without a denominator, and shown denominators.
    shares: Vec<f64>,
    denominators: Vec<f64>,
}

impl<'a> History<'a> {
    /// Nothing published yet.
    pub fn new(indicator: &'a Indicator, k: u32) -> Self {
        History {
            indicator,
            k,
            published: Vec::new(),
            dimensions: BTreeMap::new(),
            shown: Vec::new(),
            hidden: Vec::new(),
            shares: Vec::new(),
            denominators: Vec::new(),
        }
    }

    /// The next version as everybody may see it. Of files that are not for everybody the title is left.
    pub fn publish(&mut self, update: &Update) -> Update {
        let mut public = self.publish_figures(update);
        for evidence in &mut public.evidence {
            evidence.file.take_if(|file| !file.public);
        }
        public
    }

    fn publish_figures(&mut self, update: &Update) -> Update {
        if !self.indicator.counts_people {
            return update.clone();
        }
        if is_public(update) {
            return self.publish_again(update);
        }
        let same =
            |(filed, _): &&(Update, Update)| filed.content == update.content && filed.breakdowns == update.breakdowns;
        if let Some((_, public)) = self.published.iter().find(same) {
            // The figures are the same, only words have changed.
            let (content, breakdowns) = (public.content.clone(), public.breakdowns.clone());
            return Update { content, breakdowns, ..update.clone() };
        }
        let public = match self.rows(update) {
            Some(rows) => self.show(update, rows),
            None => self.hide(update),
        };
        self.published.push((update.clone(), public.clone()));
        public
    }

    /// What is hidden in each dimension; `None` when nothing of this version can be shown.
    fn rows(&self, update: &Update) -> Option<BTreeMap<String, Row>> {
        let measure = update.measure();
        if measure.is_some_and(|measure| must_hide(self.indicator, measure, self.k) || self.gives_a_share_away(measure))
            || self.hidden.contains(&update.content)
        {
            return None;
        }
        let (mut rows, nothing) = (BTreeMap::new(), Past::default());
        for (dimension, breakdown) in &update.breakdowns {
            let (cells, forced) = match parts(update, dimension) {
                Some((numerators, _)) if dimension == TERRITORY_DIMENSION => (self.cells(update, numerators), false),
                Some((numerators, denominators)) => (rests(update, numerators, denominators), false),
                None => (self.cells(update, breakdown), self.any_reading_is_small(measure, breakdown)),
            };
            let past = self.dimensions.get(dimension).unwrap_or(&nothing);
            rows.insert(dimension.clone(), past.choose(&cells, forced, self.k)?);
            if let Some((_, denominators)) = parts(update, dimension).filter(|_| dimension == TERRITORY_BASE) {
                // A denominator that stays while its numerator moves is known from before.
                let past = self.dimensions.get(WHOLE_BASE).unwrap_or(&nothing);
                let row = past.choose(&wholes(update, denominators), false, self.k)?;
                rows.insert(WHOLE_BASE.to_owned(), row);
            }
        }
        Some(rows)
    }

    /// The figures of a dimension, with what they leave of the total.
    fn cells(&self, update: &Update, breakdown: &Breakdown) -> BTreeMap<Category, f64> {
        let mut cells: BTreeMap<Category, f64> =
            breakdown.iter().filter_map(|(category, value)| Some((Some(category.clone()), (*value)?))).collect();
        let total = match update.measure() {
            Some(Measure::Value(total)) if self.indicator.kind == Kind::Number => total,
            Some(Measure::Ratio { numerator, .. }) => numerator,
            _ => return cells,
        };
        let rest = total - cells.values().sum::<f64>();
        if rest > 1e-6 {
            cells.insert(None, rest);
        }
        cells
    }

    /// The categories of a percentage or rate may be counts, or percentages of a denominator that is known:
    /// when one of them is small either way, none is shown.
    fn any_reading_is_small(&self, measure: Option<Measure>, breakdown: &Breakdown) -> bool {
        if !self.is_share() {
            return false;
        }
        let values = || breakdown.values().flatten().copied();
        if values().any(|value| is_small(value, self.k)) {
            return true;
        }
        let own = measure.and_then(|measure| match measure {
            Measure::Ratio { denominator, .. } => Some(denominator),
            Measure::Value(_) => None,
        });
        let known = || self.denominators.iter().copied().chain(own);
        !are_counts(measure, breakdown) && values().any(|value| known().any(|d| self.is_small_share(value, d)))
    }

    /// A percentage that was shown without its denominator, and a denominator, give a numerator.
    fn gives_a_share_away(&self, measure: Measure) -> bool {
        match measure {
            Measure::Value(share) if self.is_share() => {
                self.denominators.iter().any(|denominator| self.is_small_share(share, *denominator))
            }
            Measure::Ratio { denominator, .. } => {
                self.shares.iter().any(|share| self.is_small_share(*share, denominator))
            }
            Measure::Value(_) => false,
        }
    }

    fn is_small_share(&self, share: f64, denominator: f64) -> bool {
        let numerator = share * denominator / self.indicator.per();
        // Not always whole: the percentage was rounded before it was filed.
        let small = |count: f64| count > 1e-6 && is_small(count, self.k);
        small(numerator) || small(denominator - numerator)
    }

    fn is_share(&self) -> bool {
        matches!(self.indicator.kind, Kind::Percent | Kind::Ratio)
    }

    fn show(&mut self, update: &Update, rows: BTreeMap<String, Row>) -> Update {
        let mut public = update.clone();
        for (dimension, row) in rows {
            let hidden = |category: &String| row.get(&Some(category.clone())).is_some_and(|cell| cell.hidden);
            // Of the ratio of a territory both parts are hidden, or none: two of numerator, denominator and rest
            // give the third.
            let both = [TERRITORY_DIMENSION, TERRITORY_BASE];
            let together = if parts(update, &dimension).is_some() { &both[..] } else { &[dimension.as_str()] };
            for name in together {
                let cells = public.breakdowns.get_mut(*name).into_iter().flatten();
                cells.filter(|(category, _)| hidden(category)).for_each(|(_, figure)| *figure = None);
            }
            self.dimensions.entry(dimension).or_default().add(row);
        }
        self.shown.push(public.content.clone());
        if self.is_share() {
            let shares = update.breakdowns.iter().filter(|(dimension, filed)| {
                parts(update, dimension).is_none() && !are_counts(update.measure(), filed)
            });
            let shown = shares.filter_map(|(dimension, _)| public.breakdowns.get(dimension));
            self.shares.extend(shown.flat_map(|breakdown| breakdown.values().flatten()));
            match public.measure() {
                Some(Measure::Value(share)) => self.shares.push(share),
                Some(Measure::Ratio { denominator, .. }) => self.denominators.push(denominator),
                None => {}
            }
        }
        public
    }

    /// Nothing is shown: not the total, no category, no zero.
    fn hide(&mut self, update: &Update) -> Update {
        if update.measure().is_some() && !self.shown.contains(&update.content) {
            self.hidden.push(update.content.clone());
        }
        hidden(update)
    }

    /// A record that has been published already: nothing is known any more of what was hidden, so nothing
    /// is left of it when a small figure is still there.
    fn publish_again(&self, update: &Update) -> Update {
        let small_total = update.measure().is_some_and(|measure| must_hide(self.indicator, measure, self.k));
        let mut cells = update.breakdowns.values().flat_map(|breakdown| breakdown.values().flatten());
        if small_total || cells.any(|value| is_small(*value, self.k)) { hidden(update) } else { update.clone() }
    }
}

/// The denominators of territories beside [`TERRITORY_BASE`], under which their rests are counted.
const WHOLE_BASE: &str = "territory_base_whole";

/// The denominators of territories, with what they leave of the total.
fn wholes(update: &Update, denominators: &Breakdown) -> BTreeMap<Category, f64> {
    let known = denominators.iter().filter_map(|(category, value)| Some((Some(category.clone()), (*value)?)));
    let mut cells: BTreeMap<Category, f64> = known.collect();
    if let Some(Measure::Ratio { denominator, .. }) = update.measure() {
        let left = denominator - cells.values().sum::<f64>();
        if left > 1e-6 {
            cells.insert(None, left);
        }
    }
    cells
}

/// Numerators and denominators of territories, of which a ratio is made, when the dimension is one of the two.
fn parts<'u>(update: &'u Update, dimension: &str) -> Option<(&'u Breakdown, &'u Breakdown)> {
    let is_one = [TERRITORY_DIMENSION, TERRITORY_BASE, WHOLE_BASE].contains(&dimension);
    let both = (update.breakdowns.get(TERRITORY_DIMENSION)?, update.breakdowns.get(TERRITORY_BASE)?);
    is_one.then_some(both)
}

/// Those who are in the denominator of a territory and not in its numerator. Numerators and rests are counted
/// apart, so that each is safe by itself and together they tell no more. Of ratios that are no shares, where a
/// numerator is above its denominator, the denominators themselves.
fn rests(update: &Update, numerators: &Breakdown, denominators: &Breakdown) -> BTreeMap<Category, f64> {
    let figure = |cells: &Breakdown, category: &String| cells.get(category).copied().flatten().unwrap_or_default();
    let all = || denominators.keys().map(|category| (category, figure(denominators, category)));
    let is_share = all().all(|(category, denominator)| figure(numerators, category) <= denominator);
    let less = |category: &String| if is_share { figure(numerators, category) } else { 0.0 };
    let mut cells: BTreeMap<Category, f64> =
        all().map(|(category, denominator)| (Some(category.clone()), denominator - less(category))).collect();
    if let Some(Measure::Ratio { numerator, denominator }) = update.measure() {
        let left = denominator - if is_share { numerator } else { 0.0 } - cells.values().sum::<f64>();
        if left > 1e-6 {
            cells.insert(None, left);
        }
    }
    cells
}

/// The categories of a percentage are the parts of its numerator.
fn are_counts(measure: Option<Measure>, breakdown: &Breakdown) -> bool {
    let sum: f64 = breakdown.values().flatten().sum();
    matches!(measure, Some(Measure::Ratio { numerator, .. }) if (sum - numerator).abs() < 1e-6)
}

fn is_public(update: &Update) -> bool {
    let cells = || update.breakdowns.values().flat_map(|breakdown| breakdown.values());
    update.content == Content::Suppressed || cells().any(Option::is_none)
}

fn hidden(update: &Update) -> Update {
    let mut public = update.clone();
    if public.measure().is_some() {
        public.content = Content::Suppressed;
    }
    public.breakdowns.values_mut().flat_map(|breakdown| breakdown.values_mut()).for_each(|figure| *figure = None);
    public
}
