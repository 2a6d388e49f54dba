//! Doing what was pressed. One step at a time: what is pressed while one is under way waits for it, and is said.

use domain::workshop::item::{ItemAction, ItemState};
use domain::workshop::proposal::ProposalAction;
use domain::workshop::run::{Moderating, Step, Workshop};
use domain::workshop::{WorkshopAction, WorkshopState};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::act::{Act, group};
use super::lead::Lead;
use super::sheet::Sheet;
use crate::client::Failure;
use crate::i18n::fill;
use crate::office::workshops::api;

/// How many keys wait at most.
const LONGEST_QUEUE: usize = 5;

impl Act {
    /// Does it now, or after what is under way.
    pub fn press(self, lead: Lead) {
        let words = lead.words;
        if lead.busy.get_untracked().is_some() {
            let waits = lead.queue.try_update(|queue| {
                let fits = queue.len() < LONGEST_QUEUE;
                if fits {
                    queue.push(self);
                }
                fits
            });
            let said = if waits == Some(true) { words.t.waits } else { words.t.too_fast };
            lead.said.set(fill(said, &[("act", self.name(words))]));
            return;
        }
        lead.wrong.set(None);
        if !untrack(|| self.is_possible(lead)) {
            lead.said.set(fill(words.t.not_now, &[("act", self.name(words))]));
            return;
        }
        if let Some(sheet) = self.sheet(lead) {
            return lead.sheet.set(Some(sheet));
        }
        if self == Act::NextProposal {
            return choose_next(lead);
        }
        let needs_words = matches!(self, Act::SendBack | Act::Park);
        if needs_words && lead.reason.with_untracked(|reason| reason.trim().is_empty()) {
            return lead.sheet.set(Some(Sheet::Why(self)));
        }
        self.begin(lead);
    }

    /// Sends it and waits for the answer.
    pub fn begin(self, lead: Lead) {
        lead.busy.set(Some(self));
        lead.said.set(fill(lead.words.t.under_way, &[("act", self.name(lead.words))]));
        spawn_local(async move {
            let done = self.send(lead).await;
            if lead.is_over() {
                return;
            }
            lead.busy.set(None);
            match done {
                Ok(()) => {
                    lead.said.set(fill(lead.words.t.done, &[("act", self.name(lead.words))]));
                    let next = lead.queue.try_update(|q| (!q.is_empty()).then(|| q.remove(0))).flatten();
                    if let Some(next) = next {
                        next.press(lead);
                    }
                }
                Err(failure) => {
                    let dropped = lead.queue.try_update(std::mem::take).unwrap_or_default();
                    let names: Vec<&str> = dropped.iter().map(|act| act.name(lead.words)).collect();
                    lead.fail(&failure);
                    let said = if names.is_empty() { "" } else { lead.words.t.dropped };
                    lead.said.set(fill(said, &[("acts", &names.join(", "))]));
                }
            }
        });
    }

    async fn send(self, lead: Lead) -> Result<(), Failure> {
        let workshop = lead.workshop.get_untracked();
        let item = workshop.item.as_ref();
        if let Some(action) = self.of_workshop(&workshop) {
            lead.take(api::step(lead.id, action).await?);
            return Ok(());
        }
        if let Some((proposal, action)) = lead.chosen.get_untracked().zip(self.of_proposal())
            && let Some(item) = item
        {
            let form = Moderating { action, after: None, into: None, reason: String::new() };
            lead.take_item(api::moderate(lead.id, item.row.n, proposal, &form).await?);
            return Ok(());
        }
        if self == Act::Pass {
            lead.take(api::pass(lead.id, group(&workshop)).await?);
            return Ok(());
        }
        let Some((n, action)) = self.of_item(&workshop) else { return Ok(()) };
        let decides = matches!(self, Act::Adopt | Act::AdoptWithChanges | Act::SendBack | Act::Park);
        let reason = if decides { lead.reason.get_untracked() } else { String::new() };
        let version = item.filter(|item| item.row.n == n).map(|item| item.version);
        lead.take(api::item_step(lead.id, n, action, &Step { version, reason }).await?);
        if decides {
            lead.reason.set(String::new());
        }
        Ok(())
    }

    fn of_workshop(self, workshop: &Workshop) -> Option<WorkshopAction> {
        match self {
            Act::Start => Some(WorkshopAction::Open),
            Act::Lock if workshop.header.state == WorkshopState::Locked => Some(WorkshopAction::Unlock),
            Act::Lock => Some(WorkshopAction::Lock),
            Act::AskLights => Some(WorkshopAction::AskLights),
            Act::Resume => Some(WorkshopAction::Resume),
            Act::Finish => Some(WorkshopAction::Close),
            _ => None,
        }
    }

    fn of_proposal(self) -> Option<ProposalAction> {
        match self {
            Act::Accept => Some(ProposalAction::Accept),
            Act::Refuse => Some(ProposalAction::Refuse),
            _ => None,
        }
    }

    /// The item that it is about, and the step.
    fn of_item(self, workshop: &Workshop) -> Option<(i64, ItemAction)> {
        let item = workshop.item.as_ref();
        let action = match self {
            Act::Undo => return workshop.last_decided.map(|n| (n, ItemAction::Undo)),
            Act::Show(n) => return Some((n, ItemAction::Show)),
            Act::Open if item?.row.state == ItemState::Closed => ItemAction::Reopen,
            Act::Open => ItemAction::Open,
            Act::Close => ItemAction::Close,
            Act::Next => ItemAction::Next,
            Act::Back => ItemAction::Back,
            Act::Adopt => ItemAction::Adopt,
            Act::AdoptWithChanges => ItemAction::AdoptWithChanges,
            Act::SendBack => ItemAction::SendBack,
            Act::Park => ItemAction::Park,
            _ => return None,
        };
        Some((item?.row.n, action))
    }
}

fn choose_next(lead: Lead) {
    let ids: Vec<i64> =
        lead.item.with_untracked(|item| item.iter().flat_map(|item| &item.proposals).map(|p| p.id).collect());
    let at = ids.iter().position(|id| Some(*id) == lead.chosen.get_untracked());
    let next = at.map_or(0, |at| (at + 1) % ids.len().max(1));
    lead.chosen.set(ids.get(next).copied());
}
