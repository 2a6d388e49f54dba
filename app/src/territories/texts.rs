//! The words of the pages of territories.

use crate::paths::Tongue;
use crate::texts::texts;

#[path = "../../locales/territories_en.rs"]
mod en;
#[path = "../../locales/territories_es.rs"]
mod es;
#[path = "../../locales/territories_fr.rs"]
mod fr;

/// The texts of a language.
pub fn of(tongue: Tongue) -> &'static TerritoryTexts {
    match tongue {
        Tongue::Es => &es::TEXTS,
        Tongue::En => &en::TEXTS,
        Tongue::Fr => &fr::TEXTS,
    }
}

texts! { TerritoryTexts:
    title lead nothing not_found choose show national coverage map shades table remarks reported to_indicator
    reported_by part_of_plan others
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words_with_the_same_places() {
        crate::texts::check(Tongue::ALL.map(|tongue| of(tongue).all()), 0);
    }
}
