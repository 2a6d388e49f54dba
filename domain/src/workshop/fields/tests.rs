//! Every field reads back what was written, and what is no field is refused.

use super::*;
use crate::tests_support::{data, indicator, node, with_targets, words as texts};

fn word(words: &str) -> Option<Leaf> {
    Some(Leaf::Word(words.to_owned()))
}

fn figure(value: f64) -> Option<Leaf> {
    Some(Leaf::Number(value))
}

#[test]
fn every_field_on_offer_reads_back_what_was_written() {
    let plan = data().plan;
    let subjects = [
        Subject::Indicator(with_targets(Direction::Increase, Some(10.0), &[(2010, 40.0)])),
        Subject::Node(node("1", None, None, texts("uno", "one"))),
    ];
    for subject in subjects {
        for field in subject.fields(&plan.languages, plan.first_year..=plan.last_year) {
            let value = match field.input {
                Input::Line | Input::Lines => word("otra cosa"),
                Input::Number => figure(60.0),
                Input::Year => figure(2009.0),
                Input::Institution => word("MIN"),
                Input::Direction => word("decrease"),
                Input::Flag => Some(Leaf::Flag(true)),
            };
            let mut changed = subject.clone();
            changed.set(&field.path, value.as_ref()).unwrap();
            assert_eq!(changed.get(&field.path), Ok(value), "{}", field.path);
            let emptied = changed.set(&field.path, None);
            assert!(emptied.is_ok() || !field.may_be_empty, "{}", field.path);
            if emptied.is_ok() {
                assert_eq!(changed.get(&field.path), Ok(None), "{}", field.path);
            }
        }
    }
}

#[test]
fn a_change_touches_its_field_and_nothing_else() {
    let before = with_targets(Direction::Increase, Some(10.0), &[(2009, 30.0), (2010, 40.0)]);
    let mut subject = Subject::Indicator(before.clone());
    assert_eq!(subject.get("targets.2010"), Ok(figure(40.0)));
    subject.set("targets.2010", figure(60.0).as_ref()).unwrap();
    let mut wanted = before;
    wanted.targets.insert(2010, 60.0);
    assert_eq!(subject, Subject::Indicator(wanted));
    let mut node = Subject::Node(node("1", None, None, texts("uno", "one")));
    node.set("partners.MIN", Some(&Leaf::Flag(true))).unwrap();
    assert_eq!(node.get("partners.MIN"), Ok(Some(Leaf::Flag(true))));
    node.set("title.es", word("dos").as_ref()).unwrap();
    assert_eq!((node.get("title.es"), node.get("title.en")), (Ok(word("dos")), Ok(word("one"))));
}

#[test]
fn what_is_no_field_or_no_value_is_refused() {
    let subject = Subject::Indicator(indicator(Kind::Number));
    for path in ["code", "node", "title", "title.E", "targets.x", "baseline.x", "counts_people", "kind", "lead", ""] {
        assert_eq!(subject.get(path), Err(Wrong::Field), "{path}");
    }
    for (path, value) in [
        ("targets.2010", word("x")),
        ("targets.2010", figure(f64::NAN)),
        ("title.es", figure(1.0)),
        ("direction", word("up")),
        ("direction", None),
        ("responsible", None),
        // There is no baseline of which it could be the year.
        ("baseline.year", figure(2006.0)),
    ] {
        assert_eq!(subject.clone().set(path, value.as_ref()), Err(Wrong::Value), "{path} {value:?}");
    }
    let people = Subject::Indicator(Indicator { counts_people: true, ..indicator(Kind::Number) });
    assert_eq!(people.get("baseline.value"), Err(Wrong::Field), "a hidden figure is nobody's to propose over");
}

#[test]
fn what_the_plan_may_not_hold_is_found() {
    let data = data();
    let held = data.indicators[0].clone();
    let mut subject = Subject::Indicator(held.clone());
    assert_eq!(new_problems(&data, &subject), []);
    subject.set("title.es", None).unwrap();
    let problems = new_problems(&data, &subject);
    assert!(problems.iter().all(|problem| problem.code == held.code && problem.field == "title"), "{problems:?}");
    assert!(!problems.is_empty());
    let mut subject = Subject::Indicator(held);
    subject.set("responsible", word("NADIE").as_ref()).unwrap();
    assert_eq!(new_problems(&data, &subject)[0].field, "responsible");
}
