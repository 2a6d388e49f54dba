//! Which update names which file. Kept beside the updates by those who write them, so that a file's readers
//! are known without reading every update.

use domain::id::{AccountId, PlanId};
use domain::update::Evidence;
use domain::year::Year;

use super::Result;
use super::filings::At;
use crate::db::Tx;
use crate::on;

/// Where an update that names a file stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// On its way.
    Filing,
    /// Published.
    Report,
    /// Published once, now or before.
    Past,
}

impl Stage {
    fn word(self) -> &'static str {
        match self {
            Stage::Filing => "filing",
            Stage::Report => "report",
            Stage::Past => "past",
        }
    }
}

/// Sets the files that an update names at a stage. What is past only grows.
pub async fn set(tx: &mut Tx, plan: PlanId, at: At<'_>, stage: Stage, evidence: &[Evidence]) -> Result<()> {
    const CLEAR: &str = "DELETE FROM evidence WHERE year = $3 AND territory = $5 AND stage = $4
        AND indicator_id = (SELECT i.id FROM indicator i WHERE i.plan_id = $1 AND i.code = $2)";
    const ADD: &str = "INSERT INTO evidence (plan_id, indicator_id, year, territory, stage, hash, name, is_public)
        SELECT i.plan_id, i.id, $3, $5, $4, $6, $7, $8 FROM indicator i WHERE i.plan_id = $1 AND i.code = $2
        ON CONFLICT (indicator_id, year, territory, stage, hash, name) DO NOTHING";
    let (year, word) = (i64::from(at.year), stage.word());
    if stage != Stage::Past {
        on!(tx, |conn| {
            let query = sqlx::query(CLEAR).bind(plan.0).bind(at.code).bind(year).bind(word);
            query.bind(at.territory).execute(conn).await.map(drop)
        })?;
    }
    for file in evidence.iter().filter_map(|evidence| evidence.file.as_ref()) {
        on!(tx, |conn| {
            let query = sqlx::query(ADD).bind(plan.0).bind(at.code).bind(year).bind(word).bind(at.territory);
            let query = query.bind(&file.hash).bind(&file.name).bind(file.public);
            query.execute(conn).await.map(drop)
        })?;
    }
    Ok(())
}

/// A file as an update names it.
#[derive(Clone, Debug)]
pub struct Named {
    /// True when the update is the published one.
    pub is_published: bool,
    /// True when the update gives it to everybody.
    pub is_public: bool,
    /// Code of the indicator.
    pub indicator: String,
    /// The year.
    pub year: Year,
    /// Code of the institution that reports the indicator.
    pub responsible: String,
    /// Media type.
    pub media_type: String,
}

/// The updates of a plan that name a file so.
pub async fn list(tx: &mut Tx, plan: PlanId, hash: &str, name: &str) -> Result<Vec<Named>> {
    const SQL: &str = "SELECT e.stage, e.is_public, i.code, e.year, o.code, f.media_type
        FROM evidence e
        JOIN file f ON f.hash = e.hash
        JOIN indicator i ON i.id = e.indicator_id
        JOIN institution o ON o.plan_id = e.plan_id AND CASE WHEN e.territory = '' THEN o.id = i.responsible_id
            ELSE CAST(o.body ->> 'territory' AS TEXT) = e.territory END
        WHERE e.plan_id = $1 AND e.hash = $2 AND e.name = $3";
    let rows: Vec<(String, bool, String, i64, String, String)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(hash).bind(name).fetch_all(conn).await)?;
    let named = rows.into_iter().map(|(stage, is_public, indicator, year, responsible, media_type)| Named {
        indicator,
        year: Year::try_from(year).unwrap_or_default(),
        is_published: stage == Stage::Report.word(),
        is_public,
        responsible,
        media_type,
    });
    Ok(named.collect())
}

/// Media type and size of a file that an institution may name: its updates do so already, or this account
/// has handed it in.
pub async fn known(
    tx: &mut Tx,
    plan: PlanId,
    institution: &str,
    account: Option<AccountId>,
    hash: &str,
) -> Result<Option<(String, i64)>> {
    const SQL: &str = "SELECT f.media_type, f.size FROM file f WHERE f.hash = $1 AND (
        EXISTS (SELECT 1 FROM upload u WHERE u.hash = f.hash AND u.account_id = $2)
        OR EXISTS (SELECT 1 FROM evidence e
            JOIN indicator i ON i.id = e.indicator_id
            JOIN institution o ON o.plan_id = e.plan_id AND CASE WHEN e.territory = '' THEN o.id = i.responsible_id
            ELSE CAST(o.body ->> 'territory' AS TEXT) = e.territory END
            WHERE e.hash = f.hash AND e.plan_id = $3 AND o.code = $4))";
    let account = account.map(|account| account.0);
    let row = on!(tx, |conn| {
        sqlx::query_as(SQL).bind(hash).bind(account).bind(plan.0).bind(institution).fetch_optional(conn).await
    })?;
    Ok(row)
}
