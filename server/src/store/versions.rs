//! What public changes left of records about people: what decides how their next version may be shown. Read
//! from the history, so that nothing is stored twice.

use domain::id::PlanId;
use domain::indicator::Kind;
use domain::update::Update;
use domain::year::Year;
use serde::Deserialize;

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

/// What an indicator was until a public change of it.
#[derive(Clone, Debug, PartialEq)]
pub struct Former {
    /// The plan's revision after the change.
    pub until: i64,
    /// Code of the indicator.
    pub code: String,
    /// Its kind before it.
    pub kind: Kind,
}

/// What is read of an indicator as it was: less than all, as its shape may have been another.
#[derive(Deserialize)]
struct Head {
    kind: Kind,
}

type Row = (i64, String, Option<i64>, Option<String>, Option<String>);

fn step((revision, code, year, before, after): Row) -> Result<Step> {
    let record = |text: Option<String>| text.as_deref().map(parse).transpose();
    let year = year.unwrap_or_default() as Year;
    Ok(Step { revision, code, year, before: record(before)?, after: record(after)? })
}

/// Rows with a year are of records, the others of indicators.
fn steps(rows: Vec<Row>) -> Result<(Vec<Step>, Vec<Former>)> {
    let (of_records, of_indicators): (Vec<Row>, Vec<Row>) =
        rows.into_iter().partition(|(_, _, year, ..)| year.is_some());
    let former =
        |(until, code, _, before, _): Row| Some(parse(&before?).map(|Head { kind }| Former { until, code, kind }));
    let formers: Result<Vec<Former>> = of_indicators.into_iter().filter_map(former).collect();
    let steps: Result<Vec<Step>> = of_records.into_iter().map(step).collect();
    Ok((steps?, formers?))
}

/// All steps of the records about people that the public changes from one revision to another, both included,
/// are about: up to the second revision, oldest first. With what their indicators were before.
pub async fn until(tx: &mut Tx, plan: PlanId, (first, last): (i64, i64)) -> Result<(Vec<Step>, Vec<Former>)> {
    // `->>` gives 'true' in PostgreSQL and 1 in SQLite. CROSS JOIN: SQLite must begin with the few records of
    // the page, not with the whole history.
    const SQL: &str = "WITH page AS (SELECT DISTINCT code, year FROM change
            WHERE plan_id = $1 AND entity = 'update' AND visibility = 'public' AND revision >= $2 AND revision <= $3)
        SELECT revision, code, year, before, after FROM (
            SELECT c.revision AS revision, c.code AS code, c.year AS year,
                CAST(c.before AS TEXT) AS before, CAST(c.after AS TEXT) AS after
            FROM page p CROSS JOIN indicator i CROSS JOIN change c
            WHERE i.plan_id = $1 AND i.code = p.code AND CAST(i.body ->> 'counts_people' AS TEXT) IN ('true', '1')
                AND c.plan_id = $1 AND c.code = p.code AND c.year = p.year
                AND c.entity = 'update' AND c.visibility = 'public' AND c.revision <= $3
            UNION ALL SELECT c.revision, c.code, NULL, CAST(c.before AS TEXT), NULL
            FROM (SELECT DISTINCT code FROM page) p CROSS JOIN change c
            WHERE c.plan_id = $1 AND c.code = p.code AND c.entity = 'indicator' AND c.visibility = 'public'
        ) part ORDER BY revision";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(first).bind(last).fetch_all(conn).await)?;
    steps(rows)
}

/// All steps of the records of one indicator, oldest first, and what the indicator was before.
pub async fn of_indicator(tx: &mut Tx, plan: PlanId, code: &str) -> Result<(Vec<Step>, Vec<Former>)> {
    const SQL: &str = "SELECT revision, code, year, CAST(before AS TEXT), CAST(after AS TEXT)
        FROM change
        WHERE plan_id = $1 AND code = $2 AND entity IN ('indicator', 'update') AND visibility = 'public'
        ORDER BY revision";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(code).fetch_all(conn).await)?;
    steps(rows)
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
            FROM indicator i CROSS JOIN change c
            WHERE i.plan_id = $1 AND CAST(i.body ->> 'counts_people' AS TEXT) IN ('true', '1')
                AND c.plan_id = $1 AND c.code = i.code AND c.entity = 'update' AND c.visibility = 'public'
        ) part ORDER BY kind, place, year";
    type Part = (String, i64, String, i64, Option<String>, Option<String>);
    let rows: Vec<Part> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    let (mut records, mut steps) = (Vec::new(), Vec::new());
    for (kind, number, code, year, before, record) in rows {
        match record {
            Some(body) if kind == "update" => records.push(updates::record((code, year, number, body))?),
            record => steps.push(step((number, code, Some(year), before, record))?),
        }
    }
    Ok((records, steps))
}
