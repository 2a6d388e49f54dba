//! What facilitators, participants and the projector see of a workshop. No tally of an item that is open and hidden is
//! in any of it: it is not even read.

use std::collections::{HashMap, HashSet};

use domain::disclosure::publish_indicator;
use domain::filing::Refusal;
use domain::node::Node;
use domain::text::Text;
use domain::workshop::item::{self, AgendaRow, Item, ItemAction, ItemState, Kind, Place};
use domain::workshop::pace::{Pace, Spent, pace};
use domain::workshop::proposal::{self, Proposal, ProposalState};
use domain::workshop::room::{Answered, RoomHeader, RoomInstitution, Screen, You};
use domain::workshop::run::{Participant, Workshop};
use domain::workshop::{Results, Seat, WorkshopAction, allowed};

use super::scene::Scene;
use crate::auth::seconds_between;
use crate::store::rooms::StoredParticipant;
use crate::store::workshops::StoredItem;

impl Scene {
    /// The workshop as everybody in the room sees it.
    pub fn header(&self) -> RoomHeader {
        let (head, plan) = (&self.head, &self.plan.plan);
        RoomHeader {
            title: head.body.setup.title.clone(),
            plan: plan.slug.clone(),
            plan_title: plan.title.clone(),
            languages: plan.languages.clone(),
            default_language: plan.default_language,
            first_year: plan.first_year,
            last_year: plan.last_year,
            state: head.state,
            results: head.body.setup.results,
            current: head.current,
            code: head.body.code.clone().filter(|_| head.state.is_live()),
            present: self.present().count() as u32,
            lights: head.body.lights.clone(),
            version: head.body.version,
        }
    }

    fn institutions_of<'a>(&self, codes: impl Iterator<Item = &'a str>) -> Vec<RoomInstitution> {
        codes
            .filter_map(|code| self.institution(code))
            .map(|i| RoomInstitution { code: i.code.clone(), name: i.name.clone(), kind: i.kind })
            .collect()
    }

    /// The institutions that are invited.
    pub fn invited(&self) -> Vec<RoomInstitution> {
        self.institutions_of(self.head.body.setup.invited.iter().map(|invited| invited.institution.as_str()))
    }

    /// The nodes above a record, top first.
    fn path(&self, item: &StoredItem, nodes: &HashMap<&str, &Node>) -> Vec<Place> {
        let mut above = match item.kind {
            Kind::Node => nodes.get(item.code.as_str()).and_then(|node| node.parent.as_deref()),
            Kind::Indicator => {
                let found = self.plan.indicators.iter().find(|indicator| indicator.code == item.code);
                found.map(|indicator| indicator.node.as_str())
            }
        };
        let mut path = Vec::new();
        while let Some(node) = above.and_then(|code| nodes.get(code)) {
            path.push(Place { code: node.code.clone(), title: node.title.clone() });
            above = node.parent.as_deref();
        }
        path.reverse();
        path
    }

    fn nodes(&self) -> HashMap<&str, &Node> {
        self.plan.nodes.iter().map(|node| (node.code.as_str(), node)).collect()
    }

    fn row(&self, item: &StoredItem, titles: &HashMap<(Kind, &str), &Text>, depth: usize) -> AgendaRow {
        let title = titles.get(&(item.kind, item.code.as_str())).map(|title| (*title).clone()).unwrap_or_default();
        AgendaRow {
            n: item.n,
            kind: item.kind,
            code: item.code.clone(),
            title,
            depth: u8::try_from(depth).unwrap_or(u8::MAX),
            minutes: item.body.minutes,
            group: item.body.group.clone(),
            state: item.state,
            remarks: self.remarks_standing(item.n),
        }
    }

    fn titles(&self) -> HashMap<(Kind, &str), &Text> {
        let nodes = self.plan.nodes.iter().map(|node| ((Kind::Node, node.code.as_str()), &node.title));
        let indicators = self.plan.indicators.iter().map(|i| ((Kind::Indicator, i.code.as_str()), &i.title));
        nodes.chain(indicators).collect()
    }

    /// The agenda, in order.
    pub fn agenda(&self) -> Vec<AgendaRow> {
        let (titles, nodes) = (self.titles(), self.nodes());
        self.items.iter().map(|item| self.row(item, &titles, self.path(item, &nodes).len())).collect()
    }

    /// What may be done with an item: what its state allows, less what the rest of the workshop stands in the way of.
    pub fn allowed(&self, item: &StoredItem, seat: Seat) -> Vec<ItemAction> {
        let mut actions = item::allowed(item.state, seat, self.head.state);
        actions.retain(|action| self.check(item, *action).is_ok());
        actions
    }

    /// Why something else in the workshop stands in the way of a step that the state of the item allows.
    pub fn check(&self, item: &StoredItem, action: ItemAction) -> Result<(), Refusal> {
        use ItemAction as A;
        let others_open = self.open_item().is_some_and(|open| open.n != item.n);
        let accepts = || self.proposals(item.n).any(|proposal| proposal.state == ProposalState::Accepted);
        let is_free = match action {
            A::Open | A::Reopen | A::Show | A::Next | A::Back => !others_open,
            A::Adopt => !accepts(),
            A::AdoptWithChanges => accepts(),
            A::Pass => self.is_uncontested(item),
            A::Undo => item.body.decision.as_ref().is_some_and(|d| d.number == self.last_decision()) && !others_open,
            _ => true,
        };
        if is_free { Ok(()) } else { Err(Refusal::WrongState) }
    }

    /// An item with everything about it that a seat may see.
    pub fn item(&self, stored: &StoredItem, seat: Seat) -> Item {
        let subject = self.subject(stored);
        let path = self.path(stored, &self.nodes());
        let is_open = stored.state == ItemState::Open;
        let counted = stored.body.counted.as_ref().filter(|_| !is_open);
        let answered = if is_open { self.answered } else { counted.map_or(0, |c| c.tally.counts.total()) };
        let tally = if is_open { self.live.clone() } else { counted.map(|counted| counted.tally.clone()) };
        let due = stored.body.opened_at.as_deref().filter(|_| is_open && stored.body.minutes > 0);
        let k = self.plan.plan.suppression_threshold;
        let (node, indicator) = match &subject {
            Some(domain::workshop::fields::Subject::Node(node)) => (Some(node.clone()), None),
            Some(domain::workshop::fields::Subject::Indicator(held)) => (None, Some(publish_indicator(held, k))),
            None => (None, None),
        };
        let stale = |proposal: &Proposal| {
            let stands = matches!(proposal.state, ProposalState::Made | ProposalState::Accepted);
            let now = subject.as_ref().and_then(|subject| subject.get(&proposal.change.field).ok());
            stands && now.is_none_or(|now| now != proposal.change.before)
        };
        let leads = seat == Seat::Facilitator;
        let moderated = item::transition(stored.state, ItemAction::Moderate, seat, self.head.state).is_ok();
        let proposals = self.proposals(stored.n).map(|held| Proposal {
            is_stale: stale(held),
            allowed: if moderated { proposal::allowed(held.state) } else { Vec::new() },
            ..held.clone()
        });
        let comments = self.comments(stored.n).filter(|comment| leads || comment.hidden.is_none());
        Item {
            row: self.row(stored, &self.titles(), path.len()),
            version: stored.body.version,
            path,
            node,
            indicator,
            opened_at: stored.body.opened_at.clone(),
            due_at: due.and_then(|at| crate::auth::ago(at, -60 * i64::from(stored.body.minutes))),
            answered,
            reasons: counted.map(|counted| counted.reasons.clone()).unwrap_or_default(),
            ballots: if tally.is_some() { stored.body.ballots.clone() } else { Vec::new() },
            tally,
            proposals: proposals.collect(),
            comments: comments.cloned().collect(),
            decision: stored.body.decision.clone(),
            allowed: self.allowed(stored, seat),
        }
    }

    /// The item on the screens.
    pub fn current(&self, seat: Seat) -> Option<Item> {
        let (_, item) = self.find(self.head.current?).ok()?;
        Some(self.item(item, seat))
    }

    /// How many answered the open item.
    pub fn answered_now(&self) -> Option<Answered> {
        let item = self.open_item()?.n;
        Some(Answered { item, answered: self.answered, tally: self.live.clone() })
    }

    /// A participant as facilitators see them.
    pub fn participant_view(&self, stored: &StoredParticipant, connected: &HashSet<i64>) -> Participant {
        let body = &stored.body;
        let pass = body.pass.as_ref().filter(|(_, until)| self.now.as_str() < until.as_str());
        Participant {
            n: stored.n,
            name: body.name.clone(),
            institution: body.institution.clone(),
            other: body.other.clone(),
            language: body.language,
            joined_at: body.joined_at.clone(),
            hand_at: body.hand_at.clone(),
            removed: stored.removed,
            connected: connected.contains(&stored.n),
            pass: pass.map(|(pass, _)| pass.clone()),
        }
    }

    /// A participant as they see themselves.
    pub fn you(&self, stored: &StoredParticipant) -> You {
        let body = &stored.body;
        let seat = if stored.removed { Seat::Stranger } else { Seat::Participant };
        let mut actions = if stored.removed { Vec::new() } else { allowed(self.head.state, seat) };
        actions.retain(|action| {
            !matches!(action, WorkshopAction::Join | WorkshopAction::ComeBack)
                && (*action != WorkshopAction::Light || self.is_invited(&body.institution))
        });
        You {
            participant: stored.n,
            name: body.name.clone(),
            institution: body.institution.clone(),
            other: body.other.clone(),
            language: body.language,
            hand: body.hand_at.is_some(),
            allowed: actions,
        }
    }

    fn pace(&self) -> Pace {
        let spent: Vec<Spent> = self
            .items
            .iter()
            .map(|item| Spent {
                minutes: item.body.minutes,
                seconds: item.body.spent.saturating_add(self.seconds_on(item)),
                decided: item.state.is_decided(),
                together: item.body.decision.as_ref().is_some_and(|decision| decision.together > 0),
            })
            .collect();
        pace(&spent)
    }

    /// Seconds since an item is on.
    pub fn seconds_on(&self, item: &StoredItem) -> u32 {
        let since = item.body.on_since.as_deref().map_or(0, |at| seconds_between(at, &self.now));
        // A clock that was set back counts as no time.
        u32::try_from(since.clamp(0, 24 * 3600)).unwrap_or(0)
    }

    /// The workshop as it is led.
    pub fn workshop(&self, connected: &HashSet<i64>, public_url: &str) -> Workshop {
        let head = &self.head;
        let mut actions = allowed(head.state, Seat::Facilitator);
        actions.retain(|action| match action {
            WorkshopAction::Open => !self.items.is_empty(),
            WorkshopAction::AskLights => self.open_item().is_none(),
            WorkshopAction::Close => self.lights_missing().is_empty(),
            WorkshopAction::Join | WorkshopAction::ComeBack => false,
            _ => true,
        });
        let last = self.last_decision();
        let decided = |item: &&StoredItem| item.body.decision.as_ref().is_some_and(|d| d.number == last);
        Workshop {
            id: head.id,
            revision: head.revision,
            now: self.now.clone(),
            setup: head.body.setup.clone(),
            header: self.header(),
            institutions: self.institutions_of(self.plan.institutions.iter().map(|i| i.code.as_str())),
            code_until: head.body.code_until.clone(),
            join_url: self.join_url(public_url),
            agenda: self.agenda(),
            item: self.current(Seat::Facilitator),
            participants: self.people.iter().map(|p| self.participant_view(p, connected)).collect(),
            lights_missing: self.lights_missing(),
            pace: self.pace(),
            last_decided: self.items.iter().find(decided).map(|item| item.n),
            allowed: actions,
        }
    }

    fn join_url(&self, public_url: &str) -> String {
        let code = self.head.body.code.as_ref().filter(|_| self.head.state.is_live());
        code.map(|code| format!("{public_url}/w/{code}")).unwrap_or_default()
    }

    /// What the projector shows.
    pub fn screen(&self, public_url: &str) -> Screen {
        let join_url = self.join_url(public_url);
        Screen {
            revision: self.head.revision,
            now: self.now.clone(),
            header: self.header(),
            institutions: self.invited(),
            agenda: self.agenda(),
            item: self.current(Seat::Stranger),
            join_qr: if join_url.is_empty() { String::new() } else { super::join::qr_svg(&join_url) },
            join_url,
        }
    }

    /// True when the count may be told while an item is open.
    pub fn shows_results(&self) -> bool {
        self.head.body.setup.results == Results::Open
    }
}
