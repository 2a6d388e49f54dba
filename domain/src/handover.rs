//! What whoever takes over a post finds: who held it before and after, what it answers for, what is unfinished,
//! whom to ask.

use serde::{Deserialize, Serialize};

use crate::filing::FilingState;
use crate::people::Post;
use crate::text::Text;
use crate::year::Year;

/// One post with all that belongs to it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Handover {
    /// The post of whoever asked.
    pub post: Post,
    /// Everybody who holds, held or will hold the same post, by first day.
    pub holders: Vec<Holder>,
    /// Indicators of its institution, in reading order; none for the coordination.
    pub indicators: Vec<Duty>,
    /// Updates that wait for this post: drafts and returned ones of the institution, submitted ones for the
    /// coordination. By year, then in reading order.
    pub waiting: Vec<Waiting>,
    /// Those who review now, by name.
    pub reviewers: Vec<Contact>,
}

/// Somebody in the post, from a day until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Holder {
    /// Who.
    pub contact: Contact,
    /// First day, ISO 8601.
    pub from: String,
    /// Last day; empty while no end is set.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub until: String,
}

/// How somebody is reached.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Contact {
    /// Name.
    pub name: String,
    /// Address for mail.
    pub email: String,
}

/// An indicator that the institution reports.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Duty {
    /// Code.
    pub code: String,
    /// Title.
    pub title: Text,
    /// Means of verification: where the figure comes from.
    #[serde(default, skip_serializing_if = "Text::is_empty")]
    pub verification: Text,
}

/// An update that waits for somebody in the post.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Waiting {
    /// Code of the indicator.
    pub indicator: String,
    /// Code of the territory, of a part.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub territory: String,
    /// Year.
    pub year: Year,
    /// Where it stands.
    pub state: FilingState,
    /// Who wrote last.
    pub saved_by: String,
    /// When, RFC 3339 in UTC.
    pub saved_at: String,
    /// Why it was sent back.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
}
