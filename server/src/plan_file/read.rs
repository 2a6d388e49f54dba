//! From texts to a plan. The shape is checked here, the contents by `domain::validate`; both kinds of
//! errors come out together, in the order of files and lines.

use std::collections::BTreeMap;

use domain::document::PlanData;
use domain::indicator::{Baseline, Indicator, Kind};
use domain::institution::{Category, Dimension, Institution, InstitutionKind, Territory, TerritoryKind};
use domain::node::{Axis, Node};
use domain::plan::{Level, Plan, Rules};
use domain::text::Lang;
use domain::update::{Breakdown, Content, Evidence, Measure, Update};
use domain::validate::validate;
use domain::year::{ReportingYear, YearState};
use toml::de::DeTable;

use super::FileError;
use super::fields::{Fields, Notes};
use super::place::Source;

/// Reads all files as one plan.
pub fn plan(sources: &[Source]) -> Result<PlanData, Vec<FileError>> {
    let notes = Notes::default();
    let parsed: Vec<_> = sources.iter().map(|source| (source, DeTable::parse_recoverable(&source.text))).collect();
    for (source, (_, errors)) in &parsed {
        for error in errors {
            let line = error.span().map_or(0, |span| source.line(span.start));
            let message = error.message().lines().next().unwrap_or_default().to_owned();
            notes.errors.borrow_mut().push(FileError {
                file: source.name.clone(),
                line,
                field: "TOML".to_owned(),
                message,
            });
        }
    }
    let has_syntax_errors = !notes.errors.borrow().is_empty();
    let mut plans = Vec::new();
    let mut data = PlanData {
        plan: nothing(),
        axes: Vec::new(),
        institutions: Vec::new(),
        territories: Vec::new(),
        dimensions: Vec::new(),
        nodes: Vec::new(),
        indicators: Vec::new(),
        updates: Vec::new(),
    };
    // A broken file would only give errors that follow from the break.
    if !has_syntax_errors {
        for (source, (table, _)) in &parsed {
            file(source, &notes, table.get_ref(), &mut data, &mut plans);
        }
        match plans.len() {
            1 => data.plan = plans.remove(0),
            count => {
                let message = if count == 0 { "is missing: one file must have it" } else { "stands more than once" };
                let file = sources.first().map_or_else(String::new, |source| source.name.clone());
                notes.errors.borrow_mut().push(FileError {
                    file,
                    line: 0,
                    field: "[plan]".to_owned(),
                    message: message.to_owned(),
                });
            }
        }
    }
    let mut errors = notes.errors.into_inner();
    if errors.is_empty() {
        let places = notes.places.into_inner();
        errors.extend(validate(&data).iter().map(|problem| places.locate(problem)));
    }
    if errors.is_empty() {
        return Ok(data);
    }
    errors.sort();
    errors.dedup();
    Err(errors)
}

fn nothing() -> Plan {
    Plan {
        slug: String::new(),
        title: Default::default(),
        summary: Default::default(),
        disclaimer: Default::default(),
        source: Default::default(),
        licence: String::new(),
        first_year: 0,
        last_year: 0,
        languages: Vec::new(),
        default_language: Lang::EN,
        levels: Vec::new(),
        years: Vec::new(),
        suppression_threshold: 11,
        rules: Rules::default(),
    }
}

fn file<'a>(source: &'a Source, notes: &'a Notes, table: &'a DeTable<'a>, data: &mut PlanData, plans: &mut Vec<Plan>) {
    let mut top = Fields::new(source, notes, "file", table, 0);
    if let Some(fields) = sub_record(&mut top, source, notes, "plan") {
        plans.push(header(fields));
    }
    data.axes.extend(records(&mut top, source, notes, "axis").into_iter().map(axis));
    data.institutions.extend(records(&mut top, source, notes, "institution").into_iter().map(institution));
    data.territories.extend(records(&mut top, source, notes, "territory").into_iter().map(territory));
    data.dimensions.extend(records(&mut top, source, notes, "dimension").into_iter().map(dimension));
    data.nodes.extend(records(&mut top, source, notes, "node").into_iter().map(node));
    for fields in records(&mut top, source, notes, "indicator") {
        let (indicator, updates) = indicator(fields);
        data.indicators.push(indicator);
        data.updates.extend(updates);
    }
    top.finish();
}

fn sub_record<'a>(
    top: &mut Fields<'a>,
    source: &'a Source,
    notes: &'a Notes,
    name: &'static str,
) -> Option<Fields<'a>> {
    let (at, value) = top.raw(name)?;
    match value {
        toml::de::DeValue::Table(table) => Some(Fields::new(source, notes, name, table, at)),
        _ => {
            top.fault(name, "must be a table");
            None
        }
    }
}

/// The records of an array of tables, each with its own name and place.
fn records<'a>(top: &mut Fields<'a>, source: &'a Source, notes: &'a Notes, name: &'static str) -> Vec<Fields<'a>> {
    let Some((_, value)) = top.raw(name) else { return Vec::new() };
    let toml::de::DeValue::Array(items) = value else {
        top.fault(name, format!("must be written as [[{name}]]"));
        return Vec::new();
    };
    let mut records = Vec::new();
    for item in items.iter() {
        match item.get_ref() {
            toml::de::DeValue::Table(table) => {
                records.push(Fields::new(source, notes, name, table, item.span().start));
            }
            _ => top.fault(name, format!("must be written as [[{name}]]")),
        }
    }
    records
}

fn header(mut fields: Fields) -> Plan {
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
        if let (Some(year), Some(state)) =
            (table.entry_year(&name, &entry), table.entry_word::<YearState>(&name, &entry))
        {
            years.push(ReportingYear { year, state });
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

fn axis(mut fields: Fields) -> Axis {
    let axis =
        Axis { code: fields.string("code"), title: fields.text("title"), description: fields.text("description") };
    fields.finish();
    axis
}

fn institution(mut fields: Fields) -> Institution {
    let institution = Institution {
        code: fields.string("code"),
        name: fields.text("name"),
        kind: fields.required_word("kind").unwrap_or(InstitutionKind::Ministry),
        parent: fields.optional_string("parent"),
        role: fields.text("role"),
    };
    fields.finish();
    institution
}

fn territory(mut fields: Fields) -> Territory {
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

fn dimension(mut fields: Fields) -> Dimension {
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

fn node(mut fields: Fields) -> Node {
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

fn indicator(mut fields: Fields) -> (Indicator, Vec<Update>) {
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
        let read = Evidence { title: evidence.text("title"), url: evidence.optional_string("url") };
        evidence.finish();
        read
    });
    let evidence = evidence.collect();
    fields.finish();
    Some(Update { note, breakdowns, evidence, ..Update::new(code, year, content?) })
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
