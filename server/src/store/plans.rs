//! Plans: the header, and a whole plan at once.

use domain::document::{PlanData, PlanSummary};
use domain::id::PlanId;
use domain::plan::Plan;

use super::changes::Visibility;
use super::versions::{self, Step};
use super::{Result, parse, print, updates};
use crate::db::Tx;
use crate::on;

/// A plan as stored.
#[derive(Clone, Debug)]
pub struct StoredPlan {
    /// Its row.
    pub id: PlanId,
    /// Revision of its last public change.
    pub revision: i64,
    /// Everything in it.
    pub data: PlanData,
}

/// All plans, in the order in which they came.
pub async fn list(tx: &mut Tx) -> Result<Vec<PlanSummary>> {
    const SQL: &str = "SELECT p.public_revision, CAST(p.body AS TEXT),
        (SELECT COUNT(*) FROM indicator i WHERE i.plan_id = p.id)
        FROM plan p ORDER BY p.id";
    let rows: Vec<(i64, String, i64)> = on!(tx, |conn| sqlx::query_as(SQL).fetch_all(conn).await)?;
    rows.into_iter()
        .map(|(revision, body, indicators)| {
            let plan: Plan = parse(&body)?;
            Ok(PlanSummary {
                slug: plan.slug,
                title: plan.title,
                languages: plan.languages,
                default_language: plan.default_language,
                first_year: plan.first_year,
                last_year: plan.last_year,
                indicators,
                revision,
            })
        })
        .collect()
}

/// Row, address and public revision of all plans: what tells that something changed.
pub async fn revisions(tx: &mut Tx) -> Result<Vec<(PlanId, String, i64)>> {
    const SQL: &str = "SELECT id, slug, public_revision FROM plan ORDER BY id";
    let rows: Vec<(i64, String, i64)> = on!(tx, |conn| sqlx::query_as(SQL).fetch_all(conn).await)?;
    Ok(rows.into_iter().map(|(id, slug, revision)| (PlanId(id), slug, revision)).collect())
}

/// Row and public revision of a plan.
pub async fn find(tx: &mut Tx, slug: &str) -> Result<Option<(PlanId, i64)>> {
    const SQL: &str = "SELECT id, public_revision FROM plan WHERE slug = $1";
    let row: Option<(i64, i64)> = on!(tx, |conn| sqlx::query_as(SQL).bind(slug).fetch_optional(conn).await)?;
    Ok(row.map(|(id, revision)| (PlanId(id), revision)))
}

/// The revision that counts every write to a plan, for what not everybody may see.
pub async fn revision(tx: &mut Tx, slug: &str) -> Result<Option<i64>> {
    const SQL: &str = "SELECT revision FROM plan WHERE slug = $1";
    let row: Option<(i64,)> = on!(tx, |conn| sqlx::query_as(SQL).bind(slug).fetch_optional(conn).await)?;
    Ok(row.map(|(revision,)| revision))
}

/// Row and public revision of a plan, and nobody else writes to this plan until the transaction ends.
pub async fn lock(tx: &mut Tx, slug: &str) -> Result<Option<(PlanId, i64)>> {
    const SQL: &str = "UPDATE plan SET revision = revision WHERE slug = $1 RETURNING id, public_revision";
    let row: Option<(i64, i64)> = on!(tx, |conn| sqlx::query_as(SQL).bind(slug).fetch_optional(conn).await)?;
    Ok(row.map(|(id, revision)| (PlanId(id), revision)))
}

/// A whole plan, in three statements.
pub async fn get(tx: &mut Tx, slug: &str) -> Result<Option<StoredPlan>> {
    let Some(mut stored) = outline(tx, slug).await? else { return Ok(None) };
    stored.data.updates = updates::list(tx, stored.id).await?;
    Ok(Some(stored))
}

/// A whole plan with the past of its records about people: what its public form is made of. In three
/// statements.
pub async fn with_past(tx: &mut Tx, slug: &str) -> Result<Option<(StoredPlan, Vec<Step>)>> {
    let Some(mut stored) = outline(tx, slug).await? else { return Ok(None) };
    let (updates, steps) = versions::with_updates(tx, stored.id).await?;
    stored.data.updates = updates;
    Ok(Some((stored, steps)))
}

/// The same without figures of the years, in two.
pub async fn outline(tx: &mut Tx, slug: &str) -> Result<Option<StoredPlan>> {
    const PLAN: &str = "SELECT id, public_revision, CAST(body AS TEXT) FROM plan WHERE slug = $1";
    let row: Option<(i64, i64, String)> =
        on!(&mut *tx, |conn| sqlx::query_as(PLAN).bind(slug).fetch_optional(conn).await)?;
    let Some((id, revision, body)) = row else { return Ok(None) };
    let mut data = empty(parse(&body)?);
    const PARTS: &str = "SELECT kind, body FROM (
            SELECT 'axis' AS kind, position, CAST(body AS TEXT) AS body FROM axis WHERE plan_id = $1
            UNION ALL SELECT 'institution', position, CAST(body AS TEXT) FROM institution WHERE plan_id = $1
            UNION ALL SELECT 'territory', position, CAST(body AS TEXT) FROM territory WHERE plan_id = $1
            UNION ALL SELECT 'dimension', position, CAST(body AS TEXT) FROM dimension WHERE plan_id = $1
            UNION ALL SELECT 'node', position, CAST(body AS TEXT) FROM node WHERE plan_id = $1
            UNION ALL SELECT 'indicator', position, CAST(body AS TEXT) FROM indicator WHERE plan_id = $1
        ) part ORDER BY position";
    let parts: Vec<(String, String)> = on!(tx, |conn| sqlx::query_as(PARTS).bind(id).fetch_all(conn).await)?;
    for (kind, body) in parts {
        match kind.as_str() {
            "axis" => data.axes.push(parse(&body)?),
            "institution" => data.institutions.push(parse(&body)?),
            "territory" => data.territories.push(parse(&body)?),
            "dimension" => data.dimensions.push(parse(&body)?),
            "node" => data.nodes.push(parse(&body)?),
            _ => data.indicators.push(parse(&body)?),
        }
    }
    Ok(Some(StoredPlan { id: PlanId(id), revision, data }))
}

/// The header, institutions, territories and dimensions: what an update is checked against.
pub async fn frame(tx: &mut Tx, plan: PlanId) -> Result<Option<PlanData>> {
    const SQL: &str = "SELECT kind, body FROM (
            SELECT 'plan' AS kind, 0 AS position, CAST(body AS TEXT) AS body FROM plan WHERE id = $1
            UNION ALL SELECT 'institution', position, CAST(body AS TEXT) FROM institution WHERE plan_id = $1
            UNION ALL SELECT 'territory', position, CAST(body AS TEXT) FROM territory WHERE plan_id = $1
            UNION ALL SELECT 'dimension', position, CAST(body AS TEXT) FROM dimension WHERE plan_id = $1
        ) part ORDER BY position";
    let rows: Vec<(String, String)> = on!(tx, |conn| sqlx::query_as(SQL).bind(plan.0).fetch_all(conn).await)?;
    let Some((_, header)) = rows.iter().find(|(kind, _)| kind == "plan") else { return Ok(None) };
    let mut data = empty(parse(header)?);
    for (kind, body) in &rows {
        match kind.as_str() {
            "institution" => data.institutions.push(parse(body)?),
            "territory" => data.territories.push(parse(body)?),
            "dimension" => data.dimensions.push(parse(body)?),
            _ => {}
        }
    }
    Ok(Some(data))
}

/// A header with nothing below it.
pub fn empty(plan: Plan) -> PlanData {
    PlanData {
        plan,
        axes: Vec::new(),
        institutions: Vec::new(),
        territories: Vec::new(),
        dimensions: Vec::new(),
        nodes: Vec::new(),
        indicators: Vec::new(),
        updates: Vec::new(),
    }
}

/// The header alone.
pub async fn header(tx: &mut Tx, slug: &str) -> Result<Option<(PlanId, Plan)>> {
    const SQL: &str = "SELECT id, CAST(body AS TEXT) FROM plan WHERE slug = $1";
    let row: Option<(i64, String)> = on!(tx, |conn| sqlx::query_as(SQL).bind(slug).fetch_optional(conn).await)?;
    row.map(|(id, body)| Ok((PlanId(id), parse(&body)?))).transpose()
}

/// Adds a plan's header at revision 0.
pub async fn add(tx: &mut Tx, plan: &Plan) -> Result<PlanId> {
    const SQL: &str = "INSERT INTO plan (slug, revision, public_revision, body) VALUES ($1, 0, 0, $2) RETURNING id";
    let body = print(plan)?;
    let (id,): (i64,) = on!(tx, |conn| sqlx::query_as(SQL).bind(&plan.slug).bind(body).fetch_one(conn).await)?;
    Ok(PlanId(id))
}

/// Sets a plan's header.
pub async fn set(tx: &mut Tx, id: PlanId, plan: &Plan) -> Result<()> {
    const SQL: &str = "UPDATE plan SET body = $2 WHERE id = $1";
    let body = print(plan)?;
    on!(tx, |conn| sqlx::query(SQL).bind(id.0).bind(body).execute(conn).await.map(drop))?;
    Ok(())
}

/// Raises the revision by one and gives the new one. The row lock makes the order of revisions the order
/// of commits. What everybody follows is the revision of the last public change.
pub async fn bump(tx: &mut Tx, plan: PlanId, visibility: Visibility) -> Result<i64> {
    const PUBLIC: &str = "UPDATE plan SET revision = revision + 1, public_revision = revision + 1
        WHERE id = $1 RETURNING revision";
    const INTERNAL: &str = "UPDATE plan SET revision = revision + 1 WHERE id = $1 RETURNING revision";
    let sql = match visibility {
        Visibility::Public => PUBLIC,
        Visibility::Internal => INTERNAL,
    };
    let (revision,): (i64,) = on!(tx, |conn| sqlx::query_as(sql).bind(plan.0).fetch_one(conn).await)?;
    Ok(revision)
}

/// Removes a plan with everything in it. Indicators first: they refer to nodes and institutions.
pub async fn remove(tx: &mut Tx, plan: PlanId) -> Result<()> {
    const INDICATORS: &str = "DELETE FROM indicator WHERE plan_id = $1";
    const PARENTS: &str = "UPDATE node SET parent_id = NULL WHERE plan_id = $1";
    const PLAN: &str = "DELETE FROM plan WHERE id = $1";
    for sql in [INDICATORS, PARENTS, PLAN] {
        on!(&mut *tx, |conn| sqlx::query(sql).bind(plan.0).execute(conn).await.map(drop))?;
    }
    Ok(())
}
