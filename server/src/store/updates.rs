//! Reports: what is published for one indicator and one year.

use std::collections::BTreeMap;

use domain::id::PlanId;
use domain::text::Text;
use domain::update::{Breakdown, Content, Coverage, Evidence, Update};
use domain::year::Year;
use serde::{Deserialize, Serialize};

use super::evidence::{self, Stage};
use super::filings::At;
use super::{Result, parse, print};
use crate::db::Tx;
use crate::on;

/// What is in `body`: everything that is not a column.
#[derive(Serialize, Deserialize)]
pub(super) struct Body {
    content: Content,
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    note: Text,
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    breakdowns: BTreeMap<String, Breakdown>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    evidence: Vec<Evidence>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    provisional: Option<Coverage>,
}

impl Body {
    pub(super) fn of(update: &Update) -> Body {
        Body {
            content: update.content.clone(),
            note: update.note.clone(),
            breakdowns: update.breakdowns.clone(),
            evidence: update.evidence.clone(),
            provisional: update.provisional,
        }
    }
}

pub(super) type Row = (String, i64, i64, String);

pub(super) fn record((indicator, year, version, body): Row) -> Result<Update> {
    let Body { content, note, breakdowns, evidence, provisional } = parse(&body)?;
    Ok(Update { indicator, year: year as Year, content, note, breakdowns, evidence, provisional, version })
}

/// All updates of a plan, by indicator in reading order, then by year.
pub async fn list(tx: &mut Tx, plan: PlanId) -> Result<Vec<Update>> {
    const SQL: &str = "SELECT i.code, r.year, r.version, CAST(r.body AS TEXT)
        FROM report r JOIN indicator i ON i.id = r.indicator_id
        WHERE r.plan_id = $1 ORDER BY i.position, r.year";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    rows.into_iter().map(record).collect()
}

/// The updates of one indicator, oldest first.
pub async fn of_indicator(tx: &mut Tx, plan: PlanId, code: &str) -> Result<Vec<Update>> {
    const SQL: &str = "SELECT i.code, r.year, r.version, CAST(r.body AS TEXT)
        FROM report r JOIN indicator i ON i.id = r.indicator_id
        WHERE i.plan_id = $1 AND i.code = $2 ORDER BY r.year";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(code).fetch_all(conn).await)?;
    rows.into_iter().map(record).collect()
}

/// Writes an update over the version that the writer has read; 0 says that there was none. None when
/// that is not the version that is there: a stale write changes nothing.
pub async fn set(tx: &mut Tx, plan: PlanId, code: &str, update: &Update, expected: i64) -> Result<Option<Update>> {
    const ADD: &str = "INSERT INTO report (plan_id, indicator_id, year, version, body)
        SELECT i.plan_id, i.id, $3, 1, $4 FROM indicator i WHERE i.plan_id = $1 AND i.code = $2
        ON CONFLICT (indicator_id, year) DO NOTHING RETURNING version";
    const CHANGE: &str = "UPDATE report SET version = version + 1, body = $4
        WHERE indicator_id = (SELECT i.id FROM indicator i WHERE i.plan_id = $1 AND i.code = $2)
        AND year = $3 AND version = $5 RETURNING version";
    let (year, body) = (i64::from(update.year), print(&Body::of(update))?);
    let written: Option<(i64,)> = on!(tx, |conn| if expected == 0 {
        sqlx::query_as(ADD).bind(plan.0).bind(code).bind(year).bind(body).fetch_optional(conn).await
    } else {
        sqlx::query_as(CHANGE).bind(plan.0).bind(code).bind(year).bind(body).bind(expected).fetch_optional(conn).await
    })?;
    // A new plan has many updates, and files in none of them.
    let has_files = update.evidence.iter().any(|evidence| evidence.file.is_some());
    if written.is_some() && (expected != 0 || has_files) {
        let at = At { code, territory: "", year: update.year };
        for stage in [Stage::Report, Stage::Past] {
            evidence::set(tx, plan, at, stage, &update.evidence).await?;
        }
    }
    Ok(written.map(|(version,)| Update { version, ..update.clone() }))
}

/// Removes an update.
pub async fn remove(tx: &mut Tx, plan: PlanId, code: &str, year: Year) -> Result<()> {
    const SQL: &str = "DELETE FROM report WHERE year = $3
        AND indicator_id = (SELECT i.id FROM indicator i WHERE i.plan_id = $1 AND i.code = $2)";
    on!(tx, |conn| sqlx::query(SQL).bind(plan.0).bind(code).bind(i64::from(year)).execute(conn).await.map(drop))?;
    evidence::set(tx, plan, At { code, territory: "", year }, Stage::Report, &[]).await
}
