//! What facilitators send and get: the workshop as it is led, and the whole record of it for minutes and exports.

use serde::{Deserialize, Serialize};

use super::item::{AgendaRow, Item, Kind};
use super::pace::Pace;
use super::proposal::ProposalAction;
use super::room::{RoomHeader, RoomInstitution};
use super::tally::{BallotKind, Counts, Position};
use super::{Base, Invited, Light, LightAnswer, Results, WorkshopAction, WorkshopState};
use crate::change::Leaf;
use crate::id::WorkshopId;
use crate::text::{Lang, Text};

/// What is decided before a workshop, as it is written and read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Setup {
    /// Title.
    pub title: String,
    /// Day, ISO 8601.
    pub date: String,
    /// Place.
    #[serde(default)]
    pub place: String,
    /// Time zone of the place, by its IANA name (`America/Lima`): minutes tell the time of its clocks. Empty is UTC.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub zone: String,
    /// Address of the plan.
    pub plan: String,
    /// Who is invited, in order.
    #[serde(default)]
    pub invited: Vec<Invited>,
    /// What is shown while an item is open.
    #[serde(default)]
    pub results: Results,
    /// Of whom percentages are taken.
    #[serde(default)]
    pub base: Base,
    /// E-mails of co-facilitators: accounts that lead it beside the coordinators of the plan.
    #[serde(default)]
    pub facilitators: Vec<String>,
}

/// A new workshop: what is decided, or a copy of an earlier one with another title and date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Creating {
    /// What is decided. For a copy, what is empty in it is taken from the earlier one.
    pub setup: Setup,
    /// The earlier one, whose agenda is taken as well.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub copy_of: Option<WorkshopId>,
}

/// What is changed; what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
#[allow(missing_docs)]
pub struct Editing {
    pub title: Option<String>,
    pub date: Option<String>,
    pub place: Option<String>,
    pub zone: Option<String>,
    pub invited: Option<Vec<Invited>>,
    pub results: Option<Results>,
    pub base: Option<Base>,
    pub facilitators: Option<Vec<String>>,
}

/// A line of the list of workshops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct WorkshopRow {
    /// Its address.
    pub id: WorkshopId,
    /// Title.
    pub title: String,
    /// Day, ISO 8601.
    pub date: String,
    /// Place.
    #[serde(default)]
    pub place: String,
    /// Address of the plan.
    pub plan: String,
    /// Where it stands.
    pub state: WorkshopState,
    /// Items of the agenda.
    pub items: u32,
    /// Items that are decided.
    pub decided: u32,
    /// Number of the plan version that was made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// The list of workshops.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workshops {
    /// Newest first.
    pub workshops: Vec<WorkshopRow>,
    /// Plans for which whoever asks may make one.
    pub plans: Vec<String>,
}

/// Somebody in the room, as facilitators see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Participant {
    /// Number: the address.
    pub n: i64,
    /// Name.
    pub name: String,
    /// Code of the institution; empty for another.
    #[serde(default)]
    pub institution: String,
    /// What the other institution is called.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub other: String,
    /// Language.
    pub language: Lang,
    /// When they joined.
    pub joined_at: String,
    /// When the hand was raised.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hand_at: Option<String>,
    /// A facilitator removed them.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub removed: bool,
    /// Their browser follows the room now.
    #[serde(default)]
    pub connected: bool,
    /// What lets them in on another phone, after `let_back`; told to facilitators for a quarter of an hour.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pass: Option<String>,
}

/// A workshop as it is led.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Workshop {
    /// Its address.
    pub id: WorkshopId,
    /// Events after this are not in it.
    pub revision: i64,
    /// Time of the server.
    pub now: String,
    /// What was decided before.
    pub setup: Setup,
    /// As everybody in the room sees it.
    pub header: RoomHeader,
    /// Institutions of the plan; those that are invited stand in `setup.invited`.
    pub institutions: Vec<RoomInstitution>,
    /// Until when the join code works.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code_until: Option<String>,
    /// Address that the QR code leads to; empty without a code.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub join_url: String,
    /// The agenda, in order.
    pub agenda: Vec<AgendaRow>,
    /// The item on the screens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
    /// People, in the order in which they joined, removed ones too.
    pub participants: Vec<Participant>,
    /// Invited institutions that are in the room and have not given their light.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lights_missing: Vec<String>,
    /// How the time goes.
    pub pace: Pace,
    /// The item whose decision can be taken back.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_decided: Option<i64>,
    /// What whoever asks may do with it now.
    pub allowed: Vec<WorkshopAction>,
}

/// One item of an agenda as it is written.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Planned {
    /// Number of an item that is there; None adds one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<i64>,
    /// What it is about.
    pub kind: Kind,
    /// Code.
    pub code: String,
    /// Minutes.
    #[serde(default)]
    pub minutes: u32,
    /// Group.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
}

/// Writing the agenda: a list as it shall be, or what to take from the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AgendaForm {
    /// The whole agenda in order. An item that is left out goes, unless it was opened or decided.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub items: Option<Vec<Planned>>,
    /// In place of a list: what to take from the plan, in its order.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_plan: Option<FromPlan>,
}

/// What to take from the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FromPlan {
    /// Only what stands under these nodes, themselves included; empty is the whole plan.
    #[serde(default)]
    pub under: Vec<String>,
    /// Depths of nodes, 0 for the first level; empty is all.
    #[serde(default)]
    pub levels: Vec<u8>,
    /// Without nodes.
    #[serde(default)]
    pub without_nodes: bool,
    /// Without indicators.
    #[serde(default)]
    pub without_indicators: bool,
    /// Minutes for each.
    #[serde(default)]
    pub minutes: u32,
    /// Put the indicators of a node into a group that can be passed together.
    #[serde(default)]
    pub group_by_node: bool,
}

/// A step of an item, of the workshop or of a participant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    /// Version of the item that was seen; left out it is not compared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// Passing items together.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Passing {
    /// Their numbers.
    pub items: Vec<i64>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A proposal as it is made, by a participant or a facilitator.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Proposing {
    /// Path of the field.
    pub field: String,
    /// The value that whoever proposes has seen; None when it was empty.
    #[serde(default)]
    pub before: Option<Leaf>,
    /// The value that is proposed; None empties the field.
    #[serde(default)]
    pub after: Option<Leaf>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What the browser made up for it: the same again changes nothing.
    pub key: String,
}

/// A comment as it is made.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Commenting {
    /// What.
    pub text: String,
    /// What the browser made up for it.
    pub key: String,
}

/// What a facilitator does with a proposal.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Moderating {
    /// What.
    pub action: ProposalAction,
    /// For `edit`: the value.
    #[serde(default)]
    pub after: Option<Leaf>,
    /// For `merge`: the other proposal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub into: Option<i64>,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A ballot as it is entered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Balloting {
    /// Code of an invited institution.
    pub institution: String,
    /// How it was taken.
    pub kind: BallotKind,
    /// How many took which position; nobody takes the ballot back.
    pub counts: Counts,
    /// Why some object.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}

/// A green light as it is given.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Lighting {
    /// Code of the institution; participants give that of their own and may leave it out.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub institution: String,
    /// Answer.
    pub answer: LightAnswer,
    /// Reservations, or why not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Who answers.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// In which post.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub post: String,
}

/// One person's position, in the record of a closed item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedPosition {
    /// Number of the participant.
    pub participant: i64,
    /// Position.
    pub position: Position,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
}

/// An item in the record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RecordedItem {
    /// The item, hidden comments included.
    pub item: Item,
    /// Positions person by person; none while it is open.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<RecordedPosition>,
}

/// Everything about a workshop, for minutes and exports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Record {
    /// Its address.
    pub id: WorkshopId,
    /// What was decided before.
    pub setup: Setup,
    /// Where it stands.
    pub state: WorkshopState,
    /// Title of the plan.
    pub plan_title: Text,
    /// Institutions of the plan.
    pub institutions: Vec<RoomInstitution>,
    /// When people were let in, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<String>,
    /// When it was closed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed_at: Option<String>,
    /// The plan's revision when people were let in.
    #[serde(default)]
    pub plan_revision: i64,
    /// Number of the plan version that was made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
    /// Names of the facilitators who acted.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub led_by: Vec<String>,
    /// People, in the order in which they joined.
    pub participants: Vec<Participant>,
    /// The agenda, in order.
    pub items: Vec<RecordedItem>,
    /// Green lights.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lights: Vec<Light>,
}
