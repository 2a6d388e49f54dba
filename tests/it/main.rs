//! Every story on the real server, on both databases. One binary: it links once.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod access;
mod accounts;
mod api;
mod assets;
mod beside;
mod calendar;
mod cli;
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
mod statements;
mod territories;
mod updates;
mod uploads;
mod versions;
mod workshop;
mod workshop_faults;
mod workshop_feed;
mod workshop_hidden;
mod workshop_room;
mod years;
