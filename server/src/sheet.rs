//! A document that is printed, kept or sent: headings, paragraphs, tables. What it says is made elsewhere, once;
//! here it becomes a page, a file of HTML, a DOCX, or one CSV a table.

use domain::text::Lang;

pub mod csv;
pub mod docx;
pub mod fields;
pub mod html;
pub mod time;
pub mod typography;

/// The style of printed pages, served by [`crate::routes::sheets`] and written into HTML files.
pub const STYLE: &str = include_str!("sheet/sheet.css");

/// A whole document.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// Language of its words.
    pub lang: Lang,
    /// Title, also of the file.
    pub title: String,
    /// Under the title: of what and when.
    pub subtitle: String,
    /// At the foot of every page.
    pub footer: String,
    /// The rest, in order.
    pub parts: Vec<Part>,
}

/// A part of a document.
#[derive(Clone, Debug, PartialEq)]
pub enum Part {
    /// A heading of level 2 to 4.
    Heading(u8, Line),
    /// A paragraph.
    Paragraph(Line),
    /// Items of a list.
    List(Vec<Line>),
    /// A table.
    Table(Table),
    /// A square picture of black modules on white, such as a QR code, with what it says beside it.
    Code {
        /// Rows of modules, without a margin.
        modules: Vec<Vec<bool>>,
        /// What it leads to, in words.
        text: String,
    },
    /// What follows begins on a new page.
    NewPage,
}

/// A table. The first column is the head of its row.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    /// What it shows; not empty.
    pub caption: String,
    /// Heads of its columns.
    pub head: Vec<String>,
    /// Width of each column against the others; all alike when empty.
    pub widths: Vec<u16>,
    /// Rows of as many cells.
    pub rows: Vec<Vec<Line>>,
    /// Rows are high, for writing by hand.
    pub by_hand: bool,
}

/// A text with marks.
pub type Line = Vec<Run>;

/// A piece of text of one kind.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Run {
    /// As it is.
    Plain(String),
    /// Stands out.
    Strong(String),
    /// Of less weight.
    Quiet(String),
    /// What was there before.
    Before(String),
    /// What is there after.
    After(String),
    /// Characters to be compared one by one, such as a hash.
    Exact(String),
    /// A link, shown as it is.
    Link(String),
    /// A text of the plan in another language than the document.
    Foreign(Lang, String),
}

impl Run {
    /// Its text.
    pub fn text(&self) -> &str {
        match self {
            Run::Plain(text) | Run::Strong(text) | Run::Quiet(text) | Run::Before(text) | Run::After(text) => text,
            Run::Exact(text) | Run::Link(text) | Run::Foreign(_, text) => text,
        }
    }
}

/// A line of plain text.
pub fn plain(text: impl Into<String>) -> Line {
    vec![Run::Plain(text.into())]
}

/// The text of a line without its marks.
pub fn text_of(line: &Line) -> String {
    line.iter().map(Run::text).collect()
}

impl Sheet {
    /// An empty document.
    pub fn new(lang: Lang, title: String, subtitle: String, footer: String) -> Sheet {
        Sheet { lang, title, subtitle, footer, parts: Vec::new() }
    }

    /// Adds a heading of a level.
    pub fn heading(&mut self, level: u8, words: impl Into<String>) {
        self.parts.push(Part::Heading(level, plain(words)));
    }

    /// Adds a paragraph.
    pub fn paragraph(&mut self, words: impl Into<String>) {
        self.parts.push(Part::Paragraph(plain(words)));
    }

    /// Adds a table, or a sentence in its place when it has no rows.
    pub fn table(&mut self, table: Table, nothing: &str) {
        if table.rows.is_empty() {
            self.paragraph(nothing);
        } else {
            self.parts.push(Part::Table(table));
        }
    }
}
