//! The history of plans. Rows are only ever added.

use domain::change::{Action, Entity};
use domain::id::{AccountId, PlanId};
use domain::year::Year;
use serde_json::Value;
use sqlx::types::Json;

use super::Result;
use crate::db::{Error, Tx};
use crate::on;

/// Who may see a change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody.
    Public,
    /// Staff.
    Internal,
}

/// A change with the full records before and after.
#[derive(Clone, Debug, PartialEq)]
pub struct NewChange {
    /// The plan's revision after it.
    pub revision: i64,
    /// RFC 3339 in UTC.
    pub at: String,
    /// Who, as everybody may read it.
    pub actor: String,
    /// Whose account it was.
    pub account: Option<AccountId>,
    /// What was done.
    pub action: Action,
    /// To what.
    pub entity: Entity,
    /// Its code.
    pub code: String,
    /// The year of an update.
    pub year: Option<Year>,
    /// The whole record before.
    pub before: Option<Value>,
    /// The whole record after.
    pub after: Option<Value>,
    /// Why.
    pub reason: String,
    /// Who may see it.
    pub visibility: Visibility,
}

/// A change as stored is the change as it was made.
pub type StoredChange = NewChange;

/// Which changes of a plan: after and before a revision, both exclusive.
#[derive(Clone, Copy, Debug, Default)]
pub struct Range {
    /// Newer than this.
    pub after: Option<i64>,
    /// Older than this.
    pub before: Option<i64>,
}

fn word<T: serde::Serialize>(value: &T) -> Result<String> {
    match serde_json::to_value(value)? {
        Value::String(word) => Ok(word),
        other => Err(Error::Other(format!("{other} is not a word"))),
    }
}

/// Adds a change.
pub async fn add(tx: &mut Tx, plan: PlanId, change: &NewChange) -> Result<()> {
    const SQL: &str = "INSERT INTO change
        (plan_id, revision, at, actor, action, entity, code, year, reason, visibility, before, after, account_id)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)";
    let (action, entity) = (word(&change.action)?, word(&change.entity)?);
    let visibility = match change.visibility {
        Visibility::Public => "public",
        Visibility::Internal => "internal",
    };
    on!(tx, |conn| sqlx::query(SQL)
        .bind(plan.0)
        .bind(change.revision)
        .bind(&change.at)
        .bind(&change.actor)
        .bind(action)
        .bind(entity)
        .bind(&change.code)
        .bind(change.year.map(i64::from))
        .bind(&change.reason)
        .bind(visibility)
        .bind(change.before.as_ref().map(Json))
        .bind(change.after.as_ref().map(Json))
        .bind(change.account.map(|account| account.0))
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// Revision of the last change of a plan's header: its version.
pub async fn last_of_header(tx: &mut Tx, plan: PlanId, slug: &str) -> Result<i64> {
    const SQL: &str = "SELECT COALESCE(MAX(revision), 0) FROM change
        WHERE plan_id = $1 AND code = $2 AND entity = 'plan'";
    let (revision,): (i64,) = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(slug).fetch_one(conn).await)?;
    Ok(revision)
}

/// Revision of the last public change of one record; 0 when it came with its plan.
pub async fn last_of(tx: &mut Tx, plan: PlanId, entity: Entity, code: &str) -> Result<i64> {
    const SQL: &str = "SELECT COALESCE(MAX(revision), 0) FROM change
        WHERE plan_id = $1 AND code = $2 AND entity = $3 AND visibility = 'public'";
    let entity = word(&entity)?;
    let (revision,): (i64,) =
        on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(code).bind(entity).fetch_one(conn).await)?;
    Ok(revision)
}

/// Public changes of the plan itself, not of what is reported, oldest first.
pub async fn of_records(tx: &mut Tx, plan: PlanId, range: Range) -> Result<Vec<StoredChange>> {
    const SQL: &str = "SELECT revision, at, actor, action, entity, code, year, reason,
            CAST(before AS TEXT), CAST(after AS TEXT)
        FROM change
        WHERE plan_id = $1 AND visibility = 'public' AND entity NOT IN ('update', 'version')
            AND ($2 IS NULL OR revision > $2) AND ($3 IS NULL OR revision < $3)
        ORDER BY revision";
    let rows: Vec<Row> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(range.after).bind(range.before).fetch_all(conn).await)?;
    rows.into_iter().map(stored).collect()
}

type Row = (i64, String, String, String, String, String, Option<i64>, String, Option<String>, Option<String>);

/// Public changes of a plan, newest first; of one indicator and its updates when a code is given.
pub async fn list(
    tx: &mut Tx,
    plan: PlanId,
    range: Range,
    indicator: Option<&str>,
    limit: i64,
) -> Result<Vec<StoredChange>> {
    const SQL: &str = "SELECT revision, at, actor, action, entity, code, year, reason,
            CAST(before AS TEXT), CAST(after AS TEXT)
        FROM change
        WHERE plan_id = $1 AND visibility = 'public'
            AND ($2 IS NULL OR revision > $2) AND ($3 IS NULL OR revision < $3)
            AND ($4 IS NULL OR (code = $4 AND entity IN ('indicator', 'update')))
        ORDER BY revision DESC LIMIT $5";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL)
        .bind(plan.0)
        .bind(range.after)
        .bind(range.before)
        .bind(indicator)
        .bind(limit)
        .fetch_all(conn)
        .await)?;
    rows.into_iter().map(stored).collect()
}

fn stored((revision, at, actor, action, entity, code, year, reason, before, after): Row) -> Result<StoredChange> {
    let record = |text: Option<String>| text.map(|text| serde_json::from_str(&text)).transpose();
    Ok(StoredChange {
        revision,
        at,
        actor,
        account: None,
        action: serde_json::from_value(Value::String(action))?,
        entity: serde_json::from_value(Value::String(entity))?,
        code,
        year: year.map(|year| year as Year),
        before: record(before)?,
        after: record(after)?,
        reason,
        visibility: Visibility::Public,
    })
}
