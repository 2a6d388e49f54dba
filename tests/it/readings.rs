//! Who read figures that the public may not see: each way to them leaves one row an hour, which those read who
//! manage people, and which ends with its time.

use domain::account::Role;
use domain::people::Post;
use domain::reading::{Reading, ReadingKind, Readings};
use matriz_server::forget;
use serde_json::json;
use tests::app::TestApp;
use tests::files::{naming, pdf};
use tests::filings::CELL;
use tests::people::Visitor;
use tests::plans;
use tests::{TestDb, on_both};

const READINGS: &str = "/api/plans/small/readings";

async fn readings(app: &TestApp, who: &Visitor, query: &str) -> Readings {
    app.get_by(who, &format!("{READINGS}?{query}")).await.read()
}

/// Who, what and of which institution, indicator and year, oldest first.
fn lines(readings: Readings) -> Vec<String> {
    let line = |reading: Reading| {
        let Reading { name, kind, institution, indicator, year, detail, .. } = reading;
        let year = year.map_or(String::new(), |year| year.to_string());
        format!("{name} {} {institution} {indicator} {year} {detail}", kind.word())
    };
    let mut lines: Vec<String> = readings.readings.into_iter().map(line).collect();
    lines.reverse();
    lines.iter().map(|line| line.split_whitespace().collect::<Vec<_>>().join(" ")).collect()
}

on_both!(each_way_to_real_figures_leaves_a_row, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let bea = app.person("bea@example.org", Role::Lead, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let file = app.hand_in(&ana, "informe.pdf", &pdf(1)).await;
    assert_eq!(app.save(&ana, CELL, naming(&[(&file, false)], 0)).await.status, 200);
    assert_eq!(lines(readings(&app, &cora, "").await), [""; 0], "writing is in the history");

    // Twice, as pages do: the second time within the hour adds nothing.
    for _ in 0..2 {
        app.get_by(&ana, "/api/my/updates?year=2009").await;
        app.get_by(&eva, "/api/plans/small/reviews?year=2009").await;
        app.get_by(&eva, CELL).await;
        app.get_by(&eva, &format!("/api/plans/small/files/{}/{}", file.hash, file.name)).await;
        let posts: Vec<Post> = app.get_by(&ana, "/api/my/posts").await.read();
        app.get_by(&ana, &format!("/api/my/posts/{}", posts[0].id.0)).await;
    }
    // A stale write is answered with the cell as it is.
    assert_eq!(app.save(&bea, CELL, naming(&[], 0)).await.error().0, 409);
    assert_eq!(app.step(&cora, CELL, "return", 9, "because").await.status.as_u16() / 100, 4);
    // Whoever is refused has read nothing.
    let ong = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    assert_eq!(app.get_by(&ong, CELL).await.error().0, 403);
    assert_eq!(app.get_by(&ong, "/api/plans/small/reviews").await.error().0, 403);

    let all = readings(&app, &cora, "").await;
    assert_eq!((all.kept_days, all.next), (730, None));
    assert!(all.readings.iter().all(|reading| reading.at.starts_with("2011-03-01T12:00:00")));
    assert_eq!(
        lines(all),
        [
            "ana my_updates MIN 2009",
            "eva reviews 2009",
            "eva update 1.1-a 2009",
            "eva file MIN 1.1-a 2009 informe.pdf",
            "ana handover MIN post",
            "bea update 1.1-a 2009",
        ]
    );
});

on_both!(the_list_is_filtered_and_comes_in_parts_and_as_a_file, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    app.account("adm@example.org", &[(Role::Administrator, "", "small")]).await;
    for indicator in ["1.1-a", "1.1-b", "1.2-a"] {
        let path = format!("/api/plans/small/indicators/{indicator}/updates/2009");
        assert_eq!(app.get_by(&eva, &path).await.status, 200);
    }
    // The next day; sessions of the day before end.
    let app = TestApp::builder().config(|c| c.clock = || "2011-03-02T00:10:00Z".to_owned()).start(&db).await;
    let (eva, adm) = (app.sign_in("eva@example.org").await, app.sign_in("adm@example.org").await);
    assert_eq!(app.get_by(&eva, "/api/plans/small/reviews?year=2009").await.status, 200);
    for (query, wanted) in [
        ("", 4),
        ("person=eva@example.org", 4),
        ("person=adm@example.org", 0),
        ("kind=reviews", 1),
        ("kind=update&indicator=1.1-a", 1),
        ("institution=MIN", 0),
        ("from=2011-03-01&until=2011-03-01", 3),
        ("from=2011-03-02", 1),
        ("until=2011-02-28", 0),
    ] {
        assert_eq!(readings(&app, &adm, query).await.readings.len(), wanted, "{query}");
    }
    let first = readings(&app, &adm, "limit=3").await;
    assert_eq!(first.readings[0].kind, ReadingKind::Reviews, "newest first");
    let rest = readings(&app, &adm, &format!("limit=3&before={}", first.next.unwrap())).await;
    assert_eq!((rest.readings.len(), rest.next), (1, None));
    for (query, field) in [("kind=all", "kind"), ("from=yesterday", "from"), ("limit=0", "limit")] {
        assert_eq!(app.get_by(&adm, &format!("{READINGS}?{query}")).await.fields(), [field]);
    }
    let file = app.get_by(&adm, "/api/plans/small/readings.csv?kind=update").await;
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
    assert_eq!(file.header("cache-control"), "no-store");
    let text = file.text();
    assert_eq!(text.lines().count(), 4, "{text}");
    assert!(text.contains("2011-03-01T12:00:00Z,eva,eva@example.org,update,,1.2-a,2009,\r\n"), "{text}");

    // What is older than it is kept for is forgotten.
    let after = TestApp::builder().config(|c| {
        c.clock = || "2011-03-08T00:00:00Z".to_owned();
        c.keep_readings = 6;
    });
    let after = after.start(&db).await;
    forget::forget_access(&after.state).await.unwrap();
    let adm = after.sign_in("adm@example.org").await;
    assert_eq!(lines(readings(&after, &adm, "").await), ["eva reviews 2009"]);
});

/// A database that takes its time holds no reader back, and the record is written when it can be.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_busy_database_delays_the_record_and_not_the_answer() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let busy = app.state.begin_write().await.unwrap();
    let started = std::time::Instant::now();
    assert_eq!(app.get_by(&eva, CELL).await.status, 200);
    assert!(started.elapsed() < std::time::Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!(app.get_by(&cora, READINGS).await.json()["readings"], json!([]));
    drop(busy);
    for _ in 0..100 {
        if !app.get_by(&cora, READINGS).await.json()["readings"].as_array().unwrap().is_empty() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the reading was not recorded");
}
