//! From fields to the records of a plan, one function a kind of record. A field that could not be read has
//! its error already; what stands in for it here is never stored.

use std::collections::BTreeMap;

use domain::indicator::{Baseline, Indicator, Kind};
use domain::institution::{Category, Dimension, Institution, InstitutionKind, Territory, TerritoryKind};
use domain::node::{Axis, Node};
use domain::plan::{Level, Plan, Rules};
use domain::text::Lang;
use domain::update::{Breakdown, Content, Coverage, Evidence, Measure, Update};
use domain::year::{ReportingYear, YearState};

use super::fields::Fields;

/// The header of a plan.
pub fn header(mut fields: Fields) -> Plan {
    let default_language = fields.string("default_language");
    let default_language = default_language.parse().unwrap_or_else(|error| {
        fields.fault("default_language", format!("{error}"));
        Lang::EN
    });
    let levels = fields.tables("level").into_iter().map(|mut level| {
        let read = Level { code: level.string("code"), name: level.text("name"), plural: level.text("plural") };
        level.finish();
        read
    });
    let levels = levels.collect();
    let plan = Plan {
        slug: fields.string("slug"),
        title: fields.text("title"),
        summary: fields.text("summary"),
        disclaimer: fields.text("disclaimer"),
        source: fields.text("source"),
        licence: fields.optional_string("licence").unwrap_or_default(),
        first_year: fields.required_whole("first_year"),
        last_year: fields.required_whole("last_year"),
        languages: fields.languages("languages"),
        default_language,
        levels,
        years: years(&mut fields),
        suppression_threshold: fields.whole("suppression_threshold").unwrap_or(11),
        rules: rules(&mut fields),
    };
    fields.finish();
    plan
}

fn years(fields: &mut Fields) -> Vec<ReportingYear> {
    let Some(mut table) = fields.table("years") else {
        fields.fault("years", "is missing: say for each year whether it is closed, open or upcoming");
        return Vec::new();
    };
    let mut years: Vec<ReportingYear> = Vec::new();
    for (name, entry) in table.entries() {
        // A word, or a table of the word and the deadline.
        let (state, deadline) = if entry.is_table() {
            let Some(mut fields) = table.entry_table(&name, &entry) else { continue };
            let state = fields.required_word::<YearState>("state");
            let deadline = fields.optional_string("deadline");
            fields.finish();
            (state, deadline)
        } else {
            (table.entry_word::<YearState>(&name, &entry), None)
        };
        if let (Some(year), Some(state)) = (table.entry_year(&name, &entry), state) {
            years.push(ReportingYear { year, state, deadline });
        }
    }
    years.sort_by_key(|year| year.year);
    years
}

fn rules(fields: &mut Fields) -> Rules {
    let default = Rules::default();
    let Some(mut table) = fields.table("rules") else { return default };
    let rules = Rules {
        version: table.whole("version").unwrap_or(default.version),
        on_track: table.number("on_track").unwrap_or(default.on_track),
        at_risk: table.number("at_risk").unwrap_or(default.at_risk),
    };
    table.finish();
    rules
}

/// An axis.
pub fn axis(mut fields: Fields) -> Axis {
    let axis =
        Axis { code: fields.string("code"), title: fields.text("title"), description: fields.text("description") };
    fields.finish();
    axis
}

/// An institution.
pub fn institution(mut fields: Fields) -> Institution {
    let institution = Institution {
        code: fields.string("code"),
        name: fields.text("name"),
        kind: fields.required_word("kind").unwrap_or(InstitutionKind::Ministry),
        parent: fields.optional_string("parent"),
        role: fields.text("role"),
        territory: fields.optional_string("territory"),
    };
    fields.finish();
    institution
}

/// A territory.
pub fn territory(mut fields: Fields) -> Territory {
    let territory = Territory {
        code: fields.string("code"),
        name: fields.text("name"),
        kind: fields.required_word("kind").unwrap_or(TerritoryKind::Country),
        parent: fields.optional_string("parent"),
        national_code: fields.optional_string("national_code").unwrap_or_default(),
    };
    fields.finish();
    territory
}

/// A dimension with its categories.
pub fn dimension(mut fields: Fields) -> Dimension {
    let categories = fields.tables("category").into_iter().map(|mut category| {
        let read = Category { code: category.string("code"), name: category.text("name") };
        category.finish();
        read
    });
    let categories = categories.collect();
    let dimension = Dimension { code: fields.string("code"), name: fields.text("name"), categories };
    fields.finish();
    dimension
}

/// A row of the tree.
pub fn node(mut fields: Fields) -> Node {
    let node = Node {
        code: fields.string("code"),
        parent: fields.optional_string("parent"),
        title: fields.text("title"),
        description: fields.text("description"),
        axis: fields.optional_string("axis"),
        lead: fields.optional_string("lead"),
        partners: fields.strings("partners"),
        start_year: fields.whole("start_year"),
        end_year: fields.whole("end_year"),
        budget: fields.number("budget"),
        state: fields.word("state"),
    };
    fields.finish();
    node
}

/// An indicator with its reports.
pub fn indicator(mut fields: Fields) -> (Indicator, Vec<Update>) {
    let code = fields.string("code");
    let baseline = fields.table("baseline").and_then(baseline);
    let updates = updates(&mut fields, &code);
    let indicator = Indicator {
        code,
        node: fields.string("node"),
        also: fields.strings("also"),
        title: fields.text("title"),
        definition: fields.text("definition"),
        method: fields.text("method"),
        verification: fields.text("verification"),
        kind: fields.required_word("kind").unwrap_or(Kind::Number),
        unit: fields.text("unit"),
        decimals: fields.whole("decimals").unwrap_or_default(),
        direction: fields.word("direction").unwrap_or_default(),
        tolerance: fields.number("tolerance").unwrap_or_default(),
        better: fields.word("better"),
        per: fields.number("per"),
        stages: fields.texts("stages"),
        over_years: fields.word("over_years").unwrap_or_default(),
        over_territories: fields.word("over_territories").unwrap_or_default(),
        by_territory: fields.strings("by_territory"),
        target_meaning: fields.word("target_meaning").unwrap_or_default(),
        baseline,
        targets: targets(&mut fields),
        responsible: fields.string("responsible"),
        breakdowns: fields.strings("breakdowns"),
        counts_people: fields.flag("counts_people"),
        above_100: fields.flag("above_100"),
    };
    fields.finish();
    (indicator, updates)
}

fn targets(fields: &mut Fields) -> BTreeMap<i16, f64> {
    let Some(mut table) = fields.table("targets") else { return BTreeMap::new() };
    let entries = table.entries();
    entries
        .iter()
        .filter_map(|(name, entry)| Some((table.entry_year(name, entry)?, table.entry_number(name, entry)?)))
        .collect()
}

fn measure(fields: &mut Fields) -> Option<Measure> {
    let value = fields.number("value");
    let (numerator, denominator) = (fields.number("numerator"), fields.number("denominator"));
    match (value, numerator, denominator) {
        (Some(value), None, None) => Some(Measure::Value(value)),
        (None, Some(numerator), Some(denominator)) => Some(Measure::Ratio { numerator, denominator }),
        _ => None,
    }
}

fn baseline(mut fields: Fields) -> Option<Baseline> {
    let year = fields.required_whole("year");
    let measure = measure(&mut fields);
    if measure.is_none() {
        fields.fault("value", "needs `value`, or `numerator` and `denominator`");
    }
    fields.finish();
    Some(Baseline { year, measure: Some(measure?) })
}

fn updates(fields: &mut Fields, code: &str) -> Vec<Update> {
    let Some(mut table) = fields.table("updates") else { return Vec::new() };
    let mut updates = Vec::new();
    for (name, entry) in table.entries() {
        if let (Some(year), Some(fields)) = (table.entry_year(&name, &entry), table.entry_table(&name, &entry)) {
            updates.extend(update(fields, code, year));
        }
    }
    updates.sort_by_key(|update| update.year);
    updates
}

fn update(mut fields: Fields, code: &str, year: i16) -> Option<Update> {
    let (has_text, has_no_data) = (fields.has("text"), fields.has("no_data"));
    let (text, no_data) = (fields.text("text"), fields.text("no_data"));
    let content = match (measure(&mut fields), has_text, has_no_data) {
        (Some(measure), false, false) => Some(Content::Measure(measure)),
        (None, true, false) => Some(Content::Narrative(text)),
        (None, false, true) => Some(Content::NoData(no_data)),
        _ => None,
    };
    if content.is_none() {
        fields.fault("", "needs exactly one of `value`, `numerator` with `denominator`, `text` or `no_data`");
    }
    let note = fields.text("note");
    let breakdowns = fields.table("breakdown").map(breakdowns).unwrap_or_default();
    let evidence = fields.tables("evidence").into_iter().map(|mut evidence| {
        let read = Evidence { title: evidence.text("title"), url: evidence.optional_string("url"), file: None };
        evidence.finish();
        read
    });
    let evidence = evidence.collect();
    let provisional = fields.table("provisional").map(|mut table| {
        let read = Coverage(table.required_whole("approved"), table.required_whole("expected"));
        table.finish();
        read
    });
    fields.finish();
    Some(Update { note, breakdowns, evidence, provisional, ..Update::new(code, year, content?) })
}

fn breakdowns(mut fields: Fields) -> BTreeMap<String, Breakdown> {
    let mut breakdowns = BTreeMap::new();
    for (dimension, entry) in fields.entries() {
        let Some(mut cells) = fields.entry_table(&dimension, &entry) else { continue };
        let entries = cells.entries();
        let read = entries.into_iter().map(|(category, entry)| {
            let value = cells.entry_number(&category, &entry);
            (category, value)
        });
        breakdowns.insert(dimension, read.collect());
    }
    breakdowns
}
