//! The rule on examples: one record, its percentages, its baseline.

use std::collections::BTreeMap;

use super::*;
use crate::evidence::EvidenceFile;
use crate::tests_support::{indicator, words};
use crate::update::{Content, Evidence};
use crate::year::Year;

mod examples;
mod properties;
mod territories;
mod worlds;

const K: u32 = 11;

fn victims() -> Indicator {
    Indicator { counts_people: true, ..indicator(Kind::Number) }
}

/// All versions of the records of one indicator as everybody may see them, oldest first. Years may be
/// mixed: each is a record of its own.
fn publish_versions(indicator: &Indicator, versions: &[Update], k: u32) -> Vec<Update> {
    let mut records: BTreeMap<Year, History> = BTreeMap::new();
    let publish = |update: &Update| {
        let record = records.entry(update.year).or_insert_with(|| History::new(indicator, k));
        record.publish(update)
    };
    versions.iter().map(publish).collect()
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

/// Filed and published, on a line each: `83: 20 3 60`, and `-` for what is hidden.
fn figures(updates: &[Update]) -> Vec<String> {
    let figure = |v: Option<f64>| v.map_or("-".to_owned(), |v| v.to_string());
    let line = |update: &Update| {
        let total = match update.measure() {
            Some(Measure::Ratio { numerator, denominator }) => format!("{numerator}/{denominator}"),
            measure => figure(measure.and_then(|measure| measure.value(1.0))),
        };
        let cells =
            update.breakdowns.values().map(|cells| cells.values().copied().map(figure).collect::<Vec<_>>().join(" "));
        [total].into_iter().chain(cells).collect::<Vec<_>>().join(": ")
    };
    updates.iter().map(line).collect()
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
        let wanted = [Evidence { file: None, ..evidence(false) }, evidence(true)];
        assert_eq!(publish_update(&indicator, &filed, K).evidence, wanted);
        // Also when only the files differ from the version before, or the figure is hidden.
        let bare = update(83.0, &[]);
        assert_eq!(publish_after(&indicator, std::slice::from_ref(&bare), &filed, K).evidence, wanted);
        let small = Update { content: update(3.0, &[]).content, ..filed };
        let versions = publish_versions(&indicator, &[bare, small], K);
        assert_eq!(versions[1].evidence, wanted);
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
    assert_eq!((public.content.clone(), shown(&public)), (Content::Suppressed, vec![None, None]));
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
