//! People who sign in: their posts and roles, and what a role may do. How somebody proves who they are is
//! the server's business.

use serde::{Deserialize, Serialize};

use crate::text::Lang;
use crate::words::words;

/// What somebody may do in a post. Source: docs/updates.md.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Writes and submits the updates of an institution.
    Reporter,
    /// The same, and answers for all of the institution.
    Lead,
    /// Checks what was submitted, for the whole plan.
    Reviewer,
    /// Opens and closes years, manages people, and checks.
    Coordinator,
    /// Manages people and the server.
    Administrator,
}

words!(Role { ALL, pub word, pub of }
    Reporter => "reporter", Lead => "lead", Reviewer => "reviewer", Coordinator => "coordinator",
    Administrator => "administrator");

impl Role {
    /// True for roles that check updates.
    pub fn reviews(self) -> bool {
        matches!(self, Role::Reviewer | Role::Coordinator)
    }

    /// True for roles that act for one institution; the others act for the coordination of the plan.
    pub fn is_of_institution(self) -> bool {
        matches!(self, Role::Reporter | Role::Lead)
    }
}

/// Somebody in a post of one plan, from a day until a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Membership {
    /// Address of the plan.
    pub plan: String,
    /// Code of the institution; empty for the coordination of the plan.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub institution: String,
    /// Name of the post, to which the duties belong.
    pub post: String,
    /// Role.
    pub role: Role,
    /// First day, ISO 8601.
    pub from: String,
    /// Last day, ISO 8601; empty while no end is set.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub until: String,
}

impl Membership {
    /// True on that day (ISO 8601), first and last day included.
    pub fn holds_on(&self, day: &str) -> bool {
        // ISO days compare as texts.
        self.from.as_str() <= day && (self.until.is_empty() || day <= self.until.as_str())
    }
}

impl Membership {
    /// True for the same post in days that both have.
    pub fn overlaps(&self, other: &Membership) -> bool {
        let ends_before = |a: &Membership, b: &Membership| !a.until.is_empty() && a.until < b.from;
        let same = |post: &Membership| (post.plan.clone(), post.institution.clone(), post.post.clone(), post.role);
        same(self) == same(other) && !ends_before(self, other) && !ends_before(other, self)
    }
}

/// What is missing before somebody who gave the right password may do anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Lack {
    /// A code of their second factor.
    Code,
    /// A second factor, which one of their posts requires.
    SetUp,
}

/// Whoever is signed in, as pages see them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Me {
    /// Name.
    pub name: String,
    /// Address for mail, and the name to sign in with.
    pub email: String,
    /// Language of pages and mail.
    pub language: Lang,
    /// Posts that are held now; none while something is missing.
    pub memberships: Vec<Membership>,
    /// What is missing before anything may be done.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lacks: Option<Lack>,
}

impl Me {
    /// May hand in files: whoever writes updates of some institution now.
    pub fn may_upload(&self) -> bool {
        self.memberships.iter().any(|membership| membership.role.is_of_institution())
    }
}

/// What somebody may do in one plan: the one place that knows it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rights {
    /// Institutions whose updates may be written.
    pub reports_for: Vec<String>,
    /// May check updates.
    pub reviews: bool,
    /// May move years and extend deadlines.
    pub coordinates: bool,
    /// May invite people and end posts.
    pub manages_people: bool,
    /// May make administrators and end accounts.
    pub administers: bool,
}

impl Rights {
    /// The rights that these memberships give in a plan on a day.
    pub fn of(memberships: &[Membership], plan: &str, day: &str) -> Rights {
        let mut rights = Rights::default();
        for membership in memberships.iter().filter(|m| m.plan == plan && m.holds_on(day)) {
            let role = membership.role;
            if role.is_of_institution() {
                rights.reports_for.push(membership.institution.clone());
            }
            rights.reviews |= role.reviews();
            rights.coordinates |= role == Role::Coordinator;
            rights.manages_people |= matches!(role, Role::Coordinator | Role::Administrator);
            rights.administers |= role == Role::Administrator;
        }
        rights.reports_for.sort();
        rights.reports_for.dedup();
        rights
    }

    /// May write updates for this institution.
    pub fn may_report_for(&self, institution: &str) -> bool {
        self.reports_for.iter().any(|code| code == institution)
    }

    /// May give a role, and end a post with it: nobody gives more than they have.
    pub fn may_give(&self, role: Role) -> bool {
        self.manages_people && (self.administers || role != Role::Administrator)
    }

    /// May see updates on their way, of some institution or of all.
    pub fn is_staff(&self) -> bool {
        self.reviews || self.manages_people || !self.reports_for.is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn post(role: Role, institution: &str, from: &str, until: &str) -> Membership {
        Membership {
            plan: "p".into(),
            institution: institution.into(),
            post: "post".into(),
            role,
            from: from.into(),
            until: until.into(),
        }
    }

    #[test]
    fn words_of_roles_read_back() {
        for role in Role::ALL {
            assert_eq!(Role::of(role.word()), Some(role));
            assert_eq!(serde_json::to_value(role).unwrap(), role.word());
        }
        assert_eq!(Role::of("king"), None);
    }

    #[test]
    fn a_post_is_held_from_its_first_to_its_last_day() {
        let held = post(Role::Reporter, "A", "2011-02-01", "2011-02-28");
        for (day, wanted) in [("2011-01-31", false), ("2011-02-01", true), ("2011-02-28", true), ("2011-03-01", false)]
        {
            assert_eq!(held.holds_on(day), wanted, "{day}");
        }
        assert!(post(Role::Reporter, "A", "2011-02-01", "").holds_on("2999-01-01"));
    }

    #[test]
    fn the_same_post_overlaps_in_days_that_both_have() {
        let held = post(Role::Lead, "A", "2011-02-01", "2011-02-28");
        for (other, wanted) in [
            (post(Role::Lead, "A", "2011-02-28", ""), true),
            (post(Role::Lead, "A", "2011-03-01", ""), false),
            (post(Role::Lead, "A", "2011-01-01", "2011-01-31"), false),
            (post(Role::Lead, "A", "2011-01-01", "2011-02-01"), true),
            (post(Role::Reporter, "A", "2011-02-01", ""), false),
            (post(Role::Lead, "B", "2011-02-01", ""), false),
        ] {
            assert_eq!((held.overlaps(&other), other.overlaps(&held)), (wanted, wanted), "{other:?}");
        }
    }

    #[test]
    fn nobody_gives_a_role_above_their_own() {
        for held in Role::ALL {
            let rights = Rights::of(&[post(held, "A", "2011-01-01", "")], "p", "2011-06-01");
            for role in Role::ALL {
                let wanted = match held {
                    Role::Reporter | Role::Lead | Role::Reviewer => false,
                    Role::Coordinator => role != Role::Administrator,
                    Role::Administrator => true,
                };
                assert_eq!(rights.may_give(role), wanted, "{held:?} gives {role:?}");
            }
        }
    }

    #[test]
    fn each_role_gives_what_it_is_for() {
        let day = "2011-06-01";
        let rights = |role| Rights::of(&[post(role, "A", "2011-01-01", "")], "p", day);
        for (role, reports, reviews, coordinates, people) in [
            (Role::Reporter, true, false, false, false),
            (Role::Lead, true, false, false, false),
            (Role::Reviewer, false, true, false, false),
            (Role::Coordinator, false, true, true, true),
            (Role::Administrator, false, false, false, true),
        ] {
            let rights = rights(role);
            assert_eq!(rights.may_report_for("A"), reports, "{role:?}");
            assert!(!rights.may_report_for("B"));
            assert_eq!(rights.reviews, reviews, "{role:?}");
            assert_eq!(rights.coordinates, coordinates, "{role:?}");
            assert_eq!(rights.manages_people, people, "{role:?}");
        }
        assert_eq!(Rights::of(&[post(Role::Reviewer, "", "2011-01-01", "")], "other", day), Rights::default());
        assert_eq!(Rights::of(&[post(Role::Reviewer, "", "2011-07-01", "")], "p", day), Rights::default());
    }
}
