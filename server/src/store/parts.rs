//! The rows of a plan besides its header: axes, institutions, territories, dimensions, nodes, indicators.
//! All have a code, a position and a body; nodes and indicators refer to others by id.

use std::collections::HashMap;

use domain::id::PlanId;
use serde::Serialize;

use super::{Result, print};
use crate::db::Tx;
use crate::on;

/// A table of parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
#[allow(missing_docs)]
pub enum Part {
    Axis,
    Institution,
    Territory,
    Dimension,
    Node,
    Indicator,
}

/// Ids that a part refers to; what its table has no column for stays empty.
#[derive(Clone, Copy, Debug, Default)]
pub struct References {
    /// The node above a node.
    pub parent: Option<i64>,
    /// The node of an indicator.
    pub node: Option<i64>,
    /// The institution that reports an indicator.
    pub responsible: Option<i64>,
}

/// Ids of all parts of a table by code.
pub async fn ids(tx: &mut Tx, plan: PlanId, part: Part) -> Result<HashMap<String, i64>> {
    let sql = match part {
        Part::Axis => "SELECT code, id FROM axis WHERE plan_id = $1",
        Part::Institution => "SELECT code, id FROM institution WHERE plan_id = $1",
        Part::Territory => "SELECT code, id FROM territory WHERE plan_id = $1",
        Part::Dimension => "SELECT code, id FROM dimension WHERE plan_id = $1",
        Part::Node => "SELECT code, id FROM node WHERE plan_id = $1",
        Part::Indicator => "SELECT code, id FROM indicator WHERE plan_id = $1",
    };
    let rows: Vec<(String, i64)> = on!(tx, |conn| sqlx::query_as(sql).bind(plan.0).fetch_all(conn).await)?;
    Ok(rows.into_iter().collect())
}

/// Adds a part, or sets the one with this code; gives its id, which an existing one keeps.
pub async fn set<T: Serialize>(
    tx: &mut Tx,
    plan: PlanId,
    part: Part,
    code: &str,
    position: usize,
    record: &T,
    refers: References,
) -> Result<i64> {
    let (position, body) = (position as i64, print(record)?);
    let sql = match part {
        Part::Axis => {
            "INSERT INTO axis (plan_id, code, position, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (plan_id, code) DO UPDATE SET position = excluded.position, body = excluded.body RETURNING id"
        }
        Part::Institution => {
            "INSERT INTO institution (plan_id, code, position, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (plan_id, code) DO UPDATE SET position = excluded.position, body = excluded.body RETURNING id"
        }
        Part::Territory => {
            "INSERT INTO territory (plan_id, code, position, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (plan_id, code) DO UPDATE SET position = excluded.position, body = excluded.body RETURNING id"
        }
        Part::Dimension => {
            "INSERT INTO dimension (plan_id, code, position, body) VALUES ($1, $2, $3, $4)
            ON CONFLICT (plan_id, code) DO UPDATE SET position = excluded.position, body = excluded.body RETURNING id"
        }
        Part::Node => {
            "INSERT INTO node (plan_id, code, position, body, parent_id) VALUES ($1, $2, $3, $4, $5)
            ON CONFLICT (plan_id, code) DO UPDATE SET position = excluded.position, body = excluded.body,
            parent_id = excluded.parent_id RETURNING id"
        }
        Part::Indicator => {
            "INSERT INTO indicator (plan_id, code, position, body, node_id, responsible_id)
            VALUES ($1, $2, $3, $4, $5, $6)
            ON CONFLICT (plan_id, code) DO UPDATE SET position = excluded.position, body = excluded.body,
            node_id = excluded.node_id, responsible_id = excluded.responsible_id RETURNING id"
        }
    };
    let (id,): (i64,) = on!(tx, |conn| {
        let query = sqlx::query_as(sql).bind(plan.0).bind(code).bind(position).bind(body);
        match part {
            Part::Node => query.bind(refers.parent).fetch_one(conn).await,
            Part::Indicator => query.bind(refers.node).bind(refers.responsible).fetch_one(conn).await,
            _ => query.fetch_one(conn).await,
        }
    })?;
    Ok(id)
}

/// Removes a part. An indicator takes its reports with it; anything that is still referred to stays, with
/// an error.
pub async fn remove(tx: &mut Tx, plan: PlanId, part: Part, code: &str) -> Result<()> {
    let sql = match part {
        Part::Axis => "DELETE FROM axis WHERE plan_id = $1 AND code = $2",
        Part::Institution => "DELETE FROM institution WHERE plan_id = $1 AND code = $2",
        Part::Territory => "DELETE FROM territory WHERE plan_id = $1 AND code = $2",
        Part::Dimension => "DELETE FROM dimension WHERE plan_id = $1 AND code = $2",
        Part::Node => "DELETE FROM node WHERE plan_id = $1 AND code = $2",
        Part::Indicator => "DELETE FROM indicator WHERE plan_id = $1 AND code = $2",
    };
    on!(tx, |conn| sqlx::query(sql).bind(plan.0).bind(code).execute(conn).await.map(drop))?;
    Ok(())
}
