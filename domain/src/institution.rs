//! Who carries the plan out and where: institutions and territories.

use serde::{Deserialize, Serialize};

use crate::text::Text;
use crate::words::words;

/// Kinds of institutions.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum InstitutionKind {
    Ministry,
    Police,
    Prosecution,
    Judiciary,
    PublicBody,
    RegionalGovernment,
    LocalGovernment,
    CivilSociety,
    PrivateSector,
    InternationalCooperation,
}

impl InstitutionKind {
    /// All kinds, in the order in which lists show them.
    pub const ALL: [InstitutionKind; 10] = [
        InstitutionKind::Ministry,
        InstitutionKind::Police,
        InstitutionKind::Prosecution,
        InstitutionKind::Judiciary,
        InstitutionKind::PublicBody,
        InstitutionKind::RegionalGovernment,
        InstitutionKind::LocalGovernment,
        InstitutionKind::CivilSociety,
        InstitutionKind::PrivateSector,
        InstitutionKind::InternationalCooperation,
    ];
}

/// A ministry, police, prosecution, organisation or partner.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Institution {
    /// Acronym or short code: `MIMDES`.
    pub code: String,
    /// Full name.
    pub name: Text,
    /// Kind.
    pub kind: InstitutionKind,
    /// Code of the institution it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Its role in the plan.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub role: Text,
    /// Code of the territory for which it reports.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub territory: Option<String>,
}

/// Levels of territory.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum TerritoryKind {
    Country,
    Department,
    Province,
}

words!(TerritoryKind { pub word, pub of }
    Country => "country", Department => "department", Province => "province");

/// A country, department or province.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Territory {
    /// ISO 3166-2 code: `PE-AMA`.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Level.
    pub kind: TerritoryKind,
    /// Code of the territory it lies in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub parent: Option<String>,
    /// Code of the national statistics office (Peru: INEI).
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub national_code: String,
}

/// A way to break figures down, such as by sex.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Dimension {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
    /// Its categories, in reading order.
    pub categories: Vec<Category>,
}

/// One category of a dimension.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Category {
    /// Code.
    pub code: String,
    /// Name.
    pub name: Text,
}

/// The dimension whose categories are the plan's territories.
pub const TERRITORY_DIMENSION: &str = "territory";

/// Beside it, where the figure is a ratio made of the parts of territories: their denominators. No plan has a
/// dimension of this code.
pub const TERRITORY_BASE: &str = "territory_base";
