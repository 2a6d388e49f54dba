//! Approved parts of territories: what each regional body reports of an indicator and a year. The national figure
//! that they make is in `updates`.

use std::collections::HashMap;

use domain::id::PlanId;
use domain::territory::Parts;
use domain::update::Update;
use domain::year::Year;

use super::evidence::{self, Stage};
use super::filings::At;
use super::updates::{self, Body};
use super::{Result, print};
use crate::db::Tx;
use crate::on;

type Row = (String, String, i64, i64, String);

fn record((territory, indicator, year, version, body): Row) -> Result<(String, Update)> {
    Ok((territory, updates::record((indicator, year, version, body))?))
}

/// All parts of a plan with the codes of their territories, by indicator, territory and year; of one indicator, of
/// one territory when it is given.
pub async fn list(
    tx: &mut Tx,
    plan: PlanId,
    indicator: Option<&str>,
    territory: Option<&str>,
) -> Result<Vec<(String, Update)>> {
    const SQL: &str = "SELECT t.territory, i.code, t.year, t.version, CAST(t.body AS TEXT)
        FROM part t JOIN indicator i ON i.id = t.indicator_id
        WHERE t.plan_id = $1 AND ($2 IS NULL OR i.code = $2) AND ($3 IS NULL OR t.territory = $3)
        ORDER BY i.position, t.territory, t.year";
    let rows: Vec<Row> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(indicator).bind(territory).fetch_all(conn).await)?;
    rows.into_iter().map(record).collect()
}

/// The parts of one indicator and year.
pub async fn of_year(tx: &mut Tx, plan: PlanId, code: &str, year: Year) -> Result<Parts> {
    let all = list(tx, plan, Some(code), None).await?;
    Ok(all.into_iter().filter(|(_, part)| part.year == year).collect())
}

/// All parts of a plan by indicator and territory, oldest first.
pub async fn by_cell(tx: &mut Tx, plan: PlanId) -> Result<HashMap<(String, String), Vec<Update>>> {
    let mut cells: HashMap<(String, String), Vec<Update>> = HashMap::new();
    for (territory, part) in list(tx, plan, None, None).await? {
        cells.entry((part.indicator.clone(), territory)).or_default().push(part);
    }
    Ok(cells)
}

/// Writes a part over the version that was read; 0 says that there was none. None when that is not what is there.
pub async fn set(tx: &mut Tx, plan: PlanId, at: At<'_>, part: &Update, expected: i64) -> Result<Option<Update>> {
    const ADD: &str = "INSERT INTO part (plan_id, indicator_id, year, territory, version, body)
        SELECT i.plan_id, i.id, $3, $4, $6 + 1, $5 FROM indicator i WHERE i.plan_id = $1 AND i.code = $2
        ON CONFLICT (indicator_id, year, territory) DO NOTHING RETURNING version";
    const CHANGE: &str = "UPDATE part SET version = version + 1, body = $5
        WHERE indicator_id = (SELECT i.id FROM indicator i WHERE i.plan_id = $1 AND i.code = $2)
        AND year = $3 AND territory = $4 AND version = $6 RETURNING version";
    let (year, body) = (i64::from(at.year), print(&Body::of(part))?);
    let sql = if expected == 0 { ADD } else { CHANGE };
    let written: Option<(i64,)> = on!(tx, |conn| {
        let query = sqlx::query_as(sql).bind(plan.0).bind(at.code).bind(year).bind(at.territory).bind(body);
        query.bind(expected).fetch_optional(conn).await
    })?;
    let has_files = part.evidence.iter().any(|evidence| evidence.file.is_some());
    if written.is_some() && (expected != 0 || has_files) {
        for stage in [Stage::Report, Stage::Past] {
            evidence::set(tx, plan, at, stage, &part.evidence).await?;
        }
    }
    Ok(written.map(|(version,)| Update { version, ..part.clone() }))
}

/// Removes a part.
pub async fn remove(tx: &mut Tx, plan: PlanId, at: At<'_>) -> Result<()> {
    const SQL: &str = "DELETE FROM part WHERE year = $3 AND territory = $4
        AND indicator_id = (SELECT i.id FROM indicator i WHERE i.plan_id = $1 AND i.code = $2)";
    let year = i64::from(at.year);
    on!(tx, |conn| {
        let query = sqlx::query(SQL).bind(plan.0).bind(at.code).bind(year).bind(at.territory);
        query.execute(conn).await.map(drop)
    })?;
    evidence::set(tx, plan, at, Stage::Report, &[]).await
}
