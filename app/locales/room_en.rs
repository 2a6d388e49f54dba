//! The room in English.

use super::RoomTexts;

pub const TEXTS: RoomTexts = RoomTexts { join: "Join the workshop" };
