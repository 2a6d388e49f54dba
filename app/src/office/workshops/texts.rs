//! The words of the pages of workshops.

use crate::paths::Tongue;
use crate::texts::texts;

#[path = "../../../locales/workshops_en.rs"]
mod en;
#[path = "../../../locales/workshops_es.rs"]
mod es;
#[path = "../../../locales/workshops_fr.rs"]
mod fr;

/// The texts of a language.
pub fn of(tongue: Tongue) -> &'static WorkshopsTexts {
    match tongue {
        Tongue::Es => &es::TEXTS,
        Tongue::En => &en::TEXTS,
        Tongue::Fr => &fr::TEXTS,
    }
}

texts! { WorkshopsTexts:
    abstain act_accept act_adopt act_adopt_with_changes act_ask_lights act_back act_ballot act_close act_edit
    act_finish act_help act_hide act_light act_lock act_merge act_next act_next_proposal act_open act_park act_pass
    act_pass_count act_propose act_refuse act_reopen act_resume act_send_back act_show act_start act_undo act_unlock
    add add_code after agenda agenda_total agree agree_with_changes answer answer_label answered away ballot
    ballot_hands ballot_kind ballot_paper ballot_text base base_cast base_invited base_present before build
    build_count build_group build_levels build_now build_under build_under_text by_institution cancel code
    code_later code_until comment comments conflict connected copy_none copy_of copy_text create date decided_by
    decided_of decision definition description details divided done down dropped edited enter enter_light
    facilitators facilitators_text field field_baseline field_budget field_direction field_end_year field_lead
    field_partner field_start_year finish_text flaw_against_direction flaw_duplicate_title flaw_idle_institution
    flaw_no_baseline flaw_no_responsible flaw_no_source flaw_no_target flaw_no_unit flaw_two_things group hands
    hidden hide_text indicators institution invited invited_text is_over item item_adopted item_adopted_with_changes
    item_closed item_open item_parked item_sent_back item_waiting join_at joined keys keys_on keys_text leave_out
    let_back let_back_label light_absent light_missing light_no light_not_given light_text light_with_reservations
    light_yes lights lights_complete lights_missing link_lost listed_all listed_contested listed_undecided
    lower_hand merge_into merged_into minutes minutes_each minutes_label more more_proposals name network new_pass
    no_workshops not_now not_started not_started_text nothing nothing_to_merge object object_reason of_base
    on_agenda others pace pack pages participants partners pass people place place_in_plan plan position_in_agenda
    post prepare present proposal proposal_accepted proposal_applied proposal_made proposal_merged proposal_refused
    proposals put_on_agenda qr quality quality_count quality_none reason reasons remarks remove remove_person
    remove_really removed renew_code responsible result results results_hidden results_open room run run_over save
    save_agenda saved screen screen_draft screen_wait seats seconds show_again silent stale state state_closed
    state_draft state_lights state_locked state_open steps targets title too_fast under_way unit unknown_code up
    value verification version_made voices waits workshops wrong_contradiction wrong_duplicate wrong_malformed
    wrong_missing wrong_out_of_range wrong_state wrong_unknown wrong_value years zone
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words_with_the_same_places() {
        crate::texts::check(Tongue::ALL.map(|tongue| of(tongue).all()), 0);
    }
}
