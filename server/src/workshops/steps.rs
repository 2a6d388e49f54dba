//! Steps of a workshop as a whole and of one item, and ballots that a facilitator enters.

use domain::error::FieldErrorCode;
use domain::workshop::WorkshopAction;
use domain::workshop::item::{ItemAction, ItemState};
use domain::workshop::run::{Balloting, Step};
use domain::workshop::tally::Ballot;
use serde_json::json;

use super::scene::{Scene, positions_on};
use super::{About, Who, decide, join};
use crate::auth::ago;
use crate::db::Tx;
use crate::error::Error;
use crate::record::{LONGEST_TEXT, check_text};
use crate::store;
use crate::store::workshops::StoredItem;
use crate::versions::{self, Occasion};

/// How long a join code works, in seconds.
const CODE_WORKS_FOR: i64 = 24 * 3600;
/// Most people of one position in a ballot.
const MOST: u32 = 10_000;

/// A step of the workshop.
pub async fn of_workshop(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    action: WorkshopAction,
    step: &Step,
) -> Result<(), Error> {
    check_text("reason", &step.reason, LONGEST_TEXT)?;
    let next = scene.step(who, action)?;
    let now = scene.now.clone();
    match action {
        WorkshopAction::Open => {
            if scene.items.is_empty() {
                return Err(Error::field("agenda", FieldErrorCode::Missing, "there is nothing on the agenda"));
            }
            new_code(tx, scene).await?;
            let (_, plan_revision) = store::workshops::revisions(tx, scene.id()).await?.unwrap_or_default();
            scene.head.body.opened_at = Some(now);
            scene.head.body.plan_revision = plan_revision;
            scene.head.current = scene.items.first().map(|item| item.n);
        }
        WorkshopAction::RenewCode => {
            store::workshops::end_codes(tx, scene.id(), &now).await?;
            new_code(tx, scene).await?;
        }
        WorkshopAction::AskLights if scene.open_item().is_some() => {
            return Err(Error::Refused(domain::filing::Refusal::WrongState));
        }
        WorkshopAction::Resume => scene.head.body.lights.clear(),
        WorkshopAction::Close => close(tx, scene, who, &step.reason).await?,
        _ => {}
    }
    scene.head.state = next;
    scene.log(tx, who, About::Workshop, json!({ "action": action.word(), "reason": step.reason })).await
}

async fn new_code(tx: &mut Tx, scene: &mut Scene) -> Result<(), Error> {
    let until = ago(&scene.now, -CODE_WORKS_FOR).ok_or_else(|| Error::Internal("the time is no time".to_owned()))?;
    loop {
        let code = join::random_code()?;
        if store::workshops::add_code(tx, scene.id(), &code, &until).await? {
            (scene.head.body.code, scene.head.body.code_until) = (Some(code), Some(until));
            return Ok(());
        }
    }
}

/// Ends a workshop with a version of its plan: nothing of either changes any more.
async fn close(tx: &mut Tx, scene: &mut Scene, who: &Who, reason: &str) -> Result<(), Error> {
    let missing = scene.lights_missing();
    if !missing.is_empty() {
        let message = format!("the green light is missing of {}", missing.join(", "));
        return Err(Error::field("lights", FieldErrorCode::Missing, message));
    }
    store::workshops::end_codes(tx, scene.id(), &scene.now).await?;
    scene.head.body.closed_at = Some(scene.now.clone());
    scene.head.body.code_until = None;
    let setup = &scene.head.body.setup;
    let occasion = Occasion {
        at: &scene.now,
        actor: decide::ACTOR,
        account: who.account,
        reason: if reason.trim().is_empty() { &setup.title } else { reason },
        workshop: Some(scene.head.id.0),
    };
    let (_, version) = versions::freeze(tx, &setup.plan, &occasion).await?;
    scene.head.body.version = Some(version.number);
    Ok(())
}

/// A step of an item.
pub async fn of_item(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    n: i64,
    action: ItemAction,
    step: &Step,
) -> Result<(), Error> {
    check_text("reason", &step.reason, LONGEST_TEXT)?;
    let (place, mut item, next) = scene.item_step(who, n, action)?;
    if step.version.is_some_and(|version| version != item.body.version) {
        return Err(Error::stale(Some(&scene.item(&item, who.seat))));
    }
    match action {
        ItemAction::Adopt | ItemAction::AdoptWithChanges | ItemAction::SendBack | ItemAction::Park => {
            return decide::one(tx, scene, who, n, action, &step.reason).await;
        }
        ItemAction::Undo => return decide::undo(tx, scene, who, n, &step.reason).await,
        ItemAction::Show => scene.head.current = Some(n),
        ItemAction::Next | ItemAction::Back => return go(tx, scene, who, (place, n), action).await,
        ItemAction::Open | ItemAction::Reopen => return open(tx, scene, who, n).await,
        ItemAction::Close => {
            let positions = positions_on(tx, scene.id(), n).await?;
            item.body.counted = Some(scene.tally(&item, &positions));
            item.state = next;
            item.body.version += 1;
            scene.put(tx, place, item).await?;
        }
        _ => return Err(Error::NotFound("action")),
    }
    let about = if action == ItemAction::Show { About::Workshop } else { About::Item(n) };
    scene.log(tx, who, about, json!({ "action": action.word(), "item": n })).await
}

/// Puts an item on the screens and takes positions.
async fn open(tx: &mut Tx, scene: &mut Scene, who: &Who, n: i64) -> Result<(), Error> {
    let (place, item) = scene.find(n)?;
    let mut item: StoredItem = item.clone();
    let action = if item.state == ItemState::Closed { ItemAction::Reopen } else { ItemAction::Open };
    item.state = ItemState::Open;
    item.body.version += 1;
    item.body.opened_at = Some(scene.now.clone());
    item.body.on_since.get_or_insert_with(|| scene.now.clone());
    (item.body.counted, item.body.decision) = (None, None);
    scene.put(tx, place, item).await?;
    scene.head.current = Some(n);
    scene.log(tx, who, About::Item(n), json!({ "action": action.word() })).await
}

/// Goes to the neighbour of the current item. From another it does nothing but say so: whoever presses twice, or
/// together with somebody else, goes one step.
async fn go(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    (place, n): (usize, i64),
    action: ItemAction,
) -> Result<(), Error> {
    if scene.head.current != Some(n) {
        return Err(Error::stale(scene.current(who.seat).as_ref()));
    }
    let to = match action {
        ItemAction::Next => scene.items.get(place + 1),
        _ => place.checked_sub(1).and_then(|place| scene.items.get(place)),
    };
    let Some(to) = to.cloned() else { return Err(Error::Refused(domain::filing::Refusal::WrongState)) };
    if action == ItemAction::Next && to.state == ItemState::Waiting {
        return open(tx, scene, who, to.n).await;
    }
    scene.head.current = Some(to.n);
    scene.log(tx, who, About::Workshop, json!({ "action": action.word(), "item": to.n })).await
}

/// Enters a show of hands or paper ballots of an institution; the last one counts.
pub async fn ballot(tx: &mut Tx, scene: &mut Scene, who: &Who, n: i64, form: Balloting) -> Result<(), Error> {
    let (place, mut item, _) = scene.item_step(who, n, ItemAction::Ballot)?;
    check_text("reason", &form.reason, LONGEST_TEXT)?;
    if !scene.is_invited(&form.institution) {
        return Err(Error::field("institution", FieldErrorCode::Unknown, "this institution is not invited"));
    }
    let counts = form.counts;
    if [counts.agree, counts.agree_with_changes, counts.object, counts.abstain].iter().any(|count| *count > MOST) {
        return Err(Error::field("counts", FieldErrorCode::OutOfRange, format!("at most {MOST}")));
    }
    if counts.object > 0 && form.reason.trim().is_empty() {
        return Err(Error::field("reason", FieldErrorCode::Missing, "an objection needs a reason"));
    }
    let log = json!({ "action": "ballot", "ballot": form });
    item.body.ballots.retain(|ballot| ballot.institution != form.institution);
    if counts.total() > 0 {
        let reason = form.reason.trim().to_owned();
        item.body.ballots.push(Ballot { institution: form.institution, kind: form.kind, counts, reason });
    }
    if item.state == ItemState::Closed {
        let positions = positions_on(tx, scene.id(), n).await?;
        item.body.counted = Some(scene.tally(&item, &positions));
    }
    item.body.version += 1;
    scene.put(tx, place, item).await?;
    scene.log(tx, who, About::Item(n), log).await
}
