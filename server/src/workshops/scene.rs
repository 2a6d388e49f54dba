//! A workshop in memory as it stands in one transaction: what it is led from and what its views are made of.

use std::collections::HashMap;

use domain::document::PlanData;
use domain::id::WorkshopId;
use domain::institution::Institution;
use domain::workshop::Results;
use domain::workshop::fields::Subject;
use domain::workshop::item::{ItemState, Kind, Reason};
use domain::workshop::proposal::{Comment, Proposal, ProposalState};
use domain::workshop::run::RecordedPosition;
use domain::workshop::tally::{Cast, Delegation, Position, Tally, count};

use crate::db::Tx;
use crate::error::Error;
use crate::store;
use crate::store::rooms::{Remark, Said, StoredParticipant};
use crate::store::workshops::{Counted, Head, StoredItem};

/// A workshop with everything in it.
#[derive(Clone, Debug)]
pub struct Scene {
    /// The time of the request.
    pub now: String,
    /// Its row.
    pub head: Head,
    /// Its plan without figures of the years.
    pub plan: PlanData,
    /// The agenda, in order.
    pub items: Vec<StoredItem>,
    /// What was said, oldest first.
    pub remarks: Vec<Remark>,
    /// Who joined.
    pub people: Vec<StoredParticipant>,
    /// How many people have answered the item that is open.
    pub answered: u32,
    /// Its count as it grows; only when results are open.
    pub live: Option<Tally>,
}

/// Reads a workshop. The row that is given is locked, or of the same transaction.
pub async fn load(tx: &mut Tx, head: Head, now: &str) -> Result<Scene, Error> {
    let plan = store::plans::outline(tx, &head.body.setup.plan).await?.ok_or(Error::NotFound("plan"))?;
    let items = store::workshops::items(tx, head.id).await?;
    let remarks = store::rooms::remarks(tx, head.id).await?;
    let people = store::rooms::participants(tx, head.id).await?;
    let plan = plan.data;
    let mut scene = Scene { now: now.to_owned(), head, plan, items, remarks, people, answered: 0, live: None };
    scene.count_open(tx).await?;
    Ok(scene)
}

/// The workshop of an id, read.
pub async fn read(tx: &mut Tx, id: WorkshopId, now: &str) -> Result<Scene, Error> {
    let head = store::workshops::get(tx, id).await?.ok_or(Error::NotFound("workshop"))?;
    load(tx, head, now).await
}

impl Scene {
    /// A workshop without plan, agenda and people: what joining needs, of which there is much at once.
    pub async fn bare(tx: &mut Tx, head: Head, now: &str) -> Result<Scene, Error> {
        let (_, plan) = store::plans::header(tx, &head.body.setup.plan).await?.ok_or(Error::NotFound("plan"))?;
        let (plan, now) = (store::plans::empty(plan), now.to_owned());
        let (items, remarks, people) = (Vec::new(), Vec::new(), Vec::new());
        Ok(Scene { now, head, plan, items, remarks, people, answered: 0, live: None })
    }

    /// Its id.
    pub fn id(&self) -> WorkshopId {
        self.head.id
    }

    /// The item that is open.
    pub fn open_item(&self) -> Option<&StoredItem> {
        self.items.iter().find(|item| item.state == ItemState::Open)
    }

    /// An item by its number, with its place in the agenda.
    pub fn find(&self, n: i64) -> Result<(usize, &StoredItem), Error> {
        let place = self.items.iter().position(|item| item.n == n).ok_or(Error::NotFound("item"))?;
        Ok((place, &self.items[place]))
    }

    /// A participant by number.
    pub fn participant(&self, n: i64) -> Result<&StoredParticipant, Error> {
        self.people.iter().find(|participant| participant.n == n).ok_or(Error::NotFound("participant"))
    }

    /// People who joined and were not removed.
    pub fn present(&self) -> impl Iterator<Item = &StoredParticipant> {
        self.people.iter().filter(|participant| !participant.removed)
    }

    /// An institution of the plan.
    pub fn institution(&self, code: &str) -> Option<&Institution> {
        self.plan.institutions.iter().find(|institution| institution.code == code)
    }

    /// True for an institution that is invited.
    pub fn is_invited(&self, code: &str) -> bool {
        self.head.body.setup.invited.iter().any(|invited| invited.institution == code)
    }

    /// The record that an item is about. None when it is no longer in the plan.
    pub fn subject(&self, item: &StoredItem) -> Option<Subject> {
        match item.kind {
            Kind::Node => self.plan.nodes.iter().find(|node| node.code == item.code).cloned().map(Subject::Node),
            Kind::Indicator => {
                let found = self.plan.indicators.iter().find(|indicator| indicator.code == item.code);
                found.cloned().map(Subject::Indicator)
            }
        }
    }

    /// Proposals about an item, oldest first.
    pub fn proposals(&self, n: i64) -> impl Iterator<Item = &Proposal> {
        self.remarks.iter().filter(move |remark| remark.item == n).filter_map(|remark| match &remark.said {
            Said::Proposal(proposal) => Some(proposal),
            Said::Comment(_) => None,
        })
    }

    /// Comments about an item, oldest first.
    pub fn comments(&self, n: i64) -> impl Iterator<Item = &Comment> {
        self.remarks.iter().filter(move |remark| remark.item == n).filter_map(|remark| match &remark.said {
            Said::Comment(comment) => Some(comment),
            Said::Proposal(_) => None,
        })
    }

    /// Proposals that will be in the plan when the item is adopted with changes.
    pub fn accepted(&self, n: i64) -> Vec<Proposal> {
        self.proposals(n).filter(|proposal| proposal.state == ProposalState::Accepted).cloned().collect()
    }

    /// Proposals and comments that still stand.
    pub fn remarks_standing(&self, n: i64) -> u32 {
        let open = |proposal: &&Proposal| matches!(proposal.state, ProposalState::Made | ProposalState::Accepted);
        let proposals = self.proposals(n).filter(open).count();
        let comments = self.comments(n).filter(|comment| comment.hidden.is_none()).count();
        u32::try_from(proposals + comments).unwrap_or(u32::MAX)
    }

    /// True when an item can be passed with others: nobody has said anything against it.
    pub fn is_uncontested(&self, item: &StoredItem) -> bool {
        let objected = item
            .body
            .counted
            .as_ref()
            .is_some_and(|counted| counted.tally.counts.object > 0 || counted.tally.counts.agree_with_changes > 0);
        !objected && self.remarks_standing(item.n) == 0
    }

    /// Number of the last decision that has not been taken back; 0 for none.
    pub fn last_decision(&self) -> i64 {
        let numbers = self.items.iter().filter_map(|item| Some(item.body.decision.as_ref()?.number));
        numbers.max().unwrap_or(0)
    }

    /// Invited institutions that are in the room, or answered on paper, and have not given their light.
    pub fn lights_missing(&self) -> Vec<String> {
        let given = |code: &str| self.head.body.lights.iter().any(|light| light.institution == code);
        let was_here = |code: &str| {
            self.present().any(|participant| participant.body.institution == code)
                || self.items.iter().any(|item| item.body.ballots.iter().any(|ballot| ballot.institution == code))
        };
        let invited = self.head.body.setup.invited.iter().map(|invited| invited.institution.as_str());
        invited.filter(|code| was_here(code) && !given(code)).map(str::to_owned).collect()
    }

    /// Counts the positions on an item and its ballots.
    pub fn tally(&self, item: &StoredItem, positions: &[RecordedPosition]) -> Counted {
        let institutions: HashMap<i64, &StoredParticipant> = self.people.iter().map(|p| (p.n, p)).collect();
        let of = |participant: i64| institutions.get(&participant).map_or("", |p| p.body.institution.as_str());
        let casts: Vec<Cast> =
            positions.iter().map(|p| Cast { institution: of(p.participant), position: p.position }).collect();
        let delegations: Vec<Delegation> = self
            .head
            .body
            .setup
            .invited
            .iter()
            .filter_map(|invited| {
                let institution = self.institution(&invited.institution)?;
                let present = self.present().filter(|p| p.body.institution == institution.code).count() as u32;
                let (institution, kind) = (institution.code.as_str(), institution.kind);
                Some(Delegation { institution, kind, seats: invited.seats, present })
            })
            .collect();
        let guests = self.present().filter(|participant| participant.body.institution.is_empty()).count() as u32;
        let tally = count(&casts, &item.body.ballots, &delegations, guests, self.head.body.setup.base);
        let own = positions.iter().filter(|position| !position.reason.is_empty()).map(|position| {
            let (name, institution) = institutions.get(&position.participant).map_or_else(Default::default, |p| {
                let body = &p.body;
                let institution = if body.institution.is_empty() { &body.other } else { &body.institution };
                (body.name.clone(), institution.clone())
            });
            Reason { position: position.position, name, institution, text: position.reason.clone() }
        });
        let ballots = item.body.ballots.iter().filter(|ballot| !ballot.reason.is_empty()).map(|ballot| Reason {
            position: Position::Object,
            name: String::new(),
            institution: ballot.institution.clone(),
            text: ballot.reason.clone(),
        });
        Counted { tally, reasons: own.chain(ballots).collect() }
    }

    /// Counts what may be known of the item that is open: how many answered, and the tally only when results are open.
    pub async fn count_open(&mut self, tx: &mut Tx) -> Result<(), Error> {
        (self.answered, self.live) = (0, None);
        let Some(item) = self.open_item().cloned() else { return Ok(()) };
        let hands = item.body.ballots.iter().map(|ballot| ballot.counts.total()).sum::<u32>();
        self.answered = store::rooms::answered(tx, self.id(), item.n).await?.saturating_add(hands);
        if self.head.body.setup.results == Results::Open {
            let positions = positions_on(tx, self.id(), item.n).await?;
            self.live = Some(self.tally(&item, &positions).tally);
        }
        Ok(())
    }
}

/// The positions on one item.
pub async fn positions_on(tx: &mut Tx, id: WorkshopId, n: i64) -> Result<Vec<RecordedPosition>, Error> {
    let all = store::rooms::positions(tx, id).await?;
    Ok(all.into_iter().filter(|(item, _)| *item == n).map(|(_, position)| position).collect())
}
