//! Above the matrix: what plan this is, how the chosen year stands, and what is shown of it. Every control
//! is named after the query parameter that it sets; `controls` does the rest.

pub mod choices;
pub mod controls;
pub mod legend;
pub mod overhead;
pub mod summary;
