//! Workshops: the one place that writes them. Whatever is done takes the same way: lock, look at the whole, ask
//! `domain::workshop` whether this seat may do this now, write, commit, tell the streams.

pub mod agenda;
pub mod decide;
pub mod feed;
pub mod join;
pub mod live;
pub mod people;
pub mod remarks;
pub mod scene;
pub mod shared;
pub mod steps;
pub mod view;
pub mod votes;

use domain::error::FieldErrorCode;
use domain::filing::Refusal;
use domain::id::{AccountId, WorkshopId};
use domain::workshop::item::ItemAction;
use domain::workshop::run::{
    AgendaForm, Balloting, Commenting, Creating, Editing, Lighting, Moderating, Passing, Proposing, Record,
    RecordedItem, Step,
};
use domain::workshop::{Seat, WorkshopAction, item, transition};
use serde_json::Value;

use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;
use crate::store::rooms::StoredParticipant;
use crate::store::workshops::{Head, StoredEvent, StoredItem};
use scene::Scene;

/// Who acts.
#[derive(Clone, Debug)]
pub struct Who {
    /// As what.
    pub seat: Seat,
    /// Name.
    pub name: String,
    /// A facilitator's account.
    pub account: Option<AccountId>,
    /// A participant's number; 0 for a facilitator.
    pub participant: i64,
}

impl Who {
    /// A facilitator.
    pub fn leads(person: &Person) -> Who {
        Who { seat: Seat::Facilitator, name: person.me.name.clone(), account: Some(person.id), participant: 0 }
    }

    /// A participant.
    pub fn joined(participant: &StoredParticipant) -> Who {
        let name = participant.body.name.clone();
        Who { seat: Seat::Participant, name, account: None, participant: participant.n }
    }
}

/// What is done.
#[derive(Clone, Debug)]
#[allow(missing_docs)]
pub enum Deed {
    Edit(Editing),
    Agenda(AgendaForm),
    Step(WorkshopAction, Step),
    Item(i64, ItemAction, Step),
    Pass(Passing),
    Ballot(i64, Balloting),
    Propose(i64, Proposing),
    Moderate(i64, i64, Moderating),
    Comment(i64, Commenting),
    /// Second a proposal, or take that back.
    Second(i64, i64, bool),
    /// Hide a comment, or show it again.
    Hide(i64, bool, Step),
    Person(i64, people::PersonAction),
    Hand(bool),
    Light(Lighting),
}

/// The whole after a deed, and what it was about.
#[derive(Debug)]
pub struct Done {
    /// The workshop.
    pub scene: Scene,
    /// Number of the item, when it was about one.
    pub item: Option<i64>,
}

/// True for coordinators of the plan and for those whom they named.
pub fn may_lead(person: &Person, head: &Head) -> bool {
    let setup = &head.body.setup;
    person.rights(&setup.plan).coordinates || setup.facilitators.contains(&person.me.email)
}

/// A workshop that this person leads, read.
pub async fn led(tx: &mut Tx, person: &Person, id: WorkshopId, now: &str) -> Result<Scene, Error> {
    let head = store::workshops::get(tx, id).await?.ok_or(Error::NotFound("workshop"))?;
    if !may_lead(person, &head) {
        return Err(Error::NotAllowed);
    }
    scene::load(tx, head, now).await
}

/// Does something in a facilitator's name.
pub async fn lead(state: &AppState, person: &Person, id: WorkshopId, deed: Deed) -> Result<Done, Error> {
    let _turn = state.rooms.turn().await;
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let head = store::workshops::lock(&mut tx, id).await?.ok_or(Error::NotFound("workshop"))?;
    if !may_lead(person, &head) {
        return Err(Error::NotAllowed);
    }
    let mut scene = scene::load(&mut tx, head, &now).await?;
    let who = Who::leads(person);
    if scene.head.state.is_live() && !scene.head.body.led_by.contains(&who.name) {
        scene.head.body.led_by.push(who.name.clone());
    }
    finish(state, tx, scene, &who, deed).await
}

/// Does something in a participant's name.
pub async fn take_part(state: &AppState, token: &str, deed: Deed) -> Result<Done, Error> {
    let _turn = state.rooms.turn().await;
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let (id, _) = join::holder(&mut tx, token).await?;
    let head = store::workshops::lock(&mut tx, id).await?.ok_or(Error::NotFound("workshop"))?;
    // Again: a facilitator may have removed them meanwhile.
    let (_, participant) = join::holder(&mut tx, token).await?;
    let scene = scene::load(&mut tx, head, &now).await?;
    finish(state, tx, scene, &Who::joined(&participant), deed).await
}

async fn finish(state: &AppState, mut tx: Tx, mut scene: Scene, who: &Who, deed: Deed) -> Result<Done, Error> {
    let before = scene.head.clone();
    let item = perform(&mut tx, &mut scene, who, deed).await?;
    if scene.head != before {
        store::workshops::set(&mut tx, &scene.head).await?;
    }
    // What was written may have opened an item, or taken somebody out of the count.
    scene.count_open(&mut tx).await?;
    let revisions = store::workshops::revisions(&mut tx, scene.id()).await?;
    tx.commit().await?;
    if let Some((_, plan)) = revisions {
        state.cache.note(&scene.head.body.setup.plan, scene.head.plan, plan);
    }
    state.events.committed();
    state.rooms.committed();
    Ok(Done { scene, item })
}

/// Does one thing. Gives the number of the item that it was about.
async fn perform(tx: &mut Tx, scene: &mut Scene, who: &Who, deed: Deed) -> Result<Option<i64>, Error> {
    match deed {
        Deed::Edit(editing) => agenda::edit(tx, scene, who, editing).await.map(|()| None),
        Deed::Agenda(form) => agenda::set(tx, scene, who, form).await.map(|()| None),
        Deed::Step(action, step) => steps::of_workshop(tx, scene, who, action, &step).await.map(|()| None),
        Deed::Item(n, action, step) => steps::of_item(tx, scene, who, n, action, &step).await.map(|()| Some(n)),
        Deed::Pass(passing) => decide::pass(tx, scene, who, &passing).await.map(|()| None),
        Deed::Ballot(n, ballot) => steps::ballot(tx, scene, who, n, ballot).await.map(|()| Some(n)),
        Deed::Propose(n, proposing) => remarks::propose(tx, scene, who, n, proposing).await.map(|()| Some(n)),
        Deed::Moderate(n, p, moderating) => {
            remarks::moderate(tx, scene, who, (n, p), moderating).await.map(|()| Some(n))
        }
        Deed::Comment(n, commenting) => remarks::comment(tx, scene, who, n, commenting).await.map(|()| Some(n)),
        Deed::Second(n, p, up) => remarks::second(tx, scene, who, (n, p), up).await.map(|()| Some(n)),
        Deed::Hide(c, hide, step) => remarks::hide(tx, scene, who, c, hide, &step).await.map(Some),
        Deed::Person(p, action) => people::act(tx, scene, who, p, action).await.map(|()| None),
        Deed::Hand(up) => people::raise(tx, scene, who, up).await.map(|()| None),
        Deed::Light(lighting) => people::light(tx, scene, who, lighting).await.map(|()| None),
    }
}

/// Makes a draft with an agenda, without anybody on a page.
pub async fn prepare(
    tx: &mut Tx,
    person: &Person,
    now: &str,
    creating: Creating,
    form: AgendaForm,
) -> Result<WorkshopId, Error> {
    let id = agenda::create(tx, person, now, creating).await?;
    let mut scene = led(tx, person, id, now).await?;
    agenda::set(tx, &mut scene, &Who::leads(person), form).await?;
    store::workshops::set(tx, &scene.head).await?;
    Ok(id)
}

/// What an event is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum About {
    Workshop,
    Agenda,
    Item(i64),
    Participant(i64),
}

impl Scene {
    /// Adds what was done to the record of the workshop, which is its live stream too.
    pub async fn log(&mut self, tx: &mut Tx, who: &Who, about: About, body: Value) -> Result<(), Error> {
        self.head.revision += 1;
        let (event, item, participant) = match about {
            About::Workshop => ("workshop", None, None),
            About::Agenda => ("agenda", None, None),
            About::Item(n) => ("item", Some(n), None),
            About::Participant(n) => ("participant", None, Some(n)),
        };
        let event = StoredEvent {
            revision: self.head.revision,
            at: self.now.clone(),
            actor: who.name.clone(),
            account: who.account,
            event: event.to_owned(),
            item,
            participant: participant.or(Some(who.participant).filter(|n| *n > 0)),
            body,
        };
        Ok(store::workshops::add_event(tx, self.head.id, &event).await?)
    }

    /// A number that nothing else in the workshop has.
    pub fn next_number(&mut self) -> i64 {
        self.head.body.numbers += 1;
        self.head.body.numbers
    }

    /// Refuses what the workshop does not take now.
    pub fn step(&self, who: &Who, action: WorkshopAction) -> Result<domain::workshop::WorkshopState, Error> {
        transition(self.head.state, action, who.seat).map_err(Error::Refused)
    }

    /// An item that takes a step now: its place, itself, and its state after the step.
    pub fn item_step(
        &self,
        who: &Who,
        n: i64,
        action: ItemAction,
    ) -> Result<(usize, StoredItem, item::ItemState), Error> {
        let (place, stored) = self.find(n)?;
        let refused = |refusal| match refusal {
            Refusal::WrongState => Error::wrong_state(Some(&self.item(stored, who.seat))),
            other => Error::Refused(other),
        };
        let next = item::transition(stored.state, action, who.seat, self.head.state).map_err(refused)?;
        self.check(stored, action).map_err(refused)?;
        Ok((place, stored.clone(), next))
    }

    /// Writes an item and keeps it.
    pub async fn put(&mut self, tx: &mut Tx, place: usize, item: StoredItem) -> Result<(), Error> {
        store::workshops::set_item(tx, self.head.id, place, &item).await?;
        self.items[place] = item;
        Ok(())
    }
}

/// Refuses a key that is no key.
pub fn check_key(key: &str) -> Result<(), Error> {
    let shaped = key.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-');
    if shaped && (8..=64).contains(&key.len()) {
        return Ok(());
    }
    Err(Error::field("key", FieldErrorCode::Malformed, "8 to 64 letters, digits and hyphens"))
}

/// Everything about a workshop, for minutes and exports. Positions on an item that is open are not in it.
pub async fn record(tx: &mut Tx, scene: &Scene) -> Result<Record, Error> {
    let positions = store::rooms::positions(tx, scene.id()).await?;
    let items = scene.items.iter().map(|stored| {
        let is_open = stored.state == item::ItemState::Open || stored.body.counted.is_none();
        let own = positions.iter().filter(|(n, _)| *n == stored.n && !is_open);
        RecordedItem {
            item: scene.item(stored, Seat::Facilitator),
            positions: own.map(|(_, position)| position.clone()).collect(),
        }
    });
    let body = &scene.head.body;
    let whole = scene.workshop(&Default::default(), "");
    Ok(Record {
        id: scene.id(),
        setup: body.setup.clone(),
        state: scene.head.state,
        plan_title: scene.plan.plan.title.clone(),
        institutions: whole.institutions,
        opened_at: body.opened_at.clone(),
        closed_at: body.closed_at.clone(),
        plan_revision: body.plan_revision,
        version: body.version,
        led_by: body.led_by.clone(),
        participants: whole.participants,
        items: items.collect(),
        lights: body.lights.clone(),
    })
}
