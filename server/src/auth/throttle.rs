//! Wrong sign-ins slow the next ones down: for the account, whether it exists or not, and for the address
//! they come from. An attempt is counted before the password is looked at, so that many at once help nobody.

use std::net::{IpAddr, Ipv6Addr};

use crate::auth::seconds_between;
use crate::db::Tx;
use crate::error::Error;
use crate::state::AppState;
use crate::store;

/// Wrong sign-ins without any delay, of an account.
const FREE_OF_ACCOUNT: i64 = 5;
/// The same of an address, behind which an office may sit.
const FREE_OF_ADDRESS: i64 = 30;
/// Wrong join codes without any delay, of an address behind which the whole room sits.
const FREE_OF_ROOM: i64 = 30;
/// Longest delay, in seconds.
const LONGEST: i64 = 900;
/// Longest delay of join codes: somebody who mistypes must not lock the others out for long.
const LONGEST_OF_ROOM: i64 = 60;
/// The same of join codes.
const FORGET_ROOM_AFTER: i64 = 3600;
/// After this long without an attempt all is forgotten, in seconds.
pub const FORGET_AFTER: i64 = 24 * 3600;

/// What is slowed down.
#[derive(Clone, Debug)]
pub enum Subject {
    /// An account, by what was typed as its e-mail.
    Account(String),
    /// A network address.
    Address(String),
    /// A network address from which join codes are tried.
    Room(String),
}

impl Subject {
    /// Its key in the table of attempts.
    pub fn key(&self) -> String {
        match self {
            // Hashed: what people type by mistake in place of an e-mail may be a password.
            Subject::Account(email) => format!("account:{}", super::secret::hash(email)),
            Subject::Address(address) => format!("address:{}", network(address)),
            Subject::Room(address) => format!("room:{}", network(address)),
        }
    }

    fn free(&self) -> i64 {
        match self {
            Subject::Account(_) => FREE_OF_ACCOUNT,
            Subject::Address(_) => FREE_OF_ADDRESS,
            Subject::Room(_) => FREE_OF_ROOM,
        }
    }

    fn forget_after(&self) -> i64 {
        if matches!(self, Subject::Room(_)) { FORGET_ROOM_AFTER } else { FORGET_AFTER }
    }

    fn delay(&self, failures: i64) -> i64 {
        let longest = if matches!(self, Subject::Room(_)) { LONGEST_OF_ROOM } else { LONGEST };
        delay(failures, self.free()).min(longest)
    }
}

/// What one visitor has of addresses: in IPv6 that is 64 bits, of which they may take any number.
fn network(address: &str) -> String {
    match address.parse::<IpAddr>().map(|address| address.to_canonical()) {
        Ok(IpAddr::V6(address)) => {
            let [a, b, c, d, ..] = address.segments();
            format!("{}/64", Ipv6Addr::new(a, b, c, d, 0, 0, 0, 0))
        }
        Ok(IpAddr::V4(address)) => address.to_string(),
        Err(_) => address.to_owned(),
    }
}

/// Seconds to wait after that many wrong sign-ins: doubling from two.
fn delay(failures: i64, free: i64) -> i64 {
    match failures - free {
        ..0 => 0,
        over => 2_i64.saturating_pow(u32::try_from(over + 1).unwrap_or(u32::MAX)).min(LONGEST),
    }
}

/// Counts an attempt, or says how long to wait.
pub async fn count(state: &AppState, subjects: &[Subject]) -> Result<(), Error> {
    let now = (state.config.clock)();
    let mut tx = state.begin_write().await?;
    for subject in subjects {
        let failures = look(&mut tx, subject, &now).await?;
        store::attempts::set(&mut tx, &subject.key(), failures + 1, &now).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// How many wrong attempts there were, or how long to wait. Nobody else counts until the transaction ends.
pub async fn look(tx: &mut Tx, subject: &Subject, now: &str) -> Result<i64, Error> {
    let (failures, last_at) = store::attempts::lock(tx, &subject.key(), now).await?;
    let failures = if seconds_between(&last_at, now) < subject.forget_after() { failures } else { 0 };
    let wait = subject.delay(failures) - seconds_between(&last_at, now);
    if failures > 0 && wait > 0 { Err(Error::TooManyAttempts(wait)) } else { Ok(failures) }
}

/// Takes the counted attempt back: it was right. The account starts anew, the address as before.
pub async fn forgive(tx: &mut Tx, subjects: &[Subject], now: &str) -> Result<(), Error> {
    for subject in subjects {
        match (subject, store::attempts::lock(tx, &subject.key(), now).await?) {
            (Subject::Address(_), (failures, last_at)) if failures > 1 => {
                store::attempts::set(tx, &subject.key(), failures - 1, &last_at).await?;
            }
            _ => store::attempts::remove(tx, &subject.key()).await?,
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_visitor_is_one_address_or_one_network_of_ipv6() {
        for (address, wanted) in [
            ("192.0.2.7", "192.0.2.7"),
            ("::ffff:192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::1", "2001:db8:1:2::/64"),
            ("2001:db8:1:3::1", "2001:db8:1:3::/64"),
            ("unknown", "unknown"),
        ] {
            assert_eq!(network(address), wanted);
        }
    }

    #[test]
    fn the_delay_grows_and_ends_at_a_quarter_of_an_hour() {
        let delays: Vec<i64> = (3..=16).map(|failures| delay(failures, 5)).collect();
        assert_eq!(delays, [0, 0, 2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900]);
        assert_eq!(delay(i64::MAX, 5), LONGEST);
    }
}
