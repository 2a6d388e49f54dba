//! The words for things of the desk: exhaustive matches, so that a new variant without a word does not compile.

mod coordination;

use domain::error::ErrorCode;
use domain::filing::{FilingAction, FilingState};
use domain::indicator::Indicator;
use domain::paste::{Understood, WrongCell};
use domain::update::{Content, Measure};
use domain::validate::Warning;
use domain::year::YearState;
use leptos::prelude::{Get, With};

use super::Words;
use super::api::Failure;
use super::cell::{Cell, Saving};
use super::plan::Reading;
use crate::i18n::fill;
use crate::words as shared;
pub use coordination::{account_state, notice, preference, reading, role, wrong_field};

/// What went wrong and what to do.
pub fn failure(words: Words, failure: &Failure) -> String {
    code(words, failure.code, failure.wait)
}

/// The same for a code.
pub fn code(words: Words, code: ErrorCode, wait: Option<u32>) -> String {
    let t = words.t;
    match code {
        ErrorCode::TooManyAttempts => fill(t.wait_seconds, &[("n", &wait.unwrap_or(60).to_string())]),
        ErrorCode::OwnUpdate => t.error_own_update.to_owned(),
        ErrorCode::WrongState => t.error_wrong_state.to_owned(),
        ErrorCode::YearNotOpen => t.error_year_not_open.to_owned(),
        other => shared::error(words.locale, other).to_owned(),
    }
}

/// The same for a file that is handed in.
pub fn upload_failure(words: Words, failed: &Failure) -> String {
    match failed.code {
        ErrorCode::UnsupportedMediaType => words.t.file_kind.to_owned(),
        ErrorCode::TooLarge | ErrorCode::Invalid => words.t.file_too_large.to_owned(),
        _ => failure(words, failed),
    }
}

/// The word of a state.
pub fn state(words: Words, state: Option<FilingState>) -> &'static str {
    let t = words.t;
    match state {
        None => t.state_none,
        Some(FilingState::Draft) => t.state_draft,
        Some(FilingState::Submitted) => t.state_submitted,
        Some(FilingState::Returned) => t.state_returned,
        Some(FilingState::Approved) => t.state_approved,
    }
}

/// What somebody did.
pub fn done(words: Words, action: FilingAction) -> &'static str {
    let t = words.t;
    match action {
        FilingAction::Save => t.action_save,
        FilingAction::Submit => t.action_submit,
        FilingAction::Withdraw => t.action_withdraw,
        FilingAction::Return => t.action_return,
        FilingAction::Approve => t.action_approve,
        FilingAction::Comment => t.action_comment,
    }
}

/// Where a year stands.
pub fn year_state(words: Words, state: YearState) -> &'static str {
    let t = words.t;
    match state {
        YearState::Open => t.year_state_open,
        YearState::Closed => t.year_state_closed,
        YearState::Upcoming => t.year_state_upcoming,
    }
}

/// How saving a cell stands; nothing while there is nothing to say.
pub fn saving(words: Words, cell: Cell) -> String {
    let t = words.t;
    match cell.saving.get() {
        Saving::Saved if cell.other.get() => cell.filing.with(|filing| {
            let date = words.locale.moment(&filing.saved_at);
            fill(words.r.saved_by, &[("name", &filing.saved_by), ("date", &date)])
        }),
        Saving::Saved => String::new(),
        Saving::Typing => t.typing.to_owned(),
        Saving::Sending => t.saving.to_owned(),
        Saving::Waiting => t.waiting.to_owned(),
        Saving::Conflict(_) => t.conflict.to_owned(),
        Saving::Refused(fields) => {
            let needs = |name: &str| fields.iter().any(|field| field.field == name);
            let why = match () {
                () if needs("explanation") => t.explanation_text,
                () if needs("content") => t.wrong_range,
                () => shared::error(words.locale, ErrorCode::Invalid),
            };
            format!("{}: {why}", t.refused)
        }
        Saving::Failed(failed) => format!("{}: {}", t.failed, failure(words, &failed)),
    }
}

/// Why a text is not a value of its indicator.
pub fn wrong(words: Words, wrong: WrongCell) -> &'static str {
    let t = words.t;
    match wrong {
        WrongCell::NotANumber => t.wrong_number,
        WrongCell::PercentSign => t.wrong_percent,
        WrongCell::NoRatio => t.wrong_ratio,
        WrongCell::NotYesOrNo => t.wrong_yes_no,
        WrongCell::NotAStage => t.wrong_stage,
        WrongCell::SeveralStages => t.wrong_stages,
        WrongCell::SheetError => t.wrong_sheet,
    }
}

/// A quantity with the indicator's decimals; both parts of a ratio.
pub fn measure(words: Words, indicator: &Indicator, measure: Measure) -> String {
    let value = measure.value(indicator.per()).map(|value| shared::quantity(words.locale, indicator, value));
    match measure {
        Measure::Value(_) => value.unwrap_or_default(),
        Measure::Ratio { numerator, denominator } => {
            let [n, d] = [numerator, denominator].map(|part| words.locale.number(part, 0));
            value.map_or(format!("{n} / {d}"), |value| format!("{n} / {d} = {value}"))
        }
    }
}

/// What is reported, in one line.
pub fn content(words: Words, plan: Reading, indicator: &Indicator, content: Option<&Content>) -> String {
    match content {
        None => "—".to_owned(),
        Some(Content::Measure(Measure::Value(value))) if indicator.is_staged() => {
            plan.with(|matrix| shared::quantity_with_unit(words.locale, matrix, indicator, *value)).unwrap_or_default()
        }
        Some(Content::Measure(quantity)) => measure(words, indicator, *quantity),
        Some(Content::Narrative(text)) => plan.text(words, text),
        Some(Content::NoData(reason)) => format!("{}: {}", words.t.no_figure, plan.text(words, reason)),
        Some(Content::Suppressed) => words.locale.t.state_suppressed.to_owned(),
    }
}

/// Longest words of a narrative in a column, in characters.
const SHORT: usize = 60;

/// The same for a column: a long narrative by its beginning.
pub fn short_content(words: Words, plan: Reading, indicator: &Indicator, held: Option<&Content>) -> String {
    let full = content(words, plan, indicator, held);
    if full.chars().count() <= SHORT {
        return full;
    }
    let start: String = full.chars().take(SHORT).collect();
    format!("{}…", start.rsplit_once(' ').map_or(start.as_str(), |(whole, _)| whole))
}

/// How a pasted cell is understood.
pub fn understood(words: Words, plan: Reading, indicator: &Indicator, understood: &Understood) -> String {
    let t = words.t;
    match understood {
        Understood::Empty => String::new(),
        Understood::Value(value) => measure(words, indicator, *value),
        Understood::Stage(index) => indicator.stages.get(*index).map(|name| plan.text(words, name)).unwrap_or_default(),
        Understood::Flag(true) => words.locale.t.yes.to_owned(),
        Understood::Flag(false) => words.locale.t.no.to_owned(),
        Understood::Words(text) => text.clone(),
        Understood::Unclear { .. } => t.paste_ask.to_owned(),
        Understood::NoFigure(_) => t.no_figure.to_owned(),
        Understood::Wrong(why) => wrong(words, *why).to_owned(),
    }
}

/// A warning in words.
pub fn warning(words: Words, plan: Reading, indicator: &Indicator, warning: &Warning) -> String {
    let t = words.t;
    let number = |value: f64| shared::quantity(words.locale, indicator, value);
    match warning {
        Warning::Outlier { value, lower, upper } => {
            let places = [("value", number(*value)), ("lower", number(*lower)), ("upper", number(*upper))];
            fill_all(t.warning_outlier, &places)
        }
        Warning::AgainstDirection { before, year } => {
            fill_all(t.warning_direction, &[("year", year.to_string()), ("before", number(*before))])
        }
        Warning::Breakdown { dimension, sum, total } => {
            let places = [("name", plan.dimension(words, dimension)), ("sum", number(*sum)), ("total", number(*total))];
            fill_all(t.warning_breakdown, &places)
        }
        Warning::MissingEvidence => t.warning_evidence.to_owned(),
        Warning::SameAsLastYear { year } => fill_all(t.warning_same, &[("year", year.to_string())]),
    }
}

/// [`fill`] with values that were made for it.
pub fn fill_all(text: &str, places: &[(&str, String)]) -> String {
    let places: Vec<(&str, &str)> = places.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(text, &places)
}
