//! How the time goes: what was spent, what is left, and when it ends at this pace.

use serde::{Deserialize, Serialize};

/// An item, as far as its time is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    /// Minutes that are meant for it; 0 when nobody said.
    pub minutes: u32,
    /// Seconds during which it was on.
    pub seconds: u32,
    /// It is decided.
    pub decided: bool,
    /// It was passed with others: it says nothing about how long discussions take.
    pub together: bool,
}

/// How the time goes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Pace {
    /// Items that are decided.
    pub decided: u32,
    /// All items.
    pub items: u32,
    /// Seconds that were meant for the items discussed so far.
    pub planned: u32,
    /// Seconds that they took.
    pub spent: u32,
    /// Seconds that the rest takes at this pace.
    pub left: u32,
}

/// Minutes for an item when nobody said and nothing was discussed yet.
const USUAL: u32 = 5;

/// The pace of a workshop: what is left takes as much longer or shorter than planned as what was discussed.
pub fn pace(items: &[Spent]) -> Pace {
    let discussed: Vec<&Spent> = items.iter().filter(|item| item.decided && !item.together).collect();
    let spent = discussed.iter().fold(0_u32, |sum, item| sum.saturating_add(item.seconds));
    let stated: Vec<u32> = items.iter().map(|item| item.minutes).filter(|minutes| *minutes > 0).collect();
    let usual = match stated.len() {
        0 => USUAL * 60,
        count => (stated.iter().map(|minutes| u64::from(*minutes) * 60).sum::<u64>() / count as u64) as u32,
    };
    let meant = |item: &Spent| if item.minutes > 0 { item.minutes.saturating_mul(60) } else { usual };
    let planned = discussed.iter().fold(0_u32, |sum, item| sum.saturating_add(meant(item)));
    let factor = if planned > 0 { f64::from(spent) / f64::from(planned) } else { 1.0 };
    let rest = items.iter().filter(|item| !item.decided).map(|item| {
        // What is on may already have taken longer.
        (f64::from(meant(item)) * factor - f64::from(item.seconds)).max(0.0)
    });
    let decided = items.iter().filter(|item| item.decided).count() as u32;
    Pace { decided, items: items.len() as u32, planned, spent, left: rest.sum::<f64>().round() as u32 }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn item(minutes: u32, seconds: u32, decided: bool) -> Spent {
        Spent { minutes, seconds, decided, together: false }
    }

    #[test]
    fn what_is_left_takes_as_long_as_what_was_discussed() {
        for (items, wanted) in [
            (vec![], 0),
            // Nothing discussed yet: as planned.
            (vec![item(10, 0, false), item(20, 0, false)], 1800),
            // Twice as long as planned.
            (vec![item(10, 1200, true), item(20, 0, false)], 2400),
            // Half, and five of the ten minutes of the current one are over.
            (vec![item(10, 300, true), item(20, 300, false)], 300),
            // Nobody said how long: the mean of those that were said.
            (vec![item(10, 600, true), item(0, 0, false)], 600),
            (vec![item(0, 0, false)], 300),
            // Longer than anybody thought: it can only end now.
            (vec![item(10, 600, true), item(10, 900, false)], 0),
        ] {
            assert_eq!(pace(&items).left, wanted, "{items:?}");
        }
    }

    #[test]
    fn what_was_passed_together_does_not_make_discussions_look_fast() {
        let passed = Spent { minutes: 10, seconds: 0, decided: true, together: true };
        let found = pace(&[passed, passed, item(10, 600, true), item(10, 0, false)]);
        assert_eq!(found, Pace { decided: 3, items: 4, planned: 600, spent: 600, left: 600 });
    }
}
