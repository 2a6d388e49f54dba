//! Load over HTTP/1.1 connections that stay open. It reads no more of an answer than its length, so that
//! the two cores are the server's.

use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// How long each answer took.
pub struct Outcome {
    times: Vec<Duration>,
    bytes: u64,
    wrong: u64,
    elapsed: Duration,
}

impl Outcome {
    pub fn json(mut self) -> String {
        self.times.sort_unstable();
        let count = self.times.len();
        format!(
            "{{\"per_second\": {:.1}, \"p50\": {:.3}, \"p99\": {:.3}, \"answers\": {count}, \"wrong\": {}, \"bytes\": {}}}",
            count as f64 / self.elapsed.as_secs_f64(),
            percentile(&self.times, 0.5),
            percentile(&self.times, 0.99),
            self.wrong,
            self.bytes / (count as u64).max(1),
        )
    }
}

/// The time, in milliseconds, that this share of sorted times stays below.
pub fn percentile(times: &[Duration], share: f64) -> f64 {
    let index = ((times.len() as f64 * share) as usize).min(times.len().saturating_sub(1));
    times.get(index).map_or(0.0, Duration::as_secs_f64) * 1000.0
}

fn parts(url: &str) -> (&str, &str) {
    let rest = url.strip_prefix("http://").expect("http://");
    let slash = rest.find('/').expect("a path");
    (&rest[..slash], &rest[slash..])
}

/// The bytes of a GET.
pub fn get(url: &str, encoding: &str) -> Vec<u8> {
    let (host, path) = parts(url);
    format!("GET {path} HTTP/1.1\r\nhost: {host}\r\naccept-encoding: {encoding}\r\n\r\n").into_bytes()
}

/// Sends requests one after the other on each connection until the time is over. The request may depend on
/// how many the connection has sent.
pub async fn run<R>(url: &str, connections: usize, time: Duration, request: R) -> Outcome
where
    R: Fn(usize) -> Vec<u8> + Clone + Send + 'static,
{
    let host = parts(url).0.to_owned();
    let start = Instant::now();
    let tasks: Vec<_> =
        (0..connections).map(|_| tokio::spawn(one(host.clone(), start + time, request.clone()))).collect();
    collect(tasks, start).await
}

async fn collect(tasks: Vec<tokio::task::JoinHandle<Outcome>>, start: Instant) -> Outcome {
    let mut all = Outcome { times: Vec::new(), bytes: 0, wrong: 0, elapsed: Duration::ZERO };
    for task in tasks {
        let part = task.await.expect("the task ends");
        all.times.extend(part.times);
        all.bytes += part.bytes;
        all.wrong += part.wrong;
    }
    all.elapsed = start.elapsed();
    all
}

async fn one(host: String, until: Instant, request: impl Fn(usize) -> Vec<u8>) -> Outcome {
    let mut stream = TcpStream::connect(&host).await.expect("a connection");
    stream.set_nodelay(true).unwrap();
    let mut outcome = Outcome { times: Vec::new(), bytes: 0, wrong: 0, elapsed: Duration::ZERO };
    let mut buffer = vec![0; 256 << 10];
    let mut sent = 0;
    while Instant::now() < until {
        let bytes = request(sent);
        sent += 1;
        let start = Instant::now();
        stream.write_all(&bytes).await.expect("the request is sent");
        let (status, length) = answer(&mut stream, &mut buffer).await;
        outcome.times.push(start.elapsed());
        outcome.bytes += length as u64;
        outcome.wrong += u64::from(status != 200);
    }
    outcome
}

/// Reads one answer; gives its status and the length of its body.
async fn answer(stream: &mut TcpStream, buffer: &mut [u8]) -> (u16, usize) {
    let mut filled = 0;
    let head = loop {
        let read = stream.read(&mut buffer[filled..]).await.expect("an answer");
        assert!(read > 0, "the server closed the connection");
        filled += read;
        if let Some(end) = buffer[..filled].windows(4).position(|four| four == b"\r\n\r\n") {
            break end + 4;
        }
    };
    let text = String::from_utf8_lossy(&buffer[..head]).to_ascii_lowercase();
    let status = text.get(9..12).and_then(|code| code.parse().ok()).expect("a status");
    let length = text.split("content-length: ").nth(1).and_then(|rest| rest.split("\r\n").next());
    let length: usize = length.and_then(|digits| digits.parse().ok()).expect("a content-length");
    let mut missing = length - (filled - head);
    while missing > 0 {
        let want = missing.min(buffer.len());
        let read = stream.read(&mut buffer[..want]).await.expect("the body");
        assert!(read > 0, "the server closed the connection");
        missing -= read;
    }
    (status, length)
}

/// Single updates: each connection writes the open year of indicators of its own, again and again.
pub async fn writes(url: &str, token: &str, slug: &str, connections: usize, time: Duration) -> Outcome {
    let document: domain::document::PlanDocument = {
        let text = reqwest::get(format!("{url}/api/plans/{slug}")).await.unwrap().text().await.unwrap();
        serde_json::from_str(&text).expect("a plan")
    };
    let (year, codes) = crate::sql::targets(&document.plan, &document.indicators);
    let mut held = Vec::new();
    for code in codes.iter().take(connections) {
        let text =
            reqwest::get(format!("{url}/api/plans/{slug}/indicators/{code}")).await.unwrap().text().await.unwrap();
        let found: domain::document::IndicatorDocument = serde_json::from_str(&text).expect("an indicator");
        held.push(found.updates.iter().find(|update| update.year == year).map_or(0, |update| update.version));
    }
    let start = Instant::now();
    let host = parts(&format!("{url}/")).0.to_owned();
    let tasks: Vec<_> = codes
        .into_iter()
        .zip(held)
        .map(|(code, version)| {
            let path = tests::filings::cell(slug, &code, year);
            let (head, host) = (format!("host: {host}\r\nauthorization: Bearer {token}"), host.clone());
            let request = move |sent: usize| {
                let version = version + sent as i64;
                let measure = 100 + (version + 1) % 900;
                let body = format!("{{\"content\": {{\"measure\": {measure}}}, \"version\": {version}, \"reason\": \"bench\"}}");
                let length = body.len();
                format!("PUT {path} HTTP/1.1\r\n{head}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\n\r\n{body}")
                    .into_bytes()
            };
            tokio::spawn(one(host, start + time, request))
        })
        .collect();
    collect(tasks, start).await
}
