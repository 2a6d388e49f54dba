//! Last days for filing as a calendar that other programs read (RFC 5545), in the language of its owner.

use domain::text::Lang;
use domain::year::{Year, YearState, last_day};

use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::mail::letters::page_language;
use crate::store;

/// Longest line, in bytes, without its end.
const LONGEST_LINE: usize = 75;

/// One last day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Due {
    /// Address of the plan.
    pub plan: String,
    /// Its title, in the language of the owner.
    pub title: String,
    /// Code of the institution; empty for all of them.
    pub institution: String,
    /// The year that is reported on.
    pub year: Year,
    /// The day, ISO 8601.
    pub day: String,
}

/// The last days that concern a person: those of their institutions, or of the whole plan. Extensions that are
/// over are left out.
pub async fn days(tx: &mut Tx, person: &Person) -> Result<Vec<Due>, Error> {
    let mut found: Vec<Due> = Vec::new();
    for post in &person.me.memberships {
        let Some((id, plan)) = store::plans::header(tx, &post.plan).await? else { continue };
        let extensions = store::filings::extensions(tx, id).await?;
        for year in &plan.years {
            let own = extensions.iter().find(|(of, own)| (*of, &own.institution) == (year.year, &post.institution));
            let Some(day) = last_day(year, own.map(|(_, own)| own.last_day.as_str())) else { continue };
            if year.state == YearState::Closed && day < person.today.as_str() {
                continue;
            }
            found.push(Due {
                plan: post.plan.clone(),
                title: plan.title.get(person.me.language, plan.default_language).to_owned(),
                institution: post.institution.clone(),
                year: year.year,
                day: day.to_owned(),
            });
        }
    }
    found.sort_by(|a, b| {
        let key = |due: &Due| (due.day.clone(), due.plan.clone(), due.year, due.institution.clone());
        key(a).cmp(&key(b))
    });
    // Somebody with two posts of one institution has one last day.
    found.dedup();
    Ok(found)
}

/// The calendar of these days. `now` is RFC 3339.
pub fn print(days: &[Due], language: Lang, public_url: &str, now: &str) -> String {
    let stamp: String = now.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    let mut out = String::new();
    let name = words(language).0;
    for (field, value) in
        [("BEGIN", "VCALENDAR"), ("VERSION", "2.0"), ("PRODID", "-//Matriz//Matriz//ES"), ("X-WR-CALNAME", name)]
    {
        line(&mut out, field, value);
    }
    if days.is_empty() {
        // A calendar must hold something.
        out.push_str("BEGIN:VTIMEZONE\r\nTZID:UTC\r\nBEGIN:STANDARD\r\nDTSTART:19700101T000000\r\n");
        out.push_str("TZOFFSETFROM:+0000\r\nTZOFFSETTO:+0000\r\nEND:STANDARD\r\nEND:VTIMEZONE\r\n");
    }
    for due in days {
        let (_, before, all) = words(language);
        let whose = if due.institution.is_empty() { all } else { &due.institution };
        let page = format!("{public_url}/{}/plans/{}", page_language(language), due.plan);
        line(&mut out, "BEGIN", "VEVENT");
        // The same day keeps its name when it moves, so that calendars move it too.
        let uid = format!("{}-{}-{}@matriz", due.plan, due.year, due.institution);
        line(&mut out, "UID", &escaped(&uid));
        line(&mut out, "DTSTAMP", &stamp);
        line(&mut out, "DTSTART;VALUE=DATE", &due.day.replace('-', ""));
        line(&mut out, "SUMMARY", &escaped(&format!("{before} {}: {whose}", due.year)));
        line(&mut out, "DESCRIPTION", &escaped(&due.title));
        line(&mut out, "URL", &page);
        line(&mut out, "TRANSP", "TRANSPARENT");
        line(&mut out, "END", "VEVENT");
    }
    line(&mut out, "END", "VCALENDAR");
    out
}

/// Name of the calendar, what a day is, all institutions.
fn words(language: Lang) -> (&'static str, &'static str, &'static str) {
    match page_language(language) {
        "en" => ("Reports to the plan", "Last day to report on", "all institutions"),
        "fr" => ("Rapports au plan", "Dernier jour pour le rapport", "toutes les institutions"),
        _ => ("Reportes al plan", "Último día para reportar", "todas las instituciones"),
    }
}

/// Text as a value (3.3.11).
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | ';' | ',' => out.extend(['\\', c]),
            '\n' => out.push_str("\\n"),
            c if c.is_control() => {}
            c => out.push(c),
        }
    }
    out
}

/// One line, folded between characters so that no part is longer than 75 bytes (3.1).
fn line(out: &mut String, field: &str, value: &str) {
    let mut length = 0;
    for c in field.chars().chain([':']).chain(value.chars()) {
        if length + c.len_utf8() > LONGEST_LINE {
            out.push_str("\r\n ");
            length = 1;
        }
        out.push(c);
        length += c.len_utf8();
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    fn due(title: &str, institution: &str) -> Due {
        let (plan, day) = ("small".to_owned(), "2010-03-31".to_owned());
        Due { plan, title: title.to_owned(), institution: institution.to_owned(), year: 2009, day }
    }

    #[test]
    fn a_calendar_is_what_other_programs_read() {
        let text =
            print(&[due("Plan; uno, dos \\ tres\r\ncuatro", "MIN")], Lang::ES, "https://a.org", "2011-03-01T12:00:00Z");
        let wanted = [
            "BEGIN:VCALENDAR",
            "VERSION:2.0",
            "PRODID:-//Matriz//Matriz//ES",
            "X-WR-CALNAME:Reportes al plan",
            "BEGIN:VEVENT",
            "UID:small-2009-MIN@matriz",
            "DTSTAMP:20110301T120000Z",
            "DTSTART;VALUE=DATE:20100331",
            "SUMMARY:Último día para reportar 2009: MIN",
            r"DESCRIPTION:Plan\; uno\, dos \\ tres\ncuatro",
            "URL:https://a.org/es/plans/small",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
            "END:VCALENDAR",
        ];
        assert_eq!(text, wanted.map(|line| format!("{line}\r\n")).concat());
    }

    #[test]
    fn long_lines_are_folded_between_characters_and_unfold_to_what_they_were() {
        for title in ["ñ".repeat(200), "a".repeat(75), "a".repeat(63), "日本".repeat(40), "👩‍👩‍👧".repeat(20)]
        {
            let text = print(&[due(&title, "")], Lang::FR, "https://a.org", "2011-03-01T12:00:00Z");
            assert!(text.ends_with("\r\n") && !text.replace("\r\n", "").contains(['\r', '\n']));
            assert!(text.split("\r\n").all(|line| line.len() <= LONGEST_LINE), "{text}");
            let whole = text.replace("\r\n ", "");
            assert!(whole.contains(&format!("DESCRIPTION:{title}\r\n")), "{whole}");
            assert!(whole.contains("SUMMARY:Dernier jour pour le rapport 2009: toutes les institutions"), "{whole}");
        }
    }

    #[test]
    fn a_calendar_without_days_still_holds_something() {
        let text = print(&[], Lang::EN, "https://a.org", "2011-03-01T12:00:00Z");
        assert!(text.contains("BEGIN:VTIMEZONE") && !text.contains("VEVENT"), "{text}");
    }
}
