//! The power cut in the middle of work: officials write, submit and approve while the program is killed. What
//! was acknowledged is there afterwards; what was not is there whole or not at all, together with its row in the
//! history. The seed that a failure prints repeats its choices and moments: `MATRIZ_TEST_SEED=... cargo test`.

use std::process::{Command, Stdio};
use std::time::Duration;

use domain::account::Role;
use domain::document::PlanDocument;
use domain::filing::{Entry, FilingState};
use domain::review::Desk;
use domain::update::{Content, Measure, Update};
use futures_util::future::join_all;
use matriz_server::db::{Db, Tx};
use matriz_server::{config, on, store};
use reqwest::{Client, Method, RequestBuilder};
use serde::de::DeserializeOwned;
use serde_json::json;
use tests::app::TestApp;
use tests::dice::Dice;
use tests::filings::{self, public_update};
use tests::people::Visitor;
use tests::plans;
use tests::program::{Served, serve};
use tests::{TestDb, on_both};

const PLAN: &str = plans::SECOND;
const YEAR: i16 = 2025;
const ROUNDS: u32 = 20;
const OFFICIALS: usize = 4;
const CELLS_OF_EACH: usize = 3;
/// Longest time that the officials have before the power goes, in milliseconds.
const LONGEST: u64 = 500;
/// The same for a program that is killed while it starts.
const LONGEST_START: u64 = 80;

fn seed() -> u64 {
    let given = std::env::var("MATRIZ_TEST_SEED").ok().map(|text| text.parse().expect("MATRIZ_TEST_SEED is a number"));
    let now = || std::time::SystemTime::UNIX_EPOCH.elapsed().unwrap().as_nanos() as u64;
    given.unwrap_or_else(now)
}

/// One cell as an official knows it, or as the server tells it.
#[derive(Clone, Debug, PartialEq)]
struct Cell {
    code: String,
    state: Option<FilingState>,
    version: i64,
    value: Option<f64>,
    /// How often it was approved.
    approvals: i64,
    /// What the public reads.
    public: Option<f64>,
}

#[derive(Clone, Copy, Debug, PartialEq)]
enum Step {
    Save(f64),
    Submit,
    Approve,
}

impl Cell {
    fn after(&self, step: Step) -> Cell {
        let next = Cell { version: self.version + 1, ..self.clone() };
        match step {
            Step::Save(value) => Cell { state: Some(FilingState::Draft), value: Some(value), ..next },
            Step::Submit => Cell { state: Some(FilingState::Submitted), ..next },
            Step::Approve => {
                let approvals = self.approvals + 1;
                Cell { state: Some(FilingState::Approved), approvals, public: self.value, ..next }
            }
        }
    }

    fn choose(&self, dice: &mut Dice) -> Step {
        match (self.state, dice.roll(3)) {
            (Some(FilingState::Draft), 0) => Step::Submit,
            (Some(FilingState::Submitted), 0 | 1) => Step::Approve,
            // A figure that this cell never had.
            _ => Step::Save((dice.roll(1000) * 10_000) as f64 + self.version as f64 + 1.0),
        }
    }
}

/// Somebody with cells that nobody else writes.
#[derive(Clone, Debug)]
struct Official {
    who: Visitor,
    /// Who approves.
    reviewer: Visitor,
    cells: Vec<Cell>,
    /// What was asked for and never answered.
    open: Option<(usize, Step)>,
    /// Answered steps: saved, submitted, approved.
    done: [u32; 3],
    /// Steps without an answer: of these so many were done, of so many there is no trace.
    unanswered: [u32; 2],
    dice: Dice,
}

impl Official {
    fn request(&self, client: &Client, url: &str, cell: &Cell, step: Step) -> RequestBuilder {
        let path = format!("{url}{}", filings::cell(PLAN, &cell.code, YEAR));
        let version = cell.version;
        let (who, method, path, body) = match step {
            Step::Save(value) => {
                let content = json!({ "measure": value });
                let body = json!({ "content": content, "explanation": "Conferido", "version": version });
                (&self.who, Method::PUT, path, body)
            }
            Step::Submit => (&self.who, Method::POST, format!("{path}/submit"), json!({ "version": version })),
            Step::Approve => (&self.reviewer, Method::POST, format!("{path}/approve"), json!({ "version": version })),
        };
        client.request(method, path).header("cookie", &who.cookie).json(&body)
    }

    async fn take(&mut self, client: &Client, url: &str, place: usize, step: Step) -> bool {
        let cell = &self.cells[place];
        match self.request(client, url, cell, step).send().await {
            Ok(answer) if answer.status() == 200 => {
                self.cells[place] = cell.after(step);
                self.done[match step {
                    Step::Save(_) => 0,
                    Step::Submit => 1,
                    Step::Approve => 2,
                }] += 1;
                true
            }
            Ok(answer) => panic!("{step:?} {cell:?}: {} {:?}", answer.status(), answer.text().await),
            Err(_) => {
                self.open = Some((place, step));
                false
            }
        }
    }

    /// Works as fast as it goes until the server dies.
    async fn work(mut self, client: Client, url: String) -> Official {
        loop {
            let place = self.dice.roll(CELLS_OF_EACH as u64) as usize;
            let step = self.cells[place].choose(&mut self.dice);
            if !self.take(&client, &url, place, step).await {
                return self;
            }
        }
    }

    /// Compares with what the server has, and goes on from there.
    fn compare(&mut self, held: &[Cell]) {
        let open = self.open.take();
        for (place, cell) in self.cells.iter_mut().enumerate() {
            let held = held.iter().find(|held| held.code == cell.code).expect("the cell is there");
            let step = open.filter(|(at, _)| *at == place).map(|(_, step)| step);
            let whole = step.map(|step| cell.after(step));
            assert!(
                held == cell || Some(held) == whole.as_ref(),
                "acknowledged: {cell:?}\nnot acknowledged: {step:?}\nheld: {held:?}"
            );
            if whole.is_some() {
                self.unanswered[usize::from(held == cell)] += 1;
            }
            *cell = held.clone();
        }
    }
}

fn measure(content: Option<&Content>) -> Option<f64> {
    match content {
        Some(Content::Measure(Measure::Value(value))) => Some(*value),
        None => None,
        other => panic!("{other:?}"),
    }
}

async fn get<T: DeserializeOwned>(client: &Client, url: &str, path: &str, who: Option<&Visitor>) -> T {
    let request = client.get(format!("{url}{path}"));
    let request = who.iter().fold(request, |request, who| request.header("cookie", &who.cookie));
    let answer = request.send().await.expect("an answer");
    let (status, text) = (answer.status(), answer.text().await.expect("the whole answer"));
    assert_eq!(status, 200, "{path}: {text}");
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"))
}

/// All cells as the server tells them: to the institution, and to the public.
async fn cells(client: &Client, url: &str, who: &Visitor) -> Vec<Cell> {
    let public: PlanDocument = get(client, url, &format!("/api/plans/{PLAN}"), None).await;
    let desk: Desk = get(client, url, &format!("/api/my/updates?plan={PLAN}&year={YEAR}"), Some(who)).await;
    let cell = |row: &domain::review::DeskRow| {
        let published = row.published.iter().find(|update| update.year == YEAR);
        let public = public_update(&public, &row.filing.indicator, YEAR);
        Cell {
            code: row.filing.indicator.clone(),
            state: row.filing.state,
            version: row.filing.version,
            value: measure(row.filing.entry.content.as_ref()),
            approvals: published.map_or(0, |update| update.version),
            public: measure(public.as_ref().map(|update| &update.content)),
        }
    };
    desk.rows.iter().map(cell).collect()
}

type Row = (i64, String, String, Option<i64>, String, Option<String>);

/// The history as stored: revision, action, code, year, visibility, record after.
async fn history(tx: &mut Tx, plan: i64) -> Vec<Row> {
    const SQL: &str = "SELECT revision, action, code, year, visibility, CAST(after AS TEXT) FROM change
        WHERE plan_id = $1 ORDER BY revision";
    on!(tx, |conn| sqlx::query_as(SQL).bind(plan).fetch_all(conn).await).unwrap()
}

fn last<T: DeserializeOwned>(rows: &[&Row], action: &str) -> Option<T> {
    let row = rows.iter().rev().find(|row| row.1 == action)?;
    Some(serde_json::from_str(row.5.as_deref().expect("a record")).expect("a record"))
}

/// Revision, public revision, history and records tell the same.
async fn books_agree(db: &Db) {
    const PLAN_ROW: &str = "SELECT revision, public_revision FROM plan WHERE id = $1";
    let mut tx = db.begin_read().await.unwrap();
    let (plan, _) = store::plans::find(&mut tx, PLAN).await.unwrap().expect("the plan");
    let (revision, public): (i64, i64) =
        on!(&mut tx, |conn| sqlx::query_as(PLAN_ROW).bind(plan.0).fetch_one(conn).await).unwrap();
    let rows = history(&mut tx, plan.0).await;
    assert_eq!(rows.iter().map(|row| row.0).collect::<Vec<_>>(), (1..=revision).collect::<Vec<_>>());
    let last_public = rows.iter().rev().find(|row| row.4 == "public").map(|row| row.0);
    assert_eq!(last_public, Some(public), "the revision that the public follows");
    let filings = store::filings::list(&mut tx, plan, YEAR).await.unwrap();
    let reports = store::updates::list(&mut tx, plan).await.unwrap();
    let mut explained = 1; // the import
    for filing in filings {
        let of_cell = |row: &&Row| row.2 == filing.indicator && row.3 == Some(i64::from(YEAR));
        let rows: Vec<&Row> = rows.iter().filter(of_cell).collect();
        explained += rows.len();
        assert_eq!(rows.len() as i64, filing.version, "a row for each change, a change for each row");
        assert_eq!(last::<Entry>(&rows, "saved"), Some(filing.body.entry), "{}", filing.indicator);
        let report = reports.iter().find(|report| report.indicator == filing.indicator && report.year == YEAR);
        assert_eq!(last::<Update>(&rows, "approved").as_ref(), report, "{}", filing.indicator);
        let approved = rows.iter().filter(|row| row.1 == "approved").count() as i64;
        assert_eq!((approved, approved), (report.map_or(0, |report| report.version), filing.body.published));
        let open = rows.iter().filter(|row| row.4 == "public").count() as i64;
        assert_eq!(open, approved, "approving is public, nothing else is");
    }
    assert_eq!(explained, rows.len(), "no row about something that is not there");
}

/// PostgreSQL may still be at the last wishes of a program that is dead.
async fn until_alone(db: &Db) {
    const OTHERS: &str = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'";
    let Db::Postgres(pool) = db else { return };
    for _ in 0..500 {
        let (others,): (i64,) = sqlx::query_as(OTHERS).fetch_one(pool).await.unwrap();
        if others == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the transactions of the dead program do not end");
}

/// The plan, the officials with their sessions, and what they know.
async fn officials(db: &TestDb, dice: &mut Dice) -> Vec<Official> {
    let app = TestApp::builder().plan(plans::second(OFFICIALS * CELLS_OF_EACH)).config(|config| {
        // The program will look at the real clock.
        config.clock = config::now;
    });
    let app = app.start(db).await;
    let reviewer = app.person("eva@example.org", Role::Reviewer, "", PLAN).await;
    let mut officials = Vec::new();
    for number in 0..OFFICIALS {
        let who = app.person(&format!("p{number}@example.org"), Role::Reporter, "MIN", PLAN).await;
        let held = cells(&app.client, &app.url, &who).await;
        let cells = held.into_iter().skip(number * CELLS_OF_EACH).take(CELLS_OF_EACH).collect();
        let dice = Dice::new(dice.roll(u64::MAX));
        officials.push(Official {
            who,
            reviewer: reviewer.clone(),
            cells,
            open: None,
            done: [0; 3],
            unanswered: [0; 2],
            dice,
        });
    }
    app.stop().await;
    officials
}

/// The power comes back for so short that the program hardly begins to put things in order.
async fn stumble(mut program: Command, moment: Duration) {
    program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = program.spawn().expect("the program runs");
    tokio::time::sleep(moment).await;
    child.kill().expect("the program is killed");
    child.wait().expect("the program ends");
}

async fn survives_power_cuts(db: TestDb) {
    let seed = seed();
    println!("MATRIZ_TEST_SEED={seed}");
    let mut dice = Dice::new(seed);
    let client = Client::builder().no_proxy().build().unwrap();
    let mut people = officials(&db, &mut dice).await;
    let books = Db::connect(&db.url).await.unwrap();
    let mut served = Served::start(&mut serve(&db));
    for round in 0..ROUNDS {
        let moment = Duration::from_millis(dice.roll(LONGEST));
        println!("round {round}: killed after {moment:?}");
        let at_work: Vec<_> =
            people.drain(..).map(|one| tokio::spawn(one.work(client.clone(), served.url.clone()))).collect();
        tokio::time::sleep(moment).await;
        served.kill();
        people = join_all(at_work).await.into_iter().map(Result::unwrap).collect();
        if round % 3 == 2 {
            stumble(serve(&db), Duration::from_millis(dice.roll(LONGEST_START))).await;
        }
        until_alone(&books).await;
        served = Served::start(&mut serve(&db));
        let held = cells(&client, &served.url, &people[0].who).await;
        people.iter_mut().for_each(|official| official.compare(&held));
        books_agree(&books).await;
    }
    // And so on, with the version that is there.
    for official in &mut people {
        for place in 0..CELLS_OF_EACH {
            let fresh = 20_000_000.0 + official.cells[place].version as f64;
            assert!(official.take(&client, &served.url, place, Step::Save(fresh)).await, "saving goes on");
        }
    }
    let held = cells(&client, &served.url, &people[0].who).await;
    people.iter_mut().for_each(|official| official.compare(&held));
    books_agree(&books).await;
    let done = people.iter().fold([0; 3], |sum, one| [0, 1, 2].map(|at: usize| sum[at] + one.done[at]));
    let unanswered = people.iter().fold([0; 2], |sum, one| [0, 1].map(|at: usize| sum[at] + one.unanswered[at]));
    println!("saved, submitted, approved: {done:?}; without an answer: done, no trace: {unanswered:?}");
    assert!(done.iter().all(|count| *count > ROUNDS), "hardly anything was done: {done:?}");
}

on_both!(work_that_was_acknowledged_survives_power_cuts, async |db: TestDb| survives_power_cuts(db).await);
