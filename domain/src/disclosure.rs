//! Figures about people: what may leave the server. A figure between 1 and k-1 is hidden, and with it
//! enough others that it cannot be computed from a total. Source: docs/method.md, the practice of IOM's
//! public victim data (k = 11). Applied before anything is cached or sent.

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
    for evidence in &mut public.evidence {
        evidence.file.take_if(|file| !file.public);
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::evidence::EvidenceFile;
    use crate::tests_support::{indicator, words};
    use crate::update::Evidence;
    use proptest::prelude::*;

    const K: u32 = 11;

    fn victims() -> Indicator {
        Indicator { counts_people: true, ..indicator(Kind::Number) }
    }

    fn update(value: f64, cells: &[f64]) -> Update {
        let mut update = Update::new("1-a", 2010, Content::Measure(Measure::Value(value)));
        if !cells.is_empty() {
            let cells = cells.iter().enumerate().map(|(i, v)| (format!("c{i:02}"), Some(*v)));
            update.breakdowns.insert("sex".into(), cells.collect());
        }
        update
    }

    fn shown(public: &Update) -> Vec<Option<f64>> {
        public.breakdowns["sex"].values().copied().collect()
    }

    #[test]
    fn a_small_count_of_people_is_hidden_and_zero_is_shown() {
        for (value, hidden) in [(0.0, false), (1.0, true), (10.0, true), (11.0, false)] {
            let public = publish_update(&victims(), &update(value, &[]), K);
            assert_eq!(public.content == Content::Suppressed, hidden, "{value}");
        }
        let posters = indicator(Kind::Number);
        assert_eq!(publish_update(&posters, &update(3.0, &[]), K), update(3.0, &[]));
    }

    #[test]
    fn an_internal_file_is_not_told_and_its_title_is() {
        let file = |public| EvidenceFile {
            hash: "0a".repeat(32),
            name: "a.pdf".into(),
            media_type: "application/pdf".into(),
            size: 9,
            public,
        };
        let evidence = |public| Evidence { title: words("Acta", "Minutes"), url: None, file: Some(file(public)) };
        for indicator in [victims(), indicator(Kind::Number)] {
            let filed = Update { evidence: vec![evidence(false), evidence(true)], ..update(83.0, &[]) };
            let public = publish_update(&indicator, &filed, K);
            assert_eq!(public.evidence, [Evidence { file: None, ..evidence(false) }, evidence(true)]);
        }
    }

    #[test]
    fn the_other_part_of_a_total_goes_with_the_small_one() {
        let public = publish_update(&victims(), &update(23.0, &[20.0, 3.0]), K);
        assert_eq!(shown(&public), [None, None]);
        let public = publish_update(&victims(), &update(83.0, &[20.0, 3.0, 60.0]), K);
        assert_eq!(shown(&public), [None, None, Some(60.0)]);
        // 3 + 4 would tell that seven people are in two categories: the next one goes as well.
        let public = publish_update(&victims(), &update(57.0, &[3.0, 4.0, 50.0, 0.0]), K);
        assert_eq!(shown(&public), [None, None, None, Some(0.0)]);
    }

    #[test]
    fn ones_are_not_told_by_their_number() {
        // Eleven hidden figures that make eleven together would each be one.
        let mut cells = vec![1.0; 11];
        cells.push(50.0);
        cells.push(0.0);
        let public = publish_update(&victims(), &update(61.0, &cells), K);
        assert_eq!(shown(&public).iter().flatten().count(), 1, "the zero stays, the large one goes");
        cells[11] = 0.0;
        let public = publish_update(&victims(), &update(11.0, &cells), K);
        assert_eq!(shown(&public).iter().flatten().count(), 0, "nothing large is left: zeros go");
        // A hidden total is 10 at most.
        let mut cells = vec![1.0; 10];
        cells.push(0.0);
        let public = publish_update(&victims(), &update(10.0, &cells), K);
        assert_eq!((public.content.clone(), shown(&public).iter().flatten().count()), (Content::Suppressed, 0));
    }

    #[test]
    fn a_hidden_total_hides_its_parts() {
        let public = publish_update(&victims(), &update(5.0, &[5.0, 0.0]), K);
        assert_eq!((public.content.clone(), shown(&public)), (Content::Suppressed, vec![None, Some(0.0)]));
    }

    #[test]
    fn a_percentage_built_on_a_small_count_is_hidden() {
        let percent = Indicator { counts_people: true, ..indicator(Kind::Percent) };
        for (numerator, denominator, hidden) in [
            (4.0, 50.0, true),
            (46.0, 50.0, true),
            (25.0, 50.0, false),
            (0.0, 50.0, false),
            (50.0, 50.0, false),
            (3.0, 6.0, true),
        ] {
            let content = Content::Measure(Measure::Ratio { numerator, denominator });
            let public = publish_update(&percent, &Update::new("1-a", 2010, content), K);
            assert_eq!(public.content == Content::Suppressed, hidden, "{numerator}/{denominator}");
        }
    }

    #[test]
    fn a_small_baseline_is_hidden() {
        let baseline = crate::indicator::Baseline { year: 2006, measure: Some(Measure::Value(4.0)) };
        let public = publish_indicator(&Indicator { baseline: Some(baseline), ..victims() }, K);
        assert_eq!(public.baseline.map(|b| b.measure), Some(None));
        assert_eq!(public.baseline_value(), None);
    }

    proptest! {
        /// With a shown total, the hidden figures of a dimension have at least two unknowns whose sum is
        /// k or more, so that no single one follows from the rest.
        #[test]
        fn no_hidden_figure_follows_from_the_total(
            cells in prop_oneof![prop::collection::vec(0u32..40, 1..7), prop::collection::vec(0u32..3, 9..16)],
        ) {
            let cells: Vec<f64> = cells.into_iter().map(f64::from).collect();
            let total: f64 = cells.iter().sum();
            let public = publish_update(&victims(), &update(total, &cells), K);
            let after = shown(&public);
            prop_assert!(after.iter().flatten().all(|v| !is_small(*v, K)));
            let hidden: Vec<f64> = cells.iter().zip(&after).filter(|(_, s)| s.is_none()).map(|(v, _)| *v).collect();
            if public.content != Content::Suppressed && !hidden.is_empty() {
                prop_assert!(hidden.len() >= 2 && hidden.iter().sum::<f64>() >= f64::from(K), "{hidden:?}");
                let smallest_sum = hidden.iter().filter(|v| **v != 0.0).count() as f64;
                let zeros = hidden.contains(&0.0);
                prop_assert!(zeros || hidden.iter().sum::<f64>() > smallest_sum || cells.iter().all(|v| *v == 1.0));
            }
        }
    }
}
