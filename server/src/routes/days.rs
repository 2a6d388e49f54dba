//! The last days of a year as pages of the desk tell them: of one's own institutions, and whose time is over.

use std::collections::BTreeSet;

use domain::calendar::Extension;
use domain::filing::FilingState;
use domain::review::DeskRow;
use domain::territory::Duty;
use domain::year::{ReportingYear, Year, YearState};

/// The last day on which an institution may file for a year, where there is one.
pub fn last_day<'a>(
    year: &'a ReportingYear,
    extensions: &'a [(Year, Extension)],
    institution: &str,
) -> Option<&'a str> {
    let extended = extensions.iter().find(|(of, extension)| *of == year.year && extension.institution == institution);
    extended.map(|(_, extension)| extension.last_day.as_str()).max(year.deadline.as_deref())
}

/// Institutions whose time is over while something is not handed in, by code: duties with their rows.
pub fn late<'a>(
    duties: impl Iterator<Item = (Duty<'a>, &'a DeskRow)>,
    year: &ReportingYear,
    extensions: &[(Year, Extension)],
    today: &str,
) -> Vec<String> {
    let is_missing = |row: &DeskRow| !matches!(row.filing.state, Some(FilingState::Submitted | FilingState::Approved));
    // A year that is closed is over, except for those who have more days.
    let is_open = |institution: &str| match (year.state, last_day(year, extensions, institution)) {
        (YearState::Upcoming, _) => true,
        (state, day) => day.map_or(state == YearState::Open, |day| today <= day),
    };
    let missing = duties.filter(|(_, row)| is_missing(row)).map(|(duty, _)| duty.institution);
    let late: BTreeSet<&str> = missing.filter(|institution| !is_open(institution)).collect();
    late.into_iter().map(str::to_owned).collect()
}
