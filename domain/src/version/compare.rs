//! What differs between two records or two plans, by the paths that the history uses.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use serde_json::{Value, json};

use super::{Difference, Fate, FieldDifference};
use crate::change::{Entity, FieldChange, Leaf};
use crate::text::Text;

/// The lists of a plan, in the order in which differences are told.
const LISTS: [(&str, Entity, &str); 6] = [
    ("axes", Entity::Axis, "axis"),
    ("nodes", Entity::Node, "node"),
    ("indicators", Entity::Indicator, "indicator"),
    ("institutions", Entity::Institution, "institution"),
    ("territories", Entity::Territory, "territory"),
    ("dimensions", Entity::Dimension, "dimension"),
];

/// The leaves of two records that differ, by path. Which record it is stands beside them.
pub fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
    let leaves = |record: Option<&Value>| {
        let mut leaves = BTreeMap::new();
        if let Some(record) = record {
            flatten(record, String::new(), &mut leaves);
        }
        leaves
    };
    let (before, after) = (leaves(before), leaves(after));
    let fields: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    fields
        .into_iter()
        // Which record it is stands in the change itself; the version only counts.
        .filter(|field| !matches!(field.as_str(), "indicator" | "year" | "version" | "code"))
        .filter(|field| before.get(*field) != after.get(*field))
        .map(|field| FieldChange {
            field: field.clone(),
            before: before.get(field).cloned(),
            after: after.get(field).cloned(),
        })
        .collect()
}

fn flatten(value: &Value, path: String, leaves: &mut BTreeMap<String, Leaf>) {
    let below = |key: &str| if path.is_empty() { key.to_owned() } else { format!("{path}.{key}") };
    match value {
        Value::Object(fields) => fields.iter().for_each(|(key, value)| flatten(value, below(key), leaves)),
        Value::Array(items) => {
            items.iter().enumerate().for_each(|(i, value)| flatten(value, below(&i.to_string()), leaves));
        }
        Value::Null => {}
        Value::Bool(flag) => drop(leaves.insert(path, Leaf::Flag(*flag))),
        Value::Number(number) => drop(leaves.insert(path, Leaf::Number(number.as_f64().unwrap_or(f64::NAN)))),
        Value::String(word) => drop(leaves.insert(path, Leaf::Word(word.clone()))),
    }
}

/// What differs between the contents of two versions. Who changed it is not known here.
pub fn compare(before: &Value, after: &Value) -> Vec<Difference> {
    let slug = after["plan"]["slug"].as_str().unwrap_or_default();
    let header = of_record(Entity::Plan, slug, Some(&before["plan"]), Some(&after["plan"]));
    let mut found: Vec<Difference> = header.into_iter().collect();
    for (list, entity, word) in LISTS {
        let (old, new) = (records(&before[list]), records(&after[list]));
        let known: HashMap<&str, &Value> = old.iter().copied().collect();
        let kept: HashMap<&str, &Value> = new.iter().copied().collect();
        for (code, record) in &new {
            found.extend(of_record(entity, code, known.get(code).copied(), Some(record)));
        }
        for (code, record) in old.iter().filter(|(code, _)| !kept.contains_key(code)) {
            found.extend(of_record(entity, code, Some(record), None));
        }
        // Rows move because others come or go; only another order of those that stay is a difference.
        let order = |all: &[(&str, &Value)], other: &HashMap<&str, &Value>| -> Value {
            let codes: Vec<&str> = all.iter().map(|(code, _)| *code).filter(|code| other.contains_key(code)).collect();
            json!({ "order": codes.join(" ") })
        };
        found.extend(of_record(Entity::Plan, word, Some(&order(&old, &kept)), Some(&order(&new, &known))));
    }
    found
}

fn records(list: &Value) -> Vec<(&str, &Value)> {
    let records = list.as_array().map(Vec::as_slice).unwrap_or_default();
    records.iter().filter_map(|record| Some((record["code"].as_str()?, record))).collect()
}

fn of_record(entity: Entity, code: &str, before: Option<&Value>, after: Option<&Value>) -> Option<Difference> {
    let fate = match (before, after) {
        (None, _) => Fate::Added,
        (_, None) => Fate::Removed,
        _ => Fate::Changed,
    };
    let fields = differences(before, after).into_iter();
    let fields: Vec<FieldDifference> = fields
        .map(|FieldChange { field, before, after }| FieldDifference { field, before, after, revision: None })
        .collect();
    if fate == Fate::Changed && fields.is_empty() {
        return None;
    }
    let title = after.or(before).and_then(|record| record.get("title").or_else(|| record.get("name")));
    let title = title.and_then(|title| serde_json::from_value(title.clone()).ok()).unwrap_or_else(Text::default);
    Some(Difference { entity, code: code.to_owned(), fate, title, fields, revision: None })
}
