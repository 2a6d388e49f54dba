//! Decisions: what they do to items and to the plan, and taking the last one back. The plan's records are written in
//! the transaction of the decision, one public change for each field.

use domain::change::{Action, FieldChange};
use domain::error::{FieldError, FieldErrorCode};
use domain::text::Lang;
use domain::workshop::fields::{Subject, new_problems};
use domain::workshop::item::{Applied, Decision, ItemAction, ItemState};
use domain::workshop::proposal::{Proposal, ProposalState};
use domain::workshop::run::Passing;
use domain::workshop::tally::Counts;
use serde_json::json;

use super::scene::Scene;
use super::{About, Who};
use crate::db::Tx;
use crate::error::Error;
use crate::record::{LONGEST_TEXT, Record, check_text};
use crate::store;
use crate::store::changes::Visibility;
use crate::store::parts::{self, Part, References};
use crate::store::rooms::{Remark, Said};
use crate::store::workshops::StoredItem;

/// Who the public history names when a room decides.
pub const ACTOR: &str = "workshop";

/// Decides one item.
pub async fn one(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    n: i64,
    action: ItemAction,
    reason: &str,
) -> Result<(), Error> {
    let (place, item, next) = scene.item_step(who, n, action)?;
    let needs_words = matches!(action, ItemAction::SendBack | ItemAction::Park);
    if needs_words && reason.trim().is_empty() {
        return Err(Error::field("reason", FieldErrorCode::Missing, "say why"));
    }
    scene.head.body.decisions += 1;
    let applied = match action {
        ItemAction::AdoptWithChanges => apply(tx, scene, who, &item, reason).await?,
        _ => Vec::new(),
    };
    let log = json!({ "action": action.word(), "reason": reason.trim(), "applied": applied });
    settle(tx, scene, who, place, (next, 0), reason, applied).await?;
    scene.log(tx, who, About::Item(n), log).await
}

/// Adopts items together, as one decision: none of them has anything said against it.
pub async fn pass(tx: &mut Tx, scene: &mut Scene, who: &Who, passing: &Passing) -> Result<(), Error> {
    check_text("reason", &passing.reason, LONGEST_TEXT)?;
    let mut numbers = passing.items.clone();
    numbers.sort_unstable();
    numbers.dedup();
    if numbers.is_empty() {
        return Err(Error::field("items", FieldErrorCode::Missing, "no items are named"));
    }
    let together = u32::try_from(numbers.len()).unwrap_or(u32::MAX);
    scene.head.body.decisions += 1;
    for n in numbers {
        let (place, _, next) = scene.item_step(who, n, ItemAction::Pass)?;
        settle(tx, scene, who, place, (next, together), &passing.reason, Vec::new()).await?;
        scene.log(tx, who, About::Item(n), json!({ "action": "pass", "reason": passing.reason.trim() })).await?;
    }
    Ok(())
}

/// Writes a decision into an item.
async fn settle(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    place: usize,
    (next, together): (ItemState, u32),
    reason: &str,
    applied: Vec<Applied>,
) -> Result<(), Error> {
    let mut item = scene.items[place].clone();
    item.body.spent = item.body.spent.saturating_add(scene.seconds_on(&item));
    item.body.on_since = None;
    item.body.version += 1;
    item.body.decision = Some(Decision {
        state: next,
        before: item.state,
        number: scene.head.body.decisions,
        together,
        reason: reason.trim().to_owned(),
        by: who.name.clone(),
        at: scene.now.clone(),
        applied,
    });
    item.state = next;
    scene.put(tx, place, item).await
}

/// Locks the plan and reads it again: what was read before may be older.
async fn lock_plan(tx: &mut Tx, scene: &mut Scene) -> Result<(), Error> {
    let slug = scene.head.body.setup.plan.clone();
    store::plans::lock(tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    scene.plan = store::plans::outline(tx, &slug).await?.ok_or(Error::NotFound("plan"))?.data;
    Ok(())
}

/// Writes the accepted proposals into the plan.
async fn apply(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    item: &StoredItem,
    reason: &str,
) -> Result<Vec<Applied>, Error> {
    lock_plan(tx, scene).await?;
    let subject = scene.subject(item).ok_or(Error::NotFound("record in the plan"))?;
    let proposals = scene.accepted(item.n);
    let is_stale = |proposal: &Proposal| subject.get(&proposal.change.field) != Ok(proposal.change.before.clone());
    if proposals.iter().any(is_stale) {
        return Err(Error::stale(Some(&scene.item(item, who.seat))));
    }
    let mut changed = subject.clone();
    for (place, proposal) in proposals.iter().enumerate() {
        let field = &proposal.change.field;
        if proposals[..place].iter().any(|other| other.change.field == *field) {
            let message = format!("two accepted proposals change `{field}`");
            return Err(Error::field("proposals", FieldErrorCode::Contradiction, message));
        }
        write_field(&mut changed, field, &proposal.change.after)?;
    }
    check(scene, &changed)?;
    let counts = item.body.counted.as_ref().map(|counted| counted.tally.counts);
    let why = told(scene, reason, counts);
    let mut applied = Vec::new();
    let mut before = subject;
    for proposal in proposals {
        let mut after = before.clone();
        write_field(&mut after, &proposal.change.field, &proposal.change.after)?;
        let revision = write(tx, scene, who, &before, &after, &why).await?;
        applied.push(Applied { proposal: proposal.id, change: proposal.change.clone(), revision });
        set_state(tx, scene, item.n, proposal.id, ProposalState::Applied).await?;
        before = after;
    }
    Ok(applied)
}

fn write_field(subject: &mut Subject, field: &str, value: &Option<domain::change::Leaf>) -> Result<(), Error> {
    let wrong = |_| Error::field("after", FieldErrorCode::Malformed, format!("this is no value of `{field}`"));
    subject.set(field, value.as_ref()).map_err(wrong)
}

/// Refuses a record that the plan may not hold.
pub fn check(scene: &Scene, subject: &Subject) -> Result<(), Error> {
    let problems = new_problems(&scene.plan, subject).into_iter();
    let errors: Vec<FieldError> = problems
        .map(|problem| FieldError { field: problem.field, code: problem.error, message: problem.message })
        .collect();
    if errors.is_empty() { Ok(()) } else { Err(Error::Invalid(errors)) }
}

/// Writes one record of the plan, as one public change. Gives its revision.
async fn write(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    before: &Subject,
    after: &Subject,
    why: &str,
) -> Result<i64, Error> {
    let plan = scene.head.plan;
    let record = Record {
        at: &scene.now,
        actor: ACTOR,
        account: who.account,
        action: Action::Changed,
        entity: after.entity(),
        code: after.code(),
        year: None,
        reason: why,
        visibility: Visibility::Public,
    };
    let gone = || Error::NotFound("record in the plan");
    match (before, after) {
        (Subject::Node(before), Subject::Node(after)) => {
            let position = scene.plan.nodes.iter().position(|node| node.code == after.code).ok_or_else(gone)?;
            let nodes = parts::ids(tx, plan, Part::Node).await?;
            let parent = after.parent.as_ref().and_then(|parent| nodes.get(parent)).copied();
            let refers = References { parent, ..References::default() };
            parts::set(tx, plan, Part::Node, &after.code, position, after, refers).await?;
            let revision = record.add(tx, plan, Some(before), Some(after)).await?;
            scene.plan.nodes[position] = after.clone();
            Ok(revision)
        }
        (Subject::Indicator(before), Subject::Indicator(after)) => {
            let position = scene.plan.indicators.iter().position(|i| i.code == after.code).ok_or_else(gone)?;
            let node = parts::ids(tx, plan, Part::Node).await?.get(&after.node).copied();
            let institutions = parts::ids(tx, plan, Part::Institution).await?;
            let responsible = institutions.get(&after.responsible).copied();
            let refers = References { node, responsible, ..References::default() };
            parts::set(tx, plan, Part::Indicator, &after.code, position, after, refers).await?;
            let revision = record.add(tx, plan, Some(before), Some(after)).await?;
            scene.plan.indicators[position] = after.clone();
            Ok(revision)
        }
        _ => Err(gone()),
    }
}

async fn set_state(tx: &mut Tx, scene: &mut Scene, n: i64, id: i64, state: ProposalState) -> Result<(), Error> {
    let workshop = scene.id();
    for remark in scene.remarks.iter_mut().filter(|remark| remark.item == n) {
        if let Remark { said: Said::Proposal(proposal), .. } = remark
            && proposal.id == id
        {
            proposal.state = state;
            store::rooms::set_remark(tx, workshop, remark).await?;
        }
    }
    Ok(())
}

/// Takes the last decision back, with all items that were decided together, and puts the fields of the plan back.
pub async fn undo(tx: &mut Tx, scene: &mut Scene, who: &Who, n: i64, reason: &str) -> Result<(), Error> {
    let (_, item, _) = scene.item_step(who, n, ItemAction::Undo)?;
    let number = item.body.decision.as_ref().map_or(0, |decision| decision.number);
    lock_plan(tx, scene).await?;
    for place in 0..scene.items.len() {
        let mut item = scene.items[place].clone();
        let Some(decision) = item.body.decision.take_if(|decision| decision.number == number) else { continue };
        for applied in decision.applied.iter().rev() {
            put_back(tx, scene, who, &item, applied, reason).await?;
            set_state(tx, scene, item.n, applied.proposal, ProposalState::Accepted).await?;
        }
        item.state = decision.before;
        item.body.version += 1;
        item.body.on_since = (item.state != ItemState::Waiting).then(|| scene.now.clone());
        let n = item.n;
        scene.put(tx, place, item).await?;
        scene.log(tx, who, About::Item(n), json!({ "action": "undo", "reason": reason.trim() })).await?;
    }
    Ok(())
}

async fn put_back(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    item: &StoredItem,
    applied: &Applied,
    reason: &str,
) -> Result<(), Error> {
    let FieldChange { field, before, after } = &applied.change;
    let subject = scene.subject(item).ok_or(Error::NotFound("record in the plan"))?;
    // Somebody has changed it since: what they wrote is not for this room to take back.
    if subject.get(field) != Ok(after.clone()) {
        return Err(Error::wrong_state(Some(&scene.item(item, who.seat))));
    }
    let mut reverted = subject.clone();
    write_field(&mut reverted, field, before)?;
    check(scene, &reverted)?;
    let why = told(scene, reason, None);
    write(tx, scene, who, &subject, &reverted, &why).await.map(drop)
}

/// The reason in the plan's history: why, in which workshop, with which vote.
fn told(scene: &Scene, reason: &str, counts: Option<Counts>) -> String {
    let title = &scene.head.body.setup.title;
    let vote = counts.map(|counts| {
        let words = match scene.plan.plan.default_language {
            Lang::EN => ["agree", "with changes", "object", "abstain"],
            Lang::FR => ["pour", "avec modifications", "contre", "abstention"],
            _ => ["de acuerdo", "con cambios", "en contra", "abstención"],
        };
        let of = [counts.agree, counts.agree_with_changes, counts.object, counts.abstain];
        words.iter().zip(of).map(|(word, count)| format!("{word} {count}")).collect::<Vec<_>>().join(", ")
    });
    let place = [Some(title.clone()), vote].into_iter().flatten().collect::<Vec<_>>().join(": ");
    match reason.trim() {
        "" => place,
        reason => format!("{reason} ({place})"),
    }
}
