//! What is measured: an indicator, its baseline and its targets. How it is judged is in `progress`.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::text::Text;
use crate::update::{Measure, Update};
use crate::words::words;
use crate::year::Year;

/// Kinds of indicators.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A quantity with a unit.
    Number,
    /// A percentage, filed as such or as numerator and denominator.
    Percent,
    /// Numerator over denominator, times `per`.
    Ratio,
    /// Done or not, or done in ordered stages.
    Milestone,
    /// Ordered stages.
    Scale,
    /// Words, no arithmetic.
    Narrative,
}

words!(Kind { ALL, pub code, pub(crate) of }
    Number => "number", Percent => "percent", Ratio => "ratio", Milestone => "milestone", Scale => "scale",
    Narrative => "narrative");

/// Where the figure should go.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Higher is better.
    #[default]
    Increase,
    /// Lower is better.
    Decrease,
    /// Within the target plus or minus the tolerance is good.
    Maintain,
}

/// The side of a `maintain` band that counts as met too.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum BetterSide {
    Higher,
    Lower,
}

/// How yearly figures make one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum OverYears {
    Sum,
    #[default]
    Latest,
    Max,
    Average,
}

/// How figures of territories make one figure.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum OverTerritories {
    Sum,
    RatioOfSums,
    Average,
    #[default]
    None,
}

/// What a year's target says.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TargetMeaning {
    /// The figure of that year.
    #[default]
    OfYear,
    /// The accumulated figure up to that year.
    RunningTotal,
}

/// Where an indicator starts.
#[derive(Clone, Copy, Debug, PartialEq, Serialize, Deserialize)]
pub struct Baseline {
    /// The year of the figure.
    pub year: Year,
    /// The figure. `None` in public data when the disclosure rule hides it.
    pub measure: Option<Measure>,
}

/// An indicator of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Indicator {
    /// `3.2.1-a`.
    pub code: String,
    /// Code of the node it hangs on.
    pub node: String,
    /// Codes of other nodes that it informs; it is counted once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
    /// Title.
    pub title: Text,
    /// What exactly is measured.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub definition: Text,
    /// How it is calculated.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub method: Text,
    /// Means of verification.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub verification: Text,
    /// Kind.
    pub kind: Kind,
    /// Unit of the figure.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub unit: Text,
    /// Digits after the decimal mark, 0 to 6.
    #[serde(default, skip_serializing_if = "is_default")]
    pub decimals: u8,
    /// Where the figure should go.
    #[serde(default, skip_serializing_if = "is_default")]
    pub direction: Direction,
    /// Half width of the `maintain` band, in the unit of the figure.
    #[serde(default, skip_serializing_if = "is_default")]
    pub tolerance: f64,
    /// Side of the `maintain` band that counts as met.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub better: Option<BetterSide>,
    /// Multiplier of numerator over denominator. 100 for percent, else 1, unless declared.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<f64>,
    /// Ordered stages, lowest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub stages: Vec<Text>,
    /// Accumulation over years.
    #[serde(default, skip_serializing_if = "is_default")]
    pub over_years: OverYears,
    /// Accumulation over territories.
    #[serde(default, skip_serializing_if = "is_default")]
    pub over_territories: OverTerritories,
    /// Who reports it in place of the responsible institution: codes of territories, or a kind of territories for
    /// all of that kind. Its national figure is made of theirs (`territory`).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub by_territory: Vec<String>,
    /// What targets mean.
    #[serde(default, skip_serializing_if = "is_default")]
    pub target_meaning: TargetMeaning,
    /// Where it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<Baseline>,
    /// Targets by year, in the unit of the figure or as index of a stage.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty", deserialize_with = "years_as_text")]
    pub targets: BTreeMap<Year, f64>,
    /// Code of the institution that reports it.
    pub responsible: String,
    /// Codes of the dimensions by which it is broken down.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub breakdowns: Vec<String>,
    /// The figure counts people who must not be identified.
    #[serde(default, skip_serializing_if = "is_default")]
    pub counts_people: bool,
    /// A percentage that may exceed 100.
    #[serde(default, skip_serializing_if = "is_default")]
    pub above_100: bool,
}

impl Indicator {
    /// Multiplier of numerator over denominator.
    pub fn per(&self) -> f64 {
        self.per.unwrap_or(if self.kind == Kind::Percent { 100.0 } else { 1.0 })
    }

    /// The last target: what the plan wants in the end.
    pub fn last_target(&self) -> Option<(Year, f64)> {
        self.targets.last_key_value().map(|(year, value)| (*year, *value))
    }

    /// The baseline's year and figure, when known.
    pub fn baseline_value(&self) -> Option<(Year, f64)> {
        let baseline = self.baseline?;
        Some((baseline.year, baseline.measure?.value(self.per())?))
    }

    /// The figure of an update of this indicator, in its unit. None when there is none, and when a
    /// denominator is zero.
    pub fn figure(&self, update: &Update) -> Option<f64> {
        update.measure()?.value(self.per())
    }

    /// True when figures are positions in the list of stages.
    pub fn is_staged(&self) -> bool {
        !self.stages.is_empty()
    }
}

/// Keys of a JSON object are text, and not every reader of JSON turns them into numbers by itself.
fn years_as_text<'de, D: Deserializer<'de>>(deserializer: D) -> Result<BTreeMap<Year, f64>, D::Error> {
    struct TargetsVisitor;
    impl<'de> Visitor<'de> for TargetsVisitor {
        type Value = BTreeMap<Year, f64>;
        fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
            f.write_str("figures by year")
        }
        fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
            let mut targets = BTreeMap::new();
            while let Some(year) = map.next_key::<String>()? {
                targets.insert(year.parse().map_err(A::Error::custom)?, map.next_value()?);
            }
            Ok(targets)
        }
    }
    deserializer.deserialize_map(TargetsVisitor)
}

fn is_default<T: Default + PartialEq>(value: &T) -> bool {
    *value == T::default()
}
