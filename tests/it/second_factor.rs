//! The second factor: set up, asked for at sign-in, lost, required by a role.

use domain::account::Role;
use domain::people::People;
use domain::second_factor::{RecoveryCodes, SecondFactor, SetUp};
use matriz_server::auth;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::{Answer, NOW, TestApp};
use tests::people::{PASSWORD, Visitor, code, cookie_of};
use tests::plans;
use tests::{TestDb, on_both};

const OWN: &str = "/api/my/second-factor";

/// Half a minute after [`NOW`].
const LATER: &str = "2011-03-01T12:00:30Z";

async fn give(app: &TestApp, who: &Visitor, code: &str) -> Answer {
    app.send_by(who, Method::POST, "/api/session/second-factor", json!({ "code": code })).await
}

async fn state(app: &TestApp, who: &Visitor) -> SecondFactor {
    app.get_by(who, OWN).await.read()
}

fn proof(code: &str) -> Value {
    json!({ "password": PASSWORD, "code": code })
}

/// The same database at another time.
async fn at(db: &TestDb, clock: fn() -> String) -> TestApp {
    TestApp::builder().config(|c| c.clock = clock).start(db).await
}

on_both!(it_is_set_up_with_the_password_and_a_right_code, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let other = app.sign_in("ana@example.org").await;
    assert_eq!(
        state(&app, &ana).await,
        SecondFactor { on: false, since: String::new(), recovery_left: 0, required: false }
    );
    assert_eq!(app.send_by(&ana, Method::PUT, OWN, json!({ "code": "123456" })).await.error().0, 404, "none waits");
    let wrong = app.send_by(&ana, Method::POST, OWN, json!({ "password": "not it at all" })).await;
    assert_eq!((wrong.error().0, wrong.fields()), (400, vec!["password".to_owned()]));

    let answer = app.send_by(&ana, Method::POST, OWN, json!({ "password": PASSWORD })).await;
    assert_eq!(answer.header("cache-control"), "no-store");
    let set_up: SetUp = answer.read();
    assert_eq!(set_up.secret.len(), 32, "160 bits");
    assert!(set_up.uri.starts_with("otpauth://totp/Matriz:ana%40example%2Eorg?secret="), "{}", set_up.uri);
    assert!(set_up.uri.contains(&set_up.secret) && set_up.qr.len() > 20);
    assert!(!state(&app, &ana).await.on, "not before a right code");
    let wrong = code(&set_up.secret, NOW, 5);
    let answer = app.send_by(&ana, Method::PUT, OWN, json!({ "code": wrong })).await;
    assert_eq!((answer.error().0, answer.fields()), (400, vec!["code".to_owned()]));

    let answer = app.send_by(&ana, Method::PUT, OWN, json!({ "code": code(&set_up.secret, NOW, 0) })).await;
    let codes: RecoveryCodes = answer.read();
    let ana = Visitor { cookie: cookie_of(&answer) };
    let mut unique = codes.codes.clone();
    unique.sort();
    unique.dedup();
    assert_eq!((unique.len(), unique[0].len()), (10, 19), "{unique:?}");
    let held = state(&app, &ana).await;
    assert_eq!((held.on, held.since.as_str(), held.recovery_left), (true, NOW, 10));
    assert_eq!(app.get_by(&other, "/api/session").await.json(), json!(null), "other sessions end");

    // Neither the codes nor the secret of a session are in the database as they are.
    let mut tx = app.state.begin_write().await.unwrap();
    let account = matriz_server::store::accounts::find(&mut tx, "ana@example.org").await.unwrap().unwrap();
    assert!(!matriz_server::store::second_factors::use_code(&mut tx, account.id, &codes.codes[0]).await.unwrap());
});

on_both!(signing_in_asks_for_a_code_that_works_once, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    let secret = app.second_factor_of("ana@example.org").await;
    let answer = app.try_sign_in("ana@example.org", PASSWORD).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["lacks"]), (200, &json!("code")), "{}", answer.text());
    let half = Visitor { cookie: cookie_of(&answer) };
    let refused = app.get_by(&half, "/api/my/updates").await;
    assert_eq!(refused.error(), (401, "unauthorized".to_owned()));

    for wrong in [code(&secret, NOW, 4), code(&secret, NOW, -1), "12345".to_owned(), String::new()] {
        // The one of the step before was used to set it up.
        assert_eq!(give(&app, &half, &wrong).await.fields(), ["code"], "{wrong}");
    }
    let right = code(&secret, NOW, 0);
    let answer = give(&app, &half, &format!("{} {}", &right[..3], &right[3..])).await;
    assert_eq!(answer.json()["memberships"][0]["role"], "reporter", "{}", answer.text());
    let ana = Visitor { cookie: cookie_of(&answer) };
    assert_ne!(ana.cookie, half.cookie, "a new secret");
    assert_eq!(app.get_by(&half, "/api/session").await.json(), json!(null));
    assert_eq!(app.get_by(&ana, "/api/my/updates?year=2009").await.status, 200);

    // The same code again is refused, the next one is not.
    let again = app.sign_in("ana@example.org").await;
    assert_eq!(give(&app, &again, &right).await.error().0, 400);
    let later = at(&db, || LATER.to_owned()).await;
    assert_eq!(give(&later, &again, &right).await.error().0, 400);
    assert_eq!(give(&later, &again, &code(&secret, LATER, 0)).await.status, 200);
});

on_both!(a_half_session_waits_ten_minutes, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    let secret = app.second_factor_of("ana@example.org").await;
    let half = app.sign_in("ana@example.org").await;
    let in_time = at(&db, || "2011-03-01T12:10:00Z".to_owned()).await;
    assert_eq!(in_time.get_by(&half, "/api/session").await.json()["lacks"], "code");
    let late = at(&db, || "2011-03-01T12:10:01Z".to_owned()).await;
    assert_eq!(late.get_by(&half, "/api/session").await.json(), json!(null));
    assert_eq!(give(&late, &half, &code(&secret, "2011-03-01T12:10:01Z", 0)).await.error().0, 401);
});

on_both!(guesses_of_codes_are_slowed_down, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    let secret = app.second_factor_of("ana@example.org").await;
    let half = app.sign_in("ana@example.org").await;
    let wrong = code(&secret, NOW, 7);
    let guesses = futures_util::future::join_all((0..12).map(|_| give(&app, &half, &wrong))).await;
    assert_eq!(guesses.iter().filter(|answer| answer.status == 400).count(), 5);
    // Another session does not start anew, and the right code has to wait as well.
    let other = app.sign_in("ana@example.org").await;
    let answer = give(&app, &other, &code(&secret, NOW, 0)).await;
    assert_eq!((answer.error(), answer.header("retry-after")), ((429, "too_many_attempts".to_owned()), "2"));
});

on_both!(a_lost_device_is_replaced_by_a_code_on_paper, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    app.second_factor_of("ana@example.org").await;
    let mut tx = app.state.begin_write().await.unwrap();
    let account = matriz_server::store::accounts::find(&mut tx, "ana@example.org").await.unwrap().unwrap();
    let codes = auth::second_factor::renew_codes(&mut tx, account.id).await.unwrap().codes;
    tx.commit().await.unwrap();
    let half = app.sign_in("ana@example.org").await;
    let ana = give(&app, &half, &codes[0].to_uppercase().replace('-', " ")).await;
    assert_eq!(ana.status, 200, "{}", ana.text());
    let ana = Visitor { cookie: cookie_of(&ana) };
    assert_eq!(state(&app, &ana).await.recovery_left, 9);
    let half = app.sign_in("ana@example.org").await;
    assert_eq!(give(&app, &half, &codes[0]).await.fields(), ["code"], "each works once");

    // New codes end the others; a new device ends the old one; both ask for password and code.
    let renew = format!("{OWN}/recovery-codes");
    assert_eq!(app.send_by(&ana, Method::POST, &renew, json!({ "password": PASSWORD })).await.fields(), ["code"]);
    let new: RecoveryCodes = app.send_by(&ana, Method::POST, &renew, proof(&codes[1])).await.read();
    assert_eq!(app.send_by(&ana, Method::POST, OWN, proof(&codes[2])).await.fields(), ["code"]);
    let set_up: SetUp = app.send_by(&ana, Method::POST, OWN, proof(&new.codes[0])).await.read();
    let answer = app.send_by(&ana, Method::PUT, OWN, json!({ "code": code(&set_up.secret, NOW, 0) })).await;
    let last: RecoveryCodes = answer.read();
    let ana = Visitor { cookie: cookie_of(&answer) };

    let off = format!("{OWN}/off");
    assert_eq!(app.send_by(&ana, Method::POST, &off, proof(&new.codes[1])).await.fields(), ["code"]);
    let bare: SecondFactor = app.send_by(&ana, Method::POST, &off, proof(&last.codes[0])).await.read();
    assert_eq!((bare.on, bare.recovery_left), (false, 0));
    assert_eq!(app.try_sign_in("ana@example.org", PASSWORD).await.json()["lacks"], json!(null));
});

on_both!(a_role_that_requires_it_leads_to_set_up_and_keeps_it_on, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).config(|c| c.second_factor_for = vec![Role::Reviewer]);
    let app = app.start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    app.account("rev@example.org", &[(Role::Reviewer, "", "small")]).await;
    assert_eq!(app.try_sign_in("ana@example.org", PASSWORD).await.json()["lacks"], json!(null));
    let rev = app.sign_in("rev@example.org").await;
    assert_eq!(app.get_by(&rev, "/api/session").await.json()["lacks"], "set_up");
    assert!(state(&app, &rev).await.required);
    let set_up: SetUp = app.send_by(&rev, Method::POST, OWN, json!({ "password": PASSWORD })).await.read();
    let answer = app.send_by(&rev, Method::PUT, OWN, json!({ "code": code(&set_up.secret, NOW, -1) })).await;
    let codes: RecoveryCodes = answer.read();
    let rev = Visitor { cookie: cookie_of(&answer) };
    assert_eq!(app.get_by(&rev, "/api/plans/small/reviews").await.status, 200);
    let off = app.send_by(&rev, Method::POST, &format!("{OWN}/off"), proof(&codes.codes[0])).await;
    assert_eq!(off.error().0, 403);
    assert_eq!(state(&app, &rev).await.recovery_left, 10, "the refused step used nothing up");
});

on_both!(whoever_manages_people_takes_a_lost_one_away, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    for (email, role) in [("ana@example.org", Role::Reporter), ("adm@example.org", Role::Administrator)] {
        let institution = if role == Role::Reporter { "MIN" } else { "" };
        app.account(email, &[(role, institution, "small")]).await;
        app.second_factor_of(email).await;
    }
    let half = app.sign_in("ana@example.org").await;
    let people: People = app.get_by(&cora, "/api/plans/small/people").await.read();
    let row = |email: &str| people.people.iter().find(|row| row.email == email).unwrap();
    for (email, has, may) in
        [("ana@example.org", true, true), ("adm@example.org", true, false), ("cora@example.org", false, false)]
    {
        assert_eq!((row(email).second_factor, row(email).may_reset_second_factor), (has, may), "{email}");
    }
    let reset = async |email: &str| {
        let path = format!("/api/accounts/{}/second-factor", row(email).id.0);
        app.send(app.by(&cora, Method::DELETE, &path)).await.status.as_u16()
    };
    assert_eq!(reset("adm@example.org").await, 403, "nobody has a say over those above them");
    assert_eq!(reset("cora@example.org").await, 403, "nor over themselves");
    assert_eq!(reset("ana@example.org").await, 200);
    assert_eq!(app.get_by(&half, "/api/session").await.json(), json!(null));
    assert_eq!(app.try_sign_in("ana@example.org", PASSWORD).await.json()["lacks"], json!(null));
    let letters = db.letters(1).await;
    assert!(letters[0].contains("ana@example.org") && letters[0].contains("segundo factor"), "{}", letters[0]);
    assert_eq!(reset("ana@example.org").await, 200, "once more changes nothing");
    db.letters(1).await;
});

on_both!(a_new_password_by_a_link_does_not_go_around_it, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    app.second_factor_of("ana@example.org").await;
    let mut tx = app.state.begin_write().await.unwrap();
    let account = matriz_server::store::accounts::find(&mut tx, "ana@example.org").await.unwrap().unwrap();
    let link = auth::links::make(&mut tx, account.id, auth::links::Purpose::Reset, NOW).await.unwrap();
    tx.commit().await.unwrap();
    let chosen = json!({ "password": "chosen by somebody" });
    let answer = app.send(app.request(Method::PUT, &format!("/api/links/{link}")).json(&chosen)).await;
    assert_eq!((answer.status.as_u16(), &answer.json()["lacks"]), (200, &json!("code")));
});
