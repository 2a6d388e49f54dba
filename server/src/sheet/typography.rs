//! What a language asks of printing: French sets a no-break space before its tall marks and inside its
//! quotation marks.

use domain::text::Lang;

/// A label before what it labels: `Fecha:`, `Date :`.
pub fn label(lang: Lang, words: &str) -> String {
    format!("{words}{}: ", if lang == Lang::FR { "\u{a0}" } else { "" })
}

/// Our own words as they are printed. What people wrote stays as they wrote it.
pub fn set(lang: Lang, words: &str) -> String {
    if lang != Lang::FR {
        return words.to_owned();
    }
    let mut text = String::with_capacity(words.len() + 8);
    let mut rest = words.chars().peekable();
    while let Some(c) = rest.next() {
        let space = match (c, rest.peek()) {
            (' ', Some(':' | '»')) => Some('\u{a0}'),
            (' ', Some(';' | '!' | '?' | '%')) => Some('\u{202f}'),
            _ => None,
        };
        text.push(space.unwrap_or(c));
        if c == '«' && rest.peek() == Some(&' ') {
            rest.next();
            text.push('\u{a0}');
        }
    }
    text
}

/// A number of things, with the mark and the groups of the language: `1 234,5`, `1,234.5`.
pub fn number(lang: Lang, value: f64) -> String {
    let plain = format!("{}", (value * 1e6).round() / 1e6);
    let (sign, digits) = plain.strip_prefix('-').map_or(("", plain.as_str()), |digits| ("\u{2212}", digits));
    let (whole, part) = digits.split_once('.').unwrap_or((digits, ""));
    let (mark, group) = match lang {
        Lang::EN => ('.', ","),
        Lang::FR => (',', "\u{202f}"),
        _ => (',', "\u{a0}"),
    };
    // Spanish leaves numbers of four digits whole.
    let least = if lang == Lang::ES { 5 } else { 4 };
    let mut grouped = String::new();
    for (i, digit) in whole.chars().enumerate() {
        if i > 0 && (whole.len() - i).is_multiple_of(3) && whole.len() >= least {
            grouped.push_str(group);
        }
        grouped.push(digit);
    }
    if part.is_empty() { format!("{sign}{grouped}") } else { format!("{sign}{grouped}{mark}{part}") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_marks_stand_apart_and_stay_on_the_line() {
        let set = |words| set(Lang::FR, words);
        assert_eq!(set("Motif : « oui » ; 5 % ?"), "Motif\u{a0}: «\u{a0}oui\u{a0}»\u{202f}; 5\u{202f}%\u{202f}?");
        assert_eq!(super::set(Lang::ES, "Motivo : «x»"), "Motivo : «x»");
        assert_eq!(label(Lang::FR, "Date"), "Date\u{a0}: ");
        assert_eq!(label(Lang::EN, "Date"), "Date: ");
    }

    #[test]
    fn numbers_look_as_the_language_writes_them() {
        for (lang, value, wanted) in [
            (Lang::EN, 1234.5, "1,234.5"),
            (Lang::FR, 1234.5, "1\u{202f}234,5"),
            (Lang::ES, 1234.5, "1234,5"),
            (Lang::ES, 1234567.0, "1\u{a0}234\u{a0}567"),
            (Lang::EN, -0.1, "\u{2212}0.1"),
            (Lang::EN, 999.0, "999"),
        ] {
            assert_eq!(number(lang, value), wanted);
        }
    }
}
