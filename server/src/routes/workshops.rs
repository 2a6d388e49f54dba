//! Leading a workshop: lists, setup, agenda, steps, what is entered for the room. What a step does is `workshops`.

use axum::Json as Reply;
use axum::extract::State;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use domain::id::WorkshopId;
use domain::workshop::item::ItemAction;
use domain::workshop::run::{
    AgendaForm, Balloting, Creating, Editing, Lighting, Moderating, Passing, Proposing, Step, WorkshopRow, Workshops,
};
use domain::workshop::{Seat, WorkshopAction};

use super::input::{Json, Segments, integer};
use super::private;
use crate::auth::Person;
use crate::error::Error;
use crate::state::AppState;
use crate::store;
use crate::workshops::people::PersonAction;
use crate::workshops::{Deed, Done, agenda, lead, led, may_lead, record};

/// The id of a workshop in an address.
pub fn id(text: &str) -> Result<WorkshopId, Error> {
    integer("id", text, 1..=i64::MAX).map(WorkshopId)
}

/// The number of something in a workshop.
pub fn number(text: &str) -> Result<i64, Error> {
    integer("n", text, 1..=i64::MAX)
}

/// What a facilitator's page is made of.
fn whole(state: &AppState, done: &Done) -> Response {
    let connected = state.rooms.connected(done.scene.id());
    private(Reply(done.scene.workshop(&connected, &state.config.public_url)))
}

/// The item that a deed was about.
fn item(done: &Done) -> Result<Response, Error> {
    let n = done.item.ok_or(Error::NotFound("item"))?;
    let (_, stored) = done.scene.find(n)?;
    Ok(private(Reply(done.scene.item(stored, Seat::Facilitator))))
}

/// `GET /api/workshops`
pub async fn list(State(state): State<AppState>, person: Person) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let rows = store::workshops::list(&mut tx).await?;
    let plans = store::plans::revisions(&mut tx).await?.into_iter().map(|(_, slug, _)| slug);
    let workshops = rows.into_iter().filter(|(head, ..)| may_lead(&person, head)).map(|(head, items, decided)| {
        let setup = head.body.setup;
        WorkshopRow {
            id: head.id,
            title: setup.title,
            date: setup.date,
            place: setup.place,
            plan: setup.plan,
            state: head.state,
            items: u32::try_from(items).unwrap_or(u32::MAX),
            decided: u32::try_from(decided).unwrap_or(u32::MAX),
            version: head.body.version,
        }
    });
    let workshops = workshops.collect();
    let plans = plans.filter(|slug| person.rights(slug).coordinates).collect();
    Ok(private(Reply(Workshops { workshops, plans })))
}

/// `POST /api/workshops`
pub async fn create(
    State(state): State<AppState>,
    person: Person,
    Json(creating): Json<Creating>,
) -> Result<Response, Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let id = agenda::create(&mut tx, &person, &now, creating).await?;
    let scene = led(&mut tx, &person, id, &now).await?;
    tx.commit().await?;
    Ok((StatusCode::CREATED, whole(&state, &Done { scene, item: None })).into_response())
}

/// `GET /api/workshops/{id}`
pub async fn get(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let scene = led(&mut tx, &person, id(&at)?, &(state.config.clock)()).await?;
    Ok(whole(&state, &Done { scene, item: None }))
}

/// `DELETE /api/workshops/{id}`
pub async fn remove(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
) -> Result<Response, Error> {
    let id = id(&at)?;
    let mut tx = state.begin_write().await?;
    let head = store::workshops::lock(&mut tx, id).await?.ok_or(Error::NotFound("workshop"))?;
    let seat = if may_lead(&person, &head) { Seat::Facilitator } else { Seat::Stranger };
    domain::workshop::transition(head.state, WorkshopAction::Remove, seat).map_err(Error::Refused)?;
    store::workshops::remove(&mut tx, id).await?;
    tx.commit().await?;
    Ok(StatusCode::NO_CONTENT.into_response())
}

/// `PATCH /api/workshops/{id}`
pub async fn edit(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
    Json(editing): Json<Editing>,
) -> Result<Response, Error> {
    Ok(whole(&state, &lead(&state, &person, id(&at)?, Deed::Edit(editing)).await?))
}

/// `PUT /api/workshops/{id}/agenda`
pub async fn set_agenda(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
    Json(form): Json<AgendaForm>,
) -> Result<Response, Error> {
    Ok(whole(&state, &lead(&state, &person, id(&at)?, Deed::Agenda(form)).await?))
}

/// `GET /api/workshops/{id}/quality`
pub async fn quality(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let scene = led(&mut tx, &person, id(&at)?, "").await?;
    Ok(private(Reply(agenda::quality(&scene))))
}

/// `POST /api/workshops/{id}/{action}`
pub async fn act(
    State(state): State<AppState>,
    person: Person,
    Segments((at, action)): Segments<(String, String)>,
    Json(step): Json<Step>,
) -> Result<Response, Error> {
    let action = WorkshopAction::of(&action).ok_or(Error::NotFound("action"))?;
    Ok(whole(&state, &lead(&state, &person, id(&at)?, Deed::Step(action, step)).await?))
}

/// `POST /api/workshops/{id}/pass`
pub async fn pass(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
    Json(passing): Json<Passing>,
) -> Result<Response, Error> {
    Ok(whole(&state, &lead(&state, &person, id(&at)?, Deed::Pass(passing)).await?))
}

/// `GET /api/workshops/{id}/items/{n}`
pub async fn get_item(
    State(state): State<AppState>,
    person: Person,
    Segments((at, n)): Segments<(String, String)>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let scene = led(&mut tx, &person, id(&at)?, &(state.config.clock)()).await?;
    item(&Done { scene, item: Some(number(&n)?) })
}

/// `POST /api/workshops/{id}/items/{n}/{action}`
pub async fn act_on_item(
    State(state): State<AppState>,
    person: Person,
    Segments((at, n, action)): Segments<(String, String, String)>,
    Json(step): Json<Step>,
) -> Result<Response, Error> {
    let action = ItemAction::of(&action).ok_or(Error::NotFound("action"))?;
    Ok(whole(&state, &lead(&state, &person, id(&at)?, Deed::Item(number(&n)?, action, step)).await?))
}

/// `PUT /api/workshops/{id}/items/{n}/ballots`
pub async fn ballot(
    State(state): State<AppState>,
    person: Person,
    Segments((at, n)): Segments<(String, String)>,
    Json(form): Json<Balloting>,
) -> Result<Response, Error> {
    item(&lead(&state, &person, id(&at)?, Deed::Ballot(number(&n)?, form)).await?)
}

/// `POST /api/workshops/{id}/items/{n}/proposals`
pub async fn propose(
    State(state): State<AppState>,
    person: Person,
    Segments((at, n)): Segments<(String, String)>,
    Json(form): Json<Proposing>,
) -> Result<Response, Error> {
    item(&lead(&state, &person, id(&at)?, Deed::Propose(number(&n)?, form)).await?)
}

/// `PATCH /api/workshops/{id}/items/{n}/proposals/{p}`
pub async fn moderate(
    State(state): State<AppState>,
    person: Person,
    Segments((at, n, p)): Segments<(String, String, String)>,
    Json(form): Json<Moderating>,
) -> Result<Response, Error> {
    item(&lead(&state, &person, id(&at)?, Deed::Moderate(number(&n)?, number(&p)?, form)).await?)
}

/// `POST /api/workshops/{id}/comments/{c}/{action}`
pub async fn act_on_comment(
    State(state): State<AppState>,
    person: Person,
    Segments((at, c, action)): Segments<(String, String, String)>,
    Json(step): Json<Step>,
) -> Result<Response, Error> {
    let hide = match action.as_str() {
        "hide" => true,
        "show" => false,
        _ => return Err(Error::NotFound("action")),
    };
    item(&lead(&state, &person, id(&at)?, Deed::Hide(number(&c)?, hide, step)).await?)
}

/// `POST /api/workshops/{id}/participants/{p}/{action}`
pub async fn act_on_participant(
    State(state): State<AppState>,
    person: Person,
    Segments((at, p, action)): Segments<(String, String, String)>,
    Json(_): Json<Step>,
) -> Result<Response, Error> {
    let (n, action) = (number(&p)?, PersonAction::of(&action).ok_or(Error::NotFound("action"))?);
    let done = lead(&state, &person, id(&at)?, Deed::Person(n, action)).await?;
    if action == PersonAction::Remove {
        // What they answered counts no more.
        state.rooms.answered(done.scene.id());
    }
    let connected = state.rooms.connected(done.scene.id());
    Ok(private(Reply(done.scene.participant_view(done.scene.participant(n)?, &connected))))
}

/// `PUT /api/workshops/{id}/lights`
pub async fn light(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
    Json(form): Json<Lighting>,
) -> Result<Response, Error> {
    Ok(whole(&state, &lead(&state, &person, id(&at)?, Deed::Light(form)).await?))
}

/// `GET /api/workshops/{id}/screen`
pub async fn screen(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let scene = led(&mut tx, &person, id(&at)?, &(state.config.clock)()).await?;
    Ok(private(Reply(scene.screen(&state.config.public_url))))
}

/// `GET /api/workshops/{id}/record`
pub async fn get_record(
    State(state): State<AppState>,
    person: Person,
    Segments(at): Segments<String>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let scene = led(&mut tx, &person, id(&at)?, &(state.config.clock)()).await?;
    Ok(private(Reply(record(&mut tx, &scene).await?)))
}
