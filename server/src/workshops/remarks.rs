//! Proposals and comments: made, seconded, edited, merged, accepted, refused, hidden.

use domain::change::{FieldChange, Leaf};
use domain::error::FieldErrorCode;
use domain::workshop::fields::{Subject, Wrong};
use domain::workshop::item::ItemAction;
use domain::workshop::proposal::{self, Author, Comment, Edited, Proposal, ProposalAction, ProposalState};
use domain::workshop::run::{Commenting, Moderating, Proposing, Step};
use domain::workshop::{Seat, WorkshopAction};
use serde_json::json;

use super::scene::Scene;
use super::{About, Who, check_key, decide};
use crate::db::Tx;
use crate::error::Error;
use crate::record::{LONGEST_TEXT, check_text};
use crate::store;
use crate::store::rooms::{Remark, Said};

/// Most remarks of one participant about one item.
const MOST: usize = 20;

fn author(scene: &Scene, who: &Who) -> Author {
    let institution = scene.participant(who.participant).map(|held| match held.body.institution.as_str() {
        "" => held.body.other.clone(),
        code => code.to_owned(),
    });
    Author { participant: who.participant, name: who.name.clone(), institution: institution.unwrap_or_default() }
}

/// False when the key was here before: what it came with is done already.
async fn is_new(tx: &mut Tx, scene: &Scene, who: &Who, key: &str, n: i64) -> Result<bool, Error> {
    check_key(key)?;
    // Facilitators share a place: two of them never make up the same key.
    Ok(store::rooms::note_key(tx, scene.id(), who.participant, key, n, &scene.now).await?)
}

fn check_amount(scene: &Scene, who: &Who, n: i64) -> Result<(), Error> {
    let own = scene.remarks.iter().filter(|remark| {
        let by = match &remark.said {
            Said::Proposal(proposal) => &proposal.by,
            Said::Comment(comment) => &comment.by,
        };
        remark.item == n && by.participant == who.participant
    });
    if who.seat == Seat::Participant && own.count() >= MOST {
        let message = format!("at most {MOST} comments and proposals about one item");
        return Err(Error::field("item", FieldErrorCode::OutOfRange, message));
    }
    Ok(())
}

fn with_value(subject: &Subject, field: &str, value: Option<&Leaf>) -> Result<Subject, Error> {
    let mut changed = subject.clone();
    changed.set(field, value).map_err(|wrong| match wrong {
        Wrong::Field => {
            Error::field("field", FieldErrorCode::Unknown, format!("there is no field `{field}` to change"))
        }
        Wrong::Value => Error::field("after", FieldErrorCode::Malformed, format!("this is no value of `{field}`")),
    })?;
    Ok(changed)
}

/// Proposes to change a field.
pub async fn propose(tx: &mut Tx, scene: &mut Scene, who: &Who, n: i64, form: Proposing) -> Result<(), Error> {
    check_text("reason", &form.reason, LONGEST_TEXT)?;
    check_key(&form.key)?;
    if store::rooms::has_key(tx, scene.id(), who.participant, &form.key).await? {
        return Ok(());
    }
    let (_, item, _) = scene.item_step(who, n, ItemAction::Propose)?;
    check_amount(scene, who, n)?;
    let subject = scene.subject(&item).ok_or(Error::NotFound("record in the plan"))?;
    let changed = with_value(&subject, &form.field, form.after.as_ref())?;
    let before = subject.get(&form.field).unwrap_or_default();
    if before != form.before {
        return Err(Error::stale(Some(&scene.item(&item, who.seat))));
    }
    // As it would be read back: spaces around a text are not meant.
    let after = changed.get(&form.field).unwrap_or_default();
    if before == after {
        return Err(Error::field("after", FieldErrorCode::Duplicate, "this is what the field says already"));
    }
    decide::check(scene, &changed)?;
    is_new(tx, scene, who, &form.key, n).await?;
    let proposal = Proposal {
        id: scene.next_number(),
        change: FieldChange { field: form.field, before, after },
        reason: form.reason.trim().to_owned(),
        by: author(scene, who),
        at: scene.now.clone(),
        state: ProposalState::Made,
        merged_into: None,
        edited_from: None,
        seconds: Vec::new(),
        answer: String::new(),
        is_stale: false,
        allowed: Vec::new(),
    };
    let log = json!({ "action": "propose", "proposal": proposal });
    let remark = Remark { item: n, said: Said::Proposal(proposal) };
    store::rooms::set_remark(tx, scene.id(), &remark).await?;
    scene.remarks.push(remark);
    scene.log(tx, who, About::Item(n), log).await
}

/// Says something.
pub async fn comment(tx: &mut Tx, scene: &mut Scene, who: &Who, n: i64, form: Commenting) -> Result<(), Error> {
    let text = form.text.trim();
    check_text("text", text, LONGEST_TEXT)?;
    check_key(&form.key)?;
    if store::rooms::has_key(tx, scene.id(), who.participant, &form.key).await? {
        return Ok(());
    }
    if text.is_empty() {
        return Err(Error::field("text", FieldErrorCode::Missing, "nothing is said"));
    }
    scene.item_step(who, n, ItemAction::Comment)?;
    check_amount(scene, who, n)?;
    is_new(tx, scene, who, &form.key, n).await?;
    let comment = Comment {
        id: scene.next_number(),
        text: text.to_owned(),
        by: author(scene, who),
        at: scene.now.clone(),
        hidden: None,
    };
    let log = json!({ "action": "comment", "comment": comment });
    let remark = Remark { item: n, said: Said::Comment(comment) };
    store::rooms::set_remark(tx, scene.id(), &remark).await?;
    scene.remarks.push(remark);
    scene.log(tx, who, About::Item(n), log).await
}

/// The place of a proposal among the remarks.
fn proposal_at(scene: &Scene, n: i64, id: i64) -> Result<(usize, Proposal), Error> {
    let found = scene.remarks.iter().enumerate().find_map(|(place, remark)| match &remark.said {
        Said::Proposal(proposal) if remark.item == n && proposal.id == id => Some((place, proposal.clone())),
        _ => None,
    });
    found.ok_or(Error::NotFound("proposal"))
}

async fn put(tx: &mut Tx, scene: &mut Scene, place: usize, said: Said) -> Result<(), Error> {
    let remark = Remark { item: scene.remarks[place].item, said };
    store::rooms::set_remark(tx, scene.id(), &remark).await?;
    scene.remarks[place] = remark;
    Ok(())
}

/// Seconds somebody else's proposal, or takes that back.
pub async fn second(tx: &mut Tx, scene: &mut Scene, who: &Who, (n, id): (i64, i64), up: bool) -> Result<(), Error> {
    scene.item_step(who, n, ItemAction::Second)?;
    let (place, mut proposal) = proposal_at(scene, n, id)?;
    if proposal.by.participant == who.participant {
        return Err(Error::Refused(domain::filing::Refusal::NotAllowed));
    }
    if proposal.seconds.contains(&who.participant) == up {
        return Ok(());
    }
    proposal.seconds.retain(|participant| *participant != who.participant);
    if up {
        proposal.seconds.push(who.participant);
    }
    put(tx, scene, place, Said::Proposal(proposal)).await?;
    scene.log(tx, who, About::Item(n), json!({ "action": "second", "proposal": id, "up": up })).await
}

/// What a facilitator does with a proposal.
pub async fn moderate(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    (n, id): (i64, i64),
    form: Moderating,
) -> Result<(), Error> {
    check_text("reason", &form.reason, LONGEST_TEXT)?;
    let (item_place, mut item, _) = scene.item_step(who, n, ItemAction::Moderate)?;
    let (place, mut proposal) = proposal_at(scene, n, id)?;
    let next = proposal::transition(proposal.state, form.action).map_err(Error::Refused)?;
    let subject = scene.subject(&item).ok_or(Error::NotFound("record in the plan"))?;
    match form.action {
        ProposalAction::Edit => {
            let changed = with_value(&subject, &proposal.change.field, form.after.as_ref())?;
            decide::check(scene, &changed)?;
            let first = Edited { after: proposal.change.after.clone() };
            proposal.edited_from.get_or_insert(first);
            // Written anew, it is about the field as it is now.
            proposal.change.before = subject.get(&proposal.change.field).unwrap_or_default();
            proposal.change.after = changed.get(&proposal.change.field).unwrap_or_default();
        }
        ProposalAction::Merge => {
            let (_, other) = form.into.map_or(Err(Error::NotFound("proposal")), |into| proposal_at(scene, n, into))?;
            let fits = other.id != id && other.change.field == proposal.change.field;
            if !fits || !matches!(other.state, ProposalState::Made | ProposalState::Accepted) {
                let message = "another proposal on the same field that still stands";
                return Err(Error::field("into", FieldErrorCode::Contradiction, message));
            }
            proposal.merged_into = Some(other.id);
        }
        ProposalAction::Accept => {
            if subject.get(&proposal.change.field) != Ok(proposal.change.before.clone()) {
                return Err(Error::stale(Some(&scene.item(&item, who.seat))));
            }
        }
        ProposalAction::Refuse => {}
    }
    proposal.state = next;
    form.reason.trim().clone_into(&mut proposal.answer);
    let log = json!({ "action": form.action.word(), "proposal": proposal, "reason": form.reason });
    put(tx, scene, place, Said::Proposal(proposal)).await?;
    item.body.version += 1;
    scene.put(tx, item_place, item).await?;
    scene.log(tx, who, About::Item(n), log).await
}

/// Hides a comment from the room, with a reason, or shows it again. Gives the number of its item.
pub async fn hide(
    tx: &mut Tx,
    scene: &mut Scene,
    who: &Who,
    id: i64,
    is_hidden: bool,
    step: &Step,
) -> Result<i64, Error> {
    scene.step(who, WorkshopAction::Moderate)?;
    let reason = step.reason.trim();
    check_text("reason", reason, LONGEST_TEXT)?;
    if is_hidden && reason.is_empty() {
        return Err(Error::field("reason", FieldErrorCode::Missing, "say why"));
    }
    let found = scene.remarks.iter().enumerate().find_map(|(place, remark)| match &remark.said {
        Said::Comment(comment) if comment.id == id => Some((place, remark.item, comment.clone())),
        _ => None,
    });
    let (place, n, mut comment) = found.ok_or(Error::NotFound("comment"))?;
    comment.hidden = is_hidden.then(|| reason.to_owned());
    put(tx, scene, place, Said::Comment(comment)).await?;
    let action = if is_hidden { "hide" } else { "show" };
    scene.log(tx, who, About::Item(n), json!({ "action": action, "comment": id, "reason": reason })).await?;
    Ok(n)
}
