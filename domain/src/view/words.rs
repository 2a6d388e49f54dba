//! The words of a view in addresses, there and back.

use super::{Column, Grouping, Only, SortKey, Zoom};
use crate::words::words;

words!(Zoom { pub(super) word, pub(super) of } Overview => "overview", Matrix => "matrix", Detail => "detail");
words!(Grouping { pub code, pub from_code }
    Plan => "plan", Axis => "axis", Institution => "institution", Status => "status");
words!(Only { pub(super) word, pub(super) of } TargetsMissed => "missed", NeverReported => "never");

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
