//! What both sides share: the plan, the arithmetic of progress, the rule of disclosure, the view of
//! the matrix. Pure functions over plain data: no I/O, no clock, no async, and nothing of axum, sqlx
//! or Leptos, so that the server and the browser cannot disagree about a status.

pub mod account;
pub mod calendar;
pub mod change;
pub mod disclosure;
pub mod document;
pub mod error;
pub mod evidence;
pub mod filing;
pub mod filter;
pub mod handover;
pub mod id;
pub mod indicator;
pub mod institution;
pub mod json;
pub mod matrix;
pub mod node;
pub mod notice;
pub mod number;
pub mod paste;
pub mod people;
pub mod plan;
pub mod progress;
pub mod reading;
pub mod review;
pub mod rollup;
pub mod search;
pub mod second_factor;
pub mod territory;
pub mod text;
pub mod update;
pub mod validate;
pub mod version;
pub mod view;
mod words;
pub mod workshop;
pub mod year;

#[cfg(test)]
mod tests_support;
