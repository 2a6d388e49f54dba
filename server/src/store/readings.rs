//! Who read figures that the public may not see. Rows are added, and forgotten when they are old.

use domain::id::{AccountId, PlanId};
use domain::reading::{Reading, ReadingKind};
use domain::year::Year;

use super::Result;
use crate::db::{Error, Tx};
use crate::on;

/// What somebody reads.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct NewReading {
    /// Whose account it is.
    pub account: AccountId,
    /// Address of the plan.
    pub plan: String,
    /// What.
    pub kind: ReadingKind,
    /// Code of the institution; empty for all.
    pub institution: String,
    /// Code of the indicator; empty for a list.
    pub indicator: String,
    /// The year.
    pub year: Option<Year>,
    /// Name of a file, or of a post.
    pub detail: String,
}

/// Which readings: those of a person, of a kind, of an indicator, of an institution, from a time to another.
#[derive(Clone, Debug, Default)]
pub struct Wanted {
    /// E-mail.
    pub person: Option<String>,
    /// What.
    pub kind: Option<ReadingKind>,
    /// Code of the indicator.
    pub indicator: Option<String>,
    /// Code of the institution.
    pub institution: Option<String>,
    /// Not before this time or day; empty is no bound.
    pub from: String,
    /// Not after the end of this day.
    pub until: Option<String>,
    /// Older than this row.
    pub before: Option<i64>,
}

/// Adds one, unless the same was read in the same hour.
pub async fn add(tx: &mut Tx, reading: &NewReading, at: &str, hour: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO reading (plan_id, account_id, hour, at, kind, institution, indicator, year, detail)
        SELECT p.id, $2, $3, $4, $5, $6, $7, $8, $9 FROM plan p WHERE p.slug = $1
        ON CONFLICT (account_id, plan_id, hour, kind, institution, indicator, year, detail) DO NOTHING";
    on!(tx, |conn| sqlx::query(SQL)
        .bind(&reading.plan)
        .bind(reading.account.0)
        .bind(hour)
        .bind(at)
        .bind(reading.kind.word())
        .bind(&reading.institution)
        .bind(&reading.indicator)
        .bind(reading.year.map_or(0, i64::from))
        .bind(&reading.detail)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

type Row = (i64, String, String, String, String, String, String, i64, String);

/// Readings of a plan, newest first.
pub async fn list(tx: &mut Tx, plan: PlanId, wanted: &Wanted, limit: i64) -> Result<Vec<Reading>> {
    const SQL: &str = "SELECT r.id, r.at, a.name, a.email, r.kind, r.institution, r.indicator, r.year, r.detail
        FROM reading r JOIN account a ON a.id = r.account_id
        WHERE r.plan_id = $1 AND r.id < $2 AND r.at >= $3 AND r.at <= $4
            AND ($5 IS NULL OR a.email = $5) AND ($6 IS NULL OR r.kind = $6)
            AND ($7 IS NULL OR r.indicator = $7) AND ($8 IS NULL OR r.institution = $8)
        ORDER BY r.id DESC LIMIT $9";
    // Later than every time of the day.
    let until = wanted.until.as_ref().map_or("9999".to_owned(), |day| format!("{day}T99"));
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL)
        .bind(plan.0)
        .bind(wanted.before.unwrap_or(i64::MAX))
        .bind(&wanted.from)
        .bind(&until)
        .bind(&wanted.person)
        .bind(wanted.kind.map(ReadingKind::word))
        .bind(&wanted.indicator)
        .bind(&wanted.institution)
        .bind(limit)
        .fetch_all(conn)
        .await)?;
    rows.into_iter().map(reading).collect()
}

fn reading((id, at, name, email, kind, institution, indicator, year, detail): Row) -> Result<Reading> {
    let kind = ReadingKind::of(&kind).ok_or_else(|| Error::Unreadable(format!("reading of `{kind}`")))?;
    let year = Year::try_from(year).ok().filter(|year| *year > 0);
    Ok(Reading { id, at, name, email, kind, institution, indicator, year, detail })
}

/// Forgets those before a time.
pub async fn remove_old(tx: &mut Tx, before: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM reading WHERE at < $1";
    on!(tx, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
