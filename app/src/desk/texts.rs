//! The words of the desk. One text a field; `app/locales/desk_*` has a value of this type for each language, so that a
//! missing text does not compile.

use crate::paths::Tongue;
use crate::texts::texts;

pub mod review;

#[path = "../../locales/desk_en.rs"]
mod en;
#[path = "../../locales/desk_es.rs"]
mod es;
#[path = "../../locales/desk_fr.rs"]
mod fr;

/// The texts of a language.
pub fn of(tongue: Tongue) -> &'static DeskTexts {
    match tongue {
        Tongue::Es => &es::TEXTS,
        Tongue::En => &en::TEXTS,
        Tongue::Fr => &fr::TEXTS,
    }
}

texts! { DeskTexts:
    sign_in sign_in_text email password show_password sign_in_button forgotten forgotten_text forgotten_button
    forgotten_done back_to_sign_in link_title link_text link_expired link_expired_text new_password password_hint
    set_password wrong_sign_in wait_seconds signed_in_as sign_out sign_out_everywhere sign_out_unsaved account
    change_password current_password password_changed wrong_current posts post_until
    my_updates review public_plan pages
    year year_state_open year_state_closed year_state_upcoming year_closed_text nothing_to_report
    progress_submitted progress_returned submit_ready
    column_indicator column_past column_target column_value column_note column_state column_institution
    value_of note_of details close_details
    state_none state_draft state_submitted state_returned state_approved
    saving typing waiting refused failed conflict
    offline_queue export_queue
    conflict_title conflict_text conflict_mine conflict_theirs conflict_by
    unclear_title unclear_thousands unclear_decimal
    wrong_number wrong_percent wrong_ratio wrong_yes_no wrong_stage wrong_stages wrong_sheet wrong_range
    no_figure no_figure_reason no_figure_needed
    numerator denominator choose
    breakdown breakdown_sum breakdown_equal breakdown_less breakdown_more
    note evidence evidence_title evidence_url evidence_add evidence_remove
    file_add file_public file_sending file_failed file_kind file_too_large
    warnings warning_outlier warning_direction warning_breakdown warning_evidence warning_same
    explanation explanation_text
    history action_save action_submit action_withdraw action_return action_approve action_comment comment_text
    returned_because
    submit withdraw return_ approve comment send cancel
    paste_title paste_text paste_row paste_read paste_understood paste_note paste_apply paste_nothing paste_header
    paste_below paste_unknown paste_no_code paste_twice paste_ask
    keyboard_hint
    board board_text institution_total approve_selected select_all
    select_one bulk_done bulk_failed nothing_here
    review_value review_against review_status review_reason review_reason_text previous next
    published_before
    error_own_update error_wrong_state error_year_not_open
    years years_title years_text plans deadline no_deadline extensions extended_until move_year move_year_label
    year_title open_year close_year close_year_now reopen_year unopen_year save_deadline move_reason move_reason_text
    move_done close_title close_text close_nothing years_changed extend_title extend_text extend end_extension
    last_day first_day wrong_missing wrong_malformed wrong_unknown wrong_long wrong_together wrong_day_over
    wrong_day_deadline wrong_day_early wrong_until wrong_last_administrator wrong_email wrong_email_disabled
    wrong_post_held people people_text account_invited account_active account_disabled disable enable disable_ask
    post_from end_post end_post_label end_post_text save invite_title invite_text invite invite_done name
    language_of_letters role post post_hint role_reporter role_lead role_reviewer role_coordinator role_administrator
    coordination notices notices_unread notice_new mark_all_read no_notices letters letters_at_once letters_daily
    letters_never notice_returned notice_approved notice_commented notice_year_opened notice_deadline_14
    notice_deadline_3 notice_deadline_0 last_day_is calendar calendar_text handover holders holder_before holder_now
    holder_after duties no_duties sources waits nothing_waits ask_whom
    second_factor second_factor_text second_factor_code second_factor_code_text wrong_code code_continue
    second_factor_off second_factor_on second_factor_left second_factor_required second_factor_required_text
    second_factor_set_up second_factor_renew second_factor_new_codes second_factor_turn_off second_factor_scan
    second_factor_qr second_factor_secret second_factor_first_code second_factor_confirm recovery_title recovery_text
    recovery_kept recovery_download code_or_recovery go_on second_factor_has second_factor_reset second_factor_reset_ask
    readings readings_text readings_kept readings_file no_readings reading_when reading_person
    reading_what reading_my_updates reading_reviews reading_update reading_handover reading_file reading_export everybody
    everything filter older
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_has_its_own_words_with_the_same_places() {
        crate::texts::check(Tongue::ALL.map(|tongue| of(tongue).all()), 3);
    }
}
