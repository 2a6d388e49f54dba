//! Entering a value of a field of the plan, with the input that fits it.

use domain::change::Leaf;
use domain::workshop::fields::{Field, Input, Subject};
use leptos::prelude::*;

use super::forms::{line, select};
use super::lead::Lead;
use super::sheet::area;
use crate::office::workshops::words;

/// What is typed, and how it is to be read.
#[derive(Clone, Copy, Default)]
pub struct Typed(Option<(Input, bool, RwSignal<String>)>);

impl Typed {
    /// The value, None for an empty field; an error when it is no value of that kind.
    pub fn read(&self) -> Result<Option<Leaf>, ()> {
        let Some((input, may_be_empty, text)) = self.0 else { return Err(()) };
        read(input, may_be_empty, &text.get_untracked())
    }
}

fn read(input: Input, may_be_empty: bool, text: &str) -> Result<Option<Leaf>, ()> {
    let text = text.trim();
    if text.is_empty() {
        return if may_be_empty { Ok(None) } else { Err(()) };
    }
    match input {
        Input::Number => {
            // What may be read in two ways is not guessed.
            domain::number::parse(text).map(|parsed| Some(Leaf::Number(parsed.value))).map_err(|_| ())
        }
        Input::Year => text.parse::<i16>().map(|year| Some(Leaf::Number(f64::from(year)))).map_err(|_| ()),
        Input::Flag => Ok(Some(Leaf::Flag(text == "true"))),
        Input::Line | Input::Lines | Input::Institution | Input::Direction => Ok(Some(Leaf::Word(text.to_owned()))),
    }
}

fn print(value: Option<&Leaf>) -> String {
    match value {
        None => String::new(),
        Some(Leaf::Flag(flag)) => flag.to_string(),
        Some(Leaf::Number(number)) => number.to_string(),
        Some(Leaf::Word(word)) => word.clone(),
    }
}

fn subject(lead: Lead) -> Option<Subject> {
    lead.item.with_untracked(|item| {
        let item = item.as_ref()?;
        let node = item.node.clone().map(Subject::Node);
        node.or_else(|| item.indicator.clone().map(Subject::Indicator))
    })
}

/// The fields of the item on the screens that can be changed.
pub fn of_item(lead: Lead) -> Vec<Field> {
    let Some(subject) = subject(lead) else { return Vec::new() };
    lead.workshop.with_untracked(|workshop| {
        let header = &workshop.header;
        let mut fields = subject.fields(&header.languages, header.first_year..=header.last_year);
        // What is disputed most comes first.
        fields.sort_by_key(|field| !field.path.starts_with("targets."));
        fields
    })
}

/// The value of a field as the plan has it.
pub fn value_now(lead: Lead, path: &str) -> Option<Leaf> {
    subject(lead)?.get(path).ok().flatten()
}

/// The input of a field, filled with a value; without one with that of the plan.
pub fn input(lead: Lead, path: &str, value: Option<Option<Leaf>>, typed: RwSignal<Typed>) -> AnyView {
    let t = lead.words.t;
    let known = of_item(lead).into_iter().find(|field| field.path == path);
    let (input, may_be_empty) = known.map_or((Input::Line, true), |field| (field.input, field.may_be_empty));
    let value = value.unwrap_or_else(|| value_now(lead, path));
    let text = RwSignal::new(print(value.as_ref()));
    typed.set(Typed(Some((input, may_be_empty, text))));
    match input {
        Input::Lines => area(t.value, "field-value", text),
        Input::Year => line(t.value, "field-value", "number", text),
        Input::Line | Input::Number => line(t.value, "field-value", "text", text),
        Input::Institution => {
            let mut options: Vec<(String, String)> = lead.workshop.with_untracked(|workshop| {
                let default = workshop.header.default_language;
                let all = workshop.institutions.iter();
                all.map(|held| (held.code.clone(), words::text(lead.words, &held.name, default))).collect()
            });
            if may_be_empty {
                options.insert(0, (String::new(), t.nothing.to_owned()));
            }
            select(t.value, "field-value", options, text)
        }
        Input::Flag => {
            let locale = lead.words.locale;
            let options =
                vec![("true".to_owned(), locale.t.yes.to_owned()), ("false".to_owned(), locale.t.no.to_owned())];
            select(t.value, "field-value", options, text)
        }
        Input::Direction => {
            let locale = lead.words.locale.t;
            let names = [locale.direction_increase, locale.direction_decrease, locale.direction_maintain];
            let options = ["increase", "decrease", "maintain"].iter().zip(names);
            let options = options.map(|(word, name)| ((*word).to_owned(), name.to_owned())).collect();
            select(t.value, "field-value", options, text)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_typed_is_read_as_the_field_wants_it() {
        let number = |value| Ok(Some(Leaf::Number(value)));
        for (input, may_be_empty, typed, wanted) in [
            (Input::Number, true, " 60 ", number(60.0)),
            (Input::Number, true, "62,5", number(62.5)),
            (Input::Number, true, "1 200", number(1200.0)),
            (Input::Number, true, "many", Err(())),
            (Input::Number, true, "inf", Err(())),
            (Input::Number, true, "", Ok(None)),
            (Input::Number, false, "", Err(())),
            (Input::Year, false, "2011", number(2011.0)),
            (Input::Year, false, "2011.5", Err(())),
            (Input::Institution, true, "MIN", Ok(Some(Leaf::Word("MIN".into())))),
            (Input::Flag, false, "true", Ok(Some(Leaf::Flag(true)))),
            (Input::Line, false, " title ", Ok(Some(Leaf::Word("title".into())))),
        ] {
            assert_eq!(read(input, may_be_empty, typed), wanted, "{input:?} {typed}");
        }
    }
}
