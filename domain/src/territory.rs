//! Reporting by territory: which territories are expected, the national figure that their parts make, and what
//! everybody may read of it. Published parts are the `territory` breakdown of the national update, so that one
//! rule of disclosure covers total, parts and other breakdowns.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::indicator::{Indicator, OverTerritories};
use crate::institution::{Institution, TERRITORY_BASE, TERRITORY_DIMENSION, Territory};
use crate::plan::Plan;
use crate::text::{Lang, Text};
use crate::update::{Breakdown, Content, Coverage, Evidence, Measure, Update};
use crate::words::words;
use crate::year::{Year, YearState};

/// The approved reports of territories for one indicator and year, by code of the territory.
pub type Parts = BTreeMap<String, Update>;

/// Fewer digits than this are noise of binary fractions.
const ROUNDING: f64 = 1e9;

/// True when a territory reports an indicator.
pub fn expects(indicator: &Indicator, territory: &Territory) -> bool {
    indicator.by_territory.iter().any(|name| *name == territory.code || name == territory.kind.word())
}

/// The territories that report an indicator, in the plan's order; none for one that is not reported by territory.
pub fn expected<'a>(indicator: &Indicator, territories: &'a [Territory]) -> Vec<&'a Territory> {
    territories.iter().filter(|territory| expects(indicator, territory)).collect()
}

/// The institution that reports for a territory.
pub fn body_of<'a>(institutions: &'a [Institution], territory: &str) -> Option<&'a Institution> {
    institutions.iter().find(|institution| institution.territory.as_deref() == Some(territory))
}

/// One cell a year that somebody reports: an indicator for the whole country, or its part of one territory.
#[derive(Clone, Copy, Debug)]
pub struct Duty<'a> {
    /// The indicator.
    pub indicator: &'a Indicator,
    /// Code of the territory; empty for the whole country.
    pub territory: &'a str,
    /// Code of the institution that reports it.
    pub institution: &'a str,
}

/// All cells of a year of a plan, in reading order, then in the order of territories.
pub fn duties<'a>(
    indicators: &'a [Indicator],
    territories: &'a [Territory],
    institutions: &'a [Institution],
) -> Vec<Duty<'a>> {
    let mut duties = Vec::with_capacity(indicators.len());
    for indicator in indicators {
        if indicator.by_territory.is_empty() {
            duties.push(Duty { indicator, territory: "", institution: &indicator.responsible });
        }
        for territory in expected(indicator, territories) {
            if let Some(body) = body_of(institutions, &territory.code) {
                duties.push(Duty { indicator, territory: &territory.code, institution: &body.code });
            }
        }
    }
    duties
}

/// The national update that the approved parts of the expected territories make; None while there is none.
/// Its breakdowns by something else are the sums of what the parts tell. The version is the caller's.
pub fn national(
    indicator: &Indicator,
    year: Year,
    parts: &Parts,
    expected: &[&Territory],
    languages: &[Lang],
) -> Option<Update> {
    let parts: BTreeMap<&str, &Update> = parts
        .iter()
        .filter(|(code, _)| expected.iter().any(|territory| territory.code == **code))
        .map(|(code, part)| (code.as_str(), part))
        .collect();
    if parts.is_empty() {
        return None;
    }
    let measures: BTreeMap<&str, Measure> =
        parts.iter().filter_map(|(code, part)| Some((*code, part.measure()?))).collect();
    let mut update = Update::new(&indicator.code, year, content(indicator, &measures, languages));
    update.provisional = (parts.len() < expected.len()).then_some(Coverage(parts.len() as u16, expected.len() as u16));
    if !measures.is_empty() {
        let cells = |figure: &dyn Fn(Measure) -> Option<f64>| -> Breakdown {
            measures.iter().filter_map(|(code, measure)| Some(((*code).to_owned(), Some(figure(*measure)?)))).collect()
        };
        if indicator.over_territories == OverTerritories::RatioOfSums {
            update.breakdowns.insert(TERRITORY_DIMENSION.to_owned(), cells(&|m| Some(ratio(m)?.0)));
            update.breakdowns.insert(TERRITORY_BASE.to_owned(), cells(&|m| Some(ratio(m)?.1)));
        } else {
            update.breakdowns.insert(TERRITORY_DIMENSION.to_owned(), cells(&|m| m.value(indicator.per())));
        }
    }
    if indicator.over_territories == OverTerritories::Sum {
        for (dimension, cells) in parts.values().flat_map(|part| &part.breakdowns) {
            let sums = update.breakdowns.entry(dimension.clone()).or_default();
            for (category, value) in cells {
                let sum = sums.entry(category.clone()).or_insert(Some(0.0));
                *sum = Some(tidy(sum.unwrap_or_default() + value.unwrap_or_default()));
            }
        }
    }
    Some(update)
}

fn content(indicator: &Indicator, measures: &BTreeMap<&str, Measure>, languages: &[Lang]) -> Content {
    let values = || measures.values().filter_map(|measure| measure.value(indicator.per()));
    match indicator.over_territories {
        _ if measures.is_empty() => Content::NoData(said(NO_FIGURES, languages)),
        OverTerritories::None => Content::NoData(said(NOT_ADDED, languages)),
        OverTerritories::Sum => Content::Measure(Measure::Value(tidy(values().sum()))),
        OverTerritories::Average => {
            Content::Measure(Measure::Value(tidy(values().sum::<f64>() / values().count().max(1) as f64)))
        }
        OverTerritories::RatioOfSums => {
            let ratios = || measures.values().filter_map(|measure| ratio(*measure));
            let (numerator, denominator) = (ratios().map(|r| r.0).sum(), ratios().map(|r| r.1).sum());
            Content::Measure(Measure::Ratio { numerator: tidy(numerator), denominator: tidy(denominator) })
        }
    }
}

fn ratio(measure: Measure) -> Option<(f64, f64)> {
    match measure {
        Measure::Ratio { numerator, denominator } => Some((numerator, denominator)),
        Measure::Value(_) => None,
    }
}

/// 0.1 and 0.2 make 0.3.
fn tidy(value: f64) -> f64 {
    let rounded = (value * ROUNDING).round() / ROUNDING;
    if rounded.is_finite() && value.abs() < 1e6 { rounded } else { value }
}

/// Words of the program that stand where an official would give a reason.
type Said = [(Lang, &'static str); 3];

const NO_FIGURES: Said = [
    (Lang::ES, "Ningún territorio tiene una cifra."),
    (Lang::EN, "No territory has a figure."),
    (Lang::FR, "Aucun territoire n’a de chiffre."),
];

const NOT_ADDED: Said = [
    (Lang::ES, "Se lee territorio por territorio: no hay una cifra nacional."),
    (Lang::EN, "Read territory by territory: there is no national figure."),
    (Lang::FR, "Se lit territoire par territoire : il n’y a pas de chiffre national."),
];

fn said(words: Said, languages: &[Lang]) -> Text {
    let mut text = Text::default();
    words.iter().filter(|(lang, _)| languages.contains(lang)).for_each(|(lang, words)| text.set(*lang, words));
    if text.is_empty() {
        // A plan in other languages.
        languages.iter().take(1).for_each(|lang| text.set(*lang, words[0].1));
    }
    text
}

/// Where the part of a territory stands for everybody.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PartState {
    /// A figure is published.
    Reported,
    /// The body says that no figure exists.
    NoData,
    /// A figure exists and the disclosure rule hides it.
    Suppressed,
    /// The year is open and nothing is approved.
    Awaiting,
    /// The year is closed and nothing is approved.
    Overdue,
    /// The year has not begun.
    NotDue,
}

words!(PartState { ALL, pub code, pub of }
    Reported => "reported", NoData => "no_data", Suppressed => "suppressed", Awaiting => "awaiting",
    Overdue => "overdue", NotDue => "not_due");

/// The part of one territory in one year, as everybody may read it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PublicPart {
    /// Where it stands.
    pub state: PartState,
    /// The figure; none when there is none, and when it is hidden.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub measure: Option<Measure>,
    /// Why there is no figure.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub reason: Text,
    /// Remark.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// What supports it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
}

/// What of a territory's part everybody may read. Its figure comes from the published national update, which has
/// passed the disclosure rule; `filed` gives the rest and no figure.
pub fn public_part(territory: &str, year: YearState, national: Option<&Update>, filed: Option<&Update>) -> PublicPart {
    let cell = |dimension: &str| national.and_then(|n| n.breakdowns.get(dimension)?.get(territory).copied());
    let (state, measure) = match (cell(TERRITORY_DIMENSION), cell(TERRITORY_BASE)) {
        (Some(Some(numerator)), Some(Some(denominator))) => {
            (PartState::Reported, Some(Measure::Ratio { numerator, denominator }))
        }
        (Some(Some(value)), None) => (PartState::Reported, Some(Measure::Value(value))),
        (Some(_), _) => (PartState::Suppressed, None),
        (None, _) if filed.is_some() => (PartState::NoData, None),
        (None, _) => match year {
            YearState::Open => (PartState::Awaiting, None),
            YearState::Closed => (PartState::Overdue, None),
            YearState::Upcoming => (PartState::NotDue, None),
        },
    };
    let reason = match filed.map(|filed| &filed.content) {
        Some(Content::NoData(reason)) => reason.clone(),
        _ => Text::default(),
    };
    let (note, evidence) = filed.map(|filed| (filed.note.clone(), filed.evidence.clone())).unwrap_or_default();
    let evidence = evidence.into_iter().map(|mut evidence| {
        evidence.file.take_if(|file| !file.public);
        evidence
    });
    PublicPart { state, measure, reason, note, evidence: evidence.collect() }
}

impl Update {
    /// The national update without what is told territory by territory, which has its own answers.
    pub fn without_territories(mut self) -> Update {
        self.breakdowns.retain(|dimension, _| dimension != TERRITORY_DIMENSION && dimension != TERRITORY_BASE);
        self
    }
}

/// One indicator in all territories that report it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapDocument {
    /// Revision of the plan.
    pub revision: i64,
    /// Header of the plan.
    pub plan: Plan,
    /// Territories that report the indicator, in the plan's order.
    pub territories: Vec<Territory>,
    /// Indicators that are reported by territory, in reading order: code and title.
    pub choices: Vec<Choice>,
    /// The indicator that is shown; none when the plan has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<Indicator>,
    /// One a year of the plan.
    pub years: Vec<MapYear>,
}

/// An indicator to choose.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// Code.
    pub code: String,
    /// Title.
    pub title: Text,
}

/// One year of a map.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MapYear {
    /// Year.
    pub year: Year,
    /// The national figure, without its parts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national: Option<Update>,
    /// In the order of the territories.
    pub parts: Vec<PublicPart>,
}

/// A territory's part of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TerritoryDocument {
    /// Revision of the plan.
    pub revision: i64,
    /// Header of the plan.
    pub plan: Plan,
    /// The territory.
    pub territory: Territory,
    /// All territories that report something, in the plan's order.
    pub territories: Vec<Territory>,
    /// The institution that reports for it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Institution>,
    /// Its indicators, in reading order.
    pub rows: Vec<TerritoryRow>,
}

/// One indicator of a territory.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TerritoryRow {
    /// The indicator.
    pub indicator: Indicator,
    /// One a year of the plan.
    pub parts: Vec<PublicPart>,
}

#[cfg(test)]
mod tests;
