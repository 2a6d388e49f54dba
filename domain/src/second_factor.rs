//! The second factor of whoever is signed in, as pages read it: codes of a device that change twice a minute (TOTP,
//! RFC 6238), and codes on paper for the day on which the device is lost.

use serde::{Deserialize, Serialize};

/// How many codes for a lost device there are at first.
pub const RECOVERY_CODES: usize = 10;

/// Where it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SecondFactor {
    /// True when signing in asks for a code.
    pub on: bool,
    /// Since when, RFC 3339; empty while it is off.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub since: String,
    /// Codes for a lost device that were not used.
    pub recovery_left: i64,
    /// True when a post of the person requires it, so that it cannot be turned off.
    pub required: bool,
}

/// What a device needs to know. Shown once, to its owner.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetUp {
    /// The secret, base 32, to be typed.
    pub secret: String,
    /// The same as an address that programs for codes open.
    pub uri: String,
    /// The address as a QR code: dark squares, one row a text of `1` and `0`.
    pub qr: Vec<String>,
}

/// Codes for a lost device. Shown once.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    /// Each works once.
    pub codes: Vec<String>,
}

/// A code as it was typed: without spaces and hyphens, in capitals.
#[derive(Clone, PartialEq, Eq)]
pub enum TypedCode {
    /// Six digits of a device.
    Device(String),
    /// A code for a lost device.
    Recovery(String),
}

impl TypedCode {
    /// Reads a code; None for what can be neither.
    pub fn read(typed: &str) -> Option<TypedCode> {
        let kept = typed.chars().filter(|c| !c.is_whitespace() && !matches!(c, '-' | '\u{2010}'..='\u{2015}'));
        let code: String = kept.take(17).flat_map(char::to_uppercase).collect();
        match code.len() {
            6 if code.bytes().all(|byte| byte.is_ascii_digit()) => Some(TypedCode::Device(code)),
            16 if code.bytes().all(|byte| matches!(byte, b'A'..=b'Z' | b'2'..=b'7')) => Some(TypedCode::Recovery(code)),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_read_as_people_type_them() {
        for (typed, wanted) in [
            ("123456", Some(TypedCode::Device("123456".into()))),
            (" 123 456 ", Some(TypedCode::Device("123456".into()))),
            ("abcd-efgh-2345-67yz", Some(TypedCode::Recovery("ABCDEFGH234567YZ".into()))),
            ("ABCD EFGH\u{2011}2345 67YZ", Some(TypedCode::Recovery("ABCDEFGH234567YZ".into()))),
            ("12345", None),
            ("1234567", None),
            ("١٢٣٤٥٦", None),
            ("abcd-efgh-1345-67yz", None),
            ("abcd-efgh-2345-67yza", None),
            ("", None),
        ] {
            assert!(TypedCode::read(typed) == wanted, "{typed}");
        }
    }
}
