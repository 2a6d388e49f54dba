//! People of a plan: invited, given posts, ended; by whom, and what that changes.

use domain::account::Role;
use domain::change::Changes;
use domain::people::{AccountState, People, PersonRow};
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::{Answer, TestApp};
use tests::people::{PASSWORD, Visitor};
use tests::plans;
use tests::{TestDb, on_both};

const PEOPLE: &str = "/api/plans/small/people";

async fn invite(app: &TestApp, who: &Visitor, body: Value) -> Answer {
    app.send_by(who, Method::POST, PEOPLE, body).await
}

async fn find(app: &TestApp, who: &Visitor, email: &str) -> PersonRow {
    let people: People = app.get_by(who, PEOPLE).await.read();
    people.people.into_iter().find(|row| row.email == email).unwrap()
}

async fn end(app: &TestApp, who: &Visitor, row: &PersonRow, until: &str) -> Answer {
    let path = format!("{PEOPLE}/{}", row.posts[0].id.0);
    app.send_by(who, Method::PATCH, &path, json!({ "until": until })).await
}

fn rosa() -> Value {
    json!({
        "email": " Rosa@Example.org ", "name": "Rosa Huamán", "language": "fr", "institution": "MIN",
        "post": "Estadística", "role": "reporter", "until": "2011-12-31",
    })
}

on_both!(somebody_is_invited_gets_a_letter_and_signs_in, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let people: People = invite(&app, &cora, rosa()).await.read();
    assert_eq!(people.may_give, [Role::Reporter, Role::Lead, Role::Reviewer, Role::Coordinator]);
    assert!(!people.may_disable);
    let row = find(&app, &cora, "rosa@example.org").await;
    assert_eq!((row.name.as_str(), row.state, row.posts.len()), ("Rosa Huamán", AccountState::Invited, 1));
    let post = &row.posts[0].membership;
    assert_eq!((post.from.as_str(), post.until.as_str()), ("2011-03-01", "2011-12-31"), "from today");

    let letters = db.letters(1).await;
    assert!(letters[0].contains("rosa@example.org") && letters[0].contains("mot de passe"), "{}", letters[0]);
    let link = letters[0].lines().find_map(|line| line.split_once("/fr/link/")).unwrap().1.trim().to_owned();
    let chosen = json!({ "password": "chosen by Rosa" });
    let answer = app.send(app.request(Method::PUT, &format!("/api/links/{link}")).json(&chosen)).await;
    assert_eq!(answer.json()["memberships"][0]["post"], "Estadística");
    assert_eq!(find(&app, &cora, "rosa@example.org").await.state, AccountState::Active);

    // Another post for the same person: no new account, no new link, the name stays.
    let second =
        json!({ "email": "rosa@example.org", "name": "X", "institution": "ONG", "post": "Enlace", "role": "lead" });
    invite(&app, &cora, second.clone()).await.read::<People>();
    let row = find(&app, &cora, "rosa@example.org").await;
    assert_eq!((row.name.as_str(), row.posts.len()), ("Rosa Huamán", 2));
    assert_eq!(invite(&app, &cora, second).await.fields(), ["post"], "the same post in the same days");
    let letters = db.letters(2).await;
    let told = letters.iter().find(|letter| letter.contains("Enlace, ONG")).unwrap();
    assert!(told.contains("/fr/plans/small") && !told.contains("/link/"), "{told}");
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    assert_eq!(changes.changes.len(), 1, "people are not public");
    // And both posts are in the history, after the import and before this.
    let body = json!({ "content": { "measure": 40 }, "version": 0 });
    assert_eq!(app.put_update("small", "1.1-a", 2009, body).await.json()["revision"], 4);
});

on_both!(what_is_wrong_with_an_invitation_is_said_by_field, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    for (field, value, wanted) in [
        ("email", json!("rosa"), "email"),
        ("name", json!(""), "name"),
        ("language", json!("12"), "language"),
        ("institution", json!("NIX"), "institution"),
        ("post", json!(" "), "post"),
        ("role", json!("king"), "role"),
        ("role", json!("reviewer"), "institution"),
        ("from", json!("tomorrow"), "from"),
        ("until", json!("2011-02-28"), "until"),
    ] {
        let mut body = rosa();
        body[field] = value;
        assert_eq!(invite(&app, &cora, body.clone()).await.fields(), [wanted], "{body}");
    }
});

on_both!(nobody_gives_or_ends_a_role_above_their_own, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let adam = app.person("adam@example.org", Role::Administrator, "", "small").await;
    let administrator = |email: &str| json!({ "email": email, "name": "N", "post": "Admin", "role": "administrator" });
    assert_eq!(invite(&app, &cora, administrator("n@example.org")).await.error(), (403, "forbidden".to_owned()));
    let own = find(&app, &adam, "adam@example.org").await;
    assert_eq!(end(&app, &cora, &own, "2011-03-01").await.error(), (403, "forbidden".to_owned()));
    assert_eq!(end(&app, &adam, &own, "2011-03-31").await.fields(), ["until"], "the last post of an administrator");
    invite(&app, &adam, administrator("n@example.org")).await.read::<People>();
    let other = find(&app, &adam, "n@example.org").await;
    assert_eq!(end(&app, &adam, &other, "2011-03-31").await.status, 200);
    assert_eq!(end(&app, &adam, &own, "2010-12-31").await.fields(), ["until"], "before it began");
});

on_both!(a_post_that_ends_ends_its_rights_the_day_after, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let row = find(&app, &cora, "ana@example.org").await;
    assert_eq!(end(&app, &cora, &row, "2011-03-01").await.status, 200);
    assert_eq!(app.get_by(&ana, "/api/my/updates").await.status, 200, "the last day counts");
    assert_eq!(end(&app, &cora, &row, "2011-02-28").await.status, 200);
    assert_eq!(app.get_by(&ana, "/api/my/updates").await.error().0, 403);
    assert_eq!(end(&app, &cora, &row, "").await.status, 200, "ended by mistake");
    assert_eq!(app.get_by(&ana, "/api/my/updates").await.status, 200);
    let elsewhere = app.send_by(&cora, Method::PATCH, &format!("{PEOPLE}/999"), json!({ "until": "" })).await;
    assert_eq!(elsewhere.error().0, 404);
});

on_both!(an_account_is_ended_and_taken_up_again_by_its_administrator, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).plan(plans::second(10)).start(&db).await;
    let adam = app.person("adam@example.org", Role::Administrator, "", "small").await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    app.account("both@example.org", &[(Role::Reporter, "MIN", "small"), (Role::Reporter, "MIN", plans::SECOND)]).await;
    let act = async |row: &PersonRow, word: &str| {
        app.send(app.by(&adam, Method::POST, &format!("/api/accounts/{}/{word}", row.id.0))).await
    };
    let row = find(&app, &adam, "ana@example.org").await;
    assert_eq!(act(&row, "disable").await.json()["state"], "disabled");
    assert_eq!(app.get_by(&ana, "/api/session").await.json(), json!(null), "sessions end");
    assert_eq!(app.try_sign_in("ana@example.org", PASSWORD).await.error().0, 401);
    let again = json!({ "email": "ana@example.org", "institution": "MIN", "post": "Otro", "role": "lead" });
    assert_eq!(invite(&app, &adam, again).await.fields(), ["email"]);
    assert_eq!(find(&app, &adam, "ana@example.org").await.state, AccountState::Disabled);
    assert_eq!(act(&row, "enable").await.json()["state"], "active");
    assert_eq!(app.try_sign_in("ana@example.org", PASSWORD).await.status, 200);
    // Nobody ends themselves, and nobody people of a plan that they do not administer.
    for email in ["adam@example.org", "both@example.org"] {
        let row = find(&app, &adam, email).await;
        assert_eq!(act(&row, "disable").await.error(), (403, "forbidden".to_owned()), "{email}");
    }
});
