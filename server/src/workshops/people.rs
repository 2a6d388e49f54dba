//! People in the room: removed, let back, hands, and the green lights of their institutions.

use domain::error::FieldErrorCode;
use domain::workshop::run::Lighting;
use domain::workshop::{Light, LightAnswer, Seat, WorkshopAction};
use serde_json::json;

use super::scene::Scene;
use super::{About, Who, join};
use crate::auth::ago;
use crate::db::Tx;
use crate::error::Error;
use crate::record::{LONGEST_TEXT, check_text};
use crate::store;

/// How long a pass works, in seconds.
const PASS_WORKS_FOR: i64 = 900;
/// Longest name or post, in characters.
pub const LONGEST_NAME: usize = 120;

/// What a facilitator can do with somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs)]
pub enum PersonAction {
    Remove,
    /// Back in the room, and a pass that gives their place to another phone.
    LetBack,
    LowerHand,
}

impl PersonAction {
    /// The action of a word.
    pub fn of(word: &str) -> Option<PersonAction> {
        match word {
            "remove" => Some(PersonAction::Remove),
            "let_back" => Some(PersonAction::LetBack),
            "lower_hand" => Some(PersonAction::LowerHand),
            _ => None,
        }
    }
}

/// Does something with a participant.
pub async fn act(tx: &mut Tx, scene: &mut Scene, who: &Who, n: i64, action: PersonAction) -> Result<(), Error> {
    scene.step(who, WorkshopAction::Moderate)?;
    let mut participant = scene.participant(n)?.clone();
    let word = match action {
        PersonAction::Remove => {
            (participant.removed, participant.body.hand_at, participant.body.pass) = (true, None, None);
            "remove"
        }
        PersonAction::LetBack => {
            let until = ago(&scene.now, -PASS_WORKS_FOR).unwrap_or_default();
            (participant.removed, participant.body.pass) = (false, Some((join::random_code()?, until)));
            "let_back"
        }
        PersonAction::LowerHand => {
            participant.body.hand_at = None;
            "lower_hand"
        }
    };
    set(tx, scene, participant).await?;
    scene.log(tx, who, About::Participant(n), json!({ "action": word })).await
}

async fn set(tx: &mut Tx, scene: &mut Scene, participant: store::rooms::StoredParticipant) -> Result<(), Error> {
    store::rooms::set(tx, scene.id(), &participant).await?;
    let place = scene.people.iter_mut().find(|held| held.n == participant.n);
    if let Some(place) = place {
        *place = participant;
    }
    Ok(())
}

/// Raises or lowers one's own hand.
pub async fn raise(tx: &mut Tx, scene: &mut Scene, who: &Who, up: bool) -> Result<(), Error> {
    scene.step(who, WorkshopAction::Hand)?;
    let mut participant = scene.participant(who.participant)?.clone();
    if participant.body.hand_at.is_some() == up {
        return Ok(());
    }
    participant.body.hand_at = up.then(|| scene.now.clone());
    set(tx, scene, participant).await?;
    scene.log(tx, who, About::Participant(who.participant), json!({ "action": "hand", "up": up })).await
}

/// Gives the green light of an institution; the last one counts.
pub async fn light(tx: &mut Tx, scene: &mut Scene, who: &Who, form: Lighting) -> Result<(), Error> {
    scene.step(who, WorkshopAction::Light)?;
    let leads = who.seat == Seat::Facilitator;
    let own = scene.participant(who.participant).map(|held| held.body.institution.clone()).unwrap_or_default();
    let institution = if leads || !form.institution.is_empty() { form.institution } else { own.clone() };
    if !scene.is_invited(&institution) {
        return Err(Error::field("institution", FieldErrorCode::Unknown, "this institution is not invited"));
    }
    if !leads && (institution != own || form.answer == LightAnswer::NotGiven) {
        return Err(Error::NotAllowed);
    }
    let text = form.text.trim().to_owned();
    check_text("text", &text, LONGEST_TEXT)?;
    if text.is_empty() && matches!(form.answer, LightAnswer::WithReservations | LightAnswer::No) {
        return Err(Error::field("text", FieldErrorCode::Missing, "say which reservations, or why not"));
    }
    let name = match form.name.trim() {
        "" if !leads => who.name.clone(),
        name => name.to_owned(),
    };
    let post = form.post.trim().to_owned();
    for (field, value) in [("name", &name), ("post", &post)] {
        check_text(field, value, LONGEST_NAME)?;
        if value.is_empty() && form.answer != LightAnswer::NotGiven {
            return Err(Error::field(field, FieldErrorCode::Missing, "who answers, and in which post"));
        }
    }
    let (at, by_facilitator) = (scene.now.clone(), leads);
    let light = Light { institution, answer: form.answer, text, name, post, at, by_facilitator };
    let log = json!({ "action": "light", "light": light });
    scene.head.body.lights.retain(|held| held.institution != light.institution);
    scene.head.body.lights.push(light);
    scene.log(tx, who, About::Workshop, log).await
}
