//! Records that told a figure when each version and each dimension was published for itself, by hiding the
//! smallest others; and what is published of them.

use super::attacker::Attack;
use super::*;

fn records(versions: &[&[f64]]) -> Vec<Update> {
    versions.iter().map(|cells| update(cells.iter().sum(), cells)).collect()
}

fn check(story: &str, filed: &[Update], wanted: &[&str]) {
    let public = publish_versions(&victims(), filed, K);
    assert_eq!(figures(&public), wanted, "{story}");
    assert_eq!(Attack::new(filed, &public, K).finds(), None, "{story}");
}

#[test]
fn versions_are_published_together() {
    for (story, versions, wanted) in [
        (
            "a small figure grows: the other one is the same",
            [[20.0, 3.0, 60.0], [20.0, 15.0, 60.0]],
            ["83: - - 60", "95: - - 60"],
        ),
        (
            "a figure becomes small: all others are known",
            [[20.0, 30.0, 60.0], [20.0, 3.0, 60.0]],
            ["110: 20 30 60", "-: - - -"],
        ),
        (
            "so does the total, when the others are known",
            [[20.0, 30.0, 0.0], [20.0, 3.0, 0.0]],
            ["50: 20 30 0", "-: - - -"],
        ),
        (
            "an unknown third one is hidden with it",
            [[20.0, 3.0, 60.0], [20.0, 3.0, 70.0]],
            ["83: - - 60", "93: - - 70"],
        ),
    ] {
        let filed = records(&[&versions[0], &versions[1]]);
        let alone: Vec<Update> = filed.iter().map(|update| publish_update(&victims(), update, K)).collect();
        let leaks = Attack::new(&filed, &alone, K).finds().is_some();
        assert_eq!(leaks, figures(&alone) != wanted, "{story}: the attacker can read");
        check(story, &filed, &wanted);
    }
}

#[test]
fn corrections_hide_no_more_than_they_must() {
    let first = [20.0, 3.0, 60.0];
    for (story, second, wanted) in [
        ("a small figure is corrected", [20.0, 4.0, 60.0], "84: - - 60"),
        ("a shown figure is corrected", [20.0, 3.0, 50.0], "73: - - 50"),
        ("both hidden figures are new and large", [21.0, 15.0, 60.0], "96: 21 15 60"),
        ("one of two is new, and what is shown too", [20.0, 16.0, 61.0], "97: - - 61"),
        ("zero is shown", [23.0, 0.0, 60.0], "83: 23 0 60"),
        ("the same again", first, "83: - - 60"),
    ] {
        check(story, &records(&[&first, &second]), &["83: - - 60", wanted]);
    }
    check(
        "figures that come back look as before",
        &records(&[&first, &[21.0, 15.0, 60.0], &first]),
        &["83: - - 60", "96: 21 15 60", "83: - - 60"],
    );
    check(
        "two figures of a shown record change",
        &records(&[&[20.0, 30.0, 60.0], &[25.0, 3.0, 60.0]]),
        &["110: 20 30 60", "88: - - 60"],
    );
    check("the breakdown comes later", &[update(95.0, &[]), update(95.0, &[90.0, 5.0])], &["95", "95: - -"]);
    check("a small total is corrected", &records(&[&[5.0, 3.0], &[50.0, 30.0]]), &["-: - -", "80: 50 30"]);
}

#[test]
fn a_hidden_total_stays_hidden_until_it_changes() {
    let hidden: [&[f64]; 2] = [&[20.0, 30.0, 60.0], &[20.0, 3.0, 60.0]];
    let with = |third: &[f64]| records(&[hidden[0], hidden[1], third]);
    check("other figures, the same total", &with(&[21.0, 3.0, 59.0]), &["110: 20 30 60", "-: - - -", "-: - - -"]);
    check("another total", &with(&[21.0, 3.0, 60.0]), &["110: 20 30 60", "-: - - -", "84: - - 60"]);
    check("the first figures", &with(hidden[0]), &["110: 20 30 60", "-: - - -", "110: 20 30 60"]);
    check("the second once more", &with(hidden[1]), &["110: 20 30 60", "-: - - -", "-: - - -"]);
}

#[test]
fn a_third_version_is_not_played_against_two() {
    // The first two make c - d, the third c + d; alone, each would be fine.
    check(
        "a triangle",
        &records(&[&[20.0, 3.0, 60.0, 15.0], &[3.0, 20.0, 60.0, 15.0], &[20.0, 20.0, 4.0, 15.0]]),
        &["98: - - 60 15", "98: - - 60 15", "-: - - - -"],
    );
}

#[test]
fn what_the_categories_leave_of_the_total_is_a_figure() {
    check("three of unknown sex", &[update(23.0, &[20.0])], &["23: -"]);
    check("three of unknown sex among more", &[update(83.0, &[20.0, 60.0])], &["83: - 60"]);
    check("many of unknown sex protect the few", &[update(83.0, &[20.0, 3.0])], &["83: 20 -"]);
    let filed = [update(12.0, &[11.0, 1.0]), update(12.0, &[11.0])];
    check("a category goes, the other one stays", &filed, &["12: - -", "-: -"]);
}

#[test]
fn every_dimension_protects_itself() {
    let mut filed = update(60.0, &[57.0, 3.0]);
    filed.breakdowns.insert("territory".into(), [("PE-CUS".into(), Some(20.0)), ("PE-LIM".into(), Some(40.0))].into());
    check("sex has a small figure, territory has none", std::slice::from_ref(&filed), &["60: - -: 20 40"]);
    filed.content = Content::NoData(crate::text::Text::default());
    check("without a total, the other dimension makes it", &[filed], &["-: - -: 20 40"]);
}

#[test]
fn the_choice_of_the_others_says_nothing_of_their_size() {
    // Hiding the smallest other one told that the last is 10: with 9 it would have been the second.
    check("equal ones", &records(&[&[12.0, 12.0, 10.0]]), &["34: - 12 -"]);
    check("the smaller one stays", &records(&[&[15.0, 12.0, 10.0]]), &["37: - 12 -"]);
    check("two that are 10 each", &records(&[&[11.0, 10.0, 10.0]]), &["31: - - -"]);
    check("nothing else to hide", &records(&[&[10.0, 10.0, 10.0]]), &["-: - - -"]);
    check("a zero to hide", &records(&[&[10.0, 10.0, 10.0, 0.0]]), &["30: - - - -"]);
}

#[test]
fn percentages_and_their_parts() {
    let percent = Indicator { counts_people: true, ..indicator(Kind::Percent) };
    let ratio = |numerator, denominator| Content::Measure(Measure::Ratio { numerator, denominator });
    let share = |value| Content::Measure(Measure::Value(value));
    let with = |content: Content, cells: &[f64]| Update { content, ..update(0.0, cells) };
    for (story, filed, wanted) in [
        ("8 % of 50 are four", vec![with(share(8.0), &[]), with(ratio(25.0, 50.0), &[])], vec!["8", "-"]),
        ("the other way round", vec![with(ratio(25.0, 50.0), &[]), with(share(8.0), &[])], vec!["25/50", "-"]),
        ("8 % of 500 are forty", vec![with(share(8.0), &[]), with(ratio(250.0, 500.0), &[])], vec!["8", "250/500"]),
        ("parts of the numerator", vec![with(ratio(40.0, 100.0), &[36.0, 4.0])], vec!["40/100: - -"]),
        (
            "part by part",
            vec![with(ratio(40.0, 100.0), &[36.0, 4.0]), with(ratio(51.0, 100.0), &[36.0, 15.0])],
            vec!["40/100: - -", "51/100: - -"],
        ),
        ("percentages of the denominator", vec![with(ratio(30.0, 60.0), &[85.0, 15.0])], vec!["30/60: - -"]),
        ("of many", vec![with(ratio(300.0, 600.0), &[85.0, 15.0])], vec!["300/600: 85 15"]),
        ("a hidden numerator", vec![with(ratio(4.0, 60.0), &[4.0, 0.0])], vec!["-: - -"]),
    ] {
        assert_eq!(figures(&publish_versions(&percent, &filed, K)), wanted, "{story}");
    }
}
