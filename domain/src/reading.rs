//! Who read figures that the public may not see, as those read it who manage the people of a plan.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::year::Year;

/// What was read.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ReadingKind {
    /// An institution's cells of a year.
    MyUpdates,
    /// All cells of a year.
    Reviews,
    /// One cell.
    Update,
    /// What belongs to a post.
    Handover,
    /// A file of evidence that is not everybody's.
    File,
    /// An export with real figures.
    Export,
}

words!(ReadingKind { ALL, pub word, pub of }
    MyUpdates => "my_updates", Reviews => "reviews", Update => "update", Handover => "handover", File => "file",
    Export => "export");

/// What somebody read, once an hour.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reading {
    /// Its row.
    pub id: i64,
    /// When it was first read within the hour, RFC 3339.
    pub at: String,
    /// Name of the person.
    pub name: String,
    /// E-mail of the person.
    pub email: String,
    /// What.
    pub kind: ReadingKind,
    /// Code of the institution whose figures they are; empty for all.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub institution: String,
    /// Code of the indicator; empty for a list.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub indicator: String,
    /// The year; None when it is about several.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub year: Option<Year>,
    /// Name of a file, or of a post.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub detail: String,
}

/// Readings of a plan, newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Readings {
    /// Address of the plan.
    pub plan: String,
    /// How many days they are kept.
    pub kept_days: u32,
    /// The readings.
    pub readings: Vec<Reading>,
    /// Asks for older ones as `before`; None when there are none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub next: Option<i64>,
}
