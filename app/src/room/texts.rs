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
    join join_text code code_shape join_button join_again join_privacy other_code wrong_code_title wrong_code
    too_many_title too_many your_name your_institution choose other_institution other_name who_missing
    have_pass pass pass_text pass_button wrong_pass not_begun_title not_begun_text locked_title locked_text
    removed_title removed_text unknown_title unknown_text closed_title closed_text closed_thanks version
    see_plan waiting_title waiting_text present_one present_other pages now agenda mine mine_title mine_none
    hand decided you item away waiting_one waiting_other refused understood too_late has_changed not_valid
    no_connection unfinished agree agree_with_changes object abstain divided silent your_position not_answered
    received on_its_way why_object reason_missing cancel send_objection item_waiting item_open item_closed
    item_adopted item_adopted_with_changes item_sent_back item_parked answered_one answered_other time_left
    time_over in_the_plan decision reasons result_people result_institutions before after proposals proposal
    proposal_made proposal_accepted proposal_refused proposal_merged proposal_applied proposed_first stale
    answer second seconds_one seconds_other propose field is_now should_be why send_proposal proposal_sent
    value_missing no_number two_numbers same_value empty comments comment your_comment send_comment
    comment_missing comment_sent field_lead field_start_year field_end_year field_budget field_direction
    light_title light_text light_question light_yes light_with_reservations light_no light_not_given light_why
    light_text_missing your_post post_missing answer_missing give_light light_waits lights_given said_open
    said_locked
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words_with_the_same_places() {
        crate::texts::check(Tongue::ALL.map(|tongue| of(tongue).all()), 2);
    }
}
