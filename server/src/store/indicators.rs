//! One indicator with its plan's header and its updates.

use domain::id::PlanId;
use domain::indicator::Indicator;
use domain::plan::Plan;
use domain::update::Update;

use super::{Result, parse, updates};
use crate::db::Tx;
use crate::on;

/// What an indicator is judged by.
#[derive(Clone, Debug)]
pub struct StoredIndicator {
    /// Header of its plan.
    pub plan: Plan,
    /// The indicator.
    pub indicator: Indicator,
    /// Its updates, oldest first.
    pub updates: Vec<Update>,
}

/// An indicator by its code.
pub async fn get(tx: &mut Tx, plan: PlanId, code: &str) -> Result<Option<StoredIndicator>> {
    const SQL: &str = "SELECT CAST(p.body AS TEXT), CAST(i.body AS TEXT)
        FROM indicator i JOIN plan p ON p.id = i.plan_id WHERE i.plan_id = $1 AND i.code = $2";
    let row: Option<(String, String)> =
        on!(&mut *tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(code).fetch_optional(conn).await)?;
    let Some((header, body)) = row else { return Ok(None) };
    let updates = updates::of_indicator(tx, plan, code).await?;
    Ok(Some(StoredIndicator { plan: parse(&header)?, indicator: parse(&body)?, updates }))
}

/// All indicators of a plan, in reading order.
pub async fn list(tx: &mut Tx, plan: PlanId) -> Result<Vec<Indicator>> {
    const SQL: &str = "SELECT CAST(body AS TEXT) FROM indicator WHERE plan_id = $1 ORDER BY position";
    let rows: Vec<(String,)> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    rows.iter().map(|(body,)| parse(body)).collect()
}
