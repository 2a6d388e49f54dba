//! An item of the agenda: one node or indicator that is discussed and decided, and the steps on its way.

use serde::{Deserialize, Serialize};

use super::proposal::{Comment, Proposal};
use super::tally::{Ballot, Position, Tally};
use super::{Seat, WorkshopState};
use crate::change::FieldChange;
use crate::filing::Refusal;
use crate::indicator::Indicator;
use crate::node::Node;
use crate::text::Text;
use crate::words::words;

/// What an item is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum Kind {
    Node,
    Indicator,
}

words!(Kind { pub word, pub of } Node => "node", Indicator => "indicator");

/// Where an item stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemState {
    /// Its turn has not come.
    #[default]
    Waiting,
    /// Positions are taken.
    Open,
    /// Positions are counted; nothing is decided.
    Closed,
    /// Decided: as it is.
    Adopted,
    /// Decided: with the accepted proposals, which are in the plan.
    AdoptedWithChanges,
    /// Decided: to be worked out again.
    SentBack,
    /// Decided: not today. It can be opened again.
    Parked,
}

words!(ItemState { ALL, pub word, pub of }
    Waiting => "waiting", Open => "open", Closed => "closed", Adopted => "adopted",
    AdoptedWithChanges => "adopted_with_changes", SentBack => "sent_back", Parked => "parked");

impl ItemState {
    /// True after a decision.
    pub fn is_decided(self) -> bool {
        !matches!(self, ItemState::Waiting | ItemState::Open | ItemState::Closed)
    }
}

/// What can be done with an item.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ItemAction {
    /// Put it on the screens without opening it.
    Show,
    /// Put it on the screens and take positions.
    Open,
    /// Stop taking positions and show the tally.
    Close,
    /// Take positions again; those that were taken stand until they are changed.
    Reopen,
    /// Go on to the next item and open it if it waits.
    Next,
    /// Go to the item before, without opening it.
    Back,
    /// Decide: adopted.
    Adopt,
    /// Decide: adopted with the accepted proposals, which go into the plan.
    AdoptWithChanges,
    /// Decide: sent back.
    SendBack,
    /// Decide: parked.
    Park,
    /// Adopt without a vote, with others, because nobody has said anything against it.
    Pass,
    /// Take the last decision back.
    Undo,
    /// Enter a show of hands or paper ballots of an institution.
    Ballot,
    /// Edit, merge, accept or refuse proposals.
    Moderate,
    /// Take a position.
    Position,
    /// Say something.
    Comment,
    /// Propose to change a field.
    Propose,
    /// Second a proposal.
    Second,
}

words!(ItemAction { ALL, pub word, any_of }
    Show => "show", Open => "open", Close => "close", Reopen => "reopen", Next => "next", Back => "back",
    Adopt => "adopt", AdoptWithChanges => "adopt_with_changes", SendBack => "send_back", Park => "park",
    Pass => "pass", Undo => "undo", Ballot => "ballot", Moderate => "moderate", Position => "position",
    Comment => "comment", Propose => "propose", Second => "second");

impl ItemAction {
    /// The action of a word by which it is asked for as a step of one item; the others have addresses of their own.
    pub fn of(word: &str) -> Option<ItemAction> {
        use ItemAction::{Adopt, AdoptWithChanges, Back, Close, Next, Open, Park, Reopen, SendBack, Show, Undo};
        let steps = [Show, Open, Close, Reopen, Next, Back, Adopt, AdoptWithChanges, SendBack, Park, Undo];
        ItemAction::any_of(word).filter(|action| steps.contains(action))
    }
}

/// The state after an action, or why it is refused. Undoing gives [`ItemState::Closed`] here; the state before the
/// decision, which may have been waiting, stands in the [`Decision`].
pub fn transition(
    state: ItemState,
    action: ItemAction,
    seat: Seat,
    workshop: WorkshopState,
) -> Result<ItemState, Refusal> {
    use ItemAction as A;
    use ItemState as S;
    let may = match action {
        A::Position | A::Second => seat == Seat::Participant,
        A::Comment | A::Propose => seat != Seat::Stranger,
        _ => seat == Seat::Facilitator,
    };
    if !may {
        return Err(Refusal::NotAllowed);
    }
    if !workshop.is_running() {
        return Err(Refusal::WrongState);
    }
    match (action, state) {
        (A::Show, _) => Ok(state),
        (A::Next | A::Back, state) if state != S::Open => Ok(state),
        (A::Open, S::Waiting | S::Parked) | (A::Reopen, S::Closed) => Ok(S::Open),
        (A::Close, S::Open) => Ok(S::Closed),
        (A::Adopt, S::Closed) | (A::Pass, S::Waiting | S::Closed) => Ok(S::Adopted),
        (A::AdoptWithChanges, S::Closed) => Ok(S::AdoptedWithChanges),
        (A::SendBack, S::Waiting | S::Closed) => Ok(S::SentBack),
        (A::Park, S::Waiting | S::Closed) => Ok(S::Parked),
        (A::Undo, state) if state.is_decided() => Ok(S::Closed),
        (A::Ballot, S::Open | S::Closed) | (A::Position, S::Open) => Ok(state),
        (A::Moderate | A::Comment | A::Propose | A::Second, S::Waiting | S::Open | S::Closed) => Ok(state),
        _ => Err(Refusal::WrongState),
    }
}

/// The actions that would not be refused, for pages to offer.
pub fn allowed(state: ItemState, seat: Seat, workshop: WorkshopState) -> Vec<ItemAction> {
    ItemAction::ALL.into_iter().filter(|action| transition(state, *action, seat, workshop).is_ok()).collect()
}

/// A change of the plan that a decision made.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Applied {
    /// The proposal.
    pub proposal: i64,
    /// The field, before and after.
    pub change: FieldChange,
    /// The plan's revision after it.
    pub revision: i64,
}

/// What was decided about an item.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decision {
    /// The decision, as the state of the item.
    pub state: ItemState,
    /// State of the item before it.
    pub before: ItemState,
    /// Counts the decisions of the workshop; those that were made together have the same.
    pub number: i64,
    /// How many items were passed together; 0 when it was decided alone.
    #[serde(default, skip_serializing_if = "is_zero")]
    pub together: u32,
    /// Why.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// Name of who entered it.
    pub by: String,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// What it changed in the plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub applied: Vec<Applied>,
}

fn is_zero(number: &u32) -> bool {
    *number == 0
}

/// A line of the agenda.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct AgendaRow {
    /// Number of the item: its address, not its place.
    pub n: i64,
    /// What it is about.
    pub kind: Kind,
    /// Code of the node or indicator.
    pub code: String,
    /// Its title as it is now in the plan.
    pub title: Text,
    /// Depth in the plan, 0 for the first level; an indicator is one deeper than its node.
    #[serde(default)]
    pub depth: u8,
    /// Minutes that are meant for it.
    #[serde(default)]
    pub minutes: u32,
    /// Name of the group with which it may be passed; empty for none.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub group: String,
    /// Where it stands.
    pub state: ItemState,
    /// Comments and proposals that are not hidden or settled: what keeps it from being passed with others.
    #[serde(default)]
    pub remarks: u32,
}

/// A place in the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Code of a node.
    pub code: String,
    /// Its title.
    pub title: Text,
}

/// An objection, with its reason. Told when the item is closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Reason {
    /// Position.
    pub position: Position,
    /// Name of who took it; for ballots of an institution the empty text.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub name: String,
    /// Institution, as code or as written.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub institution: String,
    /// Why.
    pub text: String,
}

/// An item with everything about it that whoever asks may see.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Item {
    /// Its line in the agenda.
    pub row: AgendaRow,
    /// Counts what facilitators do with it; a stale step is refused.
    pub version: i64,
    /// The nodes above it, top first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub path: Vec<Place>,
    /// The node, when it is about one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub node: Option<Node>,
    /// The indicator, when it is about one. Hidden figures are not in it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub indicator: Option<Indicator>,
    /// When positions were asked for, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub opened_at: Option<String>,
    /// When its minutes are over, RFC 3339 in UTC; nothing happens by itself then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_at: Option<String>,
    /// How many people have answered, ballots included.
    #[serde(default)]
    pub answered: u32,
    /// The count; while it is open and results are hidden there is none, for nobody.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tally: Option<Tally>,
    /// Why people object, or agree with changes; together with the count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub reasons: Vec<Reason>,
    /// Shows of hands and paper ballots that were entered; together with the count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub ballots: Vec<Ballot>,
    /// Proposals, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub proposals: Vec<Proposal>,
    /// Comments, oldest first. Hidden ones are for facilitators.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub comments: Vec<Comment>,
    /// The decision.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
    /// What whoever asked may do with it now.
    #[serde(default)]
    pub allowed: Vec<ItemAction>,
}
