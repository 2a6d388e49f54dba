//! Plans to fill an app with. `small` has one of each thing that a route treats differently; `second` is
//! as unlike Peru's plan as a plan can be: two levels, another language, another period, any size.

use std::collections::BTreeMap;

use domain::document::PlanData;
use domain::indicator::{Baseline, Direction, Indicator, Kind, OverTerritories, OverYears, TargetMeaning};
use domain::institution::{Category, Dimension, Institution, InstitutionKind, Territory, TerritoryKind};
use domain::node::{Axis, Node};
use domain::plan::{Level, Plan, Rules};
use domain::text::{Lang, Text};
use domain::update::{Content, Evidence, Measure, Update};
use domain::year::{ReportingYear, Year, YearState};

/// The small plan's address.
pub const SMALL: &str = "small";

/// The second plan's address.
pub const SECOND: &str = "plano-agua-2021-2030";

fn text(words: &str) -> Text {
    Text::new(Lang::ES, words)
}

fn years(first: Year, last: Year, closed_until: Year) -> Vec<ReportingYear> {
    let state = |year| match year {
        year if year <= closed_until => YearState::Closed,
        year if year == closed_until + 1 => YearState::Open,
        _ => YearState::Upcoming,
    };
    (first..=last).map(|year| ReportingYear::new(year, state(year))).collect()
}

fn header(slug: &str, lang: Lang, first: Year, last: Year, closed_until: Year) -> Plan {
    Plan {
        slug: slug.to_owned(),
        title: Text::new(lang, "Plan"),
        summary: Text::default(),
        disclaimer: Text::new(lang, "Datos de prueba"),
        source: Text::default(),
        licence: "CC-BY-4.0".to_owned(),
        first_year: first,
        last_year: last,
        languages: vec![lang],
        default_language: lang,
        levels: Vec::new(),
        years: years(first, last, closed_until),
        suppression_threshold: 11,
        rules: Rules::default(),
    }
}

fn level(code: &str, lang: Lang) -> Level {
    Level { code: code.to_owned(), name: Text::new(lang, code), plural: Text::new(lang, &format!("{code}s")) }
}

/// A row of the tree.
pub fn node(code: &str, parent: Option<&str>, lang: Lang) -> Node {
    Node {
        code: code.to_owned(),
        parent: parent.map(str::to_owned),
        title: Text::new(lang, &format!("Nodo {code}")),
        description: Text::default(),
        axis: None,
        lead: None,
        partners: Vec::new(),
        start_year: None,
        end_year: None,
        budget: None,
        state: None,
    }
}

/// An indicator that increases from 10 to 100.
pub fn indicator(code: &str, node: &str, kind: Kind, lang: Lang) -> Indicator {
    Indicator {
        code: code.to_owned(),
        node: node.to_owned(),
        also: Vec::new(),
        title: Text::new(lang, &format!("Indicador {code}")),
        definition: Text::new(lang, &format!("Definición {code}")),
        method: Text::default(),
        verification: Text::default(),
        kind,
        unit: Text::new(lang, "unidades"),
        decimals: 0,
        direction: Direction::Increase,
        tolerance: 0.0,
        better: None,
        per: None,
        stages: Vec::new(),
        over_years: OverYears::Latest,
        over_territories: OverTerritories::None,
        by_territory: Vec::new(),
        target_meaning: TargetMeaning::OfYear,
        baseline: None,
        targets: BTreeMap::new(),
        responsible: "MIN".to_owned(),
        breakdowns: Vec::new(),
        counts_people: false,
        above_100: false,
    }
}

fn institution(code: &str, kind: InstitutionKind, lang: Lang) -> Institution {
    Institution {
        code: code.to_owned(),
        name: Text::new(lang, code),
        kind,
        parent: None,
        role: Text::default(),
        territory: None,
    }
}

/// Number with targets, people with a breakdown, percentage from a ratio, words: 2007 to 2010, 2009 open.
pub fn small() -> PlanData {
    let es = Lang::ES;
    let posters = Indicator {
        baseline: Some(Baseline { year: 2006, measure: Some(Measure::Value(10.0)) }),
        targets: BTreeMap::from([(2007, 25.0), (2010, 100.0)]),
        ..indicator("1.1-a", "1.1", Kind::Number, es)
    };
    let victims = Indicator {
        counts_people: true,
        breakdowns: vec!["sex".to_owned()],
        baseline: Some(Baseline { year: 2006, measure: Some(Measure::Value(7.0)) }),
        targets: BTreeMap::from([(2007, 40.0), (2010, 90.0)]),
        ..indicator("1.1-b", "1.1", Kind::Number, es)
    };
    let share = Indicator {
        counts_people: true,
        targets: BTreeMap::from([(2010, 80.0)]),
        ..indicator("1.2-a", "1.2", Kind::Percent, es)
    };
    let words = Indicator { unit: Text::default(), ..indicator("1.2-b", "1.2", Kind::Narrative, es) };
    let mut people = Update::new("1.1-b", 2007, Content::Measure(Measure::Value(40.0)));
    let cells = [("female", Some(36.0)), ("male", Some(4.0))].map(|(code, value)| (code.to_owned(), value));
    people.breakdowns.insert("sex".to_owned(), BTreeMap::from(cells));
    people.evidence =
        vec![Evidence { title: text("Registro"), url: Some("https://example.org/registro".to_owned()), file: None }];
    PlanData {
        plan: Plan { levels: vec![level("objetivo", es), level("meta", es)], ..header(SMALL, es, 2007, 2010, 2008) },
        axes: vec![Axis { code: "A".to_owned(), title: text("Eje"), description: Text::default() }],
        institutions: vec![
            institution("MIN", InstitutionKind::Ministry, es),
            institution("ONG", InstitutionKind::CivilSociety, es),
        ],
        territories: vec![Territory {
            code: "PE-LIM".to_owned(),
            name: text("Lima"),
            kind: TerritoryKind::Department,
            parent: None,
            national_code: "15".to_owned(),
        }],
        dimensions: vec![Dimension {
            code: "sex".to_owned(),
            name: text("Sexo"),
            categories: ["female", "male"].map(|code| Category { code: code.to_owned(), name: text(code) }).into(),
        }],
        nodes: vec![
            Node { axis: Some("A".to_owned()), lead: Some("MIN".to_owned()), ..node("1", None, es) },
            Node { partners: vec!["ONG".to_owned()], ..node("1.1", Some("1"), es) },
            node("1.2", Some("1"), es),
        ],
        indicators: vec![posters, victims, share, words],
        updates: vec![
            Update::new("1.1-a", 2007, Content::Measure(Measure::Value(25.0))),
            Update::new("1.1-a", 2008, Content::NoData(text("No se registró"))),
            people,
            Update::new("1.1-b", 2008, Content::Measure(Measure::Value(6.0))),
            Update::new("1.2-a", 2007, Content::Measure(Measure::Ratio { numerator: 30.0, denominator: 60.0 })),
            Update::new("1.2-b", 2007, Content::Narrative(text("Se aprobó el protocolo"))),
        ],
    }
}

/// A Portuguese plan of two levels, 2021 to 2030, with this many indicators, ten to a goal.
pub fn second(indicators: usize) -> PlanData {
    let pt: Lang = "pt".parse().expect("a language");
    let mut data = PlanData {
        plan: Plan {
            title: Text::new(pt, "Plano nacional da água"),
            disclaimer: Text::new(pt, "Dados de teste"),
            levels: vec![level("programa", pt), level("ação", pt)],
            ..header(SECOND, pt, 2021, 2030, 2024)
        },
        axes: Vec::new(),
        institutions: vec![institution("MIN", InstitutionKind::Ministry, pt)],
        territories: Vec::new(),
        dimensions: Vec::new(),
        nodes: Vec::new(),
        indicators: Vec::new(),
        updates: Vec::new(),
    };
    for number in 0..indicators {
        let (programme, action) = (number / 100 + 1, number / 10 % 10 + 1);
        let (top, code) = (format!("P{programme}"), format!("P{programme}.{action}"));
        if number % 100 == 0 {
            data.nodes.push(node(&top, None, pt));
        }
        if number % 10 == 0 {
            data.nodes.push(node(&code, Some(&top), pt));
        }
        let own = format!("{code}.{}", number % 10 + 1);
        let start = (number % 40) as f64;
        data.indicators.push(Indicator {
            baseline: Some(Baseline { year: 2020, measure: Some(Measure::Value(start)) }),
            targets: BTreeMap::from([(2025, start + 50.0), (2030, start + 100.0)]),
            ..indicator(&own, &code, Kind::Number, pt)
        });
        for year in 2021..=2024 {
            let value = start + f64::from(year - 2020) * ((number % 17) as f64);
            data.updates.push(Update::new(&own, year, Content::Measure(Measure::Value(value))));
        }
    }
    data
}

#[cfg(test)]
mod tests {
    use domain::validate::validate;

    #[test]
    fn the_plans_of_the_tests_are_valid() {
        assert_eq!(validate(&super::small()), []);
        assert_eq!(validate(&super::second(1000)), []);
    }
}
