//! Reading figures that the public may not see is recorded: who, when, what. What is read again within the hour is
//! known without asking the database. Reading waits for the record only shortly: when the database is busy it is
//! written a little later.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use domain::reading::ReadingKind;
use domain::year::Year;

use crate::auth::Person;
use crate::error::Error;
use crate::state::AppState;
use crate::store;
use crate::store::readings::NewReading;

/// How long an answer waits for its record.
const WAIT: Duration = Duration::from_millis(300);

/// Pauses before the next tries, in seconds.
const TRIES: [u64; 4] = [0, 2, 30, 300];

/// Begin of a time that names its hour: `2011-03-01T12`.
const HOUR: usize = 13;

/// What was recorded in the present hour.
#[derive(Debug, Default)]
pub struct Noted(Mutex<(String, HashSet<NewReading>)>);

impl Noted {
    /// True for what is new in this hour; it is not afterwards.
    fn is_new(&self, hour: &str, reading: &NewReading) -> bool {
        let mut noted = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if noted.0 != hour {
            *noted = (hour.to_owned(), HashSet::new());
        }
        noted.1.insert(reading.clone())
    }

    fn forget(&self, reading: &NewReading) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).1.remove(reading);
    }
}

/// What is read, before it is known by whom.
#[derive(Clone, Debug)]
pub struct What<'a> {
    /// Address of the plan.
    pub plan: &'a str,
    /// What.
    pub kind: ReadingKind,
    /// Code of the institution; empty for all.
    pub institution: &'a str,
    /// Code of the indicator; empty for a list.
    pub indicator: &'a str,
    /// The year.
    pub year: Option<Year>,
    /// Name of a file, or of a post.
    pub detail: &'a str,
}

impl<'a> What<'a> {
    /// A list of a plan.
    pub fn list(plan: &'a str, kind: ReadingKind, year: Option<Year>) -> Self {
        What { plan, kind, institution: "", indicator: "", year, detail: "" }
    }

    /// One cell.
    pub fn cell(plan: &'a str, indicator: &'a str, year: Year) -> Self {
        What { indicator, year: Some(year), ..What::list(plan, ReadingKind::Update, None) }
    }
}

/// Records that somebody reads this now. Call it when the answer is ready and no transaction is open.
pub async fn note(state: &AppState, person: &Person, what: What<'_>) {
    let at = (state.config.clock)();
    let reading = NewReading {
        account: person.id,
        plan: what.plan.to_owned(),
        kind: what.kind,
        institution: what.institution.to_owned(),
        indicator: what.indicator.to_owned(),
        year: what.year,
        detail: what.detail.to_owned(),
    };
    if !state.noted.is_new(at.get(..HOUR).unwrap_or(&at), &reading) {
        return;
    }
    // In a task of its own: it goes on when the answer does not wait, or when whoever asked has gone.
    let record = tokio::spawn(record(state.clone(), reading, at));
    if tokio::time::timeout(WAIT, record).await.is_err() {
        tracing::debug!("a reading is recorded after its answer");
    }
}

async fn record(state: AppState, reading: NewReading, at: String) {
    for pause in TRIES {
        tokio::time::sleep(Duration::from_secs(pause)).await;
        match write(&state, &reading, &at).await {
            Ok(()) => return,
            Err(error) => tracing::warn!(?error, "a reading was not recorded; trying again"),
        }
    }
    state.noted.forget(&reading);
    // The log has it at least.
    tracing::error!(account = reading.account.0, kind = reading.kind.word(), %at, "a reading was not recorded");
}

async fn write(state: &AppState, reading: &NewReading, at: &str) -> Result<(), Error> {
    let mut tx = state.begin_write().await?;
    store::readings::add(&mut tx, reading, at, at.get(..HOUR).unwrap_or(at)).await?;
    Ok(tx.commit().await?)
}

#[cfg(test)]
mod tests {
    use domain::id::AccountId;

    use super::*;

    #[test]
    fn the_same_is_new_once_an_hour() {
        let noted = Noted::default();
        let reading = |indicator: &str| NewReading {
            account: AccountId(1),
            plan: "p".into(),
            kind: ReadingKind::Update,
            institution: String::new(),
            indicator: indicator.into(),
            year: Some(2011),
            detail: String::new(),
        };
        for (hour, indicator, wanted) in
            [("10", "a", true), ("10", "a", false), ("10", "b", true), ("11", "a", true), ("11", "a", false)]
        {
            assert_eq!(noted.is_new(hour, &reading(indicator)), wanted, "{hour} {indicator}");
        }
        noted.forget(&reading("a"));
        assert!(noted.is_new("11", &reading("a")));
    }
}
