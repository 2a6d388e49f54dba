//! What a reader looks at: the whole state of the matrix view, as the query of its address. Parsing
//! ignores what it does not know, so that old links keep working; printing leaves out defaults.

mod words;

use form_urlencoded::{Serializer, parse};

use crate::indicator::Kind;
use crate::progress::{CellState, Movement};
use crate::year::Year;
use words::{sort_of, sort_word};

/// How close the reader is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Zoom {
    /// Every indicator a row of small squares.
    Overview,
    /// The table of figures.
    #[default]
    Matrix,
    /// The table with definitions, targets, notes and sources.
    Detail,
}

/// What the rows are grouped by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Grouping {
    /// The tree of the plan.
    #[default]
    Plan,
    /// Strategic axis.
    Axis,
    /// Responsible institution.
    Institution,
    /// State in the chosen year.
    Status,
}

/// A short cut to a set of indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Only {
    /// Reported in the chosen year and behind its target.
    TargetsMissed,
    /// No figure in any year that is due.
    NeverReported,
}

/// What a list is sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum SortKey {
    /// The order of the plan.
    #[default]
    Plan,
    /// Title.
    Title,
    /// Responsible institution.
    Responsible,
    /// Pace in a year.
    Year(Year),
    /// Share of the way to the last target.
    Progress,
}

/// A column that can be hidden.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Column {
    /// Unit.
    Unit,
    /// Responsible institution.
    Responsible,
    /// Baseline.
    Baseline,
    /// One year.
    Year(Year),
    /// Final target.
    Target,
    /// Trend.
    Trend,
}

/// The state of the matrix view.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct View {
    /// Chosen year; none: the plan's default.
    pub year: Option<Year>,
    /// Zoom.
    pub zoom: Zoom,
    /// Words to find.
    pub query: String,
    /// Code of an axis.
    pub axis: Option<String>,
    /// Number of levels that are open; none: all.
    pub level: Option<u8>,
    /// Code of the responsible institution.
    pub institution: Option<String>,
    /// Kind of indicator.
    pub kind: Option<Kind>,
    /// State in the chosen year.
    pub status: Option<CellState>,
    /// Short cut.
    pub only: Option<Only>,
    /// Grouping.
    pub group: Grouping,
    /// Sort key.
    pub sort: SortKey,
    /// Largest first.
    pub descending: bool,
    /// Hidden columns.
    pub hidden: Vec<Column>,
    /// Year to compare the chosen year with.
    pub compare: Option<Year>,
    /// With `compare`: only what moved like this.
    pub moved: Option<Movement>,
    /// The year that is looked at in an opened indicator; none: the chosen year.
    pub cell: Option<Year>,
    /// Keys of nodes and groups that are open or closed against the rule of `level`, sorted.
    pub flipped: Vec<String>,
}

impl View {
    /// Reads the query of an address, with or without the question mark.
    pub fn from_query(query: &str) -> View {
        let mut view = View::default();
        for (name, value) in parse(query.trim_start_matches('?').as_bytes()) {
            view.set(&name, &value);
        }
        view
    }

    fn set(&mut self, name: &str, value: &str) {
        let code = || (!value.is_empty()).then(|| value.to_owned());
        match name {
            "year" => self.year = value.parse().ok(),
            "zoom" => self.zoom = Zoom::of(value).unwrap_or_default(),
            "q" => self.query = value.to_owned(),
            "axis" => self.axis = code(),
            "level" => self.level = value.parse().ok(),
            "institution" => self.institution = code(),
            "kind" => self.kind = Kind::of(value),
            "status" => self.status = CellState::from_code(value),
            "only" => self.only = Only::of(value),
            "group" => self.group = Grouping::from_code(value).unwrap_or_default(),
            "sort" => {
                let (key, descending) = match value.strip_prefix('-') {
                    Some(key) => (key, true),
                    None => (value, false),
                };
                if let Some(key) = sort_of(key) {
                    (self.sort, self.descending) = (key, descending);
                }
            }
            "hide" => {
                for column in value.split(' ').filter_map(Column::of) {
                    if !self.hidden.contains(&column) {
                        self.hidden.push(column);
                    }
                }
            }
            "compare" => self.compare = value.parse().ok(),
            "cell" => self.cell = value.parse().ok(),
            "moved" => self.moved = Movement::of(value),
            "flip" => {
                for key in value.split(' ').filter(|key| !key.is_empty()) {
                    if !self.is_flipped(key) {
                        self.flip(key);
                    }
                }
            }
            _ => {}
        }
    }

    /// Prints the query of the address, without the question mark. Empty for the default view.
    pub fn to_query(&self) -> String {
        let mut out = Serializer::new(String::new());
        let mut put = |name: &str, value: Option<&str>| {
            if let Some(value) = value {
                out.append_pair(name, value);
            }
        };
        let number = |year: Option<Year>| year.map(|y| y.to_string());
        let is_set = |set: bool, word: String| set.then_some(word);
        put("year", number(self.year).as_deref());
        put("zoom", (self.zoom != Zoom::Matrix).then(|| self.zoom.word()));
        put("q", (!self.query.is_empty()).then_some(&self.query));
        put("axis", self.axis.as_deref());
        put("level", self.level.map(|l| l.to_string()).as_deref());
        put("institution", self.institution.as_deref());
        put("kind", self.kind.map(Kind::code));
        put("status", self.status.map(CellState::code));
        put("only", self.only.map(Only::word));
        put("group", (self.group != Grouping::Plan).then(|| self.group.code()));
        let sort = format!("{}{}", if self.descending { "-" } else { "" }, sort_word(self.sort));
        put("sort", is_set(self.sort != SortKey::Plan || self.descending, sort).as_deref());
        let hidden: Vec<String> = self.hidden.iter().map(|c| c.word()).collect();
        put("hide", is_set(!hidden.is_empty(), hidden.join(" ")).as_deref());
        put("compare", number(self.compare).as_deref());
        put("moved", self.moved.map(Movement::code));
        put("cell", number(self.cell).as_deref());
        put("flip", is_set(!self.flipped.is_empty(), self.flipped.join(" ")).as_deref());
        out.finish()
    }

    /// Sets one part of the view as a control of that name does: the name is that of the query parameter,
    /// an empty value takes the part back. `column` shows or hides a column. What would make no sense
    /// with the new value goes as well.
    pub fn edit(&mut self, name: &str, value: &str) {
        let default = View::default();
        match name {
            "year" => (self.year, self.cell) = (None, None),
            "zoom" => self.zoom = default.zoom,
            "q" => {
                if self.query.is_empty() {
                    // What was closed by hand must not hide what is found.
                    (self.level, self.flipped) = (None, Vec::new());
                }
                self.query.clear();
            }
            "axis" => self.axis = None,
            "level" => (self.level, self.flipped) = (None, Vec::new()),
            "institution" => self.institution = None,
            "kind" => self.kind = None,
            "status" => self.status = None,
            "only" => self.only = None,
            "group" => (self.group, self.flipped) = (default.group, Vec::new()),
            "compare" => (self.compare, self.moved) = (None, None),
            "moved" => self.moved = None,
            "column" => {
                if let Some(column) = Column::of(value) {
                    self.toggle_column(column);
                }
                return;
            }
            _ => return,
        }
        self.set(name, value);
    }

    /// What is set, by the names of the query parameters.
    pub fn values(&self) -> Vec<(String, String)> {
        parse(self.to_query().as_bytes()).into_owned().collect()
    }

    /// The value that a control of this name shows: that of the query parameter, empty when it is not set.
    pub fn value(&self, name: &str) -> String {
        self.values().into_iter().find(|(n, _)| n == name).map_or(String::new(), |(_, value)| value)
    }

    /// True when a control of this name and value is on.
    pub fn holds(&self, name: &str, value: &str) -> bool {
        match name {
            "column" => Column::of(value).is_some_and(|column| self.shows(column)),
            "zoom" => self.zoom.word() == value,
            _ => self.value(name) == value,
        }
    }

    /// True when some indicators may be left out.
    pub fn is_narrowed(&self) -> bool {
        !self.query.trim().is_empty()
            || self.axis.is_some()
            || self.institution.is_some()
            || self.kind.is_some()
            || self.status.is_some()
            || self.only.is_some()
            || (self.moved.is_some() && self.compare.is_some())
    }

    /// The same view with nothing left out.
    pub fn cleared(&self) -> View {
        View {
            query: String::new(),
            axis: None,
            institution: None,
            kind: None,
            status: None,
            only: None,
            moved: None,
            ..self.clone()
        }
    }

    /// True when a column is shown.
    pub fn shows(&self, column: Column) -> bool {
        !self.hidden.contains(&column)
    }

    /// Shows a hidden column, hides a shown one.
    pub fn toggle_column(&mut self, column: Column) {
        match self.hidden.iter().position(|c| *c == column) {
            Some(i) => drop(self.hidden.remove(i)),
            None => self.hidden.push(column),
        }
    }

    /// Opens a closed row, closes an open one.
    pub fn flip(&mut self, key: &str) {
        match self.flipped.binary_search_by(|k| k.as_str().cmp(key)) {
            Ok(i) => drop(self.flipped.remove(i)),
            Err(i) => self.flipped.insert(i, key.to_owned()),
        }
    }

    /// True when this key is against the rule of `level`.
    pub fn is_flipped(&self, key: &str) -> bool {
        self.flipped.binary_search_by(|k| k.as_str().cmp(key)).is_ok()
    }
}

#[cfg(test)]
mod tests;
