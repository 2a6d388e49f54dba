//! Versions of a plan: freezing it, reading what is frozen, checking a hash. Nothing here or in the store
//! alters a version. Comparing and restoring are the files of this folder; the canonical form is
//! `domain::version`.

mod compare;
mod restore;

pub use compare::{compare, parse_side};
pub use restore::{Wanted, restore};

use domain::change::{Action, Entity};
use domain::disclosure::publish_indicator;
use domain::document::PlanData;
use domain::error::FieldErrorCode;
use domain::id::{AccountId, PlanId};
use domain::indicator::Indicator;
use domain::version::{Verification, Version, VersionDocument, Versions, canonical, content};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::record::{LONGEST_TEXT, Record, check_text};
use crate::store;
use crate::store::changes::Visibility;
use crate::store::frozen::StoredVersion;

/// Who the public history names when the coordination freezes a plan or restores a field.
pub const ACTOR: &str = "coordination";

/// Why and by whom a plan is frozen.
#[derive(Clone, Copy, Debug)]
pub struct Occasion<'a> {
    /// When, RFC 3339.
    pub at: &'a str,
    /// Who, as everybody may read it.
    pub actor: &'a str,
    /// Whose account it was.
    pub account: Option<AccountId>,
    /// Why.
    pub reason: &'a str,
    /// The workshop that ends with it.
    pub workshop: Option<i64>,
}

/// Freezes a plan as it stands in this transaction: the next number, and a public change that names it.
/// The caller commits, then publishes.
pub async fn freeze(tx: &mut Tx, slug: &str, occasion: &Occasion<'_>) -> Result<(PlanId, Version), Error> {
    check_text("reason", occasion.reason, LONGEST_TEXT)?;
    let (plan, _) = store::plans::lock(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let public = content(&stored.data).map_err(unreadable)?;
    let body = with_hidden(public.clone(), &stored.data)?;
    let canonical = canonical(&public);
    let hash = hash(&canonical);
    let number = store::frozen::list(tx, plan).await?.first().map_or(0, |newest| newest.number) + 1;
    let code = number.to_string();
    let reason = occasion.reason.trim();
    let record = Record {
        at: occasion.at,
        actor: occasion.actor,
        account: occasion.account,
        action: Action::Added,
        entity: Entity::Version,
        code: &code,
        year: None,
        reason,
        visibility: Visibility::Public,
    };
    let revision = record.add(tx, plan, None, Some(&json!({ "hash": hash }))).await?;
    let version = Version {
        number,
        revision,
        at: occasion.at.to_owned(),
        actor: occasion.actor.to_owned(),
        reason: reason.to_owned(),
        hash,
        workshop: occasion.workshop,
    };
    let frozen = StoredVersion { version: version.clone(), canonical, body: body.to_string() };
    store::frozen::add(tx, plan, &frozen).await?;
    Ok((plan, version))
}

/// Freezes by hand. `after` is the newest number that was read: two people do not freeze the same thing twice.
pub async fn freeze_by_hand(
    tx: &mut Tx,
    person: &Person,
    now: &str,
    slug: &str,
    (after, reason): (i64, &str),
) -> Result<(PlanId, Version), Error> {
    if !person.rights(slug).coordinates {
        return Err(Error::NotAllowed);
    }
    if reason.trim().is_empty() {
        return Err(Error::field("reason", FieldErrorCode::Missing, "why the plan is frozen"));
    }
    let (plan, _) = store::plans::lock(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let newest = store::frozen::list(tx, plan).await?.into_iter().next();
    if newest.as_ref().map_or(0, |newest| newest.number) != after {
        return Err(Error::stale(newest.as_ref()));
    }
    let occasion = Occasion { at: now, actor: ACTOR, account: Some(person.id), reason, workshop: None };
    freeze(tx, slug, &occasion).await
}

/// SHA-256 of a text, in hexadecimal digits.
pub fn hash(text: &str) -> String {
    Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The hash that a version would have if the plan were frozen as it stands.
pub fn hash_of(data: &PlanData) -> Result<String, Error> {
    Ok(hash(&canonical(&content(data).map_err(unreadable)?)))
}

/// All versions of a plan.
pub async fn list(tx: &mut Tx, slug: &str, may_freeze: bool) -> Result<Versions, Error> {
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let versions = store::frozen::list(tx, stored.id).await?;
    let now = hash_of(&stored.data)?;
    let is_current = versions.first().is_some_and(|newest| newest.hash == now);
    Ok(Versions { versions, may_freeze, is_current })
}

/// One version as everybody may read it now.
pub async fn get(tx: &mut Tx, slug: &str, number: i64) -> Result<VersionDocument, Error> {
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let frozen = store::frozen::get(tx, stored.id, number).await?.ok_or(Error::NotFound("version"))?;
    let (content, withheld) = published(&frozen, &stored.data)?;
    Ok(VersionDocument { version: frozen.version, content, withheld })
}

/// The bytes whose SHA-256 is the hash of a version. Not there any more when the rule about people hides
/// something in it now that it did not hide then.
pub async fn canonical_form(tx: &mut Tx, slug: &str, number: i64) -> Result<(Version, String), Error> {
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let frozen = store::frozen::get(tx, stored.id, number).await?.ok_or(Error::NotFound("version"))?;
    match published(&frozen, &stored.data)? {
        (_, true) => Err(Error::NotFound("canonical form: a figure about people in it is protected now")),
        (_, false) => Ok((frozen.version, frozen.canonical)),
    }
}

/// Whether a hash is one of a plan's versions.
pub async fn verify(tx: &mut Tx, slug: &str, asked: &str) -> Result<Verification, Error> {
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let asked = asked.trim().to_ascii_lowercase();
    let mut versions = store::frozen::list(tx, stored.id).await?;
    versions.retain(|version| version.hash == asked);
    let is_current = hash_of(&stored.data)? == asked;
    Ok(Verification { hash: asked, versions, is_current })
}

/// What is public of a version now, and whether that is less than when it was frozen. An indicator that
/// counts people, now or then, hides its small baseline, under the larger of both thresholds: the history of
/// its changes does the same.
pub(super) fn published(frozen: &StoredVersion, now: &PlanData) -> Result<(Value, bool), Error> {
    let mut content: Value = serde_json::from_str(&frozen.canonical).map_err(unreadable)?;
    let then = content["plan"]["suppression_threshold"].as_u64().unwrap_or(0);
    let k = now.plan.suppression_threshold.max(u32::try_from(then).unwrap_or(u32::MAX));
    let mut withheld = false;
    for record in content["indicators"].as_array_mut().into_iter().flatten() {
        let shown = record.get("baseline").and_then(|baseline| baseline.get("measure"));
        if shown.is_none_or(Value::is_null) {
            continue;
        }
        let judged = serde_json::from_value::<Indicator>(record.clone()).ok().map(|mut indicator| {
            let known = now.indicators.iter().find(|known| known.code == indicator.code);
            indicator.counts_people |= known.is_some_and(|known| known.counts_people);
            publish_indicator(&indicator, k)
        });
        // What cannot be read any more cannot be judged either.
        if judged.and_then(|public| public.baseline?.measure).is_none() {
            record["baseline"]["measure"] = Value::Null;
            withheld = true;
        }
    }
    Ok((content, withheld))
}

/// The frozen content with the real baselines, for those who may restore them.
fn with_hidden(mut content: Value, data: &PlanData) -> Result<Value, Error> {
    content["indicators"] = serde_json::to_value(&data.indicators).map_err(unreadable)?;
    Ok(content)
}

fn unreadable(error: serde_json::Error) -> Error {
    Error::Internal(error.to_string())
}
