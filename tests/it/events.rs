//! The live stream: nothing is missed, nothing comes twice, nothing before it is committed.

use std::time::Duration;

use domain::change::{Action, Entity};
use matriz_server::import::import;
use serde_json::json;
use tests::app::{NOW, TestApp};
use tests::db::bring_in;
use tests::plans::{self, SECOND, SMALL};
use tests::{TestDb, on_both};

const MOMENT: Duration = Duration::from_millis(400);

async fn write(app: &TestApp, indicator: &str, value: i64, version: i64) -> i64 {
    let body = json!({ "content": { "measure": value }, "version": version });
    let answer = app.put_update(SMALL, indicator, 2009, body).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    answer.json()["revision"].as_i64().unwrap()
}

on_both!(every_listener_hears_every_change_once_in_order, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let mut readers = [app.events(SMALL, None).await, app.events(SMALL, Some(1)).await];
    for reader in &mut readers {
        assert_eq!(reader.expect("hello").await.data, "{\"revision\":1}");
    }
    for version in 0..5 {
        write(&app, "1.1-a", 60 + version, version).await;
    }
    for reader in &mut readers {
        for revision in 2..=6 {
            let event = reader.expect("change").await;
            let change = event.change();
            assert_eq!((event.id, change.revision, change.at.as_str()), (Some(revision), revision, NOW));
            assert_eq!(change.update.unwrap().version, revision - 1);
        }
        assert!(reader.is_quiet(MOMENT).await);
    }
});

on_both!(a_reader_who_was_away_misses_nothing, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let mut reader = app.events(SMALL, None).await;
    reader.expect("hello").await;
    write(&app, "1.1-a", 60, 0).await;
    let seen = reader.expect("change").await.id;
    drop(reader);
    write(&app, "1.1-a", 61, 1).await;
    write(&app, "1.1-a", 62, 2).await;

    let mut reader = app.events(SMALL, seen).await;
    let hello = reader.expect("hello").await;
    assert_eq!((hello.id, hello.data.as_str()), (None, "{\"revision\":4}"), "no id before what is missing");
    assert_eq!(reader.expect("change").await.id, Some(3));
    assert_eq!(reader.expect("change").await.id, Some(4));
    write(&app, "1.1-a", 63, 3).await;
    assert_eq!(reader.expect("change").await.id, Some(5));

    // The header of a browser that resumes is newer than the address it repeats.
    let request = app.request(reqwest::Method::GET, "/api/plans/small/events?after=1").header("last-event-id", "4");
    let mut reader = tests::events::EventReader::new(request.send().await.unwrap());
    reader.expect("hello").await;
    assert_eq!(reader.expect("change").await.id, Some(5));
    assert!(reader.is_quiet(MOMENT).await);
});

on_both!(changes_of_another_process_arrive, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let mut reader = app.events(SMALL, Some(1)).await;
    reader.expect("hello").await;
    let other = db.open().await;
    let mut plan = plans::small();
    plan.indicators[0].targets.insert(2010, 120.0);
    plan.updates[0].content = domain::update::Content::Measure(domain::update::Measure::Value(26.0));
    let mut tx = other.begin_write().await.unwrap();
    import(&mut tx, &plan, "otro", "revisión", NOW).await.unwrap();
    assert!(reader.is_quiet(MOMENT).await, "nothing before the commit");
    tx.commit().await.unwrap();
    let changes = [reader.expect("change").await.change(), reader.expect("change").await.change()];
    assert_eq!(changes.each_ref().map(|change| change.revision), [2, 3]);
    assert!(changes.iter().all(|change| change.action == Action::Changed && change.actor == "otro"));
    assert!(changes.iter().any(|change| change.entity == Entity::Indicator));
    assert!(changes.iter().any(|change| change.entity == Entity::Update && change.update.is_some()));
    // When an event has arrived the plan has the change too.
    assert!(app.get("/api/plans/small").await.header("etag").starts_with("\"3-"));
});

on_both!(two_servers_on_one_database_tell_the_same_story, async |db: TestDb| {
    let apps = [TestApp::builder().plan(plans::second(100)).start(&db).await, TestApp::builder().start(&db).await];
    let mut readers = [apps[0].events(SECOND, None).await, apps[1].events(SECOND, None).await];
    for reader in &mut readers {
        reader.expect("hello").await;
    }
    let writes = (0..20).map(|n| {
        let code = format!("P1.{}.{}", n / 10 + 1, n % 10 + 1);
        let app = &apps[n % 2];
        async move { app.put_update(SECOND, &code, 2025, json!({ "content": { "measure": n }, "version": 0 })).await }
    });
    let answers = futures_util::future::join_all(writes).await;
    assert!(answers.iter().all(|answer| answer.status == 200), "{:?}", answers[0].text());
    for reader in &mut readers {
        for revision in 2..=21 {
            assert_eq!(reader.expect("change").await.id, Some(revision));
        }
        assert!(reader.is_quiet(MOMENT).await);
    }
});

on_both!(a_removed_plan_ends_its_stream, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let mut reader = app.events(SMALL, None).await;
    reader.expect("hello").await;
    let other = db.open().await;
    let mut tx = other.begin_write().await.unwrap();
    let (id, _) = matriz_server::store::plans::find(&mut tx, SMALL).await.unwrap().unwrap();
    matriz_server::store::plans::remove(&mut tx, id).await.unwrap();
    tx.commit().await.unwrap();
    reader.expect("resync").await;
    assert_eq!(reader.next().await, None);
    assert_eq!(app.get("/api/plans/small/events").await.error().0, 404);
});

on_both!(too_much_at_once_says_read_the_plan_again, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::second(600)).start(&db).await;
    // A revision that this database never had: it was restored from a backup.
    let mut ahead = app.events(SECOND, Some(99)).await;
    ahead.expect("hello").await;
    assert_eq!(ahead.expect("resync").await.id, Some(1));

    let mut plan = plans::second(600);
    for indicator in &mut plan.indicators {
        indicator.decimals = 2;
    }
    let mut reader = app.events(SECOND, Some(1)).await;
    reader.expect("hello").await;
    let other = db.open().await;
    bring_in(&other, &plan).await;
    assert_eq!(reader.expect("resync").await.id, Some(601));
    let mut late = app.events(SECOND, Some(1)).await;
    late.expect("hello").await;
    assert_eq!(late.expect("resync").await.id, Some(601));
});

#[tokio::test]
async fn an_idle_stream_shows_that_it_is_alive_and_ends_with_the_server() {
    let db = TestDb::sqlite().await;
    let often = Duration::from_millis(100);
    let app = TestApp::builder().plan(plans::small()).config(|config| config.keep_alive_every = often).start(&db).await;
    let mut response = app.request(reqwest::Method::GET, "/api/plans/small/events").send().await.unwrap();
    assert_eq!(response.headers()["content-type"], "text/event-stream");
    let mut text = String::new();
    while !text.contains("\n\n: still here\n\n") {
        text.push_str(std::str::from_utf8(&response.chunk().await.unwrap().unwrap()).unwrap());
    }
    let begun = std::time::Instant::now();
    app.stop().await;
    assert!(begun.elapsed() < Duration::from_secs(2), "the stream did not hold the server back");
    while let Ok(Some(_)) = response.chunk().await {}
}
