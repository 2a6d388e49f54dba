//! What one update may hold: its quantity, texts, links and breakdowns. Used for files and for single
//! writes alike.

use std::collections::{HashMap, HashSet};

use super::{Checker, Problem};
use crate::change::Entity;
use crate::document::PlanData;
use crate::error::FieldErrorCode;
use crate::evidence::{is_file_name, is_hash};
use crate::indicator::{Indicator, Kind};
use crate::institution::{TERRITORY_BASE, TERRITORY_DIMENSION};
use crate::text::{Text, is_text};
use crate::update::{Content, Evidence, Measure, Update};

/// Refuses a quantity that its indicator cannot have: not finite, a negative count, a percentage outside
/// 0-100, a stage that does not exist.
pub fn check_measure(indicator: &Indicator, measure: Measure) -> Result<(), (FieldErrorCode, String)> {
    let out = |message: String| Err((FieldErrorCode::OutOfRange, message));
    if let Measure::Ratio { numerator, denominator } = measure {
        if !matches!(indicator.kind, Kind::Percent | Kind::Ratio) {
            return Err((FieldErrorCode::Contradiction, "only a percentage or a ratio has a numerator".into()));
        }
        if !numerator.is_finite() || numerator < 0.0 {
            return out("the numerator must be zero or more".into());
        }
        if !denominator.is_finite() || denominator <= 0.0 {
            return out("the denominator must be above zero".into());
        }
    }
    let Some(value) = measure.value(indicator.per()).filter(|v| v.is_finite()) else {
        return out("not a number".into());
    };
    match indicator.kind {
        Kind::Number if indicator.counts_people && (value < 0.0 || value.fract() != 0.0) => {
            out(format!("{value} is not a count of people: a whole number, zero or more"))
        }
        Kind::Number if value < 0.0 && indicator.decimals == 0 => out(format!("{value} is a negative count")),
        Kind::Percent if value < 0.0 || (value > 100.0 && !indicator.above_100) => {
            out(format!("{value} is outside 0 to 100 percent"))
        }
        Kind::Milestone | Kind::Scale => {
            let last = if indicator.is_staged() { indicator.stages.len() as f64 - 1.0 } else { 1.0 };
            if value.fract() == 0.0 && (0.0..=last).contains(&value) {
                Ok(())
            } else {
                out(format!("{value} is not a stage: 0 to {last}"))
            }
        }
        Kind::Narrative => Err((FieldErrorCode::Contradiction, "a narrative indicator has no figure".into())),
        _ => Ok(()),
    }
}

/// Finds what is wrong with one update of one indicator. Fields are relative to the indicator:
/// `updates.2010.value`.
pub fn check_update(data: &PlanData, indicator: &Indicator, update: &Update) -> Vec<Problem> {
    let mut checker = Checker { data, institutions: HashSet::new(), dimensions: HashMap::new(), problems: Vec::new() };
    let (entity, code) = (Entity::Update, indicator.code.as_str());
    let path = format!("updates.{}", update.year);
    if data.plan.year_index(update.year).is_none() {
        let message = format!("the plan runs from {} to {}", data.plan.first_year, data.plan.last_year);
        checker.add(entity, code, &path, FieldErrorCode::OutOfRange, message);
    }
    match &update.content {
        Content::Measure(measure) => checker.measure(entity, code, &format!("{path}.value"), indicator, *measure),
        Content::Narrative(text) => {
            if indicator.kind != Kind::Narrative {
                let message = "only a narrative indicator is reported in words";
                checker.add(entity, code, &format!("{path}.text"), FieldErrorCode::Contradiction, message);
            }
            checker.needed_words(entity, code, &format!("{path}.text"), text);
        }
        Content::NoData(reason) => checker.needed_words(entity, code, &format!("{path}.no_data"), reason),
        Content::Suppressed => {
            let message = "a hidden figure cannot be filed: it is hidden when it is read";
            checker.add(entity, code, &path, FieldErrorCode::Contradiction, message);
        }
    }
    checker.words(entity, code, &format!("{path}.note"), &update.note);
    for evidence in &update.evidence {
        let field = format!("{path}.evidence");
        checker.needed_words(entity, code, &field, &evidence.title);
        checker.file(code, &field, evidence);
        let is_link = |url: &str| url.starts_with("https://") || url.starts_with("http://");
        if let Some(url) = &evidence.url
            && (!is_link(url) || url.chars().any(|c| c.is_control() || c == ' '))
        {
            let message = "a link starts with https:// or http:// and has no spaces";
            checker.add(entity, code, &field, FieldErrorCode::Malformed, message);
        }
    }
    let files: Vec<&str> = update.evidence.iter().filter_map(|e| Some(e.file.as_ref()?.hash.as_str())).collect();
    if files.iter().collect::<HashSet<_>>().len() < files.len() {
        let message = "the same file stands there twice";
        checker.add(entity, code, &format!("{path}.evidence"), FieldErrorCode::Duplicate, message);
    }
    checker.breakdowns(indicator, update, &path);
    checker.problems
}

impl Checker<'_> {
    fn needed_words(&mut self, entity: Entity, code: &str, field: &str, text: &Text) {
        self.needed(entity, code, field, text);
        self.words(entity, code, field, text);
    }

    pub(super) fn needed(&mut self, entity: Entity, code: &str, field: &str, text: &Text) {
        if text.is_empty() {
            self.add(entity, code, field, FieldErrorCode::Missing, "a text is needed");
        }
    }

    /// A text that whoever reports writes: in any of the plan's languages.
    pub(super) fn words(&mut self, entity: Entity, code: &str, field: &str, text: &Text) {
        let languages = &self.data.plan.languages;
        for (lang, _) in text.iter().filter(|(_, words)| !is_text(words)) {
            let message = format!("the text in `{lang}` has control characters; remove them");
            self.add(entity, code, field, FieldErrorCode::Malformed, message);
        }
        for (lang, _) in text.iter().filter(|(lang, _)| !languages.contains(lang)) {
            let message = format!("`{lang}` is not one of the plan's languages");
            self.add(entity, code, field, FieldErrorCode::Unknown, message);
        }
    }

    fn file(&mut self, code: &str, field: &str, evidence: &Evidence) {
        let Some(file) = &evidence.file else { return };
        if evidence.url.is_some() {
            self.add(Entity::Update, code, field, FieldErrorCode::Contradiction, "either a link or a file");
        }
        if !is_file_name(&file.name) || !is_hash(&file.hash) {
            let message = "a file has a name without slashes, and the hash that its upload gave";
            self.add(Entity::Update, code, field, FieldErrorCode::Malformed, message);
        }
    }

    fn breakdowns(&mut self, indicator: &Indicator, update: &Update, path: &str) {
        let (entity, code) = (Entity::Update, indicator.code.as_str());
        for (dimension, cells) in &update.breakdowns {
            let field = format!("{path}.breakdown.{dimension}");
            let is_part = [TERRITORY_DIMENSION, TERRITORY_BASE].contains(&dimension.as_str());
            if !indicator.breakdowns.contains(dimension) && (indicator.by_territory.is_empty() || !is_part) {
                let message = format!("this indicator is not broken down by `{dimension}`");
                self.add(entity, code, &field, FieldErrorCode::Unknown, message);
                continue;
            }
            let known = |category: &str| match self.data.dimensions.iter().find(|d| d.code == *dimension) {
                Some(dimension) => dimension.categories.iter().any(|c| c.code == category),
                None => self.data.territories.iter().any(|t| t.code == category),
            };
            let unknown: Vec<String> = cells.keys().filter(|c| !known(c)).cloned().collect();
            for category in unknown {
                let message = format!("there is no category `{category}`");
                self.add(entity, code, &field, FieldErrorCode::Unknown, message);
            }
            if cells.values().any(|v| v.is_none_or(|v| v < 0.0 || !v.is_finite())) {
                self.add(entity, code, &field, FieldErrorCode::OutOfRange, "each figure is zero or more");
            }
        }
    }
}
