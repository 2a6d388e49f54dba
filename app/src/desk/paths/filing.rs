//! The paths that are asked for updates, evidence and reviews.

use domain::filing::{FilingAction, cell_parts};
use domain::year::Year;
use percent_encoding::utf8_percent_encode;

use super::SEGMENT;

/// Path of the person's cells; `query` is that of the page.
pub fn api_my_updates(query: &str) -> String {
    if query.is_empty() { "/api/my/updates".to_owned() } else { format!("/api/my/updates?{query}") }
}

/// Path at which a file is begun.
pub fn api_uploads() -> String {
    "/api/uploads".to_owned()
}

/// Path of a file on its way.
pub fn api_upload(id: &str) -> String {
    format!("/api/uploads/{}", utf8_percent_encode(id, SEGMENT))
}

/// Path of a file of evidence.
pub fn api_file(plan: &str, hash: &str, name: &str) -> String {
    let [plan, name] = [plan, name].map(|part| utf8_percent_encode(part, SEGMENT));
    format!("/api/plans/{plan}/files/{hash}/{name}")
}

/// The same, shown in place of saved: an image or a PDF file, alone on a page of its own.
pub fn api_file_view(plan: &str, hash: &str, name: &str) -> String {
    format!("{}?view=1", api_file(plan, hash, name))
}

/// Path of who has the updates of a plan open.
pub fn api_presence(plan: &str) -> String {
    format!("/api/plans/{}/presence", utf8_percent_encode(plan, SEGMENT))
}

/// Path of a plan, whole.
pub fn api_plan(slug: &str) -> String {
    format!("/api/plans/{}", utf8_percent_encode(slug, SEGMENT))
}

/// Path of one cell, by its name among the cells of a year.
pub fn api_update(plan: &str, cell: &str, year: Year) -> String {
    below_cell(plan, cell, year, "")
}

/// Path of a step of one cell.
pub fn api_step(plan: &str, cell: &str, year: Year, action: FilingAction) -> String {
    match action {
        FilingAction::Save => api_update(plan, cell, year),
        action => below_cell(plan, cell, year, &format!("/{}", action.word())),
    }
}

fn below_cell(plan: &str, cell: &str, year: Year, below: &str) -> String {
    let (indicator, territory) = cell_parts(cell);
    let [plan, indicator, territory] = [plan, indicator, territory].map(|part| utf8_percent_encode(part, SEGMENT));
    let path = format!("/api/plans/{plan}/indicators/{indicator}/updates/{year}{below}");
    if cell_parts(cell).1.is_empty() { path } else { format!("{path}?territory={territory}") }
}

/// Path of the board of a year, and of steps for many cells.
pub fn api_reviews(plan: &str, year: Option<Year>) -> String {
    let year = year.map_or(String::new(), |year| format!("?year={year}"));
    format!("/api/plans/{}/reviews{year}", utf8_percent_encode(plan, SEGMENT))
}
