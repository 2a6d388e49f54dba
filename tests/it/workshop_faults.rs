//! Never lose a vote: phones vote while their connections break, their requests come twice or late, the program is
//! killed and started again, and its clock is moved. Every acknowledged position is counted exactly once, and none
//! twice. The seed that a failure prints repeats its choices: `MATRIZ_TEST_SEED=... cargo test`.

use std::collections::HashMap;
use std::io::{BufRead, BufReader};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use domain::account::Role;
use domain::workshop::item::ItemState;
use domain::workshop::run::{Record, Workshop};
use domain::workshop::tally::{Counts, Position};
use futures_util::future::join_all;
use matriz_server::config::{self, Config, LogFormat, LogOptions};
use matriz_server::db::Db;
use matriz_server::{auth, serve};
use reqwest::{Client, Method, StatusCode};
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::dice::Dice;
use tests::people::Visitor;
use tests::workshops::{Phone, key};
use tests::{TestDb, on_both, plans};

const ROUNDS: usize = 20;
const PHONES: usize = 6;
/// Longest time before and after the kill, in milliseconds.
const LONGEST: u64 = 250;
/// Furthest that the clock is moved, in seconds: a session of whoever leads outlives it.
const FURTHEST: u64 = 3600;

fn moved_clock() -> String {
    let ahead = std::env::var("MATRIZ_TEST_AHEAD").ok().and_then(|text| text.parse().ok()).unwrap_or(0);
    auth::ago(&config::now(), -i64::from(ahead as i32)).expect("a time")
}

/// Not a story: the server of the story below, as a process of its own, which can be killed and has its own clock.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[ignore = "started by the story of faults"]
async fn served() {
    let Ok(url) = std::env::var("MATRIZ_TEST_DATABASE") else { return };
    // Its errors go to where the story's do.
    let _ = LogOptions { filter: "error".to_owned(), log_format: LogFormat::Text }.start();
    let db = Db::connect(&url).await.expect("the database opens");
    let config = Config { listen: ([127, 0, 0, 1], 0).into(), clock: moved_clock, ..Config::default() };
    serve::serve(db, config).await.expect("it serves");
}

/// The server as a process.
struct Server {
    child: Child,
    url: String,
}

impl Server {
    /// Starts it with a clock that is ahead by so many seconds.
    fn start(db: &TestDb, ahead: i64) -> Server {
        let mut command = Command::new(std::env::current_exe().expect("this program"));
        command.args(["--exact", "workshop_faults::served", "--ignored", "--nocapture"]);
        command.current_dir(db.folder()).env("MATRIZ_TEST_DATABASE", &db.url);
        command.env("MATRIZ_TEST_AHEAD", ahead.to_string());
        command.stdin(Stdio::null()).stdout(Stdio::piped());
        let mut child = command.spawn().expect("it starts");
        let lines = BufReader::new(child.stdout.take().expect("its output")).lines();
        let found = lines.map_while(Result::ok).find(|line| line.contains("Matriz is at http://"));
        let url = found.and_then(|line| line.rsplit(' ').next().map(str::to_owned)).expect("it says where it is");
        Server { child, url }
    }

    fn kill(&mut self) {
        self.child.kill().expect("it is killed");
        self.child.wait().expect("it ends");
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A phone with what it knows of the item that is open.
#[derive(Clone, Debug)]
struct Voter {
    phone: Phone,
    dice: Dice,
    order: i64,
    /// What was acknowledged last, by its order.
    acknowledged: Option<(i64, Position)>,
    /// What was sent after it, and never answered.
    open: Vec<(i64, Position)>,
    /// Sent, acknowledged, sent twice, given up.
    did: [u32; 4],
}

impl Voter {
    /// Votes until the time is over or the server is gone.
    async fn work(mut self, client: Client, url: String, item: i64, until: tokio::time::Instant) -> Voter {
        while tokio::time::Instant::now() < until {
            if self.dice.roll(6) == 0 {
                // A stream that is opened and dropped.
                let stream = self.phone.request(&client, &url, Method::GET, "/events");
                drop(stream.timeout(Duration::from_millis(self.dice.roll(30) + 1)).send().await);
            }
            self.order += 1;
            let (order, position) = (self.order, self.dice.one_of(&Position::ALL));
            let body = json!({ "position": position, "reason": "porque sí", "key": key(), "order": order });
            self.open.push((order, position));
            self.did[0] += 1;
            if !self.send(&client, &url, item, &body).await && self.dice.roll(2) == 0 {
                // As a browser does: once more, with the same key.
                self.send(&client, &url, item, &body).await;
            }
        }
        self
    }

    /// Sends a position, perhaps twice at the same time, perhaps without waiting for the answer. True when it was
    /// acknowledged.
    async fn send(&mut self, client: &Client, url: &str, item: i64, body: &Value) -> bool {
        let path = format!("/items/{item}/position");
        let request = || self.phone.request(client, url, Method::PUT, &path).json(body);
        let answers = match self.dice.roll(4) {
            0 => {
                self.did[2] += 1;
                let (one, other) = tokio::join!(request().send(), request().send());
                vec![one, other]
            }
            1 => {
                self.did[3] += 1;
                vec![request().timeout(Duration::from_millis(self.dice.roll(12) + 1)).send().await]
            }
            _ => vec![request().send().await],
        };
        let mut done = false;
        for answer in answers.into_iter().flatten() {
            let (status, text) = (answer.status(), answer.text().await);
            // A server that is about to die may say that it cannot.
            assert!(matches!(status, StatusCode::OK | StatusCode::SERVICE_UNAVAILABLE), "{status} {text:?}");
            let Some(text) = text.ok().filter(|_| status == StatusCode::OK) else { continue };
            let taken: domain::workshop::room::Taken = serde_json::from_str(&text).expect("what counts");
            done = true;
            if self.acknowledged.is_none_or(|(order, _)| order < taken.position.order) {
                self.acknowledged = Some((taken.position.order, taken.position.position));
            }
        }
        if done {
            self.did[1] += 1;
            let last = self.acknowledged.map_or(0, |(order, _)| order);
            self.open.retain(|(order, _)| *order > last);
        }
        done
    }

    /// What may be counted of it now.
    fn check(&self, held: Option<Position>, round: usize) {
        let acknowledged = self.acknowledged.map(|(_, position)| position);
        let fits = held == acknowledged || self.open.iter().any(|(_, position)| Some(*position) == held);
        assert!(fits, "round {round}: {self:?} is counted as {held:?}");
        assert!(self.acknowledged.is_none() || held.is_some(), "round {round}: an acknowledged position is gone");
    }
}

async fn lead(client: &Client, url: &str, eva: &Visitor, method: Method, path: &str) -> Value {
    let request = client.request(method, format!("{url}/api/workshops/{path}")).header("cookie", &eva.cookie);
    let answer = request.json(&json!({})).send().await.expect("an answer");
    let (status, text) = (answer.status(), answer.text().await.expect("all of it"));
    assert_eq!(status, 200, "{path}: {text}");
    serde_json::from_str(&text).expect("JSON")
}

/// A room with an agenda that is long enough, and phones in it.
async fn prepare(db: &TestDb, dice: &mut Dice) -> (Visitor, Workshop, Vec<Voter>) {
    let builder = TestApp::builder().plan(plans::second(ROUNDS)).config(|config| config.clock = config::now);
    let app = builder.start(db).await;
    let eva = app.person("eva@example.org", Role::Coordinator, "", plans::SECOND).await;
    let draft = app.draft(&eva, plans::SECOND).await;
    let workshop: Workshop = app.lead(&eva, &draft, "/open", json!({})).await.read();
    let mut voters = Vec::new();
    for number in 0..PHONES {
        let phone = app.join(&workshop, &format!("P{number}"), "MIN").await;
        let dice = Dice::new(dice.roll(u64::MAX));
        voters.push(Voter { phone, dice, order: 0, acknowledged: None, open: Vec::new(), did: [0; 4] });
    }
    app.stop().await;
    (eva, workshop, voters)
}

async fn no_vote_is_lost(db: TestDb) {
    let given = std::env::var("MATRIZ_TEST_SEED").ok().map(|text| text.parse().expect("MATRIZ_TEST_SEED is a number"));
    let seed = given.unwrap_or_else(|| std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64);
    println!("MATRIZ_TEST_SEED={seed}");
    let mut dice = Dice::new(seed);
    let (eva, workshop, mut voters) = prepare(&db, &mut dice).await;
    let client = Client::builder().no_proxy().build().unwrap();
    let items: Vec<i64> = workshop.agenda.iter().filter(|row| row.depth > 1).map(|row| row.n).collect();
    let id = workshop.id.0;
    let mut server = Server::start(&db, 0);
    for (round, item) in items.iter().copied().enumerate().take(ROUNDS) {
        lead(&client, &server.url, &eva, Method::POST, &format!("{id}/items/{item}/open")).await;
        voters.iter_mut().for_each(|voter| (voter.acknowledged, voter.open) = (None, Vec::new()));
        for killed in [true, false] {
            let moment = Duration::from_millis(dice.roll(LONGEST) + 20);
            // With a kill they go on until nobody answers.
            let until = tokio::time::Instant::now() + moment + Duration::from_millis(if killed { 100 } else { 0 });
            let at_work: Vec<_> = voters
                .drain(..)
                .map(|voter| tokio::spawn(voter.work(client.clone(), server.url.clone(), item, until)))
                .collect();
            if killed {
                tokio::time::sleep(moment).await;
                server.kill();
            }
            voters = join_all(at_work).await.into_iter().map(Result::unwrap).collect();
            if killed {
                let ahead = dice.roll(2 * FURTHEST) as i64 - FURTHEST as i64;
                server = Server::start(&db, ahead);
            }
        }
        let led = lead(&client, &server.url, &eva, Method::POST, &format!("{id}/items/{item}/close")).await;
        let led: Workshop = serde_json::from_value(led).expect("a workshop");
        let counts = led.item.expect("the item").tally.expect("a count").counts;
        let record = lead(&client, &server.url, &eva, Method::GET, &format!("{id}/record")).await;
        let record: Record = serde_json::from_value(record).expect("a record");
        let held = &record.items.iter().find(|held| held.item.row.n == item).expect("the item").positions;
        let of: HashMap<i64, Position> = held.iter().map(|held| (held.participant, held.position)).collect();
        assert_eq!(of.len(), held.len(), "round {round}: somebody is counted twice");
        voters.iter().for_each(|voter| voter.check(of.get(&voter.phone.n).copied(), round));
        let mut wanted = Counts::default();
        of.values().for_each(|position| wanted.add(*position, 1));
        assert_eq!(counts, wanted, "round {round}: the tally is of what is stored");
        let state = record.items.iter().find(|held| held.item.row.n == item).unwrap().item.row.state;
        assert_eq!(state, ItemState::Closed);
    }
    let did = voters.iter().fold([0; 4], |sum, voter| [0, 1, 2, 3].map(|at: usize| sum[at] + voter.did[at]));
    println!("sent, acknowledged, sent twice, given up: {did:?}");
    assert!(did.iter().all(|count| *count > ROUNDS as u32), "hardly anything was done: {did:?}");
}

on_both!(no_acknowledged_vote_is_lost_and_none_counts_twice, async |db: TestDb| no_vote_is_lost(db).await);
