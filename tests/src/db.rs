//! A fresh database for one test, of either kind.

use std::path::PathBuf;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::SystemTime;

use matriz_server::db::Db;
use sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

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

    /// Opens it, up to date.
    pub async fn open(&self) -> Db {
        let db = Db::connect(&self.url).await.expect("the database opens");
        db.migrate().await.expect("the database is brought up to date");
        db
    }
}
