//! The fields of one table, taken out one by one. What is missing, of the wrong type or unknown becomes an
//! error with its line; reading goes on, so that all errors are found at once.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use domain::text::{Lang, Text, is_text};
use serde::de::DeserializeOwned;
use toml::de::{DeTable, DeValue};

use super::FileError;
use super::place::{Places, Source};

type Spanned<'a> = toml::Spanned<DeValue<'a>>;

/// What a text must be. Control characters cannot be seen, and PostgreSQL does not store all of them.
const TEXT: &str = "text in quotes, without control characters";

/// What all tables of all files share while they are read.
#[derive(Default)]
pub struct Notes {
    /// Errors so far.
    pub errors: RefCell<Vec<FileError>>,
    /// Records with errors so far: kind and code, which is empty when it could not be read.
    pub broken: RefCell<BTreeSet<(&'static str, String)>>,
    /// Lines of fields.
    pub places: RefCell<Places>,
}

/// The fields of a table that were not taken yet.
pub struct Fields<'a> {
    source: &'a Source,
    notes: &'a Notes,
    entity: &'static str,
    code: String,
    /// Path of this table inside its record, with a dot at the end.
    prefix: String,
    line: usize,
    left: BTreeMap<String, (usize, &'a Spanned<'a>)>,
    known: Vec<&'static str>,
}

impl<'a> Fields<'a> {
    /// The fields of a table that starts at a byte.
    pub fn new(source: &'a Source, notes: &'a Notes, entity: &'static str, table: &'a DeTable<'a>, at: usize) -> Self {
        Self::inside(source, notes, (entity, code_of(table)), String::new(), table, at)
    }

    fn inside(
        source: &'a Source,
        notes: &'a Notes,
        (entity, code): (&'static str, String),
        prefix: String,
        table: &'a DeTable<'a>,
        at: usize,
    ) -> Self {
        let line = source.line(at);
        let left = table.iter().map(|(key, value)| {
            let line = source.line(key.span().start);
            let name = key.get_ref().to_string();
            notes.places.borrow_mut().add(entity, &code, &format!("{prefix}{name}"), &source.name, line);
            (name, (line, value))
        });
        let left = left.collect();
        if prefix.is_empty() {
            notes.places.borrow_mut().add(entity, &code, "", &source.name, line);
        }
        Fields { source, notes, entity, code, prefix, line, left, known: Vec::new() }
    }

    fn error(&self, line: usize, field: &str, message: impl Into<String>) {
        let code = if self.code.is_empty() { String::new() } else { format!(" {}", self.code) };
        self.notes.broken.borrow_mut().insert((self.entity, self.code.clone()));
        self.notes.errors.borrow_mut().push(FileError {
            file: self.source.name.clone(),
            line,
            field: format!("{}{code}: {}{field}", self.entity, self.prefix),
            message: message.into(),
        });
    }

    /// Adds an error at this table.
    pub fn fault(&self, field: &str, message: impl Into<String>) {
        self.error(self.line, field, message);
    }

    fn take(&mut self, name: &'static str) -> Option<(usize, &'a DeValue<'a>)> {
        self.known.push(name);
        self.left.remove(name).map(|(line, value)| (line, value.get_ref()))
    }

    /// The byte and the value of a field, for a record with a name of its own.
    pub fn raw(&mut self, name: &'static str) -> Option<(usize, &'a DeValue<'a>)> {
        self.known.push(name);
        self.left.remove(name).map(|(_, value)| (value.span().start, value.get_ref()))
    }

    /// True when a field is there and not taken.
    pub fn has(&self, name: &str) -> bool {
        self.left.contains_key(name)
    }

    fn convert<T>(&mut self, name: &'static str, wanted: &str, convert: impl Fn(&DeValue) -> Option<T>) -> Option<T> {
        let (line, value) = self.take(name)?;
        let converted = convert(value);
        if converted.is_none() {
            self.error(line, name, format!("must be {wanted}"));
        }
        converted
    }

    fn required<T: Default>(&mut self, name: &'static str, found: Option<T>, was_there: bool) -> T {
        if found.is_none() && !was_there {
            self.error(self.line, name, "is missing");
        }
        found.unwrap_or_default()
    }

    /// A word or code that must be there.
    pub fn string(&mut self, name: &'static str) -> String {
        let there = self.has(name);
        let found = self.optional_string(name);
        self.required(name, found, there)
    }

    /// A word or code.
    pub fn optional_string(&mut self, name: &'static str) -> Option<String> {
        self.convert(name, TEXT, string)
    }

    /// A number.
    pub fn number(&mut self, name: &'static str) -> Option<f64> {
        self.convert(name, "a number", number)
    }

    /// A whole number of a type.
    pub fn whole<T: TryFrom<i64>>(&mut self, name: &'static str) -> Option<T> {
        self.convert(name, "a whole number in range", |value| match value {
            DeValue::Integer(_) => T::try_from(number(value)? as i64).ok(),
            _ => None,
        })
    }

    /// A whole number that must be there.
    pub fn required_whole<T: TryFrom<i64> + Default>(&mut self, name: &'static str) -> T {
        let there = self.has(name);
        let found = self.whole(name);
        self.required(name, found, there)
    }

    /// `true` or `false`; absent is false.
    pub fn flag(&mut self, name: &'static str) -> bool {
        let flag = self.convert(name, "true or false", |value| match value {
            DeValue::Boolean(flag) => Some(*flag),
            _ => None,
        });
        flag.unwrap_or(false)
    }

    /// One word of a closed list.
    pub fn word<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        let (line, value) = self.take(name)?;
        self.parse_word(line, name, value)
    }

    fn parse_word<T: DeserializeOwned>(&self, line: usize, name: &str, value: &DeValue) -> Option<T> {
        let Some(word) = string(value) else {
            self.error(line, name, format!("must be {TEXT}"));
            return None;
        };
        match serde_json::from_value(serde_json::Value::String(word)) {
            Ok(parsed) => Some(parsed),
            Err(error) => {
                self.error(line, name, error.to_string().replace("unknown variant", "there is no"));
                None
            }
        }
    }

    /// One word of a closed list that must be there.
    pub fn required_word<T: DeserializeOwned>(&mut self, name: &'static str) -> Option<T> {
        if !self.has(name) {
            self.error(self.line, name, "is missing");
        }
        self.word(name)
    }

    /// A list of codes.
    pub fn strings(&mut self, name: &'static str) -> Vec<String> {
        let list = self.convert(name, "a list of texts in quotes", |value| match value {
            DeValue::Array(items) => items.iter().map(|item| string(item.get_ref())).collect(),
            _ => None,
        });
        list.unwrap_or_default()
    }

    /// A list of languages.
    pub fn languages(&mut self, name: &'static str) -> Vec<Lang> {
        let there = self.has(name);
        let list = self.convert(name, "a list of language codes such as [\"es\", \"en\"]", |value| match value {
            DeValue::Array(items) => items.iter().map(|item| string(item.get_ref())?.parse().ok()).collect(),
            _ => None,
        });
        self.required(name, list, there)
    }

    /// A text in languages; empty when it is absent.
    pub fn text(&mut self, name: &'static str) -> Text {
        match self.take(name) {
            Some((line, value)) => self.parse_text(line, name, value),
            None => Text::default(),
        }
    }

    fn parse_text(&self, line: usize, name: &str, value: &DeValue) -> Text {
        let mut text = Text::default();
        let DeValue::Table(table) = value else {
            self.error(line, name, "must be a table of language to text, as { es = \"..\" }");
            return text;
        };
        for (key, value) in table.iter() {
            let line = self.source.line(key.span().start);
            let field = format!("{name}.{}", key.get_ref());
            match (key.get_ref().parse::<Lang>(), string(value.get_ref())) {
                (Ok(lang), Some(words)) => text.set(lang, &words),
                (Err(error), _) => self.error(line, &field, error.to_string()),
                (_, None) => self.error(line, &field, format!("must be {TEXT}")),
            }
        }
        text
    }

    /// A list of texts.
    pub fn texts(&mut self, name: &'static str) -> Vec<Text> {
        match self.take(name) {
            Some((_, DeValue::Array(items))) => {
                let line = |item: &Spanned| self.source.line(item.span().start);
                items.iter().map(|item| self.parse_text(line(item), name, item.get_ref())).collect()
            }
            Some((line, _)) => {
                self.error(line, name, "must be a list of texts");
                Vec::new()
            }
            None => Vec::new(),
        }
    }

    /// The fields of a table inside this one.
    pub fn table(&mut self, name: &'static str) -> Option<Fields<'a>> {
        let (line, value) = self.take(name)?;
        let DeValue::Table(table) = value else {
            self.error(line, name, "must be a table");
            return None;
        };
        Some(self.below(name, table, line))
    }

    fn below(&self, name: &str, table: &'a DeTable<'a>, line: usize) -> Fields<'a> {
        let record = (self.entity, self.code.clone());
        let prefix = format!("{}{name}.", self.prefix);
        let mut fields = Self::inside(self.source, self.notes, record, prefix, table, 0);
        fields.line = line;
        fields
    }

    /// A list of tables inside this one.
    pub fn tables(&mut self, name: &'static str) -> Vec<Fields<'a>> {
        let Some((line, value)) = self.take(name) else { return Vec::new() };
        let DeValue::Array(items) = value else {
            self.error(line, name, "must be a list of tables");
            return Vec::new();
        };
        let mut tables = Vec::new();
        for item in items.iter() {
            let line = self.source.line(item.span().start);
            match item.get_ref() {
                DeValue::Table(table) => {
                    // Items with a code are told apart by it: `category.female.name`.
                    let code = code_of(table);
                    let name = if code.is_empty() { name.to_owned() } else { format!("{name}.{code}") };
                    tables.push(self.below(&name, table, line));
                }
                _ => self.error(line, name, "must be a table"),
            }
        }
        tables
    }

    /// All entries that are left, whatever their names: years, dimensions, categories.
    pub fn entries(&mut self) -> Vec<(String, Entry<'a>)> {
        let left = std::mem::take(&mut self.left);
        left.into_iter().map(|(name, (line, value))| (name, Entry { line, value: value.get_ref() })).collect()
    }

    /// The number of an entry.
    pub fn entry_number(&self, name: &str, entry: &Entry) -> Option<f64> {
        let number = number(entry.value);
        if number.is_none() {
            self.error(entry.line, name, "must be a number");
        }
        number
    }

    /// The word of an entry.
    pub fn entry_word<T: DeserializeOwned>(&self, name: &str, entry: &Entry) -> Option<T> {
        self.parse_word(entry.line, name, entry.value)
    }

    /// The fields of an entry that is a table.
    pub fn entry_table(&self, name: &str, entry: &Entry<'a>) -> Option<Fields<'a>> {
        match entry.value {
            DeValue::Table(table) => Some(self.below(name, table, entry.line)),
            _ => {
                self.error(entry.line, name, "must be a table");
                None
            }
        }
    }

    /// The year that an entry is named after.
    pub fn entry_year(&self, name: &str, entry: &Entry) -> Option<i16> {
        let year = name.parse().ok().filter(|year| (1..=9999).contains(year));
        if year.is_none() {
            self.error(entry.line, name, "must be a year");
        }
        year
    }

    /// Ends the table: what was not taken is unknown.
    pub fn finish(self) {
        for (name, (line, _)) in &self.left {
            let near =
                self.known.iter().min_by_key(|known| distance(known, name)).filter(|known| distance(known, name) <= 3);
            let message = match near {
                Some(known) => format!("is not a field of this table; did you mean `{known}`?"),
                None => "is not a field of this table; remove it".to_owned(),
            };
            self.error(*line, name, message);
        }
    }
}

/// A value under a name that is data.
pub struct Entry<'a> {
    line: usize,
    value: &'a DeValue<'a>,
}

impl Entry<'_> {
    /// True when there are fields in it.
    pub fn is_table(&self) -> bool {
        matches!(self.value, DeValue::Table(_))
    }
}

fn code_of(table: &DeTable) -> String {
    let code = table.iter().find(|(key, _)| matches!(key.get_ref().as_ref(), "code" | "slug"));
    code.and_then(|(_, value)| string(value.get_ref())).unwrap_or_default()
}

fn string(value: &DeValue) -> Option<String> {
    match value {
        DeValue::String(text) if is_text(text) => Some(text.to_string()),
        _ => None,
    }
}

fn number(value: &DeValue) -> Option<f64> {
    let digits = match value {
        DeValue::Integer(integer) if integer.radix() == 10 => integer.as_str(),
        DeValue::Float(float) => float.as_str(),
        _ => return None,
    };
    digits.replace('_', "").parse().ok().filter(|number: &f64| number.is_finite())
}

/// Number of letters to change, add or take away (Levenshtein).
fn distance(a: &str, b: &str) -> usize {
    let b: Vec<char> = b.chars().collect();
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, ca) in a.chars().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, cb) in b.iter().enumerate() {
            let change = diagonal + usize::from(ca != *cb);
            diagonal = row[j + 1];
            row[j + 1] = change.min(row[j] + 1).min(diagonal + 1);
        }
    }
    row[b.len()]
}
