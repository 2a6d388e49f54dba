//! What of a change everybody may see: records pass the disclosure rule, together with all their earlier
//! versions, then only the fields that differ are left. Used by the history, the list of changes and the
//! live stream alike.

use std::collections::{BTreeSet, HashMap};

use domain::change::{Change, Entity};
use domain::disclosure::{publish_indicator, publish_update};
use domain::id::PlanId;
use domain::indicator::Indicator;
use domain::plan::Plan;
use domain::version::differences;
use serde_json::Value;

use crate::db::{Error, Tx};
use crate::evidence;
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
    let mut rule = Rule { k: frame.plan.suppression_threshold, slug: frame.plan.slug, ..Rule::default() };
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
pub fn changes_of(plan: &Plan, indicator: &Indicator, past: &Past, stored: Vec<StoredChange>) -> Vec<Change> {
    let mut rule = Rule { k: plan.suppression_threshold, slug: plan.slug.clone(), ..Rule::default() };
    rule.add(indicator.clone(), past);
    rule.changes(stored)
}

/// What decides how changes are shown.
#[derive(Default)]
struct Rule {
    k: u32,
    /// Address of the plan.
    slug: String,
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
                let link = |update| evidence::linked(update, &self.slug);
                let (before, after) = (before.map(link), after.map(link));
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
            // A matrix holds no parts of territories; the fields tell which of them changed.
            update: update.map(|update| match self.indicators.get(&update.indicator) {
                Some(indicator) if !indicator.by_territory.is_empty() => update.without_territories(),
                _ => update,
            }),
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
