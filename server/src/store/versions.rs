//! What public changes left of records about people: what decides how their next version may be shown. Read
//! from the history, so that nothing is stored twice.

use domain::id::PlanId;
use domain::update::Update;
use domain::year::Year;

use super::{Result, parse, updates};
use crate::db::Tx;
use crate::on;

/// One public change of one record, with real figures.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The plan's revision after it.
    pub revision: i64,
    /// Code of the indicator.
    pub code: String,
    /// Year.
    pub year: Year,
    /// The record before it; none when it is new.
    pub before: Option<Update>,
    /// The record after it; none when it was removed.
    pub after: Option<Update>,
}

type Row = (i64, String, i64, Option<String>, Option<String>);

fn step((revision, code, year, before, after): Row) -> Result<Step> {
    let record = |text: Option<String>| text.as_deref().map(parse).transpose();
    Ok(Step { revision, code, year: year as Year, before: record(before)?, after: record(after)? })
}

/// All steps of the records that the public changes from one revision to another, both included, are about:
/// up to the second revision, oldest first.
pub async fn until(tx: &mut Tx, plan: PlanId, (first, last): (i64, i64)) -> Result<Vec<Step>> {
    // `->>` gives 'true' in PostgreSQL and 1 in SQLite.
    const SQL: &str = "SELECT c.revision, c.code, c.year, CAST(c.before AS TEXT), CAST(c.after AS TEXT)
        FROM change c JOIN indicator i ON i.plan_id = c.plan_id AND i.code = c.code
        WHERE c.plan_id = $1 AND c.entity = 'update' AND c.visibility = 'public' AND c.revision <= $3
            AND CAST(i.body ->> 'counts_people' AS TEXT) IN ('true', '1')
            AND (c.code, c.year) IN (SELECT p.code, p.year FROM change p
                WHERE p.plan_id = $1 AND p.entity = 'update' AND p.visibility = 'public'
                    AND p.revision >= $2 AND p.revision <= $3)
        ORDER BY c.revision";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(first).bind(last).fetch_all(conn).await)?;
    rows.into_iter().map(step).collect()
}

/// All steps of the records of one indicator, oldest first.
pub async fn of_indicator(tx: &mut Tx, plan: PlanId, code: &str) -> Result<Vec<Step>> {
    const SQL: &str = "SELECT revision, code, year, CAST(before AS TEXT), CAST(after AS TEXT)
        FROM change
        WHERE plan_id = $1 AND code = $2 AND entity = 'update' AND visibility = 'public'
        ORDER BY revision";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(code).fetch_all(conn).await)?;
    rows.into_iter().map(step).collect()
}

/// All updates of a plan, as [`updates::list`] gives them, and all steps of those about people, oldest
/// first: in one statement, because a whole plan is read in three.
pub async fn with_updates(tx: &mut Tx, plan: PlanId) -> Result<(Vec<Update>, Vec<Step>)> {
    const SQL: &str = "SELECT kind, number, code, year, before, record FROM (
            SELECT 'update' AS kind, i.position AS place, r.version AS number, i.code AS code, r.year AS year,
                CAST(NULL AS TEXT) AS before, CAST(r.body AS TEXT) AS record
            FROM report r JOIN indicator i ON i.id = r.indicator_id WHERE r.plan_id = $1
            UNION ALL SELECT 'step', c.revision, c.revision, c.code, c.year,
                CAST(c.before AS TEXT), CAST(c.after AS TEXT)
            FROM change c JOIN indicator i ON i.plan_id = c.plan_id AND i.code = c.code
            WHERE c.plan_id = $1 AND c.entity = 'update' AND c.visibility = 'public'
                AND CAST(i.body ->> 'counts_people' AS TEXT) IN ('true', '1')
        ) part ORDER BY kind, place, year";
    type Part = (String, i64, String, i64, Option<String>, Option<String>);
    let rows: Vec<Part> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    let (mut records, mut steps) = (Vec::new(), Vec::new());
    for (kind, number, code, year, before, record) in rows {
        match record {
            Some(body) if kind == "update" => records.push(updates::record((code, year, number, body))?),
            record => steps.push(step((number, code, year, before, record))?),
        }
    }
    Ok((records, steps))
}
