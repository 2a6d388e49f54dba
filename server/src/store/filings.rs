//! Updates on their way, before they are published.

use domain::calendar::Extension;
use domain::filing::{Entry, FilingState, Remark};
use domain::id::PlanId;
use domain::year::Year;
use serde::{Deserialize, Serialize};

use super::evidence::{self, Stage};
use super::{Result, parse, print};
use crate::db::{Error, Tx};
use crate::on;

/// What is in `body`.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// What is written.
    #[serde(default)]
    pub entry: Entry,
    /// Name of who wrote last.
    #[serde(default)]
    pub saved_by: String,
    /// When.
    #[serde(default)]
    pub saved_at: String,
    /// Accounts that wrote or submitted since the last approval: they do not review it.
    #[serde(default)]
    pub writers: Vec<i64>,
    /// Version of the published update that it corrects; 0 for the first.
    #[serde(default)]
    pub published: i64,
    /// The entry when it was last sent back, until it is approved: what came after is seen against it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Entry>,
    /// What was done and said.
    #[serde(default)]
    pub remarks: Vec<Remark>,
}

/// Which of them: of an indicator, a year, and a territory; an empty territory is the whole country.
#[derive(Clone, Copy, Debug)]
pub struct At<'a> {
    /// Code of the indicator.
    pub code: &'a str,
    /// Code of the territory.
    pub territory: &'a str,
    /// Year.
    pub year: Year,
}

/// An update on its way, as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredFiling {
    /// Code of the indicator.
    pub indicator: String,
    /// Code of the territory; empty for the whole country.
    pub territory: String,
    /// Code of the institution that reports it.
    pub responsible: String,
    /// Year.
    pub year: Year,
    /// Where it stands.
    pub state: FilingState,
    /// Counts the writes.
    pub version: i64,
    /// The rest.
    pub body: Body,
}

type Row = (String, String, String, i64, String, i64, String);

fn stored((indicator, territory, responsible, year, state, version, body): Row) -> Result<StoredFiling> {
    let state = FilingState::of(&state).ok_or_else(|| Error::Unreadable(format!("state `{state}`")))?;
    Ok(StoredFiling { indicator, territory, responsible, year: year as Year, state, version, body: parse(&body)? })
}

/// Those of a year, by indicator in reading order.
pub async fn list(tx: &mut Tx, plan: PlanId, year: Year) -> Result<Vec<StoredFiling>> {
    const SQL: &str = "SELECT i.code, f.territory, o.code, f.year, f.state, f.version, CAST(f.body AS TEXT)
        FROM filing f
        JOIN indicator i ON i.id = f.indicator_id
        JOIN institution o ON o.plan_id = f.plan_id AND CASE WHEN f.territory = '' THEN o.id = i.responsible_id
            ELSE CAST(o.body ->> 'territory' AS TEXT) = f.territory END
        WHERE f.plan_id = $1 AND f.year = $2 ORDER BY i.position, f.territory";
    let year = i64::from(year);
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(year).fetch_all(conn).await)?;
    rows.into_iter().map(stored).collect()
}

/// True when anybody has written anything for a year.
pub async fn any(tx: &mut Tx, plan: PlanId, year: Year) -> Result<bool> {
    const SQL: &str = "SELECT id FROM filing WHERE plan_id = $1 AND year = $2 LIMIT 1";
    let year = i64::from(year);
    let row: Option<(i64,)> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(year).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// What waits, of all years: drafts and returned ones of an institution; what is submitted in the whole plan
/// when no code is given. By year, then in reading order.
pub async fn waiting(tx: &mut Tx, plan: PlanId, institution: Option<&str>) -> Result<Vec<StoredFiling>> {
    const SQL: &str = "SELECT i.code, f.territory, o.code, f.year, f.state, f.version, CAST(f.body AS TEXT)
        FROM filing f
        JOIN indicator i ON i.id = f.indicator_id
        JOIN institution o ON o.plan_id = f.plan_id AND CASE WHEN f.territory = '' THEN o.id = i.responsible_id
            ELSE CAST(o.body ->> 'territory' AS TEXT) = f.territory END
        WHERE f.plan_id = $1
            AND (($2 IS NULL AND f.state = 'submitted') OR (o.code = $2 AND f.state IN ('draft', 'returned')))
        ORDER BY f.year, i.position, f.territory";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(institution).fetch_all(conn).await)?;
    rows.into_iter().map(stored).collect()
}

/// One of them.
pub async fn get(tx: &mut Tx, plan: PlanId, at: At<'_>) -> Result<Option<StoredFiling>> {
    const SQL: &str = "SELECT i.code, f.territory, o.code, f.year, f.state, f.version, CAST(f.body AS TEXT)
        FROM filing f
        JOIN indicator i ON i.id = f.indicator_id
        JOIN institution o ON o.plan_id = f.plan_id AND CASE WHEN f.territory = '' THEN o.id = i.responsible_id
            ELSE CAST(o.body ->> 'territory' AS TEXT) = f.territory END
        WHERE f.plan_id = $1 AND i.code = $2 AND f.year = $3 AND f.territory = $4";
    let year = i64::from(at.year);
    let row: Option<Row> = on!(tx, |conn| {
        let query = sqlx::query_as(SQL).bind(plan.0).bind(at.code).bind(year).bind(at.territory);
        query.fetch_optional(conn).await
    })?;
    row.map(stored).transpose()
}

/// Writes over the version that was read; 0 says that there was none. Gives the new version; None when
/// that is not what is there, and nothing is changed.
pub async fn set(
    tx: &mut Tx,
    plan: PlanId,
    at: At<'_>,
    expected: i64,
    state: FilingState,
    body: &Body,
) -> Result<Option<i64>> {
    const ADD: &str = "INSERT INTO filing (plan_id, indicator_id, year, territory, state, version, body)
        SELECT i.plan_id, i.id, $3, $7, $4, $6 + 1, $5 FROM indicator i WHERE i.plan_id = $1 AND i.code = $2
        ON CONFLICT (indicator_id, year, territory) DO NOTHING RETURNING version";
    const CHANGE: &str = "UPDATE filing SET version = version + 1, state = $4, body = $5
        WHERE indicator_id = (SELECT i.id FROM indicator i WHERE i.plan_id = $1 AND i.code = $2)
        AND year = $3 AND territory = $7 AND version = $6 RETURNING version";
    let (entry, year, body) = (&body.entry, i64::from(at.year), print(body)?);
    let sql = if expected == 0 { ADD } else { CHANGE };
    let written: Option<(i64,)> = on!(tx, |conn| {
        let query = sqlx::query_as(sql).bind(plan.0).bind(at.code).bind(year).bind(state.word()).bind(body);
        query.bind(expected).bind(at.territory).fetch_optional(conn).await
    })?;
    if written.is_some() {
        evidence::set(tx, plan, at, Stage::Filing, &entry.evidence).await?;
    }
    Ok(written.map(|(version,)| version))
}

/// The last day until which an institution may write in a year that is closed.
pub async fn extension(tx: &mut Tx, plan: PlanId, year: Year, institution: &str) -> Result<Option<String>> {
    const SQL: &str = "SELECT last_day FROM extension WHERE plan_id = $1 AND year = $2 AND institution = $3";
    let year = i64::from(year);
    let row: Option<(String,)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(year).bind(institution).fetch_optional(conn).await)?;
    Ok(row.map(|(day,)| day))
}

/// All of a plan: year, institution and last day, by both.
pub async fn extensions(tx: &mut Tx, plan: PlanId) -> Result<Vec<(Year, Extension)>> {
    const SQL: &str = "SELECT year, institution, last_day FROM extension WHERE plan_id = $1 ORDER BY year, institution";
    let rows: Vec<(i64, String, String)> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    let extension = |(year, institution, last_day)| (year as Year, Extension { institution, last_day });
    Ok(rows.into_iter().map(extension).collect())
}

/// Where all updates of a plan stand, as indicator, territory, year and state.
pub async fn states(tx: &mut Tx, plan: PlanId) -> Result<Vec<(String, String, Year, FilingState)>> {
    const SQL: &str = "SELECT i.code, f.territory, f.year, f.state
        FROM filing f JOIN indicator i ON i.id = f.indicator_id WHERE f.plan_id = $1";
    let rows: Vec<(String, String, i64, String)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    let read = |(code, territory, year, state): (String, String, i64, String)| {
        let known = FilingState::of(&state).ok_or_else(|| Error::Unreadable(format!("state `{state}`")))?;
        Ok((code, territory, year as Year, known))
    };
    rows.into_iter().map(read).collect()
}

/// Ends an extension.
pub async fn end_extension(tx: &mut Tx, plan: PlanId, year: Year, institution: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM extension WHERE plan_id = $1 AND year = $2 AND institution = $3";
    let year = i64::from(year);
    on!(tx, |conn| sqlx::query(SQL).bind(plan.0).bind(year).bind(institution).execute(conn).await.map(drop))?;
    Ok(())
}

/// Sets that day.
pub async fn extend(tx: &mut Tx, plan: PlanId, year: Year, institution: &str, last_day: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO extension (plan_id, year, institution, last_day) VALUES ($1, $2, $3, $4)
        ON CONFLICT (plan_id, year, institution) DO UPDATE SET last_day = excluded.last_day";
    let year = i64::from(year);
    on!(tx, |conn| sqlx::query(SQL)
        .bind(plan.0)
        .bind(year)
        .bind(institution)
        .bind(last_day)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}
