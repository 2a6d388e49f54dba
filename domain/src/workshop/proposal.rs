//! Proposals to change a field of the plan, and comments: what becomes of them.

use serde::{Deserialize, Serialize};

use crate::change::{FieldChange, Leaf};
use crate::filing::Refusal;
use crate::words::words;

/// Where a proposal stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalState {
    /// Nobody has said anything about it.
    #[default]
    Made,
    /// Will be in the plan when the item is adopted with changes.
    Accepted,
    /// Will not.
    Refused,
    /// Is part of another one.
    Merged,
    /// Is in the plan.
    Applied,
}

words!(ProposalState { ALL, pub word, pub of }
    Made => "made", Accepted => "accepted", Refused => "refused", Merged => "merged", Applied => "applied");

/// What a facilitator can do with a proposal.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ProposalAction {
    /// Write another value; what was proposed first is kept.
    Edit,
    /// Make it part of another one on the same field.
    Merge,
    /// Take it.
    Accept,
    /// Do not.
    Refuse,
}

words!(ProposalAction { ALL, pub word, pub of }
    Edit => "edit", Merge => "merge", Accept => "accept", Refuse => "refuse");

/// The state after an action, or why it is refused. Whether the item takes it is `item::transition`. An edited
/// proposal is accepted anew.
pub fn transition(state: ProposalState, action: ProposalAction) -> Result<ProposalState, Refusal> {
    use ProposalAction as A;
    use ProposalState as S;
    match (action, state) {
        (A::Edit, S::Made | S::Accepted | S::Refused) => Ok(S::Made),
        (A::Merge, S::Made | S::Accepted | S::Refused) => Ok(S::Merged),
        (A::Accept, S::Made | S::Refused) => Ok(S::Accepted),
        (A::Refuse, S::Made | S::Accepted) => Ok(S::Refused),
        _ => Err(Refusal::WrongState),
    }
}

/// The actions that would not be refused.
pub fn allowed(state: ProposalState) -> Vec<ProposalAction> {
    ProposalAction::ALL.into_iter().filter(|action| transition(state, *action).is_ok()).collect()
}

/// Who said something.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Author {
    /// Number of the participant; 0 for a facilitator.
    #[serde(default)]
    pub participant: i64,
    /// Name.
    pub name: String,
    /// Code of an invited institution, or what was written in its place.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub institution: String,
}

/// A proposal to change one field.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Proposal {
    /// Number, unique in the workshop.
    pub id: i64,
    /// Field, before and after. Paths are those of `fields`: `targets.2010`.
    pub change: FieldChange,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Who made it.
    pub by: Author,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Where it stands.
    pub state: ProposalState,
    /// The proposal of which it is part.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub merged_into: Option<i64>,
    /// What was proposed first, when a facilitator wrote another value. An empty field when none did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_from: Option<Edited>,
    /// Numbers of the participants who second it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub seconds: Vec<i64>,
    /// Why it was accepted, refused or edited.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub answer: String,
    /// The field has changed since it was made; it has to be made anew.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub is_stale: bool,
    /// What a facilitator may do with it now; empty for others.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub allowed: Vec<ProposalAction>,
}

/// The value that was proposed before a facilitator wrote another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Edited {
    /// The value; None when the field was to be emptied.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub after: Option<Leaf>,
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Number, unique in the workshop.
    pub id: i64,
    /// What.
    pub text: String,
    /// Who said it.
    pub by: Author,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Why a facilitator hid it from the room; it stays in the record.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hidden: Option<String>,
}
