//! The second factor: codes of a device (TOTP, RFC 6238), each used once, and codes for a lost device. Secrets and
//! codes are in no type that can be printed into a log.

use domain::account::{Membership, Role};
use domain::error::FieldErrorCode;
use domain::id::AccountId;
use domain::second_factor::{RECOVERY_CODES, RecoveryCodes, SetUp, TypedCode};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use qrcode::{Color, EcLevel, QrCode};
use totp_rs::{Builder, Secret, Totp};

use crate::auth::secret;
use crate::db::Tx;
use crate::error::Error;
use crate::store;

/// How long a secret waits for its first code, in seconds.
pub const WAITS_FOR: i64 = 900;

/// Bytes of a secret (RFC 4226 asks for 16, advises 20) and of a code for a lost device.
const SECRET: usize = 20;
const RECOVERY: usize = 10;

/// True when one of these posts, held now, requires a second factor.
pub fn is_required(posts: &[Membership], required: &[Role]) -> bool {
    posts.iter().any(|post| required.contains(&post.role))
}

/// What is said of a wrong code, whatever is wrong with it.
pub fn wrong_code() -> Error {
    Error::field("code", FieldErrorCode::Contradiction, "this code is wrong, was used already, or is too old")
}

fn random<const N: usize>() -> Result<Secret, Error> {
    let mut bytes = [0; N];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(Secret::new(Box::new(bytes)))
}

fn totp(secret: &str) -> Result<Totp, Error> {
    // What the library says of a secret may hold it.
    let unreadable = || Error::Internal("the secret of a second factor cannot be read".to_owned());
    let secret = Secret::try_from_base32(secret).map_err(|_| unreadable())?;
    Builder::new().with_secret(secret).build().map_err(|_| unreadable())
}

/// The time step for which a code of a device is right: the present one, or the one before or after it.
fn step(secret: &str, code: &str, now: &str) -> Result<Option<i64>, Error> {
    let now = now.parse::<jiff::Timestamp>().map_err(|error| Error::Internal(error.to_string()))?;
    let seconds = u64::try_from(now.as_second()).unwrap_or_default();
    let step = totp(secret)?.check(code, seconds);
    Ok(step.and_then(|step| i64::try_from(step).ok()))
}

/// True for a code that is right now; it is used up with the transaction.
pub async fn check(tx: &mut Tx, account: AccountId, typed: &str, now: &str) -> Result<bool, Error> {
    match TypedCode::read(typed) {
        Some(TypedCode::Device(code)) => {
            let held = store::second_factors::get(tx, account).await?.and_then(|held| held.secret);
            let Some(secret) = held else { return Ok(false) };
            match step(&secret, &code, now)? {
                Some(step) => Ok(store::second_factors::use_step(tx, account, step).await?),
                None => Ok(false),
            }
        }
        Some(TypedCode::Recovery(code)) => {
            Ok(store::second_factors::use_code(tx, account, &secret::hash(&code)).await?)
        }
        None => Ok(false),
    }
}

/// True when signing in asks for a code.
pub async fn is_on(tx: &mut Tx, account: AccountId) -> Result<bool, Error> {
    Ok(store::second_factors::get(tx, account).await?.is_some_and(|held| held.secret.is_some()))
}

/// A new secret, which waits for its first code; what was on stays on until then.
pub async fn propose(tx: &mut Tx, account: AccountId, email: &str, now: &str) -> Result<SetUp, Error> {
    let secret = random::<SECRET>()?.to_base32();
    store::second_factors::propose(tx, account, &secret, now).await?;
    let label = utf8_percent_encode(email, NON_ALPHANUMERIC);
    let uri = format!("otpauth://totp/Matriz:{label}?secret={secret}&issuer=Matriz");
    Ok(SetUp { qr: squares(&uri)?, secret, uri })
}

/// Takes the secret that waits, when the code is its own. Gives new codes for a lost device.
pub async fn confirm(tx: &mut Tx, account: AccountId, typed: &str, now: &str) -> Result<RecoveryCodes, Error> {
    let waiting = store::second_factors::get(tx, account).await?;
    let waiting = waiting.filter(|held| super::seconds_between(&held.candidate_at, now) <= WAITS_FOR);
    let candidate = waiting.and_then(|held| held.candidate).ok_or(Error::NotFound("secret that waits"))?;
    let Some(TypedCode::Device(code)) = TypedCode::read(typed) else { return Err(wrong_code()) };
    let step = step(&candidate, &code, now)?.ok_or_else(wrong_code)?;
    if !store::second_factors::confirm(tx, account, &candidate, step, now).await? {
        return Err(Error::NotFound("secret that waits"));
    }
    renew_codes(tx, account).await
}

/// New codes for a lost device; earlier ones end. Only their hashes are kept.
pub async fn renew_codes(tx: &mut Tx, account: AccountId) -> Result<RecoveryCodes, Error> {
    let mut codes = Vec::with_capacity(RECOVERY_CODES);
    for _ in 0..RECOVERY_CODES {
        codes.push(random::<RECOVERY>()?.to_base32());
    }
    let hashes: Vec<String> = codes.iter().map(|code| secret::hash(code)).collect();
    store::second_factors::set_codes(tx, account, &hashes).await?;
    let codes = codes.iter().map(|code| {
        let parts: Vec<&str> = code.as_bytes().chunks(4).filter_map(|part| std::str::from_utf8(part).ok()).collect();
        parts.join("-").to_lowercase()
    });
    Ok(RecoveryCodes { codes: codes.collect() })
}

/// A QR code as rows of dark (`1`) and light (`0`) squares, without the light border around it.
fn squares(text: &str) -> Result<Vec<String>, Error> {
    let code = QrCode::with_error_correction_level(text, EcLevel::M);
    let code = code.map_err(|_| Error::Internal("a QR code cannot be made".to_owned()))?;
    let row = |row: &[Color]| row.iter().map(|color| if *color == Color::Dark { '1' } else { '0' }).collect();
    Ok(code.to_colors().chunks(code.width()).map(row).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The vector of RFC 6238, appendix B, in six digits.
    #[test]
    fn codes_are_those_of_the_standard_one_step_early_or_late() {
        let secret = Secret::new(Box::new(*b"12345678901234567890")).to_base32();
        let at = |now: &str| step(&secret, "287082", now).unwrap();
        for (now, wanted) in [
            ("1969-12-31T23:59:59Z", Some(1)),
            ("1970-01-01T00:00:59Z", Some(1)),
            ("1970-01-01T00:01:29Z", Some(1)),
            ("1970-01-01T00:01:30Z", None),
        ] {
            assert_eq!(at(now), wanted, "{now}");
        }
        assert_eq!(step(&secret, "287083", "1970-01-01T00:00:59Z").unwrap(), None);
        assert!(matches!(totp("not base 32!"), Err(Error::Internal(text)) if !text.contains("base 32!")));
    }

    #[test]
    fn a_qr_code_is_a_square_with_its_three_corners() {
        let rows = squares("otpauth://totp/Matriz:ana%40example%2Eorg?secret=ABCDEFGH&issuer=Matriz").unwrap();
        assert!(rows.len() >= 21 && rows.iter().all(|row| row.len() == rows.len()));
        let last = rows.len() - 7;
        assert!(rows[0].starts_with("1111111") && rows[0][last..].starts_with("1111111"));
        assert!(rows[last].starts_with("1111111"));
    }
}
