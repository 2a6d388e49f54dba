//! The office in English.

use super::OfficeTexts;

pub const TEXTS: OfficeTexts = OfficeTexts {
    pages: "Pages",
    review: "Review",
    workshops: "Workshops",
    sign_in: "Sign in",
    sign_in_needed: "Sign in to see this page",
};
