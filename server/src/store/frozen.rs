//! Frozen versions of plans. Rows are only ever added; the database refuses anything else.

use domain::id::PlanId;
use domain::version::Version;

use super::Result;
use crate::db::Tx;
use crate::on;

/// A version as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredVersion {
    /// Its head.
    pub version: Version,
    /// The text whose SHA-256 is its hash.
    pub canonical: String,
    /// The same as JSON, with the baselines that the rule about people hides.
    pub body: String,
}

type Head = (i64, i64, String, String, String, String, Option<i64>);

fn version((number, revision, at, actor, reason, hash, workshop): Head) -> Version {
    Version { number, revision, at, actor, reason, hash, workshop }
}

/// Adds a version.
pub async fn add(tx: &mut Tx, plan: PlanId, stored: &StoredVersion) -> Result<()> {
    const SQL: &str = "INSERT INTO plan_version
        (plan_id, number, revision, at, actor, reason, hash, workshop, canonical, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)";
    let version = &stored.version;
    on!(tx, |conn| sqlx::query(SQL)
        .bind(plan.0)
        .bind(version.number)
        .bind(version.revision)
        .bind(&version.at)
        .bind(&version.actor)
        .bind(&version.reason)
        .bind(&version.hash)
        .bind(version.workshop)
        .bind(&stored.canonical)
        .bind(&stored.body)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// All versions of a plan, newest first.
pub async fn list(tx: &mut Tx, plan: PlanId) -> Result<Vec<Version>> {
    const SQL: &str = "SELECT number, revision, at, actor, reason, hash, workshop
        FROM plan_version WHERE plan_id = $1 ORDER BY number DESC";
    let rows: Vec<Head> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(version).collect())
}

/// One version with what is frozen in it.
pub async fn get(tx: &mut Tx, plan: PlanId, number: i64) -> Result<Option<StoredVersion>> {
    const SQL: &str = "SELECT number, revision, at, actor, reason, hash, workshop, canonical, body
        FROM plan_version WHERE plan_id = $1 AND number = $2";
    type Row = (i64, i64, String, String, String, String, Option<i64>, String, String);
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(number).fetch_optional(conn).await)?;
    Ok(row.map(|(number, revision, at, actor, reason, hash, workshop, canonical, body)| {
        let version = version((number, revision, at, actor, reason, hash, workshop));
        StoredVersion { version, canonical, body }
    }))
}
