//! What is decided before: making and editing a workshop, its agenda, the quality check of its plan.

use std::collections::{HashMap, HashSet};

use domain::document::PlanData;
use domain::error::FieldErrorCode;
use domain::id::WorkshopId;
use domain::workshop::item::{ItemState, Kind};
use domain::workshop::quality::{self, Finding};
use domain::workshop::run::{AgendaForm, Creating, Editing, FromPlan, Planned, Setup};
use domain::workshop::{WorkshopAction, WorkshopState};
use domain::year::is_day;
use serde_json::json;

use super::scene::Scene;
use super::{About, Who, led};
use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::record::check_text;
use crate::store;
use crate::store::workshops::{Body, ItemBody, StoredItem};

/// Longest title, place or group, in characters.
const LONGEST: usize = 200;
/// Most items of an agenda, and most institutions.
const MOST: usize = 2000;
/// Most minutes of an item.
const MOST_MINUTES: u32 = 600;

/// Makes a draft, perhaps after an earlier workshop.
pub async fn create(tx: &mut Tx, person: &Person, now: &str, creating: Creating) -> Result<WorkshopId, Error> {
    let mut setup = creating.setup;
    let mut planned = Vec::new();
    if let Some(id) = creating.copy_of {
        let earlier = led(tx, person, id, now).await?;
        let held = earlier.head.body.setup;
        let take = |own: String, held: String| if own.trim().is_empty() { held } else { own };
        setup = Setup {
            title: take(setup.title, held.title),
            date: setup.date,
            place: take(setup.place, held.place),
            zone: take(setup.zone, held.zone),
            plan: take(setup.plan, held.plan),
            invited: if setup.invited.is_empty() { held.invited } else { setup.invited },
            results: held.results,
            base: held.base,
            facilitators: if setup.facilitators.is_empty() { held.facilitators } else { setup.facilitators },
        };
        planned =
            earlier.items.into_iter().map(|item| (item.kind, item.code, item.body.minutes, item.body.group)).collect();
    }
    if !person.rights(&setup.plan).coordinates {
        return Err(Error::NotAllowed);
    }
    let stored = store::plans::outline(tx, &setup.plan).await?.ok_or(Error::NotFound("plan"))?;
    clean(&mut setup);
    check(tx, &stored.data, &setup).await?;
    let mut body = Body { setup, ..Body::default() };
    let (nodes, indicators) = codes(&stored.data);
    planned.retain(|(kind, code, ..)| {
        if *kind == Kind::Node { nodes.contains(code.as_str()) } else { indicators.contains(code.as_str()) }
    });
    body.numbers = planned.len() as i64;
    let id = store::workshops::add(tx, stored.id, &body).await?;
    for (position, (kind, code, minutes, group)) in planned.into_iter().enumerate() {
        let body = ItemBody { minutes, group, ..ItemBody::default() };
        let item = StoredItem { n: position as i64 + 1, kind, code, state: ItemState::Waiting, body };
        store::workshops::set_item(tx, id, position, &item).await?;
    }
    Ok(id)
}

fn codes(data: &PlanData) -> (HashSet<&str>, HashSet<&str>) {
    let nodes = data.nodes.iter().map(|node| node.code.as_str()).collect();
    (nodes, data.indicators.iter().map(|indicator| indicator.code.as_str()).collect())
}

/// Spaces around what was typed are not meant.
fn clean(setup: &mut Setup) {
    for text in [&mut setup.title, &mut setup.place, &mut setup.zone, &mut setup.date] {
        *text = text.trim().to_owned();
    }
    setup.facilitators.iter_mut().for_each(|email| *email = email.trim().to_lowercase());
    setup.facilitators.retain(|email| !email.is_empty());
}

async fn check(tx: &mut Tx, plan: &PlanData, setup: &Setup) -> Result<(), Error> {
    check_text("title", &setup.title, LONGEST)?;
    check_text("place", &setup.place, LONGEST)?;
    check_text("zone", &setup.zone, LONGEST)?;
    if setup.title.is_empty() {
        return Err(Error::field("title", FieldErrorCode::Missing, "a workshop has a title"));
    }
    if !is_day(&setup.date) {
        return Err(Error::field("date", FieldErrorCode::Malformed, "a day such as 2011-03-31"));
    }
    let mut seen = HashSet::new();
    for invited in &setup.invited {
        let code = invited.institution.as_str();
        if !plan.institutions.iter().any(|institution| institution.code == code) {
            let message = format!("there is no institution `{code}` in this plan");
            return Err(Error::field("invited", FieldErrorCode::Unknown, message));
        }
        if !seen.insert(code) {
            return Err(Error::field("invited", FieldErrorCode::Duplicate, format!("`{code}` is invited twice")));
        }
        if invited.seats > 10_000 {
            return Err(Error::field("invited", FieldErrorCode::OutOfRange, "at most 10000 people"));
        }
    }
    for email in &setup.facilitators {
        if store::accounts::find(tx, email).await?.is_none() {
            let message = format!("there is no account `{email}`");
            return Err(Error::field("facilitators", FieldErrorCode::Unknown, message));
        }
    }
    Ok(())
}

/// Changes what was decided before. How votes count stays as it is once people are in the room.
pub async fn edit(tx: &mut Tx, scene: &mut Scene, who: &Who, editing: Editing) -> Result<(), Error> {
    scene.step(who, WorkshopAction::Edit)?;
    let mut setup = scene.head.body.setup.clone();
    setup.title = editing.title.unwrap_or(setup.title);
    setup.date = editing.date.unwrap_or(setup.date);
    setup.place = editing.place.unwrap_or(setup.place);
    setup.zone = editing.zone.unwrap_or(setup.zone);
    setup.invited = editing.invited.unwrap_or(setup.invited);
    setup.facilitators = editing.facilitators.unwrap_or(setup.facilitators);
    setup.results = editing.results.unwrap_or(setup.results);
    setup.base = editing.base.unwrap_or(setup.base);
    clean(&mut setup);
    check(tx, &scene.plan, &setup).await?;
    let held = &scene.head.body.setup;
    if scene.head.state != WorkshopState::Draft {
        if (setup.results, setup.base) != (held.results, held.base) {
            return Err(Error::Refused(domain::filing::Refusal::WrongState));
        }
        let kept = |code: &str| setup.invited.iter().any(|invited| invited.institution == code);
        if let Some(gone) = held.invited.iter().find(|invited| !kept(&invited.institution)) {
            let message = format!("`{}` is in the room", gone.institution);
            return Err(Error::field("invited", FieldErrorCode::Contradiction, message));
        }
    }
    if setup == *held {
        return Ok(());
    }
    let log = json!({ "action": "edit", "before": held, "after": setup });
    scene.head.body.setup = setup;
    scene.log(tx, who, About::Agenda, log).await
}

/// Writes the agenda.
pub async fn set(tx: &mut Tx, scene: &mut Scene, who: &Who, form: AgendaForm) -> Result<(), Error> {
    scene.step(who, WorkshopAction::SetAgenda)?;
    let planned = match (form.items, form.from_plan) {
        (Some(items), None) => items,
        (None, Some(from)) => from_plan(&scene.plan, &from),
        _ => return Err(Error::field("items", FieldErrorCode::Missing, "either `items` or `from_plan`")),
    };
    let agenda = arrange(scene, planned)?;
    let kept: HashSet<i64> = agenda.iter().map(|item| item.n).collect();
    for gone in scene.items.clone().into_iter().filter(|item| !kept.contains(&item.n)) {
        if gone.state != ItemState::Waiting || scene.remarks.iter().any(|remark| remark.item == gone.n) {
            let message = format!("{} was opened, decided or spoken about, and stays", gone.code);
            return Err(Error::field("items", FieldErrorCode::Contradiction, message));
        }
        store::workshops::remove_item(tx, scene.id(), gone.n).await?;
    }
    for (position, item) in agenda.iter().enumerate() {
        if scene.items.get(position) != Some(item) {
            store::workshops::set_item(tx, scene.id(), position, item).await?;
        }
    }
    if scene.head.current.is_some_and(|current| !kept.contains(&current)) {
        scene.head.current = agenda.first().map(|item| item.n);
    }
    scene.items = agenda;
    scene.log(tx, who, About::Agenda, json!({ "action": "set_agenda", "items": scene.items.len() })).await
}

/// The agenda as it shall be: items that are there keep what happened to them.
fn arrange(scene: &mut Scene, planned: Vec<Planned>) -> Result<Vec<StoredItem>, Error> {
    if planned.len() > MOST {
        return Err(Error::field("items", FieldErrorCode::OutOfRange, format!("at most {MOST}")));
    }
    let by_subject: HashMap<(Kind, String), i64> =
        scene.items.iter().map(|item| ((item.kind, item.code.clone()), item.n)).collect();
    let (mut seen, mut agenda) = (HashSet::new(), Vec::new());
    for item in planned {
        check_text("items", &item.group, LONGEST)?;
        let there = match item.kind {
            Kind::Node => scene.plan.nodes.iter().any(|node| node.code == item.code),
            Kind::Indicator => scene.plan.indicators.iter().any(|indicator| indicator.code == item.code),
        };
        let held = item.n.or_else(|| by_subject.get(&(item.kind, item.code.clone())).copied());
        let held = held.and_then(|n| scene.items.iter().find(|held| held.n == n)).cloned();
        let is_same = held.as_ref().is_some_and(|held| (held.kind, &held.code) == (item.kind, &item.code));
        if (item.n.is_some() && !is_same) || (!there && held.is_none()) {
            return Err(Error::field("items", FieldErrorCode::Unknown, format!("there is no `{}`", item.code)));
        }
        if !seen.insert((item.kind, item.code.clone())) {
            return Err(Error::field("items", FieldErrorCode::Duplicate, format!("`{}` stands twice", item.code)));
        }
        if item.minutes > MOST_MINUTES {
            return Err(Error::field("items", FieldErrorCode::OutOfRange, format!("at most {MOST_MINUTES} minutes")));
        }
        let mut stored = held.unwrap_or_else(|| StoredItem {
            n: scene.next_number(),
            kind: item.kind,
            code: item.code,
            state: ItemState::Waiting,
            body: ItemBody::default(),
        });
        (stored.body.minutes, stored.body.group) = (item.minutes, item.group.trim().to_owned());
        agenda.push(stored);
    }
    Ok(agenda)
}

/// What is wanted of the plan, in its order: each node, then its indicators.
fn from_plan(plan: &PlanData, from: &FromPlan) -> Vec<Planned> {
    let mut planned = Vec::new();
    let mut depths: HashMap<&str, (u8, bool)> = HashMap::new();
    for node in &plan.nodes {
        let above = node.parent.as_deref().and_then(|parent| depths.get(parent)).copied();
        let named = from.under.is_empty() || from.under.contains(&node.code);
        let (depth, wanted) = above.map_or((0, named), |(depth, wanted)| (depth + 1, wanted || named));
        depths.insert(&node.code, (depth, wanted));
        if !wanted {
            continue;
        }
        let level = from.levels.is_empty() || from.levels.contains(&depth);
        if level && !from.without_nodes {
            let (code, minutes) = (node.code.clone(), from.minutes);
            planned.push(Planned { n: None, kind: Kind::Node, code, minutes, group: String::new() });
        }
        let own = plan.indicators.iter().filter(|indicator| indicator.node == node.code && !from.without_indicators);
        planned.extend(own.map(|indicator| Planned {
            n: None,
            kind: Kind::Indicator,
            code: indicator.code.clone(),
            minutes: from.minutes,
            group: if from.group_by_node { node.code.clone() } else { String::new() },
        }));
    }
    planned
}

/// What a room would stumble over in the plan, with the items that are about it.
pub fn quality(scene: &Scene) -> Vec<Finding> {
    let items: HashMap<(Kind, &str), i64> =
        scene.items.iter().map(|item| ((item.kind, item.code.as_str()), item.n)).collect();
    let mut findings = quality::check(&scene.plan);
    for finding in &mut findings {
        finding.item = finding.kind.and_then(|kind| items.get(&(kind, finding.code.as_str())).copied());
    }
    findings
}
