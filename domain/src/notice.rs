//! What people are told about the updates they work on, and how often a letter tells it too.

use serde::{Deserialize, Serialize};

use crate::words::words;
use crate::year::Year;

/// What a notice is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NoticeKind {
    /// An update was sent back; the text says why.
    Returned,
    /// An update was approved.
    Approved,
    /// Somebody said something about an update; the text says what.
    Commented,
    /// Institutions may report on a year; the text is the last day, if there is one.
    YearOpened,
    /// The last day for filing comes within two weeks. The text of this and the next two is the day, the code
    /// is the institution.
    #[serde(rename = "deadline_14")]
    Deadline14,
    /// It comes within three days.
    #[serde(rename = "deadline_3")]
    Deadline3,
    /// It is today.
    #[serde(rename = "deadline_0")]
    Deadline0,
}

words!(NoticeKind { ALL, pub word, pub of }
    Returned => "returned", Approved => "approved", Commented => "commented", YearOpened => "year_opened",
    Deadline14 => "deadline_14", Deadline3 => "deadline_3", Deadline0 => "deadline_0");

impl NoticeKind {
    /// The reminder that is due this many days before the last day. A server that was off meanwhile makes the one
    /// that is due then, not those that were missed.
    pub fn of_days_left(days: i64) -> Option<NoticeKind> {
        match days {
            0 => Some(NoticeKind::Deadline0),
            1..=3 => Some(NoticeKind::Deadline3),
            4..=14 => Some(NoticeKind::Deadline14),
            _ => None,
        }
    }

    /// True for reminders of a last day.
    pub fn is_reminder(self) -> bool {
        matches!(self, NoticeKind::Deadline14 | NoticeKind::Deadline3 | NoticeKind::Deadline0)
    }
}

/// How often somebody wants letters about notices.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Preference {
    /// Within a minute, all that wait in one letter.
    AtOnce,
    /// At most one letter a day.
    Daily,
    /// No letters.
    Never,
}

words!(Preference { ALL, pub word, pub of } AtOnce => "at_once", Daily => "daily", Never => "never");

/// One notice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notice {
    /// Its row, by which it is marked as read.
    pub id: i64,
    /// When, RFC 3339 in UTC.
    pub at: String,
    /// About what.
    pub kind: NoticeKind,
    /// Address of the plan.
    pub plan: String,
    /// Code of the indicator; of the institution in reminders; empty when a year was opened.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub code: String,
    /// Year.
    pub year: Year,
    /// What was said, or the last day.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub text: String,
    /// Was read.
    pub read: bool,
}

/// Somebody's newest notices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Notices {
    /// How often letters are wanted.
    pub preference: Preference,
    /// How many were not read, also older ones.
    pub unread: i64,
    /// Newest first.
    pub notices: Vec<Notice>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_read_back() {
        for kind in NoticeKind::ALL {
            assert_eq!(NoticeKind::of(kind.word()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.word());
        }
        for preference in Preference::ALL {
            assert_eq!(Preference::of(preference.word()), Some(preference));
            assert_eq!(serde_json::to_value(preference).unwrap(), preference.word());
        }
    }

    #[test]
    fn reminders_come_two_weeks_before_three_days_before_and_on_the_day() {
        for (days, wanted) in [
            (-1, None),
            (0, Some(NoticeKind::Deadline0)),
            (1, Some(NoticeKind::Deadline3)),
            (3, Some(NoticeKind::Deadline3)),
            (4, Some(NoticeKind::Deadline14)),
            (14, Some(NoticeKind::Deadline14)),
            (15, None),
        ] {
            assert_eq!(NoticeKind::of_days_left(days), wanted, "{days}");
            assert!(wanted.is_none_or(NoticeKind::is_reminder));
        }
    }
}
