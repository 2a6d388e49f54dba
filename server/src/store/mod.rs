//! All SQL. One file a group of tables; functions take the transaction, so that the caller decides what
//! belongs together. No rule of the domain is checked here.

pub mod accounts;
pub mod attempts;
pub mod changes;
pub mod evidence;
pub mod filings;
pub mod frozen;
pub mod indicators;
pub mod links;
pub mod memberships;
pub mod notices;
pub mod parts;
pub mod plans;
pub mod presence;
pub mod readings;
pub mod rooms;
pub mod second_factors;
pub mod sessions;
pub mod territories;
pub mod updates;
pub mod uploads;
pub mod versions;
pub mod workshops;

/// What a list of stored records gives, or why not.
pub type Result<T> = std::result::Result<T, crate::db::Error>;

/// Parses a stored record.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(body: &str) -> Result<T> {
    Ok(serde_json::from_str(body)?)
}

/// Prints a record for storing.
pub(crate) fn print<T: serde::Serialize>(record: &T) -> Result<sqlx::types::Json<serde_json::Value>> {
    Ok(sqlx::types::Json(serde_json::to_value(record)?))
}
