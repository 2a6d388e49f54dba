//! What belongs to a post, whoever holds it: for the person who holds it now.

use std::collections::HashMap;

use domain::filing::return_reason;
use domain::handover::{Contact, Duty, Handover, Holder, Waiting};
use domain::id::{AccountId, MembershipId};
use domain::people::Post;
use domain::territory::duties;

use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::store;
use crate::store::filings::StoredFiling;

/// The posts that a person holds today.
pub async fn posts(tx: &mut Tx, person: &Person) -> Result<Vec<Post>, Error> {
    let posts = store::memberships::of_account(tx, person.id).await?.into_iter().map(|stored| stored.post);
    Ok(posts.filter(|post| post.membership.holds_on(&person.today)).collect())
}

/// One of them with all that belongs to it.
pub async fn read(tx: &mut Tx, person: &Person, id: MembershipId) -> Result<Handover, Error> {
    let held = store::memberships::get(tx, id).await?;
    let held = held.filter(|held| held.account == person.id && held.post.membership.holds_on(&person.today));
    let held = held.ok_or(Error::NotAllowed)?;
    let own = &held.post.membership;
    let accounts = store::accounts::of_plan(tx, held.plan).await?;
    let contacts: HashMap<AccountId, Contact> = accounts
        .iter()
        .map(|account| (account.id, Contact { name: account.name.clone(), email: account.email.clone() }))
        .collect();
    let mut holders = Vec::new();
    let mut reviewers = Vec::new();
    for stored in store::memberships::of_plan(tx, held.plan).await? {
        let (post, account) = (stored.post.membership, stored.account);
        let Some(contact) = contacts.get(&account) else { continue };
        let may_be_asked = accounts.iter().any(|known| known.id == account && !known.disabled);
        if may_be_asked && post.role.reviews() && post.holds_on(&person.today) {
            reviewers.push(contact.clone());
        }
        if (&post.institution, &post.post) == (&own.institution, &own.post) {
            holders.push(Holder { contact: contact.clone(), from: post.from, until: post.until });
        }
    }
    holders.sort_by(|a, b| (&a.from, &a.contact).cmp(&(&b.from, &b.contact)));
    reviewers.sort();
    reviewers.dedup();
    let institution = Some(own.institution.as_str()).filter(|code| !code.is_empty());
    let mut indicators = Vec::new();
    if let Some(code) = institution {
        let frame = store::plans::frame(tx, held.plan).await?.ok_or(Error::NotFound("plan"))?;
        let all = store::indicators::list(tx, held.plan).await?;
        let own = duties(&all, &frame.territories, &frame.institutions).into_iter();
        let own = own.filter(|duty| duty.institution == code).map(|duty| duty.indicator.clone());
        indicators.extend(own.map(|i| Duty { code: i.code, title: i.title, verification: i.verification }));
    }
    let waiting = if institution.is_some() || own.role.reviews() {
        store::filings::waiting(tx, held.plan, institution).await?.into_iter().map(waiting).collect()
    } else {
        Vec::new()
    };
    Ok(Handover { post: held.post, holders, indicators, waiting, reviewers })
}

fn waiting(stored: StoredFiling) -> Waiting {
    let reason = return_reason(&stored.body.remarks).map(|remark| remark.text.clone()).unwrap_or_default();
    Waiting {
        indicator: stored.indicator,
        territory: stored.territory,
        year: stored.year,
        state: stored.state,
        saved_by: stored.body.saved_by,
        saved_at: stored.body.saved_at,
        reason,
    }
}
