//! Which row of a pasted block belongs to which indicator: by the code in its first column, else in the
//! order of the list. The preview in the browser shows exactly this; nothing is filed here.

use super::cell::{Understood, says_no_figure, tidy, understand};
use super::is_blank;
use crate::indicator::Indicator;
use crate::number::{self, NumberError};
use crate::search::fold;

/// A block laid over a list of indicators.
#[derive(Clone, Debug, PartialEq)]
pub struct Layout {
    /// Rows were matched by the codes in the first column. Else they follow the list.
    pub by_code: bool,
    /// One entry a row of the block, in its order.
    pub lines: Vec<Line>,
}

/// One row of the block.
#[derive(Clone, Debug, PartialEq)]
pub struct Line {
    /// Index of the row in the block.
    pub row: usize,
    /// Where it goes, or why nowhere.
    pub place: Place,
    /// What its value says; [`Understood::Empty`] when it goes nowhere.
    pub understood: Understood,
    /// The note beside the value, or an empty text.
    pub note: String,
    /// Number of cells with text behind the note. They are not used, and somebody should know.
    pub unused: usize,
}

/// Where a row goes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// To the indicator with this index in the list.
    At(usize),
    /// Nowhere: the first row names the columns.
    Header,
    /// Nowhere: an empty row, matched by code or below the end of the list.
    Blank,
    /// Nowhere: the list of indicators has ended.
    BelowTheList,
    /// Nowhere: no indicator of the list has this code.
    UnknownCode(String),
    /// Nowhere: other rows have codes, this one has a value and none.
    NoCode,
    /// Nowhere: the row with this index has the same code.
    SameCodeAs(usize),
}

/// Lays a block over the indicators of a list, from the one with index `first` downwards.
///
/// When at least half of the non-empty cells of the first of several columns are codes of the list, each
/// row goes to the indicator of its code, wherever that stands, and the next two columns are value and
/// note. Else the first two columns are value and note and rows follow the list. The first of several rows
/// is left out when it names its columns: it has no number and no code, and where the value should be it
/// starts with a letter and says nothing that the indicator could be reported with. Every row has its
/// entry, also the ones that go nowhere.
pub fn lay_out(block: &[Vec<String>], first: usize, targets: &[&Indicator]) -> Layout {
    let by_code = has_codes(block, targets);
    let mut lines = Vec::with_capacity(block.len());
    if by_code {
        let mut taken: Vec<Option<usize>> = vec![None; targets.len()];
        for (row, cells) in block.iter().enumerate() {
            let place = match place_by_code(row, cells, targets) {
                Place::At(index) => match taken[index] {
                    Some(other) => Place::SameCodeAs(other),
                    None => {
                        taken[index] = Some(row);
                        Place::At(index)
                    }
                },
                other => other,
            };
            lines.push(line(row, place, cells.get(1..).unwrap_or_default(), targets));
        }
    } else {
        let header = is_header_over(block, targets.get(first).copied());
        for (row, cells) in block.iter().enumerate() {
            let index = first.saturating_add(row - usize::from(header && row > 0));
            let place = match index {
                _ if header && row == 0 => Place::Header,
                index if index < targets.len() => Place::At(index),
                _ if is_blank(cells) => Place::Blank,
                _ => Place::BelowTheList,
            };
            lines.push(line(row, place, cells, targets));
        }
    }
    Layout { by_code, lines }
}

/// The entry of a row whose `cells` are value, note and what nobody asked for.
fn line(row: usize, place: Place, cells: &[String], targets: &[&Indicator]) -> Line {
    let value = cells.first().map_or("", String::as_str);
    let understood = match place {
        Place::At(index) => targets.get(index).map_or(Understood::Empty, |indicator| understand(value, indicator)),
        _ => Understood::Empty,
    };
    let note = cells.get(1).map_or("", |cell| tidy(cell)).to_owned();
    let unused = cells.iter().skip(2).filter(|cell| !tidy(cell).is_empty()).count();
    Line { row, place, understood, note, unused }
}

/// True when the first of several columns holds codes of the list. A single column holds values, even if
/// they look like codes.
fn has_codes(block: &[Vec<String>], targets: &[&Indicator]) -> bool {
    let filled = block.iter().filter_map(|row| row.first()).filter(|cell| !tidy(cell).is_empty());
    let (mut cells, mut known) = (0, 0);
    for cell in filled {
        cells += 1;
        known += usize::from(with_code(cell, targets).is_some());
    }
    known > 0 && 2 * known >= cells && block.iter().any(|row| row.len() > 1)
}

/// The index of the indicator with this code: exactly, else by the one that differs only in case, spaces
/// or the kind of hyphen, as spreadsheets correct them.
fn with_code(cell: &str, targets: &[&Indicator]) -> Option<usize> {
    let code = tidy(cell);
    if code.is_empty() {
        return None;
    }
    targets.iter().position(|indicator| indicator.code == code).or_else(|| {
        let loose = loose_code(code);
        let mut same = targets.iter().enumerate().filter(|(_, indicator)| loose_code(&indicator.code) == loose);
        let (index, _) = same.next()?;
        same.next().is_none().then_some(index)
    })
}

fn loose_code(code: &str) -> String {
    let hyphen = |c: char| if matches!(c, '\u{2010}'..='\u{2015}' | '\u{2212}') { '-' } else { c };
    fold(code).chars().filter(|c| !c.is_whitespace()).map(hyphen).collect()
}

fn place_by_code(row: usize, cells: &[String], targets: &[&Indicator]) -> Place {
    let code = cells.first().map_or("", |cell| tidy(cell));
    match with_code(code, targets) {
        Some(index) => Place::At(index),
        None if is_blank(cells) => Place::Blank,
        None if row == 0 && is_header_with_code(code, cells) => Place::Header,
        None if code.is_empty() => Place::NoCode,
        None => Place::UnknownCode(code.to_owned()),
    }
}

/// `Código | Valor | Nota`. Codes have digits, by all habit; words have none.
fn is_header_with_code(code: &str, cells: &[String]) -> bool {
    let value = cells.get(1).map_or("", |cell| tidy(cell));
    !code.contains(|c: char| c.is_ascii_digit()) && has_no_number(cells) && !says_no_figure(value)
}

/// `Valor | Nota` above the value of an indicator that cannot be called `Valor`. A single row is a value.
fn is_header_over(block: &[Vec<String>], indicator: Option<&Indicator>) -> bool {
    let ([cells, _, ..], Some(indicator)) = (block, indicator) else { return false };
    let value = cells.first().map_or("", |cell| tidy(cell));
    let is_name = value.starts_with(|c: char| c.is_alphabetic() || c == '%');
    is_name && has_no_number(cells) && matches!(understand(value, indicator), Understood::Wrong(_))
}

fn has_no_number(cells: &[String]) -> bool {
    let is_number =
        |cell: &String| !matches!(number::parse(tidy(cell)), Err(NumberError::Empty | NumberError::NotANumber));
    !cells.iter().any(is_number)
}

#[cfg(test)]
mod tests;
