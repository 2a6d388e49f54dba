//! Cells, which are an indicator in a year: saved and moved on in somebody's name.

use domain::year::Year;
use reqwest::Method;
use serde_json::{Value, json};

use crate::app::{Answer, TestApp};
use crate::people::Visitor;

/// The cell that most stories are about: of the small plan, in its open year.
pub const CELL: &str = "/api/plans/small/indicators/1.1-a/updates/2009";

/// The address of a cell.
pub fn cell(plan: &str, code: &str, year: Year) -> String {
    format!("/api/plans/{plan}/indicators/{code}/updates/{year}")
}

impl TestApp {
    /// Saves what is in a cell.
    pub async fn save(&self, who: &Visitor, cell: &str, body: Value) -> Answer {
        self.send_by(who, Method::PUT, cell, body).await
    }

    /// Takes a step: `submit`, `return`, `approve` and the like, over the version that was read.
    pub async fn step(&self, who: &Visitor, cell: &str, action: &str, version: i64, text: &str) -> Answer {
        let body = json!({ "version": version, "text": text });
        self.send_by(who, Method::POST, &format!("{cell}/{action}"), body).await
    }
}
