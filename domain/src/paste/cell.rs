//! One cell for one indicator: what the words and figures of a spreadsheet mean in Spanish, English and
//! French. Reads only; whether the indicator can have the value is `validate::check_measure`.

use super::is_dash;
use crate::indicator::{Indicator, Kind};
use crate::number::{self, NumberError};
use crate::search::fold;
use crate::text::Text;
use crate::update::Measure;

/// What a cell says.
#[derive(Clone, Debug, PartialEq)]
pub enum Understood {
    /// Nothing.
    Empty,
    /// A figure, or a numerator and a denominator.
    Value(Measure),
    /// The index of a stage, from 0.
    Stage(usize),
    /// Done or not, of a milestone without stages.
    Flag(bool),
    /// The words of a narrative indicator.
    Words(String),
    /// Two readings: `1.234` may be 1234 or 1.234. Somebody has to say which; see [`Understood::read_as`].
    Unclear {
        /// Every unclear mark read as a thousands separator.
        as_thousands: Measure,
        /// Every unclear mark read as the decimal mark.
        as_decimal: Measure,
    },
    /// The cell says that no figure exists, in these words: `s/d`, `n/a`, `no data`.
    NoFigure(String),
    /// Not something that this indicator can be reported with.
    Wrong(WrongCell),
}

/// Why a cell was not understood.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum WrongCell {
    /// A number was expected.
    NotANumber,
    /// A percent sign, and the indicator is no percentage.
    PercentSign,
    /// Numerator and denominator, and the indicator has one figure.
    NoRatio,
    /// Neither yes nor no.
    NotYesOrNo,
    /// Neither the name nor the number of a stage.
    NotAStage,
    /// The name of several stages.
    SeveralStages,
    /// An error of the spreadsheet (`#REF!`) or a column too narrow for its figure (`####`).
    SheetError,
}

impl Understood {
    /// The quantity to be filed, when it is clear: 0 or 1 for a flag, the index for a stage.
    pub fn measure(&self) -> Option<Measure> {
        match self {
            Understood::Value(measure) => Some(*measure),
            Understood::Stage(index) => Some(Measure::Value(*index as f64)),
            Understood::Flag(done) => Some(Measure::Value(f64::from(u8::from(*done)))),
            _ => None,
        }
    }

    /// The answer to an unclear cell; anything else stays as it is.
    pub fn read_as(self, thousands: bool) -> Self {
        match self {
            Understood::Unclear { as_thousands, .. } if thousands => Understood::Value(as_thousands),
            Understood::Unclear { as_decimal, .. } => Understood::Value(as_decimal),
            other => other,
        }
    }
}

/// Understands one cell for one indicator.
///
/// Numbers are read by [`number::parse`], with the indicator's unit behind them or not. A mark that may
/// stand for thousands or for decimals is reported, unless the indicator leaves one reading:
/// - a `number` with 0 decimals, or that counts people, has no decimals, so that `1.234` is 1234;
/// - a percentage of at most 100 has no thousands, so that `12.345` is 12.345 %;
/// - numerator and denominator of an indicator about people are counts, so that `1.234/2.000` has one
///   reading too.
///
/// A percentage is in percent with or without the sign: `0,45` is 0.45 %. A stage goes by its name in any
/// language, else by its number from 1; a name wins over a number, so that a scale whose stages are
/// called `0`, `1`, `2` means its own names.
pub fn understand(cell: &str, indicator: &Indicator) -> Understood {
    let text = tidy(cell);
    if text.is_empty() {
        return Understood::Empty;
    }
    if let Some(found) = stage_by_name(text, indicator) {
        return found;
    }
    if indicator.kind != Kind::Narrative && is_sheet_error(text) {
        return Understood::Wrong(WrongCell::SheetError);
    }
    if says_no_figure(text) {
        return Understood::NoFigure(text.to_owned());
    }
    match indicator.kind {
        Kind::Narrative => Understood::Words(text.to_owned()),
        Kind::Milestone | Kind::Scale if indicator.is_staged() => stage_by_number(text, indicator),
        Kind::Milestone | Kind::Scale => flag(text),
        Kind::Number | Kind::Percent | Kind::Ratio => quantity(text, indicator),
    }
}

/// Without spaces around, and without the marks that are not seen.
pub(super) fn tidy(cell: &str) -> &str {
    let unseen = |c: char| c.is_whitespace() || matches!(c, '\u{feff}' | '\u{200b}' | '\u{200e}' | '\u{200f}');
    cell.trim_matches(unseen)
}

/// Folded words with one space between them, without a full stop at the end.
fn plain(text: &str) -> String {
    let folded = fold(text);
    let words: Vec<&str> = folded.trim_end_matches('.').split_whitespace().collect();
    words.join(" ")
}

/// Folded, and without a full stop at the end, because `n.a.` and `n.a` are the same.
const NO_FIGURE: &[&str] = &[
    "s/d",
    "sd",
    "s.d",
    "s/i",
    "s.i",
    "n/a",
    "na",
    "n.a",
    "n/d",
    "nd",
    "n.d",
    "n/c",
    "nc",
    "n.c",
    "sin dato",
    "sin datos",
    "sin informacion",
    "no hay dato",
    "no hay datos",
    "no disponible",
    "no aplica",
    "no data",
    "no figure",
    "not available",
    "not applicable",
    "non disponible",
    "non disponibles",
    "donnees non disponibles",
    "donnee non disponible",
    "non applicable",
    "non communique",
    "sans objet",
    "sans donnee",
    "sans donnees",
    "pas de donnees",
    "aucune donnee",
];

pub(super) fn says_no_figure(text: &str) -> bool {
    let dashes = !text.is_empty() && text.chars().all(is_dash);
    dashes || matches!(text, "\u{2026}" | ".." | "...") || NO_FIGURE.contains(&plain(text).as_str())
}

/// `#REF!`, `#¡DIV/0!`, `####`; not `#3`.
fn is_sheet_error(text: &str) -> bool {
    let error = |c: char| c.is_alphabetic() || matches!(c, '#' | '\u{a1}' | '\u{bf}');
    text.strip_prefix('#').is_some_and(|rest| rest.starts_with(error))
}

fn flag(text: &str) -> Understood {
    match plain(text).as_str() {
        "si" | "yes" | "oui" | "x" | "1" | "\u{2713}" | "\u{2714}" | "true" | "verdadero" | "vrai" => {
            Understood::Flag(true)
        }
        "no" | "non" | "0" | "false" | "falso" | "faux" => Understood::Flag(false),
        _ => Understood::Wrong(WrongCell::NotYesOrNo),
    }
}

/// The index of the stage that is called so. None when there is none.
fn stage_by_name(text: &str, indicator: &Indicator) -> Option<Understood> {
    let mut found = indicator.stages.iter().enumerate().filter(|(_, stage)| is_name(text, stage));
    let (index, _) = found.next()?;
    Some(match found.next() {
        None => Understood::Stage(index),
        Some(_) => Understood::Wrong(WrongCell::SeveralStages),
    })
}

/// True when the words are the text in one of its languages.
fn is_name(words: &str, text: &Text) -> bool {
    let words = plain(words);
    !words.is_empty() && text.iter().any(|(_, name)| plain(name) == words)
}

/// `2`, and `2. Approved` or `2 - Approved` when that is the name of stage 2.
fn stage_by_number(text: &str, indicator: &Indicator) -> Understood {
    let wrong = Understood::Wrong(WrongCell::NotAStage);
    let digits = text.find(|c: char| !c.is_ascii_digit()).unwrap_or(text.len());
    let Some(index) = text[..digits].parse::<usize>().ok().and_then(|number| number.checked_sub(1)) else {
        return wrong;
    };
    let Some(stage) = indicator.stages.get(index) else { return wrong };
    let name = text[digits..].trim_start_matches(|c: char| is_dash(c) || matches!(c, ' ' | '\u{a0}' | '.' | ')' | ':'));
    if name.is_empty() || is_name(name, stage) { Understood::Stage(index) } else { wrong }
}

fn quantity(text: &str, indicator: &Indicator) -> Understood {
    let text = without_unit(text, &indicator.unit);
    // A ratio of 100 is a percentage under another name.
    let in_percent = indicator.kind == Kind::Percent || (indicator.kind == Kind::Ratio && indicator.per() == 100.0);
    if let Some((numerator, denominator)) = two_parts(text) {
        return match indicator.kind {
            // Of `12 de 40 por docente` the first word is `de`, so that the unit is still there.
            Kind::Percent | Kind::Ratio => ratio(&numerator, without_unit(&denominator, &indicator.unit), indicator),
            _ => Understood::Wrong(WrongCell::NoRatio),
        };
    }
    let readings = match Readings::of(text) {
        Ok(readings) => readings,
        Err(wrong) => return Understood::Wrong(wrong),
    };
    if readings.percent && !in_percent {
        return Understood::Wrong(WrongCell::PercentSign);
    }
    let [as_thousands, as_decimal] = [readings.as_thousands, readings.as_decimal].map(Measure::Value);
    match indicator.kind {
        _ if readings.mark.is_none() => Understood::Value(as_decimal),
        Kind::Number if indicator.decimals == 0 || indicator.counts_people => Understood::Value(as_thousands),
        Kind::Percent if !indicator.above_100 => Understood::Value(as_decimal),
        _ => Understood::Unclear { as_thousands, as_decimal },
    }
}

/// The number without the words of the unit behind it: `12 talleres`.
fn without_unit<'t>(text: &'t str, unit: &Text) -> &'t str {
    let Some(at) = text.find(char::is_alphabetic) else { return text };
    let (number, words) = text.split_at(at);
    if is_name(words, unit) { number.trim_end() } else { text }
}

/// Both parts of `12/40`, `12 de 40`, `12 of 40`, `12 sur 40`, when there are exactly two and both start
/// as numbers do.
fn two_parts(text: &str) -> Option<(String, String)> {
    let parts: Vec<String> = if text.contains('/') {
        text.split('/').map(str::to_owned).collect()
    } else {
        let words: Vec<&str> = text.split_whitespace().collect();
        words.split(|word| matches!(fold(word).as_str(), "de" | "of" | "sur")).map(|part| part.join(" ")).collect()
    };
    let [numerator, denominator] = <[String; 2]>::try_from(parts).ok()?;
    (starts_as_number(&numerator) && starts_as_number(&denominator)).then_some((numerator, denominator))
}

fn starts_as_number(text: &str) -> bool {
    let text = text.trim_start().trim_start_matches(['-', '+', '\u{2212}', '.', ',']);
    text.starts_with(|c: char| c.is_ascii_digit())
}

fn ratio(numerator: &str, denominator: &str, indicator: &Indicator) -> Understood {
    let (n, d) = match (Readings::of(numerator), Readings::of(denominator)) {
        (Ok(n), Ok(d)) => (n, d),
        (Err(wrong), _) | (_, Err(wrong)) => return Understood::Wrong(wrong),
    };
    if n.percent || d.percent {
        return Understood::Wrong(WrongCell::PercentSign);
    }
    if n.mark.is_some() && d.mark.is_some() && n.mark != d.mark {
        // `1.234/5,678`: one mark stands for thousands and the other does not, and nothing says which.
        return Understood::Wrong(WrongCell::NotANumber);
    }
    let as_thousands = Measure::Ratio { numerator: n.as_thousands, denominator: d.as_thousands };
    let as_decimal = Measure::Ratio { numerator: n.as_decimal, denominator: d.as_decimal };
    if n.mark.or(d.mark).is_none() || indicator.counts_people {
        return Understood::Value(as_thousands);
    }
    Understood::Unclear { as_thousands, as_decimal }
}

/// A number and its other reading; both are the same without an unclear mark.
struct Readings {
    as_thousands: f64,
    as_decimal: f64,
    /// The unclear mark.
    mark: Option<char>,
    percent: bool,
}

impl Readings {
    fn of(text: &str) -> Result<Self, WrongCell> {
        match number::parse(text) {
            Ok(number::Parsed { value, percent }) => {
                Ok(Readings { as_thousands: value, as_decimal: value, mark: None, percent })
            }
            Err(NumberError::Ambiguous { as_thousands, as_decimal, mark, percent }) => {
                Ok(Readings { as_thousands, as_decimal, mark: Some(mark), percent })
            }
            Err(NumberError::Empty | NumberError::NotANumber) => Err(WrongCell::NotANumber),
        }
    }
}

#[cfg(test)]
mod tests;
