//! Wrong sign-ins, counted by what is slowed down.

use super::Result;
use crate::db::Tx;
use crate::on;

/// How many in a row, and when the last one was; none yet is 0 at `now`. Nobody else changes it until the
/// transaction ends.
pub async fn lock(tx: &mut Tx, subject: &str, now: &str) -> Result<(i64, String)> {
    const SQL: &str = "INSERT INTO attempt (subject, failures, last_at) VALUES ($1, 0, $2)
        ON CONFLICT (subject) DO UPDATE SET failures = attempt.failures RETURNING failures, last_at";
    Ok(on!(tx, |conn| sqlx::query_as(SQL).bind(subject).bind(now).fetch_one(conn).await)?)
}

/// Sets both of one that is locked.
pub async fn set(tx: &mut Tx, subject: &str, failures: i64, at: &str) -> Result<()> {
    const SQL: &str = "UPDATE attempt SET failures = $2, last_at = $3 WHERE subject = $1";
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
