//! Each flaw is found, and a whole indicator has none.

use super::*;
use crate::tests_support::{data, indicator, with_targets, words as texts};
use crate::text::Text;

/// What is found in a plan with this indicator alone.
fn found(indicator: Indicator) -> Vec<(Flaw, String)> {
    let data = PlanData { indicators: vec![indicator], updates: Vec::new(), ..data() };
    let of_indicator = check(&data).into_iter().filter(|finding| finding.kind == Some(Kind::Indicator));
    of_indicator.map(|finding| (finding.flaw, finding.detail)).collect()
}

fn whole() -> Indicator {
    let code = data().indicators[0].responsible.clone();
    Indicator {
        unit: texts("casos", "cases"),
        verification: texts("registro", "register"),
        responsible: code,
        ..with_targets(Direction::Increase, Some(10.0), &[(2009, 20.0), (2010, 40.0)])
    }
}

#[test]
fn each_flaw_is_found_and_a_whole_indicator_has_none() {
    let title = |es: &str| Text::new(data().plan.default_language, es);
    let flaw = |flaw: Flaw| vec![(flaw, String::new())];
    let against = |year: &str| vec![(Flaw::AgainstDirection, year.to_owned())];
    for (indicator, wanted) in [
        (whole(), vec![]),
        (Indicator { baseline: None, ..whole() }, flaw(Flaw::NoBaseline)),
        (Indicator { unit: Text::default(), ..whole() }, flaw(Flaw::NoUnit)),
        (Indicator { targets: BTreeMap::new(), ..whole() }, flaw(Flaw::NoTarget)),
        (Indicator { verification: Text::default(), ..whole() }, flaw(Flaw::NoSource)),
        (Indicator { responsible: "NADIE".into(), ..whole() }, flaw(Flaw::NoResponsible)),
        (Indicator { targets: BTreeMap::from([(2009, 20.0), (2010, 15.0)]), ..whole() }, against("2010")),
        (Indicator { direction: Direction::Decrease, ..whole() }, against("2009")),
        (
            Indicator { title: title("Campañas de prensa y talleres de formación"), ..whole() },
            vec![(Flaw::TwoThings, "y".to_owned())],
        ),
        (Indicator { title: title("Niños y niñas atendidos"), ..whole() }, vec![]),
        // A milestone is reached or not, and words have neither start nor target.
        (Indicator { kind: IndicatorKind::Milestone, baseline: None, unit: Text::default(), ..whole() }, vec![]),
        (
            Indicator {
                verification: texts("acta", "minutes"),
                responsible: whole().responsible,
                ..indicator(IndicatorKind::Narrative)
            },
            vec![],
        ),
    ] {
        assert_eq!(found(indicator.clone()), wanted, "{indicator:?}");
    }
}

#[test]
fn titles_are_compared_as_people_read_them_and_the_idle_are_named() {
    let mut plan = data();
    plan.nodes.truncate(1);
    let copy = Indicator { code: "9-z".into(), title: texts("  Título ", "x"), ..whole() };
    let first = Indicator { code: "1-a".into(), title: texts("título.", "y"), ..whole() };
    plan.indicators = vec![first, copy];
    let findings = check(&plan);
    let twice: Vec<_> = findings.iter().filter(|f| f.flaw == Flaw::DuplicateTitle).collect();
    assert_eq!(twice.iter().map(|f| (f.code.as_str(), f.detail.as_str())).collect::<Vec<_>>(), [("9-z", "1-a")]);
    plan.indicators.clear();
    plan.nodes.clear();
    let idle: Vec<String> =
        check(&plan).into_iter().filter(|f| f.flaw == Flaw::IdleInstitution).map(|f| f.code).collect();
    let all: Vec<String> = plan.institutions.iter().map(|i| i.code.clone()).collect();
    assert_eq!(idle, all);
}
