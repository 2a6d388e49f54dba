//! One row of the plan's history, as everybody may see it: audit trail, list of changes and live event
//! are the same record.

use serde::{Deserialize, Serialize};

use crate::update::Update;
use crate::year::Year;

/// What was changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Entity {
    Plan,
    Axis,
    Institution,
    Territory,
    Dimension,
    Node,
    Indicator,
    Update,
}

/// What was done.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Action {
    /// The whole plan was brought in.
    Imported,
    /// Something new.
    Added,
    /// Something different.
    Changed,
    /// Something gone.
    Removed,
}

/// A value of one field: what stands at the end of a path such as `targets.2010`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Leaf {
    Flag(bool),
    Number(f64),
    Word(String),
}

/// One field before and after. `None`: it was not there, or is hidden by the disclosure rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct FieldChange {
    /// Path: `title.es`, `targets.2010`, `content.measure`.
    pub field: String,
    /// Before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub before: Option<Leaf>,
    /// After.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Leaf>,
}

/// One change of a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Change {
    /// The plan's revision after it. Unique in the plan, without gaps, in the order of commits.
    pub revision: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Who.
    pub actor: String,
    /// What was done.
    pub action: Action,
    /// To what.
    pub entity: Entity,
    /// Its code.
    pub code: String,
    /// The year, for an update.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<Year>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What is different.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldChange>,
    /// The published update after the change, so that a page can show it without asking again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub update: Option<Update>,
}

/// A page of changes, newest first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Changes {
    /// The plan's revision.
    pub revision: i64,
    /// The changes.
    pub changes: Vec<Change>,
    /// Ask with `before=` this revision for older ones.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}
