//! Reading through the API: what each route answers, and each error in its status.

use domain::change::{Action, Changes, Entity};
use domain::document::{IndicatorDocument, PlanDocument, PlanSummary};
use domain::progress::CellState;
use domain::update::Content;
use reqwest::Method;
use tests::app::{NOW, TOKEN, TestApp};
use tests::db::bring_in;
use tests::plans::{self, SECOND, SMALL};
use tests::{TestDb, on_both};

on_both!(the_list_has_every_plan, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).plan(plans::second(20)).start(&db).await;
    let plans: Vec<PlanSummary> = app.get("/api/plans").await.read();
    let lines: Vec<_> = plans.iter().map(|plan| (plan.slug.as_str(), plan.indicators, plan.first_year)).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.contains(&(SMALL, 4, 2007)) && lines.contains(&(SECOND, 20, 2021)), "{lines:?}");
});

on_both!(a_plan_comes_as_one_public_document, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let document: PlanDocument = app.get("/api/plans/small").await.read();
    assert_eq!(document, PlanDocument::public(&plans::small(), document.revision));
    assert_eq!(document.values[0], [Some(25.0)]);
    assert_eq!(document.revision, 1);
});

on_both!(an_indicator_explains_every_year, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let document: IndicatorDocument = app.get("/api/plans/small/indicators/1.1-a").await.read();
    assert_eq!(document.indicator.code, "1.1-a");
    assert_eq!(document.updates.len(), 2);
    let states: Vec<CellState> = document.explanations.iter().map(|why| why.state).collect();
    assert_eq!(states, [CellState::Met, CellState::NoData, CellState::Awaiting, CellState::NotDue]);

    let people: IndicatorDocument = app.get("/api/plans/small/indicators/1.1-b").await.read();
    assert_eq!(people.indicator.baseline.unwrap().measure, None);
    assert_eq!(people.updates[1].content, Content::Suppressed);
    assert_eq!(people.explanations[1].state, CellState::Suppressed);
    assert_eq!(people.explanations[1].actual, None);
});

on_both!(the_history_comes_in_pages, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    for version in 0..3 {
        let value = 50 + version;
        let body = serde_json::json!({ "content": { "measure": value }, "version": version, "reason": "corrección" });
        assert_eq!(app.put_update("small", "1.1-a", 2009, body).await.status, 200);
    }
    let first: Changes = app.get("/api/plans/small/changes?limit=2").await.read();
    assert_eq!(first.revision, 4);
    assert_eq!(first.changes.iter().map(|c| c.revision).collect::<Vec<_>>(), [4, 3]);
    let newest = &first.changes[0];
    assert_eq!((newest.action, newest.entity, newest.code.as_str()), (Action::Changed, Entity::Update, "1.1-a"));
    assert_eq!((newest.year, newest.reason.as_str(), newest.at.as_str()), (Some(2009), "corrección", NOW));
    assert_eq!(newest.fields.iter().map(|f| f.field.as_str()).collect::<Vec<_>>(), ["content.measure"]);

    let second: Changes =
        app.get(&format!("/api/plans/small/changes?limit=2&before={}", first.next.unwrap())).await.read();
    assert_eq!(second.changes.iter().map(|c| c.revision).collect::<Vec<_>>(), [2, 1]);
    assert_eq!(second.changes[1].action, Action::Imported);
    assert_eq!(second.next, None);

    let own: Changes = app.get("/api/plans/small/changes?indicator=1.1-a").await.read();
    assert_eq!(own.changes.iter().map(|c| c.revision).collect::<Vec<_>>(), [4, 3, 2]);
    let other: Changes = app.get("/api/plans/small/changes?indicator=1.2-a").await.read();
    assert!(other.changes.is_empty());
    let document: IndicatorDocument = app.get("/api/plans/small/indicators/1.1-a").await.read();
    assert_eq!(document.changes, own.changes);
});

on_both!(a_plan_is_sent_once_and_then_only_if_it_changed, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let first = app.get("/api/plans/small").await;
    let etag = first.header("etag").to_owned();
    assert!(etag.starts_with("\"1-"), "{etag}");
    assert_eq!(first.header("cache-control"), "no-cache");
    assert_eq!(first.header("vary"), "accept-encoding");
    assert_eq!(first.header("content-type"), "application/json");

    let again = app.get_with("/api/plans/small", "if-none-match", &etag).await;
    assert_eq!((again.status.as_u16(), again.body.len()), (304, 0));
    assert_eq!(again.header("etag"), etag);

    let body = serde_json::json!({ "content": { "measure": 60 }, "version": 0 });
    assert_eq!(app.put_update("small", "1.1-a", 2009, body).await.status, 200);
    let changed = app.get_with("/api/plans/small", "if-none-match", &etag).await;
    assert_eq!(changed.status, 200);
    assert!(changed.header("etag").starts_with("\"2-"));
    let document: PlanDocument = changed.read();
    assert_eq!(document.values[0], [Some(25.0), None, Some(60.0)]);
});

#[tokio::test]
async fn a_plan_is_sent_compressed_to_those_who_take_it() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::second(300)).start(&db).await;
    let path = format!("/api/plans/{SECOND}");
    let plain = app.get(&path).await;
    assert_eq!(plain.header("content-encoding"), "");

    let gzip = app.get_with(&path, "accept-encoding", "gzip").await;
    assert_eq!(gzip.header("content-encoding"), "gzip");
    assert!(gzip.body.starts_with(&[0x1f, 0x8b]) && gzip.body.len() * 5 < plain.body.len(), "{}", gzip.body.len());

    let brotli = app.brotli(&path).await;
    assert!(brotli.body.len() < gzip.body.len());
    let tags = [plain.header("etag"), gzip.header("etag"), brotli.header("etag")];
    assert!(tags[0] != tags[1] && tags[1] != tags[2], "strong tags differ with the bytes: {tags:?}");
    // A reader who held one form need not fetch another.
    assert_eq!(app.get_with(&path, "if-none-match", tags[2]).await.status, 304);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burst_of_readers_makes_the_response_once() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::second(300)).start(&db).await;
    let path = format!("/api/plans/{SECOND}");
    let answers = futures_util::future::join_all((0..40).map(|_| app.get(&path))).await;
    assert!(answers.iter().all(|answer| answer.status == 200 && answer.body == answers[0].body));
}

on_both!(every_wrong_request_is_told_what_is_wrong, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    for (path, wanted) in [
        ("/api", (404, "not_found")),
        ("/api/", (404, "not_found")),
        ("/api/nothing", (404, "not_found")),
        ("/api/plans/", (404, "not_found")),
        ("/api/plans/nothing", (404, "not_found")),
        ("/api/plans/nothing/changes", (404, "not_found")),
        ("/api/plans/nothing/events", (404, "not_found")),
        ("/api/plans/nothing/indicators/1.1-a", (404, "not_found")),
        ("/api/plans/small/indicators/9.9", (404, "not_found")),
        ("/api/plans/small/nothing", (404, "not_found")),
        ("/api/plans/%ff", (400, "invalid")),
        ("/api/plans/nothing?lang=es", (404, "not_found")),
        ("/api/plans/small?lang=", (400, "invalid")),
        ("/api/plans/small?lang=ES", (400, "invalid")),
        ("/api/plans/small?lang=es_PE", (400, "invalid")),
        ("/api/plans/small?lang=../etc", (400, "invalid")),
        ("/api/plans/small?lang=toolongcode", (400, "invalid")),
        ("/api/plans/small?lang=%00", (400, "invalid")),
        ("/api/plans/small?lang=%ff", (400, "invalid")),
        ("/api/plans/small/indicators/%c3%28", (400, "invalid")),
        ("/api/plans/small/changes?limit=x", (400, "invalid")),
        ("/api/plans/small/changes?limit=0", (400, "invalid")),
        ("/api/plans/small/changes?limit=201", (400, "invalid")),
        ("/api/plans/small/changes?before=1.5", (400, "invalid")),
        ("/api/plans/small/changes?before=99999999999999999999", (400, "invalid")),
        ("/api/plans/small/changes?limit=%ff", (400, "invalid")),
        ("/api/plans/small/events?after=x", (400, "invalid")),
        ("/api/plans/small/events?after=-1", (400, "invalid")),
    ] {
        let (status, code) = app.get(path).await.error();
        assert_eq!((status, code.as_str()), wanted, "{path}");
    }
    assert_eq!(app.get("/api/plans/small/changes?limit=x").await.fields(), ["limit"]);
    assert_eq!(app.get("/api/plans/small?lang=ES").await.fields(), ["lang"]);
    let answer = app.get_with("/api/plans/small/events", "last-event-id", "x").await;
    assert_eq!((answer.error(), answer.fields()), ((400, "invalid".to_owned()), vec!["last-event-id".to_owned()]));
    // A path with a database name in it stays text.
    assert_eq!(app.get("/api/plans/x'%20OR%201=1--").await.error().0, 404);
});

#[tokio::test]
async fn a_wrong_method_is_told_the_right_ones() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    for (method, path, allow) in [
        (Method::POST, "/api/plans", "GET,HEAD"),
        (Method::DELETE, "/api/plans/small", "GET,HEAD"),
        (Method::OPTIONS, "/api/plans/small", "GET,HEAD"),
        (Method::DELETE, "/api/plans/small/indicators/1.1-a/updates/2009", "GET,HEAD,PUT"),
        (Method::PATCH, "/api/ready", "GET,HEAD"),
    ] {
        let answer = app.send(app.request(method.clone(), path)).await;
        assert_eq!(answer.error(), (405, "method_not_allowed".to_owned()), "{method} {path}");
        assert_eq!(answer.header("allow"), allow, "{method} {path}");
    }
    let head = app.send(app.request(Method::HEAD, "/api/plans/small")).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
}

#[tokio::test]
async fn codes_in_addresses_are_decoded() {
    let db = TestDb::sqlite().await;
    let mut plan = plans::small();
    plan.indicators[0].code = "1.1-ñ_ação".to_owned();
    for update in &mut plan.updates[..2] {
        update.indicator = "1.1-ñ_ação".to_owned();
    }
    let app = TestApp::builder().plan(plan).start(&db).await;
    let document: IndicatorDocument = app.get("/api/plans/small/indicators/1.1-%C3%B1_a%C3%A7%C3%A3o").await.read();
    assert_eq!(document.indicator.code, "1.1-ñ_ação");
}

on_both!(what_another_process_stores_is_seen, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let _: PlanDocument = app.get("/api/plans/small").await.read();
    let other = db.open().await;
    let mut plan = plans::small();
    plan.indicators[0].targets.insert(2010, 120.0);
    bring_in(&other, &plan).await;
    let answer = app.until("/api/plans/small", |answer| answer.header("etag").starts_with("\"2-")).await;
    let document: PlanDocument = answer.read();
    assert_eq!(document.indicators[0].targets[&2010], 120.0);

    let mut tx = other.begin_write().await.unwrap();
    let (id, _) = matriz_server::store::plans::find(&mut tx, SMALL).await.unwrap().unwrap();
    matriz_server::store::plans::remove(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    app.until("/api/plans/small", |answer| answer.status == 404).await;
});

#[tokio::test]
async fn health_and_ready_say_so() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().start(&db).await;
    assert_eq!(app.get("/api/health").await.json()["status"], "ok");
    assert_eq!(app.get("/api/ready").await.json()["status"], "ready");
    assert_eq!(app.get("/api/plans").await.json(), serde_json::json!([]));
}

#[tokio::test]
async fn what_is_not_http_is_refused_and_slow_heads_are_cut_off() {
    let db = TestDb::sqlite().await;
    let short = std::time::Duration::from_millis(300);
    let app = TestApp::builder().plan(plans::small()).config(|config| config.read_within = short).start(&db).await;
    let answer = app.raw(b"NOT HTTP AT ALL\r\n\r\n").await;
    assert!(answer.starts_with("HTTP/1.1 400"), "{answer}");
    let huge = [b"GET / HTTP/1.1\r\nhost: x\r\nx: ".as_slice(), &[b'a'; 600_000], b"\r\n\r\n"].concat();
    let answer = app.raw(&huge).await;
    assert!(answer.starts_with("HTTP/1.1 431"), "{}", answer.chars().take(80).collect::<String>());

    let begun = std::time::Instant::now();
    app.raw(b"GET /api/health HTTP/1.1\r\nhost: x\r\n").await;
    assert!(begun.elapsed() < std::time::Duration::from_millis(1500), "the connection was closed");

    let slow = format!(
        "PUT /api/plans/small/indicators/1.1-a/updates/2009 HTTP/1.1\r\nhost: x\r\nauthorization: Bearer {TOKEN}\r\n\
         content-type: application/json\r\ncontent-length: 100\r\n\r\n{{"
    );
    let answer = app.raw(slow.as_bytes()).await;
    assert!(answer.starts_with("HTTP/1.1 408") && answer.contains("\"timeout\""), "{answer}");
}
