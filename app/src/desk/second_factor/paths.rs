//! What the API and the browser are asked for a second factor.

use percent_encoding::utf8_percent_encode;

use crate::desk::paths::SEGMENT;

/// Path of the second step of signing in.
pub fn api_code() -> String {
    "/api/session/second-factor".to_owned()
}

/// Path of the person's second factor.
pub fn api_second_factor() -> String {
    "/api/my/second-factor".to_owned()
}

/// Path that turns it off.
pub fn api_second_factor_off() -> String {
    format!("{}/off", api_second_factor())
}

/// Path of new recovery codes.
pub fn api_recovery_codes() -> String {
    format!("{}/recovery-codes", api_second_factor())
}

/// Path of the second factor of an account.
pub fn api_account_second_factor(id: i64) -> String {
    format!("/api/accounts/{id}/second-factor")
}

/// A text as a file of its own, without asking anybody.
pub fn text_file(text: &str) -> String {
    format!("data:text/plain;charset=utf-8,{}", utf8_percent_encode(text, SEGMENT))
}
