//! Files on their way, and the files that came.

use domain::id::AccountId;

use super::Result;
use crate::db::Tx;
use crate::on;

/// An upload.
#[derive(Clone, Debug, PartialEq)]
pub struct Stored {
    /// Its id.
    pub id: String,
    /// Name of the file.
    pub name: String,
    /// Bytes that will come.
    pub size: i64,
    /// Bytes that came.
    pub received: i64,
    /// The hash that the sender has told.
    pub expected: Option<String>,
    /// Hash and media type of the file, when all of it came.
    pub file: Option<(String, String)>,
}

/// Begins one.
pub async fn add(tx: &mut Tx, upload: &Stored, account: AccountId, at: &str) -> Result<()> {
    const SQL: &str = "INSERT INTO upload (id, account_id, name, size, received, expected, started_at)
        VALUES ($1, $2, $3, $4, 0, $5, $6)";
    on!(tx, |conn| {
        let query = sqlx::query(SQL).bind(&upload.id).bind(account.0).bind(&upload.name).bind(upload.size);
        query.bind(&upload.expected).bind(at).execute(conn).await.map(drop)
    })?;
    Ok(())
}

/// One of an account.
pub async fn get(tx: &mut Tx, id: &str, account: AccountId) -> Result<Option<Stored>> {
    const SQL: &str = "SELECT u.id, u.name, u.size, u.received, u.expected, u.hash, f.media_type
        FROM upload u LEFT JOIN file f ON f.hash = u.hash WHERE u.id = $1 AND u.account_id = $2";
    type Row = (String, String, i64, i64, Option<String>, Option<String>, Option<String>);
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(id).bind(account.0).fetch_optional(conn).await)?;
    Ok(row.map(|(id, name, size, received, expected, hash, media_type)| Stored {
        id,
        name,
        size,
        received,
        expected,
        file: hash.zip(media_type),
    }))
}

/// Bytes of an account that no update names yet.
pub async fn pending(tx: &mut Tx, account: AccountId) -> Result<i64> {
    const SQL: &str = "SELECT CAST(COALESCE(SUM(size), 0) AS BIGINT) FROM upload
        WHERE account_id = $1 AND attached_at IS NULL";
    let (bytes,): (i64,) = on!(tx, |conn| sqlx::query_as(SQL).bind(account.0).fetch_one(conn).await)?;
    Ok(bytes)
}

/// Notes that bytes came.
pub async fn set_received(tx: &mut Tx, id: &str, received: i64) -> Result<()> {
    const SQL: &str = "UPDATE upload SET received = $2 WHERE id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(id).bind(received).execute(conn).await.map(drop))?;
    Ok(())
}

/// Notes the file that an upload has become. False when the upload is gone.
pub async fn finish(tx: &mut Tx, upload: &Stored, hash: &str, media_type: &str, at: &str) -> Result<bool> {
    // Waits for whoever forgets the same file at this moment.
    const ADD: &str = "INSERT INTO file (hash, size, media_type, stored_at) VALUES ($1, $2, $3, $4)
        ON CONFLICT (hash) DO NOTHING";
    const SET: &str = "UPDATE upload SET hash = $2, received = size WHERE id = $1 RETURNING id";
    on!(tx, |conn| {
        let query = sqlx::query(ADD).bind(hash).bind(upload.size).bind(media_type).bind(at);
        query.execute(conn).await.map(drop)
    })?;
    let set: Option<(String,)> =
        on!(tx, |conn| sqlx::query_as(SET).bind(&upload.id).bind(hash).fetch_optional(conn).await)?;
    Ok(set.is_some())
}

/// Notes that an update names the file.
pub async fn attach(tx: &mut Tx, account: AccountId, hash: &str, at: &str) -> Result<()> {
    const SQL: &str = "UPDATE upload SET attached_at = $3
        WHERE account_id = $1 AND hash = $2 AND attached_at IS NULL";
    on!(tx, |conn| sqlx::query(SQL).bind(account.0).bind(hash).bind(at).execute(conn).await.map(drop))?;
    Ok(())
}

/// Ends one.
pub async fn remove(tx: &mut Tx, id: &str) -> Result<()> {
    const SQL: &str = "DELETE FROM upload WHERE id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(id).execute(conn).await.map(drop))?;
    Ok(())
}

/// What was forgotten: the content of these is to be removed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Forgotten {
    /// Ids of uploads.
    pub uploads: Vec<String>,
    /// Hashes of files.
    pub files: Vec<String>,
}

/// Forgets uploads that began before a time, and files stored before it that no update names.
pub async fn remove_old(tx: &mut Tx, before: &str) -> Result<Forgotten> {
    const UPLOADS: &str = "DELETE FROM upload WHERE started_at < $1 RETURNING id";
    const FILES: &str = "DELETE FROM file WHERE stored_at < $1
        AND NOT EXISTS (SELECT 1 FROM upload u WHERE u.hash = file.hash)
        AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.hash = file.hash) RETURNING hash";
    let uploads: Vec<(String,)> = on!(tx, |conn| sqlx::query_as(UPLOADS).bind(before).fetch_all(conn).await)?;
    let files: Vec<(String,)> = on!(tx, |conn| sqlx::query_as(FILES).bind(before).fetch_all(conn).await)?;
    let plain = |rows: Vec<(String,)>| rows.into_iter().map(|(text,)| text).collect();
    Ok(Forgotten { uploads: plain(uploads), files: plain(files) })
}
