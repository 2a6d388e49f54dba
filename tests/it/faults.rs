//! Bad days: a damaged or newer database, a port in use, PostgreSQL away, the power cut. One clear line,
//! a status that is not 0, nothing lost that was acknowledged.

use std::net::TcpListener;
use std::time::Duration;

use futures_util::future::poll_immediate;
use matriz_server::store;
use serde_json::json;
use sqlx::{Connection, Executor, PgConnection, SqliteConnection};
use tests::app::{NOW, TOKEN, TestApp};
use tests::cluster::Cluster;
use tests::filings::CELL;
use tests::plans::{self, SMALL};
use tests::program::{Served, command, complaint, run, serve};
use tests::{TestDb, on_both};

/// Runs a command that must fail with one line that has these words.
fn refused(command: &mut std::process::Command, words: &[&str]) {
    let output = run(command);
    let text = complaint(&output);
    assert!(!output.status.success(), "{text}");
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    assert_eq!(lines.len(), 1, "one line: {text}");
    for word in words {
        assert!(text.to_lowercase().contains(word), "`{word}` in: {text}");
    }
}

fn plan(db: &TestDb, arguments: &[&str]) -> std::process::Command {
    let mut command = command(arguments);
    command.env("DATABASE_URL", &db.url);
    command
}

#[tokio::test]
async fn a_damaged_file_is_named() {
    let db = TestDb::sqlite().await;
    std::fs::write(db.file(), [b'x'; 8192]).unwrap();
    refused(&mut serve(&db), &["database"]);
    refused(&mut plan(&db, &["plan", "list"]), &["database"]);
    assert_eq!(std::fs::read(db.file()).unwrap(), [b'x'; 8192], "nothing was written over it");
}

#[tokio::test]
async fn a_newer_database_is_left_alone() {
    for db in [TestDb::sqlite().await, TestDb::postgres().await] {
        db.open().await;
        let insert = "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) \
            VALUES (9999, 'future', true, 'x', 0)";
        if db.is_sqlite() {
            SqliteConnection::connect(&db.url).await.unwrap().execute(insert).await.unwrap();
        } else {
            PgConnection::connect(&db.url).await.unwrap().execute(insert).await.unwrap();
        }
        refused(&mut serve(&db), &["newer"]);
        refused(&mut plan(&db, &["plan", "list"]), &["newer"]);
    }
}

#[tokio::test]
async fn a_port_in_use_is_named() {
    let db = TestDb::sqlite().await;
    let taken = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let mut command = command(&["serve", "--listen", &address]);
    refused(command.env("DATABASE_URL", &db.url).env("MATRIZ_LOG", "warn"), &[&address, "--listen"]);
}

#[tokio::test]
async fn a_place_where_nothing_can_be_written_is_named() {
    let db = TestDb::sqlite().await;
    let file = db.folder().join("a-file");
    std::fs::write(&file, "not a folder").unwrap();
    let mut command = command(&["serve", "--listen", "127.0.0.1:0", "--data", file.to_str().unwrap()]);
    refused(&mut command, &["a-file"]);
}

#[tokio::test]
async fn a_wrong_option_is_told() {
    let db = TestDb::sqlite().await;
    let short = run(serve(&db).env("MATRIZ_WRITE_TOKEN", "short"));
    assert!(!short.status.success() && complaint(&short).contains("token is too short"), "{}", complaint(&short));
    let missing = run(serve(&db).env("MATRIZ_WRITE_TOKEN", TOKEN).args(["--write-token-file", "/nonexistent/token"]));
    assert!(!missing.status.success() && complaint(&missing).contains("/nonexistent/token"));
    for arguments in [vec!["serve", "--listen", "somewhere"], vec!["dance"], vec!["plan", "import"]] {
        let output = run(&mut command(&arguments));
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!complaint(&output).is_empty());
    }
    let unknown = run(command(&["plan", "list"]).env("DATABASE_URL", "mysql://localhost/x"));
    assert!(!unknown.status.success() && complaint(&unknown).lines().count() == 1, "{}", complaint(&unknown));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn postgresql_may_be_away_at_start_and_later() {
    let cluster = Cluster::start();
    let db = TestDb::postgres_on(&cluster.address()).await;
    cluster.down();
    refused(&mut plan(&db, &["plan", "list"]), &["postgresql"]);

    let app = TestApp::builder().unprepared().start(&db).await;
    assert_eq!(app.get("/api/health").await.status, 200);
    for path in ["/api/ready", "/api/plans", "/api/plans/small", "/api/plans/small/indicators/1.1-a"] {
        assert_eq!(app.get(path).await.error(), (503, "unavailable".to_owned()), "{path}");
    }
    cluster.up();
    app.until("/api/ready", |answer| answer.status == 200).await;
    app.import(&plans::small()).await;
    assert_eq!(app.get("/api/plans/small").await.status, 200);
    let mut reader = app.events(SMALL, None).await;
    reader.expect("hello").await;

    cluster.down();
    app.until("/api/ready", |answer| answer.status == 503).await;
    let body = json!({ "content": { "measure": 40 }, "version": 0 });
    assert_eq!(app.put_update(SMALL, "1.1-a", 2009, body.clone()).await.error().0, 503);
    assert_eq!(app.get("/api/plans/small").await.status, 200, "what is ready can still be read");
    // One reading of the database is enough for all languages.
    assert_eq!(app.get("/api/plans/small?lang=es").await.status, 200);
    assert_eq!(app.get("/api/plans/small/changes").await.error().0, 503);

    cluster.up();
    app.until("/api/ready", |answer| answer.status == 200).await;
    assert_eq!(app.put_update(SMALL, "1.1-a", 2009, body).await.status, 200);
    reader.expect("change").await;
}

/// Writes as fast as it can until the server dies; gives the last acknowledged version.
async fn write_until_killed(url: &str, client: &reqwest::Client, mut version: i64) -> i64 {
    loop {
        let path = format!("{url}{CELL}");
        let body = json!({ "content": { "measure": version + 1 }, "version": version });
        match client.put(path).bearer_auth(TOKEN).json(&body).send().await {
            Ok(answer) if answer.status() == 200 => version += 1,
            Ok(answer) => panic!("{}: {:?}", answer.status(), answer.text().await),
            Err(_) => return version,
        }
    }
}

async fn survives_kills(db: &TestDb) {
    let file = db.folder().join("plan");
    matriz_server::plan_file::write(&plans::small(), &file, false).unwrap();
    let output = run(&mut plan(db, &["plan", "import", file.to_str().unwrap()]));
    assert!(output.status.success(), "{}", complaint(&output));
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let mut acknowledged = 0;
    for round in 0..3 {
        let mut served = Served::start(serve(db).env("MATRIZ_WRITE_TOKEN", TOKEN));
        let url = served.url.clone();
        let writer = {
            let client = client.clone();
            tokio::spawn(async move { write_until_killed(&url, &client, acknowledged).await })
        };
        tokio::time::sleep(Duration::from_millis(400 + 130 * round)).await;
        served.kill();
        let last = writer.await.unwrap();
        assert!(last > acknowledged, "something was written in round {round}");

        let app = TestApp::builder().start(db).await;
        let document = app.get("/api/plans/small/indicators/1.1-a").await.json();
        let update =
            document["updates"].as_array().unwrap().iter().find(|update| update["year"] == 2009).unwrap().clone();
        let held = update["version"].as_i64().unwrap();
        // The last write may have been stored without its answer; none that was answered is lost.
        assert!((last..=last + 1).contains(&held), "{last} acknowledged, {held} held");
        assert_eq!(update["content"]["measure"].as_f64(), Some(held as f64));
        assert_eq!(document["revision"].as_i64(), Some(held + 1), "one revision for each write");
        assert_eq!(document["changes"][0]["revision"].as_i64(), Some(held + 1));
        acknowledged = held;
        app.stop().await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_acknowledged_on_sqlite() {
    survives_kills(&TestDb::sqlite().await).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_killed_server_loses_nothing_acknowledged_on_postgresql() {
    survives_kills(&TestDb::postgres().await).await;
}

#[tokio::test]
async fn the_server_stops_when_it_is_told() {
    let db = TestDb::sqlite().await;
    let mut served = Served::start(serve(&db).arg("--demo"));
    let stream = reqwest::get(format!("{}/api/plans/peru-trata-2007-2013/events", served.url)).await.unwrap();
    assert_eq!(stream.status(), 200);
    let pid = served.child.id().to_string();
    assert!(std::process::Command::new("kill").args(["-TERM", &pid]).status().unwrap().success());
    let begun = std::time::Instant::now();
    let status = tokio::task::spawn_blocking(move || served.child.wait()).await.unwrap().unwrap();
    assert!(status.success() && begun.elapsed() < Duration::from_secs(5), "{status}");
}

on_both!(a_request_that_is_given_up_leaves_no_transaction_behind, async |db: TestDb| {
    let db = db.open().await;
    for looks in 0..200 {
        // Given up after it was looked at that often, as when a phone goes away.
        let mut begin = std::pin::pin!(db.begin_read());
        for _ in 0..looks % 20 {
            if poll_immediate(&mut begin).await.is_some() {
                break;
            }
            tokio::time::sleep(Duration::from_micros(50)).await;
        }
    }
    // Whichever connection it gets: it is in no transaction of somebody else.
    for number in 0..20 {
        let mut tx = db.begin_write().await.unwrap();
        store::attempts::lock(&mut tx, &format!("subject {number}"), NOW).await.expect("it can be written");
        tx.commit().await.unwrap();
    }
});
