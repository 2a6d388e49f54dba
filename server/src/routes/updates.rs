//! Writing the figure of one indicator and one year: with the write token it is public at once, from a
//! person it is a draft (`filings`).

use std::collections::BTreeMap;

use axum::Json as Reply;
use axum::extract::State;
use axum::response::Response;
use domain::change::{Action, Entity};
use domain::error::FieldErrorCode;
use domain::filing::Entry;
use domain::indicator::Indicator;
use domain::text::Text;
use domain::update::{Breakdown, Content, Evidence, Update};
use domain::validate::check_update;
use domain::year::Year;
use serde::{Deserialize, Serialize};

use super::input::{Json, Parameters, Segments, Writer, integer};
use super::{filings, fresh};
use crate::auth::Someone;
use crate::error::Error;
use crate::evidence;
use crate::filings::field_error;
use crate::publish::Past;
use crate::record::{Record, check_text};
use crate::state::AppState;
use crate::store;
use crate::store::changes::Visibility;
use crate::store::filings::At;

/// Who the history names for writes with the token.
const ACTOR: &str = "api";

/// Longest reason, in characters.
const LONGEST_REASON: usize = 1000;

/// What is sent.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Body {
    #[serde(default)]
    content: Option<Content>,
    #[serde(default)]
    note: Text,
    #[serde(default)]
    breakdowns: BTreeMap<String, Breakdown>,
    #[serde(default)]
    evidence: Vec<Evidence>,
    /// The version that was read; 0 when there was none.
    version: i64,
    #[serde(default)]
    reason: String,
    #[serde(default)]
    explanation: String,
}

impl Body {
    fn entry(&self) -> Entry {
        Entry {
            content: self.content.clone(),
            note: self.note.clone(),
            breakdowns: self.breakdowns.clone(),
            evidence: self.evidence.clone(),
            explanation: self.explanation.clone(),
        }
    }
}

/// What is answered: the record as everybody sees it now.
#[derive(Debug, Serialize)]
pub struct Written {
    revision: i64,
    update: Update,
    /// Nothing of this correction is shown: with the earlier versions it would tell a small figure.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    withheld: bool,
}

/// How a record is shown to whoever writes it.
struct Shown<'a> {
    slug: &'a str,
    indicator: &'a Indicator,
    past: Past,
    k: u32,
}

impl Shown<'_> {
    fn public(&self, update: &Update) -> Update {
        evidence::linked(self.past.publish(self.indicator, update, self.k), self.slug)
    }

    fn answer(&self, revision: i64, update: &Update, withheld: bool) -> Response {
        fresh(Reply(Written { revision, update: self.public(update), withheld }))
    }
}

/// `PUT /api/plans/{slug}/indicators/{code}/updates/{year}`
pub async fn set(
    State(state): State<AppState>,
    Segments((slug, code, year)): Segments<(String, String, String)>,
    parameters: Parameters,
    Someone(person): Someone,
    writer: Result<Writer, Error>,
    Json(body): Json<Body>,
) -> Result<Response, Error> {
    let year = integer("year", &year, 1..=9999)? as Year;
    check_head(&body)?;
    match (writer, person) {
        (Ok(Writer), _) => publish(&state, &slug, code, year, body).await,
        (Err(_), Some(person)) => {
            let (entry, version) = (body.entry(), body.version);
            let at = At { code: &code, territory: filings::territory_of(&parameters), year };
            filings::save(&state, &person, &slug, at, entry, version).await
        }
        (Err(error), None) => Err(error),
    }
}

/// The machine's way: public at once.
async fn publish(state: &AppState, slug: &str, code: String, year: Year, body: Body) -> Result<Response, Error> {
    let missing = || Error::field("content", FieldErrorCode::Missing, "a figure, or why there is none");
    let content = body.content.clone().ok_or_else(missing)?;
    let mut tx = state.begin_write().await?;
    // Locked first: what is read below cannot change until the commit.
    let (plan, held) = store::plans::lock(&mut tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let found = store::indicators::get(&mut tx, plan, &code).await?.ok_or(Error::NotFound("indicator"))?;
    if !found.indicator.by_territory.is_empty() {
        let message = "this figure is made of its territories; each of them files its own";
        return Err(Error::field("content", FieldErrorCode::Contradiction, message));
    }
    let before = found.updates.iter().find(|update| update.year == year);
    let mut past = Past::of(&mut tx, plan, &found.indicator).await?;
    before.into_iter().for_each(|before| past.add(before));
    let shown = Shown { slug, indicator: &found.indicator, past, k: found.plan.suppression_threshold };

    let (version, reason) = (body.version, body.reason.trim().to_owned());
    let mut wanted = Update {
        indicator: code.clone(),
        year,
        content,
        note: body.note,
        breakdowns: body.breakdowns,
        evidence: body.evidence,
        provisional: None,
        version,
    };
    let institution = &found.indicator.responsible;
    evidence::settle(&mut tx, plan, institution, None, &(state.config.clock)(), &mut wanted.evidence).await?;
    let frame = store::plans::frame(&mut tx, plan).await?.ok_or(Error::NotFound("plan"))?;
    let problems = check_update(&frame, &found.indicator, &wanted);
    if !problems.is_empty() {
        return Err(Error::Invalid(problems.iter().map(|problem| field_error(problem, year)).collect()));
    }
    if before == Some(&wanted) {
        // The same again is no change.
        let withheld = shown.past.withholds(shown.indicator, &wanted, shown.k);
        return Ok(shown.answer(held, &wanted, withheld));
    }
    let Some(after) = store::updates::set(&mut tx, plan, &code, &wanted, version).await? else {
        return Err(Error::stale(before.map(|before| shown.public(before)).as_ref()));
    };
    let record = Record {
        at: &(state.config.clock)(),
        actor: ACTOR,
        account: None,
        action: if before.is_some() { Action::Changed } else { Action::Added },
        entity: Entity::Update,
        code: &code,
        year: Some(year),
        reason: &reason,
        visibility: Visibility::Public,
    };
    let revision = record.add(&mut tx, plan, before, Some(&after)).await?;
    tx.commit().await?;
    state.cache.note(slug, plan, revision);
    state.events.committed();
    let withheld = shown.past.log(shown.indicator, &after, shown.k);
    Ok(shown.answer(revision, &after, withheld))
}

fn check_head(body: &Body) -> Result<(), Error> {
    if body.version < 0 {
        let message = "`version` is the one that was read, or 0 for a new record";
        return Err(Error::field("version", FieldErrorCode::OutOfRange, message));
    }
    check_text("reason", &body.reason, LONGEST_REASON)
}
