//! Versions of a plan: frozen for good, checked by anybody, compared, and fields restored from them.

use domain::account::Role;
use domain::change::{Changes, Entity, Leaf};
use domain::document::{PlanData, PlanDocument};
use domain::indicator::{Baseline, Indicator};
use domain::update::{Content, Measure, Update};
use domain::version::{Comparison, Difference, Fate, Verification, Version, VersionDocument, Versions, canonical};
use matriz_server::db::Tx;
use reqwest::Method;
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use tests::app::{Answer, NOW, TestApp};
use tests::people::Visitor;
use tests::plans;
use tests::{TestDb, on_both};

const VERSIONS: &str = "/api/plans/small/versions";

async fn freeze(app: &TestApp, who: &Visitor, after: i64) -> Answer {
    app.send_by(who, Method::POST, VERSIONS, json!({ "reason": "validado", "after": after })).await
}

async fn versions(app: &TestApp, who: &Visitor) -> Versions {
    app.get_by(who, VERSIONS).await.read()
}

async fn compared(app: &TestApp, from: &str, to: &str) -> Comparison {
    app.get(&format!("{VERSIONS}/{from}/compare/{to}")).await.read()
}

/// The small plan with another first indicator.
fn with(change: impl FnOnce(&mut Indicator)) -> PlanData {
    let mut plan = plans::small();
    change(&mut plan.indicators[0]);
    plan
}

fn field<'a>(differences: &'a [Difference], code: &str, field: &str) -> &'a domain::version::FieldDifference {
    let found = differences.iter().find(|difference| difference.code == code).expect(code);
    found.fields.iter().find(|found| found.field == field).expect(field)
}

on_both!(a_version_has_a_number_a_reason_and_a_hash_that_anybody_can_check, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    assert_eq!(versions(&app, &cora).await, Versions { versions: Vec::new(), may_freeze: true, is_current: false });
    let answer = freeze(&app, &cora, 0).await;
    assert_eq!(answer.status, 201, "{}", answer.text());
    let first: Version = serde_json::from_value(answer.json()).unwrap();
    assert_eq!((first.number, first.reason.as_str(), first.at.as_str()), (1, "validado", NOW));

    let bytes = app.get(&format!("{VERSIONS}/1/canonical")).await;
    assert_eq!(bytes.header("content-type"), "application/json");
    let hash: String = Sha256::digest(&bytes.body).iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(hash, first.hash);
    // And the same bytes can be made from the public plan.
    let plan: Value = app.get("/api/plans/small").await.json();
    let mut parts = plan.as_object().unwrap().clone();
    parts.retain(|key, _| !["revision", "values", "updates"].contains(&key.as_str()));
    parts["plan"].as_object_mut().unwrap().remove("years");
    parts.insert("format".into(), json!("matriz-plan-1"));
    assert_eq!(canonical(&Value::Object(parts)), bytes.text());

    let found: Verification = app.get(&format!("/api/plans/small/verify/{}", hash.to_uppercase())).await.read();
    assert_eq!((found.versions, found.is_current), (vec![first.clone()], true));
    let none: Verification = app.get("/api/plans/small/verify/00").await.read();
    assert_eq!((none.versions, none.is_current), (Vec::new(), false));
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    let change = &changes.changes[0];
    assert_eq!((change.entity, change.code.as_str(), change.revision), (Entity::Version, "1", first.revision));
    assert_eq!(change.fields[0].after, Some(Leaf::Word(first.hash.clone())));
    let seen = versions(&app, &tests::people::NOBODY).await;
    assert_eq!(seen, Versions { versions: vec![first], may_freeze: false, is_current: true });
});

on_both!(what_is_reported_changes_no_hash_and_a_target_does, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    freeze(&app, &cora, 0).await;
    let mut reported = plans::small();
    reported.updates.push(Update::new("1.1-a", 2009, Content::Measure(Measure::Value(60.0))));
    app.import(&reported).await;
    assert!(versions(&app, &cora).await.is_current);
    app.import(&with(|indicator| drop(indicator.targets.insert(2010, 90.0)))).await;
    assert!(!versions(&app, &cora).await.is_current);
    freeze(&app, &cora, 1).await;
    let all = versions(&app, &cora).await;
    assert_eq!(all.versions.iter().map(|version| version.number).collect::<Vec<_>>(), [2, 1]);
    assert_ne!(all.versions[0].hash, all.versions[1].hash);
});

on_both!(two_people_do_not_freeze_the_same_thing_twice, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let (one, two) = tokio::join!(freeze(&app, &cora, 0), freeze(&app, &cora, 0));
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort();
    assert_eq!(statuses, [201, 409]);
    let late = if one.status == 409 { one } else { two };
    assert_eq!(late.current::<Version>().number, 1);
    let bare = app.send_by(&cora, Method::POST, VERSIONS, json!({ "reason": " ", "after": 1 })).await;
    assert_eq!(bare.fields(), ["reason"]);
});

on_both!(nothing_alters_a_version, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    freeze(&app, &cora, 0).await;
    for sql in ["UPDATE plan_version SET reason = 'other'", "DELETE FROM plan_version"] {
        let mut tx = app.state.begin_write().await.unwrap();
        let refused = match &mut tx {
            Tx::Sqlite(tx) => sqlx::query(sql).execute(&mut **tx).await.map(drop),
            Tx::Postgres(tx) => sqlx::query(sql).execute(&mut **tx).await.map(drop),
        };
        let error = refused.expect_err(sql).to_string();
        assert!(error.contains("a version of a plan is final"), "{error}");
    }
    // It goes with its plan.
    let mut tx = app.state.begin_write().await.unwrap();
    let (plan, _) = matriz_server::store::plans::find(&mut tx, "small").await.unwrap().unwrap();
    matriz_server::store::plans::remove(&mut tx, plan).await.unwrap();
    tx.commit().await.unwrap();
    assert_eq!(app.get(VERSIONS).await.error().0, 404);
});

on_both!(two_versions_are_compared_with_the_change_behind_each_field, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    freeze(&app, &cora, 0).await;
    let mut plan = with(|indicator| drop(indicator.targets.insert(2010, 90.0)));
    app.import(&plan).await;
    plan.indicators[0].targets.insert(2010, 80.0);
    let gone = plan.indicators.pop().unwrap();
    plan.updates.retain(|update| update.indicator != gone.code);
    plan.nodes.push(plans::node("1.3", Some("1"), domain::text::Lang::ES));
    app.import(&plan).await;
    freeze(&app, &cora, 1).await;

    let seen = compared(&app, "1", "2").await;
    let told: Vec<_> = seen.differences.iter().map(|d| (d.entity, d.code.as_str(), d.fate)).collect();
    let wanted = [
        (Entity::Node, "1.3", Fate::Added),
        (Entity::Indicator, "1.1-a", Fate::Changed),
        (Entity::Indicator, "1.2-b", Fate::Removed),
    ];
    assert_eq!(told, wanted);
    let target = field(&seen.differences, "1.1-a", "targets.2010");
    assert_eq!((&target.before, &target.after), (&Some(Leaf::Number(100.0)), &Some(Leaf::Number(80.0))));
    let cause = |revision| seen.causes.iter().find(|cause| Some(cause.revision) == revision).unwrap();
    assert_eq!(cause(target.revision).reason, "motivo");
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    let last = changes.changes.iter().find(|change| change.code == "1.1-a").unwrap();
    assert_eq!(target.revision, Some(last.revision), "the last of two changes");
    assert!(seen.differences.iter().all(|d| d.fate == Fate::Changed || d.revision.is_some()));

    let back = compared(&app, "2", "1").await;
    assert_eq!(field(&back.differences, "1.1-a", "targets.2010").after, Some(Leaf::Number(100.0)));
    assert_eq!(compared(&app, "2", "now").await.differences, []);
    assert_eq!(compared(&app, "now", "1").await.differences, back.differences.clone());
    assert_eq!(app.get(&format!("{VERSIONS}/1/compare/3")).await.error().0, 404);
    assert_eq!(app.get(&format!("{VERSIONS}/0/compare/x")).await.fields(), ["path"]);
});

fn wanted(field: &str, revision: i64) -> Value {
    json!({ "entity": "indicator", "code": "1.1-a", "field": field, "revision": revision, "reason": "se corrige" })
}

on_both!(one_field_comes_back_from_a_version_as_a_change_like_any_other, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    freeze(&app, &cora, 0).await;
    app.import(&with(|indicator| {
        indicator.targets.insert(2010, 90.0);
        indicator.title.set(domain::text::Lang::ES, "Otro título");
    }))
    .await;
    let read = compared(&app, "1", "now").await;
    let restore = async |field: &str, revision| {
        app.send_by(&cora, Method::POST, &format!("{VERSIONS}/1/restore"), wanted(field, revision)).await
    };
    let now: Comparison = restore("targets.2010", read.revision).await.read();
    assert!(now.may_restore);
    let left: Vec<&str> = now.differences[0].fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(left, ["title.es"]);
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    let change = &changes.changes[0];
    assert_eq!((change.actor.as_str(), change.reason.as_str()), ("coordination", "se corrige"));
    assert_eq!((change.fields.len(), &change.fields[0].after), (1, &Some(Leaf::Number(100.0))));

    let stale = restore("title.es", read.revision).await;
    assert_eq!(stale.error(), (409, "conflict".to_owned()));
    assert_eq!(stale.current::<Value>()["title"]["es"], "Otro título");
    let now: Comparison = restore("title.es", now.revision).await.read();
    assert_eq!(now.differences, []);
    let again: Comparison = restore("title.es", now.revision).await.read();
    assert_eq!(again.revision, now.revision, "the same again is no change");
    for (field, status) in [("counts_people", 400), ("code", 400)] {
        assert_eq!(restore(field, now.revision).await.error().0, status, "{field}");
    }
});

on_both!(what_would_break_the_plan_is_not_restored, async |db: TestDb| {
    let mut first = plans::small();
    first.institutions.push(domain::institution::Institution { code: "OTRA".into(), ..first.institutions[1].clone() });
    first.indicators[0].responsible = "OTRA".into();
    let app = TestApp::builder().plan(first).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    freeze(&app, &cora, 0).await;
    app.import(&plans::small()).await;
    let read = compared(&app, "1", "now").await;
    let path = format!("{VERSIONS}/1/restore");
    let answer = app.send_by(&cora, Method::POST, &path, wanted("responsible", read.revision)).await;
    assert_eq!(answer.fields(), ["responsible"], "the institution is gone");
    let elsewhere = app
        .send_by(
            &cora,
            Method::POST,
            &path,
            json!({ "entity": "indicator", "code": "9", "field": "title.es", "revision": 1, "reason": "x" }),
        )
        .await;
    assert_eq!(elsewhere.error().0, 404);
});

on_both!(a_figure_that_is_protected_later_is_protected_in_versions_too, async |db: TestDb| {
    let app = TestApp::builder()
        .plan(with(|indicator| {
            indicator.baseline = Some(Baseline { year: 2006, measure: Some(Measure::Value(7.0)) });
        }))
        .start(&db)
        .await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    freeze(&app, &cora, 0).await;
    let before: VersionDocument = app.get(&format!("{VERSIONS}/1")).await.read();
    assert!(!before.withheld);
    assert_eq!(before.content["indicators"][0]["baseline"]["measure"], 7.0);
    assert_eq!(before.content["indicators"][1]["baseline"]["measure"], Value::Null, "1.1-b counts people");
    app.import(&with(|indicator| {
        indicator.counts_people = true;
        indicator.baseline = Some(Baseline { year: 2006, measure: Some(Measure::Value(7.0)) });
    }))
    .await;
    let after: VersionDocument = app.get(&format!("{VERSIONS}/1")).await.read();
    assert!(after.withheld);
    assert_eq!(after.content["indicators"][0]["baseline"]["measure"], Value::Null);
    assert_eq!(app.get(&format!("{VERSIONS}/1/canonical")).await.error().0, 404);
    let seen = compared(&app, "1", "now").await;
    let fields: Vec<&str> = seen.differences[0].fields.iter().map(|field| field.field.as_str()).collect();
    assert_eq!(fields, ["counts_people"]);
    let hash = &before.version.hash;
    let found: Verification = app.get(&format!("/api/plans/small/verify/{hash}")).await.read();
    assert_eq!(found.versions.len(), 1, "the hash can still be looked up");
    let plan: PlanDocument = app.get("/api/plans/small").await.read();
    assert_eq!(plan.indicators[0].baseline.unwrap().measure, None);
});
