//! The live feed of a workshop: streams that resume without a gap, polls on the same feed, and who hears what.

use std::time::{Duration, Instant};

use domain::account::Role;
use domain::workshop::WorkshopState;
use domain::workshop::item::ItemState;
use domain::workshop::room::{Event, Events};
use domain::workshop::run::Workshop;
use reqwest::Method;
use serde_json::json;
use tests::app::TestApp;
use tests::events::EventReader;
use tests::workshops::Phone;
use tests::{TestDb, on_both, plans};

/// Reads until an event of this name, and gives it.
async fn until(stream: &mut EventReader, name: &str) -> (Option<i64>, Event) {
    loop {
        let event = stream.next().await.unwrap_or_else(|| panic!("the stream ended before `{name}`"));
        if event.name == name {
            return (event.id, serde_json::from_str(&event.data).unwrap());
        }
    }
}

async fn poll(app: &TestApp, phone: &Phone, after: i64, wait: u32) -> Events {
    app.phone(phone, Method::GET, &format!("/events?after={after}&wait={wait}"), None).await.read()
}

on_both!(a_phone_that_was_away_is_told_what_it_missed, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = app.person("eva@example.org", Role::Coordinator, "", "small").await;
    let workshop = app.opened(&eva, json!({})).await;
    let ana = app.join(&workshop, "Ana", "MIN").await;
    let room = app.room(&ana).await;
    let mut stream = app.room_events(&ana, Some(room.revision)).await;
    stream.expect("hello").await;
    let n = app.item(&workshop, "1.1-a");
    app.lead(&eva, &workshop, &format!("/items/{n}/open"), json!({})).await.read::<Workshop>();
    let (_, event) = until(&mut stream, "item").await;
    assert_eq!(event.item.map(|item| (item.row.n, item.row.state)), Some((n, ItemState::Open)));
    let (id, event) = until(&mut stream, "workshop").await;
    assert_eq!((event.header.unwrap().current, id.is_some()), (Some(n), true), "the last of what came together");
    drop(stream);

    app.lead(&eva, &workshop, &format!("/items/{n}/close"), json!({})).await.read::<Workshop>();
    app.lead(&eva, &workshop, "/lock", json!({})).await.read::<Workshop>();
    let mut stream = app.room_events(&ana, id).await;
    let (_, event) = until(&mut stream, "item").await;
    assert_eq!(event.item.map(|item| item.row.state), Some(ItemState::Closed));
    let (_, event) = until(&mut stream, "workshop").await;
    assert_eq!(event.header.map(|header| header.state), Some(WorkshopState::Locked));
    // Somebody who comes from the future, as after a restored backup, reads everything again.
    let mut stream = app.room_events(&ana, Some(1000)).await;
    until(&mut stream, "resync").await;
});

on_both!(polls_answer_from_the_same_feed, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = app.person("eva@example.org", Role::Coordinator, "", "small").await;
    let workshop = app.opened(&eva, json!({})).await;
    let ana = app.join(&workshop, "Ana", "MIN").await;
    let start = app.room(&ana).await.revision;
    let nothing = poll(&app, &ana, start, 0).await;
    assert_eq!((nothing.revision, nothing.events.len()), (start, 0));
    let n = app.item(&workshop, "1.1-a");
    let waiting = async {
        let began = Instant::now();
        (poll(&app, &ana, start, 20).await, began.elapsed())
    };
    let opening = async {
        tokio::time::sleep(Duration::from_millis(300)).await;
        app.lead(&eva, &workshop, &format!("/items/{n}/open"), json!({})).await.read::<Workshop>()
    };
    let ((events, took), led) = tokio::join!(waiting, opening);
    assert!(took < Duration::from_secs(10), "it answers when something happens: {took:?}");
    assert_eq!(events.revision, led.revision);
    let items: Vec<i64> = events.events.iter().filter_map(|event| Some(event.item.as_ref()?.row.n)).collect();
    assert_eq!(items, [n]);
    let again = poll(&app, &ana, start, 0).await;
    assert!(again.events.iter().any(|event| event.item.is_some()), "what is missing comes at once");
    assert!(app.led(&eva, &workshop).await.participants[0].connected, "whoever polls is there");
    let query = format!("/api/rooms/{}/events?wait=0&token={}", ana.code, ana.token);
    assert_eq!(app.get(&query).await.status, 200, "streams of browsers have no headers");
    let query = format!("/api/rooms/{}?token={}", ana.code, ana.token);
    assert_eq!(app.get(&query).await.error().0, 401, "everything else has");
    assert_eq!(app.phone(&ana, Method::GET, "/events?wait=99", None).await.fields(), ["wait"]);
});

on_both!(each_hears_what_is_for_them, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = app.person("eva@example.org", Role::Coordinator, "", "small").await;
    let workshop = app.opened(&eva, json!({})).await;
    let (ana, luz) = (app.join(&workshop, "Ana", "MIN").await, app.join(&workshop, "Luz", "ONG").await);
    let path = format!("/api/workshops/{}/events", workshop.id.0);
    let mut leads = EventReader::new(app.by(&eva, Method::GET, &path).send().await.unwrap());
    let (mut of_ana, mut of_luz) = (app.room_events(&ana, None).await, app.room_events(&luz, None).await);
    leads.expect("hello").await;
    of_ana.expect("hello").await;
    of_luz.expect("hello").await;
    app.phone(&ana, Method::PUT, "/hand", Some(json!({ "up": true }))).await;
    let (_, event) = until(&mut leads, "participant").await;
    assert!(event.participant.unwrap().hand_at.is_some());
    let (_, event) = until(&mut of_ana, "you").await;
    assert!(event.you.unwrap().hand);
    app.lead(&eva, &workshop, &format!("/participants/{}/remove", luz.n), json!({})).await;
    let (_, event) = until(&mut of_luz, "you").await;
    assert_eq!(event.you.unwrap().allowed, [], "it is told that it was removed");
    let (_, event) = until(&mut leads, "presence").await;
    assert!(!event.connected.unwrap().is_empty());
    let ended = tokio::time::timeout(Duration::from_secs(5), async { while of_luz.next().await.is_some() {} }).await;
    assert!(ended.is_ok(), "the stream of somebody who was removed ends");
});
