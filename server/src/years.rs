//! The years of a plan: the one place that moves them, sets their deadlines and extends them for an
//! institution. Which state may follow is `domain::year`. Callers commit, then publish.

use std::collections::{HashMap, HashSet};

use domain::calendar::{CellCounts, Unapproved, YearBoard, YearRow};
use domain::change::{Action, Entity};
use domain::error::FieldErrorCode;
use domain::filing::{FilingState, Refusal};
use domain::id::PlanId;
use domain::territory::duties;
use domain::update::Update;
use domain::year::{ReportingYear, Year, YearState, is_day, wrong_deadline};
use serde_json::json;

use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::notices;
use crate::record::{self, Record};
use crate::store;
use crate::store::changes::Visibility;
use crate::store::plans::StoredPlan;

/// Who the public history names when a year is moved.
const ACTOR: &str = "coordination";

/// What a year becomes.
#[derive(Debug)]
pub struct Wanted<'a> {
    /// The year.
    pub year: Year,
    /// Its state.
    pub state: YearState,
    /// Its deadline: None leaves it, an empty text removes it.
    pub deadline: Option<&'a str>,
    /// Version of the plan's header that was read.
    pub version: i64,
    /// Why, for the public history.
    pub reason: &'a str,
}

/// All years of a plan, for somebody who works on updates.
pub async fn board(tx: &mut Tx, person: &Person, slug: &str) -> Result<YearBoard, Error> {
    let rights = person.rights(slug);
    if !rights.is_staff() {
        return Err(Error::NotAllowed);
    }
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let version = store::changes::last_of_header(tx, stored.id, slug).await?;
    let states = store::filings::states(tx, stored.id).await?;
    let extensions = store::filings::extensions(tx, stored.id).await?;
    let parts = store::territories::list(tx, stored.id, None, None).await?;
    let row = |year: &ReportingYear| {
        let own = extensions.iter().filter(|(of, _)| *of == year.year);
        let mut row = count(&stored, &parts, year, &states, rights.coordinates);
        row.extensions = own.map(|(_, extension)| extension.clone()).collect();
        row
    };
    let years = stored.data.plan.years.iter().map(row).collect();
    Ok(YearBoard { plan: slug.to_owned(), version, may_move: rights.coordinates, years })
}

fn count(
    stored: &StoredPlan,
    parts: &[(String, Update)],
    year: &ReportingYear,
    states: &[(String, String, Year, FilingState)],
    detail: bool,
) -> YearRow {
    let data = &stored.data;
    let whole = data.updates.iter().map(|update| ("", update));
    let of_year = whole.chain(parts.iter().map(|(territory, part)| (territory.as_str(), part)));
    let published: HashSet<(&str, &str)> = of_year
        .filter(|(_, update)| update.year == year.year)
        .map(|(territory, update)| (update.indicator.as_str(), territory))
        .collect();
    let held: HashMap<(&str, &str), FilingState> = states
        .iter()
        .filter(|(_, _, of, _)| *of == year.year)
        .map(|(code, territory, _, state)| ((code.as_str(), territory.as_str()), *state))
        .collect();
    let mut cells = CellCounts::default();
    let mut unapproved = Vec::new();
    for duty in duties(&data.indicators, &data.territories, &data.institutions) {
        let key = (duty.indicator.code.as_str(), duty.territory);
        let is_published = published.contains(&key);
        let state = held.get(&key).copied();
        cells.add(state.or(is_published.then_some(FilingState::Approved)));
        if detail && year.state == YearState::Open && !is_published {
            let (indicator, institution) = (duty.indicator.code.clone(), duty.institution.to_owned());
            unapproved.push(Unapproved { indicator, institution, state });
        }
    }
    YearRow { year: year.clone(), extensions: Vec::new(), cells, unapproved }
}

/// Moves a year, sets its deadline, or both, as one public change of the plan's header. Gives the plan and
/// the revision of the change; None when it was so already.
pub async fn set(
    tx: &mut Tx,
    person: &Person,
    now: &str,
    slug: &str,
    wanted: &Wanted<'_>,
) -> Result<Option<(PlanId, i64)>, Error> {
    if !person.rights(slug).coordinates {
        return Err(Error::NotAllowed);
    }
    record::check_text("reason", wanted.reason, record::LONGEST_TEXT)?;
    let (id, _) = store::plans::lock(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let before = stored.data.plan.clone();
    let index = before.year_index(wanted.year).ok_or(Error::NotFound("year"))?;
    if store::changes::last_of_header(tx, id, slug).await? != wanted.version {
        return Err(Error::stale(Some(&board(tx, person, slug).await?)));
    }
    let mut after = before.clone();
    let year = &mut after.years[index];
    let has_figures = stored.data.updates.iter().any(|update| update.year == wanted.year);
    let filed = has_figures || store::filings::any(tx, id, wanted.year).await?;
    if !year.state.may_become(wanted.state, filed) {
        return Err(Error::Refused(Refusal::WrongState));
    }
    year.state = wanted.state;
    if let Some(deadline) = wanted.deadline {
        year.deadline = Some(deadline.to_owned()).filter(|day| !day.is_empty());
    }
    if let Some((code, message)) = year.deadline.as_deref().and_then(|day| wrong_deadline(wanted.year, day)) {
        return Err(Error::field("deadline", code, message));
    }
    if after == before {
        return Ok(None);
    }
    store::plans::set(tx, id, &after).await?;
    let entry = Record {
        at: now,
        actor: ACTOR,
        account: Some(person.id),
        action: Action::Changed,
        entity: Entity::Plan,
        code: slug,
        // As an import of the same change: the year stands in what differs.
        year: None,
        reason: wanted.reason.trim(),
        visibility: Visibility::Public,
    };
    let revision = entry.add(tx, id, Some(&before), Some(&after)).await?;
    if before.years[index].state != YearState::Open && wanted.state == YearState::Open {
        let deadline = after.years[index].deadline.as_deref();
        notices::year_opened(tx, id, (person, now), wanted.year, deadline).await?;
    }
    Ok(Some((id, revision)))
}

/// Lets an institution write until a day also when the year is closed; None ends that. For those who work on
/// updates only.
pub async fn extend(
    tx: &mut Tx,
    person: &Person,
    now: &str,
    (slug, year, institution): (&str, Year, &str),
    last_day: Option<&str>,
) -> Result<(), Error> {
    if !person.rights(slug).coordinates {
        return Err(Error::NotAllowed);
    }
    let (id, _) = store::plans::lock(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let plan = &stored.data.plan;
    let state = plan.year_index(year).map(|index| plan.years[index].state).ok_or(Error::NotFound("year"))?;
    if !stored.data.institutions.iter().any(|known| known.code == institution) {
        return Err(Error::NotFound("institution"));
    }
    let held = store::filings::extension(tx, id, year, institution).await?;
    if held.as_deref() == last_day {
        return Ok(());
    }
    if let Some(day) = last_day {
        check_extension(state, plan.years.iter().find(|known| known.year == year), day, person)?;
        store::filings::extend(tx, id, year, institution, day).await?;
    } else {
        store::filings::end_extension(tx, id, year, institution).await?;
    }
    let entry = Record {
        at: now,
        actor: ACTOR,
        account: Some(person.id),
        action: match (&held, last_day) {
            (None, _) => Action::Added,
            (Some(_), Some(_)) => Action::Changed,
            (Some(_), None) => Action::Removed,
        },
        entity: Entity::Extension,
        code: institution,
        year: Some(year),
        reason: "",
        visibility: Visibility::Internal,
    };
    let (before, after) = (held.map(|day| json!({ "last_day": day })), last_day.map(|day| json!({ "last_day": day })));
    entry.add(tx, id, before.as_ref(), after.as_ref()).await.map(drop)
}

fn check_extension(state: YearState, year: Option<&ReportingYear>, day: &str, person: &Person) -> Result<(), Error> {
    let wrong = |code, message| Err(Error::field("last_day", code, message));
    if state == YearState::Upcoming {
        return Err(Error::Refused(Refusal::WrongState));
    }
    if !is_day(day) {
        return wrong(FieldErrorCode::Malformed, "a day such as 2011-03-31");
    }
    if day < person.today.as_str() {
        return wrong(FieldErrorCode::OutOfRange, "this day is over");
    }
    match year.and_then(|year| year.deadline.as_deref()) {
        Some(deadline) if day <= deadline => wrong(FieldErrorCode::Contradiction, "everybody may file until then"),
        _ => Ok(()),
    }
}
