//! The words of the room.

use crate::paths::Tongue;
use crate::texts::texts;

#[path = "../../locales/room_en.rs"]
mod en;
#[path = "../../locales/room_es.rs"]
mod es;
#[path = "../../locales/room_fr.rs"]
mod fr;

/// The texts of a language.
pub fn of(tongue: Tongue) -> &'static RoomTexts {
    match tongue {
        Tongue::Es => &es::TEXTS,
        Tongue::En => &en::TEXTS,
        Tongue::Fr => &fr::TEXTS,
    }
}

texts! { RoomTexts:
    join
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words_with_the_same_places() {
        crate::texts::check(Tongue::ALL.map(|tongue| of(tongue).all()), 0);
    }
}
