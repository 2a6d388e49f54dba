//! Bringing one field of one record back from a version: a change like any other, checked like an import.

use domain::change::Entity;
use domain::document::PlanData;
use domain::error::{FieldError, FieldErrorCode};
use domain::id::PlanId;
use domain::validate::validate;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::{ACTOR, unreadable};
use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::import::{Author, Outcome, import_by};
use crate::record::{LONGEST_TEXT, check_text};
use crate::store;
use crate::store::frozen::StoredVersion;

/// Fields that have ways of their own, or that decide what is hidden.
const NOT_RESTORED: [&str; 5] = ["slug", "years", "suppression_threshold", "counts_people", "code"];

/// What is brought back.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// What kind of record.
    pub entity: Entity,
    /// Its code.
    pub code: &'a str,
    /// Path of the field.
    pub field: &'a str,
    /// Revision of the plan that was read.
    pub revision: i64,
    /// Why.
    pub reason: &'a str,
}

/// Restores a field from a version. Gives the plan and its revision after it; none when it was so already.
pub async fn restore(
    tx: &mut Tx,
    person: &Person,
    now: &str,
    (slug, number): (&str, i64),
    wanted: &Wanted<'_>,
) -> Result<Option<(PlanId, i64)>, Error> {
    if !person.rights(slug).coordinates {
        return Err(Error::NotAllowed);
    }
    check_text("reason", wanted.reason, LONGEST_TEXT)?;
    if wanted.reason.trim().is_empty() {
        return Err(Error::field("reason", FieldErrorCode::Missing, "why the field is restored"));
    }
    let (plan, _) = store::plans::lock(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let frozen = store::frozen::get(tx, plan, number).await?.ok_or(Error::NotFound("version"))?;
    let old = record_in(&frozen, wanted)?;
    if store::changes::last_of(tx, plan, wanted.entity, wanted.code).await? > wanted.revision {
        return Err(Error::stale(current(&stored.data, wanted)?.as_ref()));
    }
    let changed = with_field(&stored.data, wanted, &old)?;
    // A plan may have been stored before a rule was written: what was wrong already is not this change's.
    let known = validate(&stored.data);
    let problems = validate(&changed).into_iter().filter(|problem| !known.contains(problem));
    let problems: Vec<FieldError> = problems
        .map(|problem| FieldError { field: problem.field, code: problem.error, message: problem.message })
        .collect();
    if !problems.is_empty() {
        return Err(Error::Invalid(problems));
    }
    let author = Author { actor: ACTOR, account: Some(person.id), reason: wanted.reason.trim(), at: now };
    match import_by(tx, &changed, &author).await? {
        Outcome::Changed(_) => {
            let (_, revision) = store::plans::find(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
            Ok(Some((plan, revision)))
        }
        Outcome::Added | Outcome::Unchanged => Ok(None),
    }
}

/// The record as it was frozen, with what is hidden of it.
fn record_in(frozen: &StoredVersion, wanted: &Wanted<'_>) -> Result<Value, Error> {
    let body: Value = serde_json::from_str(&frozen.body).map_err(unreadable)?;
    find(&body, wanted).cloned().ok_or(Error::NotFound("record in this version"))
}

fn find<'a>(content: &'a Value, wanted: &Wanted<'_>) -> Option<&'a Value> {
    let list = match wanted.entity {
        Entity::Plan => return content.get("plan").filter(|plan| plan["slug"] == wanted.code),
        Entity::Axis => "axes",
        Entity::Institution => "institutions",
        Entity::Territory => "territories",
        Entity::Dimension => "dimensions",
        Entity::Node => "nodes",
        Entity::Indicator => "indicators",
        _ => return None,
    };
    content[list].as_array()?.iter().find(|record| record["code"] == wanted.code)
}

/// The record as everybody may read it now, for whoever read an older one.
fn current(data: &PlanData, wanted: &Wanted<'_>) -> Result<Option<Value>, Error> {
    let content = domain::version::content(data).map_err(unreadable)?;
    Ok(find(&content, wanted).cloned())
}

/// The plan with the field as it was in the old record.
fn with_field(data: &PlanData, wanted: &Wanted<'_>, old: &Value) -> Result<PlanData, Error> {
    let path = unit(wanted.field, old);
    if NOT_RESTORED.contains(&path[0]) {
        return Err(Error::field("field", FieldErrorCode::Unknown, "this field is not restored from a version"));
    }
    let mut data = data.clone();
    let gone = || Error::NotFound("record in the plan");
    match wanted.entity {
        Entity::Plan => replace(&mut data.plan, &path, old)?,
        Entity::Axis => replace(data.axes.iter_mut().find(|r| r.code == wanted.code).ok_or_else(gone)?, &path, old)?,
        Entity::Institution => {
            replace(data.institutions.iter_mut().find(|r| r.code == wanted.code).ok_or_else(gone)?, &path, old)?;
        }
        Entity::Territory => {
            replace(data.territories.iter_mut().find(|r| r.code == wanted.code).ok_or_else(gone)?, &path, old)?;
        }
        Entity::Dimension => {
            replace(data.dimensions.iter_mut().find(|r| r.code == wanted.code).ok_or_else(gone)?, &path, old)?;
        }
        Entity::Node => replace(data.nodes.iter_mut().find(|r| r.code == wanted.code).ok_or_else(gone)?, &path, old)?,
        Entity::Indicator => {
            replace(data.indicators.iter_mut().find(|r| r.code == wanted.code).ok_or_else(gone)?, &path, old)?;
        }
        _ => return Err(gone()),
    }
    Ok(data)
}

/// What is brought back together: one language of a text, one year's target, else the whole field. A list has
/// no fields of its own, and a baseline is a year with its figure.
fn unit<'a>(field: &'a str, old: &Value) -> Vec<&'a str> {
    let parts: Vec<&str> = field.splitn(3, '.').collect();
    let whole = parts[0] == "baseline" || old.get(parts[0]).is_some_and(Value::is_array);
    let by_number = parts.len() > 1 && parts[1].parse::<usize>().is_ok() && parts[0] != "targets";
    if whole || by_number || parts.len() == 1 { vec![parts[0]] } else { vec![parts[0], parts[1]] }
}

fn replace<T: Serialize + DeserializeOwned>(record: &mut T, path: &[&str], old: &Value) -> Result<(), Error> {
    let mut value = serde_json::to_value(&*record).map_err(unreadable)?;
    let was = path.iter().try_fold(old, |part, key| part.get(*key));
    let place = match path {
        [_] => Some(&mut value),
        [first, ..] => {
            if value.get(*first).is_none() {
                value[*first] = Value::Object(serde_json::Map::new());
            }
            value.get_mut(*first)
        }
        [] => None,
    };
    if let (Some(Value::Object(fields)), Some(last)) = (place, path.last()) {
        match was {
            Some(was) => drop(fields.insert((*last).to_owned(), was.clone())),
            None => drop(fields.remove(*last)),
        }
    }
    let malformed = |error: serde_json::Error| Error::field("field", FieldErrorCode::Unknown, error.to_string());
    *record = serde_json::from_value(value).map_err(malformed)?;
    Ok(())
}
