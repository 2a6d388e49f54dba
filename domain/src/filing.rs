//! An update on its way: draft, submitted, returned, approved. One transition function, used by single and
//! bulk actions alike, says what may follow what, and for whom. Source: docs/updates.md.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::text::Text;
use crate::update::{Breakdown, Content, Evidence, Update};
use crate::words::words;
use crate::year::{Year, YearState};

/// Where a filing stands, in the order of the way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingState {
    /// Being written.
    Draft,
    /// Waits for a reviewer.
    Submitted,
    /// Sent back with a reason.
    Returned,
    /// Published.
    Approved,
}

words!(FilingState { ALL, pub word, pub of }
    Draft => "draft", Submitted => "submitted", Returned => "returned", Approved => "approved");

/// What can be done with a filing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FilingAction {
    /// Write content. Whatever the state was, it is a draft then; what is published stays.
    Save,
    /// Hand in.
    Submit,
    /// Take back before somebody has reviewed it.
    Withdraw,
    /// Send back, with a reason.
    Return,
    /// Publish.
    Approve,
    /// Say something about it.
    Comment,
}

words!(FilingAction { ALL, pub word, any_of }
    Save => "save", Submit => "submit", Withdraw => "withdraw", Return => "return", Approve => "approve",
    Comment => "comment");

impl FilingAction {
    /// The action of a word by which it is asked for; saving is never asked for by its word.
    pub fn of(word: &str) -> Option<FilingAction> {
        FilingAction::any_of(word).filter(|action| *action != FilingAction::Save)
    }
}

/// Who acts, as far as one filing is concerned.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// May write for the institution that reports the indicator.
    pub reports: bool,
    /// May review.
    pub reviews: bool,
    /// Wrote or submitted what is in it now.
    pub wrote_it: bool,
}

/// Why an action is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Refusal {
    /// This person may never do it here.
    NotAllowed,
    /// It does not follow from the present state.
    WrongState,
    /// The year is not open for writing.
    YearNotOpen,
    /// Nobody approves or returns their own update.
    OwnUpdate,
}

/// The state after an action, or why it is refused. `None` is a cell that nobody has written yet; `open`
/// says that the institution may write now: the year is open, or extended for it.
pub fn transition(
    state: Option<FilingState>,
    action: FilingAction,
    actor: Actor,
    open: bool,
) -> Result<FilingState, Refusal> {
    use FilingAction::{Approve, Comment, Return, Save, Submit, Withdraw};
    use FilingState::{Approved, Draft, Returned, Submitted};
    let may = match action {
        Save | Submit | Withdraw => actor.reports,
        Return | Approve => actor.reviews,
        Comment => actor.reports || actor.reviews,
    };
    if !may {
        return Err(Refusal::NotAllowed);
    }
    let next = match (action, state) {
        (Save, _) => Draft,
        (Submit, Some(Draft | Returned)) => Submitted,
        (Withdraw, Some(Submitted)) => Draft,
        (Return, Some(Submitted)) => Returned,
        (Approve, Some(Submitted)) => Approved,
        (Comment, Some(state)) => state,
        _ => return Err(Refusal::WrongState),
    };
    match action {
        Save | Submit | Withdraw if !open => Err(Refusal::YearNotOpen),
        Return | Approve if actor.wrote_it => Err(Refusal::OwnUpdate),
        _ => Ok(next),
    }
}

/// The actions that would not be refused, for pages to offer.
pub fn allowed(state: Option<FilingState>, actor: Actor, open: bool) -> Vec<FilingAction> {
    FilingAction::ALL.into_iter().filter(|action| transition(state, *action, actor, open).is_ok()).collect()
}

/// True when an institution may write in a year: it is open, or extended for it until a day that is not
/// over. Days are ISO 8601. A year that has not begun is never writable.
pub fn is_writable(year: YearState, extended_until: Option<&str>, today: &str) -> bool {
    match year {
        YearState::Open => true,
        YearState::Closed => extended_until.is_some_and(|last| today <= last),
        YearState::Upcoming => false,
    }
}

/// What a reporter writes: an update that may still lack its figure.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// What is reported; nothing yet is an empty cell.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub content: Option<Content>,
    /// Remark for the readers of the plan.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// Figures by dimension and category.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub breakdowns: BTreeMap<String, Breakdown>,
    /// What supports it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Why a figure that was warned about is right; for the reviewer.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub explanation: String,
}

impl Entry {
    /// The update that it would publish; None while it says nothing.
    pub fn update(&self, indicator: &str, year: Year, version: i64) -> Option<Update> {
        Some(Update {
            indicator: indicator.to_owned(),
            year,
            content: self.content.clone()?,
            note: self.note.clone(),
            breakdowns: self.breakdowns.clone(),
            evidence: self.evidence.clone(),
            provisional: None,
            version,
        })
    }
}

impl From<Update> for Entry {
    fn from(update: Update) -> Entry {
        Entry {
            content: Some(update.content),
            note: update.note,
            breakdowns: update.breakdowns,
            evidence: update.evidence,
            explanation: String::new(),
        }
    }
}

/// Something said or done about a filing, for those who work on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Remark {
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Name of who did it.
    pub by: String,
    /// What.
    pub action: FilingAction,
    /// Why, or what was said.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
}

/// An update on its way, as those who work on it see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Filing {
    /// Code of the indicator.
    pub indicator: String,
    /// Code of the territory of which it is the part; empty for the whole country.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    /// Year.
    pub year: Year,
    /// Where it stands; None when nobody has written anything.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub state: Option<FilingState>,
    /// Counts the writes; a stale one is refused. 0 when nobody has written anything.
    pub version: i64,
    /// What is written.
    #[serde(default)]
    pub entry: Entry,
    /// Who wrote last.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub saved_by: String,
    /// When, RFC 3339 in UTC.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub saved_at: String,
    /// What was done, oldest first, without the saves.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub remarks: Vec<Remark>,
    /// What was written when it was last sent back; None when it never was, or was approved since.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Box<Entry>>,
    /// What whoever asked may do with it now.
    #[serde(default)]
    pub allowed: Vec<FilingAction>,
    /// It was approved just now, and nothing of it is shown: with earlier versions it would tell a small
    /// figure about people.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub withheld: bool,
}

/// Between the code of an indicator and that of a territory in the name of a cell; no code has it.
const PART: char = '@';

/// The indicator and the territory of a cell's name; the territory is empty for the whole country.
pub fn cell_parts(name: &str) -> (&str, &str) {
    name.split_once(PART).unwrap_or((name, ""))
}

impl Filing {
    /// The name of its cell among those of a year: the code of the indicator, with that of the territory of a part.
    pub fn cell(&self) -> String {
        let Filing { indicator, territory, .. } = self;
        if territory.is_empty() { indicator.clone() } else { format!("{indicator}{PART}{territory}") }
    }

    /// Why it was sent back, while nobody has handed it in again.
    pub fn return_reason(&self) -> Option<&Remark> {
        return_reason(&self.remarks)
    }
}

/// The last return among remarks, while nobody has handed in again.
pub fn return_reason(remarks: &[Remark]) -> Option<&Remark> {
    let last = remarks.iter().rev().find(|r| matches!(r.action, FilingAction::Return | FilingAction::Submit));
    last.filter(|remark| remark.action == FilingAction::Return)
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRANGER: Actor = Actor { reports: false, reviews: false, wrote_it: false };
    const REPORTER: Actor = Actor { reports: true, reviews: false, wrote_it: true };
    const REVIEWER: Actor = Actor { reports: false, reviews: true, wrote_it: false };
    const BOTH: Actor = Actor { reports: true, reviews: true, wrote_it: true };

    /// Every state, every action, every kind of person, in an open year and in one that is not.
    #[test]
    fn every_state_action_and_role_has_its_outcome() {
        use FilingAction::*;
        use FilingState::*;
        // (action, from, to) of all transitions there are.
        let ways = [
            (Save, None, Draft),
            (Save, Some(Draft), Draft),
            (Save, Some(Submitted), Draft),
            (Save, Some(Returned), Draft),
            (Save, Some(Approved), Draft),
            (Submit, Some(Draft), Submitted),
            (Submit, Some(Returned), Submitted),
            (Withdraw, Some(Submitted), Draft),
            (Return, Some(Submitted), Returned),
            (Approve, Some(Submitted), Approved),
            (Comment, Some(Draft), Draft),
            (Comment, Some(Submitted), Submitted),
            (Comment, Some(Returned), Returned),
            (Comment, Some(Approved), Approved),
        ];
        let states = [None, Some(Draft), Some(Submitted), Some(Returned), Some(Approved)];
        for (actor, open) in [STRANGER, REPORTER, REVIEWER, BOTH].into_iter().flat_map(|a| [(a, true), (a, false)]) {
            for (state, action) in states.into_iter().flat_map(|s| FilingAction::ALL.map(|a| (s, a))) {
                let way = ways.iter().find(|(a, from, _)| (*a, *from) == (action, state)).map(|(_, _, to)| *to);
                let writes = matches!(action, Save | Submit | Withdraw);
                let role = match action {
                    Save | Submit | Withdraw => actor.reports,
                    Return | Approve => actor.reviews,
                    Comment => actor.reports || actor.reviews,
                };
                let wanted = match way {
                    _ if !role => Err(Refusal::NotAllowed),
                    None => Err(Refusal::WrongState),
                    Some(_) if writes && !open => Err(Refusal::YearNotOpen),
                    Some(_) if matches!(action, Return | Approve) && actor.wrote_it => Err(Refusal::OwnUpdate),
                    Some(to) => Ok(to),
                };
                let found = transition(state, action, actor, open);
                assert_eq!(found, wanted, "{state:?} {action:?} {actor:?} open {open}");
                assert_eq!(allowed(state, actor, open).contains(&action), found.is_ok());
            }
        }
    }

    #[test]
    fn what_a_stranger_a_reporter_and_a_reviewer_are_offered() {
        use FilingAction::*;
        let submitted = Some(FilingState::Submitted);
        assert_eq!(allowed(submitted, STRANGER, true), []);
        assert_eq!(allowed(submitted, REPORTER, true), [Save, Withdraw, Comment]);
        assert_eq!(allowed(submitted, REPORTER, false), [Comment]);
        assert_eq!(allowed(submitted, REVIEWER, false), [Return, Approve, Comment]);
        assert_eq!(allowed(submitted, BOTH, true), [Save, Withdraw, Comment], "never one's own");
        assert_eq!(allowed(None, REPORTER, true), [Save]);
        assert_eq!(allowed(Some(FilingState::Approved), REPORTER, true), [Save, Comment]);
    }

    #[test]
    fn a_closed_year_is_writable_until_the_last_day_of_an_extension() {
        for (state, until, wanted) in [
            (YearState::Open, None, true),
            (YearState::Closed, None, false),
            (YearState::Closed, Some("2012-03-01"), true),
            (YearState::Closed, Some("2012-02-29"), false),
            (YearState::Upcoming, Some("2012-12-31"), false),
        ] {
            assert_eq!(is_writable(state, until, "2012-03-01"), wanted, "{state:?} {until:?}");
        }
    }

    #[test]
    fn the_reason_of_a_return_stays_until_it_is_handed_in_again() {
        let remark = |action| Remark { at: String::new(), by: String::new(), action, text: "why".into() };
        let mut filing = Filing {
            indicator: "1-a".into(),
            territory: String::new(),
            year: 2011,
            state: Some(FilingState::Draft),
            version: 3,
            entry: Entry::default(),
            saved_by: String::new(),
            saved_at: String::new(),
            remarks: vec![remark(FilingAction::Submit), remark(FilingAction::Return), remark(FilingAction::Comment)],
            returned: None,
            allowed: Vec::new(),
            withheld: false,
        };
        assert_eq!(filing.return_reason().map(|r| r.text.as_str()), Some("why"));
        filing.remarks.push(remark(FilingAction::Submit));
        assert_eq!(filing.return_reason(), None);
        assert_eq!((filing.cell().as_str(), cell_parts("1-a")), ("1-a", ("1-a", "")));
        filing.territory = "PE-CUS".into();
        assert_eq!((filing.cell().as_str(), cell_parts("1-a@PE-CUS")), ("1-a@PE-CUS", ("1-a", "PE-CUS")));
    }

    #[test]
    fn words_of_states_read_back() {
        for state in FilingState::ALL {
            assert_eq!(FilingState::of(state.word()), Some(state));
            assert_eq!(serde_json::to_value(state).unwrap(), state.word());
        }
    }

    #[test]
    fn actions_are_asked_for_by_their_words_and_saving_is_not() {
        for action in FilingAction::ALL {
            let asked = (action != FilingAction::Save).then_some(action);
            assert_eq!(FilingAction::of(action.word()), asked);
            assert_eq!(serde_json::to_value(action).unwrap(), action.word());
        }
        assert_eq!(FilingAction::of("publish"), None);
    }
}
