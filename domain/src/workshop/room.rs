//! What participants and the projector send and get. Nothing here holds a tally of an item that is open and hidden.

use serde::{Deserialize, Serialize};

use super::item::{AgendaRow, Item};
use super::tally::Position;
use super::{Light, Results, WorkshopAction, WorkshopState};
use crate::institution::InstitutionKind;
use crate::text::{Lang, Text};
use crate::year::Year;

/// An institution as a room knows it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomInstitution {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Kind.
    pub kind: InstitutionKind,
}

/// What somebody sees who has a code and has not joined.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Lobby {
    /// Title of the workshop.
    pub title: String,
    /// Title of the plan.
    pub plan_title: Text,
    /// Languages of the plan.
    pub languages: Vec<Lang>,
    /// Institutions that are invited.
    pub institutions: Vec<RoomInstitution>,
    /// Where it stands; new people join while it is open.
    pub state: WorkshopState,
}

/// Joining. With a pass the rest may stay empty.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Joining {
    /// Name.
    #[serde(default)]
    pub name: String,
    /// Code of an invited institution; empty for another.
    #[serde(default)]
    pub institution: String,
    /// What the other institution is called.
    #[serde(default)]
    pub other: String,
    /// Language of the pages.
    #[serde(default)]
    pub language: Option<Lang>,
    /// What the browser made up for this attempt: the same again gives the same participant.
    #[serde(default)]
    pub key: String,
    /// From the facilitator, to take one's place again on another phone.
    #[serde(default)]
    pub pass: String,
}

/// The answer to joining.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// Proves who it is: `Authorization: Bearer`. Told once.
    pub token: String,
    /// Number of the participant.
    pub participant: i64,
    /// The code, as it is kept.
    pub code: String,
}

/// Somebody in the room, as they see themselves.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct You {
    /// Number.
    pub participant: i64,
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
    /// The hand is up.
    #[serde(default)]
    pub hand: bool,
    /// What may be done with the workshop now.
    #[serde(default)]
    pub allowed: Vec<WorkshopAction>,
}

/// One's own position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct OwnPosition {
    /// Number of the item.
    pub item: i64,
    /// Position.
    pub position: Position,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Which tap it was; the next one counts on from here.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub order: i64,
}

/// The workshop, as everybody in the room sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoomHeader {
    /// Title.
    pub title: String,
    /// Address of the plan.
    pub plan: String,
    /// Title of the plan.
    pub plan_title: Text,
    /// Languages of the plan.
    pub languages: Vec<Lang>,
    /// Fallback language of all texts.
    pub default_language: Lang,
    /// First year of the plan.
    pub first_year: Year,
    /// Last year of the plan.
    pub last_year: Year,
    /// Where it stands.
    pub state: WorkshopState,
    /// What is shown while an item is open.
    pub results: Results,
    /// Number of the item on the screens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<i64>,
    /// The join code, while somebody can join.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// Number of people who joined and were not removed.
    pub present: u32,
    /// Green lights.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub lights: Vec<Light>,
    /// Number of the plan version that was made of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub version: Option<i64>,
}

/// The whole state of a room for one participant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Room {
    /// Events after this are not in it.
    pub revision: i64,
    /// Time of the server, RFC 3339 in UTC: countdowns go by it.
    pub now: String,
    /// The workshop.
    pub header: RoomHeader,
    /// Institutions that are invited.
    pub institutions: Vec<RoomInstitution>,
    /// Who asks.
    pub you: You,
    /// The agenda, in order.
    pub agenda: Vec<AgendaRow>,
    /// The item on the screens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
    /// One's own positions.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub positions: Vec<OwnPosition>,
}

/// What the projector shows.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Screen {
    /// Events after this are not in it.
    pub revision: i64,
    /// Time of the server.
    pub now: String,
    /// The workshop.
    pub header: RoomHeader,
    /// Institutions that are invited.
    pub institutions: Vec<RoomInstitution>,
    /// The agenda, in order.
    pub agenda: Vec<AgendaRow>,
    /// The item on the screens.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
    /// Address that the QR code leads to.
    pub join_url: String,
    /// The QR code of it, as an SVG image.
    pub join_qr: String,
}

/// Taking a position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Taking {
    /// Position.
    pub position: Position,
    /// Why; an objection needs it.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What the browser made up for this tap: the same again changes nothing.
    pub key: String,
    /// Counts the taps of this browser on the item: one that was overtaken on the way does not undo a later one.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub order: i64,
}

fn is_zero(order: &i64) -> bool {
    *order == 0
}

/// The answer to taking a position. It is stored.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Taken {
    /// The position that counts now.
    pub position: OwnPosition,
    /// This key was here before, or a later tap was; nothing was changed.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub repeated: bool,
}

/// Raising or lowering one's hand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Hand {
    /// Up, or down.
    pub up: bool,
}

/// A live event. On a stream its name is the event's, and its data what stands beside it; a poll gives a list.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Event {
    /// Ask with `after=` this to go on. None for what is only of the moment.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub id: Option<i64>,
    /// `hello`, `workshop`, `agenda`, `item`, `answered`, `participant`, `presence`, `you`, `resync`.
    pub event: String,
    /// Time of the server.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub now: String,
    /// For `workshop`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub header: Option<RoomHeader>,
    /// For `item`: the whole item.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<Item>,
    /// For `answered`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answered: Option<Answered>,
    /// For `participant`: facilitators only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participant: Option<super::run::Participant>,
    /// For `presence`: numbers of the participants whose browsers follow the room now; facilitators only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub connected: Option<Vec<i64>>,
    /// For `you`: one participant only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub you: Option<You>,
}

/// How many answered the open item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Answered {
    /// Number of the item.
    pub item: i64,
    /// People, ballots included.
    pub answered: u32,
    /// The tally, when results are open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tally: Option<super::tally::Tally>,
}

/// What a poll answers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Events {
    /// Ask with `after=` this next.
    pub revision: i64,
    /// What happened, oldest first.
    pub events: Vec<Event>,
}
