//! Builders for the tests of this crate.

use std::collections::BTreeMap;

use crate::document::{PlanData, PlanDocument};
use crate::indicator::{Baseline, Direction, Indicator, Kind, OverTerritories, OverYears, TargetMeaning};
use crate::institution::{Category, Dimension, Institution, InstitutionKind, Territory, TerritoryKind};
use crate::matrix::Matrix;
use crate::node::{Axis, Node};
use crate::plan::{Level, Plan, Rules};
use crate::text::{Lang, Text};
use crate::update::{Content, Evidence, Measure, Update};
use crate::year::{ReportingYear, Year, YearState};

/// An indicator of a kind, with nothing else said.
pub fn indicator(kind: Kind) -> Indicator {
    Indicator {
        code: "1-a".into(),
        node: "1".into(),
        also: Vec::new(),
        title: Text::new(Lang::ES, "Título"),
        definition: Text::default(),
        method: Text::default(),
        verification: Text::default(),
        kind,
        unit: Text::default(),
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
        responsible: "MIN".into(),
        breakdowns: Vec::new(),
        counts_people: false,
        above_100: false,
    }
}

/// A number with a baseline in 2006 and targets.
pub fn with_targets(direction: Direction, baseline: Option<f64>, targets: &[(i16, f64)]) -> Indicator {
    Indicator {
        direction,
        baseline: baseline.map(|value| Baseline { year: 2006, measure: Some(Measure::Value(value)) }),
        targets: targets.iter().copied().collect(),
        ..indicator(Kind::Number)
    }
}

/// A text in the two languages of [`data`].
pub fn words(es: &str, en: &str) -> Text {
    let mut text = Text::new(Lang::ES, es);
    text.set(Lang::EN, en);
    text
}

/// A plain figure.
pub fn figure(code: &str, year: Year, value: f64) -> Update {
    Update::new(code, year, Content::Measure(Measure::Value(value)))
}

/// A row of the tree.
pub fn node(code: &str, parent: Option<&str>, axis: Option<&str>, title: Text) -> Node {
    Node {
        code: code.into(),
        parent: parent.map(str::to_owned),
        title,
        description: Text::default(),
        axis: axis.map(str::to_owned),
        lead: None,
        partners: Vec::new(),
        start_year: None,
        end_year: None,
        budget: None,
        state: None,
    }
}

fn header() -> Plan {
    let level = |code: &str| Level { code: code.into(), name: words(code, code), plural: words(code, code) };
    let states = [YearState::Closed, YearState::Closed, YearState::Open, YearState::Upcoming];
    Plan {
        slug: "plan".into(),
        title: words("Plan", "Plan"),
        summary: Text::default(),
        disclaimer: words("Datos de prueba", "Test data"),
        source: Text::default(),
        licence: String::new(),
        first_year: 2007,
        last_year: 2010,
        languages: vec![Lang::ES, Lang::EN],
        default_language: Lang::ES,
        levels: vec![level("objective"), level("point"), level("activity")],
        years: (2007..).zip(states).map(|(year, state)| ReportingYear::new(year, state)).collect(),
        suppression_threshold: 11,
        rules: Rules::default(),
    }
}

fn indicators() -> Vec<Indicator> {
    let on = |code: &str, node: &str, title: Text, kind, responsible: &str| Indicator {
        code: code.into(),
        node: node.into(),
        title,
        unit: words("unidades", "units"),
        responsible: responsible.into(),
        ..indicator(kind)
    };
    let start = |value| Some(Baseline { year: 2006, measure: Some(Measure::Value(value)) });
    vec![
        Indicator {
            baseline: start(0.0),
            targets: [(2008, 100.0), (2010, 200.0)].into(),
            ..on("1-a", "1", words("Campañas de información", "Information campaigns"), Kind::Number, "MIN")
        },
        Indicator {
            targets: [(2008, 80.0)].into(),
            ..on("1.1.1-a", "1.1.1", words("Docentes formados", "Trained teachers"), Kind::Percent, "ONG")
        },
        Indicator {
            over_years: OverYears::Sum,
            target_meaning: TargetMeaning::RunningTotal,
            targets: [(2008, 20.0), (2010, 40.0)].into(),
            ..on("1.1-a", "1.1", words("Escuelas", "Schools"), Kind::Number, "MIN")
        },
        Indicator {
            targets: [(2009, 1.0)].into(),
            ..on("1.2-a", "1.2", words("Ley reglamentada", "Law regulated"), Kind::Milestone, "MIN")
        },
        on("2.1-a", "2.1", words("Coordinación", "Coordination"), Kind::Narrative, "ONG"),
        Indicator {
            baseline: start(10.0),
            targets: [(2008, 100.0)].into(),
            counts_people: true,
            breakdowns: vec!["sex".into()],
            ..on("2-a", "2", words("Víctimas atendidas", "Assisted victims"), Kind::Number, "MIN")
        },
    ]
}

fn updates() -> Vec<Update> {
    let mut victims = figure("2-a", 2008, 40.0);
    let cells = [("female", Some(36.0)), ("male", Some(4.0))].map(|(code, value)| (code.to_owned(), value));
    victims.breakdowns.insert("sex".into(), cells.into());
    victims.evidence =
        vec![Evidence { title: words("Registro", "Register"), url: Some("https://example.org/".into()), file: None }];
    let share = Measure::Ratio { numerator: 30.0, denominator: 60.0 };
    vec![
        figure("1-a", 2007, 50.0),
        figure("1-a", 2008, 90.0),
        Update::new("1.1.1-a", 2007, Content::Measure(share)),
        Update::new("1.1.1-a", 2008, Content::NoData(words("Sin registro", "No register"))),
        figure("1.1-a", 2007, 10.0),
        figure("1.1-a", 2008, 10.0),
        Update::new("2.1-a", 2008, Content::Narrative(words("Tres reuniones", "Three meetings"))),
        figure("2-a", 2007, 5.0),
        victims,
    ]
}

/// A valid plan of three levels, 2007 to 2010, with two years closed. Indicators hang on every level, the
/// order of indicators is not that of the tree, and in 2008 each has another state.
pub fn data() -> PlanData {
    let axis = |code: &str, title| Axis { code: code.into(), title, description: Text::default() };
    let institution = |code: &str, name, kind| Institution {
        code: code.into(),
        name,
        kind,
        parent: None,
        role: Text::default(),
        territory: None,
    };
    let category = |code: &str, name| Category { code: code.into(), name };
    PlanData {
        plan: header(),
        axes: vec![axis("A", words("Prevención", "Prevention")), axis("B", words("Asistencia", "Assistance"))],
        institutions: vec![
            institution("MIN", words("Ministerio del Interior", "Ministry of the Interior"), InstitutionKind::Ministry),
            institution("ONG", words("Sociedad civil", "Civil society"), InstitutionKind::CivilSociety),
        ],
        territories: vec![Territory {
            code: "PE-LIM".into(),
            name: words("Lima", "Lima"),
            kind: TerritoryKind::Department,
            parent: None,
            national_code: "15".into(),
        }],
        dimensions: vec![Dimension {
            code: "sex".into(),
            name: words("Sexo", "Sex"),
            categories: vec![category("female", words("Mujer", "Female")), category("male", words("Hombre", "Male"))],
        }],
        nodes: vec![
            node("1", None, Some("A"), words("Más conciencia", "More awareness")),
            node("1.1", Some("1"), None, words("Educación", "Education")),
            node("1.1.1", Some("1.1"), None, words("Formar docentes", "Train teachers")),
            node("1.2", Some("1"), None, words("Normas", "Rules")),
            node("2", None, Some("B"), words("Albergues", "Shelters")),
            node("2.1", Some("2"), None, words("Mesa de trabajo", "Working group")),
            node("3", None, None, words("Evaluación", "Evaluation")),
        ],
        indicators: indicators(),
        updates: updates(),
    }
}

/// The matrix of [`data`], ready for searching.
pub fn matrix() -> Matrix {
    let mut matrix = Matrix::new(PlanDocument::public(&data(), 1));
    matrix.prepare_search();
    matrix
}
