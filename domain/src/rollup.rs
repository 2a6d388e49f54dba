//! What a node says about its indicators: how many have which state, and the coverage. Never an
//! average.

use serde::{Deserialize, Serialize};

use crate::progress::CellState;

/// How many indicators have each state, in the order of [`CellState::ALL`].
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Distribution([u32; CellState::ALL.len()]);

impl Distribution {
    /// Counts one indicator.
    pub fn add(&mut self, state: CellState) {
        self.0[state as usize] += 1;
    }

    /// Adds another distribution.
    pub fn merge(&mut self, other: &Distribution) {
        for (mine, theirs) in self.0.iter_mut().zip(other.0) {
            *mine += theirs;
        }
    }

    /// Number of indicators with this state.
    pub fn count(&self, state: CellState) -> u32 {
        self.0[state as usize]
    }

    /// Number of indicators.
    pub fn total(&self) -> u32 {
        self.0.iter().sum()
    }

    /// States that occur, best first, with their counts.
    pub fn iter(&self) -> impl Iterator<Item = (CellState, u32)> {
        CellState::ALL.into_iter().map(|s| (s, self.count(s))).filter(|(_, count)| *count > 0)
    }

    fn sum(&self, which: impl Fn(CellState) -> bool) -> u32 {
        self.iter().filter(|(state, _)| which(*state)).map(|(_, count)| count).sum()
    }

    /// Indicators with an approved figure, shown or hidden.
    pub fn reported(&self) -> u32 {
        self.sum(CellState::is_reported)
    }

    /// Indicators for which the institution has answered: a figure, or the reason why there is none.
    pub fn answered(&self) -> u32 {
        self.reported() + self.count(CellState::NoData)
    }

    /// Indicators for which a report is or was expected.
    pub fn due(&self) -> u32 {
        self.sum(CellState::is_due)
    }
}

impl FromIterator<CellState> for Distribution {
    fn from_iter<I: IntoIterator<Item = CellState>>(states: I) -> Self {
        let mut distribution = Distribution::default();
        states.into_iter().for_each(|state| distribution.add(state));
        distribution
    }
}

/// Whole percent of a count. One of many is never 0 %, all but one never 100 %; 0 of 0 is 0.
pub fn percent(count: u32, total: u32) -> u32 {
    if count == 0 || total == 0 {
        return 0;
    }
    if count >= total {
        return 100;
    }
    let rounded = (f64::from(count) * 100.0 / f64::from(total)).round() as u32;
    rounded.clamp(1, 99)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_of_many_is_not_nothing_and_all_but_one_is_not_all() {
        for (count, total, shown) in
            [(0, 1000, 0), (1, 1000, 1), (999, 1000, 99), (1000, 1000, 100), (1, 3, 33), (0, 0, 0), (5, 0, 0)]
        {
            assert_eq!(percent(count, total), shown, "{count} of {total}");
        }
    }

    #[test]
    fn coverage_counts_hidden_figures_as_reported_and_upcoming_years_as_not_due() {
        use CellState::*;
        let d: Distribution = [Met, Suppressed, NoData, Overdue, Awaiting, NotDue].into_iter().collect();
        assert_eq!((d.reported(), d.answered(), d.due(), d.total()), (2, 3, 5, 6));
    }

    #[test]
    fn merging_is_counting_together() {
        let a: Distribution = [CellState::Met, CellState::AtRisk].into_iter().collect();
        let mut b: Distribution = [CellState::Met].into_iter().collect();
        b.merge(&a);
        assert_eq!(b.iter().collect::<Vec<_>>(), [(CellState::Met, 2), (CellState::AtRisk, 1)]);
    }
}
