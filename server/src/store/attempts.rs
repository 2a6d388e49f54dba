//! Wrong sign-ins, counted by what is slowed down.

use super::Result;
use crate::db::Tx;
use crate::on;

/// How many in a row, and when the last one was.
pub async fn get(tx: &mut Tx, subject: &str) -> Result<Option<(i64, String)>> {
    const SQL: &str = "SELECT failures, last_at FROM attempt WHERE subject = $1";
    Ok(on!(tx, |conn| sqlx::query_as(SQL).bind(subject).fetch_optional(conn).await)?)
}

/// Sets both.
pub async fn set(tx: &mut Tx, subject: &str, failures: i64, at: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO attempt (subject, failures, last_at) VALUES ($1, $2, $3)
        ON CONFLICT (subject) DO UPDATE SET failures = excluded.failures, last_at = excluded.last_at";
    on!(tx, |conn| sqlx::query(SQL).bind(subject).bind(failures).bind(at).execute(conn).await.map(drop))?;
    Ok(())
}

/// Forgets one.
pub async fn remove(tx: &mut Tx, subject: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM attempt WHERE subject = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(subject).execute(conn).await.map(drop))?;
    Ok(())
}

/// Forgets those whose last attempt was before a time.
pub async fn remove_old(tx: &mut Tx, before: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM attempt WHERE last_at < $1";
    on!(tx, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
