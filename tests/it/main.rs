//! Every story on the real server, on both databases. One binary: it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod api;
mod assets;
mod cli;
mod demo;
mod disclosure;
mod events;
mod faults;
mod headers;
mod house;
mod import;
mod languages;
mod plan_file;
mod statements;
mod updates;
