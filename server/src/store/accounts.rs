//! People who can sign in.

use domain::id::{AccountId, PlanId};
use domain::people::AccountState;
use domain::text::Lang;

use super::Result;
use crate::db::{Error, Tx};
use crate::on;

/// Somebody who can sign in, or could.
#[derive(Clone, Debug)]
pub struct Account {
    /// Its row.
    pub id: AccountId,
    /// Address for mail, lower case; the name to sign in with.
    pub email: String,
    /// Name.
    pub name: String,
    /// Language of pages and mail.
    pub language: Lang,
    /// PHC string; None until the invitation is taken up.
    pub password: Option<String>,
    /// May not sign in any more.
    pub disabled: bool,
}

impl Account {
    /// Where it stands.
    pub fn state(&self) -> AccountState {
        match (self.disabled, &self.password) {
            (true, _) => AccountState::Disabled,
            (false, None) => AccountState::Invited,
            (false, Some(_)) => AccountState::Active,
        }
    }
}

pub(super) type Row = (i64, String, String, String, Option<String>, Option<String>);

pub(super) fn account((id, email, name, language, password, disabled_at): Row) -> Result<Account> {
    let language = language.parse().map_err(|_| Error::Unreadable(format!("language `{language}`")))?;
    Ok(Account { id: AccountId(id), email, name, language, password, disabled: disabled_at.is_some() })
}

/// An e-mail as it is stored and looked for.
pub fn normal_email(email: &str) -> String {
    email.trim().to_lowercase()
}

/// All accounts, by e-mail.
pub async fn list(tx: &mut Tx) -> Result<Vec<Account>> {
    const SQL: &str = "SELECT id, email, name, language, password, disabled_at FROM account ORDER BY email";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).fetch_all(conn).await)?;
    rows.into_iter().map(account).collect()
}

/// The accounts with posts in a plan, by e-mail.
pub async fn of_plan(tx: &mut Tx, plan: PlanId) -> Result<Vec<Account>> {
    const SQL: &str = "SELECT id, email, name, language, password, disabled_at FROM account
        WHERE id IN (SELECT account_id FROM membership WHERE plan_id = $1) ORDER BY email";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    rows.into_iter().map(account).collect()
}

/// One account.
pub async fn get(tx: &mut Tx, id: AccountId) -> Result<Option<Account>> {
    const SQL: &str = "SELECT id, email, name, language, password, disabled_at FROM account WHERE id = $1";
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_optional(conn).await)?;
    row.map(account).transpose()
}

/// The account of an e-mail.
pub async fn find(tx: &mut Tx, email: &str) -> Result<Option<Account>> {
    const SQL: &str = "SELECT id, email, name, language, password, disabled_at FROM account WHERE email = $1";
    let email = normal_email(email);
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(email).fetch_optional(conn).await)?;
    row.map(account).transpose()
}

/// Adds an account without a password.
pub async fn add(tx: &mut Tx, email: &str, name: &str, language: Lang, at: &str) -> Result<AccountId> {
    const SQL: &str = "INSERT INTO account (email, name, language, created_at) VALUES ($1, $2, $3, $4) RETURNING id";
    let email = normal_email(email);
    let (id,): (i64,) = on!(tx, |conn| sqlx::query_as(SQL)
        .bind(email)
        .bind(name)
        .bind(language.as_str())
        .bind(at)
        .fetch_one(conn)
        .await)?;
    Ok(AccountId(id))
}

/// Sets the hash of the password.
pub async fn set_password(tx: &mut Tx, id: AccountId, hash: &str) -> Result<()> {
    const SQL: &str = "UPDATE account SET password = $2 WHERE id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).bind(hash).execute(conn).await.map(drop))?;
    Ok(())
}

/// Sets the language of pages and mail.
pub async fn set_language(tx: &mut Tx, id: AccountId, language: Lang) -> Result<()> {
    const SQL: &str = "UPDATE account SET language = $2 WHERE id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).bind(language.as_str()).execute(conn).await.map(drop))?;
    Ok(())
}

/// Ends an account since a time, or takes it up again.
pub async fn set_disabled(tx: &mut Tx, id: AccountId, since: Option<&str>) -> Result<()> {
    const SQL: &str = "UPDATE account SET disabled_at = $2 WHERE id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).bind(since).execute(conn).await.map(drop))?;
    Ok(())
}
