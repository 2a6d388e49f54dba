//! Reporting years. Their state is data that the coordinator moves; no status depends on a clock, and a
//! deadline only says until when reports are asked for.

use serde::{Deserialize, Serialize};

use crate::error::FieldErrorCode;

/// A calendar year.
pub type Year = i16;

/// Where a reporting year stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum YearState {
    /// Reports are not expected yet.
    Upcoming,
    /// Institutions report now.
    Open,
    /// Reporting has ended: what is missing is overdue.
    Closed,
}

impl YearState {
    /// All states, in the order of the way.
    pub const ALL: [YearState; 3] = [YearState::Upcoming, YearState::Open, YearState::Closed];

    /// True when a year may go from this state to another. Once something was filed for it, it was open, and
    /// never goes back to upcoming.
    pub fn may_become(self, next: YearState, filed: bool) -> bool {
        use YearState::{Closed, Open, Upcoming};
        match (self, next) {
            (Upcoming, Open) | (Open, Closed) | (Closed, Open) => true,
            (Open, Upcoming) => !filed,
            (Upcoming, Closed) | (Closed, Upcoming) => false,
            (Upcoming, Upcoming) | (Open, Open) | (Closed, Closed) => true,
        }
    }
}

/// The last day on which an institution shall file, if there is one: the deadline, or the last day of its own
/// extension. A year that has not begun asks for nothing, a closed one only of whom it is extended for.
pub fn last_day<'d>(year: &'d ReportingYear, extended_until: Option<&'d str>) -> Option<&'d str> {
    match year.state {
        YearState::Upcoming => None,
        // ISO days compare as texts: the deadline of all may have been moved behind the extension.
        YearState::Open => year.deadline.as_deref().max(extended_until),
        YearState::Closed => extended_until,
    }
}

/// A year of the plan and its state.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportingYear {
    /// The calendar year.
    pub year: Year,
    /// Its state.
    pub state: YearState,
    /// Last day for filing, ISO 8601.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub deadline: Option<String>,
}

impl ReportingYear {
    /// A year without a deadline.
    pub const fn new(year: Year, state: YearState) -> Self {
        ReportingYear { year, state, deadline: None }
    }
}

/// True for a day of the calendar as ISO 8601 writes it: `2011-03-31`.
pub fn is_day(text: &str) -> bool {
    let digits = |range: std::ops::Range<usize>| -> Option<u32> {
        let part = text.get(range)?;
        part.bytes().all(|b| b.is_ascii_digit()).then(|| part.parse().ok())?
    };
    let bytes = text.as_bytes();
    if bytes.len() != 10 || bytes[4] != b'-' || bytes[7] != b'-' {
        return false;
    }
    let (Some(year), Some(month), Some(day)) = (digits(0..4), digits(5..7), digits(8..10)) else { return false };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => return false,
    };
    year > 0 && (1..=days).contains(&day)
}

/// What is wrong with the last day for filing of a year.
pub fn wrong_deadline(year: Year, deadline: &str) -> Option<(FieldErrorCode, &'static str)> {
    if !is_day(deadline) {
        return Some((FieldErrorCode::Malformed, "a day such as 2011-03-31"));
    }
    // ISO days compare as texts.
    let too_early = *deadline < *format!("{year:04}-01-01");
    too_early.then_some((FieldErrorCode::Contradiction, "a report of a year is not due before the year begins"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_year_opens_closes_and_reopens_and_never_forgets_what_was_filed() {
        use YearState::{Closed, Open, Upcoming};
        let ways = [(Upcoming, Open), (Open, Closed), (Closed, Open)];
        for (from, to, filed) in YearState::ALL
            .into_iter()
            .flat_map(|from| YearState::ALL.map(|to| (from, to)))
            .flat_map(|(from, to)| [(from, to, false), (from, to, true)])
        {
            let wanted = from == to || ways.contains(&(from, to)) || ((from, to) == (Open, Upcoming) && !filed);
            assert_eq!(from.may_become(to, filed), wanted, "{from:?} -> {to:?}, filed {filed}");
        }
    }

    #[test]
    fn a_day_is_one_of_the_calendar() {
        for (text, wanted) in [
            ("2011-03-31", true),
            ("2012-02-29", true),
            ("2000-02-29", true),
            ("1900-02-29", false),
            ("2011-02-29", false),
            ("2011-04-31", false),
            ("2011-13-01", false),
            ("2011-00-10", false),
            ("2011-01-00", false),
            ("0000-01-01", false),
            ("2011-3-31", false),
            ("2011-03-31T00", false),
            ("2011/03/31", false),
            ("+011-03-31", false),
            ("á11-03-31", false),
            ("", false),
        ] {
            assert_eq!(is_day(text), wanted, "{text}");
        }
    }

    #[test]
    fn a_deadline_is_a_day_that_does_not_come_before_the_year() {
        for (deadline, wanted) in [
            ("2010-03-31", None),
            ("2009-01-01", None),
            ("2008-12-31", Some(FieldErrorCode::Contradiction)),
            ("31.3.2010", Some(FieldErrorCode::Malformed)),
        ] {
            assert_eq!(wrong_deadline(2009, deadline).map(|(code, _)| code), wanted, "{deadline}");
        }
    }

    #[test]
    fn the_last_day_is_the_deadline_or_the_own_extension() {
        use YearState::{Closed, Open, Upcoming};
        let (early, late) = (Some("2010-03-31"), Some("2010-04-30"));
        for (state, deadline, extended, wanted) in [
            (Open, None, None, None),
            (Open, early, None, early),
            (Open, early, late, late),
            (Open, late, early, late),
            (Open, None, late, late),
            (Closed, early, None, None),
            (Closed, early, late, late),
            (Upcoming, early, late, None),
        ] {
            let year = ReportingYear { deadline: deadline.map(str::to_owned), ..ReportingYear::new(2009, state) };
            assert_eq!(last_day(&year, extended), wanted, "{state:?} {deadline:?} {extended:?}");
        }
    }

    #[test]
    fn a_year_without_a_deadline_takes_no_room() {
        let year = ReportingYear::new(2011, YearState::Open);
        assert_eq!(serde_json::to_string(&year).unwrap(), r#"{"year":2011,"state":"open"}"#);
    }
}
