//! Parts of pages. They know the domain and the state; they never ask the API.

pub mod indicator;
pub mod matrix;
pub mod plan;
pub mod status;
