//! The matrix: a real table with a row for each node and indicator and a column for each year; or, from
//! further away, a small square for each cell.

pub mod cells;
pub mod head;
pub mod indicator_row;
pub mod keys;
pub mod node_row;
pub mod overview;
pub mod table;
pub mod window;
