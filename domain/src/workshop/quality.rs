//! The quality check of a draft plan: what a room would stumble over. Hints, not errors: what a plan must hold to be
//! stored is `validate`.

use std::collections::{BTreeMap, HashSet};

use serde::{Deserialize, Serialize};

use super::item::Kind;
use crate::document::PlanData;
use crate::indicator::{Direction, Indicator, Kind as IndicatorKind};
use crate::text::Lang;
use crate::words::words;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Flaw {
    NoBaseline,
    NoUnit,
    NoTarget,
    /// No means of verification.
    NoSource,
    NoResponsible,
    /// A target on the wrong side of the baseline, or of the target before, for the declared direction.
    AgainstDirection,
    DuplicateTitle,
    /// The title of an indicator names two things.
    TwoThings,
    /// An institution leads nothing, is partner of nothing and reports nothing.
    IdleInstitution,
}

words!(Flaw { ALL, pub word, pub of }
    NoBaseline => "no_baseline", NoUnit => "no_unit", NoTarget => "no_target", NoSource => "no_source",
    NoResponsible => "no_responsible", AgainstDirection => "against_direction", DuplicateTitle => "duplicate_title",
    TwoThings => "two_things", IdleInstitution => "idle_institution");

/// One thing that was found.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// What.
    pub flaw: Flaw,
    /// In a node or an indicator; None for an institution.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kind: Option<Kind>,
    /// Code of the node, the indicator or the institution.
    pub code: String,
    /// What exactly: the year of a target, the code with the same title, the word that joins two things.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
    /// Number of the item that is about it, when it is on the agenda.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<i64>,
}

/// Checks a plan: indicators in reading order, then titles, then institutions.
pub fn check(data: &PlanData) -> Vec<Finding> {
    let mut findings = Vec::new();
    let institutions: HashSet<&str> = data.institutions.iter().map(|i| i.code.as_str()).collect();
    for indicator in &data.indicators {
        let mut add = |flaw, detail: String| {
            let (kind, code) = (Some(Kind::Indicator), indicator.code.clone());
            findings.push(Finding { flaw, kind, code, detail, item: None });
        };
        let is_counted = !matches!(indicator.kind, IndicatorKind::Narrative | IndicatorKind::Milestone);
        if is_counted && indicator.baseline.is_none_or(|baseline| baseline.measure.is_none()) {
            add(Flaw::NoBaseline, String::new());
        }
        if matches!(indicator.kind, IndicatorKind::Number | IndicatorKind::Ratio) && indicator.unit.is_empty() {
            add(Flaw::NoUnit, String::new());
        }
        if indicator.kind != IndicatorKind::Narrative && indicator.targets.is_empty() {
            add(Flaw::NoTarget, String::new());
        }
        if indicator.verification.is_empty() {
            add(Flaw::NoSource, String::new());
        }
        if !institutions.contains(indicator.responsible.as_str()) {
            add(Flaw::NoResponsible, String::new());
        }
        if let Some(year) = against_direction(indicator) {
            add(Flaw::AgainstDirection, year.to_string());
        }
        let lang = data.plan.default_language;
        if let Some(joint) = joint(indicator.title.get(lang, lang), lang) {
            add(Flaw::TwoThings, joint.to_owned());
        }
    }
    duplicates(data, &mut findings);
    idle(data, &mut findings);
    findings
}

/// The first year whose target goes the wrong way.
fn against_direction(indicator: &Indicator) -> Option<i16> {
    let mut before = indicator.baseline_value().map(|(_, value)| value);
    // Targets that are of the year may rise and fall; totals and levels do not.
    for (year, target) in &indicator.targets {
        let wrong = before.is_some_and(|before| match indicator.direction {
            Direction::Increase => *target < before,
            Direction::Decrease => *target > before,
            Direction::Maintain => false,
        });
        if wrong {
            return Some(*year);
        }
        before = before.or(Some(*target)).map(|_| *target);
    }
    None
}

/// The word that joins two things in a title: both sides must be long enough to be one.
fn joint(title: &str, lang: Lang) -> Option<&'static str> {
    let joints: &[&str] = match lang.as_str() {
        "en" => &["and", "as well as", "and/or"],
        "fr" => &["et", "ainsi que", "et/ou"],
        "pt" => &["e", "bem como", "e/ou"],
        _ => &["y", "e", "así como", "y/o"],
    };
    let title = title.to_lowercase();
    let long = |side: &str| side.split_whitespace().filter(|word| word.chars().count() > 2).count() >= 2;
    joints.iter().copied().find(|joint| {
        let joined = format!(" {joint} ");
        title.split_once(&joined).is_some_and(|(before, after)| long(before) && long(after))
    })
}

fn duplicates(data: &PlanData, findings: &mut Vec<Finding>) {
    let lang = data.plan.default_language;
    let mut seen: BTreeMap<(Kind, String), &str> = BTreeMap::new();
    let nodes = data.nodes.iter().map(|node| (Kind::Node, &node.code, &node.title));
    let indicators = data.indicators.iter().map(|indicator| (Kind::Indicator, &indicator.code, &indicator.title));
    for (kind, code, title) in nodes.chain(indicators) {
        let words: Vec<String> = title.get(lang, lang).split_whitespace().map(str::to_lowercase).collect();
        let words = words.join(" ").trim_end_matches('.').to_owned();
        if words.is_empty() {
            continue;
        }
        if let Some(first) = seen.get(&(kind, words.clone())) {
            let detail = (*first).to_owned();
            let (flaw, kind, code) = (Flaw::DuplicateTitle, Some(kind), code.clone());
            findings.push(Finding { flaw, kind, code, detail, item: None });
        } else {
            seen.insert((kind, words), code);
        }
    }
}

fn idle(data: &PlanData, findings: &mut Vec<Finding>) {
    let mut busy: HashSet<&str> = data.indicators.iter().map(|i| i.responsible.as_str()).collect();
    for node in &data.nodes {
        busy.extend(node.lead.as_deref());
        busy.extend(node.partners.iter().map(String::as_str));
    }
    // Whoever has an office that works has something to do.
    let parents: Vec<&str> = data
        .institutions
        .iter()
        .filter(|i| busy.contains(i.code.as_str()))
        .filter_map(|i| i.parent.as_deref())
        .collect();
    busy.extend(parents);
    for institution in data.institutions.iter().filter(|institution| !busy.contains(institution.code.as_str())) {
        let (flaw, code) = (Flaw::IdleInstitution, institution.code.clone());
        findings.push(Finding { flaw, kind: None, code, detail: String::new(), item: None });
    }
}

#[cfg(test)]
mod tests;
