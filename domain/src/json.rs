//! Reads JSON into the types of this crate: what the API answers, as text in memory, with nothing in
//! between. Not a checker: it refuses what it cannot read and passes over what nobody asks for. Small,
//! because the browser downloads it; there it takes a third of the time of the browser's own parser and
//! a conversion of its objects.

use std::borrow::Cow;
use std::fmt;

use serde::Deserialize;
use serde::de;

use crate::change::{Change, Changes};
use crate::document::{PlanDocument, PlanSummary};
use crate::territory::{MapDocument, TerritoryDocument};

mod decode;

/// The text is not what was expected.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Unreadable;

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the JSON that was expected")
    }
}

impl std::error::Error for Unreadable {}

impl de::Error for Unreadable {
    fn custom<T: fmt::Display>(_: T) -> Self {
        Unreadable
    }
}

type Read<T> = Result<T, Unreadable>;

/// Reads a number of more than 15 digits or with an exponent, which a plan hardly has. Who reads brings it:
/// the one of the standard library would be a twentieth of what the browser downloads, which has its own.
pub type ReadFloat = fn(&str) -> Option<f64>;

/// What can be read. Implemented type by type, so that the code for each is made here, once, and fast.
pub trait FromJson: Sized {
    /// Reads a whole text. None when it is anything else.
    fn from_json(text: &str, float: ReadFloat) -> Option<Self>;
}

/// Implements [`FromJson`] for types that serde can read.
#[macro_export]
macro_rules! from_json {
    ($($type:ty),+) => {
        $(impl $crate::json::FromJson for $type {
            fn from_json(text: &str, float: $crate::json::ReadFloat) -> Option<Self> {
                $crate::json::read(text, float).ok()
            }
        })+
    };
}

from_json!(PlanDocument, Vec<PlanSummary>, Changes, Change, MapDocument, TerritoryDocument);

/// Reads a whole text.
pub fn read<'de, T: Deserialize<'de>>(text: &'de str, float: ReadFloat) -> Result<T, Unreadable> {
    let mut reader = Reader { text, float, at: 0, length: 0 };
    let value = T::deserialize(&mut reader)?;
    match reader.peek() {
        Err(Unreadable) => Ok(value),
        Ok(_) => Err(Unreadable),
    }
}

struct Reader<'de> {
    text: &'de str,
    float: ReadFloat,
    at: usize,
    /// Length of the list that was read last: rows of a table are alike.
    length: usize,
}

/// So many digits are exact as a whole number, and by one division behind a mark.
const DIGITS: u32 = 15;

/// Powers of ten, one for each place that those digits can have behind the mark.
const TENS: [f64; DIGITS as usize + 1] =
    [1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15];

/// How far a text is plain: up to its first quote or backslash. Eight bytes at a time, because most of a
/// plan is text.
fn plain_length(text: &[u8]) -> Option<usize> {
    const ONES: u64 = 0x0101_0101_0101_0101;
    // The lowest high bit of the result marks the first byte that is looked for.
    let marked = |word: u64, byte: u8| {
        let word = word ^ (ONES * u64::from(byte));
        word.wrapping_sub(ONES) & !word & (ONES << 7)
    };
    let mut at = 0;
    while let Some(chunk) = text[at..].first_chunk() {
        let word = u64::from_le_bytes(*chunk);
        let found = marked(word, b'"') | marked(word, b'\\');
        if found != 0 {
            return Some(at + found.trailing_zeros() as usize / 8);
        }
        at += 8;
    }
    text[at..].iter().position(|b| matches!(b, b'"' | b'\\')).map(|more| at + more)
}

enum Number {
    Whole(i64),
    Other(f64),
}

impl<'de> Reader<'de> {
    /// The next byte that is no space. An error at the end.
    #[inline(always)]
    fn peek(&mut self) -> Read<u8> {
        match self.text.as_bytes().get(self.at) {
            Some(byte) if *byte > b' ' => Ok(*byte),
            _ => self.peek_behind_spaces(),
        }
    }

    #[inline(never)]
    fn peek_behind_spaces(&mut self) -> Read<u8> {
        let rest = &self.text.as_bytes()[self.at..];
        let spaces = rest.iter().position(|b| !matches!(b, b' ' | b'\n' | b'\r' | b'\t')).ok_or(Unreadable)?;
        self.at += spaces;
        Ok(rest[spaces])
    }

    fn take(&mut self, wanted: u8) -> Read<()> {
        if self.peek()? != wanted {
            return Err(Unreadable);
        }
        self.at += 1;
        Ok(())
    }

    fn word(&mut self, word: &str) -> Read<()> {
        if !self.text[self.at..].starts_with(word) {
            return Err(Unreadable);
        }
        self.at += word.len();
        Ok(())
    }

    /// Moves behind a comma, or stays before the end of a list or object. True while there is more.
    fn has_more(&mut self, first: &mut bool, end: u8) -> Read<bool> {
        let next = self.peek()?;
        if next == end {
            return Ok(false);
        }
        if !std::mem::take(first) {
            self.take(b',')?;
        }
        Ok(true)
    }

    fn string(&mut self) -> Read<Cow<'de, str>> {
        self.take(b'"')?;
        let start = self.at;
        let rest = &self.text.as_bytes()[start..];
        let length = plain_length(rest).ok_or(Unreadable)?;
        self.at = start + length + 1;
        let plain = self.text.get(start..start + length).ok_or(Unreadable)?;
        if rest[length] == b'"' { Ok(Cow::Borrowed(plain)) } else { self.escaped(plain.to_owned()).map(Cow::Owned) }
    }

    /// The rest of a text after its first backslash.
    fn escaped(&mut self, mut out: String) -> Read<String> {
        loop {
            let escape = *self.text.as_bytes().get(self.at).ok_or(Unreadable)?;
            self.at += 1;
            out.push(match escape {
                b'n' => '\n',
                b't' => '\t',
                b'r' => '\r',
                b'b' => '\u{8}',
                b'f' => '\u{c}',
                b'"' | b'\\' | b'/' => char::from(escape),
                b'u' => self.unicode()?,
                _ => return Err(Unreadable),
            });
            let rest = self.text.get(self.at..).ok_or(Unreadable)?;
            let length = plain_length(rest.as_bytes()).ok_or(Unreadable)?;
            out.push_str(&rest[..length]);
            self.at += length + 1;
            if rest.as_bytes()[length] == b'"' {
                return Ok(out);
            }
        }
    }

    fn unicode(&mut self) -> Read<char> {
        let first = self.hex()?;
        let code = if (0xd800..0xdc00).contains(&first) {
            self.word("\\u")?;
            let second = self.hex()?;
            0x10000 + ((first - 0xd800) << 10) + second.checked_sub(0xdc00).ok_or(Unreadable)?
        } else {
            first
        };
        char::from_u32(code).ok_or(Unreadable)
    }

    fn hex(&mut self) -> Read<u32> {
        let digits = self.text.get(self.at..self.at + 4).ok_or(Unreadable)?;
        self.at += 4;
        u32::from_str_radix(digits, 16).map_err(|_| Unreadable)
    }

    /// A number. One of at most [`DIGITS`] is exact by one division; a longer one is left to [`ReadFloat`].
    fn number(&mut self) -> Read<Number> {
        let first = self.peek()?;
        let (text, start) = (self.text.as_bytes(), self.at);
        let mut at = start + usize::from(first == b'-');
        let (mut mantissa, mut digits, mut shift, mut is_whole) = (0i64, 0u32, 0i32, true);
        while let Some(byte) = text.get(at) {
            match byte {
                b'0'..=b'9' => {
                    mantissa = mantissa.wrapping_mul(10).wrapping_add(i64::from(byte - b'0'));
                    digits += 1;
                    shift -= i32::from(!is_whole);
                }
                b'.' if is_whole => is_whole = false,
                _ => break,
            }
            at += 1;
        }
        self.at = at;
        let has_exponent = matches!(text.get(at), Some(b'e' | b'E'));
        if digits == 0 || digits > DIGITS || has_exponent {
            while matches!(text.get(self.at), Some(b'0'..=b'9' | b'.' | b'e' | b'E' | b'+' | b'-')) {
                self.at += 1;
            }
            let text = &self.text[start..self.at];
            if let Ok(whole) = text.parse() {
                return Ok(Number::Whole(whole));
            }
            let value = (self.float)(text).filter(|value| value.is_finite());
            return value.map(Number::Other).ok_or(Unreadable);
        }
        let signed = if first == b'-' { -mantissa } else { mantissa };
        // Zero below zero is no whole number.
        if is_whole && (mantissa != 0 || first != b'-') {
            return Ok(Number::Whole(signed));
        }
        let value = mantissa as f64 / TENS[shift.unsigned_abs() as usize];
        Ok(Number::Other(if first == b'-' { -value } else { value }))
    }

    /// Passes over a value, however deep it is.
    fn skip(&mut self) -> Read<()> {
        let mut depth = 0usize;
        loop {
            match self.peek()? {
                b'"' => self.string().map(drop)?,
                b'{' | b'[' => {
                    self.at += 1;
                    depth += 1;
                }
                b'}' | b']' => {
                    self.at += 1;
                    depth = depth.checked_sub(1).ok_or(Unreadable)?;
                }
                b',' | b':' if depth > 0 => self.at += 1,
                b't' => self.word("true")?,
                b'f' => self.word("false")?,
                b'n' => self.word("null")?,
                _ => self.number().map(drop)?,
            }
            if depth == 0 {
                return Ok(());
            }
        }
    }
}

#[cfg(test)]
mod tests;
