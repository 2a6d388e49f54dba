//! A fresh database for one test, of either kind.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use domain::document::PlanData;
use matriz_server::db::Db;
use matriz_server::import::{Outcome, import};
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

use crate::app::NOW;
use crate::cluster;

/// A database that no other test sees.
#[derive(Debug)]
pub struct TestDb {
    /// Its address, as in DATABASE_URL.
    pub url: String,
    /// Kept for SQLite: the folder goes away with it.
    folder: TempDir,
}

impl TestDb {
    /// A file in a temporary folder.
    pub async fn sqlite() -> Self {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let url = format!("sqlite://{}", folder.path().join("matriz.sqlite").display());
        TestDb { url, folder }
    }

    /// A new database on the shared cluster.
    pub async fn postgres() -> Self {
        let address = tokio::task::spawn_blocking(cluster::shared).await.expect("a PostgreSQL");
        Self::postgres_on(address).await
    }

    /// A new database on this server.
    pub async fn postgres_on(address: &str) -> Self {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let count = COUNT.fetch_add(1, Ordering::Relaxed);
        // A server that is used again still has the databases of earlier runs.
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |since| since.as_nanos());
        let name = format!("matriz_test_{now}_{count}");
        let mut connection = PgConnection::connect(&format!("{address}/postgres")).await.expect("PostgreSQL answers");
        let create = format!("CREATE DATABASE {name}");
        connection.execute(AssertSqlSafe(create)).await.expect("a new database");
        connection.close().await.expect("the connection closes");
        let folder = tempfile::tempdir().expect("a temporary folder");
        TestDb { url: format!("{address}/{name}"), folder }
    }

    /// True for SQLite.
    pub fn is_sqlite(&self) -> bool {
        self.url.starts_with("sqlite:")
    }

    /// The file of a SQLite database.
    pub fn file(&self) -> PathBuf {
        self.folder.path().join("matriz.sqlite")
    }

    /// A folder that goes away with the database.
    pub fn folder(&self) -> &std::path::Path {
        self.folder.path()
    }

    /// The folder into which its app puts letters.
    pub fn outbox(&self) -> PathBuf {
        self.folder.path().join("outbox")
    }

    /// The letters that were written, oldest first, which must become this many and stay so; fails after five
    /// seconds.
    pub async fn letters(&self, count: usize) -> Vec<String> {
        let pause = std::time::Duration::from_millis(50);
        for _ in 0..100 {
            let letters = self.written();
            if letters.len() >= count {
                break;
            }
            tokio::time::sleep(pause).await;
        }
        // One too many may still be on its way.
        tokio::time::sleep(pause * 3).await;
        let letters = self.written();
        assert_eq!(letters.len(), count, "{letters:#?}");
        letters
    }

    fn written(&self) -> Vec<String> {
        let Ok(folder) = std::fs::read_dir(self.outbox()) else { return Vec::new() };
        let paths = folder.map(|entry| entry.expect("a file").path());
        // Others are not whole yet.
        let mut paths: Vec<PathBuf> = paths.filter(|path| path.extension().is_some_and(|kind| kind == "eml")).collect();
        paths.sort();
        paths.iter().map(|path| decode(&std::fs::read(path).expect("a letter"))).collect()
    }

    /// Opens it, up to date.
    pub async fn open(&self) -> Db {
        let db = Db::connect(&self.url).await.expect("the database opens");
        db.migrate().await.expect("the database is brought up to date");
        db
    }
}

/// Brings in a plan, as `matriz plan import` does.
pub async fn bring_in(db: &Db, plan: &PlanData) -> Outcome {
    let mut tx = db.begin_write().await.expect("a transaction");
    let outcome = import(&mut tx, plan, "test", "motivo", NOW).await.expect("the plan is stored");
    tx.commit().await.expect("the plan is stored");
    outcome
}

/// Undoes quoted-printable.
fn decode(letter: &[u8]) -> String {
    let text = String::from_utf8_lossy(letter).replace("=\r\n", "");
    if !text.contains("quoted-printable") {
        return text;
    }
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some((before, after)) = rest.split_once('=') {
        bytes.extend(before.as_bytes());
        match after.get(..2).and_then(|hex| u8::from_str_radix(hex, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &after[2..];
            }
            None => {
                bytes.push(b'=');
                rest = after;
            }
        }
    }
    bytes.extend(rest.as_bytes());
    String::from_utf8_lossy(&bytes).into_owned()
}
