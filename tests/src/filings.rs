//! Cells, which are an indicator in a year: saved and moved on in somebody's name, read as everybody reads them.

use domain::document::PlanDocument;
use domain::update::{Content, Measure, Update};
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

/// The public record of a cell. The document lays out what is plain and was never corrected, and lists the rest.
pub fn public_update(document: &PlanDocument, code: &str, year: Year) -> Option<Update> {
    let row = document.indicators.iter().position(|indicator| indicator.code == code).expect("the indicator");
    let column = document.plan.year_index(year).expect("a year of the plan");
    let plain = document.values[row].get(column).copied().flatten();
    let plain = plain.map(|value| Update::new(code, year, Content::Measure(Measure::Value(value))));
    plain.or_else(|| document.updates.iter().find(|update| update.indicator == code && update.year == year).cloned())
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
