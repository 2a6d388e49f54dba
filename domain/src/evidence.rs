//! Files of evidence: what is said of them, how they are named, and how their upload is told. Where their
//! content lies, and what kinds are taken, is the server's business.

use serde::{Deserialize, Serialize};

/// Longest name of a file, in characters.
pub const LONGEST_NAME: usize = 200;

/// A file that supports an update.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct EvidenceFile {
    /// SHA-256 of its content, 64 lower-case hexadecimal digits.
    pub hash: String,
    /// Name under which it is saved.
    pub name: String,
    /// Media type, by its content. What a writer says does not count.
    #[serde(default)]
    pub media_type: String,
    /// Bytes. What a writer says does not count.
    #[serde(default)]
    pub size: u64,
    /// Everybody may read it once the update is approved; else only the institution and the reviewers.
    #[serde(default)]
    pub public: bool,
}

/// A file on its way to the server.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Upload {
    /// Names it in addresses; a secret of whoever began it.
    pub id: String,
    /// Name of the file.
    pub name: String,
    /// Bytes that will come.
    pub size: u64,
    /// Bytes that are there: the next ones start here.
    pub offset: u64,
    /// The file, once all of it is there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<EvidenceFile>,
}

/// True for a name that can be saved under on every system and shows as what it is.
pub fn is_file_name(name: &str) -> bool {
    // Marks that turn the direction of writing let `fdp.exe` look like `exe.pdf`.
    let turns = |c: char| matches!(c, '\u{200e}' | '\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let wrong = |c: char| c.is_control() || matches!(c, '/' | '\\') || turns(c);
    (1..=LONGEST_NAME).contains(&name.chars().count())
        && !name.chars().any(wrong)
        && name.trim() == name
        && !name.chars().all(|c| c == '.')
}

/// True for what can be the SHA-256 of a content.
pub fn is_hash(hash: &str) -> bool {
    hash.len() == 64 && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_lead_nowhere_and_show_what_they_are() {
        for name in ["informe.pdf", "Informe final (2011) — Ñ.docx", "a", "..a", ".gitignore"] {
            assert!(is_file_name(name), "{name}");
        }
        let long = "a".repeat(LONGEST_NAME + 1);
        for name in ["", " ", ".", "..", "../a", "a/b", "a\\b", "a\nb", "a\0", " a", "a\u{202e}fdp.exe", &long] {
            assert!(!is_file_name(name), "{name:?}");
        }
    }

    #[test]
    fn a_hash_is_64_small_digits() {
        assert!(is_hash(&"0a".repeat(32)));
        assert!(!is_hash(&"0A".repeat(32)) && !is_hash("0a") && !is_hash(&"..".repeat(32)));
    }
}
