//! Everything that whoever leads can do, by button or key: names, keys, and whether it is possible now. Doing it is
//! `step`.

use domain::workshop::WorkshopAction;
use domain::workshop::item::{AgendaRow, ItemAction, ItemState};
use domain::workshop::proposal::ProposalAction;
use domain::workshop::run::Workshop;
use leptos::prelude::*;

use super::lead::Lead;
use super::sheet::Sheet;
use crate::office::workshops::Words;

/// Something to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Act {
    /// Let people in.
    Start,
    Open,
    Close,
    Next,
    Back,
    Adopt,
    AdoptWithChanges,
    SendBack,
    Park,
    Pass,
    Undo,
    Ballot,
    Propose,
    Accept,
    Refuse,
    Edit,
    Merge,
    Hide,
    Lock,
    AskLights,
    Light,
    Resume,
    Finish,
    Help,
    NextProposal,
    /// Puts an item on the screens.
    Show(i64),
}

/// Acts with a key, in the order of the list of keys.
pub const KEYS: [(Act, &str); 24] = [
    (Act::Open, "o"),
    (Act::Close, "c"),
    (Act::Next, "n"),
    (Act::Back, "p"),
    (Act::Adopt, "1"),
    (Act::AdoptWithChanges, "2"),
    (Act::SendBack, "3"),
    (Act::Park, "4"),
    (Act::Pass, "g"),
    (Act::Undo, "u"),
    (Act::Ballot, "b"),
    (Act::Propose, "a"),
    (Act::NextProposal, "j"),
    (Act::Accept, "y"),
    (Act::Refuse, "x"),
    (Act::Edit, "e"),
    (Act::Merge, "m"),
    (Act::Hide, "h"),
    (Act::Lock, "l"),
    (Act::AskLights, "f"),
    (Act::Light, "v"),
    (Act::Resume, "r"),
    (Act::Finish, "z"),
    (Act::Help, "?"),
];

/// The act of a key.
pub fn of_key(key: &str) -> Option<Act> {
    let key = key.to_lowercase();
    KEYS.iter().find(|(_, known)| *known == key).map(|(act, _)| *act)
}

impl Act {
    /// Its name.
    pub fn name(self, words: Words) -> &'static str {
        let t = words.t;
        match self {
            Act::Start => t.act_start,
            Act::Open => t.act_open,
            Act::Close => t.act_close,
            Act::Next => t.act_next,
            Act::Back => t.act_back,
            Act::Adopt => t.act_adopt,
            Act::AdoptWithChanges => t.act_adopt_with_changes,
            Act::SendBack => t.act_send_back,
            Act::Park => t.act_park,
            Act::Pass => t.act_pass,
            Act::Undo => t.act_undo,
            Act::Ballot => t.act_ballot,
            Act::Propose => t.act_propose,
            Act::Accept => t.act_accept,
            Act::Refuse => t.act_refuse,
            Act::Edit => t.act_edit,
            Act::Merge => t.act_merge,
            Act::Hide => t.act_hide,
            Act::Lock => t.act_lock,
            Act::AskLights => t.act_ask_lights,
            Act::Light => t.act_light,
            Act::Resume => t.act_resume,
            Act::Finish => t.act_finish,
            Act::Help => t.act_help,
            Act::NextProposal => t.act_next_proposal,
            Act::Show(_) => t.act_show,
        }
    }

    /// Its key, for buttons.
    pub fn key(self) -> Option<&'static str> {
        KEYS.iter().find(|(act, _)| *act == self).map(|(_, key)| *key)
    }

    /// The sheet that it opens before anything is sent.
    pub(super) fn sheet(self, lead: Lead) -> Option<Sheet> {
        let chosen = lead.chosen.get_untracked();
        match self {
            Act::Ballot => Some(Sheet::Ballot),
            Act::Propose => Some(Sheet::Propose),
            Act::Edit => chosen.map(Sheet::Edit),
            Act::Merge => chosen.map(Sheet::Merge),
            Act::Hide => Some(Sheet::Hide(None)),
            Act::Light => Some(Sheet::Light(String::new())),
            Act::Finish => Some(Sheet::Finish),
            Act::Help => Some(Sheet::Help),
            _ => None,
        }
    }

    /// Whether it can be done now; tracked.
    pub fn is_possible(self, lead: Lead) -> bool {
        match self {
            Act::Start => lead.may_all(WorkshopAction::Open),
            Act::Open => lead.may(ItemAction::Open) || lead.may(ItemAction::Reopen),
            Act::Close => lead.may(ItemAction::Close),
            Act::Next => lead.may(ItemAction::Next) && lead.workshop.with(|w| neighbour(w, 1).is_some()),
            Act::Back => lead.may(ItemAction::Back) && lead.workshop.with(|w| neighbour(w, -1).is_some()),
            Act::Adopt => lead.may(ItemAction::Adopt),
            Act::AdoptWithChanges => lead.may(ItemAction::AdoptWithChanges),
            Act::SendBack => lead.may(ItemAction::SendBack),
            Act::Park => lead.may(ItemAction::Park),
            Act::Pass => lead.workshop.with(|workshop| !group(workshop).is_empty()),
            Act::Undo => lead.workshop.with(|w| w.header.state.is_running() && w.last_decided.is_some()),
            Act::Ballot => lead.may(ItemAction::Ballot),
            Act::Propose => lead.may(ItemAction::Propose),
            Act::Accept => chosen_may(lead, ProposalAction::Accept),
            Act::Refuse => chosen_may(lead, ProposalAction::Refuse),
            Act::Edit => chosen_may(lead, ProposalAction::Edit),
            Act::Merge => chosen_may(lead, ProposalAction::Merge),
            Act::Hide => lead.item.with(|item| item.as_ref().is_some_and(|item| !item.comments.is_empty())),
            Act::Lock => lead.may_all(WorkshopAction::Lock) || lead.may_all(WorkshopAction::Unlock),
            Act::AskLights => lead.may_all(WorkshopAction::AskLights),
            Act::Light => lead.may_all(WorkshopAction::Light),
            Act::Resume => lead.may_all(WorkshopAction::Resume),
            Act::Finish => lead.may_all(WorkshopAction::Close),
            Act::Help => true,
            Act::NextProposal => lead.item.with(|item| item.as_ref().is_some_and(|item| !item.proposals.is_empty())),
            Act::Show(n) => lead.workshop.with(|w| w.header.state.is_running() && w.header.current != Some(n)),
        }
    }
}

fn neighbour(workshop: &Workshop, step: isize) -> Option<i64> {
    let at = workshop.agenda.iter().position(|row| Some(row.n) == workshop.header.current)?;
    workshop.agenda.get(at.checked_add_signed(step)?).map(|row| row.n)
}

/// The items that can be passed together with the one on the screens: those of its group that nobody has said anything
/// against, itself too; without a group, itself alone.
pub fn group(workshop: &Workshop) -> Vec<i64> {
    let Some(current) = workshop.item.as_ref().map(|item| &item.row) else { return Vec::new() };
    let is_same = |row: &&AgendaRow| row.n == current.n || (!row.group.is_empty() && row.group == current.group);
    let tally = workshop.item.as_ref().and_then(|item| item.tally.as_ref());
    let agreed = tally.is_some_and(|tally| tally.counts.object == 0 && tally.counts.agree_with_changes == 0);
    let may_pass = |row: &AgendaRow| match row.state {
        ItemState::Waiting => true,
        ItemState::Closed => row.n == current.n && agreed,
        _ => false,
    };
    let is_free = |row: &&AgendaRow| may_pass(row) && row.remarks == 0;
    if !workshop.header.state.is_running() {
        return Vec::new();
    }
    workshop.agenda.iter().filter(is_same).filter(is_free).map(|row| row.n).collect()
}

fn chosen_may(lead: Lead, action: ProposalAction) -> bool {
    let chosen = lead.chosen.get();
    lead.item.with(|item| {
        let proposals = item.as_ref().map_or(&[][..], |item| &item.proposals);
        proposals.iter().any(|proposal| Some(proposal.id) == chosen && proposal.allowed.contains(&action))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_key_does_one_thing() {
        for (at, (act, key)) in KEYS.iter().enumerate() {
            assert_eq!(of_key(key), Some(*act));
            assert_eq!(act.key(), Some(*key));
            assert!(KEYS[at + 1..].iter().all(|(other, other_key)| other != act && other_key != key), "{key}");
        }
        assert_eq!(of_key("N"), Some(Act::Next), "with the capitals locked too");
        assert_eq!(of_key("Enter"), None);
    }
}
