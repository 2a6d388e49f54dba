//! Signing in and out: what is told to whom, how long it lasts, what slows guessing down.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::account::Role;
use matriz_server::auth::links::{self, Purpose};
use matriz_server::store;
use reqwest::Method;
use serde_json::json;
use tests::app::{NOW, TestApp};
use tests::people::{NOBODY, PASSWORD, Visitor, cookie_of};
use tests::plans;
use tests::{TestDb, on_both};

on_both!(somebody_signs_in_and_out, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    assert_eq!(app.get_by(&NOBODY, "/api/session").await.json(), json!(null));
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    let answer = app.try_sign_in(" Ana@Example.org ", PASSWORD).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["memberships"][0]["role"], "reporter");
    assert_eq!(answer.header("cache-control"), "no-store");
    let cookie = answer.header("set-cookie");
    assert!(
        cookie.starts_with("matriz=") && cookie.contains("HttpOnly") && cookie.contains("SameSite=Lax"),
        "{cookie}"
    );
    assert!(!cookie.contains("Secure"), "plain http on this computer");
    let ana = Visitor { cookie: cookie_of(&answer) };
    assert_eq!(app.get_by(&ana, "/api/session").await.json()["email"], "ana@example.org");

    // Another sign-in is another secret, and signing out ends only its own.
    let other = app.sign_in("ana@example.org").await;
    assert_ne!(ana.cookie, other.cookie);
    let answer = app.send(app.by(&ana, Method::DELETE, "/api/session")).await;
    assert_eq!((answer.status.as_u16(), answer.header("set-cookie").contains("Max-Age=0")), (204, true));
    assert_eq!(app.get_by(&ana, "/api/session").await.json(), json!(null));
    assert_eq!(app.get_by(&other, "/api/session").await.json()["name"], "ana");
    // Signing in again in the same browser ends what it had before.
    let again = json!({ "email": "ana@example.org", "password": PASSWORD });
    let again = app.send_by(&other, Method::POST, "/api/session", again).await;
    assert_eq!(app.get_by(&other, "/api/session").await.json(), json!(null));
    let other = Visitor { cookie: cookie_of(&again) };
    let third = app.sign_in("ana@example.org").await;
    assert_eq!(app.send(app.by(&third, Method::DELETE, "/api/sessions")).await.status, 204);
    assert_eq!(app.get_by(&other, "/api/session").await.json(), json!(null));
});

on_both!(unknown_wrong_and_disabled_get_the_same_answer, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    app.account("old@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    let mut tx = app.state.begin_write().await.unwrap();
    let old = store::accounts::find(&mut tx, "old@example.org").await.unwrap().unwrap();
    store::accounts::set_disabled(&mut tx, old.id, Some(NOW)).await.unwrap();
    tx.commit().await.unwrap();
    let mut answers = Vec::new();
    for (email, password) in
        [("ana@example.org", "wrong password"), ("nobody@example.org", PASSWORD), ("old@example.org", PASSWORD)]
    {
        let answer = app.try_sign_in(email, password).await;
        assert_eq!(answer.error(), (401, "unauthorized".to_owned()));
        assert_eq!(answer.header("set-cookie"), "");
        answers.push(answer.text());
    }
    answers.dedup();
    assert_eq!(answers.len(), 1, "{answers:?}");
});

on_both!(guessing_is_slowed_down_whether_there_is_such_an_account_or_not, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    for email in ["ana@example.org", "nobody@example.org"] {
        for _ in 0..5 {
            assert_eq!(app.try_sign_in(email, "wrong password").await.error().0, 401);
        }
        let answer = app.try_sign_in(email, PASSWORD).await;
        assert_eq!(answer.error(), (429, "too_many_attempts".to_owned()), "{email}");
        assert_eq!(answer.header("retry-after"), "2");
    }
    // Everybody else still gets in, from the same address.
    app.account("eva@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    app.sign_in("eva@example.org").await;
});

/// Seconds that the clock of the next test is ahead.
static AHEAD: AtomicI64 = AtomicI64::new(0);

fn moving_clock() -> String {
    let start: jiff::Timestamp = NOW.parse().unwrap();
    (start + jiff::SignedDuration::from_secs(AHEAD.load(Ordering::SeqCst))).to_string()
}

#[tokio::test]
async fn a_session_ends_when_it_is_not_used_and_at_the_latest_after_a_day() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::small()).config(|c| c.clock = moving_clock).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let is_in = async |visitor: &Visitor| app.get_by(visitor, "/api/session").await.json() != json!(null);
    for (ahead, wanted) in [(3, true), (6, true), (9, true), (14, false)] {
        AHEAD.store(ahead * 3600, Ordering::SeqCst);
        assert_eq!(is_in(&ana).await, wanted, "after {ahead} hours");
    }
    let start = 14 * 3600;
    let busy = app.sign_in("ana@example.org").await;
    for hours in (0..24).step_by(3) {
        AHEAD.store(start + hours * 3600, Ordering::SeqCst);
        assert!(is_in(&busy).await, "after {hours} hours of work");
    }
    AHEAD.store(start + 24 * 3600 + 1, Ordering::SeqCst);
    assert!(!is_in(&busy).await);
}

on_both!(a_password_is_changed_and_all_other_sessions_end, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let other = app.sign_in("ana@example.org").await;
    let change = |current: &str, password: &str| json!({ "current": current, "password": password });
    let path = "/api/session/password";
    for (body, field) in
        [(change("not it at all", "a new password"), "current"), (change(PASSWORD, "short"), "password")]
    {
        let answer = app.send_by(&ana, Method::PUT, path, body).await;
        assert_eq!((answer.error().0, answer.fields()), (400, vec![field.to_owned()]));
    }
    let answer = app.send_by(&ana, Method::PUT, path, change(PASSWORD, "a new password")).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let ana = Visitor { cookie: cookie_of(&answer) };
    assert_eq!(app.get_by(&other, "/api/session").await.json(), json!(null));
    assert_eq!(app.get_by(&ana, "/api/session").await.json()["name"], "ana");
    assert_eq!(app.try_sign_in("ana@example.org", PASSWORD).await.status, 401);
    assert_eq!(app.try_sign_in("ana@example.org", "a new password").await.status, 200);
});

on_both!(a_link_sets_a_password_once_and_for_a_day, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let before = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let make = async |at: &str| {
        let mut tx = app.state.begin_write().await.unwrap();
        let ana = store::accounts::find(&mut tx, "ana@example.org").await.unwrap().unwrap();
        let secret = links::make(&mut tx, ana.id, Purpose::Reset, at).await.unwrap();
        tx.commit().await.unwrap();
        secret
    };
    let late = make("2011-02-28T11:59:59Z").await;
    assert_eq!(app.get(&format!("/api/links/{late}")).await.error().0, 404);
    let secret = make(NOW).await;
    let path = format!("/api/links/{secret}");
    assert_eq!(app.get(&path).await.json(), json!({ "purpose": "reset", "name": "ana", "email": "ana@example.org" }));
    let short = app.send_by(&NOBODY, Method::PUT, &path, json!({ "password": "short" })).await;
    assert_eq!(short.fields(), ["password"]);
    let answer = app.send_by(&NOBODY, Method::PUT, &path, json!({ "password": "chosen by myself" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let ana = Visitor { cookie: cookie_of(&answer) };
    assert_eq!(app.get_by(&ana, "/api/session").await.json()["name"], "ana");
    assert_eq!(app.get_by(&before, "/api/session").await.json(), json!(null), "other sessions end");
    let again = app.send_by(&NOBODY, Method::PUT, &path, json!({ "password": "chosen by somebody" })).await;
    assert_eq!(again.error().0, 404);
});

#[tokio::test]
async fn a_forgotten_password_gets_a_letter_and_the_answer_does_not_tell() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    let ask = async |email: &str| app.send_by(&NOBODY, Method::POST, "/api/links", json!({ "email": email })).await;
    let (known, unknown) = (ask("ana@example.org").await, ask("nobody@example.org").await);
    assert_eq!((known.status, known.text()), (unknown.status, unknown.text()));
    assert_eq!(known.status, 202);
    let letter = db.letters(1).await.remove(0);
    assert!(letter.contains("ana@example.org") && letter.contains("/es/link/"), "{letter}");
}

on_both!(writes_from_another_site_are_refused, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    for (name, value) in [("origin", "https://evil.example"), ("sec-fetch-site", "cross-site")] {
        let request = app.by(&ana, Method::DELETE, "/api/sessions").header(name, value);
        assert_eq!(app.send(request).await.error(), (403, "forbidden".to_owned()));
    }
    assert_eq!(app.get_by(&ana, "/api/session").await.json()["name"], "ana");
});

#[tokio::test]
async fn https_gets_a_cookie_for_https_only() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::small());
    let app = app.config(|c| c.public_url = "https://plan.example.org".to_owned()).start(&db).await;
    app.account("ana@example.org", &[]).await;
    let answer = app.try_sign_in("ana@example.org", PASSWORD).await;
    let cookie = answer.header("set-cookie");
    assert!(cookie.starts_with("__Host-matriz=") && cookie.contains("Secure") && cookie.contains("Path=/"), "{cookie}");
    assert!(!cookie.contains("Domain"), "{cookie}");
}

on_both!(what_opens_nothing_any_more_is_forgotten, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    app.try_sign_in("nobody@example.org", "wrong password").await;
    matriz_server::forget::forget_access(&app.state).await.unwrap();
    assert_eq!(app.get_by(&ana, "/api/session").await.json()["name"], "ana", "what is in use stays");
    let later = TestApp::builder().config(|c| c.clock = || "2011-03-03T12:00:00Z".to_owned()).start(&db).await;
    matriz_server::forget::forget_access(&later.state).await.unwrap();
    let mut tx = app.state.begin_write().await.unwrap();
    let secret = ana.cookie.split_once('=').unwrap().1;
    let hash = matriz_server::auth::secret::hash(secret);
    assert!(store::sessions::get(&mut tx, &hash).await.unwrap().is_none());
});

on_both!(what_is_no_text_is_no_email, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let answer = app.try_sign_in("a\u{0}na@example.org", PASSWORD).await;
    assert_eq!((answer.error().0, answer.fields()), (400, vec!["email".to_owned()]));
    let asked = app.send_by(&NOBODY, Method::POST, "/api/links", json!({ "email": "a\u{0}" })).await;
    assert_eq!((asked.error().0, asked.fields()), (400, vec!["email".to_owned()]));
});

on_both!(many_guesses_at_once_are_counted_one_by_one, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    app.account("ana@example.org", &[(Role::Reporter, "MIN", "small")]).await;
    let guesses = futures_util::future::join_all((0..12).map(|_| app.try_sign_in("ana@example.org", "wrong"))).await;
    let counted = guesses.iter().filter(|answer| answer.status == 401).count();
    assert_eq!(counted, 5, "the others have to wait");
    assert!(guesses.iter().all(|answer| matches!(answer.status.as_u16(), 401 | 429)));
});

#[tokio::test]
async fn accounts_that_everybody_knows_are_for_this_computer_only() {
    for (behind_proxy, public_url, wanted) in [
        (false, "http://127.0.0.1:8080", 200),
        (true, "http://127.0.0.1:8080", 401),
        (false, "https://plan.example.org", 401),
    ] {
        let db = TestDb::sqlite().await;
        let app = TestApp::builder().demo().config(|c| {
            c.behind_proxy = behind_proxy;
            c.public_url = public_url.to_owned();
        });
        let app = app.start(&db).await;
        let answer = app.try_sign_in("administracion@plan.example", matriz_server::demo::PASSWORD).await;
        assert_eq!(answer.status, wanted, "{public_url} behind a proxy: {behind_proxy}");
    }
}
