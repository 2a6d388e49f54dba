//! The last hour of a year: officials, two of each institution, save all its cells through the API in sessions
//! of their own, some cells both of them. Each save is over the version that was read; who is told that
//! somebody else was first saves again over that one. Afterwards each cell must hold its last acknowledged save,
//! count as many versions as saves were acknowledged, and each save stand on the one it read: none is lost.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use domain::account::Role;
use domain::filing::Filing;
use domain::indicator::Indicator;
use domain::review::Desk;
use domain::update::{Content, Measure};
use domain::year::Year;
use futures_util::future::join_all;
use matriz_server::auth::password;
use matriz_server::db::Db;
use matriz_server::store;
use reqwest::Client;
use serde_json::{Value, json};
use tests::people::{PASSWORD, add_account};

use crate::load::percentile;

/// One of this many cells of an institution is written by both of its officials.
const SHARED: usize = 10;

/// Somebody who is signed in, with the cells to save in their order.
struct Official {
    number: usize,
    cookie: String,
    cells: Vec<(String, i64)>,
}

/// An acknowledged save.
struct Save {
    code: String,
    /// The version that was read.
    over: i64,
    /// The version that it became.
    version: i64,
    value: f64,
}

/// What one official saw.
#[derive(Default)]
struct Outcome {
    saves: Vec<Save>,
    times: Vec<Duration>,
    conflicts: u64,
    /// Answers of 500 and above.
    failed: u64,
}

/// Runs it against a server on this database, which must have the plan; prints one JSON object.
pub async fn run(url: &str, database: &str, slug: &str, count: usize) {
    let institutions = count.div_ceil(2);
    let (year, offices) = hire(database, slug, institutions).await;
    let client = Client::builder().no_proxy().build().unwrap();
    let mut officials = Vec::new();
    for number in 0..count {
        let codes = &offices[number / 2];
        let cookie = sign_in(&client, url, &email(number)).await;
        officials.push(prepare(&client, url, slug, year, Official { number, cookie, cells: Vec::new() }, codes).await);
    }
    let cookies: Vec<String> = officials.iter().step_by(2).map(|official| official.cookie.clone()).collect();
    let before = versions(&client, url, slug, year, &cookies).await;
    let start = Instant::now();
    let tasks = officials.into_iter().map(|official| {
        let base = format!("{url}/api/plans/{slug}/indicators");
        tokio::spawn(work(client.clone(), base, year, official))
    });
    let outcomes: Vec<Outcome> = join_all(tasks).await.into_iter().map(|done| done.expect("it ends")).collect();
    let elapsed = start.elapsed().as_secs_f64();
    let after = versions(&client, url, slug, year, &cookies).await;
    let mut times: Vec<Duration> = outcomes.iter().flat_map(|outcome| outcome.times.iter().copied()).collect();
    times.sort_unstable();
    let saves: Vec<&Save> = outcomes.iter().flat_map(|outcome| &outcome.saves).collect();
    let result = json!({
        "officials": count,
        "cells": after.len(),
        "saves": saves.len(),
        "conflicts": outcomes.iter().map(|outcome| outcome.conflicts).sum::<u64>(),
        "failed": outcomes.iter().map(|outcome| outcome.failed).sum::<u64>(),
        "lost": lost(&before, &after, &saves),
        "seconds": rounded(elapsed),
        "per_second": rounded(saves.len() as f64 / elapsed),
        "p50": rounded(percentile(&times, 0.5)),
        "p99": rounded(percentile(&times, 0.99)),
    });
    println!("{result}");
}

fn rounded(value: f64) -> f64 {
    (value * 1000.0).round() / 1000.0
}

fn email(number: usize) -> String {
    format!("official{number}@example.org")
}

/// Makes two accounts for each institution that reports; gives the open year and the cells of each.
async fn hire(database: &str, slug: &str, institutions: usize) -> (Year, Vec<Vec<String>>) {
    let db = Db::connect(database).await.expect("the database opens");
    let hash = password::hash(PASSWORD.to_owned()).await.unwrap();
    let mut tx = db.begin_write().await.unwrap();
    let stored = store::plans::get(&mut tx, slug).await.unwrap().expect("the plan");
    let year = stored.data.plan.reporting_year();
    let mut offices: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for Indicator { responsible, code, .. } in &stored.data.indicators {
        offices.entry(responsible).or_default().push(code.clone());
    }
    assert!(offices.len() >= institutions, "only {} institutions report", offices.len());
    for (number, institution) in offices.keys().take(institutions).flat_map(|code| [code, code]).enumerate() {
        add_account(&mut tx, &email(number), &hash, &[(Role::Reporter, institution, slug)]).await;
    }
    tx.commit().await.unwrap();
    db.close().await;
    (year, offices.into_values().collect())
}

async fn sign_in(client: &Client, url: &str, email: &str) -> String {
    let form = json!({ "email": email, "password": PASSWORD });
    let answer = client.post(format!("{url}/api/session")).json(&form).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "{email} is not signed in");
    let cookie = answer.headers()["set-cookie"].to_str().expect("a cookie");
    cookie.split(';').next().expect("a cookie").to_owned()
}

async fn desk(client: &Client, url: &str, slug: &str, year: Year, cookie: &str) -> Desk {
    let request = client.get(format!("{url}/api/my/updates?plan={slug}&year={year}"));
    let answer = request.header("cookie", cookie).send().await.expect("an answer");
    assert_eq!(answer.status(), 200, "the desk is not read");
    serde_json::from_str(&answer.text().await.expect("the desk")).expect("a desk")
}

/// Reads the desk, as an official does before writing, and chooses cells: half of them, and those in the middle
/// that the other one writes too, these first, so that both are there at the same time.
async fn prepare(client: &Client, url: &str, slug: &str, year: Year, official: Official, codes: &[String]) -> Official {
    let desk = desk(client, url, slug, year, &official.cookie).await;
    let (half, margin) = (codes.len() / 2, codes.len() / SHARED / 2);
    let (shared, own) = match official.number % 2 {
        0 => (half - margin..half + margin, 0..half - margin),
        _ => (half - margin..half + margin, half + margin..codes.len()),
    };
    let version = |code: &String| {
        let row = desk.rows.iter().find(|row| row.filing.indicator == *code).expect("the cell is on the desk");
        row.filing.version
    };
    let cells = shared.chain(own).map(|at| (codes[at].clone(), version(&codes[at]))).collect();
    Official { cells, ..official }
}

/// Version and figure of all cells, from the desk of one official of each institution.
async fn versions(
    client: &Client,
    url: &str,
    slug: &str,
    year: Year,
    cookies: &[String],
) -> BTreeMap<String, (i64, Option<f64>)> {
    let mut all = BTreeMap::new();
    for cookie in cookies {
        for row in desk(client, url, slug, year, cookie).await.rows {
            let value = match row.filing.entry.content {
                Some(Content::Measure(Measure::Value(value))) => Some(value),
                _ => None,
            };
            all.insert(row.filing.indicator, (row.filing.version, value));
        }
    }
    all
}

async fn work(client: Client, base: String, year: Year, official: Official) -> Outcome {
    let mut outcome = Outcome::default();
    for (place, (code, mut version)) in official.cells.into_iter().enumerate() {
        let path = format!("{base}/{code}/updates/{year}");
        // No two saves are the same.
        let value = (official.number * 10_000 + place + 1) as f64;
        loop {
            let body = json!({ "content": { "measure": value }, "version": version });
            let start = Instant::now();
            let request = client.put(&path).header("cookie", &official.cookie).json(&body);
            let answer = request.send().await.expect("an answer");
            let status = answer.status().as_u16();
            let text = answer.text().await.expect("the whole answer");
            outcome.times.push(start.elapsed());
            match status {
                200 => {
                    let filing: Filing = serde_json::from_str(&text).expect("a filing");
                    outcome.saves.push(Save { code, over: version, version: filing.version, value });
                    break;
                }
                409 => {
                    outcome.conflicts += 1;
                    let told: Value = serde_json::from_str(&text).expect("what is there");
                    version = told["current"]["version"].as_i64().expect("its version");
                }
                500.. => {
                    outcome.failed += 1;
                    break;
                }
                _ => panic!("{path}: {status} {text}"),
            }
        }
    }
    outcome
}

/// How many acknowledged saves left no version or went over one that nobody had read, and cells that do not
/// hold their last one.
fn lost(
    before: &BTreeMap<String, (i64, Option<f64>)>,
    after: &BTreeMap<String, (i64, Option<f64>)>,
    saves: &[&Save],
) -> u64 {
    let mut lost = saves.iter().filter(|save| save.version != save.over + 1).count() as u64;
    for (code, (version, value)) in after {
        let of_cell: Vec<&&Save> = saves.iter().filter(|save| save.code == *code).collect();
        let counted = version - before.get(code).map_or(0, |(version, _)| *version);
        lost += (of_cell.len() as u64).saturating_sub(u64::try_from(counted).unwrap_or(0));
        let last = of_cell.iter().max_by_key(|save| save.version);
        lost += u64::from(last.is_none_or(|save| save.version != *version || Some(save.value) != *value));
    }
    lost
}
