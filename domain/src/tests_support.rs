//! Builders for the tests of this crate.

use std::collections::BTreeMap;

use crate::indicator::{Baseline, Direction, Indicator, Kind, OverTerritories, OverYears, TargetMeaning};
use crate::text::{Lang, Text};
use crate::update::Measure;

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
