//! What the browser holds: the plan with its figures, and the view of it. The address comes first; what
//! can be derived is derived.

pub mod columns;
pub mod plan;
pub mod view;

pub use columns::Columns;
pub use plan::{Freshness, Load, PlanStore};
pub use view::{Looks, ViewState};
