//! Building blocks that know neither the plan, nor state, nor the API: they get texts and numbers.

pub mod bar;
pub mod drawn;
pub mod highlight;
pub mod notice;
pub mod path;
pub mod spark;
