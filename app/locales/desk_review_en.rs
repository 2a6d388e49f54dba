//! Checking an update, and working beside others, in English.

use super::ReviewTexts;

pub const TEXTS: ReviewTexts = ReviewTexts {
    also_here: "Also here: {names}",
    also_here_at: "{name} (at {code})",
    has_it_open: "{name} has it open",
    saved_by: "Saved by {name}, {date}",
    chart_of: "{code} by year: what was published, expected and reported",
    expected_range: "Expected from its earlier years: {lower} to {upper}.",
    expected_inside: "The reported value is within.",
    expected_outside: "The reported value is outside.",
    expected_unknown: "Fewer than three years are published: nothing to expect yet.",
    key_published: "published",
    key_reported: "reported",
    key_target: "target",
    key_expected: "expected",
    changed_since_return: "What changed since it was returned",
    changed_since_published: "What changes against what is published",
    changed_nothing: "Nothing.",
    changed_field: "Field",
    changed_before: "Before",
    changed_after: "Now",
    evidence_view: "View {name}",
    evidence_download: "Download",
    evidence_internal: "internal",
    evidence_none: "No evidence.",
    keys: "Keys: n next, p previous, a approve, r reason of the return, Esc close.",
    approved_one: "{code}: approved",
};
