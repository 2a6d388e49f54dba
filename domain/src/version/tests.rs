//! The canonical form against its RFC, and what a comparison tells.

use serde_json::{Value, json};

use super::*;
use crate::change::FieldChange;
use crate::tests_support::data;

#[test]
fn the_canonical_form_is_that_of_rfc_8785() {
    for (value, wanted) in [
        // The example of section 3.2.3 and of appendix B, as far as JSON can say it.
        (
            json!({ "\u{20ac}": "Euro", "\r": "CR", "\u{fb33}": "Dalet", "1": "One", "\u{1f600}": "Smile", "\u{80}": 1 }),
            "{\"\\r\":\"CR\",\"1\":\"One\",\"\u{80}\":1,\"\u{20ac}\":\"Euro\",\"\u{1f600}\":\"Smile\",\"\u{fb33}\":\"Dalet\"}",
        ),
        (
            json!([40.0, 0.1, -0.0, 1e21, 1e-7, 0.000001, 333333333.3333333, 1e20]),
            "[40,0.1,0,1e+21,1e-7,0.000001,333333333.3333333,100000000000000000000]",
        ),
        (json!("\u{20ac}$\u{f}\nA'\"\\/ñ"), "\"\u{20ac}$\\u000f\\nA'\\\"\\\\/ñ\""),
        (json!({ "b": [null, true, {}], "a": -7 }), r#"{"a":-7,"b":[null,true,{}]}"#),
    ] {
        assert_eq!(canonical(&value), wanted);
        let back: Value = serde_json::from_str(wanted).unwrap();
        assert_eq!(canonical(&back), wanted, "a canonical text is its own canonical form");
    }
}

#[test]
fn what_is_reported_and_years_are_not_frozen() {
    let plan = data();
    let frozen = canonical(&content(&plan).unwrap());
    assert!(frozen.contains(r#""format":"matriz-plan-1""#));
    let mut other = plan.clone();
    other.updates.clear();
    other.plan.years[0].deadline = Some("2020-01-01".into());
    assert_eq!(canonical(&content(&other).unwrap()), frozen);
    other.indicators[0].targets.insert(2010, 61.0);
    assert_ne!(canonical(&content(&other).unwrap()), frozen);
}

#[test]
fn a_small_baseline_about_people_is_not_frozen() {
    use crate::indicator::{Baseline, Kind};
    use crate::update::Measure;
    let mut plan = data();
    let indicator = &mut plan.indicators[0];
    (indicator.kind, indicator.counts_people) = (Kind::Number, true);
    indicator.baseline = Some(Baseline { year: 2006, measure: Some(Measure::Value(7.0)) });
    let first = canonical(&content(&plan).unwrap());
    plan.indicators[0].baseline = Some(Baseline { year: 2006, measure: Some(Measure::Value(3.0)) });
    assert_eq!(canonical(&content(&plan).unwrap()), first, "not even the hash tells which it is");
}

fn told(differences: &[Difference]) -> Vec<String> {
    let leaf = |leaf: &Option<Leaf>| match leaf {
        None => "-".to_owned(),
        Some(Leaf::Flag(flag)) => flag.to_string(),
        Some(Leaf::Number(number)) => number.to_string(),
        Some(Leaf::Word(word)) => word.clone(),
    };
    let field = |f: &FieldDifference| format!(" {}: {} > {}", f.field, leaf(&f.before), leaf(&f.after));
    differences
        .iter()
        .map(|d| {
            let fields: String =
                if d.fate == Fate::Changed { d.fields.iter().map(field).collect() } else { String::new() };
            format!("{:?} {:?} {}{fields}", d.fate, d.entity, d.code)
        })
        .collect()
}

#[test]
fn two_plans_are_compared_field_by_field() {
    let before = data();
    let mut after = before.clone();
    after.plan.licence = "CC0-1.0".into();
    after.indicators[0].targets.insert(2099, 60.5);
    let gone = after.indicators.remove(1);
    let moved = after.institutions.len();
    after.institutions.reverse();
    let mut new = before.indicators[0].clone();
    new.code = "new".into();
    after.indicators.push(new);
    let found = compare(&content(&before).unwrap(), &content(&after).unwrap());
    let code = &before.indicators[0].code;
    let order =
        |list: &[crate::institution::Institution]| list.iter().map(|i| i.code.as_str()).collect::<Vec<_>>().join(" ");
    let mut wanted = vec![
        format!(
            "Changed Plan {} licence: {} > CC0-1.0",
            before.plan.slug,
            if before.plan.licence.is_empty() { "-" } else { &before.plan.licence }
        ),
        format!("Changed Indicator {code} targets.2099: - > 60.5"),
        "Added Indicator new".to_owned(),
        format!("Removed Indicator {}", gone.code),
    ];
    if moved > 1 {
        wanted.push(format!(
            "Changed Plan institution order: {} > {}",
            order(&before.institutions),
            order(&after.institutions)
        ));
    }
    assert_eq!(told(&found), wanted);
    assert_eq!(found[1].title, before.indicators[0].title);
    assert_eq!(compare(&content(&before).unwrap(), &content(&before).unwrap()), []);
}

#[test]
fn fields_of_a_record_are_told_apart_by_path() {
    let before = json!({ "code": "1", "title": { "es": "a" }, "targets": { "2010": 40.0 }, "also": ["x"] });
    let after = json!({ "code": "2", "title": { "es": "b" }, "targets": { "2010": 60.0 }, "flag": true });
    let word = |word: &str| Some(Leaf::Word(word.into()));
    let change = |field: &str, before, after| FieldChange { field: field.into(), before, after };
    let wanted = [
        change("also.0", word("x"), None),
        change("flag", None, Some(Leaf::Flag(true))),
        change("targets.2010", Some(Leaf::Number(40.0)), Some(Leaf::Number(60.0))),
        change("title.es", word("a"), word("b")),
    ];
    assert_eq!(differences(Some(&before), Some(&after)), wanted);
}
