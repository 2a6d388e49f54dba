//! Each kind of problem alone, with its field; then several at once.

use super::*;
use crate::error::FieldErrorCode::{Contradiction, Duplicate, Malformed, Missing, OutOfRange, Unknown};
use crate::evidence::EvidenceFile;
use crate::indicator::Baseline;
use crate::node::Axis;
use crate::plan::Level;
use crate::tests_support::{data, figure, indicator, node, words};
use crate::text::Lang;
use crate::update::{Content, Evidence, Measure};
use crate::year::YearState;

/// A change that makes a valid plan wrong, and the one problem that follows.
type Case = (fn(&mut PlanData), &'static str, &'static str, FieldErrorCode);

fn found(change: impl Fn(&mut PlanData)) -> Vec<Problem> {
    let mut data = data();
    change(&mut data);
    validate(&data)
}

fn check(entity: Entity, cases: &[Case]) {
    for (i, (change, code, field, error)) in cases.iter().enumerate() {
        let problems = found(change);
        let short: Vec<_> = problems.iter().map(|p| (p.entity, p.code.as_str(), p.field.as_str(), p.error)).collect();
        assert_eq!(short, [(entity, *code, *field, *error)], "case {i}: {problems:?}");
        assert!(problems.iter().all(|problem| !problem.message.is_empty()));
    }
}

#[test]
fn the_plan_of_the_tests_is_valid() {
    assert_eq!(validate(&data()), []);
}

#[test]
fn problems_of_the_plan_itself() {
    let cases: &[Case] = &[
        (|d| d.plan.slug = "Plan".into(), "Plan", "slug", Malformed),
        (|d| d.plan.slug = "a--b".into(), "a--b", "slug", Malformed),
        (|d| d.plan.slug = "-a".into(), "-a", "slug", Malformed),
        (
            |d| d.plan.slug = "x".repeat(65),
            "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
            "slug",
            Malformed,
        ),
        (|d| d.plan.default_language = Lang::FR, "plan", "default_language", Contradiction),
        (|d| d.plan.years.truncate(3), "plan", "years", Contradiction),
        (|d| d.plan.years.swap(0, 1), "plan", "years", Contradiction),
        (|d| d.plan.years[0].deadline = Some("31/3/2008".into()), "plan", "years.2007.deadline", Malformed),
        (|d| d.plan.years[0].deadline = Some("2006-12-31".into()), "plan", "years.2007.deadline", Contradiction),
        (|d| d.plan.rules.on_track = 1.0, "plan", "rules", OutOfRange),
        (|d| d.plan.rules.at_risk = 0.9, "plan", "rules", OutOfRange),
        (|d| d.plan.rules.at_risk = f64::NAN, "plan", "rules", OutOfRange),
        (|d| d.plan.suppression_threshold = 2, "plan", "suppression_threshold", OutOfRange),
        (|d| d.plan.suppression_threshold = 1001, "plan", "suppression_threshold", OutOfRange),
        (|d| d.plan.title = Text::default(), "plan", "title", Missing),
        (|d| d.plan.title = Text::new(Lang::ES, "Plan"), "plan", "title", Missing),
        (|d| d.plan.summary = words("Resumen", " "), "plan", "summary", Missing),
        (|d| d.plan.source.set(Lang::EN, "Source"), "plan", "source", Missing),
        (|d| d.plan.disclaimer.set(Lang::FR, "Données"), "plan", "disclaimer", Unknown),
        (|d| d.plan.levels[0].name = Text::default(), "plan", "level.objective.name", Missing),
        (|d| d.plan.levels[2].plural = Text::default(), "plan", "level.activity.plural", Missing),
        (
            |d| {
                let level = d.plan.levels[0].clone();
                d.plan.levels.extend((0..3).map(|i| Level { code: format!("more-{i}"), ..level.clone() }));
            },
            "plan",
            "level",
            OutOfRange,
        ),
        (|d| d.plan.levels.extend_from_within(..1), "plan", "level.objective.code", Duplicate),
        (|d| d.plan.title.set(Lang::ES, "Plan\0"), "plan", "title", Malformed),
    ];
    check(Entity::Plan, cases);
}

#[test]
fn a_period_that_ends_before_it_starts_or_never_is_refused_without_panic() {
    for (first, last) in [(2010, 2007), (2007, 2058), (i16::MIN, i16::MAX)] {
        let problems = found(|data| (data.plan.first_year, data.plan.last_year) = (first, last));
        assert!(problems.iter().any(|p| p.field == "last_year" && p.error == Contradiction), "{first} to {last}");
    }
}

#[test]
fn problems_of_lists() {
    check(
        Entity::Axis,
        &[
            (|d| d.axes.push(d.axes[0].clone()), "A", "code", Duplicate),
            (|d| d.axes.push(Axis { code: "a b".into(), ..d.axes[0].clone() }), "a b", "code", Malformed),
            (|d| d.axes.push(Axis { code: "..".into(), ..d.axes[0].clone() }), "..", "code", Malformed),
            (|d| d.axes[1].title = Text::default(), "B", "title", Missing),
            (|d| d.axes[1].description = Text::new(Lang::ES, "x"), "B", "description", Missing),
        ],
    );
    check(
        Entity::Institution,
        &[
            (|d| d.institutions.push(d.institutions[1].clone()), "ONG", "code", Duplicate),
            (|d| d.institutions[1].name = Text::default(), "ONG", "name", Missing),
            (|d| d.institutions[1].role = Text::new(Lang::EN, "x"), "ONG", "role", Missing),
            (|d| d.institutions[1].parent = Some("X".into()), "ONG", "parent", Unknown),
        ],
    );
    check(
        Entity::Territory,
        &[
            (|d| d.territories.push(d.territories[0].clone()), "PE-LIM", "code", Duplicate),
            (|d| d.territories[0].name = Text::default(), "PE-LIM", "name", Missing),
            (|d| d.territories[0].parent = Some("PE".into()), "PE-LIM", "parent", Unknown),
        ],
    );
    check(
        Entity::Dimension,
        &[
            (|d| d.dimensions.push(d.dimensions[0].clone()), "sex", "code", Duplicate),
            (|d| d.dimensions[0].name = Text::default(), "sex", "name", Missing),
            (|d| d.dimensions[0].categories[0].name = Text::default(), "sex", "category.female.name", Missing),
            (|d| d.dimensions[0].categories.extend_from_within(..1), "sex", "category.female.code", Duplicate),
        ],
    );
}

#[test]
fn problems_of_nodes() {
    check(
        Entity::Node,
        &[
            (|d| d.nodes.push(d.nodes[6].clone()), "3", "code", Duplicate),
            (|d| d.nodes.push(node("4 5", None, None, words("x", "x"))), "4 5", "code", Malformed),
            (|d| d.nodes.push(node("4.1", Some("4"), None, words("x", "x"))), "4.1", "parent", Unknown),
            (|d| d.nodes.swap(4, 5), "2.1", "parent", Unknown),
            (|d| d.nodes.push(node("4", Some("1.1.1"), None, words("x", "x"))), "4", "parent", OutOfRange),
            (|d| d.nodes[0].axis = Some("X".into()), "1", "axis", Unknown),
            (|d| d.nodes[1].axis = Some("A".into()), "1.1", "axis", Contradiction),
            (|d| d.nodes[1].title = Text::default(), "1.1", "title", Missing),
            (|d| d.nodes[1].description = Text::new(Lang::ES, "x"), "1.1", "description", Missing),
            (|d| d.nodes[1].lead = Some("X".into()), "1.1", "lead", Unknown),
            (|d| d.nodes[1].partners = vec!["ONG".into(), "X".into()], "1.1", "partners", Unknown),
            (
                |d| (d.nodes[1].start_year, d.nodes[1].end_year) = (Some(2009), Some(2008)),
                "1.1",
                "end_year",
                Contradiction,
            ),
            (|d| d.nodes[1].budget = Some(-1.0), "1.1", "budget", OutOfRange),
            (|d| d.nodes[1].budget = Some(f64::INFINITY), "1.1", "budget", OutOfRange),
        ],
    );
}

fn target(data: &mut PlanData, row: usize, year: i16, value: f64) {
    data.indicators[row].targets.insert(year, value);
}

#[test]
fn problems_of_indicators() {
    check(
        Entity::Indicator,
        &[
            (|d| d.indicators.push(d.indicators[3].clone()), "1.2-a", "code", Duplicate),
            (|d| d.indicators[3].node = "9".into(), "1.2-a", "node", Unknown),
            (|d| d.indicators[3].also = vec!["1".into(), "9".into()], "1.2-a", "also", Unknown),
            (|d| d.indicators[3].title = Text::default(), "1.2-a", "title", Missing),
            (|d| d.indicators[3].definition = Text::new(Lang::ES, "x"), "1.2-a", "definition", Missing),
            (|d| d.indicators[3].method = Text::new(Lang::ES, "x"), "1.2-a", "method", Missing),
            (|d| d.indicators[3].verification = Text::new(Lang::ES, "x"), "1.2-a", "verification", Missing),
            (|d| d.indicators[0].unit = Text::default(), "1-a", "unit", Missing),
            (|d| d.indicators[3].responsible = "X".into(), "1.2-a", "responsible", Unknown),
            (|d| d.indicators[3].breakdowns = vec!["territory".into(), "age".into()], "1.2-a", "breakdowns", Unknown),
            (|d| d.indicators[0].decimals = 7, "1-a", "decimals", OutOfRange),
            (|d| d.indicators[0].tolerance = -1.0, "1-a", "tolerance", OutOfRange),
            (|d| d.indicators[0].tolerance = f64::NAN, "1-a", "tolerance", OutOfRange),
            (|d| d.indicators[0].per = Some(0.0), "1-a", "per", OutOfRange),
            (|d| d.indicators[3].stages = vec![words("a", "a"), Text::default()], "1.2-a", "stages", Missing),
            (|d| (d.indicators[3].kind, d.indicators[3].stages) = (Kind::Scale, vec![]), "1.2-a", "stages", Missing),
            (|d| d.indicators[0].stages = vec![words("a", "a")], "1-a", "stages", Contradiction),
            (
                |d| d.indicators[0].baseline = Some(Baseline { year: 2006, measure: Some(Measure::Value(-5.0)) }),
                "1-a",
                "baseline",
                OutOfRange,
            ),
            (|d| target(d, 0, 2011, 300.0), "1-a", "targets.2011", OutOfRange),
            (|d| target(d, 0, 2010, f64::NAN), "1-a", "targets.2010", OutOfRange),
            (|d| target(d, 3, 2010, 2.0), "1.2-a", "targets.2010", OutOfRange),
            (|d| target(d, 5, 2010, 100.5), "2-a", "targets.2010", OutOfRange),
            (|d| target(d, 4, 2010, 1.0), "2.1-a", "targets.2010", Contradiction),
        ],
    );
}

#[test]
fn a_target_on_the_wrong_side_of_the_baseline_contradicts_the_direction() {
    let at = |value| Some(Baseline { year: 2006, measure: Some(Measure::Value(value)) });
    for (direction, baseline, fields) in [
        (Direction::Increase, 150.0, &["targets.2008"][..]),
        (Direction::Increase, 250.0, &["targets.2008", "targets.2010"]),
        (Direction::Increase, 100.0, &[]),
        (Direction::Decrease, 150.0, &["targets.2010"]),
        (Direction::Decrease, 200.0, &[]),
        (Direction::Maintain, 150.0, &[]),
    ] {
        let problems = found(|d| (d.indicators[0].direction, d.indicators[0].baseline) = (direction, at(baseline)));
        let found: Vec<_> = problems.iter().map(|p| (p.field.as_str(), p.error)).collect();
        let wanted: Vec<_> = fields.iter().map(|field| (*field, Contradiction)).collect();
        assert_eq!(found, wanted, "{direction:?} from {baseline}");
    }
}

fn cell(data: &mut PlanData, category: &str, value: Option<f64>) {
    data.updates[8].breakdowns.get_mut("sex").unwrap().insert(category.into(), value);
}

#[test]
fn problems_of_updates() {
    check(
        Entity::Update,
        &[
            (|d| d.updates.push(figure("9-z", 2008, 1.0)), "9-z", "updates.2008", Unknown),
            (|d| d.updates.push(figure("1-a", 2008, 1.0)), "1-a", "updates.2008", Duplicate),
            (|d| d.updates.push(figure("1-a", 2011, 1.0)), "1-a", "updates.2011", OutOfRange),
            (|d| d.updates[0] = figure("1-a", 2007, f64::INFINITY), "1-a", "updates.2007.value", OutOfRange),
            (|d| d.updates[0].content = Content::Narrative(words("x", "x")), "1-a", "updates.2007.text", Contradiction),
            (|d| d.updates[6].content = Content::Narrative(Text::default()), "2.1-a", "updates.2008.text", Missing),
            (
                |d| d.updates[6].content = Content::Measure(Measure::Value(1.0)),
                "2.1-a",
                "updates.2008.value",
                Contradiction,
            ),
            (|d| d.updates[3].content = Content::NoData(Text::default()), "1.1.1-a", "updates.2008.no_data", Missing),
            (|d| d.updates[0].content = Content::Suppressed, "1-a", "updates.2007", Contradiction),
            (|d| d.updates[0].note = Text::new(Lang::FR, "x"), "1-a", "updates.2007.note", Unknown),
            (|d| d.updates[8].evidence[0].title = Text::default(), "2-a", "updates.2008.evidence", Missing),
            (|d| d.updates[8].evidence[0].url = Some("javascript:1".into()), "2-a", "updates.2008.evidence", Malformed),
            (
                |d| drop(d.updates[8].breakdowns.insert("age".into(), [].into())),
                "2-a",
                "updates.2008.breakdown.age",
                Unknown,
            ),
            (|d| cell(d, "other", Some(0.0)), "2-a", "updates.2008.breakdown.sex", Unknown),
        ],
    );
    let empty_cell = found(|d| cell(d, "male", None));
    assert_eq!(empty_cell[0].error, OutOfRange);
    let evidence = Evidence { title: words("x", "x"), url: None, file: None };
    assert_eq!(found(|d| d.updates[0].evidence = vec![evidence.clone()]), []);
    // Whoever reports writes in one language; what does not add up is a warning (`validate::warnings`).
    assert_eq!(found(|d| d.updates[0].note = Text::new(Lang::EN, "x")), []);
    assert_eq!(found(|d| cell(d, "male", Some(5.0))), []);
}

#[test]
fn a_file_of_evidence_has_a_name_a_hash_and_no_link() {
    let file = |name: &str, hash: &str| {
        let file =
            EvidenceFile { hash: hash.into(), name: name.into(), media_type: String::new(), size: 0, public: false };
        Evidence { title: words("x", "x"), url: None, file: Some(file) }
    };
    let hash = "0a".repeat(32);
    let linked = Evidence { url: Some("https://example.org".into()), ..file("a.pdf", &hash) };
    for (evidence, wanted) in [
        (vec![file("a.pdf", &hash)], vec![]),
        (vec![file("../a.pdf", &hash)], vec![Malformed]),
        (vec![file("a.pdf", "../../etc/passwd")], vec![Malformed]),
        (vec![linked], vec![Contradiction]),
        (vec![file("a.pdf", &hash), file("b.pdf", &hash)], vec![Duplicate]),
    ] {
        let problems = found(|d| d.updates[0].evidence = evidence.clone());
        assert_eq!(problems.iter().map(|problem| problem.error).collect::<Vec<_>>(), wanted, "{evidence:?}");
        assert!(problems.iter().all(|problem| problem.field == "updates.2007.evidence"));
    }
}

#[test]
fn categories_of_the_territory_dimension_are_the_territories() {
    let with = |code: &str| {
        found(|data| {
            data.indicators[0].breakdowns = vec!["territory".into()];
            data.updates[0].breakdowns.insert("territory".into(), [(code.to_owned(), Some(50.0))].into());
        })
    };
    assert_eq!(with("PE-LIM"), []);
    assert_eq!(with("PE-X")[0].field, "updates.2007.breakdown.territory");
}

#[test]
fn a_quantity_fits_its_kind() {
    let ratio = |numerator, denominator| Measure::Ratio { numerator, denominator };
    let value = Measure::Value;
    let people = Indicator { counts_people: true, ..indicator(Kind::Number) };
    let balance = Indicator { decimals: 1, ..indicator(Kind::Number) };
    let above = Indicator { above_100: true, ..indicator(Kind::Percent) };
    let staged = Indicator { stages: vec![words("a", "a"); 4], ..indicator(Kind::Milestone) };
    for (i, (indicator, measure, wanted)) in [
        (indicator(Kind::Number), value(0.0), None),
        (indicator(Kind::Number), value(-1.0), Some(OutOfRange)),
        (indicator(Kind::Number), value(f64::NAN), Some(OutOfRange)),
        (indicator(Kind::Number), ratio(1.0, 2.0), Some(Contradiction)),
        (balance, value(-1.5), None),
        (people.clone(), value(3.0), None),
        (people.clone(), value(3.5), Some(OutOfRange)),
        (people, value(-1.0), Some(OutOfRange)),
        (indicator(Kind::Percent), value(100.0), None),
        (indicator(Kind::Percent), value(100.1), Some(OutOfRange)),
        (indicator(Kind::Percent), ratio(3.0, 2.0), Some(OutOfRange)),
        (indicator(Kind::Percent), ratio(2.0, 2.0), None),
        (above.clone(), ratio(3.0, 2.0), None),
        (above, value(-0.1), Some(OutOfRange)),
        (indicator(Kind::Ratio), ratio(3.0, 2.0), None),
        (indicator(Kind::Ratio), ratio(3.0, 0.0), Some(OutOfRange)),
        (indicator(Kind::Ratio), ratio(-3.0, 2.0), Some(OutOfRange)),
        (indicator(Kind::Ratio), ratio(f64::NAN, 2.0), Some(OutOfRange)),
        (indicator(Kind::Milestone), value(1.0), None),
        (indicator(Kind::Milestone), value(0.5), Some(OutOfRange)),
        (indicator(Kind::Milestone), value(2.0), Some(OutOfRange)),
        (staged.clone(), value(3.0), None),
        (staged, value(4.0), Some(OutOfRange)),
        (indicator(Kind::Narrative), value(1.0), Some(Contradiction)),
    ]
    .into_iter()
    .enumerate()
    {
        assert_eq!(check_measure(&indicator, measure).err().map(|(error, _)| error), wanted, "case {i}: {measure:?}");
    }
}

#[test]
fn all_problems_are_found_at_once() {
    let problems = found(|data| {
        data.plan.slug = String::new();
        data.plan.years[0].state = YearState::Upcoming;
        data.axes[0].title = Text::default();
        data.nodes[6].parent = Some("9".into());
        data.indicators[0].responsible = "X".into();
        data.indicators[0].per = Some(-1.0);
        data.updates[0].content = Content::Measure(Measure::Value(-1.0));
    });
    let found: Vec<_> = problems.iter().map(|p| (p.code.as_str(), p.field.as_str())).collect();
    let wanted = [
        ("", "slug"),
        ("A", "title"),
        ("3", "parent"),
        ("1-a", "responsible"),
        ("1-a", "per"),
        ("1-a", "updates.2007.value"),
    ];
    assert_eq!(found, wanted);
}
