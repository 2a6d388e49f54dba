//! What of a change everybody may see: records pass the disclosure rule, together with all their earlier
//! versions, then only the fields that differ are left. Used by the history, the list of changes and the
//! live stream alike.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::change::{Change, Entity, FieldChange, Leaf};
use domain::disclosure::{publish_indicator, publish_update};
use domain::id::PlanId;
use domain::indicator::Indicator;
use serde_json::Value;

use crate::db::{Error, Tx};
use crate::store::{self, changes::StoredChange};

mod past;

pub use past::Past;

/// The public form of stored changes, in their order.
pub async fn changes(tx: &mut Tx, plan: PlanId, stored: Vec<StoredChange>) -> Result<Vec<Change>, Error> {
    let of_records = || stored.iter().filter(|change| matches!(change.entity, Entity::Update | Entity::Indicator));
    if of_records().next().is_none() {
        return Ok(Rule::default().changes(stored));
    }
    let Some(frame) = store::plans::frame(tx, plan).await? else { return Ok(Vec::new()) };
    let mut rule = Rule { k: frame.plan.suppression_threshold, ..Rule::default() };
    let codes: BTreeSet<&str> = of_records().map(|change| change.code.as_str()).collect();
    if let (1, Some(code)) = (codes.len(), codes.first()) {
        if let Some(found) = store::indicators::get(tx, plan, code).await? {
            let past = Past::of(tx, plan, &found.indicator).await?;
            rule.add(found.indicator, &past);
        }
        return Ok(rule.changes(stored));
    }
    let updates = stored.iter().filter(|change| change.entity == Entity::Update);
    let revisions = || updates.clone().map(|change| change.revision);
    let indicators = store::indicators::list(tx, plan).await?;
    let past = match (revisions().min(), revisions().max()) {
        (Some(first), Some(last)) if indicators.iter().any(|indicator| indicator.counts_people) => {
            Past::new(store::versions::until(tx, plan, (first, last)).await?)
        }
        _ => Past::default(),
    };
    indicators.into_iter().for_each(|indicator| rule.add(indicator, &past));
    Ok(rule.changes(stored))
}

/// The public form of changes of one indicator whose past is known.
pub fn changes_of(indicator: &Indicator, past: &Past, k: u32, stored: Vec<StoredChange>) -> Vec<Change> {
    let mut rule = Rule { k, ..Rule::default() };
    rule.add(indicator.clone(), past);
    rule.changes(stored)
}

/// What decides how changes are shown.
#[derive(Default)]
struct Rule {
    k: u32,
    indicators: HashMap<String, Indicator>,
    /// Records about people before and after a change, by revision.
    shown: HashMap<i64, past::Shown>,
}

impl Rule {
    fn add(&mut self, indicator: Indicator, past: &Past) {
        if indicator.counts_people {
            self.shown.extend(past.shown(&indicator, self.k));
        }
        self.indicators.insert(indicator.code.clone(), indicator);
    }

    fn changes(mut self, stored: Vec<StoredChange>) -> Vec<Change> {
        stored.into_iter().map(|change| self.change(change)).collect()
    }

    fn change(&mut self, change: StoredChange) -> Change {
        let (before, after, update) = match change.entity {
            Entity::Update => {
                let (before, after) = self.record(&change);
                (as_json(&before), as_json(&after), after)
            }
            Entity::Indicator => (self.indicator(change.before), self.indicator(change.after), None),
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

    /// An update whose indicator is gone is not published: nobody can say any more whether it counted
    /// people. Nor is one about people whose past was not read.
    fn record(&mut self, change: &StoredChange) -> past::Shown {
        match self.indicators.get(&change.code) {
            None => (None, None),
            Some(indicator) if indicator.counts_people => self.shown.remove(&change.revision).unwrap_or_default(),
            Some(indicator) => {
                // No figure is hidden; what of its files is not for everybody is.
                let record = |record: &Option<Value>| {
                    let update: domain::update::Update = serde_json::from_value(record.clone()?).ok()?;
                    Some(publish_update(indicator, &update, self.k))
                };
                (record(&change.before), record(&change.after))
            }
        }
    }

    /// An indicator that counts people now always did: a baseline that is hidden is hidden in its past too.
    fn indicator(&self, record: Option<Value>) -> Option<Value> {
        let indicator: Indicator = serde_json::from_value(record?).ok()?;
        let counts_people = self.indicators.get(&indicator.code).is_some_and(|now| now.counts_people);
        let judged = Indicator { counts_people: indicator.counts_people || counts_people, ..indicator.clone() };
        let baseline = publish_indicator(&judged, self.k).baseline;
        as_json(&Some(Indicator { baseline, ..indicator }))
    }
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
