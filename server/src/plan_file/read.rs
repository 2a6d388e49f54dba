//! From texts to a plan. The shape is checked here, the contents by `domain::validate`; both kinds of
//! errors come out together, in the order of files and lines.

use std::collections::BTreeSet;

use domain::document::PlanData;
use domain::error::FieldErrorCode;
use domain::plan::{Plan, Rules};
use domain::text::Lang;
use domain::validate::validate;
use toml::de::{DeTable, DeValue};

use super::FileError;
use super::fields::{Fields, Notes};
use super::place::{Source, name};
use super::records;

/// Reads all files as one plan. `unread` are errors of files that could not be read at all: the plan cannot
/// be whole then, and the others are still looked at.
pub fn plan(sources: &[Source], unread: Vec<FileError>) -> Result<PlanData, Vec<FileError>> {
    let mut is_whole = unread.is_empty();
    let notes = Notes::default();
    notes.errors.borrow_mut().extend(unread);
    let parsed: Vec<_> = sources.iter().map(|source| (source, DeTable::parse_recoverable(&source.text))).collect();
    let mut data = nothing();
    let mut headers = Vec::new();
    for (source, (table, errors)) in &parsed {
        if errors.is_empty() {
            file(source, &notes, table.get_ref(), &mut data, &mut headers);
            continue;
        }
        // What else is wrong in a broken file would only follow from the break.
        is_whole = false;
        let errors = errors.iter().map(|error| FileError {
            file: source.name.clone(),
            line: error.span().map_or(0, |span| source.line(span.start)),
            field: "TOML".to_owned(),
            message: error.message().lines().next().unwrap_or_default().to_owned(),
        });
        notes.errors.borrow_mut().extend(errors);
    }
    if is_whole {
        data.plan = the_header(headers, sources, &notes).unwrap_or(data.plan);
        contents(&data, &notes);
    }
    let mut errors = notes.errors.into_inner();
    if errors.is_empty() {
        return Ok(data);
    }
    errors.sort();
    errors.dedup();
    Err(errors)
}

/// Adds what is wrong with the contents, as far as it can be said: not of records whose shape is wrong, and
/// not of references to them. Everything is checked against the header, so that comes first.
fn contents(data: &PlanData, notes: &Notes) {
    let broken: BTreeSet<(&str, String)> = notes.broken.take();
    let is_broken = |entity, code: &str| broken.contains(&(entity, code.to_owned()));
    if broken.iter().any(|(entity, _)| *entity == "plan") {
        return;
    }
    let lacks_some = broken.iter().any(|(entity, code)| code.is_empty() || matches!(*entity, "file" | "dimension"));
    let problems = validate(data).into_iter().filter(|problem| {
        let follows = lacks_some && problem.error == FieldErrorCode::Unknown;
        !follows && !is_broken(name(problem.entity), &problem.code)
    });
    let places = notes.places.borrow();
    notes.errors.borrow_mut().extend(problems.map(|problem| places.locate(&problem)));
}

/// A plan's one header, and where it stands.
type Header = (Plan, String, usize);

fn the_header(mut headers: Vec<Header>, sources: &[Source], notes: &Notes) -> Option<Plan> {
    if headers.len() == 1 {
        return headers.pop().map(|(plan, ..)| plan);
    }
    let error = match headers.pop() {
        Some((_, file, line)) => {
            FileError { file, line, field: "[plan]".to_owned(), message: "stands in more than one file".to_owned() }
        }
        None => FileError {
            file: sources.first().map_or_else(String::new, |source| source.name.clone()),
            line: 0,
            field: "[plan]".to_owned(),
            message: "is missing: one file must have it".to_owned(),
        },
    };
    notes.broken.borrow_mut().insert(("plan", String::new()));
    notes.errors.borrow_mut().push(error);
    None
}

fn nothing() -> PlanData {
    let plan = Plan {
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
    };
    PlanData {
        plan,
        axes: Vec::new(),
        institutions: Vec::new(),
        territories: Vec::new(),
        dimensions: Vec::new(),
        nodes: Vec::new(),
        indicators: Vec::new(),
        updates: Vec::new(),
    }
}

fn file<'a>(
    source: &'a Source,
    notes: &'a Notes,
    table: &'a DeTable<'a>,
    data: &mut PlanData,
    headers: &mut Vec<Header>,
) {
    let mut top = Fields::new(source, notes, "file", table, 0);
    if let Some((at, value)) = top.raw("plan") {
        match value {
            DeValue::Table(table) => {
                let plan = records::header(Fields::new(source, notes, "plan", table, at));
                headers.push((plan, source.name.clone(), source.line(at)));
            }
            _ => top.fault("plan", "must be a table"),
        }
    }
    data.axes.extend(list(&mut top, source, notes, "axis").into_iter().map(records::axis));
    data.institutions.extend(list(&mut top, source, notes, "institution").into_iter().map(records::institution));
    data.territories.extend(list(&mut top, source, notes, "territory").into_iter().map(records::territory));
    data.dimensions.extend(list(&mut top, source, notes, "dimension").into_iter().map(records::dimension));
    data.nodes.extend(list(&mut top, source, notes, "node").into_iter().map(records::node));
    for fields in list(&mut top, source, notes, "indicator") {
        let (indicator, updates) = records::indicator(fields);
        data.indicators.push(indicator);
        data.updates.extend(updates);
    }
    top.finish();
}

/// The records of an array of tables, each with its own name and place.
fn list<'a>(top: &mut Fields<'a>, source: &'a Source, notes: &'a Notes, name: &'static str) -> Vec<Fields<'a>> {
    let Some((_, value)) = top.raw(name) else { return Vec::new() };
    let DeValue::Array(items) = value else {
        top.fault(name, format!("must be written as [[{name}]]"));
        return Vec::new();
    };
    let mut records = Vec::new();
    for item in items.iter() {
        match item.get_ref() {
            DeValue::Table(table) => records.push(Fields::new(source, notes, name, table, item.span().start)),
            _ => top.fault(name, format!("must be written as [[{name}]]")),
        }
    }
    records
}
