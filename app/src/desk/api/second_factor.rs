//! What is asked about the second factor, one's own and that of others.

use domain::account::Me;
use domain::second_factor::{RecoveryCodes, SecondFactor, SetUp};
use gloo_net::http::Method;
use serde::Serialize;

use crate::client::{Failure, get, send, send_quiet};
use crate::desk::second_factor::paths;

#[derive(Serialize)]
struct Code<'a> {
    code: &'a str,
}

#[derive(Serialize)]
struct Proof<'a> {
    password: &'a str,
    code: &'a str,
}

/// Completes signing in.
pub async fn give_code(code: &str) -> Result<Me, Failure> {
    send(Method::POST, &paths::api_code(), &Code { code }).await
}

/// Where it stands.
pub async fn second_factor() -> Result<SecondFactor, Failure> {
    get(&paths::api_second_factor()).await
}

/// A new secret, which waits for its first code.
pub async fn propose(password: &str, code: &str) -> Result<SetUp, Failure> {
    send(Method::POST, &paths::api_second_factor(), &Proof { password, code }).await
}

/// Turns it on.
pub async fn confirm(code: &str) -> Result<RecoveryCodes, Failure> {
    send(Method::PUT, &paths::api_second_factor(), &Code { code }).await
}

/// New recovery codes.
pub async fn renew_codes(password: &str, code: &str) -> Result<RecoveryCodes, Failure> {
    send(Method::POST, &paths::api_recovery_codes(), &Proof { password, code }).await
}

/// Turns it off.
pub async fn turn_off(password: &str, code: &str) -> Result<SecondFactor, Failure> {
    send(Method::POST, &paths::api_second_factor_off(), &Proof { password, code }).await
}

/// Takes away that of somebody else, whose device is lost.
pub async fn reset_second_factor(account: i64) -> Result<(), Failure> {
    send_quiet(Method::DELETE, &paths::api_account_second_factor(account), None::<&()>).await
}
