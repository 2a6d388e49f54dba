//! How many SQL statements an answer costs, counted from what sqlx itself logs.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use matriz_server::import::import;
use matriz_server::store;
use tests::app::NOW;
use tests::plans;
use tests::{TestDb, on_both};
use tracing::field::{Field, Visit};
use tracing::instrument::WithSubscriber;
use tracing::{Event, Metadata, Subscriber, span};

/// Counts the statements of one task. Begin, commit and pragmas are no statements of ours.
#[derive(Clone, Default)]
struct Counter {
    count: Arc<AtomicUsize>,
    seen: Arc<Mutex<Vec<String>>>,
}

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

impl Subscriber for Counter {
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
        let ours = ["SELECT", "INSERT", "UPDATE", "DELETE", "WITH"];
        if ours.iter().any(|word| summary.0.trim_start_matches('"').to_uppercase().starts_with(word)) {
            self.count.fetch_add(1, Ordering::Relaxed);
            self.seen.lock().unwrap().push(summary.0);
        }
    }

    fn enter(&self, _: &span::Id) {}

    fn exit(&self, _: &span::Id) {}
}

on_both!(a_whole_plan_takes_at_most_three_statements, async |db: TestDb| {
    let opened = db.open().await;
    let mut tx = opened.begin_write().await.unwrap();
    import(&mut tx, &plans::small(), "test", "", NOW).await.unwrap();
    tx.commit().await.unwrap();
    let counter = Counter::default();
    let read = async {
        let mut tx = opened.begin_read().await.unwrap();
        let stored = store::plans::get(&mut tx, plans::SMALL).await.unwrap().unwrap();
        assert_eq!(stored.data, plans::small());
    };
    read.with_subscriber(counter.clone()).await;
    let count = counter.count.load(Ordering::Relaxed);
    let seen = counter.seen.lock().unwrap();
    assert!((1..=3).contains(&count), "{count}: {seen:?}");
});
