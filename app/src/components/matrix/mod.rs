//! The matrix: a real table with a row for each node and indicator and a column for each year; or, from
//! further away, a small square for each cell. Signals decide which rows and cells are drawn again; what
//! stands in a row is plain markup.

pub mod cells;
pub mod head;
pub mod heading;
pub mod keys;
pub mod line;
pub mod overview;
pub mod row;
pub mod table;
pub mod window;
