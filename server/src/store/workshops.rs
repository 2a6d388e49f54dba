//! Workshops: their rows, join codes, agendas and what happened in them. People and what they say: `rooms`.

use domain::id::{AccountId, PlanId, WorkshopId};
use domain::workshop::item::{Decision, ItemState, Kind, Reason};
use domain::workshop::run::Setup;
use domain::workshop::tally::{Ballot, Tally};
use domain::workshop::{Light, WorkshopState};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sqlx::types::Json;

use super::{Result, parse, print};
use crate::db::{Error, Tx};
use crate::on;

/// What is in the body of a workshop.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Body {
    /// What was decided before.
    pub setup: Setup,
    /// Numbers of items, participants, proposals and comments that were given.
    #[serde(default)]
    pub numbers: i64,
    /// Decisions that were made.
    #[serde(default)]
    pub decisions: i64,
    /// When people were let in.
    #[serde(default)]
    pub opened_at: Option<String>,
    /// When it ended.
    #[serde(default)]
    pub closed_at: Option<String>,
    /// The plan's revision when people were let in.
    #[serde(default)]
    pub plan_revision: i64,
    /// The plan version that was made of it.
    #[serde(default)]
    pub version: Option<i64>,
    /// The join code that works.
    #[serde(default)]
    pub code: Option<String>,
    /// Until when.
    #[serde(default)]
    pub code_until: Option<String>,
    /// Green lights.
    #[serde(default)]
    pub lights: Vec<Light>,
    /// Names of those who led it.
    #[serde(default)]
    pub led_by: Vec<String>,
}

/// A workshop as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct Head {
    /// Its row.
    pub id: WorkshopId,
    /// Its plan's row.
    pub plan: PlanId,
    /// Where it stands.
    pub state: WorkshopState,
    /// Counts the changes.
    pub revision: i64,
    /// Number of the item on the screens.
    pub current: Option<i64>,
    /// The rest.
    pub body: Body,
}

type Row = (i64, i64, String, i64, Option<i64>, String);

fn head((id, plan, state, revision, current, body): Row) -> Result<Head> {
    let state = WorkshopState::of(&state).ok_or_else(|| Error::Unreadable(format!("state `{state}`")))?;
    Ok(Head { id: WorkshopId(id), plan: PlanId(plan), state, revision, current, body: parse(&body)? })
}

/// All workshops, newest first, with the number of their items and of those that are decided.
pub async fn list(tx: &mut Tx) -> Result<Vec<(Head, i64, i64)>> {
    const SQL: &str = "SELECT w.id, w.plan_id, w.state, w.revision, w.current_item, CAST(w.body AS TEXT),
            (SELECT COUNT(*) FROM workshop_item i WHERE i.workshop_id = w.id),
            (SELECT COUNT(*) FROM workshop_item i WHERE i.workshop_id = w.id
                AND i.state NOT IN ('waiting', 'open', 'closed'))
        FROM workshop w ORDER BY w.id DESC";
    type Counted = (i64, i64, String, i64, Option<i64>, String, i64, i64);
    let rows: Vec<Counted> = on!(tx, |conn| sqlx::query_as(SQL).fetch_all(conn).await)?;
    let read = |(id, plan, state, revision, current, body, items, decided): Counted| {
        Ok((head((id, plan, state, revision, current, body))?, items, decided))
    };
    rows.into_iter().map(read).collect()
}

/// One of them.
pub async fn get(tx: &mut Tx, id: WorkshopId) -> Result<Option<Head>> {
    const SQL: &str = "SELECT id, plan_id, state, revision, current_item, CAST(body AS TEXT)
        FROM workshop WHERE id = $1";
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_optional(conn).await)?;
    row.map(head).transpose()
}

/// The same, and nobody else writes to this workshop until the transaction ends.
pub async fn lock(tx: &mut Tx, id: WorkshopId) -> Result<Option<Head>> {
    const SQL: &str = "UPDATE workshop SET revision = revision WHERE id = $1
        RETURNING id, plan_id, state, revision, current_item, CAST(body AS TEXT)";
    let row: Option<Row> = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_optional(conn).await)?;
    row.map(head).transpose()
}

/// Adds a draft.
pub async fn add(tx: &mut Tx, plan: PlanId, body: &Body) -> Result<WorkshopId> {
    const SQL: &str = "INSERT INTO workshop (plan_id, state, revision, current_item, body)
        VALUES ($1, 'draft', 0, NULL, $2) RETURNING id";
    let body = print(body)?;
    let (id,): (i64,) = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).bind(body).fetch_one(conn).await)?;
    Ok(WorkshopId(id))
}

/// Writes one that is locked.
pub async fn set(tx: &mut Tx, head: &Head) -> Result<()> {
    const SQL: &str = "UPDATE workshop SET state = $2, revision = $3, current_item = $4, body = $5 WHERE id = $1";
    let body = print(&head.body)?;
    on!(tx, |conn| sqlx::query(SQL)
        .bind(head.id.0)
        .bind(head.state.word())
        .bind(head.revision)
        .bind(head.current)
        .bind(body)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// Removes one with everything in it.
pub async fn remove(tx: &mut Tx, id: WorkshopId) -> Result<()> {
    const SQL: &str = "DELETE FROM workshop WHERE id = $1";
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).execute(conn).await.map(drop))?;
    Ok(())
}

/// Revision of a workshop and public revision of its plan: what tells that something changed.
pub async fn revisions(tx: &mut Tx, id: WorkshopId) -> Result<Option<(i64, i64)>> {
    const SQL: &str = "SELECT w.revision, p.public_revision FROM workshop w JOIN plan p ON p.id = w.plan_id
        WHERE w.id = $1";
    Ok(on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_optional(conn).await)?)
}

/// Adds a join code; false when it is taken.
pub async fn add_code(tx: &mut Tx, id: WorkshopId, code: &str, until: &str) -> Result<bool> {
    const SQL: &str = "INSERT INTO workshop_code (code, workshop_id, until) VALUES ($1, $2, $3)
        ON CONFLICT (code) DO NOTHING RETURNING code";
    let row: Option<(String,)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(code).bind(id.0).bind(until).fetch_optional(conn).await)?;
    Ok(row.is_some())
}

/// The workshop of a code, and until when people join with it.
pub async fn find_code(tx: &mut Tx, code: &str) -> Result<Option<(WorkshopId, String)>> {
    const SQL: &str = "SELECT workshop_id, until FROM workshop_code WHERE code = $1";
    let row: Option<(i64, String)> = on!(tx, |conn| sqlx::query_as(SQL).bind(code).fetch_optional(conn).await)?;
    Ok(row.map(|(id, until)| (WorkshopId(id), until)))
}

/// Ends all codes of a workshop that end later.
pub async fn end_codes(tx: &mut Tx, id: WorkshopId, at: &str) -> Result<()> {
    const SQL: &str = "UPDATE workshop_code SET until = $2 WHERE workshop_id = $1 AND until > $2";
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).bind(at).execute(conn).await.map(drop))?;
    Ok(())
}

/// What was counted when an item was closed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    /// The count.
    pub tally: Tally,
    /// Why people object or agree with changes.
    #[serde(default)]
    pub reasons: Vec<Reason>,
}

/// What is in the body of an item.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct ItemBody {
    /// Minutes that are meant for it.
    #[serde(default)]
    pub minutes: u32,
    /// Group with which it may be passed.
    #[serde(default)]
    pub group: String,
    /// Counts what facilitators do with it.
    #[serde(default)]
    pub version: i64,
    /// When positions were asked for last.
    #[serde(default)]
    pub opened_at: Option<String>,
    /// Since when it is on, while it is neither waiting nor decided.
    #[serde(default)]
    pub on_since: Option<String>,
    /// Seconds that it was on before.
    #[serde(default)]
    pub spent: u32,
    /// Ballots that were entered.
    #[serde(default)]
    pub ballots: Vec<Ballot>,
    /// The count, once it is closed.
    #[serde(default)]
    pub counted: Option<Counted>,
    /// The decision.
    #[serde(default)]
    pub decision: Option<Decision>,
}

/// An item as stored.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredItem {
    /// Number.
    pub n: i64,
    /// What it is about.
    pub kind: Kind,
    /// Code of the node or indicator.
    pub code: String,
    /// Where it stands.
    pub state: ItemState,
    /// The rest.
    pub body: ItemBody,
}

/// The agenda, in order.
pub async fn items(tx: &mut Tx, id: WorkshopId) -> Result<Vec<StoredItem>> {
    const SQL: &str = "SELECT n, kind, code, state, CAST(body AS TEXT) FROM workshop_item
        WHERE workshop_id = $1 ORDER BY position, n";
    let rows: Vec<(i64, String, String, String, String)> =
        on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).fetch_all(conn).await)?;
    let read = |(n, kind, code, state, body): (i64, String, String, String, String)| {
        let known = Kind::of(&kind).zip(ItemState::of(&state));
        let (kind, state) = known.ok_or_else(|| Error::Unreadable(format!("item `{kind}`, `{state}`")))?;
        Ok(StoredItem { n, kind, code, state, body: parse(&body)? })
    };
    rows.into_iter().map(read).collect()
}

/// Where one item stands.
pub async fn item_state(tx: &mut Tx, id: WorkshopId, n: i64) -> Result<Option<ItemState>> {
    const SQL: &str = "SELECT state FROM workshop_item WHERE workshop_id = $1 AND n = $2";
    let row: Option<(String,)> = on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).bind(n).fetch_optional(conn).await)?;
    Ok(row.and_then(|(state,)| ItemState::of(&state)))
}

/// Adds an item or writes the one with this number, at a place in the agenda.
pub async fn set_item(tx: &mut Tx, id: WorkshopId, position: usize, item: &StoredItem) -> Result<()> {
    const SQL: &str = "INSERT INTO workshop_item (workshop_id, n, position, state, kind, code, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7)
        ON CONFLICT (workshop_id, n) DO UPDATE SET position = excluded.position, state = excluded.state,
            body = excluded.body";
    let body = print(&item.body)?;
    on!(tx, |conn| sqlx::query(SQL)
        .bind(id.0)
        .bind(item.n)
        .bind(position as i64)
        .bind(item.state.word())
        .bind(item.kind.word())
        .bind(&item.code)
        .bind(body)
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// Takes an item from the agenda.
pub async fn remove_item(tx: &mut Tx, id: WorkshopId, n: i64) -> Result<()> {
    const SQL: &str = "DELETE FROM workshop_item WHERE workshop_id = $1 AND n = $2";
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).bind(n).execute(conn).await.map(drop))?;
    Ok(())
}

/// Something that happened in a workshop.
#[derive(Clone, Debug, PartialEq)]
pub struct StoredEvent {
    /// Revision of the workshop after it.
    pub revision: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// Name of who did it.
    pub actor: String,
    /// Whose account it was; none for participants.
    pub account: Option<AccountId>,
    /// What changed: `workshop`, `agenda`, `item`, `participant`.
    pub event: String,
    /// Number of the item.
    pub item: Option<i64>,
    /// Number of the participant.
    pub participant: Option<i64>,
    /// What was done, for the record.
    pub body: Value,
}

/// Adds one.
pub async fn add_event(tx: &mut Tx, id: WorkshopId, event: &StoredEvent) -> Result<()> {
    const SQL: &str = "INSERT INTO workshop_event
        (workshop_id, revision, at, actor, account_id, event, item, participant, body)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)";
    on!(tx, |conn| sqlx::query(SQL)
        .bind(id.0)
        .bind(event.revision)
        .bind(&event.at)
        .bind(&event.actor)
        .bind(event.account.map(|account| account.0))
        .bind(&event.event)
        .bind(event.item)
        .bind(event.participant)
        .bind(Json(&event.body))
        .execute(conn)
        .await
        .map(drop))?;
    Ok(())
}

/// What changed after a revision, oldest first: revision, event, item, participant.
pub async fn touched(
    tx: &mut Tx,
    id: WorkshopId,
    after: i64,
    limit: i64,
) -> Result<Vec<(i64, String, Option<i64>, Option<i64>)>> {
    const SQL: &str = "SELECT revision, event, item, participant FROM workshop_event
        WHERE workshop_id = $1 AND revision > $2 ORDER BY revision LIMIT $3";
    Ok(on!(tx, |conn| sqlx::query_as(SQL).bind(id.0).bind(after).bind(limit).fetch_all(conn).await)?)
}
