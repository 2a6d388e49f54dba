//! What people are told, and whether a letter told it too.

use std::collections::HashSet;

use domain::id::{AccountId, PlanId};
use domain::notice::{Notice, NoticeKind, Preference};
use domain::year::Year;

use super::Result;
use crate::db::{Error, Tx};
use crate::on;

/// A notice that is made, for whoever it is.
#[derive(Clone, Debug)]
pub struct NewNotice<'a> {
    /// When, RFC 3339 in UTC.
    pub at: &'a str,
    /// About what.
    pub kind: NoticeKind,
    /// Code of the indicator or institution.
    pub code: &'a str,
    /// Year.
    pub year: Year,
    /// What was said, or the last day.
    pub text: &'a str,
    /// Made once only for each person, kind, year, code and this; None is always a new one.
    pub once: Option<&'a str>,
}

/// Tells somebody. What was made before with the same `once` is not made again.
pub async fn add(tx: &mut Tx, account: AccountId, plan: PlanId, notice: &NewNotice<'_>) -> Result<()> {
    const SQL: &str = "INSERT INTO notice (account_id, plan_id, at, kind, code, year, text, once)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8) ON CONFLICT DO NOTHING";
    on!(tx, |conn| sqlx::query(SQL)
        .bind(account.0)
        .bind(plan.0)
        .bind(notice.at)
        .bind(notice.kind.word())
        .bind(notice.code)
        .bind(i64::from(notice.year))
        .bind(notice.text)
        .bind(notice.once)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// The reminders of a plan that were made, as account, kind, year, institution and last day.
pub async fn reminders(tx: &mut Tx, plan: PlanId) -> Result<HashSet<(AccountId, NoticeKind, Year, String, String)>> {
    const SQL: &str = "SELECT account_id, kind, year, code, once FROM notice WHERE plan_id = $1 AND once IS NOT NULL";
    type Row = (i64, String, i64, String, String);
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    let read = |(account, word, year, code, day): Row| Ok((AccountId(account), kind(&word)?, year as Year, code, day));
    rows.into_iter().map(read).collect()
}

type Row = (i64, String, String, String, String, i64, String, Option<String>);

fn kind(word: &str) -> Result<NoticeKind> {
    NoticeKind::of(word).ok_or_else(|| Error::Unreadable(format!("notice `{word}`")))
}

fn notice((id, at, word, plan, code, year, text, read_at): Row) -> Result<Notice> {
    Ok(Notice { id, at, kind: kind(&word)?, plan, code, year: year as Year, text, read: read_at.is_some() })
}

/// Somebody's newest notices, newest first.
pub async fn list(tx: &mut Tx, account: AccountId, limit: i64) -> Result<Vec<Notice>> {
    const SQL: &str = "SELECT n.id, n.at, n.kind, p.slug, n.code, n.year, n.text, n.read_at
        FROM notice n JOIN plan p ON p.id = n.plan_id WHERE n.account_id = $1 ORDER BY n.id DESC LIMIT $2";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).bind(limit).fetch_all(conn).await)?;
    rows.into_iter().map(notice).collect()
}

/// How many somebody has not read.
pub async fn unread(tx: &mut Tx, account: AccountId) -> Result<i64> {
    const SQL: &str = "SELECT COUNT(*) FROM notice WHERE account_id = $1 AND read_at IS NULL";
    let (count,): (i64,) = on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).fetch_one(conn).await)?;
    Ok(count)
}

/// Marks one of somebody's notices as read.
pub async fn mark_read(tx: &mut Tx, account: AccountId, id: i64, at: &str) -> Result<()> {
    const SQL: &str = "UPDATE notice SET read_at = $3 WHERE id = $2 AND account_id = $1 AND read_at IS NULL";
    on!(tx, |conn| sqlx::query(SQL).bind(account.0).bind(id).bind(at).execute(conn).await.map(drop))?;
    Ok(())
}

/// How often somebody wants letters.
pub async fn preference(tx: &mut Tx, account: AccountId) -> Result<Preference> {
    const SQL: &str = "SELECT notify FROM account WHERE id = $1";
    let (word,): (String,) = on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).fetch_one(conn).await)?;
    preferred(&word)
}

fn preferred(word: &str) -> Result<Preference> {
    Preference::of(word).ok_or_else(|| Error::Unreadable(format!("preference `{word}`")))
}

/// Sets how often somebody wants letters.
pub async fn set_preference(tx: &mut Tx, account: AccountId, preference: Preference) -> Result<()> {
    const SQL: &str = "UPDATE account SET notify = $2 WHERE id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(account.0).bind(preference.word()).execute(conn).await.map(drop))?;
    Ok(())
}

/// Whoever has notices that no letter told, may sign in, and wants a letter on this day (ISO 8601).
pub async fn expecting(tx: &mut Tx, today: &str) -> Result<Vec<AccountId>> {
    const SQL: &str = "SELECT DISTINCT n.account_id FROM notice n JOIN account a ON a.id = n.account_id
        WHERE n.mailed_at IS NULL AND n.read_at IS NULL AND a.notify <> 'never' AND a.disabled_at IS NULL
            AND (a.notify = 'at_once' OR NOT EXISTS
                (SELECT 1 FROM notice m WHERE m.account_id = n.account_id AND m.mailed_at >= $1))
        ORDER BY n.account_id";
    let rows: Vec<(i64,)> = on!(tx, |conn| sqlx::query_as(SQL).bind(today).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(account,)| AccountId(account)).collect())
}

/// Locks somebody's letters until the transaction ends, and gives how often they are wanted and when the last
/// one was sent. None when there is no such account any more.
pub async fn lock_letters(tx: &mut Tx, account: AccountId) -> Result<Option<(Preference, Option<String>)>> {
    const LOCK: &str = "UPDATE account SET notify = notify WHERE id = $1 RETURNING notify";
    const LAST: &str = "SELECT MAX(mailed_at) FROM notice WHERE account_id = $1 AND mailed_at <> ''";
    let row: Option<(String,)> = on!(&mut *tx, |conn| sqlx::query_as(LOCK).bind(account.0).fetch_optional(conn).await)?;
    let Some((word,)) = row else { return Ok(None) };
    let (last,): (Option<String>,) = on!(tx, |conn| sqlx::query_as(LAST).bind(account.0).fetch_one(conn).await)?;
    Ok(Some((preferred(&word)?, last)))
}

/// Takes what waits for a letter, so that nobody else sends it; `at` empty says that no letter will go out. In
/// the order in which it came.
pub async fn take(tx: &mut Tx, account: AccountId, at: &str) -> Result<Vec<Notice>> {
    const SQL: &str = "UPDATE notice SET mailed_at = $2
        WHERE account_id = $1 AND mailed_at IS NULL AND read_at IS NULL
        RETURNING id, at, kind, (SELECT slug FROM plan WHERE plan.id = notice.plan_id), code, year, text, read_at";
    let rows: Vec<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).bind(at).fetch_all(conn).await)?;
    let mut taken = rows.into_iter().map(notice).collect::<Result<Vec<Notice>>>()?;
    taken.sort_by_key(|notice| notice.id);
    Ok(taken)
}
