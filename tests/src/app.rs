//! The real app on a free port, with a real HTTP client.

use std::path::PathBuf;
use std::time::Duration;

use domain::document::PlanData;
use matriz_server::config::{Config, MailTarget, WriteToken};
use matriz_server::db::Db;
use matriz_server::import::Outcome;
use matriz_server::mail::Mail;
use matriz_server::serve;
use matriz_server::state::AppState;
use reqwest::header::{HeaderMap, HeaderName};
use reqwest::{Client, Method, RequestBuilder, StatusCode, redirect};
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

use crate::db::{TestDb, bring_in};
use crate::events::EventReader;
use crate::filings::cell;

/// The write token of every test.
pub const TOKEN: &str = "token-of-the-tests";

/// The time of every change.
pub const NOW: &str = "2011-03-01T12:00:00Z";

/// How an app is started.
#[derive(Debug)]
pub struct Builder {
    config: Config,
    plans: Vec<PlanData>,
    prepared: bool,
}

/// A running app. Stops when it is dropped.
#[derive(Debug)]
pub struct TestApp {
    pub url: String,
    pub state: AppState,
    pub client: Client,
    stop: Option<oneshot::Sender<()>>,
    task: Option<JoinHandle<()>>,
}

/// An answer, read to the end.
#[derive(Debug)]
pub struct Answer {
    pub status: StatusCode,
    pub headers: HeaderMap,
    pub body: Vec<u8>,
}

impl Answer {
    /// A header's value; empty when it is not there.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().expect("a header of plain letters"))
    }

    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The body, which must be JSON.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The body as a type.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> T {
        assert_eq!(self.status, StatusCode::OK, "{}", self.text());
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// The error that must have been answered, as status and code.
    pub fn error(&self) -> (u16, String) {
        assert_eq!(self.header("content-type"), "application/json", "{}", self.text());
        let code = self.json()["code"].as_str().unwrap_or_else(|| panic!("{}", self.text())).to_owned();
        assert!(self.json()["message"].as_str().is_some_and(|m| !m.is_empty()), "{}", self.text());
        (self.status.as_u16(), code)
    }

    /// What is there instead of what was to be written over.
    pub fn current<T: serde::de::DeserializeOwned>(&self) -> T {
        serde_json::from_value(self.json()["current"].clone())
            .unwrap_or_else(|error| panic!("{error}: {}", self.text()))
    }

    /// Names of the wrong fields.
    pub fn fields(&self) -> Vec<String> {
        let fields = self.json()["fields"].as_array().cloned().unwrap_or_default();
        fields.iter().map(|field| field["field"].as_str().unwrap_or_default().to_owned()).collect()
    }
}

impl Builder {
    /// With this plan in the database.
    pub fn plan(mut self, plan: PlanData) -> Self {
        self.plans.push(plan);
        self
    }

    /// With the demonstration plan.
    pub fn demo(mut self) -> Self {
        self.config.demo = true;
        self
    }

    /// Without a write token.
    pub fn read_only(mut self) -> Self {
        self.config.write_token = None;
        self
    }

    /// With the app's files from this folder.
    pub fn app_dir(mut self, folder: PathBuf) -> Self {
        self.config.app_dir = Some(folder);
        self
    }

    /// With another configuration.
    pub fn config(mut self, change: impl FnOnce(&mut Config)) -> Self {
        change(&mut self.config);
        self
    }

    /// Without touching the database first, as when it is away.
    pub fn unprepared(mut self) -> Self {
        self.prepared = false;
        self
    }

    /// Starts it.
    pub async fn start(self, db: &TestDb) -> TestApp {
        let opened = Db::connect(&db.url).await.expect("the database opens");
        let mut config = self.config;
        // Unless a test says where: beside its database.
        if matches!(&config.mail, MailTarget::Folder(folder) if folder.is_relative()) {
            config.mail = MailTarget::Folder(db.outbox());
        }
        config.files_dir = db.folder().join("files");
        let mail = Mail::new(&config.mail).expect("a way for mail");
        let state = AppState::new(opened, config, mail);
        if self.prepared {
            state.prepare().await.expect("the database is brought up to date");
        }
        for plan in &self.plans {
            bring_in(&state.db, plan).await;
        }
        let listener = serve::listen(([127, 0, 0, 1], 0).into()).await.expect("a free port");
        let url = format!("http://{}", listener.local_addr().expect("an address"));
        let (stop, stopped) = oneshot::channel::<()>();
        let task = tokio::spawn(serve::run(listener, state.clone(), async {
            let _ = stopped.await;
        }));
        let client = Client::builder().redirect(redirect::Policy::none()).no_proxy().build().expect("a client");
        TestApp { url, state, client, stop: Some(stop), task: Some(task) }
    }
}

impl TestApp {
    /// An app with the write token of the tests, a fixed clock and no long waits.
    pub fn builder() -> Builder {
        let config = Config {
            write_token: Some(WriteToken::new(TOKEN).expect("a token")),
            poll_every: Duration::from_millis(100),
            // Tests ask for it when they want it.
            notice_every: Duration::from_secs(3600),
            drain_within: Duration::from_secs(3),
            clock: || NOW.to_owned(),
            ..Config::default()
        };
        Builder { config, plans: Vec::new(), prepared: true }
    }

    /// A request to a path.
    pub fn request(&self, method: Method, path: &str) -> RequestBuilder {
        self.client.request(method, format!("{}{path}", self.url))
    }

    /// Sends a request and reads the answer.
    pub async fn send(&self, request: RequestBuilder) -> Answer {
        let response = request.send().await.expect("an answer");
        let (status, headers) = (response.status(), response.headers().clone());
        let body = response.bytes().await.expect("the whole answer").to_vec();
        Answer { status, headers, body }
    }

    /// GET.
    pub async fn get(&self, path: &str) -> Answer {
        self.send(self.request(Method::GET, path)).await
    }

    /// GET with a header.
    pub async fn get_with(&self, path: &str, name: &str, value: &str) -> Answer {
        let name: HeaderName = name.parse().expect("a header");
        self.send(self.request(Method::GET, path).header(name, value)).await
    }

    /// Brings in a plan: a new one, or another form of one that is there.
    pub async fn import(&self, plan: &PlanData) -> Outcome {
        bring_in(&self.state.db, plan).await
    }

    /// A plan in brotli, which is made in the background; until then gzip is sent to those who take both. Fails
    /// after half a minute.
    pub async fn brotli(&self, path: &str) -> Answer {
        for _ in 0..600 {
            let answer = self.get_with(path, "accept-encoding", "gzip, br").await;
            if answer.header("content-encoding") == "br" {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{path} does not come in brotli");
    }

    /// PUT of an update with the write token.
    pub async fn put_update(&self, plan: &str, indicator: &str, year: i16, body: Value) -> Answer {
        self.send(self.request(Method::PUT, &cell(plan, indicator, year)).bearer_auth(TOKEN).json(&body)).await
    }

    /// Opens the live stream, after a revision when one is given.
    pub async fn events(&self, plan: &str, after: Option<i64>) -> EventReader {
        let query = after.map_or(String::new(), |after| format!("?after={after}"));
        let request = self.request(Method::GET, &format!("/api/plans/{plan}/events{query}"));
        let response = request.send().await.expect("an answer");
        assert_eq!(response.status(), StatusCode::OK);
        EventReader::new(response)
    }

    /// Sends bytes as they are and reads until the server closes or falls silent.
    pub async fn raw(&self, bytes: &[u8]) -> String {
        let address = self.url.trim_start_matches("http://");
        let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
        stream.write_all(bytes).await.expect("the request is sent");
        let mut answer = Vec::new();
        let _ = tokio::time::timeout(Duration::from_secs(2), stream.read_to_end(&mut answer)).await;
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// Asks until the answer is right; fails after ten seconds.
    pub async fn until(&self, path: &str, right: impl Fn(&Answer) -> bool) -> Answer {
        for _ in 0..200 {
            let answer = self.get(path).await;
            if right(&answer) {
                return answer;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{path} did not become right: {}", self.get(path).await.text());
    }

    /// Stops it and waits until it has stopped.
    pub async fn stop(mut self) {
        drop(self.stop.take());
        if let Some(task) = self.task.take() {
            task.await.expect("a clean stop");
        }
    }
}
