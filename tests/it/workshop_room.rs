//! Coming into a room and staying in it: codes, tokens, locks, moderation, ballots.

use std::sync::atomic::{AtomicI64, Ordering};

use domain::account::Role;
use domain::workshop::item::{Item, ItemState};
use domain::workshop::room::{Joined, Lobby, Room, Taken};
use domain::workshop::run::{Participant, Workshop};
use domain::workshop::tally::Voice;
use reqwest::Method;
use serde_json::json;
use tests::app::{Answer, NOW, TestApp};
use tests::people::Visitor;
use tests::workshops::{Phone, key};
use tests::{TestDb, on_both, plans};

async fn coordinator(app: &TestApp) -> Visitor {
    app.person("eva@example.org", Role::Coordinator, "", "small").await
}

/// Seconds that the clock of the story about codes is ahead, for each of its two tests.
static AHEAD: [AtomicI64; 2] = [AtomicI64::new(0), AtomicI64::new(0)];

fn later(place: usize) -> String {
    matriz_server::auth::ago(NOW, -AHEAD[place].load(Ordering::SeqCst)).unwrap()
}

async fn lobby(app: &TestApp, code: &str) -> Answer {
    app.send(app.request(Method::POST, &format!("/api/rooms/{code}/lobby")).json(&json!({}))).await
}

on_both!(a_code_is_not_found_by_trying_and_ends, async |db: TestDb| {
    let place = usize::from(db.is_sqlite());
    let clock = if place == 0 { || later(0) } else { || later(1) };
    let app = TestApp::builder().plan(plans::small()).config(|config| config.clock = clock).start(&db).await;
    let eva = coordinator(&app).await;
    let draft = app.draft(&eva, "small").await;
    assert_eq!(draft.header.code, None, "nobody joins a draft");
    let workshop: Workshop = app.lead(&eva, &draft, "/open", json!({})).await.read();
    let code = workshop.header.code.clone().unwrap();
    assert_eq!((code.len(), workshop.join_url.ends_with(&format!("/w/{code}"))), (6, true));
    let typed = format!("{} {}", code[..3].to_lowercase(), &code[3..]);
    let seen: Lobby = lobby(&app, &typed.replace(' ', "%20")).await.read();
    assert_eq!((seen.title.as_str(), seen.institutions.len()), ("Taller", 2));

    for tried in 0..30 {
        let wrong = if code == "346799" { "346797" } else { "346799" };
        assert_eq!(lobby(&app, wrong).await.error().0, 404, "{tried}");
    }
    let slowed = lobby(&app, &code).await;
    assert_eq!((slowed.error().0, slowed.header("retry-after")), (429, "2"), "the right one too, or it would tell");
    AHEAD[place].fetch_add(120, Ordering::SeqCst);
    assert_eq!(lobby(&app, &code).await.status, 200);
    let ana = app.join(&workshop, "Ana", "MIN").await;
    AHEAD[place].fetch_add(24 * 3600, Ordering::SeqCst);
    let late = json!({ "name": "Tarde", "institution": "MIN", "key": key() });
    assert_eq!(app.try_join(&code, late.clone()).await.error().0, 404, "the code has ended");
    assert_eq!(app.room(&ana).await.you.name, "Ana", "whoever joined stays");
    let eva = app.sign_in("eva@example.org").await;
    let renewed: Workshop = app.lead(&eva, &workshop, "/renew_code", json!({})).await.read();
    assert_eq!(app.try_join(renewed.header.code.as_ref().unwrap(), late).await.status, 200);
    assert_eq!(app.room(&ana).await.header.code, renewed.header.code);
});

on_both!(a_room_is_locked_left_and_entered_again, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = coordinator(&app).await;
    let workshop = app.opened(&eva, json!({})).await;
    let code = workshop.header.code.clone().unwrap();
    for (body, field) in [
        (json!({ "name": " ", "institution": "MIN", "key": key() }), "name"),
        (json!({ "name": "Ana", "institution": "NADIE", "key": key() }), "institution"),
        (json!({ "name": "Ana", "key": key() }), "institution"),
        (json!({ "name": "Ana", "institution": "MIN", "key": "x" }), "key"),
    ] {
        assert_eq!(app.try_join(&code, body).await.fields(), [field]);
    }
    let form = json!({ "name": "Ana", "institution": "MIN", "key": key() });
    let first: Joined = app.try_join(&code, form.clone()).await.read();
    let again: Joined = app.try_join(&code, form).await.read();
    assert_eq!(first.participant, again.participant, "joining twice is joining once");
    let ana = Phone { token: again.token, n: again.participant, code: code.clone() };
    let old = Phone { token: first.token, ..ana.clone() };
    assert_eq!(app.phone(&old, Method::GET, "", None).await.error().0, 401);

    app.lead(&eva, &workshop, "/lock", json!({})).await.read::<Workshop>();
    let late = json!({ "name": "Eco", "institution": "MIN", "key": key() });
    assert_eq!(app.try_join(&code, late).await.error(), (409, "wrong_state".to_owned()));
    let person = async |n: i64, action: &str| -> Participant {
        app.lead(&eva, &workshop, &format!("/participants/{n}/{action}"), json!({})).await.read()
    };
    let n = app.item(&workshop, "1.1-a");
    app.lead(&eva, &workshop, &format!("/items/{n}/open"), json!({})).await.read::<Workshop>();
    assert_eq!(app.vote(&ana, n, "agree").await.status, 200);
    assert!(person(ana.n, "remove").await.removed);
    assert_eq!(app.phone(&ana, Method::GET, "", None).await.error(), (403, "forbidden".to_owned()));
    assert_eq!(app.vote(&ana, n, "object").await.error().0, 403);
    assert_eq!(app.led(&eva, &workshop).await.item.unwrap().answered, 0, "an intruder does not count");

    // Let back in, on another phone: the same place, with its position.
    let pass = person(ana.n, "let_back").await.pass.expect("a pass");
    assert_eq!(app.try_join(&code, json!({ "pass": "333333" })).await.fields(), ["pass"]);
    let back: Joined = app.try_join(&code, json!({ "pass": pass.to_lowercase() })).await.read();
    assert_eq!(back.participant, ana.n);
    assert_eq!(app.try_join(&code, json!({ "pass": pass })).await.fields(), ["pass"], "once");
    let other = Phone { token: back.token, ..ana.clone() };
    let room: Room = app.room(&other).await;
    assert_eq!((room.positions.len(), room.item.unwrap().answered), (1, 1));
    assert_eq!(app.phone(&ana, Method::GET, "", None).await.error().0, 401, "the lost phone is out");

    let raised = app.phone(&other, Method::PUT, "/hand", Some(json!({ "up": true }))).await;
    assert_eq!(raised.json()["hand"], true);
    assert!(app.led(&eva, &workshop).await.participants[0].hand_at.is_some());
    assert_eq!(person(ana.n, "lower_hand").await.hand_at, None);
});

on_both!(a_position_is_counted_once_and_refused_when_it_is_too_late, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = coordinator(&app).await;
    let workshop = app.opened(&eva, json!({})).await;
    let ana = app.join(&workshop, "Ana", "MIN").await;
    let n = app.item(&workshop, "1.1-a");
    let path = format!("/items/{n}/position");
    let put = async |body| app.phone(&ana, Method::PUT, &path, Some(body)).await;
    let early = put(json!({ "position": "agree", "key": "key-early" })).await;
    assert_eq!(
        (early.error(), early.current::<Item>().row.state),
        ((409, "wrong_state".to_owned()), ItemState::Waiting)
    );
    app.lead(&eva, &workshop, &format!("/items/{n}/open"), json!({})).await.read::<Workshop>();
    assert_eq!(put(json!({ "position": "object", "key": "key-reason" })).await.fields(), ["reason"]);
    assert_eq!(put(json!({ "position": "agree", "key": "short" })).await.fields(), ["key"]);
    let first = json!({ "position": "agree", "key": "key-first" });
    let taken: Taken = put(first.clone()).await.read();
    assert!(!taken.repeated);
    let second = json!({ "position": "object", "reason": "No se mide", "key": "key-second" });
    put(second.clone()).await.read::<Taken>();
    // A request that comes late once more changes nothing: the answer is what counts now.
    let late: Taken = put(first).await.read();
    assert_eq!((late.repeated, late.position.reason.as_str()), (true, "No se mide"));
    app.lead(&eva, &workshop, &format!("/items/{n}/close"), json!({})).await.read::<Workshop>();
    let answer = put(json!({ "position": "agree", "key": "key-late" })).await;
    assert_eq!(
        (answer.error(), answer.current::<Item>().row.state),
        ((409, "wrong_state".to_owned()), ItemState::Closed)
    );
    let repeated: Taken = put(second).await.read();
    assert!(repeated.repeated, "what was acknowledged stays acknowledged");
    let tally = app.room(&ana).await.item.unwrap().tally.unwrap();
    assert_eq!((tally.counts.object, tally.counts.total()), (1, 1));
});

on_both!(ballots_and_hidden_comments_are_kept, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = coordinator(&app).await;
    let workshop = app.opened(&eva, json!({ "base": "invited" })).await;
    let ana = app.join(&workshop, "Ana", "MIN").await;
    let n = app.item(&workshop, "1.1-a");
    app.lead(&eva, &workshop, &format!("/items/{n}/open"), json!({})).await.read::<Workshop>();
    app.vote(&ana, n, "agree").await.read::<Taken>();
    let hands = |agree: u32, object: u32| json!({ "institution": "ONG", "kind": "hands", "counts": { "agree": agree, "object": object }, "reason": "Dinero" });
    let item: Item = app.ballot(&eva, &workshop, n, hands(9, 0)).await.read();
    assert_eq!((item.answered, item.tally, item.ballots.len()), (10, None, 0), "hidden until it is closed");
    app.ballot(&eva, &workshop, n, hands(1, 1)).await.read::<Item>();
    app.lead(&eva, &workshop, &format!("/items/{n}/close"), json!({})).await.read::<Workshop>();
    let item = app.room(&ana).await.item.unwrap();
    let tally = item.tally.unwrap();
    assert_eq!((tally.counts.agree, tally.counts.object, tally.of), (2, 1, 7), "the last ballot counts");
    assert_eq!(tally.institutions[1].voice, Some(Voice::Divided));
    assert_eq!(item.reasons.last().unwrap().text, "Dinero");
    // Paper is counted after closing too.
    let item: Item = app.ballot(&eva, &workshop, n, hands(2, 0)).await.read();
    assert_eq!(item.tally.unwrap().counts.agree, 3);
    let bad = json!({ "institution": "NADIE", "kind": "paper", "counts": {} });
    assert_eq!(app.ballot(&eva, &workshop, n, bad).await.fields(), ["institution"]);

    let rude = json!({ "text": "Una grosería", "key": key() });
    let item: Item = app.phone(&ana, Method::POST, &format!("/items/{n}/comments"), Some(rude)).await.read();
    let c = item.comments[0].id;
    assert_eq!(app.lead(&eva, &workshop, &format!("/comments/{c}/hide"), json!({})).await.fields(), ["reason"]);
    let hide = json!({ "reason": "Insulta" });
    let item: Item = app.lead(&eva, &workshop, &format!("/comments/{c}/hide"), hide).await.read();
    assert_eq!(item.comments[0].hidden.as_deref(), Some("Insulta"), "kept for the record");
    assert!(app.room(&ana).await.item.unwrap().comments.is_empty());
    app.lead(&eva, &workshop, &format!("/comments/{c}/show"), json!({})).await.read::<Item>();
    assert_eq!(app.room(&ana).await.item.unwrap().comments.len(), 1);
});
