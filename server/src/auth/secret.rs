//! Secrets that a person's browser or mail holds: 32 random bytes. The database has only their hash, so that
//! whoever reads it can sign in as nobody.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

use crate::error::Error;

/// A new secret, 43 letters that need no escaping in an address.
pub fn new() -> Result<String, Error> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(|error| Error::Internal(error.to_string()))?;
    Ok(URL_SAFE_NO_PAD.encode(bytes))
}

/// The hash of a secret. A plain hash is enough: what is random cannot be guessed.
pub fn hash(secret: &str) -> String {
    Sha256::digest(secret).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_are_long_and_never_the_same() {
        let (one, other) = (new().unwrap(), new().unwrap());
        assert_eq!((one.len(), hash(&one).len()), (43, 64));
        assert_ne!(one, other);
        assert_ne!(hash(&one), hash(&other));
    }
}
