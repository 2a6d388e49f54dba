//! Tables as CSV (RFC 4180), as spreadsheets read them: UTF-8 with its mark, and no cell that a spreadsheet
//! would take for a formula.

use super::{Table, text_of};

/// One table with its heads.
pub fn table(table: &Table) -> String {
    let rows: Vec<Vec<String>> = table.rows.iter().map(|row| row.iter().map(text_of).collect()).collect();
    file(&table.head, &rows)
}

/// Rows below a row of heads.
pub fn file<S: AsRef<str>>(head: &[S], rows: &[Vec<String>]) -> String {
    // Without the mark Excel reads UTF-8 as the code page of the computer.
    let mut text = String::from("\u{feff}");
    record(&mut text, head.iter().map(AsRef::as_ref));
    for row in rows {
        record(&mut text, row.iter().map(String::as_str));
    }
    text
}

fn record<'a>(text: &mut String, cells: impl Iterator<Item = &'a str>) {
    for (i, cell) in cells.enumerate() {
        if i > 0 {
            text.push(',');
        }
        let cell = harmless(cell);
        if cell.contains(['"', ',', '\n', '\r']) || cell != cell.trim() {
            text.push('"');
            text.push_str(&cell.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&cell);
        }
    }
    text.push_str("\r\n");
}

/// A text that begins as a formula begins gets an apostrophe before it; a number stays a number.
fn harmless(cell: &str) -> String {
    let begins = cell
        .trim_start_matches([' ', '\u{a0}', '\u{202f}'])
        .starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '|', '%']);
    if begins && cell.parse::<f64>().is_err() { format!("'{cell}") } else { cell.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_are_no_formulas() {
        let rows = [vec!["a \"b\", c".to_owned(), "=1+1".to_owned()], vec!["-5.5".to_owned(), " @x".to_owned()]];
        let wanted = "\u{feff}uno,dos\r\n\"a \"\"b\"\", c\",'=1+1\r\n-5.5,' @x\r\n";
        assert_eq!(file(&["uno", "dos"], &rows), wanted);
        for (cell, wanted) in
            [("+51 999", "'+51 999"), ("-", "'-"), ("\t=x", "'\t=x"), ("-1e3", "-1e3"), ("x=1", "x=1"), ("", "")]
        {
            assert_eq!(harmless(cell), wanted);
        }
    }
}
