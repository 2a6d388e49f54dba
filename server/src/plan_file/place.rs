//! Where things stand: lines of a text, and the line of each field of each record, so that a problem that
//! is found later can still be shown in its place.

use std::collections::HashMap;

use domain::change::Entity;
use domain::validate::Problem;

use super::FileError;

/// One file: its name and its text.
#[derive(Clone, Debug)]
pub struct Source {
    /// Name, as errors show it.
    pub name: String,
    /// Text.
    pub text: String,
    /// Byte at which each line starts.
    starts: Vec<usize>,
}

impl Source {
    /// A file that was read.
    pub fn new(name: &str, text: &str) -> Self {
        let starts = std::iter::once(0).chain(text.match_indices('\n').map(|(at, _)| at + 1)).collect();
        Source { name: name.to_owned(), text: text.to_owned(), starts }
    }

    /// The line of a byte, from 1.
    pub fn line(&self, byte: usize) -> usize {
        self.starts.partition_point(|start| *start <= byte)
    }
}

/// What kind of record a problem is in, in the words of the file.
pub fn name(entity: Entity) -> &'static str {
    match entity {
        Entity::Plan => "plan",
        Entity::Axis => "axis",
        Entity::Institution => "institution",
        Entity::Territory => "territory",
        Entity::Dimension => "dimension",
        Entity::Node => "node",
        // The reports of an indicator stand below it.
        Entity::Indicator | Entity::Update => "indicator",
        // Not in plan files.
        Entity::Extension => "extension",
        Entity::Person => "person",
        Entity::Version => "version",
    }
}

/// Lines by record and field. The field `""` is the record itself.
#[derive(Debug, Default)]
pub struct Places(HashMap<(&'static str, String, String), (String, usize)>);

impl Places {
    /// Remembers a line. Of a record that stands twice the second is shown: it is the one too many.
    pub fn add(&mut self, entity: &'static str, code: &str, field: &str, file: &str, line: usize) {
        self.0.insert((entity, code.to_owned(), field.to_owned()), (file.to_owned(), line));
    }

    /// The problem in its place: the field, else the nearest part of its path, else the record.
    pub fn locate(&self, problem: &Problem) -> FileError {
        let entity = name(problem.entity);
        let mut path = problem.field.as_str();
        let (file, line) = loop {
            if let Some(place) = self.0.get(&(entity, problem.code.clone(), path.to_owned())) {
                break place.clone();
            }
            match path.rfind('.') {
                Some(dot) => path = &path[..dot],
                None if !path.is_empty() => path = "",
                None => break ("plan".to_owned(), 0),
            }
        };
        let record = if problem.entity == Entity::Plan { String::new() } else { format!(" {}", problem.code) };
        let field = format!("{entity}{record}: {}", problem.field);
        FileError { file, line, field, message: problem.message.clone() }
    }
}
