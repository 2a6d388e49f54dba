//! Passwords: argon2id with the parameters of the library (OWASP's), away from the threads that answer.

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use domain::error::FieldErrorCode;
use tokio::sync::Semaphore;

use crate::error::Error;

/// Shortest password, in characters (NIST SP 800-63B asks for 8 beside a second factor, 15 without).
pub const SHORTEST: usize = 12;
/// Longest, in bytes: hashing a book would keep a processor busy.
const LONGEST: usize = 256;

/// Each takes 19 MB and a processor for some 50 ms.
static AT_ONCE: Semaphore = Semaphore::const_new(2);

/// Compared against when there is no such account, so that the answer takes as long.
const NOBODY: &str =
    "$argon2id$v=19$m=19456,t=2,p=1$c29tZSBzYWx0IG9mIG5vYm9keQ$zbbMBoTUDpQdyQNVGlHiEYhkk9U6WSsCPDBXIcNH1O0";

/// Refuses a password that is too short or too long.
pub fn check(password: &str) -> Result<(), Error> {
    if password.chars().count() < SHORTEST {
        return Err(Error::field("password", FieldErrorCode::OutOfRange, format!("at least {SHORTEST} characters")));
    }
    if password.len() > LONGEST {
        return Err(Error::field("password", FieldErrorCode::OutOfRange, format!("at most {LONGEST} bytes")));
    }
    Ok(())
}

/// The hash of a password, as a PHC string.
pub async fn hash(password: String) -> Result<String, Error> {
    away(move || {
        let hash = Argon2::default().hash_password(password.as_bytes());
        hash.map(|hash| hash.to_string()).map_err(|error| Error::Internal(error.to_string()))
    })
    .await?
}

/// True for the right password. Without a hash never, after the same time.
pub async fn is_right(password: String, hash: Option<String>) -> Result<bool, Error> {
    if password.len() > LONGEST {
        return Ok(false);
    }
    away(move || {
        let known = hash.is_some();
        let hash = hash.unwrap_or_else(|| NOBODY.to_owned());
        let hash = PasswordHash::new(&hash).map_err(|error| Error::Internal(error.to_string()))?;
        Ok(Argon2::default().verify_password(password.as_bytes(), &hash).is_ok() && known)
    })
    .await?
}

async fn away<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, Error> {
    // Never closed.
    let _turn = AT_ONCE.acquire().await;
    tokio::task::spawn_blocking(work).await.map_err(|error| Error::Internal(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn only_the_right_password_is_right() {
        let hash = hash("correct horse battery".to_owned()).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        assert!(is_right("correct horse battery".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!is_right("Correct horse battery".to_owned(), Some(hash.clone())).await.unwrap());
        assert!(!is_right("x".repeat(100_000), Some(hash)).await.unwrap());
        assert!(!is_right("correct horse battery".to_owned(), None).await.unwrap());
    }

    #[test]
    fn short_and_endless_passwords_are_refused() {
        assert!(check("elevencharr").is_err());
        assert!(check("ñandú-ñandú!").is_ok());
        assert!(check(&"x".repeat(257)).is_err());
    }
}
