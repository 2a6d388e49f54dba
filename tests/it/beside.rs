//! People who work on the same updates at the same time: who sees whom, and what an answer costs that is asked for
//! every few seconds.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::account::Role;
use domain::filing::Filing;
use domain::review::{Board, Desk, Presence};
use domain::update::{Content, Measure};
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::{Answer, TestApp};
use tests::filings::CELL;
use tests::people::Visitor;
use tests::plans;
use tests::{TestDb, on_both};

const PRESENCE: &str = "/api/plans/small/presence";
const MINE: &str = "/api/my/updates?plan=small&year=2009";
const BOARD: &str = "/api/plans/small/reviews?year=2009";

static AHEAD: AtomicI64 = AtomicI64::new(0);

fn moving_clock() -> String {
    let ahead = AHEAD.load(Ordering::Relaxed);
    format!("2011-03-01T12:{:02}:{:02}Z", ahead / 60, ahead % 60)
}

/// Says where somebody is, and gives the others with the update that they have open.
async fn be_there(app: &TestApp, who: &Visitor, indicator: Option<&str>) -> Vec<(String, Option<String>)> {
    let body = json!({ "year": 2009, "indicator": indicator });
    let found: Presence = app.send_by(who, Method::PUT, PRESENCE, body).await.read();
    found.people.into_iter().map(|person| (person.name, person.indicator)).collect()
}

fn at(name: &str, indicator: Option<&str>) -> (String, Option<String>) {
    (name.to_owned(), indicator.map(str::to_owned))
}

async fn sees_the_others(db: TestDb) {
    let app = TestApp::builder().plan(plans::small()).config(|config| config.clock = moving_clock).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let bea = app.person("bea@example.org", Role::Lead, "MIN", "small").await;
    let ong = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;

    assert_eq!(be_there(&app, &ana, None).await, [], "nobody sees themselves");
    assert_eq!(be_there(&app, &bea, Some("1.1-a")).await, [at("ana", None)]);
    assert_eq!(be_there(&app, &ana, Some("1.1-a")).await, [at("bea", Some("1.1-a"))]);
    assert_eq!(be_there(&app, &ong, None).await, [], "another institution");
    // A reviewer sees all; the institution sees a reviewer at one of its updates, and not at the list.
    assert_eq!(be_there(&app, &eva, None).await, [at("ana", Some("1.1-a")), at("bea", Some("1.1-a")), at("ong", None)]);
    assert_eq!(be_there(&app, &ana, None).await, [at("bea", Some("1.1-a"))]);
    be_there(&app, &eva, Some("1.1-a")).await;
    assert_eq!(be_there(&app, &ana, None).await, [at("bea", Some("1.1-a")), at("eva", Some("1.1-a"))]);
    assert_eq!(be_there(&app, &ong, None).await, []);

    // Another year is another place.
    let other = json!({ "year": 2008 });
    assert_eq!(app.send_by(&bea, Method::PUT, PRESENCE, other).await.read::<Presence>(), Presence::default());
    assert_eq!(be_there(&app, &ana, None).await, [at("eva", Some("1.1-a"))]);
    assert_eq!(app.send(app.by(&eva, Method::DELETE, PRESENCE)).await.status, 204);
    assert_eq!(be_there(&app, &ana, None).await, []);

    // Who says nothing any more has left; who goes on saying the same stays.
    be_there(&app, &bea, None).await;
    for _ in 0..6 {
        AHEAD.fetch_add(5, Ordering::Relaxed);
        be_there(&app, &ana, None).await;
    }
    assert_eq!(be_there(&app, &bea, None).await, [at("ana", None)]);
    AHEAD.fetch_add(30, Ordering::Relaxed);
    assert_eq!(be_there(&app, &bea, None).await, []);

    let unknown = json!({ "year": 2009, "indicator": "9-z" });
    assert_eq!(app.send_by(&ana, Method::PUT, PRESENCE, unknown).await.fields(), ["indicator"]);
}

#[tokio::test]
async fn people_see_who_else_has_their_updates_open() {
    // One after the other: both move the clock.
    for db in [TestDb::sqlite().await, TestDb::postgres().await] {
        sees_the_others(db).await;
    }
}

async fn again(app: &TestApp, who: &Visitor, path: &str, tag: &str) -> Answer {
    app.send(app.by(who, Method::GET, path).header("if-none-match", tag)).await
}

fn figure(value: f64, version: i64) -> Value {
    json!({ "content": { "measure": value }, "explanation": "Conferido", "version": version })
}

on_both!(what_has_not_changed_is_not_sent_again, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let bea = app.person("bea@example.org", Role::Lead, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let (mine, board) = (app.get_by(&ana, MINE).await, app.get_by(&eva, BOARD).await);
    for (who, path, answer) in [(&ana, MINE, &mine), (&eva, BOARD, &board)] {
        assert_eq!(answer.header("cache-control"), "no-store");
        let same = again(&app, who, path, answer.header("etag")).await;
        assert_eq!((same.status.as_u16(), same.body.len()), (304, 0), "{path}");
    }
    // What somebody else may do is another answer.
    assert_eq!(again(&app, &bea, MINE, mine.header("etag")).await.status, 200);
    let other_year = again(&app, &ana, "/api/my/updates?plan=small&year=2008", mine.header("etag")).await;
    assert_eq!(other_year.status, 200);

    // A draft is not public, and news for those who work on it.
    app.save(&bea, CELL, figure(40.0, 0)).await.read::<Filing>();
    let desk: Desk = again(&app, &ana, MINE, mine.header("etag")).await.read();
    assert!(desk.rows.iter().any(|row| row.filing.saved_by == "bea"));
    let newer = again(&app, &eva, BOARD, board.header("etag")).await;
    assert!(newer.read::<Board>().rows.iter().any(|row| row.filing.version == 1));

    // So is more time, which no figure tells of.
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let mine = app.get_by(&ana, MINE).await;
    let path = "/api/plans/small/years/2009/extensions/MIN";
    let answer = app.send_by(&cora, Method::PUT, path, json!({ "last_day": "2031-01-31" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(again(&app, &ana, MINE, mine.header("etag")).await.status, 200);

    let notices = app.get_by(&ana, "/api/my/notices").await;
    assert_eq!(again(&app, &ana, "/api/my/notices", notices.header("etag")).await.status, 304);
    app.step(&bea, CELL, "submit", 1, "").await.read::<Filing>();
    app.step(&eva, CELL, "return", 2, "Falta el acta").await.read::<Filing>();
    assert_eq!(again(&app, &ana, "/api/my/notices", notices.header("etag")).await.status, 200);
});

on_both!(what_was_sent_back_stays_beside_what_comes_after_until_it_is_approved, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let before = |filing: &Filing| match filing.returned.as_ref().and_then(|entry| entry.content.clone()) {
        Some(Content::Measure(Measure::Value(value))) => Some(value),
        _ => None,
    };
    app.save(&ana, CELL, figure(40.0, 0)).await.read::<Filing>();
    let sent: Filing = app.step(&ana, CELL, "submit", 1, "").await.read();
    assert_eq!(sent.returned, None);
    let returned: Filing = app.step(&eva, CELL, "return", 2, "Falta un mes").await.read();
    assert_eq!(before(&returned), Some(40.0));
    app.save(&ana, CELL, figure(44.0, 3)).await.read::<Filing>();
    let again: Filing = app.step(&ana, CELL, "submit", 4, "").await.read();
    assert_eq!(before(&again), Some(40.0), "the draft in between counts for nothing");
    let returned: Filing = app.step(&eva, CELL, "return", 5, "Falta otro").await.read();
    assert_eq!(before(&returned), Some(44.0));
    app.step(&ana, CELL, "submit", 6, "").await.read::<Filing>();
    let approved: Filing = app.step(&eva, CELL, "approve", 7, "").await.read();
    assert_eq!(approved.returned, None);
});
