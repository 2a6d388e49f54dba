//! Whoever takes over a post finds what belongs to it, not to the person before.

use domain::account::{Membership, Role};
use domain::filing::{Filing, FilingState};
use domain::handover::{Contact, Handover};
use domain::people::{People, Post};
use matriz_server::store;
use reqwest::Method;
use serde_json::json;
use tests::app::{NOW, TestApp};
use tests::filings::{CELL, cell};
use tests::people::Visitor;
use tests::plans;
use tests::{TestDb, on_both};

async fn handover(app: &TestApp, who: &Visitor) -> Handover {
    let posts: Vec<Post> = app.get_by(who, "/api/my/posts").await.read();
    app.get_by(who, &format!("/api/my/posts/{}", posts[0].id.0)).await.read()
}

on_both!(a_successor_finds_what_the_predecessor_left, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    app.person("adam@example.org", Role::Administrator, "", "small").await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    for (code, action) in [("1.1-a", None), ("1.1-b", Some("return")), ("1.2-a", Some("approve"))] {
        let cell = cell("small", code, 2009);
        let body = json!({ "content": { "measure": 40 }, "explanation": "x", "version": 0 });
        app.save(&ana, &cell, body).await.read::<Filing>();
        if let Some(action) = action {
            app.step(&ana, &cell, "submit", 1, "").await.read::<Filing>();
            app.step(&cora, &cell, action, 2, "Falta diciembre").await.read::<Filing>();
        }
    }
    // Ana leaves; Bea takes the post the day after, which is today.
    let people: People = app.get_by(&cora, "/api/plans/small/people").await.read();
    let post = people.people.iter().find(|row| row.email == "ana@example.org").unwrap().posts[0].clone();
    let path = format!("/api/plans/small/people/{}", post.id.0);
    app.send_by(&cora, Method::PATCH, &path, json!({ "until": "2011-02-28" })).await.read::<People>();
    app.account("bea@example.org", &[]).await;
    let mut tx = app.state.begin_write().await.unwrap();
    let bea = store::accounts::find(&mut tx, "bea@example.org").await.unwrap().unwrap();
    let (plan, _) = store::plans::find(&mut tx, "small").await.unwrap().unwrap();
    let next = Membership { from: NOW[..10].to_owned(), ..post.membership.clone() };
    store::memberships::add(&mut tx, bea.id, plan, &next).await.unwrap();
    tx.commit().await.unwrap();

    let bea = app.sign_in("bea@example.org").await;
    let found = handover(&app, &bea).await;
    let holders: Vec<(&str, &str, &str)> =
        found.holders.iter().map(|h| (h.contact.email.as_str(), h.from.as_str(), h.until.as_str())).collect();
    assert_eq!(holders, [("ana@example.org", "2011-01-01", "2011-02-28"), ("bea@example.org", "2011-03-01", "")]);
    let codes: Vec<&str> = found.indicators.iter().map(|duty| duty.code.as_str()).collect();
    assert_eq!(codes, ["1.1-a", "1.1-b", "1.2-a", "1.2-b"]);
    let waiting: Vec<(&str, FilingState, &str)> =
        found.waiting.iter().map(|w| (w.indicator.as_str(), w.state, w.reason.as_str())).collect();
    assert_eq!(waiting, [("1.1-a", FilingState::Draft, ""), ("1.1-b", FilingState::Returned, "Falta diciembre")]);
    assert_eq!(found.waiting[0].saved_by, "ana");
    assert_eq!(found.reviewers, [Contact { name: "cora".into(), email: "cora@example.org".into() }]);

    // Bea goes on where Ana stopped; Ana finds nothing any more.
    let body = json!({ "content": { "measure": 41 }, "version": 1 });
    assert_eq!(app.save(&bea, CELL, body).await.read::<Filing>().version, 2);
    let posts: Vec<Post> = app.get_by(&ana, "/api/my/posts").await.read();
    assert_eq!(posts, []);
    assert_eq!(app.get_by(&ana, &format!("/api/my/posts/{}", post.id.0)).await.error().0, 403);
});

on_both!(a_reviewer_finds_what_waits_for_review, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let adam = app.person("adam@example.org", Role::Administrator, "", "small").await;
    let body = json!({ "content": { "measure": 40 }, "explanation": "x", "version": 0 });
    app.save(&ana, CELL, body).await.read::<Filing>();
    assert_eq!(handover(&app, &eva).await.waiting, []);
    app.step(&ana, CELL, "submit", 1, "").await.read::<Filing>();
    let found = handover(&app, &eva).await;
    assert_eq!((found.indicators.len(), found.waiting.len()), (0, 1));
    assert_eq!(found.waiting[0].state, FilingState::Submitted);
    assert_eq!(handover(&app, &adam).await.waiting, [], "who manages people reviews nothing");
});
