//! The room in Spanish.

use super::RoomTexts;

pub const TEXTS: RoomTexts = RoomTexts { join: "Unirse al taller" };
