//! Two versions side by side, or one and the plan as it stands, with the changes that made the differences.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use domain::change::{Action, Change, Entity};
use domain::document::PlanData;
use domain::error::FieldErrorCode;
use domain::id::PlanId;
use domain::version::{Cause, Comparison, Difference, Fate, Version, compare as differing, content};
use serde_json::Value;

use super::{published, unreadable};
use crate::db::Tx;
use crate::error::Error;
use crate::publish;
use crate::store;
use crate::store::changes::Range;

/// Reads one side of a comparison: a number, or `now` for none.
pub fn parse_side(text: &str) -> Result<Option<i64>, Error> {
    if text == "now" {
        return Ok(None);
    }
    let number = text.parse().ok().filter(|number| *number > 0);
    let malformed = || Error::field("path", FieldErrorCode::Malformed, "a number of a version, or `now`");
    number.map(Some).ok_or_else(malformed)
}

/// Compares two sides; none is the plan as it stands.
pub async fn compare(
    tx: &mut Tx,
    slug: &str,
    (from, to): (Option<i64>, Option<i64>),
    may_restore: bool,
) -> Result<Comparison, Error> {
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let (before, from) = side(tx, stored.id, &stored.data, from).await?;
    let (after, to) = side(tx, stored.id, &stored.data, to).await?;
    let mut differences = differing(&before, &after);
    let revision = |side: &Option<Version>| side.as_ref().map_or(i64::MAX, |version| version.revision);
    let (first, last) = (revision(&from).min(revision(&to)), revision(&from).max(revision(&to)));
    let range = Range { after: Some(first), before: Some(last) };
    let made = store::changes::of_records(tx, stored.id, range).await?;
    let made = publish::changes(tx, stored.id, made).await?;
    let causes = attribute(&mut differences, &made);
    Ok(Comparison { from, to, revision: stored.revision, may_restore, differences, causes })
}

async fn side(
    tx: &mut Tx,
    plan: PlanId,
    now: &PlanData,
    number: Option<i64>,
) -> Result<(Value, Option<Version>), Error> {
    let Some(number) = number else { return Ok((content(now).map_err(unreadable)?, None)) };
    let frozen = store::frozen::get(tx, plan, number).await?.ok_or(Error::NotFound("version"))?;
    let (content, _) = published(&frozen, now)?;
    Ok((content, Some(frozen.version)))
}

type Key<'a> = (&'static str, &'a str);

/// Names for each field the last change of it, and gives those changes. `made` is in the order of revisions.
fn attribute(differences: &mut [Difference], made: &[Change]) -> Vec<Cause> {
    let mut fields: HashMap<(Key, &str), i64> = HashMap::new();
    let mut records: HashMap<(Key, bool), i64> = HashMap::new();
    for change in made {
        let key = (word(change.entity), change.code.as_str());
        match change.action {
            Action::Added => drop(records.insert((key, true), change.revision)),
            Action::Removed => drop(records.insert((key, false), change.revision)),
            _ => {}
        }
        for field in &change.fields {
            fields.insert((key, field.field.as_str()), change.revision);
        }
    }
    let mut named = BTreeSet::new();
    for difference in differences {
        let key = (word(difference.entity), difference.code.as_str());
        let is_there = difference.fate == Fate::Added;
        difference.revision = match difference.fate {
            Fate::Changed => None,
            Fate::Added | Fate::Removed => records.get(&(key, is_there)).copied(),
        };
        named.extend(difference.revision);
        for field in &mut difference.fields {
            field.revision = fields.get(&(key, field.field.as_str())).copied().or(difference.revision);
            named.extend(field.revision);
        }
    }
    let by_revision: BTreeMap<i64, &Change> = made.iter().map(|change| (change.revision, change)).collect();
    named.into_iter().filter_map(|revision| by_revision.get(&revision).copied()).map(cause).collect()
}

fn cause(change: &Change) -> Cause {
    Cause {
        revision: change.revision,
        at: change.at.clone(),
        actor: change.actor.clone(),
        reason: change.reason.clone(),
        decision: None,
    }
}

/// A key that can be hashed.
fn word(entity: Entity) -> &'static str {
    match entity {
        Entity::Plan => "plan",
        Entity::Axis => "axis",
        Entity::Institution => "institution",
        Entity::Territory => "territory",
        Entity::Dimension => "dimension",
        Entity::Node => "node",
        Entity::Indicator => "indicator",
        // Not part of what is frozen.
        _ => "",
    }
}
