//! What people are told about the updates they work on, and which letters they get.

use domain::account::Role;
use domain::calendar::YearBoard;
use domain::filing::Filing;
use domain::notice::{NoticeKind, Notices, Preference};
use domain::text::Lang;
use matriz_server::notices::tick;
use matriz_server::store;
use reqwest::Method;
use serde_json::json;
use tests::app::{NOW, TestApp};
use tests::filings::CELL;
use tests::people::Visitor;
use tests::plans;
use tests::{TestDb, on_both};

async fn save(app: &TestApp, who: &Visitor, version: i64, value: f64) {
    let body = json!({ "content": { "measure": value }, "explanation": "x", "version": version });
    app.save(who, CELL, body).await.read::<Filing>();
}

async fn notices(app: &TestApp, who: &Visitor) -> Notices {
    app.get_by(who, "/api/my/notices").await.read()
}

/// Kind, code, year and text, newest first.
async fn told(app: &TestApp, who: &Visitor) -> Vec<String> {
    let words = |n: domain::notice::Notice| format!("{} {} {} {}", n.kind.word(), n.code, n.year, n.text);
    notices(app, who).await.notices.into_iter().map(|n| words(n).trim().to_owned()).collect()
}

async fn prefer(app: &TestApp, who: &Visitor, word: &str) {
    let body = json!({ "preference": word });
    app.send_by(who, Method::PUT, "/api/my/notices/preference", body).await.read::<Notices>();
}

on_both!(each_side_is_told_what_the_other_did, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let bea = app.person("bea@example.org", Role::Lead, "MIN", "small").await;
    let ong = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    save(&app, &ana, 0, 40.0).await;
    app.step(&ana, CELL, "submit", 1, "").await.read::<Filing>();
    assert!(told(&app, &eva).await.is_empty() && told(&app, &bea).await.is_empty());
    app.step(&eva, CELL, "return", 2, "Falta diciembre").await.read::<Filing>();
    app.step(&ana, CELL, "comment", 3, "Llega mañana").await.read::<Filing>();
    app.step(&ana, CELL, "submit", 4, "").await.read::<Filing>();
    app.step(&eva, CELL, "approve", 5, "").await.read::<Filing>();
    let wanted = ["approved 1.1-a 2009", "returned 1.1-a 2009 Falta diciembre"];
    assert_eq!(told(&app, &ana).await, wanted);
    assert_eq!(told(&app, &bea).await, wanted, "who holds a post of the institution");
    assert_eq!(told(&app, &ong).await, [""; 0]);
    assert_eq!(told(&app, &eva).await, ["commented 1.1-a 2009 Llega mañana"]);
    assert_eq!(told(&app, &cora).await, ["commented 1.1-a 2009 Llega mañana"]);

    let all = notices(&app, &ana).await;
    assert_eq!((all.unread, all.preference, all.notices[0].kind), (2, Preference::Daily, NoticeKind::Approved));
    let id = all.notices[0].id;
    // Nobody marks what is told to somebody else.
    let marks = json!({ "ids": [id] });
    app.send_by(&bea, Method::POST, "/api/my/notices/read", marks.clone()).await.read::<Notices>();
    let all: Notices = app.send_by(&ana, Method::POST, "/api/my/notices/read", marks).await.read();
    let read: Vec<bool> = all.notices.iter().map(|notice| notice.read).collect();
    assert_eq!((all.unread, read), (1, vec![true, false]));
    assert_eq!(notices(&app, &bea).await.unread, 2);
});

on_both!(a_refused_step_tells_nobody, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    save(&app, &ana, 0, 40.0).await;
    app.step(&ana, CELL, "submit", 1, "").await.read::<Filing>();
    assert_eq!(app.step(&eva, CELL, "return", 1, "no").await.error().0, 409);
    assert_eq!(told(&app, &ana).await, [""; 0]);
});

on_both!(institutions_are_told_that_a_year_opens, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let version = app.get_by(&cora, "/api/plans/small/years").await.read::<YearBoard>().version;
    let body = json!({ "state": "open", "deadline": "2011-12-31", "version": version });
    app.send_by(&cora, Method::PUT, "/api/plans/small/years/2010", body).await.read::<YearBoard>();
    assert_eq!(told(&app, &ana).await, ["year_opened  2010 2011-12-31"]);
    assert_eq!(told(&app, &cora).await, [""; 0]);
});

on_both!(one_letter_tells_what_waits_without_a_figure, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let bea = app.person("bea@example.org", Role::Lead, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let mut tx = app.state.begin_write().await.unwrap();
    let account = store::accounts::find(&mut tx, "ana@example.org").await.unwrap().unwrap();
    store::accounts::set_language(&mut tx, account.id, Lang::FR).await.unwrap();
    tx.commit().await.unwrap();
    prefer(&app, &ana, "at_once").await;
    prefer(&app, &bea, "never").await;
    save(&app, &ana, 0, 4711.0).await;
    app.step(&ana, CELL, "submit", 1, "").await.read::<Filing>();
    app.step(&eva, CELL, "return", 2, "No son 4711").await.read::<Filing>();
    app.step(&eva, CELL, "comment", 3, "Son 4712").await.read::<Filing>();
    tick(&app.state).await.unwrap();
    tick(&app.state).await.unwrap();
    let letter = db.letters(1).await.remove(0);
    assert!(letter.contains("ana@example.org") && letter.contains("Renvoyé pour correction: 1.1-a, 2009"), "{letter}");
    assert!(letter.contains("Nouveau commentaire: 1.1-a, 2009"), "{letter}");
    assert!(letter.contains("/fr/plans/small/indicators/1.1-a"), "{letter}");
    assert!(!letter.contains("471"), "{letter}");
    // Bea wanted none; what came meanwhile is not sent when she changes her mind.
    prefer(&app, &bea, "at_once").await;
    tick(&app.state).await.unwrap();
    db.letters(1).await;
    assert_eq!(notices(&app, &bea).await.unread, 2);
    // What was read on the page needs no letter.
    app.step(&eva, CELL, "comment", 4, "Gracias").await.read::<Filing>();
    for who in [&ana, &bea] {
        let ids: Vec<i64> = notices(&app, who).await.notices.iter().map(|notice| notice.id).collect();
        app.send_by(who, Method::POST, "/api/my/notices/read", json!({ "ids": ids })).await.read::<Notices>();
    }
    tick(&app.state).await.unwrap();
    db.letters(1).await;
});

on_both!(a_daily_letter_comes_once_a_day, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    save(&app, &ana, 0, 40.0).await;
    app.step(&eva, CELL, "comment", 1, "uno").await.read::<Filing>();
    tick(&app.state).await.unwrap();
    app.step(&eva, CELL, "comment", 2, "dos").await.read::<Filing>();
    tick(&app.state).await.unwrap();
    db.letters(1).await;
    // The day after, on another server of the same database.
    let tomorrow = TestApp::builder().config(|c| c.clock = || "2011-03-02T00:00:01Z".to_owned()).start(&db).await;
    tick(&tomorrow.state).await.unwrap();
    tick(&tomorrow.state).await.unwrap();
    db.letters(2).await;
});

on_both!(last_days_are_reminded_of_once_by_however_many_servers, async |db: TestDb| {
    let mut plan = plans::small();
    for (year, day) in [(0, "2011-03-01"), (1, "2011-03-04"), (2, "2011-03-15"), (3, "2011-03-16")] {
        plan.plan.years[year].state = domain::year::YearState::Open;
        plan.plan.years[year].deadline = Some(day.to_owned());
    }
    let app = TestApp::builder().plan(plan).start(&db).await;
    let other = TestApp::builder().start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let ong = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    assert!(NOW.starts_with("2011-03-01"));
    // The extension of 2009 is the last day for MIN.
    let mut tx = app.state.begin_write().await.unwrap();
    let (plan, _) = store::plans::find(&mut tx, "small").await.unwrap().unwrap();
    store::filings::extend(&mut tx, plan, 2009, "MIN", "2011-04-30").await.unwrap();
    tx.commit().await.unwrap();
    for _ in 0..2 {
        let (one, two) = tokio::join!(tick(&app.state), tick(&other.state));
        one.unwrap();
        two.unwrap();
    }
    // All of 2007 is published: nothing to remind of. 2010 is fifteen days away.
    assert_eq!(told(&app, &ana).await, ["deadline_3 MIN 2008 2011-03-04"]);
    assert_eq!(told(&app, &ong).await, [""; 0], "it reports no indicator");
    assert_eq!(told(&app, &eva).await, [""; 0]);
    db.letters(1).await;
    // The extension ends: two weeks are left. A day that moves is a new one.
    let mut tx = app.state.begin_write().await.unwrap();
    store::filings::end_extension(&mut tx, plan, 2009, "MIN").await.unwrap();
    tx.commit().await.unwrap();
    tick(&app.state).await.unwrap();
    tick(&other.state).await.unwrap();
    let wanted = ["deadline_14 MIN 2009 2011-03-15", "deadline_3 MIN 2008 2011-03-04"];
    assert_eq!(told(&app, &ana).await, wanted);
});
