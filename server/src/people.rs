//! People of a plan: inviting them, giving and ending posts, ending accounts. Who may is `domain::account`; what
//! is done stands in the internal history of the plan. Callers commit, then send letters.

use domain::account::{Membership, Rights, Role};
use domain::change::{Action, Entity};
use domain::error::FieldErrorCode;
use domain::id::{AccountId, MembershipId, PlanId};
use domain::people::{People, PersonRow, Post, check_name, check_post, is_email, wrong_end};
use domain::text::Lang;
use serde::Serialize;
use serde_json::{Value, json};

use crate::auth::links::{self, Purpose};
use crate::auth::{Person, second_factor};
use crate::db::Tx;
use crate::error::Error;
use crate::mail::Letter;
use crate::record::Record;
use crate::store;
use crate::store::accounts::{Account, normal_email};
use crate::store::changes::Visibility;
use crate::store::memberships::StoredPost;

/// Somebody who shall have a post.
#[derive(Debug)]
pub struct Invitation {
    /// Address for mail.
    pub email: String,
    /// Name; not used for an account that is there.
    pub name: String,
    /// Language; not used for an account that is there.
    pub language: Lang,
    /// The post.
    pub post: Membership,
}

/// All people of a plan, for those who manage them.
pub async fn list(tx: &mut Tx, person: &Person, slug: &str) -> Result<People, Error> {
    let rights = person.rights(slug);
    if !rights.manages_people {
        return Err(Error::NotAllowed);
    }
    let (plan, _) = store::plans::find(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let posts = store::memberships::of_plan(tx, plan).await?;
    let accounts = store::accounts::of_plan(tx, plan).await?;
    let protected = store::second_factors::list(tx).await?;
    let row = |account: &Account| {
        let has = protected.contains(&account.id);
        let row = row(account, &posts, has);
        let may = account.id != person.id && row.posts.iter().all(|post| rights.may_give(post.membership.role));
        PersonRow { may_reset_second_factor: has && may, ..row }
    };
    Ok(People {
        plan: slug.to_owned(),
        may_give: Role::ALL.into_iter().filter(|role| rights.may_give(*role)).collect(),
        may_disable: rights.administers,
        people: accounts.iter().map(row).collect(),
    })
}

fn row(account: &Account, posts: &[StoredPost], second_factor: bool) -> PersonRow {
    let own = posts.iter().filter(|stored| stored.account == account.id);
    PersonRow {
        id: account.id,
        name: account.name.clone(),
        email: account.email.clone(),
        language: account.language,
        state: account.state(),
        second_factor,
        may_reset_second_factor: false,
        posts: own.map(|stored| stored.post.clone()).collect(),
    }
}

/// Gives somebody a post, with an account when there is none. Gives the letter that tells it: with a link, when
/// the person has not chosen a password yet.
pub async fn invite(
    tx: &mut Tx,
    person: &Person,
    now: &str,
    slug: &str,
    invitation: Invitation,
    public_url: &str,
) -> Result<Letter, Error> {
    if !person.rights(slug).may_give(invitation.post.role) {
        return Err(Error::NotAllowed);
    }
    let (plan, _) = store::plans::lock(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let stored = store::plans::get(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let email = normal_email(&invitation.email);
    if !is_email(&email) {
        return Err(Error::field("email", FieldErrorCode::Malformed, "an address for mail"));
    }
    let known = store::accounts::find(tx, &email).await?;
    let mut errors = check_post(&invitation.post, &stored.data.institutions);
    if known.is_none() {
        errors.extend(check_name("name", &invitation.name));
    }
    if !errors.is_empty() {
        return Err(Error::Invalid(errors));
    }
    let account = match known {
        Some(account) if account.disabled => {
            return Err(Error::field("email", FieldErrorCode::Contradiction, "this account is disabled"));
        }
        Some(account) => account,
        None => {
            let id = store::accounts::add(tx, &email, invitation.name.trim(), invitation.language, now).await?;
            store::accounts::get(tx, id).await?.ok_or(Error::NotFound("account"))?
        }
    };
    let post = invitation.post;
    let held = store::memberships::of_account(tx, account.id).await?;
    if held.iter().any(|held| held.post.membership.overlaps(&post)) {
        return Err(Error::field("post", FieldErrorCode::Duplicate, "this person holds this post in these days"));
    }
    let id = store::memberships::add(tx, account.id, plan, &post).await?;
    let post = Post { id, membership: post };
    note(tx, plan, (person, now), Action::Added, &account.email, (None, Some(&post))).await?;
    if account.password.is_some() {
        let plan = &stored.data.plan;
        let title = plan.title.get(account.language, plan.default_language);
        return Ok(Letter::post(&account, &post.membership, title, public_url));
    }
    let secret = links::make(tx, account.id, Purpose::Invitation, now).await?;
    Ok(Letter::link(&account, Purpose::Invitation, public_url, &secret))
}

/// Sets the last day of a post; an empty one takes the end away.
pub async fn end_post(
    tx: &mut Tx,
    person: &Person,
    now: &str,
    slug: &str,
    id: MembershipId,
    until: &str,
) -> Result<(), Error> {
    let rights = person.rights(slug);
    if !rights.manages_people {
        return Err(Error::NotAllowed);
    }
    let (plan, _) = store::plans::lock(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    let held = store::memberships::get(tx, id).await?.filter(|held| held.plan == plan);
    let held = held.ok_or(Error::NotFound("post"))?;
    let before = &held.post.membership;
    if !rights.may_give(before.role) {
        return Err(Error::NotAllowed);
    }
    if let Some((code, message)) = wrong_end(&before.from, until) {
        return Err(Error::field("until", code, message));
    }
    if held.account == person.id && before.role == Role::Administrator && !until.is_empty() {
        let others = store::memberships::of_account(tx, person.id).await?;
        let stays = |other: &StoredPost| {
            let post = &other.post.membership;
            other.post.id != id && other.plan == plan && post.role == Role::Administrator && post.until.is_empty()
        };
        if !others.iter().any(stays) {
            let message = "nobody ends their own last post of an administrator; another administrator can";
            return Err(Error::field("until", FieldErrorCode::Contradiction, message));
        }
    }
    if before.until == until {
        return Ok(());
    }
    store::memberships::set_until(tx, id, until).await?;
    let account = store::accounts::get(tx, held.account).await?.ok_or(Error::NotFound("account"))?;
    let after = Post { id, membership: Membership { until: until.to_owned(), ..before.clone() } };
    note(tx, plan, (person, now), Action::Changed, &account.email, (Some(&held.post), Some(&after))).await
}

/// An account with the posts that it holds or will hold, else with all that it ever held: all of them must be for
/// whoever asks to govern. Nobody does such a thing to themselves.
async fn governed(
    tx: &mut Tx,
    person: &Person,
    id: AccountId,
    may: impl Fn(&Rights, Role) -> bool,
) -> Result<(Account, Vec<StoredPost>), Error> {
    let may = |post: &Membership| may(&person.rights(&post.plan), post.role);
    if !person.me.memberships.iter().any(|own| person.rights(&own.plan).manages_people) {
        return Err(Error::NotAllowed);
    }
    let account = store::accounts::get(tx, id).await?.ok_or(Error::NotFound("account"))?;
    let mut posts = store::memberships::of_account(tx, id).await?;
    let ended = |stored: &StoredPost| {
        let until = &stored.post.membership.until;
        !until.is_empty() && *until < person.today
    };
    if !posts.iter().all(ended) {
        posts.retain(|stored| !ended(stored));
    }
    // Whoever manages one plan has no say over the people of another.
    let all = !posts.is_empty() && posts.iter().all(|stored| may(&stored.post.membership));
    if id == person.id || !all { Err(Error::NotAllowed) } else { Ok((account, posts)) }
}

/// Ends an account with its sessions and links, or takes it up again. What was written stays.
pub async fn set_disabled(
    tx: &mut Tx,
    person: &Person,
    now: &str,
    id: AccountId,
    disabled: bool,
) -> Result<Account, Error> {
    let (account, posts) = governed(tx, person, id, |rights, _| rights.administers).await?;
    if account.disabled == disabled {
        return Ok(account);
    }
    store::accounts::set_disabled(tx, id, disabled.then_some(now)).await?;
    store::sessions::remove_of(tx, id).await?;
    store::links::remove_of(tx, id).await?;
    let state = |disabled: bool| json!({ "disabled": disabled });
    note_in_all(tx, &posts, (person, now), &account.email, (state(!disabled), state(disabled))).await?;
    Ok(Account { disabled, ..account })
}

/// Takes away the second factor of somebody whose device is lost, and ends their sessions. Gives the letter that
/// tells them: whoever did not ask for it must know.
pub async fn reset_second_factor(
    tx: &mut Tx,
    person: &Person,
    now: &str,
    id: AccountId,
    public_url: &str,
) -> Result<Option<Letter>, Error> {
    let (account, posts) = governed(tx, person, id, Rights::may_give).await?;
    if !second_factor::is_on(tx, id).await? {
        return Ok(None);
    }
    store::second_factors::remove(tx, id).await?;
    store::sessions::remove_of(tx, id).await?;
    let state = |on: bool| json!({ "second_factor": on });
    note_in_all(tx, &posts, (person, now), &account.email, (state(true), state(false))).await?;
    Ok(Some(Letter::second_factor_reset(&account, public_url)))
}

/// Notes it in the plan of each post, in the order of rows, so that two of these never wait for each other.
async fn note_in_all(
    tx: &mut Tx,
    posts: &[StoredPost],
    by: (&Person, &str),
    email: &str,
    (before, after): (Value, Value),
) -> Result<(), Error> {
    let mut plans: Vec<PlanId> = posts.iter().map(|stored| stored.plan).collect();
    plans.sort();
    plans.dedup();
    for plan in plans {
        note(tx, plan, by, Action::Changed, email, (Some(&before), Some(&after))).await?;
    }
    Ok(())
}

async fn note<T: Serialize>(
    tx: &mut Tx,
    plan: PlanId,
    (person, now): (&Person, &str),
    action: Action,
    email: &str,
    (before, after): (Option<&T>, Option<&T>),
) -> Result<(), Error> {
    let entry = Record {
        at: now,
        actor: &person.me.name,
        account: Some(person.id),
        action,
        entity: Entity::Person,
        code: email,
        year: None,
        reason: "",
        visibility: Visibility::Internal,
    };
    entry.add(tx, plan, before, after).await.map(drop)
}
