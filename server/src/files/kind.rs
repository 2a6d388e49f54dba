//! What kind of file a content is, whatever it is called: the kinds that are taken, and the endings that
//! their names have.

use file_format::FileFormat;

/// A kind of file that is taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Kind {
    /// Media type.
    pub media_type: &'static str,
    /// Endings of names, the usual one first.
    endings: &'static [&'static str],
}

const PDF: Kind = Kind { media_type: "application/pdf", endings: &["pdf"] };
const PNG: Kind = Kind { media_type: "image/png", endings: &["png"] };
const JPEG: Kind = Kind { media_type: "image/jpeg", endings: &["jpg", "jpeg"] };
const WEBP: Kind = Kind { media_type: "image/webp", endings: &["webp"] };
const TIFF: Kind = Kind { media_type: "image/tiff", endings: &["tif", "tiff"] };
const TEXT: Kind = Kind { media_type: "text/plain", endings: &["txt", "csv", "tsv"] };
const DOCX: Kind =
    Kind { media_type: "application/vnd.openxmlformats-officedocument.wordprocessingml.document", endings: &["docx"] };
const XLSX: Kind =
    Kind { media_type: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", endings: &["xlsx"] };
const PPTX: Kind = Kind {
    media_type: "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    endings: &["pptx"],
};
const ODT: Kind = Kind { media_type: "application/vnd.oasis.opendocument.text", endings: &["odt"] };
const ODS: Kind = Kind { media_type: "application/vnd.oasis.opendocument.spreadsheet", endings: &["ods"] };
const ODP: Kind = Kind { media_type: "application/vnd.oasis.opendocument.presentation", endings: &["odp"] };

/// All kinds that are taken.
pub const ALL: [Kind; 12] = [PDF, PNG, JPEG, WEBP, TIFF, TEXT, DOCX, XLSX, PPTX, ODT, ODS, ODP];

/// What a browser reads as a page or runs, wherever it stands in a text.
const MARKUP: [&str; 9] = ["<!doctype", "<html", "<head", "<body", "<script", "<svg", "<iframe", "<?xml", "<?php"];

/// Most entries of an archive that are looked at.
const MOST_ENTRIES: usize = 10_000;

/// The kind of a content, or what it is instead.
pub fn of(content: &[u8]) -> Result<Kind, String> {
    let format = FileFormat::from_bytes(content);
    match format {
        FileFormat::PortableDocumentFormat => Ok(PDF),
        FileFormat::PortableNetworkGraphics => Ok(PNG),
        FileFormat::JointPhotographicExpertsGroup => Ok(JPEG),
        FileFormat::Webp => Ok(WEBP),
        FileFormat::TagImageFileFormat => Ok(TIFF),
        FileFormat::Zip => of_archive(content),
        // Short signatures such as `MZ` or `ID` may be the first letters of a table.
        _ => match text(content) {
            Some(text) if is_plain(&text) => Ok(TEXT),
            Some(_) => Err("a page or a script".to_owned()),
            None if format == FileFormat::ArbitraryBinaryData => Err("of no known kind".to_owned()),
            None => Err(format.name().to_owned()),
        },
    }
}

/// A name with an ending that tells what the content is: a document called `x.html` would otherwise be
/// opened as a page once it is saved.
pub fn fitting_name(name: &str, media_type: &str) -> String {
    let Some(kind) = ALL.iter().find(|kind| kind.media_type == media_type) else { return name.to_owned() };
    let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    if kind.endings.contains(&ending.as_str()) {
        return name.to_owned();
    }
    let room = domain::evidence::LONGEST_NAME - 5;
    let start: String = name.chars().take(room).collect();
    format!("{}.{}", start.trim_end_matches(['.', ' ']), kind.endings[0])
}

/// The content as a text, when it is one: UTF-8, UTF-16 with its mark, or one byte a letter as older
/// spreadsheets write.
fn text(content: &[u8]) -> Option<String> {
    let units = |read: fn([u8; 2]) -> u16| -> Vec<u16> {
        content[2..].as_chunks::<2>().0.iter().map(|pair| read(*pair)).collect()
    };
    let text = match content {
        [0xff, 0xfe, ..] => String::from_utf16(&units(u16::from_le_bytes)).ok()?,
        [0xfe, 0xff, ..] => String::from_utf16(&units(u16::from_be_bytes)).ok()?,
        _ => match std::str::from_utf8(content) {
            Ok(text) => text.to_owned(),
            // 0x80 to 0x9f are quotes and dashes there.
            Err(_) => content.iter().map(|byte| if byte.is_ascii() { char::from(*byte) } else { 'x' }).collect(),
        },
    };
    let is_control = |c: char| c.is_control() && !matches!(c, '\t' | '\n' | '\r' | '\u{c}');
    (!text.chars().any(is_control)).then_some(text)
}

fn is_plain(text: &str) -> bool {
    let start = text.trim_start_matches(|c: char| c == '\u{feff}' || c.is_whitespace());
    let lower = text.to_ascii_lowercase();
    !["<", "#!", "{\\rtf"].iter().any(|mark| start.starts_with(mark)) && !MARKUP.iter().any(|mark| lower.contains(mark))
}

/// An office document, by what is in it: programs order the entries in many ways, so that signatures at
/// fixed places miss some.
fn of_archive(content: &[u8]) -> Result<Kind, String> {
    let other = || "an archive that is no office document".to_owned();
    let entries = entries(content).ok_or_else(other)?;
    let has = |start: &str| entries.iter().any(|entry| entry.name.starts_with(start.as_bytes()));
    if entries.iter().any(|entry| entry.name.ends_with(b"vbaProject.bin")) {
        return Err("a document with macros".to_owned());
    }
    if has("[Content_Types].xml") {
        let parts = [("word/", DOCX), ("xl/", XLSX), ("ppt/", PPTX)];
        return parts.into_iter().find(|(part, _)| has(part)).map(|(_, kind)| kind).ok_or_else(other);
    }
    let told = entries.iter().find(|entry| entry.name == b"mimetype").and_then(|entry| entry.stored(content));
    let told = told.ok_or_else(other)?.trim_ascii();
    [ODT, ODS, ODP].into_iter().find(|kind| kind.media_type.as_bytes() == told).ok_or_else(other)
}

/// An entry of an archive's list.
struct Entry<'a> {
    name: &'a [u8],
    /// 0 is stored as it is.
    method: usize,
    size: usize,
    /// Where its own head begins.
    start: usize,
}

impl Entry<'_> {
    /// Its content, when that is not compressed.
    fn stored<'a>(&self, content: &'a [u8]) -> Option<&'a [u8]> {
        let head = self.start;
        let data = head.checked_add(30)? + number(content, head + 26, 2)? + number(content, head + 28, 2)?;
        (self.method == 0).then(|| content.get(data..data.checked_add(self.size)?)).flatten()
    }
}

/// A number of a few bytes, the smallest first.
fn number(content: &[u8], at: usize, bytes: usize) -> Option<usize> {
    let bytes = content.get(at..at.checked_add(bytes)?)?;
    Some(bytes.iter().rev().fold(0, |number, byte| number << 8 | usize::from(*byte)))
}

/// The list at the end of an archive. None when it is not whole.
fn entries(content: &[u8]) -> Option<Vec<Entry<'_>>> {
    // The end has 22 bytes and a comment of at most 65535.
    let from = content.len().saturating_sub(22 + 0xffff);
    let end = from + content[from..].windows(4).rposition(|window| window == b"PK\x05\x06")?;
    let count = number(content, end + 10, 2)?.min(MOST_ENTRIES);
    let mut at = number(content, end + 16, 4)?;
    let mut entries = Vec::with_capacity(count);
    for _ in 0..count {
        if content.get(at..at.checked_add(4)?)? != b"PK\x01\x02" {
            return None;
        }
        let read = |offset, bytes| number(content, at + offset, bytes);
        let (name, extra, comment) = (read(28, 2)?, read(30, 2)?, read(32, 2)?);
        let entry = Entry {
            name: content.get(at + 46..at + 46 + name)?,
            method: read(10, 2)?,
            size: read(20, 4)?,
            start: read(42, 4)?,
        };
        entries.push(entry);
        at += 46 + name + extra + comment;
    }
    Some(entries)
}

#[cfg(test)]
mod tests;
