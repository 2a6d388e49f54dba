//! Who holds which post in which plan.

use domain::account::{Membership, Role};
use domain::id::{AccountId, PlanId};

use super::Result;
use crate::db::{Error, Tx};
use crate::on;

type Row = (String, String, String, String, String, String);

fn membership((plan, institution, post, role, from, until): Row) -> Result<Membership> {
    let role = Role::of(&role).ok_or_else(|| Error::Unreadable(format!("role `{role}`")))?;
    Ok(Membership { plan, institution, post, role, from, until })
}

/// The posts of an account, past and future ones too, in the order in which they were given.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<Membership>> {
    const SQL: &str = "SELECT p.slug, m.institution, m.post, m.role, m.first_day, m.last_day
        FROM membership m JOIN plan p ON p.id = m.plan_id WHERE m.account_id = $1 ORDER BY m.id";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).fetch_all(conn).await)?;
    rows.into_iter().map(membership).collect()
}

/// Gives a post.
pub async fn add(tx: &mut Tx, account: AccountId, plan: PlanId, post: &Membership) -> Result<()> {
    const SQL: &str = "INSERT INTO membership (account_id, plan_id, institution, post, role, first_day, last_day)
        VALUES ($1, $2, $3, $4, $5, $6, $7)";
    on!(tx, |conn| sqlx::query(SQL)
        .bind(account.0)
        .bind(plan.0)
        .bind(&post.institution)
        .bind(&post.post)
        .bind(post.role.word())
        .bind(&post.from)
        .bind(&post.until)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}
