//! What the API is asked about who read real figures.

use percent_encoding::utf8_percent_encode;

use crate::desk::paths::SEGMENT;

/// A query of names and values; empty values are left out.
pub fn query<'a>(values: impl Iterator<Item = (&'a str, String)>) -> String {
    let pairs = values.filter(|(_, value)| !value.is_empty());
    let pairs = pairs.map(|(name, value)| format!("{name}={}", utf8_percent_encode(&value, SEGMENT)));
    pairs.collect::<Vec<_>>().join("&")
}

/// Path of who read real figures; `query` has the filters.
pub fn api_readings(plan: &str, query: &str, before: Option<i64>) -> String {
    let before = before.map_or(String::new(), |before| format!("&before={before}"));
    format!("/api/plans/{}/readings?{query}{before}", utf8_percent_encode(plan, SEGMENT))
}

/// Path of the same as a file.
pub fn api_readings_file(plan: &str, query: &str) -> String {
    format!("/api/plans/{}/readings.csv?{query}", utf8_percent_encode(plan, SEGMENT))
}
