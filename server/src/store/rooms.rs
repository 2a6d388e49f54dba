//! People in workshops, their positions, and what they say.

use domain::id::WorkshopId;
use domain::text::Lang;
use domain::workshop::proposal::{Comment, Proposal};
use domain::workshop::room::OwnPosition;
use domain::workshop::run::RecordedPosition;
use domain::workshop::tally::Position;
use serde::{Deserialize, Serialize};

use super::{Result, parse, print};
use crate::db::{Error, Tx};
use crate::on;

/// What is in the body of a participant.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ParticipantBody {
    /// Name.
    pub name: String,
    /// Code of an invited institution; empty for another.
    #[serde(default)]
    pub institution: String,
    /// What the other institution is called.
    #[serde(default)]
    pub other: String,
    /// Language.
    pub language: Lang,
    /// When they joined.
    pub joined_at: String,
    /// When the hand was raised.
    #[serde(default)]
    pub hand_at: Option<String>,
    /// What lets them in on another phone, and until when.
    #[serde(default)]
    pub pass: Option<(String, String)>,
}

/// A participant as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredParticipant {
    /// Number.
    pub n: i64,
    /// A facilitator removed them.
    pub removed: bool,
    /// The rest.
    pub body: ParticipantBody,
}

fn participant((n, removed, body): (i64, i64, String)) -> Result<StoredParticipant> {
    Ok(StoredParticipant { n, removed: removed != 0, body: parse(&body)? })
}

/// All of a workshop, in the order in which they joined.
pub async fn participants(tx: &mut Tx, id: WorkshopId) -> Result<Vec<StoredParticipant>> {
    const SQL: &str = "SELECT n, removed, CAST(body AS TEXT) FROM workshop_participant
        WHERE workshop_id = $1 ORDER BY n";
    let rows: Vec<(i64, i64, String)> = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_all(conn).await)?;
    rows.into_iter().map(participant).collect()
}

/// Whose token has this hash, with the workshop.
pub async fn find_token(tx: &mut Tx, token: &str) -> Result<Option<(WorkshopId, StoredParticipant)>> {
    const SQL: &str = "SELECT workshop_id, n, removed, CAST(body AS TEXT) FROM workshop_participant WHERE token = $1";
    let row: Option<(i64, i64, i64, String)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(token).fetch_optional(conn).await)?;
    row.map(|(id, n, removed, body)| Ok((WorkshopId(id), participant((n, removed, body))?))).transpose()
}

/// Number of the participant who joined with this key.
pub async fn find_join(tx: &mut Tx, id: WorkshopId, key: &str) -> Result<Option<i64>> {
    const SQL: &str = "SELECT n FROM workshop_participant WHERE workshop_id = $1 AND join_key = $2";
    let row: Option<(i64,)> = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).bind(key).fetch_optional(conn).await)?;
    Ok(row.map(|(n,)| n))
}

/// Adds a participant.
pub async fn add(
    tx: &mut Tx,
    id: WorkshopId,
    n: i64,
    (token, key): (&str, &str),
    body: &ParticipantBody,
) -> Result<()> {
    const SQL: &str = "INSERT INTO workshop_participant (workshop_id, n, token, join_key, removed, body)
        VALUES ($1, $2, $3, $4, 0, $5)";
    let body = print(body)?;
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).bind(n).bind(token).bind(key).bind(body).execute(conn).await.map(drop))?;
    Ok(())
}

/// Gives a participant another token; the old one ends.
pub async fn set_token(tx: &mut Tx, id: WorkshopId, n: i64, token: &str) -> Result<()> {
    const SQL: &str = "UPDATE workshop_participant SET token = $3 WHERE workshop_id = $1 AND n = $2";
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).bind(n).bind(token).execute(conn).await.map(drop))?;
    Ok(())
}

/// Writes a participant.
pub async fn set(tx: &mut Tx, id: WorkshopId, participant: &StoredParticipant) -> Result<()> {
    const SQL: &str = "UPDATE workshop_participant SET removed = $3, body = $4 WHERE workshop_id = $1 AND n = $2";
    let (removed, body) = (i64::from(participant.removed), print(&participant.body)?);
    on!(tx, |conn| sqlx::query(SQL)
        .bind(id.0)
        .bind(participant.n)
        .bind(removed)
        .bind(body)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// Numbers of those who were removed.
pub async fn removed(tx: &mut Tx, id: WorkshopId) -> Result<Vec<i64>> {
    const SQL: &str = "SELECT n FROM workshop_participant WHERE workshop_id = $1 AND removed = 1";
    let rows: Vec<(i64,)> = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(n,)| n).collect())
}

/// Notes a key that a participant's browser made up; false when it was here before.
pub async fn note_key(tx: &mut Tx, id: WorkshopId, participant: i64, key: &str, item: i64, at: &str) -> Result<bool> {
    const SQL: &str = "INSERT INTO workshop_key (workshop_id, participant, key, item, at) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (workshop_id, participant, key) DO NOTHING RETURNING item";
    let row: Option<(i64,)> = on!(tx, |conn| sqlx::query_as(SQL)
        .bind(id.0)
        .bind(participant)
        .bind(key)
        .bind(item)
        .bind(at)
        .fetch_optional(conn)
        .await)?;
    Ok(row.is_some())
}

/// True when this key was here before.
pub async fn has_key(tx: &mut Tx, id: WorkshopId, participant: i64, key: &str) -> Result<bool> {
    const SQL: &str = "SELECT item FROM workshop_key WHERE workshop_id = $1 AND participant = $2 AND key = $3";
    let row: Option<(i64,)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).bind(participant).bind(key).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// Sets somebody's position: the last one counts. False when a later one is there.
pub async fn set_position(tx: &mut Tx, id: WorkshopId, participant: i64, own: &OwnPosition, at: &str) -> Result<bool> {
    const SQL: &str = "INSERT INTO workshop_position (workshop_id, item, participant, position, reason, tap, at)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (workshop_id, item, participant) DO UPDATE SET position = excluded.position,
            reason = excluded.reason, tap = excluded.tap, at = excluded.at
        WHERE workshop_position.tap <= excluded.tap RETURNING item";
    let row: Option<(i64,)> = on!(tx, |conn| sqlx::query_as(SQL)
        .bind(id.0)
        .bind(own.item)
        .bind(participant)
        .bind(own.position.word())
        .bind(&own.reason)
        .bind(own.order)
        .bind(at)
        .fetch_optional(conn)
        .await)?;
    Ok(row.is_some())
}

/// How many of those who were not removed have answered an item.
pub async fn answered(tx: &mut Tx, id: WorkshopId, item: i64) -> Result<u32> {
    const SQL: &str = "SELECT COUNT(*) FROM workshop_position p
        JOIN workshop_participant w ON w.workshop_id = p.workshop_id AND w.n = p.participant AND w.removed = 0
        WHERE p.workshop_id = $1 AND p.item = $2";
    let (count,): (i64,) = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).bind(item).fetch_one(conn).await)?;
    Ok(u32::try_from(count).unwrap_or(u32::MAX))
}

fn position(word: &str) -> Result<Position> {
    Position::of(word).ok_or_else(|| Error::Unreadable(format!("position `{word}`")))
}

/// One's own positions.
pub async fn own(tx: &mut Tx, id: WorkshopId, participant: i64) -> Result<Vec<OwnPosition>> {
    const SQL: &str = "SELECT item, position, reason, tap FROM workshop_position
        WHERE workshop_id = $1 AND participant = $2 ORDER BY item";
    let rows: Vec<(i64, String, String, i64)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).bind(participant).fetch_all(conn).await)?;
    rows.into_iter()
        .map(|(item, word, reason, order)| Ok(OwnPosition { item, position: position(&word)?, reason, order }))
        .collect()
}

/// Positions on all items of those who were not removed, by item and participant.
pub async fn positions(tx: &mut Tx, id: WorkshopId) -> Result<Vec<(i64, RecordedPosition)>> {
    const SQL: &str = "SELECT p.item, p.participant, p.position, p.reason, p.at FROM workshop_position p
        JOIN workshop_participant w ON w.workshop_id = p.workshop_id AND w.n = p.participant AND w.removed = 0
        WHERE p.workshop_id = $1 ORDER BY p.item, p.participant";
    let rows: Vec<(i64, i64, String, String, String)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_all(conn).await)?;
    rows.into_iter()
        .map(|(item, participant, word, reason, at)| {
            Ok((item, RecordedPosition { participant, position: position(&word)?, reason, at }))
        })
        .collect()
}

/// Something that was said.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Said {
    Proposal(Proposal),
    Comment(Comment),
}

/// A remark as stored: the item that it is about, and what was said.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// Number of the item.
    pub item: i64,
    /// What.
    pub said: Said,
}

/// All remarks of a workshop, oldest first.
pub async fn remarks(tx: &mut Tx, id: WorkshopId) -> Result<Vec<Remark>> {
    const SQL: &str = "SELECT item, kind, CAST(body AS TEXT) FROM workshop_remark WHERE workshop_id = $1 ORDER BY id";
    let rows: Vec<(i64, String, String)> = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_all(conn).await)?;
    let read = |(item, kind, body): (i64, String, String)| {
        let said = match kind.as_str() {
            "proposal" => Said::Proposal(parse(&body)?),
            _ => Said::Comment(parse(&body)?),
        };
        Ok(Remark { item, said })
    };
    rows.into_iter().map(read).collect()
}

/// Adds a remark or writes the one with its number.
pub async fn set_remark(tx: &mut Tx, workshop: WorkshopId, remark: &Remark) -> Result<()> {
    const SQL: &str = "INSERT INTO workshop_remark (workshop_id, id, item, kind, body) VALUES ($1, $2, $3, $4, $5)
        ON CONFLICT (workshop_id, id) DO UPDATE SET body = excluded.body";
    let (id, kind, body) = match &remark.said {
        Said::Proposal(proposal) => (proposal.id, "proposal", print(proposal)?),
        Said::Comment(comment) => (comment.id, "comment", print(comment)?),
    };
    on!(tx, |conn| sqlx::query(SQL)
        .bind(workshop.0)
        .bind(id)
        .bind(remark.item)
        .bind(kind)
        .bind(body)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}
