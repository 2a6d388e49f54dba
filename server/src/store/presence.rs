//! Who has the updates of a year open.

use domain::id::{AccountId, PlanId};
use domain::year::Year;

use super::Result;
use crate::db::Tx;
use crate::on;

/// Where somebody is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    /// Who.
    pub account: AccountId,
    /// Name.
    pub name: String,
    /// Year.
    pub year: Year,
    /// Institutions whose updates they are at.
    pub institutions: Vec<String>,
    /// Code of the update that is open; empty for the list of them.
    pub indicator: String,
    /// When they were last seen, RFC 3339.
    pub seen_at: String,
}

type Row = (i64, String, i64, String, String, String);

/// Those who were seen in a year of a plan since a time, by name.
pub async fn list(tx: &mut Tx, plan: PlanId, year: Year, since: &str) -> Result<Vec<Place>> {
    const SQL: &str = "SELECT s.account_id, a.name, s.year, s.institutions, s.indicator, s.seen_at
        FROM presence s JOIN account a ON a.id = s.account_id
        WHERE s.plan_id = $1 AND s.year = $2 AND s.seen_at >= $3 ORDER BY a.name, a.id";
    let year = i64::from(year);
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(year).bind(since).fetch_all(conn).await)?;
    let place = |(account, name, year, institutions, indicator, seen_at): Row| Place {
        account: AccountId(account),
        name,
        year: year as Year,
        institutions: institutions.split_whitespace().map(str::to_owned).collect(),
        indicator,
        seen_at,
    };
    Ok(rows.into_iter().map(place).collect())
}

/// Says where somebody is now; before, they were elsewhere.
pub async fn set(tx: &mut Tx, plan: PlanId, place: &Place) -> Result<()> {
    const SQL: &str = "INSERT INTO presence (account_id, plan_id, year, institutions, indicator, seen_at)
        VALUES ($1, $2, $3, $4, $5, $6)
        ON CONFLICT (account_id, plan_id) DO UPDATE SET year = excluded.year, institutions = excluded.institutions,
            indicator = excluded.indicator, seen_at = excluded.seen_at";
    on!(tx, |conn| sqlx::query(SQL)
        .bind(place.account.0)
        .bind(plan.0)
        .bind(i64::from(place.year))
        .bind(place.institutions.join(" "))
        .bind(&place.indicator)
        .bind(&place.seen_at)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// Somebody left.
pub async fn remove(tx: &mut Tx, plan: PlanId, account: AccountId) -> Result<()> {
    const SQL: &str = "DELETE FROM presence WHERE plan_id = $1 AND account_id = $2";
    on!(tx, |conn| sqlx::query(SQL).bind(plan.0).bind(account.0).execute(conn).await.map(drop))?;
    Ok(())
}

/// Forgets those who were last seen before a time.
pub async fn remove_old(tx: &mut Tx, before: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM presence WHERE seen_at < $1";
    on!(tx, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
