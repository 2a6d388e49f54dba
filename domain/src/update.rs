//! What an institution files for one indicator and one year. The review workflow is not here.

use std::collections::BTreeMap;
use std::fmt;

use serde::de::{Error, MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};

use crate::evidence::EvidenceFile;
use crate::text::Text;
use crate::year::Year;

/// A quantity: a plain figure (also 0/1 of a milestone and the index of a stage), or a numerator and a
/// denominator, which are kept because a ratio is never averaged.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[serde(untagged)]
pub enum Measure {
    /// A figure.
    Value(f64),
    /// Numerator and denominator.
    Ratio {
        /// Numerator.
        numerator: f64,
        /// Denominator.
        denominator: f64,
    },
}

impl Measure {
    /// The figure; `per` multiplies a ratio. None when the denominator is zero.
    pub fn value(&self, per: f64) -> Option<f64> {
        match *self {
            Measure::Value(value) => Some(value),
            Measure::Ratio { numerator, denominator } => {
                // Multiplied first: 7 of 100 is 7 %, not 7.000000000000001 %.
                (denominator != 0.0).then(|| numerator * per / denominator)
            }
        }
    }
}

// By hand, because a derived untagged enum keeps a copy of whatever it reads and costs the browser more.
impl<'de> Deserialize<'de> for Measure {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MeasureVisitor;
        impl<'de> Visitor<'de> for MeasureVisitor {
            type Value = Measure;
            fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
                f.write_str("a number, or a numerator and a denominator")
            }
            fn visit_f64<E>(self, value: f64) -> Result<Measure, E> {
                Ok(Measure::Value(value))
            }
            fn visit_i64<E>(self, value: i64) -> Result<Measure, E> {
                Ok(Measure::Value(value as f64))
            }
            fn visit_u64<E>(self, value: u64) -> Result<Measure, E> {
                Ok(Measure::Value(value as f64))
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Measure, A::Error> {
                let (mut numerator, mut denominator) = (None, None);
                while let Some(name) = map.next_key::<String>()? {
                    let part = match name.as_str() {
                        "numerator" => &mut numerator,
                        "denominator" => &mut denominator,
                        _ => return Err(A::Error::unknown_field(&name, &["numerator", "denominator"])),
                    };
                    *part = Some(map.next_value()?);
                }
                Ok(Measure::Ratio {
                    numerator: numerator.ok_or_else(|| A::Error::missing_field("numerator"))?,
                    denominator: denominator.ok_or_else(|| A::Error::missing_field("denominator"))?,
                })
            }
        }
        deserializer.deserialize_any(MeasureVisitor)
    }
}

/// What is known about one indicator in one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Content {
    /// A quantity.
    Measure(Measure),
    /// Words, for narrative indicators.
    Narrative(Text),
    /// No figure exists, for this reason.
    NoData(Text),
    /// A figure exists and the disclosure rule hides it. Only in public data.
    Suppressed,
}

/// A document or link that supports an update.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Evidence {
    /// What it is.
    pub title: Text,
    /// Where it is, when it is public.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub url: Option<String>,
    /// A file that was handed in, in place of a link.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<EvidenceFile>,
}

/// Figures of the categories of one dimension. `None` in public data: hidden by the disclosure rule.
pub type Breakdown = BTreeMap<String, Option<f64>>;

/// How many territories a figure is made of, and of how many it will be. In JSON two numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Coverage(
    /// Approved.
    pub u16,
    /// Expected.
    pub u16,
);

/// The published report of one indicator for one year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Update {
    /// Code of the indicator.
    pub indicator: String,
    /// Year.
    pub year: Year,
    /// What is reported.
    pub content: Content,
    /// Remark.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub note: Text,
    /// Figures by dimension and category.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub breakdowns: BTreeMap<String, Breakdown>,
    /// What supports it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub evidence: Vec<Evidence>,
    /// Of a figure made of territories: how many are in it, while some are missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub provisional: Option<Coverage>,
    /// Counts the writes of this record; a stale one is refused.
    #[serde(default = "first_version")]
    pub version: i64,
}

fn first_version() -> i64 {
    1
}

impl Update {
    /// An update that says nothing but its content.
    pub fn new(indicator: &str, year: Year, content: Content) -> Self {
        Update {
            indicator: indicator.to_owned(),
            year,
            content,
            note: Text::default(),
            breakdowns: BTreeMap::new(),
            evidence: Vec::new(),
            provisional: None,
            version: first_version(),
        }
    }

    /// The figure, when there is one.
    pub fn measure(&self) -> Option<Measure> {
        match self.content {
            Content::Measure(measure) => Some(measure),
            _ => None,
        }
    }

    /// The figure when it is all the update says, so that a column of numbers can carry it. A record that
    /// was written again keeps its version, and is no plain figure.
    pub fn plain_value(&self) -> Option<f64> {
        match self.content {
            Content::Measure(Measure::Value(value))
                if self.note.is_empty()
                    && self.breakdowns.is_empty()
                    && self.evidence.is_empty()
                    && self.provisional.is_none()
                    && self.version == first_version() =>
            {
                Some(value)
            }
            _ => None,
        }
    }
}
