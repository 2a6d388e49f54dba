//! Above the matrix: what plan this is, how the chosen year stands, and what is shown of it.

pub mod columns;
pub mod filters;
pub mod legend;
pub mod summary;
pub mod years;
