// Figures about people: what may leave the server. A figure between 1 and k-1 is hidden, and with it
// enough others that it cannot be computed from a total. Source: docs/method.md, the practice of IOM's
// public victim data (k = 11). Applied before anything is cached or sent.

use crate::indicator::{Indicator, Kind};
use crate::update::{Breakdown, Content, Measure, Update};

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

/// Hides the small figures of one dimension, then the smallest others until what is hidden is at least
/// two figures that make k or more together: their sum can be computed, none of them can. As zero is
/// shown, whoever sees n hidden figures knows that each is 1 or more; when that leaves no choice, because
/// all of them are 1, zeros are hidden too.
fn publish_breakdown(breakdown: &mut Breakdown, total_hidden: bool, k: u32) {
    let mut hidden = 0.0;
    let mut count = 0u32;
    for figure in breakdown.values_mut() {
        if let Some(value) = figure.filter(|v| is_small(*v, k) || (total_hidden && *v != 0.0)) {
            hidden += value;
            count += 1;
            *figure = None;
        }
    }
    while count > 0 && (count < 2 || hidden < f64::from(k) || hidden <= f64::from(count)) {
        let smallest = breakdown
            .values_mut()
            .filter(|figure| figure.is_some_and(|v| v != 0.0))
            .min_by(|a, b| a.unwrap_or(f64::MAX).total_cmp(&b.unwrap_or(f64::MAX)));
        let Some(figure) = smallest else { break };
        hidden += figure.take().unwrap_or(0.0);
        count += 1;
    }
    let no_choice = if total_hidden { count + 1 >= k } else { count > 1 && hidden <= f64::from(count) };
    if no_choice {
        breakdown.values_mut().for_each(|figure| *figure = None);
    }
}

/// The update as everybody may see it.
pub fn publish_update(indicator: &Indicator, update: &Update, k: u32) -> Update {
    let mut public = update.clone();
    if !indicator.counts_people {
        return public;
    }
    let hide = public.measure().is_some_and(|measure| must_hide(indicator, measure, k));
    if hide {
        public.content = Content::Suppressed;
    }
    for breakdown in public.breakdowns.values_mut() {
        publish_breakdown(breakdown, hide, k);
    }
    public
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
