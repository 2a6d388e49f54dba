//! A workshop: a room of people goes through a plan item by item and decides. Here is who may do what when;
//! items, positions, proposals and arithmetic are the files of this folder. Source: docs/workshops.md.

use serde::{Deserialize, Serialize};

use crate::filing::Refusal;
use crate::words::words;

pub mod code;
pub mod fields;
pub mod item;
pub mod pace;
pub mod proposal;
pub mod quality;
pub mod room;
pub mod run;
pub mod tally;

/// Where a workshop stands, in the order of the way.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkshopState {
    /// Being prepared; nobody can join.
    #[default]
    Draft,
    /// People join and decide.
    Open,
    /// The same, and nobody new joins.
    Locked,
    /// The agenda is over; institutions give their green light.
    Lights,
    /// Over. Nothing can be altered.
    Closed,
}

words!(WorkshopState { ALL, pub word, pub of }
    Draft => "draft", Open => "open", Locked => "locked", Lights => "lights", Closed => "closed");

impl WorkshopState {
    /// True while items are discussed.
    pub fn is_running(self) -> bool {
        matches!(self, WorkshopState::Open | WorkshopState::Locked)
    }

    /// True while the room is there: people are in it, and it can still change.
    pub fn is_live(self) -> bool {
        self.is_running() || self == WorkshopState::Lights
    }
}

/// Who acts, as far as one workshop is concerned.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Seat {
    /// Leads it: a coordinator of the plan, or somebody whom one named.
    Facilitator,
    /// Joined with the code, and was not removed.
    Participant,
    /// Anybody else.
    Stranger,
}

impl Seat {
    /// All of them.
    pub const ALL: [Seat; 3] = [Seat::Facilitator, Seat::Participant, Seat::Stranger];
}

/// What can be done with a workshop as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum WorkshopAction {
    /// Title, date, place, co-facilitators. What decides how votes count can be changed in a draft only.
    Edit,
    /// Write the agenda. Items that were opened or decided stay.
    SetAgenda,
    /// Remove a draft.
    Remove,
    /// Let people in.
    Open,
    /// Nobody new joins.
    Lock,
    /// New people may join again.
    Unlock,
    /// A new join code; the old one ends.
    RenewCode,
    /// The agenda is over: ask for green lights.
    AskLights,
    /// Back to the agenda; the lights given so far end.
    Resume,
    /// Freeze a version of the plan and end.
    Close,
    /// Remove or let back a participant, lower a hand, hide a comment.
    Moderate,
    /// Come in with the code.
    Join,
    /// Come in again with a pass from the facilitator.
    ComeBack,
    /// Raise or lower one's hand.
    Hand,
    /// Give the green light of an institution.
    Light,
}

words!(WorkshopAction { ALL, pub word, any_of }
    Edit => "edit", SetAgenda => "set_agenda", Remove => "remove", Open => "open", Lock => "lock", Unlock => "unlock",
    RenewCode => "renew_code", AskLights => "ask_lights", Resume => "resume", Close => "close",
    Moderate => "moderate", Join => "join", ComeBack => "come_back", Hand => "hand", Light => "light");

impl WorkshopAction {
    /// The action of a word by which it is asked for as a step of the workshop; the others have addresses of
    /// their own.
    pub fn of(word: &str) -> Option<WorkshopAction> {
        use WorkshopAction::{AskLights, Close, Lock, Open, RenewCode, Resume, Unlock};
        let steps = [Open, Lock, Unlock, RenewCode, AskLights, Resume, Close];
        WorkshopAction::any_of(word).filter(|action| steps.contains(action))
    }
}

/// The state after an action, or why it is refused.
pub fn transition(state: WorkshopState, action: WorkshopAction, seat: Seat) -> Result<WorkshopState, Refusal> {
    use WorkshopAction as A;
    use WorkshopState as S;
    let may = match action {
        A::Join | A::ComeBack => true,
        A::Hand => seat == Seat::Participant,
        A::Light => seat != Seat::Stranger,
        _ => seat == Seat::Facilitator,
    };
    if !may {
        return Err(Refusal::NotAllowed);
    }
    match (action, state) {
        (A::Edit | A::SetAgenda, S::Draft | S::Open | S::Locked) => Ok(state),
        (A::Remove, S::Draft) => Ok(state),
        (A::Open, S::Draft) => Ok(S::Open),
        (A::Lock, S::Open) => Ok(S::Locked),
        (A::Unlock, S::Locked) => Ok(S::Open),
        (A::AskLights, S::Open | S::Locked) => Ok(S::Lights),
        (A::Resume, S::Lights) => Ok(S::Open),
        (A::Close, S::Lights) => Ok(S::Closed),
        (A::Join, S::Open) | (A::Light, S::Lights) => Ok(state),
        (A::RenewCode | A::Moderate | A::ComeBack | A::Hand, S::Open | S::Locked | S::Lights) => Ok(state),
        _ => Err(Refusal::WrongState),
    }
}

/// The actions that would not be refused, for pages to offer.
pub fn allowed(state: WorkshopState, seat: Seat) -> Vec<WorkshopAction> {
    WorkshopAction::ALL.into_iter().filter(|action| transition(state, *action, seat).is_ok()).collect()
}

/// What is shown of positions while an item is open.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Results {
    /// To nobody more than how many answered, until the item is closed.
    #[default]
    Hidden,
    /// The tally as it grows.
    Open,
}

/// Of whom percentages are taken.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Base {
    /// Everybody who joined and was not removed.
    Present,
    /// Everybody who took a position.
    #[default]
    Cast,
    /// Everybody who was invited.
    Invited,
}

/// An institution that is invited.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Invited {
    /// Its code in the plan.
    pub institution: String,
    /// How many people are expected.
    #[serde(default = "one")]
    pub seats: u32,
}

fn one() -> u32 {
    1
}

/// An answer to: do you agree with the plan as it is now?
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum LightAnswer {
    /// Yes.
    Yes,
    /// Yes, with reservations that are written down.
    WithReservations,
    /// No, with a reason.
    No,
    /// The institution left without an answer; only the facilitator notes it.
    NotGiven,
}

/// The green light of an institution.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Light {
    /// Code of the institution.
    pub institution: String,
    /// Its answer.
    pub answer: LightAnswer,
    /// Reservations, or why not.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Who answers for it.
    pub name: String,
    /// In which post.
    pub post: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// The facilitator entered it.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub by_facilitator: bool,
}

#[cfg(test)]
mod tests;
