//! The room in French.

use super::RoomTexts;

pub const TEXTS: RoomTexts = RoomTexts { join: "Rejoindre l’atelier" };
