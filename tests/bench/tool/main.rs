//! What the benchmarks need and node does not do well: a large plan, a bare server beside ours, load on
//! either, and writes without a server. Started by the files of tests/bench; prints one JSON object.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

mod bare;
mod load;
mod officials;
mod plan;
mod sql;
mod workshop;

use std::path::Path;
use std::time::Duration;

const USAGE: &str = "bench plan FOLDER INDICATORS
bench bare ADDRESS PATH URL            answers with the bytes of URL, plain and br
bench read URL ENCODING CONNECTIONS SECONDS
bench write URL TOKEN SLUG CONNECTIONS SECONDS
bench officials URL DATABASE_URL SLUG COUNT   COUNT of them save all cells of the open year
bench workshop URL DATABASE_URL SLUG COUNT    COUNT phones join a room, hear and vote
bench sql DATABASE_URL SLUG same|bare SECONDS";

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    // Load and server share two cores: one thread of load leaves room for the server.
    let threads = if arguments.first() == Some(&"bare") { 2 } else { 1 };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(threads).enable_all().build().unwrap();
    runtime.block_on(run(&arguments));
}

async fn run(arguments: &[&str]) {
    let seconds = |text: &str| Duration::from_secs_f64(text.parse().expect("seconds"));
    match arguments {
        ["plan", folder, indicators] => plan::write(Path::new(folder), indicators.parse().expect("a number")),
        ["bare", address, path, url] => bare::serve(address, path, url).await,
        ["read", url, encoding, connections, time] => {
            let request = load::get(url, encoding);
            let result = load::run(url, connections.parse().unwrap(), seconds(time), move |_| request.clone()).await;
            println!("{}", result.json());
        }
        ["write", url, token, slug, connections, time] => {
            let result = load::writes(url, token, slug, connections.parse().unwrap(), seconds(time)).await;
            println!("{}", result.json());
        }
        ["officials", url, database, slug, count] => {
            officials::run(url, database, slug, count.parse().expect("a number")).await;
        }
        ["workshop", url, database, slug, count] => {
            workshop::run(url, database, slug, count.parse().expect("a number")).await;
        }
        ["sql", database, slug, kind, time] => sql::run(database, slug, *kind == "same", seconds(time)).await,
        _ => {
            eprintln!("{USAGE}");
            std::process::exit(2);
        }
    }
}
