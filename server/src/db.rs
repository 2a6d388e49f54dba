//! One database of two kinds behind one type. SQL is written once, in `store`, and runs on whichever it
//! is through [`on!`]; here are only connections, transactions and the kinds of errors.

use std::fmt;
use std::path::PathBuf;
use std::str::FromStr;
use std::time::Duration;

use sqlx::migrate::{MigrateError, Migrator};
use sqlx::postgres::{PgConnectOptions, PgPool, PgPoolOptions};
use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePool, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{Postgres, Sqlite, Transaction};

static SQLITE_MIGRATIONS: Migrator = sqlx::migrate!("migrations/sqlite");
static POSTGRES_MIGRATIONS: Migrator = sqlx::migrate!("migrations/postgres");

/// How long a writer waits for another one.
const BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How long a request waits for a connection: a lost database is told quickly.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(3);
const READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 8;

/// The database.
#[derive(Clone, Debug)]
pub enum Db {
    /// One file. SQLite has one writer at a time, so there is one connection that writes.
    Sqlite {
        /// The connection that writes.
        write: SqlitePool,
        /// Connections that read.
        read: SqlitePool,
    },
    /// A server.
    Postgres(PgPool),
}

/// A transaction. Dropped without [`Tx::commit`] it leaves nothing behind.
pub enum Tx {
    /// On SQLite.
    Sqlite(Transaction<'static, Sqlite>),
    /// On PostgreSQL.
    Postgres(Transaction<'static, Postgres>),
}

/// Runs one body on whichever database the transaction is of: `on!(tx, |conn| query.fetch_all(conn).await)`.
#[macro_export]
macro_rules! on {
    ($tx:expr, |$conn:ident| $body:expr) => {
        match $tx {
            $crate::db::Tx::Sqlite(tx) => {
                let $conn = &mut **tx;
                $body
            }
            $crate::db::Tx::Postgres(tx) => {
                let $conn = &mut **tx;
                $body
            }
        }
    };
}

/// What went wrong, by kind. The words say what to do.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The database does not answer.
    #[error("PostgreSQL does not answer; check that it runs and that DATABASE_URL is right ({0})")]
    Unavailable(String),
    /// Another process writes for too long.
    #[error("the database is in use by another program that writes; try again in a moment")]
    Busy,
    /// No right to write, or no such folder.
    #[error("cannot open or write the database file; check that its folder exists and that you may write there ({0})")]
    ReadOnly(String),
    /// The disk is full or fails.
    #[error("the database file cannot be read or written; check that the disk has room and is healthy ({0})")]
    Disk(String),
    /// Not a database, or a broken one.
    #[error("the file is not a readable database; restore it from a backup or choose another folder with --data ({0})")]
    Damaged(String),
    /// Made by a newer version of this program.
    #[error("the database was made by a newer version of matriz (migration {0} is unknown); use that version")]
    Newer(i64),
    /// Two records with the same key, or a reference to nothing.
    #[error("the write contradicts what is stored, perhaps because another program wrote meanwhile; try again ({0})")]
    Conflict(String),
    /// A stored record that this program cannot read.
    #[error("a stored record cannot be read ({0})")]
    Unreadable(String),
    /// The address of the database is not understood.
    #[error("DATABASE_URL must start with sqlite: or postgres:// ({0})")]
    Address(String),
    /// Anything else.
    #[error("the database refused ({0})")]
    Other(String),
}

impl Error {
    /// True when trying again later may help.
    pub fn is_transient(&self) -> bool {
        matches!(self, Error::Unavailable(_) | Error::Busy)
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match &error {
            sqlx::Error::PoolTimedOut | sqlx::Error::Io(_) | sqlx::Error::Tls(_) | sqlx::Error::PoolClosed => {
                Error::Unavailable(error.to_string())
            }
            sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => Error::Unreadable(error.to_string()),
            sqlx::Error::Database(cause) => of_database(cause.as_ref()),
            _ => Error::Other(error.to_string()),
        }
    }
}

impl From<serde_json::Error> for Error {
    fn from(error: serde_json::Error) -> Self {
        Error::Unreadable(error.to_string())
    }
}

/// The same for a file: what stands in the way there is another writer or the disk, never a server.
fn of_file(error: sqlx::Error) -> Error {
    match error {
        sqlx::Error::PoolTimedOut | sqlx::Error::PoolClosed => Error::Busy,
        sqlx::Error::Io(cause) => Error::Disk(cause.to_string()),
        other => other.into(),
    }
}

fn of_database(cause: &(dyn sqlx::error::DatabaseError + 'static)) -> Error {
    let message = cause.message().to_owned();
    if cause.is_unique_violation() || cause.is_foreign_key_violation() {
        return Error::Conflict(message);
    }
    let code = cause.code().unwrap_or_default();
    if cause.try_downcast_ref::<sqlx::postgres::PgDatabaseError>().is_some() {
        // Classes of SQLSTATE: connection lost, shut down or starting; no right; read only.
        return match &code[..code.len().min(2)] {
            "08" | "57" | "53" => Error::Unavailable(message),
            "40" | "55" => Error::Busy,
            "28" | "3D" | "42" | "25" => Error::Other(message),
            _ => Error::Other(message),
        };
    }
    // Primary result codes of SQLite are the low byte of the extended ones.
    match code.parse::<i32>().unwrap_or(0) & 0xff {
        5 | 6 => Error::Busy,
        3 | 8 | 14 | 23 => Error::ReadOnly(message),
        10 | 13 => Error::Disk(message),
        11 | 26 => Error::Damaged(message),
        _ => Error::Other(message),
    }
}

impl From<MigrateError> for Error {
    fn from(error: MigrateError) -> Self {
        match error {
            MigrateError::VersionMissing(version) | MigrateError::VersionTooNew(version, _) => Error::Newer(version),
            MigrateError::Execute(cause) | MigrateError::ExecuteMigration(cause, _) => cause.into(),
            other => Error::Other(other.to_string()),
        }
    }
}

impl fmt::Debug for Tx {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Tx::Sqlite(_) => "Tx::Sqlite",
            Tx::Postgres(_) => "Tx::Postgres",
        })
    }
}

impl Db {
    /// Opens a database: `postgres://..` or `sqlite:FILE`. PostgreSQL is not reached before the first
    /// use, so that a server can start before it; a SQLite file is made when it is not there.
    pub async fn connect(url: &str) -> Result<Db, Error> {
        let address = |e: sqlx::Error| Error::Address(e.to_string());
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            let options = PgConnectOptions::from_str(url).map_err(address)?;
            let pool = PgPoolOptions::new()
                .max_connections(POSTGRES_CONNECTIONS)
                .acquire_timeout(ACQUIRE_TIMEOUT)
                .connect_lazy_with(options);
            return Ok(Db::Postgres(pool));
        }
        if !url.starts_with("sqlite:") {
            let scheme = url.split(':').next().unwrap_or_default();
            return Err(Error::Address(format!("it starts with `{scheme}:`")));
        }
        if url.contains(":memory:") || url.contains("mode=memory") {
            // Each connection would have a database of its own.
            return Err(Error::Address("a database in memory cannot be shared; name a file".to_owned()));
        }
        let options = SqliteConnectOptions::from_str(url).map_err(address)?.create_if_missing(true);
        Self::open(options).await
    }

    /// Opens a SQLite file by its path.
    pub async fn file(path: PathBuf) -> Result<Db, Error> {
        Self::open(SqliteConnectOptions::new().filename(path).create_if_missing(true)).await
    }

    async fn open(options: SqliteConnectOptions) -> Result<Db, Error> {
        // FULL: an official figure that was acknowledged survives a power cut.
        let options = options
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(BUSY_TIMEOUT);
        let write = SqlitePoolOptions::new()
            .max_connections(1)
            .acquire_timeout(BUSY_TIMEOUT)
            .connect_with(options.clone())
            .await
            .map_err(of_file)?;
        let read = SqlitePoolOptions::new()
            .max_connections(READERS)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .connect_lazy_with(options);
        Ok(Db::Sqlite { write, read })
    }

    /// Brings the tables up to date.
    pub async fn migrate(&self) -> Result<(), Error> {
        match self {
            Db::Sqlite { write, .. } => match SQLITE_MIGRATIONS.run(write).await {
                // Another process that starts at the same time may have been first: once more, alone.
                // Not alone from the beginning: a database that is up to date needs no lock.
                Err(MigrateError::Execute(_) | MigrateError::ExecuteMigration(..)) => {
                    let mut tx = write.begin_with("BEGIN IMMEDIATE").await.map_err(of_file)?;
                    SQLITE_MIGRATIONS.run_direct(None, &mut *tx, false).await?;
                    tx.commit().await?;
                }
                other => other?,
            },
            // PostgreSQL has a lock for this, which sqlx takes.
            Db::Postgres(pool) => POSTGRES_MIGRATIONS.run(pool).await?,
        }
        Ok(())
    }

    /// A transaction that reads one state of the database.
    pub async fn begin_read(&self) -> Result<Tx, Error> {
        Ok(match self {
            Db::Sqlite { read, .. } => Tx::Sqlite(read.begin().await.map_err(of_file)?),
            Db::Postgres(pool) => {
                let pool = pool.clone();
                let begin = async move { pool.begin_with("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY").await };
                Tx::Postgres(to_its_end(begin).await?)
            }
        })
    }

    /// A transaction that writes. On SQLite it takes the write lock at once: a lock that is asked for
    /// later fails when somebody else wrote meanwhile.
    pub async fn begin_write(&self) -> Result<Tx, Error> {
        Ok(match self {
            Db::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("BEGIN IMMEDIATE").await.map_err(of_file)?),
            Db::Postgres(pool) => {
                let pool = pool.clone();
                Tx::Postgres(to_its_end(async move { pool.begin().await }).await?)
            }
        })
    }

    /// Asks the database for a sign of life.
    pub async fn ping(&self) -> Result<(), Error> {
        let mut tx = self.begin_read().await?;
        on!(&mut tx, |conn| sqlx::query("SELECT 1").execute(conn).await.map(drop))?;
        Ok(())
    }

    /// Ends all connections. SQLite writes its log back into the file.
    pub async fn close(&self) {
        match self {
            Db::Sqlite { write, read } => {
                read.close().await;
                write.close().await;
            }
            Db::Postgres(pool) => pool.close().await,
        }
    }
}

/// Begins a transaction even when whoever asked is gone meanwhile. Given up half-way, its connection would go back to
/// the others inside a transaction of which sqlx knows nothing: the next one would read an old state, and could not
/// write if that one only read.
async fn to_its_end<T: Send + 'static>(
    begin: impl Future<Output = Result<T, sqlx::Error>> + Send + 'static,
) -> Result<T, Error> {
    match tokio::spawn(begin).await {
        Ok(begun) => Ok(begun?),
        Err(broken) => Err(Error::Other(broken.to_string())),
    }
}

impl Tx {
    /// Makes everything that was written permanent.
    pub async fn commit(self) -> Result<(), Error> {
        match self {
            Tx::Sqlite(tx) => tx.commit().await?,
            Tx::Postgres(tx) => tx.commit().await?,
        }
        Ok(())
    }
}
