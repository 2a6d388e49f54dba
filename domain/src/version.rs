//! Versions of a plan: what is frozen of it, the one way to write that down, and the comparison of two.
//! What is frozen is the plan as everybody may read it, without what is reported. In words: docs/versions.md.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::change::{Entity, Leaf};
use crate::document::{PlanData, PlanDocument};
use crate::text::Text;

mod canonical;
mod compare;

pub use canonical::canonical;
pub use compare::{compare, differences};

/// Name of the canonical form; another form would have another name, so that old hashes stay checkable.
pub const FORMAT: &str = "matriz-plan-1";

/// The frozen part of a plan: the plan and its rows without figures. The years with their states are left
/// out, as moving a year changes nothing of what was agreed. Baselines have passed the disclosure rule.
pub fn content(data: &PlanData) -> serde_json::Result<Value> {
    let bare = PlanData { updates: Vec::new(), ..data.clone() };
    let document = PlanDocument::with_published(&bare, 0, |_, update| update.clone());
    let mut content = serde_json::to_value(document)?;
    if let Value::Object(parts) = &mut content {
        for reported in ["revision", "values", "updates"] {
            parts.remove(reported);
        }
        if let Some(Value::Object(plan)) = parts.get_mut("plan") {
            plan.remove("years");
        }
        parts.insert("format".into(), json!(FORMAT));
    }
    Ok(content)
}

/// A frozen plan, as lists show it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Version {
    /// Its number, from 1, without gaps.
    pub number: i64,
    /// Revision of the plan with which it was frozen.
    pub revision: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who, as everybody may read it.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// SHA-256 of its canonical form, in lower-case hexadecimal digits.
    pub hash: String,
    /// The workshop that ended with it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub workshop: Option<i64>,
}

/// The versions of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Versions {
    /// Newest first.
    pub versions: Vec<Version>,
    /// True when whoever asks may freeze the plan and restore fields.
    pub may_freeze: bool,
    /// True when the plan stands as the newest version froze it.
    pub is_current: bool,
}

/// One version with what is frozen in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct VersionDocument {
    /// Its head.
    pub version: Version,
    /// The frozen plan, as everybody may read it now.
    pub content: Value,
    /// True when the rule about people hides more now than when it was frozen: then the canonical form is
    /// not shown any more and its hash cannot be computed from what is.
    pub withheld: bool,
}

/// Whether a hash is one of a plan's versions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verification {
    /// The hash that was asked about.
    pub hash: String,
    /// Versions with this hash, newest first; none when it is of no version.
    pub versions: Vec<Version>,
    /// True when the plan as it stands now has this hash.
    pub is_current: bool,
}

/// What happened to a record between two versions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Fate {
    Added,
    Removed,
    Changed,
}

/// One record that differs.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Difference {
    /// What it is.
    pub entity: Entity,
    /// Its code. The order of a list is a field of the plan: then the word of what is listed.
    pub code: String,
    /// What happened to it.
    pub fate: Fate,
    /// Its title or name, as it is in the later of the two that have it.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub title: Text,
    /// What is different.
    pub fields: Vec<FieldDifference>,
    /// Revision of the last change that added or removed it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// One field that differs, with the change that made it so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldDifference {
    /// Path, as in the history: `title.es`, `targets.2010`.
    pub field: String,
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Leaf>,
    /// After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Leaf>,
    /// Revision of the last change of it between the two.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub revision: Option<i64>,
}

/// A change that made a difference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cause {
    /// The plan's revision after it.
    pub revision: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub actor: String,
    /// Why.
    pub reason: String,
    /// The decision of a workshop behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decided>,
}

/// Where a change was decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    /// The workshop.
    pub workshop: i64,
    /// Its title.
    pub title: String,
    /// Its date, ISO 8601.
    pub date: String,
}

/// Two versions side by side, or one and the plan as it stands.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Comparison {
    /// The first; none is the plan as it stands.
    pub from: Option<Version>,
    /// The second; none is the plan as it stands.
    pub to: Option<Version>,
    /// Revision of the plan at which they were compared.
    pub revision: i64,
    /// True when whoever asks may restore a field.
    pub may_restore: bool,
    /// What differs, in the order of the plan.
    pub differences: Vec<Difference>,
    /// The changes that the fields name, oldest first.
    pub causes: Vec<Cause>,
}

#[cfg(test)]
mod tests;
