//! Updates of the demonstration on their way. They take the same steps as any other, so that history, notices and
//! figures agree.

use domain::filing::{Entry, FilingAction, FilingState};
use domain::text::{Lang, Text};
use domain::update::{Content, Evidence, Measure};
use serde::Deserialize;

use super::SLUG;
use crate::auth::{self, Person};
use crate::db::{Error, Tx};
use crate::filings;
use crate::store;
use crate::store::filings::At;

const FILE: &str = include_str!("../../demo-filings.toml");
const YEAR: i16 = 2011;
const REVIEWER: &str = "revision@plan.example";

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    filing: Vec<Filed>,
}

/// One of them: what is filed, and how far it is.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Filed {
    indicator: String,
    #[serde(default)]
    territory: String,
    by: String,
    state: FilingState,
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    note: Option<String>,
    explanation: Option<String>,
    evidence: Option<String>,
    reason: Option<String>,
}

impl Filed {
    fn entry(&self) -> Entry {
        let text = |words: &Option<String>| words.as_deref().map(|words| Text::new(Lang::ES, words));
        let measure = match (self.value, self.numerator, self.denominator) {
            (Some(value), _, _) => Some(Measure::Value(value)),
            (None, Some(numerator), Some(denominator)) => Some(Measure::Ratio { numerator, denominator }),
            _ => None,
        };
        Entry {
            content: measure.map(Content::Measure),
            note: text(&self.note).unwrap_or_default(),
            evidence: text(&self.evidence).map(|title| Evidence { title, url: None, file: None }).into_iter().collect(),
            explanation: self.explanation.clone().unwrap_or_default(),
            ..Entry::default()
        }
    }
}

/// Files them. The accounts are there.
pub async fn add(tx: &mut Tx, at: &str) -> Result<(), Error> {
    let file: File = toml::from_str(FILE).map_err(|error| Error::Other(error.to_string()))?;
    let reviewer = person(tx, REVIEWER, at).await?;
    for filed in file.filing {
        let reporter = person(tx, &filed.by, at).await?;
        let failed = |error: crate::error::Error| Error::Other(format!("{}: {error:?}", filed.indicator));
        let cell = At { code: &filed.indicator, territory: &filed.territory, year: YEAR };
        let desk = filings::open(tx, &reporter, at, SLUG, cell).await.map_err(failed)?;
        let mut version = desk.save(tx, filed.entry(), 0).await.map_err(failed)?.version;
        let reason = filed.reason.as_deref().unwrap_or_default();
        let steps: &[(FilingAction, &Person, &str)] = match filed.state {
            FilingState::Draft => &[],
            FilingState::Submitted => &[(FilingAction::Submit, &reporter, "")],
            FilingState::Returned => {
                &[(FilingAction::Submit, &reporter, ""), (FilingAction::Return, &reviewer, reason)]
            }
            FilingState::Approved => &[(FilingAction::Submit, &reporter, ""), (FilingAction::Approve, &reviewer, "")],
        };
        for (action, who, text) in steps {
            let desk = filings::open(tx, who, at, SLUG, cell).await.map_err(failed)?;
            version = desk.act(tx, *action, version, text).await.map_err(failed)?.0.version;
        }
    }
    Ok(())
}

/// Somebody of the demonstration.
pub async fn person(tx: &mut Tx, email: &str, at: &str) -> Result<Person, Error> {
    let missing = || Error::Other(format!("there is no account {email}"));
    let account = store::accounts::find(tx, email).await?.ok_or_else(missing)?;
    let me = auth::me(tx, &account, at).await.map_err(|error| Error::Other(error.to_string()))?;
    Ok(Person { id: account.id, session: String::new(), me, today: auth::day(at) })
}
