//! How many SQL statements an answer costs, counted from what sqlx itself logs.

use std::collections::HashMap;
use std::sync::{Mutex, Once};
use std::thread::ThreadId;

use matriz_server::on;
use matriz_server::store;
use tests::db::bring_in;
use tests::plans;
use tests::{TestDb, on_both};
use tracing::field::{Field, Visit};
use tracing::{Event, Metadata, Subscriber, span};

/// Statements of the threads that announced themselves with a marker. sqlx logs where it works: on the
/// task's thread for PostgreSQL, on the connection's own thread for SQLite.
static SEEN: Mutex<Option<HashMap<ThreadId, Vec<String>>>> = Mutex::new(None);

/// Listens to sqlx in the whole process.
struct Listener;

struct Summary(String);

impl Visit for Summary {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        if field.name() == "summary" {
            self.0 = format!("{value:?}");
        }
    }

    fn record_str(&mut self, field: &Field, value: &str) {
        if field.name() == "summary" {
            self.0 = value.to_owned();
        }
    }
}

impl Subscriber for Listener {
    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "sqlx::query"
    }

    fn new_span(&self, _: &span::Attributes<'_>) -> span::Id {
        span::Id::from_u64(1)
    }

    fn record(&self, _: &span::Id, _: &span::Record<'_>) {}

    fn record_follows_from(&self, _: &span::Id, _: &span::Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut summary = Summary(String::new());
        event.record(&mut summary);
        let mut seen = SEEN.lock().unwrap();
        let seen = seen.get_or_insert_default();
        let thread = std::thread::current().id();
        if summary.0.contains("marker") {
            seen.insert(thread, vec![summary.0]);
        } else if let Some(statements) = seen.get_mut(&thread) {
            statements.push(summary.0);
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

fn listen() {
    static ONCE: Once = Once::new();
    ONCE.call_once(|| tracing::subscriber::set_global_default(Listener).unwrap());
}

on_both!(a_whole_plan_takes_at_most_three_statements, async |db: TestDb| {
    listen();
    let opened = db.open().await;
    bring_in(&opened, &plans::small()).await;

    let marker = if db.is_sqlite() { "SELECT 'marker of sqlite'" } else { "SELECT 'marker of postgres'" };
    let mut tx = opened.begin_read().await.unwrap();
    on!(&mut tx, |conn| sqlx::query(marker).execute(conn).await.map(drop)).unwrap();
    let (stored, steps) = store::plans::with_past(&mut tx, plans::SMALL).await.unwrap().unwrap();
    assert_eq!((stored.data, steps), (plans::small(), Vec::new()));
    drop(tx);

    let seen = SEEN.lock().unwrap();
    let statements =
        seen.as_ref().and_then(|seen| seen.values().find(|list| list[0] == marker)).expect("the marker was heard");
    let statements: Vec<&String> =
        statements[1..].iter().filter(|statement| !statement.starts_with("ROLLBACK")).collect();
    assert!((1..=3).contains(&statements.len()), "{statements:?}");
});
