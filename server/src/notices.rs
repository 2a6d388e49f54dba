//! Telling people about the updates they work on: made in the transaction of what they report, and reminders of
//! last days by a task of the server. Several servers on one database make and send each of them once.

use std::collections::HashSet;

use domain::account::{Membership, Rights};
use domain::filing::{FilingAction, FilingState};
use domain::id::{AccountId, PlanId};
use domain::notice::{NoticeKind, Preference};
use domain::territory::duties;
use domain::year::{Year, last_day};

use crate::auth::{Person, day};
use crate::db::Tx;
use crate::error::Error;
use crate::mail::Letter;
use crate::state::AppState;
use crate::store;
use crate::store::memberships::StoredPost;
use crate::store::notices::NewNotice;

/// A step of an update that others are told about.
#[derive(Debug)]
pub struct Told<'a> {
    /// Who did it.
    pub person: &'a Person,
    /// When, RFC 3339.
    pub now: &'a str,
    /// What.
    pub action: FilingAction,
    /// Code of the indicator.
    pub code: &'a str,
    /// Year.
    pub year: Year,
    /// Code of the institution that reports it.
    pub institution: &'a str,
    /// Accounts that wrote it.
    pub writers: &'a [i64],
    /// What was said.
    pub text: &'a str,
}

/// Tells the other side: the institution about returns, approvals and comments of reviewers, the reviewers about
/// comments of the institution.
pub async fn tell(tx: &mut Tx, plan: PlanId, rights: &Rights, told: &Told<'_>) -> Result<(), Error> {
    let kind = match told.action {
        FilingAction::Return => NoticeKind::Returned,
        FilingAction::Approve => NoticeKind::Approved,
        FilingAction::Comment => NoticeKind::Commented,
        FilingAction::Save | FilingAction::Submit | FilingAction::Withdraw => return Ok(()),
    };
    let by_institution = told.action == FilingAction::Comment && rights.may_report_for(told.institution);
    let posts = store::memberships::of_plan(tx, plan).await?;
    let hears = |stored: &StoredPost| {
        let post = &stored.post.membership;
        match by_institution {
            true => post.role.reviews(),
            // Whoever wrote it and is still in the plan, in another post perhaps.
            false => reports_for(post, told.institution) || told.writers.contains(&stored.account.0),
        }
    };
    let notice = NewNotice { at: told.now, kind, code: told.code, year: told.year, text: "", once: None };
    // What was said may hold figures: it is for those who may read the update now.
    let reads = |stored: &StoredPost| {
        let post = &stored.post.membership;
        post.role.reviews() || reports_for(post, told.institution)
    };
    let readers = holders(&posts, &told.person.today, reads);
    for account in holders(&posts, &told.person.today, hears) {
        if account != told.person.id {
            let is_said = told.action != FilingAction::Approve && readers.contains(&account);
            let text = if is_said { told.text } else { "" };
            store::notices::add(tx, account, plan, &NewNotice { text, ..notice }).await?;
        }
    }
    Ok(())
}

/// Tells the institutions that they may report on a year.
pub async fn year_opened(
    tx: &mut Tx,
    plan: PlanId,
    (person, now): (&Person, &str),
    year: Year,
    deadline: Option<&str>,
) -> Result<(), Error> {
    let posts = store::memberships::of_plan(tx, plan).await?;
    let text = deadline.unwrap_or_default();
    let notice = NewNotice { at: now, kind: NoticeKind::YearOpened, code: "", year, text, once: None };
    for account in holders(&posts, &person.today, |stored| stored.post.membership.role.is_of_institution()) {
        if account != person.id {
            store::notices::add(tx, account, plan, &notice).await?;
        }
    }
    Ok(())
}

fn reports_for(post: &Membership, institution: &str) -> bool {
    post.role.is_of_institution() && post.institution == institution
}

/// Those who hold one of these posts on a day, each once.
fn holders(posts: &[StoredPost], today: &str, which: impl Fn(&StoredPost) -> bool) -> Vec<AccountId> {
    let held = posts.iter().filter(|stored| stored.post.membership.holds_on(today) && which(stored));
    let mut accounts: Vec<AccountId> = held.map(|stored| stored.account).collect();
    accounts.sort();
    accounts.dedup();
    accounts
}

/// Makes reminders and sends letters, for as long as the server runs.
pub async fn run(state: &AppState) {
    let mut told = false;
    loop {
        match tick(state).await {
            Ok(()) => told = false,
            // Once, not each minute that the database is away.
            Err(error) if !told => {
                told = true;
                tracing::warn!(%error, "cannot look for notices");
            }
            Err(_) => {}
        }
        tokio::time::sleep(state.config.notice_every).await;
    }
}

/// Makes the reminders that are due and sends the letters that wait.
pub async fn tick(state: &AppState) -> Result<(), Error> {
    let now = (state.config.clock)();
    remind(state, &now).await?;
    send(state, &now).await
}

/// One reminder that is due.
struct Reminder {
    account: AccountId,
    kind: NoticeKind,
    year: Year,
    institution: String,
    day: String,
}

async fn remind(state: &AppState, now: &str) -> Result<(), Error> {
    let mut tx = state.begin_read().await?;
    let plans = store::plans::revisions(&mut tx).await?;
    let mut missing: Vec<(PlanId, Vec<Reminder>)> = Vec::new();
    for (plan, slug, _) in plans {
        let due = due(&mut tx, plan, &slug, &day(now)).await?;
        if !due.is_empty() {
            missing.push((plan, due));
        }
    }
    drop(tx);
    // Nothing is written on most days.
    for (plan, reminders) in missing {
        let mut tx = state.begin_write().await?;
        for Reminder { account, kind, year, institution, day } in reminders {
            let notice = NewNotice { at: now, kind, code: &institution, year, text: &day, once: Some(&day) };
            store::notices::add(&mut tx, account, plan, &notice).await?;
        }
        tx.commit().await?;
    }
    Ok(())
}

/// The reminders of a plan that are due and not made: for institutions that have not handed in everything.
async fn due(tx: &mut Tx, plan: PlanId, slug: &str, today: &str) -> Result<Vec<Reminder>, Error> {
    let Some((_, header)) = store::plans::header(tx, slug).await? else { return Ok(Vec::new()) };
    let extensions = store::filings::extensions(tx, plan).await?;
    if extensions.is_empty() && header.years.iter().all(|year| last_day(year, None).is_none()) {
        return Ok(Vec::new());
    }
    let posts = store::memberships::of_plan(tx, plan).await?;
    let mut found = Vec::new();
    for stored in posts.iter().filter(|stored| stored.post.membership.holds_on(today)) {
        let post = &stored.post.membership;
        for year in header.years.iter().filter(|_| post.role.is_of_institution()) {
            let own = extensions.iter().find(|(of, own)| (*of, &own.institution) == (year.year, &post.institution));
            let Some(last) = last_day(year, own.map(|(_, own)| own.last_day.as_str())) else { continue };
            let Some(kind) = days_between(today, last).and_then(NoticeKind::of_days_left) else { continue };
            let (account, year, institution) = (stored.account, year.year, post.institution.clone());
            found.push(Reminder { account, kind, year, institution, day: last.to_owned() });
        }
    }
    if found.is_empty() {
        return Ok(found);
    }
    let made = store::notices::reminders(tx, plan).await?;
    found.retain(|r| !made.contains(&(r.account, r.kind, r.year, r.institution.clone(), r.day.clone())));
    if !found.is_empty() {
        let unfinished = unfinished(tx, plan, slug).await?;
        found.retain(|r| unfinished.contains(&(r.institution.clone(), r.year)));
    }
    Ok(found)
}

/// Institutions and years with an indicator for which nothing was handed in.
async fn unfinished(tx: &mut Tx, plan: PlanId, slug: &str) -> Result<HashSet<(String, Year)>, Error> {
    let Some(stored) = store::plans::get(tx, slug).await? else { return Ok(HashSet::new()) };
    let parts = store::territories::list(tx, plan, None, None).await?;
    let whole = stored.data.updates.iter().map(|update| (String::new(), update));
    let all = whole.chain(parts.iter().map(|(territory, part)| (territory.clone(), part)));
    let mut done: HashSet<(String, String, Year)> =
        all.map(|(territory, update)| (update.indicator.clone(), territory, update.year)).collect();
    for (code, territory, year, state) in store::filings::states(tx, plan).await? {
        match state {
            FilingState::Submitted | FilingState::Approved => done.insert((code, territory, year)),
            // A correction that was begun or sent back waits for the institution.
            FilingState::Draft | FilingState::Returned => done.remove(&(code, territory, year)),
        };
    }
    let mut unfinished = HashSet::new();
    let data = &stored.data;
    for duty in duties(&data.indicators, &data.territories, &data.institutions) {
        let open = data.plan.years.iter().map(|year| year.year);
        let is_done = |year| done.contains(&(duty.indicator.code.clone(), duty.territory.to_owned(), year));
        unfinished.extend(open.filter(|year| !is_done(*year)).map(|year| (duty.institution.to_owned(), year)));
    }
    Ok(unfinished)
}

fn days_between(from: &str, to: &str) -> Option<i64> {
    let read = |day: &str| day.parse::<jiff::civil::Date>().ok();
    let span = read(from)?.until(read(to)?).ok()?;
    Some(i64::from(span.get_days()))
}

/// Sends what waits: one letter a person.
async fn send(state: &AppState, now: &str) -> Result<(), Error> {
    let mut tx = state.begin_read().await?;
    let expecting = store::notices::expecting(&mut tx, &day(now)).await?;
    drop(tx);
    for account in expecting {
        let mut tx = state.begin_write().await?;
        // Once more with the lock: another server may have sent it meanwhile.
        let Some((preference, last)) = store::notices::lock_letters(&mut tx, account).await? else { continue };
        let had_one_today = last.is_some_and(|last| day(&last) == day(now));
        let waits = match preference {
            Preference::AtOnce => false,
            Preference::Daily => had_one_today,
            Preference::Never => true,
        };
        if waits {
            continue;
        }
        let notices = store::notices::take(&mut tx, account, now).await?;
        let account = store::accounts::get(&mut tx, account).await?;
        tx.commit().await?;
        // After the commit: one that is lost on the way is still on the page, and none comes twice.
        if let Some(account) = account.filter(|_| !notices.is_empty()) {
            state.mail.post(Letter::notices(&account, &notices, &state.config.public_url));
        }
    }
    Ok(())
}
