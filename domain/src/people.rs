//! People of a plan as those who manage them read them, and what a post and an account must hold.

use serde::{Deserialize, Serialize};

use crate::account::{Membership, Role};
use crate::error::{FieldError, FieldErrorCode};
use crate::id::{AccountId, MembershipId};
use crate::institution::Institution;
use crate::text::{Lang, is_text};
use crate::year::is_day;

/// Longest name of a person or a post, in characters.
pub const LONGEST_NAME: usize = 200;

/// Where an account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum AccountState {
    /// Has not chosen a password yet.
    Invited,
    /// Can sign in.
    Active,
    /// May not sign in any more.
    Disabled,
}

/// A post with its row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    /// Its row, by which it is changed.
    pub id: MembershipId,
    /// Institution, post, role, days.
    pub membership: Membership,
}

/// Somebody with posts in a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonRow {
    /// The account.
    pub id: AccountId,
    /// Name.
    pub name: String,
    /// Address for mail, and the name to sign in with.
    pub email: String,
    /// Language of pages and mail.
    pub language: Lang,
    /// Where the account stands.
    pub state: AccountState,
    /// True when signing in asks for a code too.
    #[serde(default)]
    pub second_factor: bool,
    /// True when whoever asked may take the second factor away, for a lost device.
    #[serde(default)]
    pub may_reset_second_factor: bool,
    /// Posts in this plan, past and future ones too, in the order in which they were given.
    pub posts: Vec<Post>,
}

/// All people of a plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct People {
    /// Address of the plan.
    pub plan: String,
    /// Roles that whoever asked may give and end.
    pub may_give: Vec<Role>,
    /// True when whoever asked may end accounts.
    pub may_disable: bool,
    /// By e-mail.
    pub people: Vec<PersonRow>,
}

/// What is wrong with a post that shall be given.
pub fn check_post(post: &Membership, institutions: &[Institution]) -> Vec<FieldError> {
    let mut errors = check_name("post", &post.post);
    let mut wrong = |field: &str, code, message: &str| {
        errors.push(FieldError { field: field.to_owned(), code, message: message.to_owned() });
    };
    if !post.role.is_of_institution() && !post.institution.is_empty() {
        wrong("institution", FieldErrorCode::Contradiction, "only reporters and leads have an institution");
    }
    if post.role.is_of_institution() && !institutions.iter().any(|known| known.code == post.institution) {
        let code = if post.institution.is_empty() { FieldErrorCode::Missing } else { FieldErrorCode::Unknown };
        wrong("institution", code, "a reporter or lead needs an institution of the plan");
    }
    let from = if is_day(&post.from) { post.from.as_str() } else { "" };
    if from.is_empty() {
        wrong("from", FieldErrorCode::Malformed, "a day such as 2011-03-31");
    }
    if let Some((code, message)) = wrong_end(from, &post.until) {
        wrong("until", code, message);
    }
    errors
}

/// What is wrong with the last day of a post; empty is no end.
pub fn wrong_end(from: &str, until: &str) -> Option<(FieldErrorCode, &'static str)> {
    if until.is_empty() {
        None
    } else if !is_day(until) {
        Some((FieldErrorCode::Malformed, "a day such as 2011-03-31, or nothing"))
    } else {
        // ISO days compare as texts.
        (until < from).then_some((FieldErrorCode::OutOfRange, "the last day does not come before the first"))
    }
}

/// What is wrong with a name.
pub fn check_name(field: &str, name: &str) -> Vec<FieldError> {
    let length = name.chars().count();
    let wrong = if name.trim().is_empty() {
        (FieldErrorCode::Missing, "a name is needed".to_owned())
    } else if length > LONGEST_NAME {
        (FieldErrorCode::OutOfRange, format!("at most {LONGEST_NAME} characters"))
    } else if !is_text(name) || name.contains(['\n', '\r', '\t']) {
        (FieldErrorCode::Malformed, "one line of text".to_owned())
    } else {
        return Vec::new();
    };
    vec![FieldError { field: field.to_owned(), code: wrong.0, message: wrong.1 }]
}

/// True when a text can be an address for mail. Whether somebody reads there only a letter can tell.
pub fn is_email(text: &str) -> bool {
    let shaped = text.split_once('@').is_some_and(|(name, host)| {
        !name.is_empty() && host.contains('.') && !host.starts_with('.') && !host.ends_with('.') && !host.contains('@')
    });
    let odd = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '<' | '>' | '"' | ',' | ';' | '(' | ')');
    shaped && text.len() <= 254 && !text.contains(odd)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::institution::InstitutionKind;
    use crate::text::Text;

    fn post(role: Role, institution: &str, name: &str, from: &str, until: &str) -> Membership {
        Membership {
            plan: "p".into(),
            institution: institution.into(),
            post: name.into(),
            role,
            from: from.into(),
            until: until.into(),
        }
    }

    #[test]
    fn a_post_needs_what_its_role_is_for_and_days_in_order() {
        let known = [Institution {
            territory: None,
            code: "A".into(),
            name: Text::new(Lang::ES, "A"),
            kind: InstitutionKind::Ministry,
            parent: None,
            role: Text::default(),
        }];
        let day = "2011-01-01";
        for (post, wanted) in [
            (post(Role::Reporter, "A", "Statistics", day, ""), &[][..]),
            (post(Role::Reviewer, "", "Review", day, day), &[]),
            (post(Role::Reporter, "", "Statistics", day, ""), &["institution"]),
            (post(Role::Lead, "B", "Statistics", day, ""), &["institution"]),
            (post(Role::Coordinator, "A", "Coordination", day, ""), &["institution"]),
            (post(Role::Lead, "A", " ", day, ""), &["post"]),
            (post(Role::Lead, "A", "two\nlines", day, ""), &["post"]),
            (post(Role::Lead, "A", &"x".repeat(201), day, ""), &["post"]),
            (post(Role::Lead, "A", "x", "", "2010-12-32"), &["from", "until"]),
            (post(Role::Lead, "A", "x", day, "2010-12-31"), &["until"]),
        ] {
            let fields: Vec<String> = check_post(&post, &known).into_iter().map(|error| error.field).collect();
            assert_eq!(fields, wanted, "{post:?}");
        }
    }

    #[test]
    fn an_address_for_mail_has_a_name_and_a_host() {
        for (text, wanted) in [
            ("ana@example.org", true),
            ("ana.rios+plan@mail.example.gob.pe", true),
            ("ana@localhost", false),
            ("@example.org", false),
            ("ana@.org", false),
            ("ana@example.", false),
            ("ana@b@example.org", false),
            ("ana rios@example.org", false),
            ("<ana@example.org>", false),
            ("ana@example.org,eva@example.org", false),
            ("", false),
        ] {
            assert_eq!(is_email(text), wanted, "{text}");
        }
    }
}
