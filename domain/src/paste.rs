//! A block of cells copied from a spreadsheet: how the text of the clipboard becomes rows, how one cell is
//! understood for one indicator, and which row belongs to which indicator. Nothing is stored and nothing
//! is refused here: what an indicator cannot have is said by `validate`.

mod cell;
mod layout;

pub use cell::{Understood, WrongCell, understand};
pub use layout::{Layout, Line, Place, lay_out};

use cell::tidy;

/// Reads the `text/plain` of the clipboard as Excel and LibreOffice write it: cells separated by tabs,
/// rows ended by CRLF, LF or CR, a cell between quotes when it holds one of them, a quote within such a
/// cell doubled. Rows keep their own lengths. Rows of blank cells at the end are dropped.
///
/// Excel leaves quotes alone in a cell of one line, so a quote that opens no proper quoted cell
/// (`"Vida" plan`, or one that is never closed) is a character like any other.
pub fn read_block(text: &str) -> Vec<Vec<String>> {
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    let mut rest = text;
    while !rest.is_empty() {
        let (cell, after) = next_cell(rest);
        row.push(cell);
        if let Some(next) = after.strip_prefix('\t') {
            rest = next;
            if rest.is_empty() {
                row.push(String::new());
            }
        } else {
            rows.push(std::mem::take(&mut row));
            rest = after.strip_prefix("\r\n").or_else(|| after.strip_prefix(['\r', '\n'])).unwrap_or(after);
        }
    }
    if !row.is_empty() {
        rows.push(row);
    }
    let filled = rows.iter().rposition(|row| !is_blank(row)).map_or(0, |last| last + 1);
    rows.truncate(filled);
    rows
}

/// True when a row says nothing.
fn is_blank(row: &[String]) -> bool {
    row.iter().all(|cell| tidy(cell).is_empty())
}

/// A hyphen, a dash or a minus sign: spreadsheets put one for the other.
fn is_dash(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

/// Where a cell ends.
fn ends_cell(c: char) -> bool {
    matches!(c, '\t' | '\r' | '\n')
}

/// The first cell of a text, and the text from the mark that ends it.
fn next_cell(text: &str) -> (String, &str) {
    if let Some(quoted) = quoted_cell(text) {
        return quoted;
    }
    let end = text.find(ends_cell).unwrap_or(text.len());
    (text[..end].to_owned(), &text[end..])
}

/// The same for a cell between quotes. None when the text does not start with one.
fn quoted_cell(text: &str) -> Option<(String, &str)> {
    let mut cell = String::new();
    let mut rest = text.strip_prefix('"')?;
    loop {
        let (words, after) = rest.split_once('"')?;
        cell.push_str(words);
        match after.strip_prefix('"') {
            Some(more) => {
                cell.push('"');
                rest = more;
            }
            None => return after.chars().next().is_none_or(ends_cell).then_some((cell, after)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn rows(cells: &[&[&str]]) -> Vec<Vec<String>> {
        cells.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect()
    }

    /// One case: the text of the clipboard and its cells.
    type Case = (&'static str, &'static [&'static [&'static str]]);

    #[test]
    fn reads_what_spreadsheets_put_on_the_clipboard() {
        let cases: &[Case] = &[
            ("", &[]),
            ("12", &[&["12"]]),
            ("12\r\n", &[&["12"]]),
            ("12\n15\n", &[&["12"], &["15"]]),
            ("12\r15\r", &[&["12"], &["15"]]),
            ("a\tb\r\nc\td\r\n", &[&["a", "b"], &["c", "d"]]),
            ("a\r\n\r\nc\r\n", &[&["a"], &[""], &["c"]]),
            ("a\tb\tc\nd\n", &[&["a", "b", "c"], &["d"]]),
            ("a\t", &[&["a", ""]]),
            ("\ta\n\t\n \t\u{a0}\n\n", &[&["", "a"]]),
            ("\r\n\r\n", &[]),
            ("12\t\"dos\nlíneas\"\r\n13\tuna\r\n", &[&["12", "dos\nlíneas"], &["13", "una"]]),
            ("\"a\tb\"\tc", &[&["a\tb", "c"]]),
            ("\"dijo \"\"sí\"\"\"\r\n", &[&["dijo \"sí\""]]),
            ("\"\"\"\"\t\"\"\n", &[&["\"", ""]]),
            // Quotes that Excel leaves as they are.
            ("taller \"Vida\"\t3", &[&["taller \"Vida\"", "3"]]),
            ("\"Vida\" en taller\t3", &[&["\"Vida\" en taller", "3"]]),
            ("\"sin cerrar\t3\r\n4", &[&["\"sin cerrar", "3"], &["4"]]),
            ("\"\"a\t1", &[&["\"\"a", "1"]]),
        ];
        for (text, wanted) in cases {
            assert_eq!(read_block(text), rows(wanted), "{text:?}");
        }
    }

    /// What a spreadsheet puts on the clipboard.
    fn printed(block: &[Vec<String>], end: &str) -> String {
        let cell = |cell: &String| match cell.contains(['\t', '\r', '\n', '"']) {
            true => format!("\"{}\"", cell.replace('"', "\"\"")),
            false => cell.clone(),
        };
        let row = |row: &Vec<String>| row.iter().map(cell).collect::<Vec<_>>().join("\t") + end;
        block.iter().map(row).collect()
    }

    fn any_block() -> impl Strategy<Value = Vec<Vec<String>>> {
        let cell = prop_oneof!["[a\"\t\r\n ,é]{0,6}", "\\PC{0,8}", Just("12,5".to_owned())];
        prop::collection::vec(prop::collection::vec(cell, 1..4), 0..6)
    }

    proptest! {
        #[test]
        fn what_a_spreadsheet_prints_reads_back(mut block in any_block(), end in prop::sample::select(vec!["\r\n", "\n", "\r"])) {
            let text = printed(&block, end);
            while block.last().is_some_and(|row| is_blank(row)) {
                block.pop();
            }
            prop_assert_eq!(read_block(&text), block, "{:?}", text);
        }

        #[test]
        fn any_text_is_a_block(text in "[\\PC\t\r\n\"]{0,60}") {
            let block = read_block(&text);
            prop_assert!(block.iter().all(|row| !row.is_empty()));
            prop_assert!(block.last().is_none_or(|row| !is_blank(row)));
        }
    }
}
