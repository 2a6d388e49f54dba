//! Join codes: six characters that nobody takes for another, in whatever case they are typed.

/// Characters of a code: no vowels, that make words, nothing that looks like another (0 O, 1 I L, 2 Z, 5 S, 8 B, U V).
pub const ALPHABET: &[u8; 20] = b"34679CDFGHJKMNPQRTWX";

/// Characters in a code.
pub const LENGTH: usize = 6;

/// A code from random bytes; None when they run out. Bytes beyond the last whole multiple of the alphabet are
/// skipped, so that all codes are equally likely.
pub fn from_bytes(bytes: &[u8]) -> Option<String> {
    let size = ALPHABET.len();
    let fair = (256 / size) * size;
    let mut letters = bytes.iter().map(|byte| usize::from(*byte)).filter(|byte| *byte < fair);
    (0..LENGTH).map(|_| letters.next().map(|byte| char::from(ALPHABET[byte % size]))).collect()
}

/// A code as it was typed, in the form in which it is kept: without spaces and hyphens, in capitals. None when it
/// cannot be one.
pub fn normal(typed: &str) -> Option<String> {
    let code: String = typed.chars().filter(|c| !matches!(c, ' ' | '-')).map(|c| c.to_ascii_uppercase()).collect();
    let is_code = code.len() == LENGTH && code.bytes().all(|byte| ALPHABET.contains(&byte));
    is_code.then_some(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_have_six_characters_that_cannot_be_confused() {
        assert_eq!(from_bytes(&[0, 1, 2, 3, 4, 5]).as_deref(), Some("34679C"));
        assert_eq!(from_bytes(&[250, 20, 21, 255, 22, 23, 24, 25]).as_deref(), Some("34679C"), "unfair bytes go");
        assert_eq!(from_bytes(&[1, 2, 3]), None);
        for look_alike in "0O1IL2Z5S8BUVYAE".bytes() {
            assert!(!ALPHABET.contains(&look_alike), "{look_alike}");
        }
    }

    #[test]
    fn a_code_is_read_as_people_type_it() {
        for (typed, wanted) in [
            ("abc-def", None),
            ("fcd-3 79", Some("FCD379")),
            ("FCD379", Some("FCD379")),
            ("fcd37", None),
            ("fcd3790", None),
            ("ñcd379", None),
        ] {
            assert_eq!(normal(typed).as_deref(), wanted, "{typed}");
        }
    }
}
