//! Who holds which post in which plan.

use domain::account::{Membership, Role};
use domain::id::{AccountId, MembershipId, PlanId};
use domain::people::Post;

use super::Result;
use crate::db::{Error, Tx};
use crate::on;

/// A post as stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredPost {
    /// Whose.
    pub account: AccountId,
    /// In which plan.
    pub plan: PlanId,
    /// The post, with its row.
    pub post: Post,
}

type Row = (i64, i64, i64, String, String, String, String, String, String);

fn stored((id, account, plan_id, plan, institution, post, role, from, until): Row) -> Result<StoredPost> {
    let role = Role::of(&role).ok_or_else(|| Error::Unreadable(format!("role `{role}`")))?;
    let membership = Membership { plan, institution, post, role, from, until };
    let post = Post { id: MembershipId(id), membership };
    Ok(StoredPost { account: AccountId(account), plan: PlanId(plan_id), post })
}

/// The posts of an account, past and future ones too, in the order in which they were given.
pub async fn of_account(tx: &mut Tx, account: AccountId) -> Result<Vec<StoredPost>> {
    const SQL: &str = "SELECT m.id, m.account_id, m.plan_id, p.slug, m.institution, m.post, m.role,
            m.first_day, m.last_day
        FROM membership m JOIN plan p ON p.id = m.plan_id WHERE m.account_id = $1 ORDER BY m.id";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).fetch_all(conn).await)?;
    rows.into_iter().map(stored).collect()
}

/// The posts of a plan, past and future ones too, in the order in which they were given.
pub async fn of_plan(tx: &mut Tx, plan: PlanId) -> Result<Vec<StoredPost>> {
    const SQL: &str = "SELECT m.id, m.account_id, m.plan_id, p.slug, m.institution, m.post, m.role,
            m.first_day, m.last_day
        FROM membership m JOIN plan p ON p.id = m.plan_id WHERE m.plan_id = $1 ORDER BY m.id";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    rows.into_iter().map(stored).collect()
}

/// One post.
pub async fn get(tx: &mut Tx, id: MembershipId) -> Result<Option<StoredPost>> {
    const SQL: &str = "SELECT m.id, m.account_id, m.plan_id, p.slug, m.institution, m.post, m.role,
            m.first_day, m.last_day
        FROM membership m JOIN plan p ON p.id = m.plan_id WHERE m.id = $1";
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_optional(conn).await)?;
    row.map(stored).transpose()
}

/// Gives a post.
pub async fn add(tx: &mut Tx, account: AccountId, plan: PlanId, post: &Membership) -> Result<MembershipId> {
    const SQL: &str = "INSERT INTO membership (account_id, plan_id, institution, post, role, first_day, last_day)
        VALUES ($1, $2, $3, $4, $5, $6, $7) RETURNING id";
    let (id,): (i64,) = on!(tx, |conn| sqlx::query_as(SQL)
        .bind(account.0)
        .bind(plan.0)
        .bind(&post.institution)
        .bind(&post.post)
        .bind(post.role.word())
        .bind(&post.from)
        .bind(&post.until)
        .fetch_one(conn)
        .await)?;
    Ok(MembershipId(id))
}

/// Sets the last day of a post; empty is no end.
pub async fn set_until(tx: &mut Tx, id: MembershipId, until: &str) -> Result<()> {
    const SQL: &str = "UPDATE membership SET last_day = $2 WHERE id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).bind(until).execute(conn).await.map(drop))?;
    Ok(())
}
