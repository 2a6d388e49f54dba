//! The words of the pages of versions.

use crate::paths::Tongue;
use crate::texts::texts;

#[path = "../../../locales/office_versions_en.rs"]
mod en;
#[path = "../../../locales/office_versions_es.rs"]
mod es;
#[path = "../../../locales/office_versions_fr.rs"]
mod fr;

/// The texts of a language.
pub fn of(tongue: Tongue) -> &'static VersionsTexts {
    match tongue {
        Tongue::Es => &es::TEXTS,
        Tongue::En => &en::TEXTS,
        Tongue::Fr => &fr::TEXTS,
    }
}

texts! { VersionsTexts:
    title lead none is_current is_changed see_changes back_to_plan
    number frozen_on by reason hash with_previous with_now canonical verify
    compare_two compare from to now
    freeze_title freeze_text freeze_reason freeze freeze_done freeze_stale reason_needed
    compare_title no_difference summary added removed changed before after nothing
    cause cause_workshop restore restore_label restore_title restore_text restore_do cancel restore_done restore_stale
    all_versions
    verify_title verify_yes verify_no verify_current verify_lead verify_field verify_check how how_text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words_with_the_same_places() {
        crate::texts::check(Tongue::ALL.map(|tongue| of(tongue).all()), 0);
    }
}
