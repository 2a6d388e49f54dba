//! Every story on the real server, on both databases. One binary: it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod accounts;
mod api;
mod assets;
mod calendar;
mod cli;
mod cli_users;
mod crash;
mod demo;
mod disclosure;
mod disclosure_versions;
mod events;
mod evidence;
mod faults;
mod filings;
mod handover;
mod headers;
mod house;
mod import;
mod languages;
mod notices;
mod people;
mod plan_file;
mod readings;
mod second_factor;
mod statements;
mod updates;
mod uploads;
mod versions;
mod years;
