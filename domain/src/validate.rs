//! What a plan must hold to be stored. Finds every problem at once; the caller says where it stands in
//! a file or a form.

mod territory;
mod update;
mod warnings;

use std::collections::{HashMap, HashSet};

use crate::change::Entity;
use crate::document::PlanData;
use crate::error::FieldErrorCode;
use crate::indicator::{Direction, Indicator, Kind};
use crate::institution::TERRITORY_DIMENSION;
use crate::text::Text;
use crate::update::Measure;
use crate::year::wrong_deadline;

pub use territory::check_part;
pub use update::{check_measure, check_update};
pub use warnings::{Warning, expected_range, outlier_bounds, warnings};

/// Largest depth of the plan tree.
pub const MAX_LEVELS: usize = 5;

/// One thing that is wrong.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// In what.
    pub entity: Entity,
    /// Its code.
    pub code: String,
    /// In which field: `targets.2010`, `updates.2009.value`.
    pub field: String,
    /// What kind of error.
    pub error: FieldErrorCode,
    /// What is wrong and what to do, in English.
    pub message: String,
}

struct Checker<'a> {
    data: &'a PlanData,
    institutions: HashSet<&'a str>,
    dimensions: HashMap<&'a str, HashSet<&'a str>>,
    problems: Vec<Problem>,
}

/// Finds all problems of a plan; none means that it can be stored and shown.
pub fn validate(data: &PlanData) -> Vec<Problem> {
    let territories = data.territories.iter().map(|t| t.code.as_str()).collect();
    let mut dimensions: HashMap<&str, HashSet<&str>> = HashMap::new();
    dimensions.insert(TERRITORY_DIMENSION, territories);
    for dimension in &data.dimensions {
        let categories = dimension.categories.iter().map(|c| c.code.as_str()).collect();
        dimensions.insert(&dimension.code, categories);
    }
    let mut checker = Checker {
        data,
        institutions: data.institutions.iter().map(|i| i.code.as_str()).collect(),
        dimensions,
        problems: Vec::new(),
    };
    checker.plan();
    checker.lists();
    checker.bodies();
    checker.nodes();
    checker.indicators();
    checker.updates();
    checker.problems
}

impl Checker<'_> {
    fn add(&mut self, entity: Entity, code: &str, field: &str, error: FieldErrorCode, message: impl Into<String>) {
        self.problems.push(Problem {
            entity,
            code: code.to_owned(),
            field: field.to_owned(),
            error,
            message: message.into(),
        });
    }

    fn text(&mut self, entity: Entity, code: &str, field: &str, text: &Text, required: bool) {
        if required {
            self.needed(entity, code, field, text);
        }
        if text.is_empty() {
            return;
        }
        for lang in &self.data.plan.languages {
            if text.exact(*lang).is_none_or(|t| t.trim().is_empty()) {
                let message = format!("the text in `{lang}` is missing");
                self.add(entity, code, field, FieldErrorCode::Missing, message);
            }
        }
        self.words(entity, code, field, text);
    }

    fn codes<'c>(&mut self, entity: Entity, codes: impl Iterator<Item = &'c str>) {
        for (code, error, message) in wrong_codes(codes) {
            self.add(entity, code, "code", error, message);
        }
    }

    /// Codes of what stands inside a record.
    fn inner_codes<'c>(&mut self, entity: Entity, owner: &str, list: &str, codes: impl Iterator<Item = &'c str>) {
        for (code, error, message) in wrong_codes(codes) {
            self.add(entity, owner, &format!("{list}.{code}.code"), error, message);
        }
    }

    fn institution(&mut self, entity: Entity, code: &str, field: &str, wanted: Option<&str>) {
        if let Some(wanted) = wanted.filter(|w| !self.institutions.contains(w)) {
            let message = format!("there is no institution `{wanted}` in this plan");
            self.add(entity, code, field, FieldErrorCode::Unknown, message);
        }
    }

    fn deadlines(&mut self) {
        let plan = &self.data.plan;
        for year in &plan.years {
            let Some(deadline) = &year.deadline else { continue };
            if let Some((error, message)) = wrong_deadline(year.year, deadline) {
                self.add(Entity::Plan, &plan.slug, &format!("years.{}.deadline", year.year), error, message);
            }
        }
    }

    fn plan(&mut self) {
        let plan = &self.data.plan;
        let code = plan.slug.clone();
        let (entity, contradiction) = (Entity::Plan, FieldErrorCode::Contradiction);
        if !is_slug(&plan.slug) {
            let message = "lower-case letters, digits and single hyphens, at most 64";
            self.add(entity, &code, "slug", FieldErrorCode::Malformed, message);
        }
        if plan.last_year < plan.first_year || i32::from(plan.last_year) - i32::from(plan.first_year) > 50 {
            let message = "the period must end after it starts and last at most 50 years";
            self.add(entity, &code, "last_year", contradiction, message);
        }
        if !plan.languages.contains(&plan.default_language) {
            let message = "the default language must be one of the plan's languages";
            self.add(entity, &code, "default_language", contradiction, message);
        }
        let years: Vec<i16> = plan.years.iter().map(|y| y.year).collect();
        if years != (plan.first_year..=plan.last_year).collect::<Vec<_>>() {
            self.add(entity, &code, "years", contradiction, "each year of the period needs a state, and no other year");
        }
        self.deadlines();
        if plan.levels.is_empty() || plan.levels.len() > MAX_LEVELS {
            self.add(entity, &code, "level", FieldErrorCode::OutOfRange, "a plan has 1 to 5 levels");
        }
        self.inner_codes(entity, &code, "level", plan.levels.iter().map(|level| level.code.as_str()));
        let rules = plan.rules;
        if !(0.0 < rules.at_risk && rules.at_risk < rules.on_track && rules.on_track < 1.0) {
            self.add(entity, &code, "rules", FieldErrorCode::OutOfRange, "needs 0 < at_risk < on_track < 1");
        }
        if plan.suppression_threshold < 3 || plan.suppression_threshold > 1000 {
            // With 2 nothing but 1 would be hidden, so that a hidden figure would say what it is.
            self.add(entity, &code, "suppression_threshold", FieldErrorCode::OutOfRange, "between 3 and 1000");
        }
        self.text(entity, &code, "title", &plan.title, true);
        self.text(entity, &code, "summary", &plan.summary, false);
        self.text(entity, &code, "disclaimer", &plan.disclaimer, false);
        self.text(entity, &code, "source", &plan.source, false);
        for level in &plan.levels {
            self.text(entity, &code, &format!("level.{}.name", level.code), &level.name, true);
            self.text(entity, &code, &format!("level.{}.plural", level.code), &level.plural, true);
        }
    }

    fn lists(&mut self) {
        let data = self.data;
        self.codes(Entity::Axis, data.axes.iter().map(|a| a.code.as_str()));
        for axis in &data.axes {
            self.text(Entity::Axis, &axis.code, "title", &axis.title, true);
            self.text(Entity::Axis, &axis.code, "description", &axis.description, false);
        }
        self.codes(Entity::Institution, data.institutions.iter().map(|i| i.code.as_str()));
        for institution in &data.institutions {
            let code = &institution.code;
            self.text(Entity::Institution, code, "name", &institution.name, true);
            self.text(Entity::Institution, code, "role", &institution.role, false);
            self.institution(Entity::Institution, code, "parent", institution.parent.as_deref());
        }
        self.codes(Entity::Territory, data.territories.iter().map(|t| t.code.as_str()));
        for territory in &data.territories {
            self.text(Entity::Territory, &territory.code, "name", &territory.name, true);
            if let Some(parent) = &territory.parent
                && !data.territories.iter().any(|t| t.code == *parent)
            {
                let message = format!("there is no territory `{parent}` in this plan");
                self.add(Entity::Territory, &territory.code, "parent", FieldErrorCode::Unknown, message);
            }
        }
        self.codes(Entity::Dimension, data.dimensions.iter().map(|d| d.code.as_str()));
        for dimension in &data.dimensions {
            self.text(Entity::Dimension, &dimension.code, "name", &dimension.name, true);
            let codes = dimension.categories.iter().map(|c| c.code.as_str());
            self.inner_codes(Entity::Dimension, &dimension.code, "category", codes);
            for category in &dimension.categories {
                let field = format!("category.{}.name", category.code);
                self.text(Entity::Dimension, &dimension.code, &field, &category.name, true);
            }
        }
    }

    fn nodes(&mut self) {
        let data = self.data;
        self.codes(Entity::Node, data.nodes.iter().map(|n| n.code.as_str()));
        let mut depths: HashMap<&str, usize> = HashMap::new();
        for node in &data.nodes {
            let (entity, code) = (Entity::Node, node.code.as_str());
            let depth = match node.parent.as_deref() {
                None => Some(0),
                Some(parent) => depths.get(parent).map(|depth| depth + 1),
            };
            match depth {
                None => {
                    let message = "the parent must be a node that stands before this one";
                    self.add(entity, code, "parent", FieldErrorCode::Unknown, message);
                }
                Some(depth) if depth >= data.plan.levels.len() => {
                    let message = format!("the plan has {} levels; this node is deeper", data.plan.levels.len());
                    self.add(entity, code, "parent", FieldErrorCode::OutOfRange, message);
                }
                Some(_) => {}
            }
            depths.insert(code, depth.unwrap_or(0));
            if let Some(axis) = &node.axis {
                if !data.axes.iter().any(|a| a.code == *axis) {
                    let message = format!("there is no axis `{axis}` in this plan");
                    self.add(entity, code, "axis", FieldErrorCode::Unknown, message);
                } else if node.parent.is_some() {
                    let message = "only a node of the first level names its axis";
                    self.add(entity, code, "axis", FieldErrorCode::Contradiction, message);
                }
            }
            self.text(entity, code, "title", &node.title, true);
            self.text(entity, code, "description", &node.description, false);
            self.institution(entity, code, "lead", node.lead.as_deref());
            for partner in &node.partners {
                self.institution(entity, code, "partners", Some(partner));
            }
            if let (Some(start), Some(end)) = (node.start_year, node.end_year)
                && end < start
            {
                self.add(entity, code, "end_year", FieldErrorCode::Contradiction, "ends before it starts");
            }
            if node.budget.is_some_and(|budget| budget < 0.0 || !budget.is_finite()) {
                self.add(entity, code, "budget", FieldErrorCode::OutOfRange, "a budget is not negative");
            }
        }
    }

    fn indicators(&mut self) {
        let data = self.data;
        let nodes: HashSet<&str> = data.nodes.iter().map(|n| n.code.as_str()).collect();
        self.codes(Entity::Indicator, data.indicators.iter().map(|i| i.code.as_str()));
        for indicator in &data.indicators {
            let (entity, code) = (Entity::Indicator, indicator.code.as_str());
            let hung_on = std::iter::once(("node", &indicator.node));
            for (field, node) in hung_on.chain(indicator.also.iter().map(|n| ("also", n))) {
                if !nodes.contains(node.as_str()) {
                    let message = format!("there is no node `{node}` in this plan");
                    self.add(entity, code, field, FieldErrorCode::Unknown, message);
                }
            }
            self.text(entity, code, "title", &indicator.title, true);
            self.text(entity, code, "definition", &indicator.definition, false);
            self.text(entity, code, "method", &indicator.method, false);
            self.text(entity, code, "verification", &indicator.verification, false);
            let counted = matches!(indicator.kind, Kind::Number | Kind::Ratio);
            self.text(entity, code, "unit", &indicator.unit, counted);
            self.institution(entity, code, "responsible", Some(&indicator.responsible));
            for stage in &indicator.stages {
                self.text(entity, code, "stages", stage, true);
            }
            for dimension in &indicator.breakdowns {
                if !self.dimensions.contains_key(dimension.as_str()) {
                    let message = format!("there is no dimension `{dimension}` in this plan");
                    self.add(entity, code, "breakdowns", FieldErrorCode::Unknown, message);
                }
            }
            self.arithmetic(indicator);
            self.by_territory(indicator);
        }
    }

    fn arithmetic(&mut self, indicator: &Indicator) {
        let (entity, code) = (Entity::Indicator, indicator.code.as_str());
        let range = FieldErrorCode::OutOfRange;
        if indicator.decimals > 6 {
            self.add(entity, code, "decimals", range, "at most 6");
        }
        if indicator.tolerance < 0.0 || !indicator.tolerance.is_finite() {
            self.add(entity, code, "tolerance", range, "a tolerance is not negative");
        }
        if indicator.per.is_some_and(|per| per <= 0.0 || !per.is_finite()) {
            self.add(entity, code, "per", range, "a multiplier is above zero");
        }
        if indicator.kind == Kind::Scale && indicator.stages.len() < 2 {
            self.add(entity, code, "stages", FieldErrorCode::Missing, "a scale needs at least two stages");
        }
        if indicator.is_staged() && !matches!(indicator.kind, Kind::Scale | Kind::Milestone) {
            self.add(entity, code, "stages", FieldErrorCode::Contradiction, "only a scale or a milestone has stages");
        }
        if let Some(measure) = indicator.baseline.and_then(|b| b.measure) {
            self.measure(entity, code, "baseline", indicator, measure);
        }
        let (first, last) = (self.data.plan.first_year, self.data.plan.last_year);
        for (year, target) in &indicator.targets {
            let field = format!("targets.{year}");
            if !(first..=last).contains(year) {
                self.add(entity, code, &field, range, format!("the plan runs from {first} to {last}"));
            }
            self.measure(entity, code, &field, indicator, Measure::Value(*target));
        }
        // Every target, not only the last: each year's pace is measured from the baseline.
        let Some((_, b)) = indicator.baseline_value() else { return };
        for (year, t) in &indicator.targets {
            let contradicts = match indicator.direction {
                Direction::Increase => *t < b,
                Direction::Decrease => *t > b,
                Direction::Maintain => false,
            };
            if contradicts {
                let message = format!("the target {t} is on the wrong side of the baseline {b} for this direction");
                self.add(entity, code, &format!("targets.{year}"), FieldErrorCode::Contradiction, message);
            }
        }
    }

    fn measure(&mut self, entity: Entity, code: &str, field: &str, indicator: &Indicator, measure: Measure) {
        if let Err((error, message)) = check_measure(indicator, measure) {
            self.add(entity, code, field, error, message);
        }
    }

    fn updates(&mut self) {
        let data = self.data;
        let indicators: HashMap<&str, &Indicator> = data.indicators.iter().map(|i| (i.code.as_str(), i)).collect();
        let mut seen = HashSet::new();
        for update in &data.updates {
            let field = format!("updates.{}", update.year);
            let Some(indicator) = indicators.get(update.indicator.as_str()) else {
                let message = format!("there is no indicator `{}` in this plan", update.indicator);
                self.add(Entity::Update, &update.indicator, &field, FieldErrorCode::Unknown, message);
                continue;
            };
            if !seen.insert((&update.indicator, update.year)) {
                let message = "this year is reported twice";
                self.add(Entity::Update, &update.indicator, &field, FieldErrorCode::Duplicate, message);
            }
            self.problems.extend(check_update(data, indicator, update));
            if !indicator.by_territory.is_empty() {
                self.made_of_parts(indicator, update);
            }
        }
    }
}

fn wrong_codes<'c>(codes: impl Iterator<Item = &'c str>) -> Vec<(&'c str, FieldErrorCode, &'static str)> {
    let (mut seen, mut wrong) = (HashSet::new(), Vec::new());
    for code in codes {
        if !is_code(code) {
            let message = "a code has 1 to 40 letters, digits, `.`, `-` or `_`";
            wrong.push((code, FieldErrorCode::Malformed, message));
        }
        if !seen.insert(code) {
            wrong.push((code, FieldErrorCode::Duplicate, "this code is used twice"));
        }
    }
    wrong
}

/// Letters and digits of any language, dots, hyphens and underscores.
fn is_code(code: &str) -> bool {
    let shaped = code.chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    (1..=40).contains(&code.chars().count()) && shaped && code != "." && code != ".."
}

fn is_slug(slug: &str) -> bool {
    let shaped = slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
    let framed = slug.starts_with('-') || slug.ends_with('-') || slug.contains("--");
    (1..=64).contains(&slug.len()) && shaped && !framed
}

#[cfg(test)]
mod tests;
