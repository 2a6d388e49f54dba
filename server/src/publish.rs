//! What of a change everybody may see: records pass the disclosure rule, then only the fields that differ
//! are left. Used by the history, the list of changes and the live stream alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::change::{Change, Entity, FieldChange, Leaf};
use domain::disclosure::{publish_indicator, publish_update};
use domain::id::PlanId;
use domain::indicator::Indicator;
use domain::update::Update;
use serde_json::Value;

use crate::db::{Error, Tx};
use crate::store::{self, changes::StoredChange};

/// The public form of stored changes, in their order.
pub async fn changes(tx: &mut Tx, plan: PlanId, stored: Vec<StoredChange>) -> Result<Vec<Change>, Error> {
    let of_people = |entity| matches!(entity, Entity::Update | Entity::Indicator);
    if !stored.iter().any(|change| of_people(change.entity)) {
        return Ok(stored.into_iter().map(|change| public(change, None, 0)).collect());
    }
    let Some(frame) = store::plans::frame(tx, plan).await? else { return Ok(Vec::new()) };
    let k = frame.plan.suppression_threshold;
    let mut indicators: HashMap<String, Indicator> = HashMap::new();
    let codes: BTreeSet<&str> = stored.iter().filter(|c| of_people(c.entity)).map(|c| c.code.as_str()).collect();
    if codes.len() == 1 {
        for code in codes {
            let found = store::indicators::get(tx, plan, code).await?;
            indicators.extend(found.map(|found| (code.to_owned(), found.indicator)));
        }
    } else {
        let all = store::indicators::list(tx, plan).await?;
        indicators.extend(all.into_iter().map(|i| (i.code.clone(), i)));
    }
    Ok(stored
        .into_iter()
        .map(|change| {
            let indicator = indicators.get(&change.code).cloned();
            public(change, indicator.as_ref(), k)
        })
        .collect())
}

fn public(change: StoredChange, indicator: Option<&Indicator>, k: u32) -> Change {
    let (before, after, update) = match change.entity {
        Entity::Update => {
            let publish = |record: &Option<Value>| publish_record(record.as_ref(), indicator, k);
            let (before, after) = (publish(&change.before), publish(&change.after));
            (as_json(&before), as_json(&after), after)
        }
        Entity::Indicator => {
            let publish = |record: Option<Value>| {
                let indicator: Option<Indicator> = record.and_then(|r| serde_json::from_value(r).ok());
                as_json(&indicator.map(|i| publish_indicator(&i, k)))
            };
            (publish(change.before), publish(change.after), None)
        }
        _ => (change.before, change.after, None),
    };
    Change {
        revision: change.revision,
        at: change.at,
        actor: change.actor,
        action: change.action,
        entity: change.entity,
        code: change.code,
        year: change.year,
        reason: change.reason,
        fields: differences(before.as_ref(), after.as_ref()),
        update,
    }
}

/// An update whose indicator is gone is not published: nobody can say any more whether it counted people.
fn publish_record(record: Option<&Value>, indicator: Option<&Indicator>, k: u32) -> Option<Update> {
    let update: Update = serde_json::from_value(record?.clone()).ok()?;
    indicator.map(|indicator| publish_update(indicator, &update, k))
}

fn as_json<T: serde::Serialize>(record: &Option<T>) -> Option<Value> {
    record.as_ref().and_then(|record| serde_json::to_value(record).ok())
}

/// The leaves that differ, by path.
fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<FieldChange> {
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
