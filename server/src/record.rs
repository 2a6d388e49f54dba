//! Writing one change of a plan into its history: the next revision, who, what, before and after.

use domain::change::{Action, Entity};
use domain::error::FieldErrorCode;
use domain::id::{AccountId, PlanId};
use domain::year::Year;
use serde::Serialize;
use serde_json::Value;

use crate::db::Tx;
use crate::error::Error;
use crate::store;
use crate::store::changes::{NewChange, Visibility};

/// Longest reason, comment or explanation, in characters.
pub const LONGEST_TEXT: usize = 2000;

/// A change as it is made.
#[derive(Clone, Copy, Debug)]
pub struct Record<'a> {
    /// When, RFC 3339.
    pub at: &'a str,
    /// Who, as everybody may read it.
    pub actor: &'a str,
    /// Whose account it was; none is a machine's.
    pub account: Option<AccountId>,
    /// What was done.
    pub action: Action,
    /// To what.
    pub entity: Entity,
    /// Its code.
    pub code: &'a str,
    /// The year, when it is about one.
    pub year: Option<Year>,
    /// Why.
    pub reason: &'a str,
    /// Who may see it.
    pub visibility: Visibility,
}

impl Record<'_> {
    /// Adds it to a plan that is locked, and gives the revision after it.
    pub async fn add<T: Serialize>(
        self,
        tx: &mut Tx,
        plan: PlanId,
        before: Option<&T>,
        after: Option<&T>,
    ) -> Result<i64, Error> {
        let revision = store::plans::bump(tx, plan, self.visibility).await?;
        let change = NewChange {
            revision,
            at: self.at.to_owned(),
            actor: self.actor.to_owned(),
            account: self.account,
            action: self.action,
            entity: self.entity,
            code: self.code.to_owned(),
            year: self.year,
            before: as_json(before)?,
            after: as_json(after)?,
            reason: self.reason.to_owned(),
            visibility: self.visibility,
        };
        store::changes::add(tx, plan, &change).await?;
        Ok(revision)
    }
}

fn as_json<T: Serialize>(record: Option<&T>) -> Result<Option<Value>, Error> {
    record.map(serde_json::to_value).transpose().map_err(|error| Error::Internal(error.to_string()))
}

/// Refuses a text that is longer than that many characters, or is none.
pub fn check_text(field: &str, text: &str, longest: usize) -> Result<(), Error> {
    if text.chars().count() > longest {
        return Err(Error::field(field, FieldErrorCode::OutOfRange, format!("at most {longest} characters")));
    }
    if !domain::text::is_text(text) {
        return Err(Error::field(field, FieldErrorCode::Malformed, "control characters are no text"));
    }
    Ok(())
}
