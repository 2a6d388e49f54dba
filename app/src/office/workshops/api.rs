//! What the pages of workshops ask the API. Every step answers with what the page shows next.

use domain::document::PlanDocument;
use domain::id::WorkshopId;
use domain::workshop::WorkshopAction;
use domain::workshop::item::{Item, ItemAction};
use domain::workshop::quality::Finding;
use domain::workshop::room::Screen;
use domain::workshop::run::{
    AgendaForm, Balloting, Creating, Editing, Lighting, Moderating, Participant, Passing, Proposing, Step, Workshop,
    Workshops,
};
use gloo_net::http::Method;

use super::paths;
use crate::client::{Failure, get, send, send_quiet};
use crate::paths::Tongue;

/// The workshops of whoever asks.
pub async fn list() -> Result<Workshops, Failure> {
    get(&paths::api_workshops()).await
}

/// A plan, for its institutions and nodes.
pub async fn plan(slug: &str, tongue: Tongue) -> Result<PlanDocument, Failure> {
    get(&paths::api_plan(slug, tongue)).await
}

/// A new workshop.
pub async fn create(creating: &Creating) -> Result<Workshop, Failure> {
    send(Method::POST, &paths::api_workshops(), creating).await
}

/// One workshop.
pub async fn workshop(id: WorkshopId) -> Result<Workshop, Failure> {
    get(&paths::api_workshop(id)).await
}

/// Changes what is decided before.
pub async fn edit(id: WorkshopId, editing: &Editing) -> Result<Workshop, Failure> {
    send(Method::PATCH, &paths::api_workshop(id), editing).await
}

/// Removes a draft.
pub async fn remove(id: WorkshopId) -> Result<(), Failure> {
    send_quiet(Method::DELETE, &paths::api_workshop(id), None::<&()>).await
}

/// Writes the agenda.
pub async fn agenda(id: WorkshopId, form: &AgendaForm) -> Result<Workshop, Failure> {
    send(Method::PUT, &paths::api_agenda(id), form).await
}

/// What was found in the plan.
pub async fn quality(id: WorkshopId) -> Result<Vec<Finding>, Failure> {
    get(&paths::api_quality(id)).await
}

/// A step of the workshop.
pub async fn step(id: WorkshopId, action: WorkshopAction) -> Result<Workshop, Failure> {
    send(Method::POST, &paths::api_step(id, action), &Step::default()).await
}

/// A step of an item.
pub async fn item_step(id: WorkshopId, n: i64, action: ItemAction, step: &Step) -> Result<Workshop, Failure> {
    send(Method::POST, &paths::api_item_step(id, n, action), step).await
}

/// Passes items together.
pub async fn pass(id: WorkshopId, items: Vec<i64>) -> Result<Workshop, Failure> {
    send(Method::POST, &paths::api_pass(id), &Passing { items, reason: String::new() }).await
}

/// Enters a ballot.
pub async fn ballot(id: WorkshopId, n: i64, ballot: &Balloting) -> Result<Item, Failure> {
    send(Method::PUT, &paths::api_ballots(id, n), ballot).await
}

/// Makes a proposal.
pub async fn propose(id: WorkshopId, n: i64, proposing: &Proposing) -> Result<Item, Failure> {
    send(Method::POST, &paths::api_proposals(id, n), proposing).await
}

/// Does something with a proposal.
pub async fn moderate(id: WorkshopId, n: i64, proposal: i64, form: &Moderating) -> Result<Item, Failure> {
    send(Method::PATCH, &paths::api_proposal(id, n, proposal), form).await
}

/// Hides a comment, or shows it again.
pub async fn comment(id: WorkshopId, comment: i64, hide: bool, reason: String) -> Result<Item, Failure> {
    send(Method::POST, &paths::api_comment(id, comment, hide), &Step { version: None, reason }).await
}

/// Does something about a participant.
pub async fn participant(id: WorkshopId, n: i64, step: &str) -> Result<Participant, Failure> {
    send(Method::POST, &paths::api_participant(id, n, step), &Step::default()).await
}

/// Gives a green light for an institution.
pub async fn light(id: WorkshopId, light: &Lighting) -> Result<Workshop, Failure> {
    send(Method::PUT, &paths::api_lights(id), light).await
}

/// What the projector shows.
pub async fn screen(id: WorkshopId) -> Result<Screen, Failure> {
    get(&paths::api_screen(id)).await
}
