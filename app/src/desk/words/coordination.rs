//! Words for people, notices, and the fields of forms.

use domain::account::Role;
use domain::error::{FieldError, FieldErrorCode};
use domain::notice::{Notice, NoticeKind, Preference};
use domain::people::AccountState;
use domain::reading::ReadingKind;

use super::fill_all;
use crate::desk::Words;

/// What somebody does in a post.
pub fn role(words: Words, role: Role) -> &'static str {
    let t = words.t;
    match role {
        Role::Reporter => t.role_reporter,
        Role::Lead => t.role_lead,
        Role::Reviewer => t.role_reviewer,
        Role::Coordinator => t.role_coordinator,
        Role::Administrator => t.role_administrator,
    }
}

/// Where an account stands.
pub fn account_state(words: Words, state: AccountState) -> &'static str {
    let t = words.t;
    match state {
        AccountState::Invited => t.account_invited,
        AccountState::Active => t.account_active,
        AccountState::Disabled => t.account_disabled,
    }
}

/// What somebody read.
pub fn reading(words: Words, kind: ReadingKind) -> &'static str {
    let t = words.t;
    match kind {
        ReadingKind::MyUpdates => t.reading_my_updates,
        ReadingKind::Reviews => t.reading_reviews,
        ReadingKind::Update => t.reading_update,
        ReadingKind::Handover => t.reading_handover,
        ReadingKind::File => t.reading_file,
        ReadingKind::Export => t.reading_export,
    }
}

/// How often letters come.
pub fn preference(words: Words, preference: Preference) -> &'static str {
    let t = words.t;
    match preference {
        Preference::AtOnce => t.letters_at_once,
        Preference::Daily => t.letters_daily,
        Preference::Never => t.letters_never,
    }
}

/// What a notice says, in one line.
pub fn notice(words: Words, notice: &Notice) -> String {
    let t = words.t;
    let text = match notice.kind {
        NoticeKind::Returned => t.notice_returned,
        NoticeKind::Approved => t.notice_approved,
        NoticeKind::Commented => t.notice_commented,
        NoticeKind::YearOpened => t.notice_year_opened,
        NoticeKind::Deadline14 => t.notice_deadline_14,
        NoticeKind::Deadline3 => t.notice_deadline_3,
        NoticeKind::Deadline0 => t.notice_deadline_0,
    };
    fill_all(text, &[("code", notice.code.clone()), ("year", notice.year.to_string())])
}

/// What is wrong with a field of a form.
pub fn wrong_field(words: Words, wrong: &FieldError) -> &'static str {
    let t = words.t;
    match (wrong.field.as_str(), wrong.code) {
        ("email", FieldErrorCode::Malformed) => t.wrong_email,
        ("email", FieldErrorCode::Contradiction) => t.wrong_email_disabled,
        ("post", FieldErrorCode::Duplicate) => t.wrong_post_held,
        ("until", FieldErrorCode::OutOfRange) => t.wrong_until,
        ("until", FieldErrorCode::Contradiction) => t.wrong_last_administrator,
        ("deadline", FieldErrorCode::Contradiction) => t.wrong_day_early,
        ("last_day", FieldErrorCode::OutOfRange) => t.wrong_day_over,
        ("last_day", FieldErrorCode::Contradiction) => t.wrong_day_deadline,
        (_, FieldErrorCode::Missing) => t.wrong_missing,
        (_, FieldErrorCode::Malformed) => t.wrong_malformed,
        (_, FieldErrorCode::Unknown) => t.wrong_unknown,
        (_, FieldErrorCode::OutOfRange) => t.wrong_long,
        (_, FieldErrorCode::Duplicate | FieldErrorCode::Contradiction) => t.wrong_together,
    }
}
