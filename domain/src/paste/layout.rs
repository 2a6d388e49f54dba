//! Which row of a pasted block belongs to which indicator: by the code in its first column, else in the
//! order of the list. The preview in the browser shows exactly this; nothing is filed here.

use std::collections::HashMap;

use super::cell::{Understood, says_no_figure, tidy, understand};
use super::{is_blank, is_dash};
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
    let found = rows_by_code(block, targets);
    let by_code = found.is_some();
    let mut lines = Vec::with_capacity(block.len());
    if let Some(found) = found {
        let mut taken: Vec<Option<usize>> = vec![None; targets.len()];
        for ((row, cells), found) in block.iter().enumerate().zip(found) {
            let place = match place_by_code(row, cells, found) {
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

/// The index of each row's indicator when the first of several columns holds codes of the list. A single
/// column holds values, even if they look like codes.
fn rows_by_code(block: &[Vec<String>], targets: &[&Indicator]) -> Option<Vec<Option<usize>>> {
    if block.iter().all(|row| row.len() < 2) {
        return None;
    }
    let codes = Codes::of(targets);
    let filled = block.iter().filter(|row| !code_of(row).is_empty()).count();
    let found: Vec<Option<usize>> = block.iter().map(|row| codes.find(code_of(row))).collect();
    let known = found.iter().flatten().count();
    (known > 0 && 2 * known >= filled).then_some(found)
}

/// What stands where a code should be.
fn code_of(row: &[String]) -> &str {
    row.first().map_or("", |cell| tidy(cell))
}

/// Indicators by their codes.
struct Codes<'t> {
    exact: HashMap<&'t str, usize>,
    /// By [`loose_code`]. None for one that several indicators have.
    loose: HashMap<String, Option<usize>>,
}

impl<'t> Codes<'t> {
    fn of(targets: &[&'t Indicator]) -> Self {
        let mut codes = Codes { exact: HashMap::new(), loose: HashMap::new() };
        for (index, indicator) in targets.iter().enumerate() {
            codes.exact.entry(&indicator.code).or_insert(index);
            codes.loose.entry(loose_code(&indicator.code)).and_modify(|one| *one = None).or_insert(Some(index));
        }
        codes
    }

    /// The index of the indicator with this code: exactly, else the only one that differs in nothing but
    /// case, spaces or the kind of hyphen, as spreadsheets correct them.
    fn find(&self, code: &str) -> Option<usize> {
        if code.is_empty() {
            return None;
        }
        let exact = self.exact.get(code).copied();
        exact.or_else(|| *self.loose.get(&loose_code(code))?)
    }
}

fn loose_code(code: &str) -> String {
    let hyphen = |c: char| if is_dash(c) { '-' } else { c };
    fold(code).chars().filter(|c| !c.is_whitespace()).map(hyphen).collect()
}

fn place_by_code(row: usize, cells: &[String], found: Option<usize>) -> Place {
    let code = code_of(cells);
    match found {
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
