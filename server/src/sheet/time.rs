//! Moments in the time of a place, as its people write them. The place is an IANA time zone; the rules of zones
//! come with the program, as not every computer has them.

use domain::text::Lang;
use jiff::Timestamp;
use jiff::tz::TimeZone;

/// True for a time zone that is known: `America/Lima`.
pub fn is_zone(name: &str) -> bool {
    TimeZone::get(name).is_ok()
}

/// A moment (RFC 3339) in the time of a place: `1 de marzo de 2011, 07:00`. As it was given when it cannot be read.
pub fn moment(lang: Lang, at: &str, zone: &str) -> String {
    match local(at, zone) {
        Some(time) => format!("{}, {}", date(lang, time.date()), clock(&time)),
        None => at.to_owned(),
    }
}

/// Only the time of day: `07:00`.
pub fn time_of_day(at: &str, zone: &str) -> String {
    local(at, zone).map_or_else(|| at.to_owned(), |time| clock(&time))
}

/// A moment as tables of figures have it: `2011-03-01T07:05:00-05:00`.
pub fn local_iso(at: &str, zone: &str) -> String {
    local(at, zone).map_or_else(|| at.to_owned(), |time| time.strftime("%Y-%m-%dT%H:%M:%S%:z").to_string())
}

/// A day (ISO 8601) in words: `1 de marzo de 2011`.
pub fn day(lang: Lang, day: &str) -> String {
    day.parse::<jiff::civil::Date>().map_or_else(|_| day.to_owned(), |parsed| date(lang, parsed))
}

/// What clocks of a place show beside UTC at a moment: `America/Lima, UTC−05:00`.
pub fn zone_words(at: &str, zone: &str) -> String {
    match local(at, zone) {
        Some(time) => {
            let minutes = time.offset().seconds() / 60;
            let sign = if minutes < 0 { '\u{2212}' } else { '+' };
            let place = if zone.is_empty() { String::new() } else { format!("{zone}, ") };
            format!("{place}UTC{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
        }
        None => zone.to_owned(),
    }
}

/// No zone is UTC, which the document then says.
fn local(at: &str, zone: &str) -> Option<jiff::ZonedDateTime> {
    let zone = if zone.is_empty() { TimeZone::UTC } else { TimeZone::get(zone).ok()? };
    Some(at.parse::<Timestamp>().ok()?.to_zoned_datetime(zone))
}

fn clock(time: &jiff::ZonedDateTime) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

fn date(lang: Lang, date: jiff::civil::Date) -> String {
    const EN: [&str; 12] = [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ];
    const FR: [&str; 12] = [
        "janvier",
        "février",
        "mars",
        "avril",
        "mai",
        "juin",
        "juillet",
        "août",
        "septembre",
        "octobre",
        "novembre",
        "décembre",
    ];
    const ES: [&str; 12] = [
        "enero",
        "febrero",
        "marzo",
        "abril",
        "mayo",
        "junio",
        "julio",
        "agosto",
        "septiembre",
        "octubre",
        "noviembre",
        "diciembre",
    ];
    let month = usize::from(date.month().unsigned_abs()) - 1;
    let (day, year) = (date.day(), date.year());
    match lang {
        Lang::EN => format!("{day} {} {year}", EN[month]),
        Lang::FR if day == 1 => format!("1er {} {year}", FR[month]),
        Lang::FR => format!("{day} {} {year}", FR[month]),
        _ => format!("{day} de {} de {year}", ES[month]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_moment_is_told_in_the_time_of_the_place() {
        for (lang, at, zone, wanted) in [
            (Lang::ES, "2011-03-01T12:00:00Z", "America/Lima", "1 de marzo de 2011, 07:00"),
            (Lang::FR, "2011-03-01T02:30:00Z", "America/Lima", "28 février 2011, 21:30"),
            (Lang::FR, "2011-07-01T12:00:00Z", "Europe/Paris", "1er juillet 2011, 14:00"),
            (Lang::EN, "2011-12-31T23:30:00Z", "Asia/Kathmandu", "1 January 2012, 05:15"),
            (Lang::EN, "soon", "America/Lima", "soon"),
        ] {
            assert_eq!(moment(lang, at, zone), wanted);
        }
        assert_eq!(time_of_day("2011-03-01T12:05:00Z", "America/Lima"), "07:05");
        assert_eq!(local_iso("2011-03-01T12:05:00Z", "America/Lima"), "2011-03-01T07:05:00-05:00");
        assert_eq!(day(Lang::ES, "2011-03-01"), "1 de marzo de 2011");
        assert_eq!(zone_words("2011-03-01T12:00:00Z", "America/Lima"), "America/Lima, UTC\u{2212}05:00");
        assert!(is_zone("America/Lima") && !is_zone("America/Nowhere") && !is_zone(""));
    }
}
