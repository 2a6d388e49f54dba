//! Second factors of accounts: the secret behind the codes, which code was used last, codes for a lost device.

use domain::id::AccountId;

use super::Result;
use crate::db::Tx;
use crate::on;

/// A second factor, or one that waits to be confirmed.
#[derive(Clone, PartialEq, Eq)]
pub struct SecondFactor {
    /// Base 32; None until the first one is confirmed.
    pub secret: Option<String>,
    /// When it was confirmed, RFC 3339.
    pub since: String,
    /// The one that waits, base 32.
    pub candidate: Option<String>,
    /// Since when it waits, RFC 3339.
    pub candidate_at: String,
}

/// The one of an account.
pub async fn get(tx: &mut Tx, account: AccountId) -> Result<Option<SecondFactor>> {
    const SQL: &str = "SELECT secret, since, candidate, candidate_at FROM second_factor WHERE account_id = $1";
    type Row = (Option<String>, String, Option<String>, String);
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).fetch_optional(conn).await)?;
    Ok(row.map(|(secret, since, candidate, candidate_at)| SecondFactor { secret, since, candidate, candidate_at }))
}

/// Accounts that have one.
pub async fn list(tx: &mut Tx) -> Result<Vec<AccountId>> {
    const SQL: &str = "SELECT account_id FROM second_factor WHERE secret IS NOT NULL";
    let rows: Vec<(i64,)> = on!(tx, |conn| sqlx::query_as(SQL).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id,)| AccountId(id)).collect())
}

/// Sets the secret that waits for its first code.
pub async fn propose(tx: &mut Tx, account: AccountId, candidate: &str, at: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO second_factor (account_id, since, last_step, candidate, candidate_at)
        VALUES ($1, $3, 0, $2, $3)
        ON CONFLICT (account_id) DO UPDATE SET candidate = excluded.candidate, candidate_at = excluded.candidate_at";
    on!(tx, |conn| sqlx::query(SQL).bind(account.0).bind(candidate).bind(at).execute(conn).await.map(drop))?;
    Ok(())
}

/// Takes the secret that waits, whose code of a time step was right. False when another one waits by now.
pub async fn confirm(tx: &mut Tx, account: AccountId, candidate: &str, step: i64, at: &str) -> Result<bool> {
    const SQL: &str = "UPDATE second_factor SET secret = candidate, candidate = NULL, last_step = $3, since = $4
        WHERE account_id = $1 AND candidate = $2 RETURNING account_id";
    let row: Option<(i64,)> = on!(tx, |conn| {
        sqlx::query_as(SQL).bind(account.0).bind(candidate).bind(step).bind(at).fetch_optional(conn).await
    })?;
    Ok(row.is_some())
}

/// Notes that the code of a time step is used. False when that one, or a later one, was used already.
pub async fn use_step(tx: &mut Tx, account: AccountId, step: i64) -> Result<bool> {
    const SQL: &str = "UPDATE second_factor SET last_step = $2 WHERE account_id = $1 AND last_step < $2
        RETURNING account_id";
    let row: Option<(i64,)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).bind(step).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// Takes it away, with its codes for a lost device.
pub async fn remove(tx: &mut Tx, account: AccountId) -> Result<()> {
    const SQL: &str = "DELETE FROM second_factor WHERE account_id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(account.0).execute(conn).await.map(drop))?;
    set_codes(tx, account, &[]).await
}

/// Sets the codes for a lost device, by their hashes; earlier ones end.
pub async fn set_codes(tx: &mut Tx, account: AccountId, hashes: &[String]) -> Result<()> {
    const CLEAR: &str = "DELETE FROM recovery_code WHERE account_id = $1";
    const ADD: &str = "INSERT INTO recovery_code (account_id, hash) VALUES ($1, $2)";
    on!(tx, |conn| sqlx::query(CLEAR).bind(account.0).execute(conn).await.map(drop))?;
    for hash in hashes {
        on!(tx, |conn| sqlx::query(ADD).bind(account.0).bind(hash).execute(conn).await.map(drop))?;
    }
    Ok(())
}

/// Uses up a code for a lost device; false when there is no such code.
pub async fn use_code(tx: &mut Tx, account: AccountId, hash: &str) -> Result<bool> {
    const SQL: &str = "DELETE FROM recovery_code WHERE account_id = $1 AND hash = $2 RETURNING account_id";
    let row: Option<(i64,)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).bind(hash).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// How many codes for a lost device are left.
pub async fn codes_left(tx: &mut Tx, account: AccountId) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM recovery_code WHERE account_id = $1";
    let (count,): (i64,) = on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).fetch_one(conn).await)?;
    Ok(count)
}
