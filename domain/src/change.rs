//! One row of the plan's history, as everybody may see it: audit trail, list of changes and live event
//! are the same record.

use std::fmt;

use serde::de::Visitor;
use serde::{Deserialize, Deserializer, Serialize};

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
    /// A frozen copy of the plan; its code is its number.
    Version,
    /// Writing in a year for one institution until a day; for those who work on updates.
    Extension,
    /// Somebody's post or account; for those who manage people.
    Person,
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
    /// A draft was written. This and what follows but approvals is for those who work on updates.
    Saved,
    /// An update was handed in.
    Submitted,
    /// It was taken back.
    Withdrawn,
    /// It was sent back.
    Returned,
    /// It was approved, and is public.
    Approved,
    /// Something was said about it.
    Commented,
}

/// A value of one field: what stands at the end of a path such as `targets.2010`.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(untagged)]
#[allow(missing_docs)]
pub enum Leaf {
    Flag(bool),
    Number(f64),
    Word(String),
}

// By hand for the same reason as `Measure`.
impl<'de> Deserialize<'de> for Leaf {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct LeafVisitor;
        impl Visitor<'_> for LeafVisitor {
            type Value = Leaf;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("true, false, a number or a text")
            }
            fn visit_bool<E>(self, flag: bool) -> Result<Leaf, E> {
                Ok(Leaf::Flag(flag))
            }
            fn visit_f64<E>(self, number: f64) -> Result<Leaf, E> {
                Ok(Leaf::Number(number))
            }
            fn visit_i64<E>(self, number: i64) -> Result<Leaf, E> {
                Ok(Leaf::Number(number as f64))
            }
            fn visit_u64<E>(self, number: u64) -> Result<Leaf, E> {
                Ok(Leaf::Number(number as f64))
            }
            fn visit_str<E>(self, word: &str) -> Result<Leaf, E> {
                Ok(Leaf::Word(word.to_owned()))
            }
        }
        deserializer.deserialize_any(LeafVisitor)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tests_support::figure;

    fn field(field: &str, before: Option<Leaf>, after: Option<Leaf>) -> FieldChange {
        FieldChange { field: field.into(), before, after }
    }

    #[test]
    fn a_change_travels_and_comes_back() {
        let word = |word: &str| Some(Leaf::Word(word.into()));
        let change = Change {
            revision: 3,
            at: "2010-03-01T12:00:00Z".into(),
            actor: "token".into(),
            action: Action::Changed,
            entity: Entity::Update,
            code: "1-a".into(),
            year: Some(2008),
            reason: "typo".into(),
            fields: vec![
                field("content.measure", Some(Leaf::Number(90.0)), Some(Leaf::Number(91.5))),
                field("title.es", None, word("2010")),
                field("counts_people", Some(Leaf::Flag(true)), None),
                field("note.es", word(""), word("true")),
            ],
            update: Some(figure("1-a", 2008, 91.5)),
        };
        let json = serde_json::to_string(&change).unwrap();
        assert_eq!(serde_json::from_str::<Change>(&json).unwrap(), change);
    }

    #[test]
    fn what_is_not_there_takes_no_room() {
        let change = Change {
            revision: 1,
            at: "2010-03-01T12:00:00Z".into(),
            actor: "import".into(),
            action: Action::Imported,
            entity: Entity::Plan,
            code: "plan".into(),
            year: None,
            reason: String::new(),
            fields: Vec::new(),
            update: None,
        };
        let page = Changes { revision: 1, changes: vec![change], next: None };
        let json = serde_json::to_string(&page).unwrap();
        let wanted = r#"{"revision":1,"changes":[{"revision":1,"at":"2010-03-01T12:00:00Z","actor":"import","action":"imported","entity":"plan","code":"plan"}]}"#;
        assert_eq!(json, wanted);
        assert_eq!(serde_json::from_str::<Changes>(&json).unwrap(), page);
    }
}
