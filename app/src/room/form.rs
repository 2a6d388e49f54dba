//! The right input for a field of the plan: what can be chosen, and reading what was typed.

use domain::change::Leaf;
use domain::indicator::{Direction, Kind};
use domain::number::{self, NumberError};
use domain::workshop::fields::{Field, Input};
use domain::workshop::item::Item;
use domain::workshop::room::RoomInstitution;

use super::{Words, words as w};
use crate::words as shared;

/// How a field is entered here.
#[derive(Clone, Debug, PartialEq)]
pub enum Control {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A figure.
    Number,
    /// A year.
    Year,
    /// One of some: value and words.
    Choice(Vec<(String, String)>),
}

/// Why what was typed is no value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// Nothing, where something is needed.
    Empty,
    /// No number or no year.
    Number,
    /// A number that may be two: `1.234`.
    TwoNumbers,
}

/// The control of a field.
pub fn control(words: Words, item: &Item, institutions: &[RoomInstitution], field: &Field) -> Control {
    match (field.input, &item.indicator) {
        (Input::Line, _) => Control::Line,
        (Input::Lines, _) => Control::Lines,
        (Input::Year, _) => Control::Year,
        (Input::Number, Some(indicator)) if indicator.is_staged() => {
            let stages = (0..indicator.stages.len()).map(|at| (at.to_string(), w::stage(words, indicator, at as f64)));
            Control::Choice(stages.collect())
        }
        (Input::Number, Some(indicator)) if indicator.kind == Kind::Milestone => yes_or_no(words, ["1", "0"]),
        (Input::Number, _) => Control::Number,
        (Input::Flag, _) => yes_or_no(words, ["true", "false"]),
        (Input::Institution, _) => {
            let name = |i: &RoomInstitution| (i.code.clone(), w::institution(words, institutions, &i.code));
            Control::Choice(institutions.iter().map(name).collect())
        }
        (Input::Direction, _) => {
            let ways = [
                ("increase", Direction::Increase),
                ("decrease", Direction::Decrease),
                ("maintain", Direction::Maintain),
            ];
            let ways = ways.map(|(word, way)| (word.to_owned(), shared::direction(words.locale, way).to_owned()));
            Control::Choice(ways.to_vec())
        }
    }
}

fn yes_or_no(words: Words, [yes, no]: [&str; 2]) -> Control {
    let t = words.locale.t;
    Control::Choice(vec![(yes.to_owned(), t.yes.to_owned()), (no.to_owned(), t.no.to_owned())])
}

/// What stands in the input for a value.
pub fn typed(value: Option<&Leaf>) -> String {
    match value {
        None => String::new(),
        Some(Leaf::Flag(flag)) => flag.to_string(),
        Some(Leaf::Number(number)) => number.to_string(),
        Some(Leaf::Word(word)) => word.clone(),
    }
}

/// The value of what was typed; None empties the field.
pub fn read(field: &Field, typed: &str) -> Result<Option<Leaf>, Unread> {
    let typed = typed.trim();
    if typed.is_empty() {
        return if field.may_be_empty { Ok(None) } else { Err(Unread::Empty) };
    }
    let leaf = match field.input {
        Input::Line | Input::Lines | Input::Institution | Input::Direction => Leaf::Word(typed.to_owned()),
        Input::Flag => Leaf::Flag(typed == "true"),
        Input::Year => {
            let year: u16 = typed.parse().map_err(|_| Unread::Number)?;
            Leaf::Number(f64::from(year))
        }
        Input::Number => match number::parse(typed) {
            Ok(parsed) => Leaf::Number(parsed.value),
            Err(NumberError::Ambiguous { .. }) => return Err(Unread::TwoNumbers),
            Err(_) => return Err(Unread::Number),
        },
    };
    Ok(Some(leaf))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn field(input: Input, may_be_empty: bool) -> Field {
        Field { path: "x".into(), input, may_be_empty }
    }

    #[test]
    fn what_is_typed_becomes_a_value_of_the_field() {
        let word = |word: &str| Ok(Some(Leaf::Word(word.into())));
        let number = |number| Ok(Some(Leaf::Number(number)));
        for (input, typed, wanted) in [
            (Input::Line, "  Calls attended ", word("Calls attended")),
            (Input::Lines, "a\nb", word("a\nb")),
            (Input::Institution, "MIMDES", word("MIMDES")),
            (Input::Direction, "maintain", word("maintain")),
            (Input::Number, "60", number(60.0)),
            (Input::Number, "12,5", number(12.5)),
            (Input::Number, "45 %", number(45.0)),
            (Input::Number, "1.234", Err(Unread::TwoNumbers)),
            (Input::Number, "many", Err(Unread::Number)),
            (Input::Year, "2010", number(2010.0)),
            (Input::Year, "20x0", Err(Unread::Number)),
            (Input::Year, "", Err(Unread::Empty)),
            (Input::Flag, "true", Ok(Some(Leaf::Flag(true)))),
        ] {
            assert_eq!(read(&field(input, false), typed), wanted, "{typed}");
        }
        assert_eq!(read(&field(Input::Number, true), " "), Ok(None));
    }

    #[test]
    fn a_value_stands_in_the_input_as_it_is_read_again() {
        for (input, leaf) in [
            (Input::Number, Leaf::Number(12.5)),
            (Input::Number, Leaf::Number(1234.0)),
            (Input::Year, Leaf::Number(2010.0)),
            (Input::Line, Leaf::Word("x".into())),
        ] {
            assert_eq!(read(&field(input, false), &typed(Some(&leaf))), Ok(Some(leaf)));
        }
        assert_eq!(typed(None), "");
    }
}
