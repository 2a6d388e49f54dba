//! The words of a view in addresses, there and back.

use super::{Column, Grouping, Only, SortKey, Zoom};
use crate::indicator::Kind;
use crate::progress::Movement;

macro_rules! words {
    ($print:ident, $parse:ident, $type:ty, $($variant:path => $word:literal),+ $(,)?) => {
        pub(super) fn $print(value: $type) -> &'static str {
            match value { $($variant => $word),+ }
        }
        pub(super) fn $parse(word: &str) -> Option<$type> {
            match word { $($word => Some($variant),)+ _ => None }
        }
    };
}

words!(zoom_word, zoom_of, Zoom, Zoom::Overview => "overview", Zoom::Matrix => "matrix", Zoom::Detail => "detail");
words!(group_word, group_of, Grouping, Grouping::Plan => "plan", Grouping::Axis => "axis",
    Grouping::Institution => "institution", Grouping::Status => "status");
words!(only_word, only_of, Only, Only::TargetsMissed => "missed", Only::NeverReported => "never");
words!(moved_word, moved_of, Movement, Movement::Improved => "improved", Movement::Fell => "fell", Movement::Same => "same");
words!(kind_word, kind_of, Kind, Kind::Number => "number", Kind::Percent => "percent", Kind::Ratio => "ratio",
    Kind::Milestone => "milestone", Kind::Scale => "scale", Kind::Narrative => "narrative");

impl Kind {
    /// The word in addresses and files.
    pub fn code(self) -> &'static str {
        kind_word(self)
    }
}

impl Movement {
    /// The word in addresses and class names.
    pub fn code(self) -> &'static str {
        moved_word(self)
    }
}

impl Grouping {
    /// The word in addresses.
    pub fn code(self) -> &'static str {
        group_word(self)
    }

    /// The grouping of a word.
    pub fn from_code(word: &str) -> Option<Self> {
        group_of(word)
    }
}

impl Column {
    pub(super) fn word(self) -> String {
        match self {
            Column::Unit => "unit".into(),
            Column::Responsible => "responsible".into(),
            Column::Baseline => "baseline".into(),
            Column::Year(year) => year.to_string(),
            Column::Target => "target".into(),
            Column::Trend => "trend".into(),
        }
    }

    pub(super) fn of(word: &str) -> Option<Self> {
        Some(match word {
            "unit" => Column::Unit,
            "responsible" => Column::Responsible,
            "baseline" => Column::Baseline,
            "target" => Column::Target,
            "trend" => Column::Trend,
            year => Column::Year(year.parse().ok()?),
        })
    }
}

pub(super) fn sort_word(key: SortKey) -> String {
    match key {
        SortKey::Plan => "plan".into(),
        SortKey::Title => "title".into(),
        SortKey::Responsible => "responsible".into(),
        SortKey::Progress => "progress".into(),
        SortKey::Year(year) => year.to_string(),
    }
}

pub(super) fn sort_of(word: &str) -> Option<SortKey> {
    Some(match word {
        "plan" => SortKey::Plan,
        "title" => SortKey::Title,
        "responsible" => SortKey::Responsible,
        "progress" => SortKey::Progress,
        year => SortKey::Year(year.parse().ok()?),
    })
}
