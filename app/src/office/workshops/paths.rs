//! Addresses of workshops, and the paths that their pages ask the API. The server knows the shapes of the pages too:
//! `server/src/routes/pages.rs`.

use domain::id::WorkshopId;
use domain::workshop::WorkshopAction;
use domain::workshop::item::ItemAction;

use crate::paths::{PlanRoute, Route, Tongue};

/// A page of one workshop.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WorkshopPage {
    /// Preparing it.
    Prepare,
    /// Leading it.
    Run,
    /// The projector.
    Screen,
}

/// The page of the parts of a path behind the language.
pub fn parse(parts: &[&str]) -> Option<(WorkshopId, WorkshopPage)> {
    let (id, page) = match parts {
        ["workshops", id] => (id, WorkshopPage::Prepare),
        ["workshops", id, "run"] => (id, WorkshopPage::Run),
        ["workshops", id, "screen"] => (id, WorkshopPage::Screen),
        _ => return None,
    };
    id.parse().ok().filter(|id| *id > 0).map(|id| (WorkshopId(id), page))
}

/// The path of a page behind the language.
pub fn print(id: WorkshopId, page: WorkshopPage) -> String {
    let base = format!("workshops/{}", id.0);
    match page {
        WorkshopPage::Prepare => base,
        WorkshopPage::Run => format!("{base}/run"),
        WorkshopPage::Screen => format!("{base}/screen"),
    }
}

/// Address of a page of a workshop.
pub fn address(tongue: Tongue, id: WorkshopId, page: WorkshopPage) -> String {
    format!("/{}/{}", tongue.code(), print(id, page))
}

/// Address of the minutes, a page of the server.
pub fn minutes(tongue: Tongue, id: WorkshopId) -> String {
    format!("/{}/{}/minutes", tongue.code(), print(id, WorkshopPage::Prepare))
}

/// Address of what is printed for a room without network, a page of the server.
pub fn pack(tongue: Tongue, id: WorkshopId) -> String {
    format!("/{}/{}/pack", tongue.code(), print(id, WorkshopPage::Prepare))
}

/// Address of an indicator, or of a node in the matrix, among the pages for everybody.
pub fn record(tongue: Tongue, plan: &str, is_indicator: bool, code: &str) -> String {
    let page = if is_indicator { PlanRoute::Indicator(code.to_owned()) } else { PlanRoute::Matrix };
    crate::paths::print(tongue, &Route::Plan { slug: plan.to_owned(), page })
}

/// Path of a plan in the API.
pub fn api_plan(slug: &str, tongue: Tongue) -> String {
    crate::paths::api_plan_in(slug, tongue)
}

/// Path of the workshops in the API.
pub fn api_workshops() -> String {
    "/api/workshops".to_owned()
}

/// Path of a workshop in the API.
pub fn api_workshop(id: WorkshopId) -> String {
    format!("{}/{}", api_workshops(), id.0)
}

/// Path of its agenda.
pub fn api_agenda(id: WorkshopId) -> String {
    format!("{}/agenda", api_workshop(id))
}

/// Path of what was found in its plan.
pub fn api_quality(id: WorkshopId) -> String {
    format!("{}/quality", api_workshop(id))
}

/// Path of a step of the workshop.
pub fn api_step(id: WorkshopId, action: WorkshopAction) -> String {
    format!("{}/{}", api_workshop(id), action.word())
}

/// Path of a step of an item.
pub fn api_item_step(id: WorkshopId, n: i64, action: ItemAction) -> String {
    format!("{}/items/{n}/{}", api_workshop(id), action.word())
}

/// Path for passing items together.
pub fn api_pass(id: WorkshopId) -> String {
    format!("{}/pass", api_workshop(id))
}

/// Path of the ballots of an item.
pub fn api_ballots(id: WorkshopId, n: i64) -> String {
    format!("{}/items/{n}/ballots", api_workshop(id))
}

/// Path of the proposals of an item.
pub fn api_proposals(id: WorkshopId, n: i64) -> String {
    format!("{}/items/{n}/proposals", api_workshop(id))
}

/// Path of a proposal.
pub fn api_proposal(id: WorkshopId, n: i64, proposal: i64) -> String {
    format!("{}/{proposal}", api_proposals(id, n))
}

/// Path for hiding a comment, or showing it again.
pub fn api_comment(id: WorkshopId, comment: i64, hide: bool) -> String {
    format!("{}/comments/{comment}/{}", api_workshop(id), if hide { "hide" } else { "show" })
}

/// Path of a step about a participant: `remove`, `let_back`, `lower_hand`.
pub fn api_participant(id: WorkshopId, n: i64, step: &str) -> String {
    format!("{}/participants/{n}/{step}", api_workshop(id))
}

/// Path of the green lights.
pub fn api_lights(id: WorkshopId) -> String {
    format!("{}/lights", api_workshop(id))
}

/// Path of what the projector shows.
pub fn api_screen(id: WorkshopId) -> String {
    format!("{}/screen", api_workshop(id))
}

/// Path of the events after a revision.
pub fn api_events(id: WorkshopId, after: i64) -> String {
    format!("{}/events?after={after}", api_workshop(id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_page_reads_back() {
        for page in [WorkshopPage::Prepare, WorkshopPage::Run, WorkshopPage::Screen] {
            let path = print(WorkshopId(7), page);
            let parts: Vec<&str> = path.split('/').collect();
            assert_eq!(parse(&parts), Some((WorkshopId(7), page)));
        }
        for parts in [vec!["workshops", "x"], vec!["workshops", "0"], vec!["workshops", "1", "y"], vec!["workshops"]] {
            assert_eq!(parse(&parts), None, "{parts:?}");
        }
    }
}
