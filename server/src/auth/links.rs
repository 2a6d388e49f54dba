//! Links that work once: invitations, and passwords that were forgotten.

use domain::id::AccountId;

use crate::auth::{seconds_between, secret};
use crate::db::Tx;
use crate::error::Error;
use crate::store;
use crate::store::accounts::Account;

/// How long a link works, in seconds.
pub const WORKS_FOR: i64 = 24 * 3600;

/// What a link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The first password of somebody who was invited.
    Invitation,
    /// A new password.
    Reset,
}

impl Purpose {
    /// Its word in data.
    pub fn word(self) -> &'static str {
        match self {
            Purpose::Invitation => "invitation",
            Purpose::Reset => "reset",
        }
    }
}

/// Makes a link; earlier ones of the account end. Gives the secret, which is not kept.
pub async fn make(tx: &mut Tx, account: AccountId, purpose: Purpose, now: &str) -> Result<String, Error> {
    let secret = secret::new()?;
    store::links::remove_of(tx, account).await?;
    store::links::add(tx, &secret::hash(&secret), account, purpose.word(), now).await?;
    Ok(secret)
}

/// The account of a link that still works.
pub async fn find(tx: &mut Tx, secret: &str, now: &str) -> Result<(Account, String), Error> {
    let missing = || Error::NotFound("link");
    let link = store::links::get(tx, &secret::hash(secret)).await?.ok_or_else(missing)?;
    if seconds_between(&link.made_at, now) > WORKS_FOR {
        return Err(missing());
    }
    let account = store::accounts::get(tx, link.account).await?.filter(|a| !a.disabled).ok_or_else(missing)?;
    Ok((account, link.purpose))
}
