//! Coming into a room: the code, which cannot be found by trying, and the token that proves who somebody is.

use domain::error::FieldErrorCode;
use domain::id::WorkshopId;
use domain::text::Lang;
use domain::workshop::room::{Joined, Joining, Lobby};
use domain::workshop::{Seat, WorkshopAction, code, transition};
use qrcode::QrCode;
use qrcode::render::{svg, unicode};
use serde_json::json;

use super::people::LONGEST_NAME;
use super::scene::{self, Scene};
use super::{About, Who, check_key};
use crate::auth::secret;
use crate::auth::throttle::{self, Subject};
use crate::db::Tx;
use crate::error::Error;
use crate::record::check_text;
use crate::state::AppState;
use crate::store;
use crate::store::rooms::{ParticipantBody, StoredParticipant};

/// Most people, items and remarks of one workshop.
const MOST: i64 = 100_000;

/// A code that nobody can foresee.
pub fn random_code() -> Result<String, Error> {
    let mut bytes = [0; 64];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string()))?;
    code::from_bytes(&bytes).ok_or_else(|| Error::Internal("too few random bytes".to_owned()))
}

/// A QR code as an SVG image.
pub fn qr_svg(text: &str) -> String {
    let Ok(code) = QrCode::new(text) else { return String::new() };
    code.render::<svg::Color>().min_dimensions(200, 200).build()
}

/// The same for a terminal.
pub fn qr_text(text: &str) -> String {
    let Ok(code) = QrCode::new(text) else { return String::new() };
    code.render::<unicode::Dense1x2>().build()
}

/// Whose token it is. One that was removed is told so.
pub async fn holder(tx: &mut Tx, token: &str) -> Result<(WorkshopId, StoredParticipant), Error> {
    let found = store::rooms::find_token(tx, &secret::hash(token)).await?.ok_or(Error::SignInNeeded)?;
    if found.1.removed { Err(Error::NotAllowed) } else { Ok(found) }
}

/// Whose token it is, in the room of a code.
pub async fn holder_in(tx: &mut Tx, typed: &str, token: &str) -> Result<(WorkshopId, StoredParticipant), Error> {
    let found = holder(tx, token).await?;
    let code = code::normal(typed).ok_or(Error::NotFound("room"))?;
    let room = store::workshops::find_code(tx, &code).await?;
    if room.is_some_and(|(id, _)| id == found.0) { Ok(found) } else { Err(Error::NotFound("room")) }
}

/// The workshop of a code that works. A wrong one is counted against the address that it comes from.
async fn knock(state: &AppState, tx: &mut Tx, address: &str, typed: &str) -> Result<Option<WorkshopId>, Error> {
    let now = (state.config.clock)();
    let subject = Subject::Room(address.to_owned());
    let failures = throttle::look(tx, &subject, &now).await?;
    let found = match code::normal(typed) {
        Some(code) => store::workshops::find_code(tx, &code).await?,
        None => None,
    };
    match found {
        Some((id, until)) if now.as_str() < until.as_str() => Ok(Some(id)),
        _ => {
            store::attempts::set(tx, &subject.key(), failures + 1, &now).await?;
            Ok(None)
        }
    }
}

/// What somebody sees who has a code.
pub async fn lobby(state: &AppState, address: &str, typed: &str) -> Result<Lobby, Error> {
    let _turn = state.rooms.turn().await;
    let mut tx = state.begin_write().await?;
    let id = knock(state, &mut tx, address, typed).await?;
    let Some(id) = id else {
        tx.commit().await?;
        return Err(Error::NotFound("room"));
    };
    let scene = scene::read(&mut tx, id, "").await?;
    tx.commit().await?;
    Ok(Lobby {
        title: scene.head.body.setup.title.clone(),
        plan_title: scene.plan.plan.title.clone(),
        languages: scene.plan.plan.languages.clone(),
        institutions: scene.invited(),
        state: scene.head.state,
    })
}

/// Comes in.
pub async fn join(state: &AppState, address: &str, typed: &str, form: Joining) -> Result<Joined, Error> {
    let _turn = state.rooms.turn().await;
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let Some(id) = knock(state, &mut tx, address, typed).await? else {
        tx.commit().await?;
        return Err(Error::NotFound("room"));
    };
    let head = store::workshops::lock(&mut tx, id).await?.ok_or(Error::NotFound("workshop"))?;
    let token = secret::new()?;
    let mut scene = Scene::bare(&mut tx, head, &now).await?;
    let n = if form.pass.is_empty() {
        enter(&mut tx, &mut scene, &token, form).await?
    } else {
        let Some(n) = come_back(&mut tx, &mut scene, &token, &form.pass).await? else {
            // A pass is guessed as a code is.
            let subject = Subject::Room(address.to_owned());
            let failures = throttle::look(&mut tx, &subject, &now).await?;
            store::attempts::set(&mut tx, &subject.key(), failures + 1, &now).await?;
            tx.commit().await?;
            return Err(Error::field("pass", FieldErrorCode::Unknown, "this pass does not work"));
        };
        n
    };
    store::workshops::set(&mut tx, &scene.head).await?;
    tx.commit().await?;
    state.rooms.committed();
    Ok(Joined { token, participant: n, code: code::normal(typed).unwrap_or_default() })
}

async fn enter(tx: &mut Tx, scene: &mut Scene, token: &str, form: Joining) -> Result<i64, Error> {
    check_key(&form.key)?;
    let hash = secret::hash(token);
    if let Some(n) = store::rooms::find_join(tx, scene.id(), &form.key).await? {
        // The answer did not arrive. The token in it, if anybody has it, ends.
        store::rooms::set_token(tx, scene.id(), n, &hash).await?;
        return Ok(n);
    }
    transition(scene.head.state, WorkshopAction::Join, Seat::Stranger).map_err(Error::Refused)?;
    let (name, other) = (form.name.trim().to_owned(), form.other.trim().to_owned());
    for (field, text) in [("name", &name), ("other", &other)] {
        check_text(field, text, LONGEST_NAME)?;
    }
    if name.is_empty() {
        return Err(Error::field("name", FieldErrorCode::Missing, "what is your name?"));
    }
    if form.institution.is_empty() == other.is_empty() {
        let message = "an invited institution, or what another is called";
        return Err(Error::field("institution", FieldErrorCode::Missing, message));
    }
    if !form.institution.is_empty() && !scene.is_invited(&form.institution) {
        return Err(Error::field("institution", FieldErrorCode::Unknown, "this institution is not invited"));
    }
    if scene.head.body.numbers >= MOST {
        return Err(Error::field("name", FieldErrorCode::OutOfRange, "the room is full"));
    }
    let body = ParticipantBody {
        name,
        institution: form.institution,
        other,
        language: form.language.unwrap_or(Lang::ES),
        joined_at: scene.now.clone(),
        hand_at: None,
        pass: None,
    };
    let n = scene.next_number();
    store::rooms::add(tx, scene.id(), n, (&hash, &form.key), &body).await?;
    let who = Who { seat: Seat::Participant, name: body.name.clone(), account: None, participant: n };
    scene.log(tx, &who, About::Participant(n), json!({ "action": "join" })).await?;
    Ok(n)
}

/// Takes one's place again with a pass. None when it does not work.
async fn come_back(tx: &mut Tx, scene: &mut Scene, token: &str, pass: &str) -> Result<Option<i64>, Error> {
    transition(scene.head.state, WorkshopAction::ComeBack, Seat::Stranger).map_err(Error::Refused)?;
    let pass = code::normal(pass);
    scene.people = store::rooms::participants(tx, scene.id()).await?;
    let works = |held: &&StoredParticipant| {
        let until = held.body.pass.as_ref().filter(|(held, _)| Some(held) == pass.as_ref());
        until.is_some_and(|(_, until)| scene.now.as_str() < until.as_str())
    };
    let Some(mut participant) = scene.people.iter().find(works).cloned() else { return Ok(None) };
    participant.body.pass = None;
    store::rooms::set(tx, scene.id(), &participant).await?;
    store::rooms::set_token(tx, scene.id(), participant.n, &secret::hash(token)).await?;
    let who = Who::joined(&participant);
    scene.log(tx, &who, About::Participant(participant.n), json!({ "action": "come_back" })).await?;
    Ok(Some(participant.n))
}
