//! Links that work once, by the hash of their secret.

use domain::id::AccountId;

use super::Result;
use crate::db::Tx;
use crate::on;

/// A link.
#[derive(Clone, Debug)]
pub struct Link {
    /// Whose.
    pub account: AccountId,
    /// The word of what it is for.
    pub purpose: String,
    /// When it was made, RFC 3339.
    pub made_at: String,
}

/// A link.
pub async fn get(tx: &mut Tx, secret: &str) -> Result<Option<Link>> {
    const SQL: &str = "SELECT account_id, purpose, made_at FROM link WHERE secret = $1";
    let row: Option<(i64, String, String)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(secret).fetch_optional(conn).await)?;
    Ok(row.map(|(account, purpose, made_at)| Link { account: AccountId(account), purpose, made_at }))
}

/// Adds a link.
pub async fn add(tx: &mut Tx, secret: &str, account: AccountId, purpose: &str, at: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO link (secret, account_id, purpose, made_at) VALUES ($1, $2, $3, $4)";
    on!(tx, |conn| sqlx::query(SQL).bind(secret).bind(account.0).bind(purpose).bind(at).execute(conn).await.map(drop))?;
    Ok(())
}

/// Ends all links of an account.
pub async fn remove_of(tx: &mut Tx, account: AccountId) -> Result<()> {
    const SQL: &str = "DELETE FROM link WHERE account_id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(account.0).execute(conn).await.map(drop))?;
    Ok(())
}

/// Forgets those that were made before a time.
pub async fn remove_old(tx: &mut Tx, before: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM link WHERE made_at < $1";
    on!(tx, |conn| sqlx::query(SQL).bind(before).execute(conn).await.map(drop))?;
    Ok(())
}
