//! Numbers as people write and read them in Spanish, English and French. What could mean two things is
//! asked, never guessed.

use std::fmt::Write;

use crate::text::Lang;

/// A number that was read.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Parsed {
    /// The number, without any percent sign applied: `45 %` is 45.
    pub value: f64,
    /// A percent sign followed.
    pub percent: bool,
}

/// Why a text is not a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NumberError {
    /// Nothing but spaces.
    Empty,
    /// `1.234` may be 1234 or 1.234.
    Ambiguous {
        /// The mark read as a thousands separator.
        as_thousands: f64,
        /// The mark read as the decimal mark.
        as_decimal: f64,
        /// The mark: a point or a comma.
        mark: char,
        /// A percent sign followed.
        percent: bool,
    },
    /// Not a number.
    NotANumber,
}

/// Reads a number: decimal comma or point, thousands separated by point, comma, apostrophe or any
/// space, signs, a trailing percent sign.
pub fn parse(text: &str) -> Result<Parsed, NumberError> {
    let mut body = text.trim();
    if body.is_empty() {
        return Err(NumberError::Empty);
    }
    let percent = body.ends_with('%');
    if percent {
        body = body[..body.len() - 1].trim_end();
    }
    let (negative, body) = match body.chars().next() {
        Some(sign @ ('-' | '\u{2212}')) => (true, body[sign.len_utf8()..].trim_start()),
        Some('+') => (false, body[1..].trim_start()),
        _ => (false, body),
    };
    let sign = if negative { -1.0 } else { 1.0 };
    let marks = Marks::of(body)?;
    let value = match marks.decimal {
        Decimal::None => number(body, None)?,
        Decimal::At(index) => number(body, Some(index))?,
        Decimal::Unclear(index, mark) => {
            return Err(NumberError::Ambiguous {
                as_thousands: sign * number(body, None)?,
                as_decimal: sign * number(body, Some(index))?,
                mark,
                percent,
            });
        }
    };
    // `0.0 +` makes minus zero a plain zero.
    Ok(Parsed { value: 0.0 + sign * value, percent })
}

enum Decimal {
    None,
    At(usize),
    Unclear(usize, char),
}

struct Marks {
    decimal: Decimal,
}

fn is_group_space(c: char) -> bool {
    matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\u{2009}' | '\'' | '\u{2019}')
}

impl Marks {
    /// Decides which mark is the decimal one, and that the groups before it have three digits.
    fn of(body: &str) -> Result<Marks, NumberError> {
        let mut separators: Vec<(usize, char)> = Vec::new();
        for (i, c) in body.char_indices() {
            if c == '.' || c == ',' || is_group_space(c) {
                separators.push((i, c));
            } else if !c.is_ascii_digit() {
                return Err(NumberError::NotANumber);
            }
        }
        let Some(&(last, mark)) = separators.last() else {
            return if body.is_empty() { Err(NumberError::NotANumber) } else { Ok(Marks { decimal: Decimal::None }) };
        };
        let same = |c: char| separators.iter().filter(|(_, s)| *s == c).count();
        let others = separators.len() - same(mark);
        let tail = body.len() - last - mark.len_utf8();
        let decimal = if is_group_space(mark) || same(mark) > 1 {
            Decimal::None
        } else if others > 0 || tail != 3 || matches!(&body[..last], "" | "0") || last > 3 {
            Decimal::At(last)
        } else {
            Decimal::Unclear(last, mark)
        };
        let grouped = match decimal {
            Decimal::At(index) => &body[..index],
            Decimal::None | Decimal::Unclear(..) => body,
        };
        if !groups_of_three(grouped) {
            return Err(NumberError::NotANumber);
        }
        Ok(Marks { decimal })
    }
}

/// `1`, `123`, `1.234`, `1 234 567`: one kind of separator, every group after the first of three digits.
fn groups_of_three(whole: &str) -> bool {
    let is_mark = |c: char| !c.is_ascii_digit();
    let mut marks = whole.chars().filter(|c| is_mark(*c));
    let Some(first) = marks.next() else { return true };
    if marks.any(|c| c != first) {
        return false;
    }
    let mut groups = whole.split(is_mark);
    let head = groups.next().map_or(0, str::len);
    (1..=3).contains(&head) && groups.all(|group| group.len() == 3)
}

fn number(body: &str, decimal_at: Option<usize>) -> Result<f64, NumberError> {
    let mut plain = String::with_capacity(body.len() + 1);
    for (i, c) in body.char_indices() {
        if c.is_ascii_digit() {
            plain.push(c);
        } else if Some(i) == decimal_at {
            plain.push('.');
        }
    }
    let value: f64 = plain.parse().map_err(|_| NumberError::NotANumber)?;
    value.is_finite().then_some(value).ok_or(NumberError::NotANumber)
}

/// Writes a number with a fixed number of decimals in the reader's language, as CLDR does: Spanish
/// `1234,5` and `12.345,6`, French `1 234,5` (narrow no-break space), other languages `1,234.5`.
pub fn print(value: f64, decimals: u8, lang: Lang) -> String {
    let (decimal, group, smallest_grouped) = match lang {
        Lang::ES => (',', '.', 5),
        Lang::FR => (',', '\u{202f}', 4),
        _ => ('.', ',', 4),
    };
    let plain = format!("{:.*}", usize::from(decimals), value.abs());
    let (whole, fraction) = plain.split_once('.').unwrap_or((&plain, ""));
    let mut out = String::with_capacity(plain.len() + 8);
    if value < 0.0 && plain.bytes().any(|b| b.is_ascii_digit() && b != b'0') {
        out.push('-');
    }
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && whole.len() >= smallest_grouped && (whole.len() - i) % 3 == 0 {
            out.push(group);
        }
        out.push(digit);
    }
    if !fraction.is_empty() {
        // Writing to a String cannot fail.
        let _ = write!(out, "{decimal}{fraction}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn reads_what_people_write() {
        for (text, value) in [
            ("12", 12.0),
            (" 12,5 ", 12.5),
            ("12.5", 12.5),
            ("1.234,5", 1234.5),
            ("1,234.5", 1234.5),
            ("1 234", 1234.0),
            ("1\u{202f}234,25", 1234.25),
            ("1\u{a0}234\u{a0}567", 1_234_567.0),
            ("1.234.567", 1_234_567.0),
            ("1,234,567.8", 1_234_567.8),
            ("-3", -3.0),
            ("\u{2212}3,5", -3.5),
            ("+4", 4.0),
            ("0,125", 0.125),
            (",5", 0.5),
            ("12'345", 12345.0),
            ("1234.567", 1234.567),
            ("12,34", 12.34),
            ("-0", 0.0),
            ("1 234.567", 1234.567),
        ] {
            assert_eq!(parse(text), Ok(Parsed { value, percent: false }), "{text:?}");
        }
    }

    #[test]
    fn keeps_percent_signs_apart() {
        for text in ["45%", "45 %", "45\u{a0}%"] {
            assert_eq!(parse(text), Ok(Parsed { value: 45.0, percent: true }), "{text:?}");
        }
    }

    #[test]
    fn asks_about_what_is_unclear() {
        for text in ["1.234", "1,234", "12.345", "123,456"] {
            assert!(matches!(parse(text), Err(NumberError::Ambiguous { .. })), "{text}");
        }
        for (text, mark, percent) in [("-1.234", '.', false), ("-1,234 %", ',', true)] {
            let wanted = NumberError::Ambiguous { as_thousands: -1234.0, as_decimal: -1.234, mark, percent };
            assert_eq!(parse(text), Err(wanted), "{text}");
        }
    }

    #[test]
    fn refuses_what_is_no_number() {
        let texts =
            ["abc", "1.2.3", "12,34,56", "1..2", "s/d", "1e5", "NaN", "inf", "--", "--5", "+-5", "%", "3 25", "."];
        for text in texts.into_iter().chain(["1,23.456,7", "-"]) {
            assert_eq!(parse(text), Err(NumberError::NotANumber), "{text:?}");
        }
        assert_eq!(parse("  "), Err(NumberError::Empty));
    }

    #[test]
    fn prints_as_cldr_does() {
        for (value, decimals, es, en, fr) in [
            (1234.5, 1, "1234,5", "1,234.5", "1\u{202f}234,5"),
            (12345.0, 0, "12.345", "12,345", "12\u{202f}345"),
            (-0.04, 1, "0,0", "0.0", "0,0"),
            (-7.25, 2, "-7,25", "-7.25", "-7,25"),
        ] {
            assert_eq!(print(value, decimals, Lang::ES), es);
            assert_eq!(print(value, decimals, Lang::EN), en);
            assert_eq!(print(value, decimals, Lang::FR), fr);
        }
    }

    proptest! {
        /// What is printed reads back as the same number, or is asked about with that number among the
        /// two readings.
        #[test]
        fn printed_numbers_read_back(cents in -1_000_000_000i64..1_000_000_000, decimals in 0u8..=4, lang in 0usize..3) {
            let value = cents as f64 / 10f64.powi(i32::from(decimals));
            let text = print(value, decimals, [Lang::ES, Lang::EN, Lang::FR][lang]);
            match parse(&text) {
                Ok(parsed) => prop_assert!((parsed.value - value).abs() < 1e-6, "{text} -> {}", parsed.value),
                Err(NumberError::Ambiguous { as_thousands, as_decimal, .. }) =>
                    prop_assert!((as_thousands - value).abs() < 1e-6 || (as_decimal - value).abs() < 1e-6, "{text}"),
                Err(other) => prop_assert!(false, "{text}: {other:?}"),
            }
        }

        #[test]
        fn any_text_is_read_or_refused_without_panic(text in "\\PC{0,24}") {
            let _ = parse(&text);
        }
    }
}
