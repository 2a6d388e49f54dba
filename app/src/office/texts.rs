//! The words of the office; each part of it has words of its own beside it.

use crate::paths::Tongue;
use crate::texts::texts;

#[path = "../../locales/office_en.rs"]
mod en;
#[path = "../../locales/office_es.rs"]
mod es;
#[path = "../../locales/office_fr.rs"]
mod fr;

/// The texts of a language.
pub fn of(tongue: Tongue) -> &'static OfficeTexts {
    match tongue {
        Tongue::Es => &es::TEXTS,
        Tongue::En => &en::TEXTS,
        Tongue::Fr => &fr::TEXTS,
    }
}

texts! { OfficeTexts:
    pages review workshops sign_in sign_in_needed
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words_with_the_same_places() {
        crate::texts::check(Tongue::ALL.map(|tongue| of(tongue).all()), 0);
    }
}
