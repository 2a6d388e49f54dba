//! A room of many phones: each joins, follows the live stream over a connection of its own, hears that an item is open
//! and votes at once, all at the same time. Afterwards the tally must be exactly what they voted.

use std::sync::Arc;
use std::time::{Duration, Instant};

use domain::account::Role;
use domain::workshop::room::{Event, Joined};
use domain::workshop::run::Workshop;
use domain::workshop::tally::{Counts, Position};
use futures_util::{StreamExt, stream};
use matriz_server::auth::password;
use matriz_server::db::Db;
use matriz_server::store;
use reqwest::{Client, Method, Response};
use serde_json::{Value, json};
use tests::people::{PASSWORD, add_account};
use tests::workshops::{Phone, key};
use tokio::sync::Barrier;

use crate::load::percentile;

const EMAIL: &str = "facilitator@example.org";
/// How many join at the same moment.
const AT_ONCE: usize = 50;

/// What one phone saw.
struct Seen {
    heard: Instant,
    voted: Instant,
    took: Duration,
    position: Position,
}

/// Runs it against a server on this database, which must have the plan; prints one JSON object.
pub async fn run(url: &str, database: &str, slug: &str, count: usize) {
    let client = Client::builder().no_proxy().build().unwrap();
    let lead = Lead::new(client.clone(), url, database, slug).await;
    let workshop = lead.open_workshop(slug).await;
    let item = workshop.agenda[0].n;
    let began = Instant::now();
    let code = workshop.header.code.clone().expect("a code");
    let joined = (0..count).map(|number| join(client.clone(), url.to_owned(), code.clone(), number));
    let phones: Vec<Phone> = stream::iter(joined).buffer_unordered(AT_ONCE).collect().await;
    let joining = began.elapsed();
    let ready = Arc::new(Barrier::new(count + 1));
    let at_work: Vec<_> = phones
        .into_iter()
        .enumerate()
        .map(|(number, phone)| {
            let position = Position::ALL[number % 4];
            tokio::spawn(take_part(client.clone(), url.to_owned(), phone, item, position, ready.clone()))
        })
        .collect();
    ready.wait().await;
    // The streams are idle for a moment, as in a room.
    tokio::time::sleep(Duration::from_secs(2)).await;
    let opened = Instant::now();
    lead.post(&format!("/{}/items/{item}/open", workshop.id.0), json!({})).await;
    let mut seen = Vec::with_capacity(count);
    for phone in at_work {
        seen.push(phone.await.expect("it ends"));
    }
    let led = lead.post(&format!("/{}/items/{item}/close", workshop.id.0), json!({})).await;
    let led: Workshop = serde_json::from_value(led).expect("a workshop");
    let tally = led.item.expect("the item").tally.expect("a count");
    let mut wanted = Counts::default();
    seen.iter().for_each(|one| wanted.add(one.position, 1));
    let sorted = |times: Vec<Duration>| {
        let mut times = times;
        times.sort_unstable();
        times
    };
    let heard = sorted(seen.iter().map(|one| one.heard - opened).collect());
    let took = sorted(seen.iter().map(|one| one.took).collect());
    let last = seen.iter().map(|one| one.voted - opened).max().unwrap_or_default();
    let result = json!({
        "phones": count,
        "joining": rounded(joining.as_secs_f64()),
        "heard_p50": rounded(percentile(&heard, 0.5)),
        "heard_p99": rounded(percentile(&heard, 0.99)),
        "vote_p50": rounded(percentile(&took, 0.5)),
        "vote_p99": rounded(percentile(&took, 0.99)),
        "all_voted": rounded(last.as_secs_f64()),
        "exact": tally.counts == wanted,
    });
    println!("{result}");
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

/// Whoever leads.
struct Lead {
    client: Client,
    url: String,
    cookie: String,
}

impl Lead {
    async fn new(client: Client, url: &str, database: &str, slug: &str) -> Lead {
        let db = Db::connect(database).await.expect("the database opens");
        let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
        let mut tx = db.begin_write().await.unwrap();
        assert!(store::plans::find(&mut tx, slug).await.unwrap().is_some(), "the plan");
        add_account(&mut tx, EMAIL, &hash, &[(Role::Coordinator, "", slug)]).await;
        tx.commit().await.unwrap();
        db.close().await;
        let form = json!({ "email": EMAIL, "password": PASSWORD });
        let answer = client.post(format!("{url}/api/session")).json(&form).send().await.expect("an answer");
        assert_eq!(answer.status(), 200, "not signed in");
        let cookie = answer.headers()["set-cookie"].to_str().expect("a cookie");
        let cookie = cookie.split(';').next().expect("a cookie").to_owned();
        Lead { client, url: url.to_owned(), cookie }
    }

    async fn send(&self, method: Method, path: &str, body: Value) -> Value {
        let request = self.client.request(method, format!("{}/api/workshops{path}", self.url));
        let answer = request.header("cookie", &self.cookie).json(&body).send().await.expect("an answer");
        let (status, text) = (answer.status(), answer.text().await.expect("all of it"));
        assert!(status.is_success(), "{path}: {status} {text}");
        serde_json::from_str(&text).expect("JSON")
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.send(Method::POST, path, body).await
    }

    async fn open_workshop(&self, slug: &str) -> Workshop {
        let setup = json!({ "title": "Load", "date": "2026-01-01", "plan": slug });
        let made: Workshop =
            serde_json::from_value(self.post("", json!({ "setup": setup })).await).expect("a workshop");
        let path = format!("/{}", made.id.0);
        self.send(Method::PUT, &format!("{path}/agenda"), json!({ "from_plan": { "minutes": 5 } })).await;
        serde_json::from_value(self.post(&format!("{path}/open"), json!({})).await).expect("a workshop")
    }
}

async fn join(client: Client, url: String, code: String, number: usize) -> Phone {
    let body = json!({ "name": format!("Phone {number}"), "other": "Somewhere", "key": key() });
    let answer = client.post(format!("{url}/api/rooms/{code}/join")).json(&body).send().await.expect("an answer");
    let (status, text) = (answer.status(), answer.text().await.expect("all of it"));
    assert_eq!(status, 200, "{text}");
    let joined: Joined = serde_json::from_str(&text).expect("a place");
    Phone { token: joined.token, n: joined.participant, code }
}

/// Follows the room until the item is open, then votes.
async fn take_part(
    client: Client,
    url: String,
    phone: Phone,
    item: i64,
    position: Position,
    ready: Arc<Barrier>,
) -> Seen {
    let answer = phone.request(&client, &url, Method::GET, "/events").send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "no stream");
    let mut events = Events { answer, text: String::new() };
    assert_eq!(events.next().await.event, "hello");
    ready.wait().await;
    loop {
        let event = events.next().await;
        let is_open = |held: &domain::workshop::item::Item| held.row.n == item && held.opened_at.is_some();
        if event.item.as_ref().is_some_and(is_open) {
            break;
        }
    }
    let heard = Instant::now();
    let body = json!({ "position": position, "reason": "Because", "key": key() });
    let request = phone.request(&client, &url, Method::PUT, &format!("/items/{item}/position"));
    let answer = request.json(&body).send().await.expect("an answer");
    let (status, text) = (answer.status(), answer.text().await.expect("all of it"));
    assert_eq!(status, 200, "{text}");
    Seen { heard, voted: Instant::now(), took: heard.elapsed(), position }
}

/// The events of a stream.
struct Events {
    answer: Response,
    text: String,
}

impl Events {
    async fn next(&mut self) -> Event {
        loop {
            while let Some((block, rest)) = self.text.split_once("\n\n") {
                let data = block.lines().find_map(|line| line.strip_prefix("data: ")).map(str::to_owned);
                self.text = rest.to_owned();
                if let Some(data) = data {
                    return serde_json::from_str(&data).expect("an event");
                }
            }
            let chunk = self.answer.chunk().await.expect("the stream goes on").expect("the stream goes on");
            self.text.push_str(std::str::from_utf8(&chunk).expect("UTF-8"));
        }
    }
}
