//! Sessions of people who are signed in, by the hash of their secret.

use domain::id::AccountId;

use super::Result;
use super::accounts::{self, Account};
use crate::db::Tx;
use crate::on;

/// A session.
#[derive(Clone, Debug)]
pub struct Session {
    /// Whose.
    pub account: Account,
    /// Since when.
    pub started_at: String,
    /// Last use that was noted.
    pub seen_at: String,
    /// True while only the password was given and a code is needed too.
    pub half: bool,
    /// True when the account has a second factor.
    pub has_second_factor: bool,
}

/// A session of an account that may sign in.
pub async fn get(tx: &mut Tx, secret: &str) -> Result<Option<Session>> {
    const SQL: &str = "SELECT s.started_at, s.seen_at, s.half, f.secret IS NOT NULL,
            a.id, a.email, a.name, a.language, a.password, a.disabled_at
        FROM session s JOIN account a ON a.id = s.account_id LEFT JOIN second_factor f ON f.account_id = a.id
        WHERE s.secret = $1 AND a.disabled_at IS NULL";
    type Row = (String, String, bool, bool, i64, String, String, String, Option<String>, Option<String>);
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(secret).fetch_optional(conn).await)?;
    row.map(|(started_at, seen_at, half, has_second_factor, id, email, name, language, password, disabled_at)| {
        let account = accounts::account((id, email, name, language, password, disabled_at))?;
        Ok(Session { account, started_at, seen_at, half, has_second_factor })
    })
    .transpose()
}

/// Starts a session, which is half while a code is needed too.
pub async fn add(tx: &mut Tx, secret: &str, account: AccountId, at: &str, half: bool) -> Result<()> {
    const SQL: &str = "INSERT INTO session (secret, account_id, started_at, seen_at, half) VALUES ($1, $2, $3, $3, $4)";
    on!(tx, |conn| sqlx::query(SQL).bind(secret).bind(account.0).bind(at).bind(half).execute(conn).await.map(drop))?;
    Ok(())
}

/// Notes that a session was used.
pub async fn touch(tx: &mut Tx, secret: &str, at: &str) -> Result<()> {
    const SQL: &str = "UPDATE session SET seen_at = $2 WHERE secret = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(secret).bind(at).execute(conn).await.map(drop))?;
    Ok(())
}

/// Ends a session.
pub async fn remove(tx: &mut Tx, secret: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM session WHERE secret = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(secret).execute(conn).await.map(drop))?;
    Ok(())
}

/// Ends all sessions of an account.
pub async fn remove_of(tx: &mut Tx, account: AccountId) -> Result<()> {
    const SQL: &str = "DELETE FROM session WHERE account_id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(account.0).execute(conn).await.map(drop))?;
    Ok(())
}

/// Forgets the sessions that were last used, or started, before a time.
pub async fn remove_old(tx: &mut Tx, seen_before: &str, started_before: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM session WHERE seen_at < $1 OR started_at < $2";
    on!(tx, |conn| sqlx::query(SQL).bind(seen_before).bind(started_before).execute(conn).await.map(drop))?;
    Ok(())
}
