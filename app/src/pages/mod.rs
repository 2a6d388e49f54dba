//! One component a page. Only pages and the state ask the API.

mod about;
mod changes;
mod institutions;
mod matrix;
mod not_found;
mod plans;

pub use about::AboutPage;
pub use changes::ChangesPage;
pub use institutions::InstitutionsPage;
pub use matrix::MatrixPage;
pub use not_found::NotFoundPage;
pub use plans::PlansPage;
