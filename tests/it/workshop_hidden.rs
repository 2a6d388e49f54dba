//! Hidden means hidden: while an item is open, nothing that anybody can get tells what others think. Two rooms in which
//! all but one phone take other positions look the same to that phone, to the projector and to whoever leads.

use domain::account::Role;
use domain::workshop::run::Workshop;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::events::EventReader;
use tests::workshops::Phone;
use tests::{TestDb, on_both, plans};

/// What the others do in one of the rooms.
struct Others {
    positions: [&'static str; 4],
    ballot: Value,
}

/// Everything that can be read, with what is random of it taken out.
async fn everything(app: &TestApp, others: &Others, results: &str) -> Vec<(String, String)> {
    let eva = app.person("eva@example.org", Role::Coordinator, "", "small").await;
    let workshop = app.opened(&eva, json!({ "results": results })).await;
    let n = app.item(&workshop, "1.1-a");
    let watcher = app.join(&workshop, "Mira", "ONG").await;
    let mut phones: Vec<Phone> = Vec::new();
    for number in 0..others.positions.len() {
        phones.push(app.join(&workshop, &format!("P{number}"), if number % 2 == 0 { "MIN" } else { "Otra" }).await);
    }
    let mut room = app.room_events(&watcher, None).await;
    let leads = app.by(&eva, Method::GET, &format!("/api/workshops/{}/events", workshop.id.0)).send().await.unwrap();
    let mut leads = EventReader::new(leads);
    app.lead(&eva, &workshop, &format!("/items/{n}/open"), json!({})).await.read::<Workshop>();
    for (phone, position) in phones.iter().zip(others.positions) {
        assert_eq!(app.vote(phone, n, position).await.status, 200);
    }
    let ballot = app.ballot(&eva, &workshop, n, others.ballot.clone()).await;
    assert_eq!(app.vote(&watcher, n, "agree").await.status, 200);
    let seen = app.led(&eva, &workshop).await.item.unwrap().answered;
    assert_eq!(seen, 8, "four phones, the watcher's, and three hands");
    let mut found = vec![("ballot".to_owned(), ballot.text())];
    let after = workshop.revision;
    let lead = format!("/api/workshops/{}", workshop.id.0);
    for path in ["", "/screen", "/record", &format!("/items/{n}"), &format!("/events?after={after}&wait=1")] {
        found.push((format!("lead {path}"), app.get_by(&eva, &format!("{lead}{path}")).await.text()));
    }
    for path in ["", &format!("/items/{n}"), &format!("/events?after={after}&wait=1")] {
        found.push((format!("room {path}"), app.phone(&watcher, Method::GET, path, None).await.text()));
    }
    let late = json!({ "position": "agree", "key": "key-of-late" });
    let other = app.item(&workshop, "1.1-b");
    let late = app.phone(&watcher, Method::PUT, &format!("/items/{other}/position"), Some(late)).await;
    found.push(("refusal".to_owned(), late.text()));
    for path in ["/api/workshops", "/api/plans/small", "/api/plans/small/changes", "/api/plans/small/indicators/1.1-a"]
    {
        found.push((path.to_owned(), app.get_by(&eva, path).await.text()));
    }
    for (name, stream) in [("room stream", &mut room), ("lead stream", &mut leads)] {
        found.push((name.to_owned(), until_answered(stream, 8).await));
    }
    let code = workshop.header.code.unwrap();
    found.iter_mut().for_each(|(_, text)| *text = without_code(text, &code));
    found
}

/// The QR code is of the join code as well.
fn without_code(text: &str, code: &str) -> String {
    let text = text.replace(code, "CODE12");
    match text.split_once("\"join_qr\":\"") {
        Some((before, after)) => {
            let end = after.find("</svg>").unwrap_or(0);
            format!("{before}{}", &after[end..])
        }
        None => text,
    }
}

/// Items and counts of a stream, until so many have answered; how many were told on the way depends on the moment.
async fn until_answered(stream: &mut EventReader, wanted: u64) -> String {
    let mut found = Vec::new();
    loop {
        let event = stream.next().await.expect("an event");
        let data: Value = serde_json::from_str(&event.data).unwrap();
        match event.name.as_str() {
            "answered" if data["answered"]["answered"] == wanted => {
                found.push(event.data);
                break;
            }
            "answered" => {
                let keys: Vec<&String> = data["answered"].as_object().unwrap().keys().collect();
                assert_eq!(keys, ["answered", "item"], "{}", event.data);
            }
            "item" => {
                // How many had answered when it was sent is of the moment too.
                let mut data = data;
                assert!(data["item"]["tally"].is_null() && data["item"]["reasons"].is_null(), "{data}");
                data["item"]["answered"] = json!(0);
                found.push(data["item"].to_string());
            }
            _ => {}
        }
    }
    found.sort();
    found.dedup();
    found.join("\n")
}

fn rooms() -> [Others; 2] {
    let ballot = |agree: u32, object: u32, reason: &str| {
        let counts = json!({ "agree": agree, "object": object });
        json!({ "institution": "ONG", "kind": "paper", "counts": counts, "reason": reason })
    };
    [
        Others { positions: ["agree", "agree", "agree", "agree"], ballot: ballot(3, 0, "") },
        Others { positions: ["object", "abstain", "object", "agree_with_changes"], ballot: ballot(0, 3, "SECRETO") },
    ]
}

async fn one(db: &TestDb, others: &Others) -> Vec<(String, String)> {
    let app = TestApp::builder().plan(plans::small()).start(db).await;
    let found = everything(&app, others, "hidden").await;
    app.stop().await;
    found
}

fn compare(first: &[(String, String)], second: &[(String, String)]) {
    for ((name, one), (_, other)) in first.iter().zip(second) {
        for word in ["SECRETO", "porque object", "porque abstain", "\"tally\"", "\"counts\"", "\"shares\""] {
            assert!(!other.contains(word), "{name} tells {word}: {other}");
        }
        let (one, other) = (settled(one), settled(other));
        assert_eq!(one, other, "{name} tells what others think");
    }
    assert!(first.len() > 10);
}

/// Who is connected and how often was asked depends on the moment.
fn settled(text: &str) -> String {
    text.replace("\"connected\":true", "\"connected\":false")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_tells_what_others_think_before_an_item_is_closed_on_sqlite() {
    let [first, second] = rooms();
    let (one_room, other) = (TestDb::sqlite().await, TestDb::sqlite().await);
    compare(&one(&one_room, &first).await, &one(&other, &second).await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_tells_what_others_think_before_an_item_is_closed_on_postgres() {
    let [first, second] = rooms();
    let (one_room, other) = (TestDb::postgres().await, TestDb::postgres().await);
    compare(&one(&one_room, &first).await, &one(&other, &second).await);
}

on_both!(open_results_are_told_as_they_grow, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = app.person("eva@example.org", Role::Coordinator, "", "small").await;
    let draft = app.draft(&eva, "small").await;
    let path = format!("/api/workshops/{}", draft.id.0);
    app.send_by(&eva, Method::PATCH, &path, json!({ "results": "open" })).await.read::<Workshop>();
    let workshop: Workshop = app.lead(&eva, &draft, "/open", json!({})).await.read();
    let n = app.item(&workshop, "1.1-a");
    let ana = app.join(&workshop, "Ana", "MIN").await;
    let mut stream = app.room_events(&ana, None).await;
    app.lead(&eva, &workshop, &format!("/items/{n}/open"), json!({})).await.read::<Workshop>();
    app.vote(&ana, n, "agree").await;
    assert_eq!(app.room(&ana).await.item.unwrap().tally.unwrap().counts.agree, 1);
    loop {
        let event = stream.next().await.expect("an event");
        let data: Value = serde_json::from_str(&event.data).unwrap();
        if event.name == "answered" && data["answered"]["answered"] == 1 {
            assert_eq!(data["answered"]["tally"]["counts"]["agree"], 1);
            break;
        }
    }
});
