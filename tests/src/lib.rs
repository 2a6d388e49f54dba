//! What the stories in `it/` stand on: databases that go away, the real app on a free port, plans to
//! fill it with, the built program. No mocks of our own code.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

pub mod app;
pub mod cluster;
pub mod db;
pub mod dice;
pub mod events;
pub mod files;
pub mod filings;
pub mod people;
pub mod plans;
pub mod program;
pub mod source;
pub mod workshops;

pub use app::{Answer, TestApp};
pub use db::TestDb;

/// Runs a story. Fixes the type of its argument, so that stories can be written as `async |db| {..}`.
pub async fn run<S: AsyncFnOnce(TestDb)>(db: TestDb, story: S) {
    story(db).await;
}

/// One story, two tests: `on_both!(name, async |db| {..})` gives `name::sqlite` and `name::postgres`.
#[macro_export]
macro_rules! on_both {
    ($name:ident, $story:expr) => {
        mod $name {
            #[allow(unused_imports)]
            use super::*;

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn sqlite() {
                $crate::run($crate::TestDb::sqlite().await, $story).await;
            }

            #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
            async fn postgres() {
                $crate::run($crate::TestDb::postgres().await, $story).await;
            }
        }
    };
}
