//! Updates on their way: an institution's cells of a year, one cell, its steps, the board of reviews and
//! steps for many at once. What a step does is `filings`.

use std::collections::HashMap;

use axum::Json as Reply;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::Response;
use domain::account::Rights;
use domain::error::FieldErrorCode;
use domain::filing::{Entry, Filing, FilingAction, is_writable};
use domain::reading::ReadingKind;
use domain::review::{Board, Desk, DeskRow, Outcome, Outcomes};
use domain::territory::{Duty, duties};
use domain::update::Update;
use domain::year::Year;
use serde::Deserialize;

use super::input::{Json, Parameters, Segments, integer};
use super::{again, days, private};
use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::filings;
use crate::readings::{self, What};
use crate::state::AppState;
use crate::store;
use crate::store::filings::{At, StoredFiling};
use crate::store::plans::StoredPlan;

/// Most cells in one request.
const MOST_AT_ONCE: usize = 500;

/// `GET /api/my/updates?plan=&year=`: the cells of the person's institutions.
pub async fn mine(
    State(state): State<AppState>,
    person: Person,
    parameters: Parameters,
    request: HeaderMap,
) -> Result<Response, Error> {
    let slug = match parameters.text("plan") {
        Some(slug) => slug.to_owned(),
        None => person.me.memberships.first().map(|post| post.plan.clone()).ok_or(Error::NotAllowed)?,
    };
    let rights = person.rights(&slug);
    if rights.reports_for.is_empty() {
        return Err(Error::NotAllowed);
    }
    let year = year_of(&parameters)?;
    let mut tx = state.begin_read().await?;
    let revision = store::plans::revision(&mut tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    let tag = again::tag(&person, revision, year)?;
    if let Some(response) = again::unchanged(&request, &tag) {
        return Ok(response);
    }
    let stored = store::plans::get(&mut tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    let plan = &stored.data.plan;
    let year = year.unwrap_or_else(|| plan.reporting_year());
    let index = plan.year_index(year).ok_or(Error::NotFound("year"))?;
    let rows = rows(&mut tx, &stored, year, (&person, &rights), |code| rights.may_report_for(code)).await?;
    let extensions = store::filings::extensions(&mut tx, stored.id).await?;
    drop(tx);
    for institution in &rights.reports_for {
        let what = What::list(&slug, ReadingKind::MyUpdates, Some(year));
        readings::note(&state, &person, What { institution, ..what }).await;
    }
    let institutions = rights.reports_for.clone();
    let reported = &plan.years[index];
    let last_days = institutions.iter().filter_map(|code| days::last_day(reported, &extensions, code));
    let last_day = last_days.min().map(str::to_owned);
    let desk = Desk { plan: slug, year, state: reported.state, institutions, last_day, rows };
    Ok(again::tagged(Reply(desk), &tag))
}

/// The cells of a year, of the institutions that are wanted, in reading order.
async fn rows(
    tx: &mut Tx,
    stored: &StoredPlan,
    year: Year,
    (person, rights): (&Person, &Rights),
    wanted: impl Fn(&str) -> bool,
) -> Result<Vec<DeskRow>, Error> {
    let plan = &stored.data.plan;
    let state = plan.year_index(year).map(|index| plan.years[index].state).ok_or(Error::NotFound("year"))?;
    let data = &stored.data;
    let held = store::filings::list(tx, stored.id, year).await?;
    let held: HashMap<(&str, &str), &StoredFiling> =
        held.iter().map(|filing| ((filing.indicator.as_str(), filing.territory.as_str()), filing)).collect();
    let mut parts = store::territories::by_cell(tx, stored.id).await?;
    let extensions = store::filings::extensions(tx, stored.id).await?;
    let mut updates: HashMap<&str, Vec<Update>> = HashMap::new();
    for update in &stored.data.updates {
        updates.entry(&update.indicator).or_default().push(update.clone());
    }
    let row = |duty: Duty| {
        let code = duty.indicator.code.as_str();
        let published = match duty.territory {
            "" => updates.remove(code),
            territory => parts.remove(&(code.to_owned(), territory.to_owned())),
        };
        let published = published.unwrap_or_default();
        let extension = extensions.iter().find(|(of, e)| *of == year && e.institution == duty.institution);
        let writable = is_writable(state, extension.map(|(_, e)| e.last_day.as_str()), &person.today);
        let now = published.iter().find(|update| update.year == year);
        let stored = held.get(&(code, duty.territory)).copied();
        let filing = filings::cell(duty, year, stored, now, (person, rights), writable);
        DeskRow { filing, published }
    };
    let duties = duties(&data.indicators, &data.territories, &data.institutions);
    Ok(duties.into_iter().filter(|duty| wanted(duty.institution)).map(row).collect())
}

/// The territory of a part; empty for the whole country.
pub(super) fn territory_of(parameters: &Parameters) -> &str {
    parameters.text("territory").unwrap_or_default()
}

fn year_of(parameters: &Parameters) -> Result<Option<Year>, Error> {
    Ok(parameters.integer("year", 1..=9999)?.map(|year| year as Year))
}

/// `GET /api/plans/{slug}/indicators/{code}/updates/{year}`
pub async fn get(
    State(state): State<AppState>,
    person: Person,
    Segments((slug, code, year)): Segments<(String, String, String)>,
    parameters: Parameters,
) -> Result<Response, Error> {
    let year = integer("year", &year, 1..=9999)? as Year;
    let at = At { code: &code, territory: territory_of(&parameters), year };
    let now = (state.config.clock)();
    let mut tx = state.begin_read().await?;
    let (plan, _) = store::plans::find(&mut tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    let filing = filings::read(&mut tx, (&person, &now), plan, &slug, at).await?.show();
    drop(tx);
    readings::note(&state, &person, What::cell(&slug, at.code, at.year)).await;
    Ok(private(Reply(filing)))
}

/// A person's `PUT /api/plans/{slug}/indicators/{code}/updates/{year}`: a draft.
pub async fn save(
    state: &AppState,
    person: &Person,
    slug: &str,
    at: At<'_>,
    entry: Entry,
    version: i64,
) -> Result<Response, Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let desk = filings::open(&mut tx, person, &now, slug, at).await?;
    let filing = match desk.save(&mut tx, entry, version).await {
        Ok(filing) => filing,
        Err(error) => return Err(seen(state, person, (slug, at), tx, error).await),
    };
    tx.commit().await?;
    state.events.committed();
    Ok(private(Reply(filing)))
}

/// An error on its way to the person: a stale write is answered with the cell as it is, which is read that way.
async fn seen(state: &AppState, person: &Person, (slug, at): (&str, At<'_>), tx: Tx, error: Error) -> Error {
    drop(tx);
    if matches!(error, Error::Stale(Some(_))) {
        readings::note(state, person, What::cell(slug, at.code, at.year)).await;
    }
    error
}

/// What goes with a step.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Step {
    version: i64,
    #[serde(default)]
    text: String,
}

/// `POST /api/plans/{slug}/indicators/{code}/updates/{year}/{action}`
pub async fn act(
    State(state): State<AppState>,
    person: Person,
    Segments((slug, code, year, action)): Segments<(String, String, String, String)>,
    parameters: Parameters,
    Json(step): Json<Step>,
) -> Result<Response, Error> {
    let year = integer("year", &year, 1..=9999)? as Year;
    let action = FilingAction::of(&action).ok_or(Error::NotFound("action"))?;
    let at = At { code: &code, territory: territory_of(&parameters), year };
    let filing = take(&state, &person, &slug, at, action, &step).await?;
    Ok(private(Reply(filing)))
}

/// One step in a transaction of its own.
async fn take(
    state: &AppState,
    person: &Person,
    slug: &str,
    at: At<'_>,
    action: FilingAction,
    step: &Step,
) -> Result<Filing, Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    let desk = filings::open(&mut tx, person, &now, slug, at).await?;
    let plan = desk.plan();
    let (filing, public) = match desk.act(&mut tx, action, step.version, &step.text).await {
        Ok(done) => done,
        Err(error) => return Err(seen(state, person, (slug, at), tx, error).await),
    };
    tx.commit().await?;
    if let Some(revision) = public {
        state.cache.note(slug, plan, revision);
    }
    state.events.committed();
    Ok(filing)
}

/// One step for many cells.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Steps {
    year: Year,
    action: String,
    #[serde(default)]
    text: String,
    updates: Vec<Seen>,
}

/// A cell as it was seen.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Seen {
    indicator: String,
    /// Of a part.
    #[serde(default)]
    territory: String,
    version: i64,
}

/// `POST /api/plans/{slug}/reviews`: the same step for many cells, each with its own result.
pub async fn act_on_many(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
    Json(steps): Json<Steps>,
) -> Result<Response, Error> {
    let action = FilingAction::of(&steps.action).ok_or_else(|| {
        Error::field("action", FieldErrorCode::Unknown, "submit, withdraw, return, approve or comment")
    })?;
    if steps.updates.len() > MOST_AT_ONCE {
        let message = format!("at most {MOST_AT_ONCE} at once");
        return Err(Error::field("updates", FieldErrorCode::OutOfRange, message));
    }
    let mut outcomes = Vec::with_capacity(steps.updates.len());
    for seen in steps.updates {
        let step = Step { version: seen.version, text: steps.text.clone() };
        let at = At { code: &seen.indicator, territory: &seen.territory, year: steps.year };
        let (filing, error) = match take(&state, &person, &slug, at, action, &step).await {
            Ok(filing) => (Some(filing), None),
            Err(Error::Internal(cause)) => return Err(Error::Internal(cause)),
            Err(error) => (None, Some(error.code())),
        };
        outcomes.push(Outcome { indicator: seen.indicator, territory: seen.territory, filing, error });
    }
    Ok(private(Reply(Outcomes { outcomes })))
}

/// `GET /api/plans/{slug}/reviews?year=`: the board of a year.
pub async fn board(
    State(state): State<AppState>,
    person: Person,
    Segments(slug): Segments<String>,
    parameters: Parameters,
    request: HeaderMap,
) -> Result<Response, Error> {
    let rights = person.rights(&slug);
    if !rights.reviews {
        return Err(Error::NotAllowed);
    }
    let year = year_of(&parameters)?;
    let mut tx = state.begin_read().await?;
    let revision = store::plans::revision(&mut tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    let tag = again::tag(&person, revision, year)?;
    if let Some(response) = again::unchanged(&request, &tag) {
        return Ok(response);
    }
    let stored = store::plans::get(&mut tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    let plan = &stored.data.plan;
    let year = year.unwrap_or_else(|| plan.reporting_year());
    let index = plan.year_index(year).ok_or(Error::NotFound("year"))?;
    let rows = rows(&mut tx, &stored, year, (&person, &rights), |_| true).await?;
    let extensions = store::filings::extensions(&mut tx, stored.id).await?;
    drop(tx);
    readings::note(&state, &person, What::list(&slug, ReadingKind::Reviews, Some(year))).await;
    let data = &stored.data;
    let duties = duties(&data.indicators, &data.territories, &data.institutions);
    let late = days::late(duties.into_iter().zip(&rows), &plan.years[index], &extensions, &person.today);
    let board = Board { plan: slug, year, state: plan.years[index].state, late, rows };
    Ok(again::tagged(Reply(board), &tag))
}
