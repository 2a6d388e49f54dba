//! Fields of the plan that a room may propose to change, by their paths (`title.es`, `targets.2010`,
//! `baseline.value`, `responsible`, `partners.MIN`): which there are, reading and writing one.

use std::ops::RangeInclusive;

use serde::{Deserialize, Serialize};

use crate::change::{Entity, Leaf};
use crate::document::PlanData;
use crate::indicator::{Baseline, Direction, Indicator, Kind};
use crate::node::Node;
use crate::text::{Lang, Text};
use crate::update::Measure;
use crate::validate::{Problem, validate};
use crate::year::Year;

/// What is changed.
#[derive(Clone, Debug, PartialEq)]
#[allow(missing_docs)]
pub enum Subject {
    Node(Node),
    Indicator(Indicator),
}

/// How a field is entered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Input {
    /// One line.
    Line,
    /// Several lines.
    Lines,
    /// A figure.
    Number,
    /// A year.
    Year,
    /// The code of an institution.
    Institution,
    /// Yes or no.
    Flag,
    /// A direction.
    Direction,
}

/// A field that can be changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Field {
    /// Its path.
    pub path: String,
    /// How it is entered.
    pub input: Input,
    /// It may be left empty.
    pub may_be_empty: bool,
}

/// Why a value cannot be written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// There is no such field, or it is not for a workshop.
    Field,
    /// The value is not of the field's type, or is missing.
    Value,
}

impl Subject {
    /// Its code.
    pub fn code(&self) -> &str {
        match self {
            Subject::Node(node) => &node.code,
            Subject::Indicator(indicator) => &indicator.code,
        }
    }

    /// What it is, in the history.
    pub fn entity(&self) -> Entity {
        match self {
            Subject::Node(_) => Entity::Node,
            Subject::Indicator(_) => Entity::Indicator,
        }
    }

    /// The fields of it that a room may propose to change, in a plan of these languages and years.
    pub fn fields(&self, languages: &[Lang], years: RangeInclusive<Year>) -> Vec<Field> {
        let mut fields = Vec::new();
        let mut add = |path: String, input, may_be_empty| fields.push(Field { path, input, may_be_empty });
        let (texts, is_node): (&[(&str, Input)], bool) = match self {
            Subject::Node(_) => (&[("title", Input::Line), ("description", Input::Lines)], true),
            Subject::Indicator(_) => (&INDICATOR_TEXTS, false),
        };
        for (name, input) in texts {
            for lang in languages {
                add(format!("{name}.{}", lang.as_str()), *input, *name != "title");
            }
        }
        if is_node {
            add("lead".into(), Input::Institution, true);
            add("start_year".into(), Input::Year, true);
            add("end_year".into(), Input::Year, true);
            add("budget".into(), Input::Number, true);
            return fields;
        }
        if let Subject::Indicator(indicator) = self {
            add("responsible".into(), Input::Institution, false);
            if indicator.kind != Kind::Narrative {
                add("direction".into(), Input::Direction, false);
                // A small figure about people is hidden: nobody proposes over what they cannot see.
                if !indicator.counts_people {
                    add("baseline.value".into(), Input::Number, true);
                    add("baseline.year".into(), Input::Year, false);
                }
                for year in years {
                    add(format!("targets.{year}"), Input::Number, true);
                }
            }
        }
        fields
    }

    /// The value of a field; None when it is empty.
    pub fn get(&self, path: &str) -> Result<Option<Leaf>, Wrong> {
        let mut copy = self.clone();
        copy.place(path).map(|place| place.get())
    }

    /// Writes a field; None empties it.
    pub fn set(&mut self, path: &str, value: Option<&Leaf>) -> Result<(), Wrong> {
        self.place(path)?.set(value)
    }

    fn place(&mut self, path: &str) -> Result<Slot<'_>, Wrong> {
        let (name, rest) = path.split_once('.').map_or((path, None), |(name, rest)| (name, Some(rest)));
        match self {
            Subject::Node(node) => match (name, rest) {
                ("title", Some(lang)) => Ok(Slot::Text(&mut node.title, language(lang)?)),
                ("description", Some(lang)) => Ok(Slot::Text(&mut node.description, language(lang)?)),
                ("lead", None) => Ok(Slot::Code(&mut node.lead)),
                ("start_year", None) => Ok(Slot::Year(&mut node.start_year)),
                ("end_year", None) => Ok(Slot::Year(&mut node.end_year)),
                ("budget", None) => Ok(Slot::Number(&mut node.budget)),
                ("partners", Some(code)) => Ok(Slot::Member(&mut node.partners, code.to_owned())),
                _ => Err(Wrong::Field),
            },
            Subject::Indicator(indicator) => match (name, rest) {
                ("responsible", None) => Ok(Slot::Needed(&mut indicator.responsible)),
                ("direction", None) => Ok(Slot::Direction(&mut indicator.direction)),
                ("baseline", Some(_)) if indicator.counts_people => Err(Wrong::Field),
                ("baseline", Some("value")) => Ok(Slot::BaselineValue(indicator)),
                ("baseline", Some("year")) => Ok(Slot::BaselineYear(indicator)),
                ("targets", Some(year)) => {
                    let year = year.parse().map_err(|_| Wrong::Field)?;
                    Ok(Slot::Target(indicator, year))
                }
                (name, Some(lang)) => {
                    let lang = language(lang)?;
                    let text = match name {
                        "title" => &mut indicator.title,
                        "definition" => &mut indicator.definition,
                        "method" => &mut indicator.method,
                        "verification" => &mut indicator.verification,
                        "unit" => &mut indicator.unit,
                        _ => return Err(Wrong::Field),
                    };
                    Ok(Slot::Text(text, lang))
                }
                _ => Err(Wrong::Field),
            },
        }
    }
}

const INDICATOR_TEXTS: [(&str, Input); 5] = [
    ("title", Input::Line),
    ("definition", Input::Lines),
    ("method", Input::Lines),
    ("verification", Input::Lines),
    ("unit", Input::Line),
];

fn language(code: &str) -> Result<Lang, Wrong> {
    code.parse().map_err(|_| Wrong::Field)
}

/// One field, found.
enum Slot<'a> {
    Text(&'a mut Text, Lang),
    Needed(&'a mut String),
    Code(&'a mut Option<String>),
    Member(&'a mut Vec<String>, String),
    Year(&'a mut Option<Year>),
    Number(&'a mut Option<f64>),
    Direction(&'a mut Direction),
    BaselineValue(&'a mut Indicator),
    BaselineYear(&'a mut Indicator),
    Target(&'a mut Indicator, Year),
}

impl Slot<'_> {
    fn get(&self) -> Option<Leaf> {
        let word = |text: &str| (!text.is_empty()).then(|| Leaf::Word(text.to_owned()));
        match self {
            Slot::Text(text, lang) => word(text.exact(*lang).unwrap_or_default()),
            Slot::Needed(code) => word(code),
            Slot::Code(code) => word(code.as_deref().unwrap_or_default()),
            Slot::Member(codes, code) => Some(Leaf::Flag(codes.contains(code))),
            Slot::Year(year) => year.map(|year| Leaf::Number(f64::from(year))),
            Slot::Number(number) => number.map(Leaf::Number),
            Slot::Direction(direction) => word(direction_word(**direction)),
            Slot::BaselineValue(indicator) => indicator.baseline_value().map(|(_, value)| Leaf::Number(value)),
            Slot::BaselineYear(indicator) => indicator.baseline.map(|b| Leaf::Number(f64::from(b.year))),
            Slot::Target(indicator, year) => indicator.targets.get(year).copied().map(Leaf::Number),
        }
    }

    fn set(self, value: Option<&Leaf>) -> Result<(), Wrong> {
        match self {
            Slot::Text(text, lang) => {
                let words = value.map_or(Ok(""), words)?;
                let others: Vec<(Lang, String)> =
                    text.iter().filter(|(l, _)| *l != lang).map(|(l, t)| (l, t.to_owned())).collect();
                *text = Text::default();
                others.iter().for_each(|(lang, words)| text.set(*lang, words));
                if !words.trim().is_empty() {
                    text.set(lang, words.trim());
                }
            }
            Slot::Needed(code) => *code = words(value.ok_or(Wrong::Value)?)?.to_owned(),
            Slot::Code(code) => *code = value.map(words).transpose()?.filter(|w| !w.is_empty()).map(str::to_owned),
            Slot::Member(codes, code) => {
                let Some(Leaf::Flag(wanted)) = value else { return Err(Wrong::Value) };
                codes.retain(|held| *held != code);
                if *wanted {
                    codes.push(code);
                }
            }
            Slot::Year(place) => *place = value.map(year).transpose()?,
            Slot::Number(place) => *place = value.map(number).transpose()?,
            Slot::Direction(place) => *place = direction(words(value.ok_or(Wrong::Value)?)?).ok_or(Wrong::Value)?,
            Slot::BaselineValue(indicator) => match value {
                None => indicator.baseline = None,
                Some(value) => {
                    // The year before the first target, until somebody says another.
                    let before = indicator.targets.keys().next().map_or(0, |first| first - 1);
                    let year = indicator.baseline.map_or(before, |baseline| baseline.year);
                    indicator.baseline = Some(Baseline { year, measure: Some(Measure::Value(number(value)?)) });
                }
            },
            Slot::BaselineYear(indicator) => {
                let baseline = indicator.baseline.as_mut().ok_or(Wrong::Value)?;
                baseline.year = year(value.ok_or(Wrong::Value)?)?;
            }
            Slot::Target(indicator, at) => {
                match value {
                    Some(value) => indicator.targets.insert(at, number(value)?),
                    None => indicator.targets.remove(&at),
                };
            }
        }
        Ok(())
    }
}

fn words(value: &Leaf) -> Result<&str, Wrong> {
    if let Leaf::Word(words) = value { Ok(words) } else { Err(Wrong::Value) }
}

fn number(value: &Leaf) -> Result<f64, Wrong> {
    match value {
        Leaf::Number(number) if number.is_finite() => Ok(*number),
        _ => Err(Wrong::Value),
    }
}

fn year(value: &Leaf) -> Result<Year, Wrong> {
    let number = number(value)?;
    if number.fract() == 0.0 && (1.0..=9999.0).contains(&number) { Ok(number as Year) } else { Err(Wrong::Value) }
}

fn direction_word(direction: Direction) -> &'static str {
    match direction {
        Direction::Increase => "increase",
        Direction::Decrease => "decrease",
        Direction::Maintain => "maintain",
    }
}

fn direction(word: &str) -> Option<Direction> {
    [Direction::Increase, Direction::Decrease, Direction::Maintain].into_iter().find(|d| direction_word(*d) == word)
}

/// The problems that a plan would have with this record, and has not without it.
pub fn new_problems(data: &PlanData, subject: &Subject) -> Vec<Problem> {
    // The figures of the years are not what is changed, and there may be thousands.
    let before = PlanData { updates: Vec::new(), ..data.clone() };
    let mut after = before.clone();
    match subject {
        Subject::Node(node) => after.nodes.iter_mut().filter(|n| n.code == node.code).for_each(|n| *n = node.clone()),
        Subject::Indicator(indicator) => {
            let same = after.indicators.iter_mut().filter(|i| i.code == indicator.code);
            same.for_each(|i| *i = indicator.clone());
        }
    }
    let known = validate(&before);
    validate(&after).into_iter().filter(|problem| !known.contains(problem)).collect()
}

#[cfg(test)]
mod tests;
