//! From a plan to files: one for what is common, one for each node of the first level. Written beside the
//! folder and then put in its place, so that a half-written export is never seen.

use std::collections::{BTreeMap, HashSet};
use std::fmt::Write;
use std::path::Path;

use domain::document::PlanData;
use domain::indicator::{Baseline, Indicator};
use domain::node::Node;
use domain::plan::Plan;
use domain::text::{Lang, Text};
use domain::update::{Content, Coverage, Measure, Update};
use serde::Serialize;

/// First line of every file: by it an export is known again.
const MARK: &str = "# A plan of Matriz. Format: docs/plan-file.md";

/// Bytes after which a file goes on in the next one, far below what is read of one.
const LARGEST_EXPORT: usize = 4 << 20;

/// Writes a plan into a folder. A folder that holds anything but an earlier export is left alone, unless
/// `force` is set.
pub fn write(data: &PlanData, folder: &Path, force: bool) -> Result<(), String> {
    // A link to a folder stays a link.
    let target = if folder.is_symlink() { folder.canonicalize() } else { Ok(folder.to_owned()) };
    let folder = &target.map_err(|cause| format!("cannot write {}: {cause}", folder.display()))?;
    if folder.exists() && !folder.is_dir() {
        return Err(format!("{} is a file; choose a folder", folder.display()));
    }
    if folder.exists() && !force && !is_replaceable(folder) {
        return Err(format!("{} holds other files; choose an empty folder, or add --force", folder.display()));
    }
    let name = folder.file_name().ok_or_else(|| format!("{} is no name for a folder", folder.display()))?;
    let beside =
        |suffix: &str| folder.with_file_name(format!(".{}.{suffix}-{}", name.to_string_lossy(), std::process::id()));
    let (new, old) = (beside("new"), beside("old"));
    replace(data, folder, &new, &old).inspect_err(|_| {
        // The error is what counts; what is left over can be seen by its name.
        let _ = std::fs::remove_dir_all(&new);
    })
}

fn replace(data: &PlanData, folder: &Path, new: &Path, old: &Path) -> Result<(), String> {
    let failed = |what: &str, path: &Path, cause: std::io::Error| format!("{what} {}: {cause}", path.display());
    std::fs::create_dir_all(new).map_err(|cause| failed("cannot make", new, cause))?;
    for (name, text) in files(data, LARGEST_EXPORT) {
        let path = new.join(name);
        std::fs::write(&path, text).map_err(|cause| failed("cannot write", &path, cause))?;
    }
    let replaces = folder.exists();
    if replaces {
        std::fs::rename(folder, old).map_err(|cause| failed("cannot replace", folder, cause))?;
    }
    if let Err(cause) = std::fs::rename(new, folder) {
        let _ = std::fs::rename(old, folder);
        return Err(failed("cannot write", folder, cause));
    }
    if replaces {
        std::fs::remove_dir_all(old).map_err(|cause| failed("cannot remove", old, cause))?;
    }
    Ok(())
}

/// Empty, or nothing but an export.
fn is_replaceable(folder: &Path) -> bool {
    let Ok(mut entries) = std::fs::read_dir(folder) else { return false };
    entries.all(|entry| {
        entry.is_ok_and(|entry| {
            let text = std::fs::read_to_string(entry.path());
            entry.path().extension().is_some_and(|e| e == "toml") && text.is_ok_and(|text| text.starts_with(MARK))
        })
    })
}

/// Names and texts of all files, none of them much longer than `largest` bytes.
pub fn files(data: &PlanData, largest: usize) -> BTreeMap<String, String> {
    let languages = &data.plan.languages;
    let mut files: Vec<(&str, String)> = Vec::new();
    for (root, row) in rows(data) {
        let fits = files.last().is_some_and(|(name, text)| *name == root && text.len() < largest);
        if !fits {
            files.push((root, format!("{MARK}\n")));
        }
        let Some((_, out)) = files.last_mut() else { continue };
        match row {
            Row::Node(node) => write_node(out, node, languages),
            Row::Indicator(indicator, updates) => write_indicator(out, indicator, &updates, languages),
        }
    }
    // Files are read in the order of their names: numbers of the same width sort as numbers.
    let width = files.len().to_string().len().max(2);
    let numbered = files.into_iter().enumerate();
    let mut all: BTreeMap<String, String> =
        numbered.map(|(at, (root, text))| (format!("tree-{:0width$}-{root}.toml", at + 1), text)).collect();
    all.insert("plan.toml".to_owned(), common(data));
    all
}

enum Row<'a> {
    Node(&'a Node),
    Indicator(&'a Indicator, Vec<&'a Update>),
}

/// All rows, each with the name of its file: the node of the first level above it. Indicators stand below
/// their nodes when that is the plan's order; else after all nodes, so that reading back gives the same.
fn rows(data: &PlanData) -> Vec<(&str, Row<'_>)> {
    let mut updates: BTreeMap<&str, Vec<&Update>> = BTreeMap::new();
    for update in &data.updates {
        updates.entry(&update.indicator).or_default().push(update);
    }
    let mut row = |indicator: &'_ Indicator| updates.remove(indicator.code.as_str()).unwrap_or_default();
    let order: BTreeMap<&str, usize> = data.nodes.iter().enumerate().map(|(i, n)| (n.code.as_str(), i)).collect();
    let home = |indicator: &Indicator| order.get(indicator.node.as_str()).copied().unwrap_or(0);
    let in_order = data.indicators.is_sorted_by_key(home) && roots_are_contiguous(&data.nodes);
    let mut indicators = data.indicators.iter().peekable();
    let mut rows = Vec::with_capacity(data.nodes.len() + data.indicators.len());
    let mut root = "all";
    for (at, node) in data.nodes.iter().enumerate() {
        if in_order && node.parent.is_none() {
            root = &node.code;
        }
        rows.push((root, Row::Node(node)));
        while let Some(indicator) = indicators.next_if(|indicator| in_order && home(indicator) == at) {
            rows.push((root, Row::Indicator(indicator, row(indicator))));
        }
    }
    rows.extend(indicators.map(|indicator| ("all", Row::Indicator(indicator, row(indicator)))));
    rows
}

/// True when the nodes below a root stand between it and the next root.
fn roots_are_contiguous(nodes: &[Node]) -> bool {
    let mut current: HashSet<&str> = HashSet::new();
    for node in nodes {
        match node.parent.as_deref() {
            None => current.clear(),
            Some(parent) if !current.contains(parent) => return false,
            Some(_) => {}
        }
        current.insert(&node.code);
    }
    true
}

fn common(data: &PlanData) -> String {
    let languages = &data.plan.languages;
    let mut out = format!("{MARK}\n");
    write_plan(&mut out, &data.plan, languages);
    for axis in &data.axes {
        record(&mut out, "axis", &axis.code);
        text(&mut out, "title", &axis.title, languages);
        text(&mut out, "description", &axis.description, languages);
    }
    for institution in &data.institutions {
        record(&mut out, "institution", &institution.code);
        text(&mut out, "name", &institution.name, languages);
        word(&mut out, "kind", &institution.kind);
        optional(&mut out, "parent", institution.parent.as_deref());
        text(&mut out, "role", &institution.role, languages);
        optional(&mut out, "territory", institution.territory.as_deref());
    }
    for territory in &data.territories {
        record(&mut out, "territory", &territory.code);
        text(&mut out, "name", &territory.name, languages);
        word(&mut out, "kind", &territory.kind);
        optional(&mut out, "parent", territory.parent.as_deref());
        optional(&mut out, "national_code", Some(territory.national_code.as_str()).filter(|code| !code.is_empty()));
    }
    for dimension in &data.dimensions {
        record(&mut out, "dimension", &dimension.code);
        text(&mut out, "name", &dimension.name, languages);
        for category in &dimension.categories {
            record(&mut out, "dimension.category", &category.code);
            text(&mut out, "name", &category.name, languages);
        }
    }
    out
}

fn write_plan(out: &mut String, plan: &Plan, languages: &[Lang]) {
    out.push_str("\n[plan]\n");
    string(out, "slug", &plan.slug);
    for (name, value) in
        [("title", &plan.title), ("summary", &plan.summary), ("disclaimer", &plan.disclaimer), ("source", &plan.source)]
    {
        text(out, name, value, languages);
    }
    optional(out, "licence", Some(plan.licence.as_str()).filter(|licence| !licence.is_empty()));
    number(out, "first_year", plan.first_year.into());
    number(out, "last_year", plan.last_year.into());
    strings(out, "languages", plan.languages.iter().map(Lang::as_str));
    string(out, "default_language", plan.default_language.as_str());
    number(out, "suppression_threshold", plan.suppression_threshold.into());
    out.push_str("\n[plan.rules]\n");
    number(out, "version", plan.rules.version.into());
    number(out, "on_track", plan.rules.on_track);
    number(out, "at_risk", plan.rules.at_risk);
    out.push_str("\n[plan.years]\n");
    for year in &plan.years {
        match &year.deadline {
            None => word(out, &year.year.to_string(), &year.state),
            Some(deadline) => {
                let _ = write!(out, "{} = {{ deadline = {}, ", year.year, quoted(deadline));
                word(out, "state", &year.state);
                out.truncate(out.trim_end().len());
                out.push_str(" }\n");
            }
        }
    }
    for level in &plan.levels {
        record(out, "plan.level", &level.code);
        text(out, "name", &level.name, languages);
        text(out, "plural", &level.plural, languages);
    }
}

fn write_node(out: &mut String, node: &Node, languages: &[Lang]) {
    record(out, "node", &node.code);
    optional(out, "parent", node.parent.as_deref());
    text(out, "title", &node.title, languages);
    text(out, "description", &node.description, languages);
    optional(out, "axis", node.axis.as_deref());
    optional(out, "lead", node.lead.as_deref());
    strings(out, "partners", node.partners.iter().map(String::as_str));
    for (name, value) in [
        ("start_year", node.start_year.map(f64::from)),
        ("end_year", node.end_year.map(f64::from)),
        ("budget", node.budget),
    ] {
        value.into_iter().for_each(|value| number(out, name, value));
    }
    node.state.iter().for_each(|state| word(out, "state", state));
}

fn write_indicator(out: &mut String, indicator: &Indicator, updates: &[&Update], languages: &[Lang]) {
    record(out, "indicator", &indicator.code);
    string(out, "node", &indicator.node);
    strings(out, "also", indicator.also.iter().map(String::as_str));
    for (name, value) in [
        ("title", &indicator.title),
        ("definition", &indicator.definition),
        ("method", &indicator.method),
        ("verification", &indicator.verification),
    ] {
        text(out, name, value, languages);
    }
    word(out, "kind", &indicator.kind);
    text(out, "unit", &indicator.unit, languages);
    unless_default(indicator.decimals, |decimals| number(out, "decimals", decimals.into()));
    unless_default(indicator.direction, |direction| word(out, "direction", &direction));
    unless_default(indicator.tolerance, |tolerance| number(out, "tolerance", tolerance));
    indicator.better.iter().for_each(|better| word(out, "better", better));
    indicator.per.iter().for_each(|per| number(out, "per", *per));
    if !indicator.stages.is_empty() {
        let stages: Vec<String> = indicator.stages.iter().map(|stage| inline(stage, languages)).collect();
        // Writing to a String cannot fail, here and below.
        let _ = writeln!(out, "stages = [\n  {},\n]", stages.join(",\n  "));
    }
    unless_default(indicator.over_years, |over| word(out, "over_years", &over));
    unless_default(indicator.over_territories, |over| word(out, "over_territories", &over));
    strings(out, "by_territory", indicator.by_territory.iter().map(String::as_str));
    unless_default(indicator.target_meaning, |meaning| word(out, "target_meaning", &meaning));
    if let Some(Baseline { year, measure: Some(measure) }) = indicator.baseline {
        let _ = writeln!(out, "baseline = {{ {}, year = {year} }}", measure_fields(measure).join(", "));
    }
    if !indicator.targets.is_empty() {
        let targets: Vec<String> =
            indicator.targets.iter().map(|(year, target)| format!("{year} = {target}")).collect();
        let _ = writeln!(out, "targets = {{ {} }}", targets.join(", "));
    }
    string(out, "responsible", &indicator.responsible);
    strings(out, "breakdowns", indicator.breakdowns.iter().map(String::as_str));
    unless_default(indicator.counts_people, |_| out.push_str("counts_people = true\n"));
    unless_default(indicator.above_100, |_| out.push_str("above_100 = true\n"));
    updates.iter().for_each(|update| write_update(out, update, languages));
}

fn write_update(out: &mut String, update: &Update, languages: &[Lang]) {
    let _ = writeln!(out, "\n[indicator.updates.{}]", update.year);
    match &update.content {
        Content::Measure(measure) => {
            measure_fields(*measure).iter().for_each(|field| out.push_str(&format!("{field}\n")))
        }
        Content::Narrative(words) => text(out, "text", words, languages),
        Content::NoData(reason) => text(out, "no_data", reason, languages),
        // Only in public data, which is not written to plan files.
        Content::Suppressed => {}
    }
    text(out, "note", &update.note, languages);
    if let Some(Coverage(approved, expected)) = update.provisional {
        let _ = writeln!(out, "provisional = {{ approved = {approved}, expected = {expected} }}");
    }
    if !update.breakdowns.is_empty() {
        let dimensions: Vec<String> = update
            .breakdowns
            .iter()
            .map(|(dimension, cells)| {
                let cells: Vec<String> =
                    cells.iter().filter_map(|(code, value)| Some(format!("{} = {}", key(code), (*value)?))).collect();
                format!("{} = {{ {} }}", key(dimension), cells.join(", "))
            })
            .collect();
        let _ = writeln!(out, "breakdown = {{ {} }}", dimensions.join(", "));
    }
    if !update.evidence.is_empty() {
        let list: Vec<String> = update
            .evidence
            .iter()
            .map(|evidence| {
                let url = evidence.url.as_ref().map_or(String::new(), |url| format!(", url = {}", quoted(url)));
                format!("{{ title = {}{url} }}", inline(&evidence.title, languages))
            })
            .collect();
        let _ = writeln!(out, "evidence = [\n  {},\n]", list.join(",\n  "));
    }
}

fn measure_fields(measure: Measure) -> Vec<String> {
    match measure {
        Measure::Value(value) => vec![format!("value = {value}")],
        Measure::Ratio { numerator, denominator } => {
            vec![format!("numerator = {numerator}"), format!("denominator = {denominator}")]
        }
    }
}

fn unless_default<T: Default + PartialEq>(value: T, write: impl FnOnce(T)) {
    if value != T::default() {
        write(value);
    }
}

fn record(out: &mut String, name: &str, code: &str) {
    let _ = writeln!(out, "\n[[{name}]]");
    string(out, "code", code);
}

fn string(out: &mut String, name: &str, value: &str) {
    let _ = writeln!(out, "{} = {}", key(name), quoted(value));
}

fn optional(out: &mut String, name: &str, value: Option<&str>) {
    value.into_iter().for_each(|value| string(out, name, value));
}

fn number(out: &mut String, name: &str, value: f64) {
    let _ = writeln!(out, "{name} = {value}");
}

fn word<T: Serialize>(out: &mut String, name: &str, value: &T) {
    if let Ok(serde_json::Value::String(word)) = serde_json::to_value(value) {
        string(out, name, &word);
    }
}

fn strings<'s>(out: &mut String, name: &str, values: impl Iterator<Item = &'s str>) {
    let values: Vec<String> = values.map(quoted).collect();
    if !values.is_empty() {
        let _ = writeln!(out, "{name} = [{}]", values.join(", "));
    }
}

fn text(out: &mut String, name: &str, value: &Text, languages: &[Lang]) {
    if !value.is_empty() {
        let _ = writeln!(out, "{name} = {}", inline(value, languages));
    }
}

/// `{ es = "..", en = ".." }`, in the plan's order of languages.
fn inline(value: &Text, languages: &[Lang]) -> String {
    let mut parts: Vec<(Lang, &str)> = value.iter().collect();
    parts.sort_by_key(|(lang, _)| languages.iter().position(|l| l == lang).unwrap_or(usize::MAX));
    let parts: Vec<String> = parts.iter().map(|(lang, words)| format!("{lang} = {}", quoted(words))).collect();
    format!("{{ {} }}", parts.join(", "))
}

fn key(name: &str) -> String {
    let bare = !name.is_empty() && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
    if bare { name.to_owned() } else { quoted(name) }
}

fn quoted(words: &str) -> String {
    let mut out = String::with_capacity(words.len() + 2);
    out.push('"');
    for c in words.chars() {
        match c {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\t' => out.push_str("\\t"),
            '\r' => out.push_str("\\r"),
            c if c.is_control() => drop(write!(out, "\\u{:04X}", u32::from(c))),
            c => out.push(c),
        }
    }
    out.push('"');
    out
}
