//! The words of checking an update, and of working beside others on it.

use crate::paths::Tongue;
use crate::texts::texts;

#[path = "../../../locales/desk_review_en.rs"]
mod en;
#[path = "../../../locales/desk_review_es.rs"]
mod es;
#[path = "../../../locales/desk_review_fr.rs"]
mod fr;

/// The texts of a language.
pub fn of(tongue: Tongue) -> &'static ReviewTexts {
    match tongue {
        Tongue::Es => &es::TEXTS,
        Tongue::En => &en::TEXTS,
        Tongue::Fr => &fr::TEXTS,
    }
}

texts! { ReviewTexts:
    also_here also_here_at has_it_open saved_by
    chart_of expected_range expected_inside expected_outside expected_unknown key_published key_reported key_target
    key_expected
    changed_since_return changed_since_published changed_nothing changed_field changed_before changed_after
    evidence_view evidence_download evidence_internal evidence_none
    keys approved_one
    last_day_is evidence_column evidence_add evidence_of not_started late all late_mark board_rows
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words_with_the_same_places() {
        crate::texts::check(Tongue::ALL.map(|tongue| of(tongue).all()), 0);
    }
}
