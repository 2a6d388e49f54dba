//! Writes without a server, on the same file and in the same mode of durability. `same`: the very statements
//! of a PUT, through the store. `bare`: the least SQL that changes a figure and keeps a history.

use std::time::{Duration, Instant};

use domain::change::{Action, Entity};
use domain::id::PlanId;
use domain::indicator::{Indicator, Kind};
use domain::plan::Plan;
use domain::update::{Content, Measure, Update};
use domain::year::{Year, YearState};
use matriz_server::db::{Db, Tx};
use matriz_server::on;
use matriz_server::store::{
    self,
    changes::{NewChange, Visibility},
};

/// The open year of a plan and plain numbers of it that may be written there.
pub fn targets(plan: &Plan, indicators: &[Indicator]) -> (Year, Vec<String>) {
    let open = plan.years.iter().find(|year| year.state == YearState::Open).expect("an open year");
    let plain = |i: &&Indicator| i.kind == Kind::Number && !i.counts_people && i.breakdowns.is_empty();
    (open.year, indicators.iter().filter(plain).map(|i| i.code.clone()).collect())
}

/// Writes one after the other until the time is over.
pub async fn run(database: &str, slug: &str, same: bool, time: Duration) {
    let db = Db::connect(database).await.expect("the database opens");
    let mut tx = db.begin_read().await.unwrap();
    let stored = store::plans::get(&mut tx, slug).await.unwrap().expect("the plan");
    drop(tx);
    let (year, codes) = targets(&stored.data.plan, &stored.data.indicators);
    // Not the ones that the load on the server writes.
    let code = codes.last().expect("a number").clone();
    let start = Instant::now();
    let mut count = 0_u32;
    while start.elapsed() < time {
        let value = f64::from(count % 900 + 100);
        if same {
            through_store(&db, slug, &code, year, value).await;
        } else {
            bare(&db, stored.id, &code, year, value).await;
        }
        count += 1;
    }
    let per_second = f64::from(count) / start.elapsed().as_secs_f64();
    db.close().await;
    println!("{{\"per_second\": {per_second:.1}, \"writes\": {count}}}");
}

async fn through_store(db: &Db, slug: &str, code: &str, year: Year, value: f64) {
    let mut tx = db.begin_write().await.unwrap();
    let (plan, _) = store::plans::lock(&mut tx, slug).await.unwrap().unwrap();
    let found = store::indicators::get(&mut tx, plan, code).await.unwrap().unwrap();
    store::plans::frame(&mut tx, plan).await.unwrap().unwrap();
    let before = found.updates.iter().find(|update| update.year == year);
    let version = before.map_or(0, |update| update.version);
    let wanted = Update { version, ..Update::new(code, year, Content::Measure(Measure::Value(value))) };
    let revision = store::plans::bump(&mut tx, plan, Visibility::Public).await.unwrap();
    let after = store::updates::set(&mut tx, plan, code, &wanted, version).await.unwrap().unwrap();
    let change = NewChange {
        revision,
        at: "2026-01-01T00:00:00Z".to_owned(),
        actor: "bench".to_owned(),
        account: None,
        action: Action::Changed,
        entity: Entity::Update,
        code: code.to_owned(),
        year: Some(year),
        before: before.map(|before| serde_json::to_value(before).unwrap()),
        after: Some(serde_json::to_value(&after).unwrap()),
        reason: "bench".to_owned(),
        visibility: Visibility::Public,
    };
    store::changes::add(&mut tx, plan, &change).await.unwrap();
    tx.commit().await.unwrap();
}

async fn bare(db: &Db, plan: PlanId, code: &str, year: Year, value: f64) {
    const BUMP: &str = "UPDATE plan SET revision = revision + 1 WHERE id = $1 RETURNING revision";
    const WRITE: &str = "INSERT INTO report (plan_id, indicator_id, year, version, body)
        SELECT i.plan_id, i.id, $3, 1, $4 FROM indicator i WHERE i.plan_id = $1 AND i.code = $2
        ON CONFLICT (indicator_id, year) DO UPDATE SET version = report.version + 1, body = excluded.body";
    const LOG: &str = "INSERT INTO change
        (plan_id, revision, at, actor, action, entity, code, year, reason, visibility, before, after)
        VALUES ($1, $2, '2026-01-01T00:00:00Z', 'bench', 'changed', 'update', $3, $4, 'bench', 'public', $5, $5)";
    let body = format!("{{\"content\": {{\"measure\": {value}}}}}");
    let body = sqlx::types::Json(serde_json::from_str::<serde_json::Value>(&body).unwrap());
    let mut tx: Tx = db.begin_write().await.unwrap();
    let (revision,): (i64,) = on!(&mut tx, |conn| sqlx::query_as(BUMP).bind(plan.0).fetch_one(conn).await).unwrap();
    on!(&mut tx, |conn| sqlx::query(WRITE)
        .bind(plan.0)
        .bind(code)
        .bind(i64::from(year))
        .bind(&body)
        .execute(conn)
        .await
        .map(drop))
    .unwrap();
    on!(&mut tx, |conn| sqlx::query(LOG)
        .bind(plan.0)
        .bind(revision)
        .bind(code)
        .bind(i64::from(year))
        .bind(&body)
        .execute(conn)
        .await
        .map(drop))
    .unwrap();
    tx.commit().await.unwrap();
}
