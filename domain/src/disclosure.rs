//! Figures about people: what may leave the server. A figure between 1 and k-1 is hidden, and with it
//! enough others that it cannot be computed, from any dimension, year or version. The rule in words:
//! docs/method.md. Applied before anything is cached or sent.

use crate::indicator::{Indicator, Kind};
use crate::update::{Measure, Update};

#[cfg(any(test, feature = "attack"))]
pub mod attacker;
mod breakdown;
mod history;

pub use history::History;

/// True for a count that could identify somebody.
fn is_small(count: f64, k: u32) -> bool {
    count > 0.0 && count < f64::from(k)
}

/// True when a quantity about people must not be shown. A percentage or ratio is hidden when its
/// numerator, its denominator or the rest is small.
fn must_hide(indicator: &Indicator, measure: Measure, k: u32) -> bool {
    if !indicator.counts_people {
        return false;
    }
    match measure {
        Measure::Value(value) => indicator.kind == Kind::Number && is_small(value, k),
        Measure::Ratio { numerator, denominator } => {
            let rest = denominator - numerator;
            [numerator, denominator, rest].into_iter().any(|count| is_small(count, k))
        }
    }
}

/// The update as everybody may see it, when it is the first and only version of its record. A record that
/// was written before goes with its earlier versions: [`publish_after`], or [`History`] for all of them.
pub fn publish_update(indicator: &Indicator, update: &Update, k: u32) -> Update {
    History::new(indicator, k).publish(update)
}

/// The current record as everybody may see it, after all versions before it, oldest first.
pub fn publish_after(indicator: &Indicator, earlier: &[Update], current: &Update, k: u32) -> Update {
    let mut record = History::new(indicator, k);
    for update in earlier.iter().filter(|update| update.year == current.year) {
        record.publish(update);
    }
    record.publish(current)
}

/// The indicator as everybody may see it: a small baseline is hidden.
pub fn publish_indicator(indicator: &Indicator, k: u32) -> Indicator {
    let mut public = indicator.clone();
    if let Some(baseline) = &mut public.baseline
        && baseline.measure.is_some_and(|measure| must_hide(indicator, measure, k))
    {
        baseline.measure = None;
    }
    public
}

#[cfg(test)]
mod tests;
