//! `matriz user`: accounts and posts from the command line. The first administrator is made here.

use std::io::Write;

use clap::{Args, Subcommand, ValueEnum};
use domain::account::{Membership, Role};
use domain::people::{AccountState, check_name, check_post, is_email};
use domain::text::Lang;

use super::{DataOptions, Error, say};
use crate::auth::links::{self, Purpose};
use crate::auth::{self, password};
use crate::config;
use crate::db::Tx;
use crate::mail::letters::page_language;
use crate::store;
use crate::store::accounts::{Account, normal_email};

#[derive(Debug, Subcommand)]
pub enum UserCommand {
    /// Add somebody, or a post to somebody who is there; prints the link that sets the password.
    Add(Add),
    /// Print a new link for somebody; the one before it ends.
    Invite {
        /// E-mail.
        email: String,
        #[command(flatten)]
        place: Place,
    },
    /// End an account and its sessions; what was written stays.
    Disable {
        /// E-mail.
        email: String,
    },
    /// Take an account up again.
    Enable {
        /// E-mail.
        email: String,
    },
    /// Take away the second factor of somebody whose device is lost; their sessions end.
    ResetSecondFactor {
        /// E-mail.
        email: String,
    },
    /// List accounts and their posts.
    List,
}

/// Where the server is reached.
#[derive(Args, Debug)]
pub struct Place {
    /// Address of the server, for the link.
    #[arg(long, env = "MATRIZ_PUBLIC_URL", default_value = "http://127.0.0.1:8080", value_name = "URL")]
    public_url: String,
}

#[derive(Args, Debug)]
pub struct Add {
    /// E-mail, the name to sign in with.
    email: String,
    /// Name.
    #[arg(long)]
    name: String,
    /// Address of the plan.
    #[arg(long, value_name = "SLUG")]
    plan: String,
    /// What the person does.
    #[arg(long)]
    role: RoleName,
    /// Code of the institution, for reporters and leads.
    #[arg(long, default_value = "", value_name = "CODE")]
    institution: String,
    /// Name of the post, to which the duties belong.
    #[arg(long, value_name = "NAME")]
    post: String,
    /// First day, ISO 8601; today without it.
    #[arg(long, value_name = "DAY")]
    from: Option<String>,
    /// Last day, ISO 8601.
    #[arg(long, default_value = "", value_name = "DAY")]
    until: String,
    /// Language of pages and mail.
    #[arg(long, default_value = "es", value_name = "CODE")]
    language: String,
    /// Read the password from standard input, in place of printing a link.
    #[arg(long)]
    password_stdin: bool,
    #[command(flatten)]
    place: Place,
}

/// The roles, as words of the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
pub enum RoleName {
    /// Writes and submits for an institution.
    Reporter,
    /// The same, and answers for the institution.
    Lead,
    /// Checks updates.
    Reviewer,
    /// Moves years, manages people, checks.
    Coordinator,
    /// Manages people.
    Administrator,
}

impl From<RoleName> for Role {
    fn from(name: RoleName) -> Role {
        match name {
            RoleName::Reporter => Role::Reporter,
            RoleName::Lead => Role::Lead,
            RoleName::Reviewer => Role::Reviewer,
            RoleName::Coordinator => Role::Coordinator,
            RoleName::Administrator => Role::Administrator,
        }
    }
}

/// Runs a command to its end.
pub async fn run(command: UserCommand, data: &DataOptions) -> Result<(), Error> {
    let db = data.open_ready().await?;
    let mut tx = db.begin_write().await?;
    let lines = match command {
        UserCommand::Add(form) => add(&mut tx, form).await?,
        UserCommand::Invite { email, place } => {
            let account = find(&mut tx, &email).await?;
            refuse_disabled(&account)?;
            vec![link(&mut tx, &account, &place.public_url).await?]
        }
        UserCommand::Disable { email } => {
            let account = find(&mut tx, &email).await?;
            store::accounts::set_disabled(&mut tx, account.id, Some(&config::now())).await?;
            store::sessions::remove_of(&mut tx, account.id).await?;
            store::links::remove_of(&mut tx, account.id).await?;
            vec![format!("{}: disabled", account.email)]
        }
        UserCommand::Enable { email } => {
            let account = find(&mut tx, &email).await?;
            store::accounts::set_disabled(&mut tx, account.id, None).await?;
            vec![format!("{}: may sign in again", account.email)]
        }
        UserCommand::ResetSecondFactor { email } => {
            let account = find(&mut tx, &email).await?;
            store::second_factors::remove(&mut tx, account.id).await?;
            store::sessions::remove_of(&mut tx, account.id).await?;
            vec![format!("{}: no second factor any more", account.email)]
        }
        UserCommand::List => list(&mut tx).await?,
    };
    tx.commit().await?;
    db.close().await;
    lines.iter().try_for_each(|line| say(format_args!("{line}")))
}

async fn find(tx: &mut Tx, email: &str) -> Result<Account, Error> {
    store::accounts::find(tx, email).await?.ok_or_else(|| Error::User(format!("there is no account `{email}`")))
}

/// What would be given to it could not be used.
fn refuse_disabled(account: &Account) -> Result<(), Error> {
    let email = &account.email;
    if account.disabled {
        return Err(Error::User(format!(
            "the account `{email}` is disabled; `matriz user enable {email}` comes first"
        )));
    }
    Ok(())
}

async fn link(tx: &mut Tx, account: &Account, public_url: &str) -> Result<String, Error> {
    let purpose = if account.password.is_some() { Purpose::Reset } else { Purpose::Invitation };
    let secret = links::make(tx, account.id, purpose, &config::now()).await.map_err(|e| Error::User(e.to_string()))?;
    Ok(format!("{}/{}/link/{secret}", public_url.trim_end_matches('/'), page_language(account.language)))
}

async fn add(tx: &mut Tx, form: Add) -> Result<Vec<String>, Error> {
    let wrong = |message: String| Error::User(message);
    let email = normal_email(&form.email);
    if !is_email(&email) {
        return Err(wrong(format!("`{}` is not an e-mail address", form.email)));
    }
    let language: Lang = form.language.parse().map_err(|e| wrong(format!("--language: {e}")))?;
    let role = Role::from(form.role);
    let stored = store::plans::get(tx, &form.plan).await?.ok_or_else(|| Error::NoPlan(form.plan.clone()))?;
    let from = form.from.unwrap_or_else(|| auth::day(&config::now()));
    let post =
        Membership { plan: form.plan, institution: form.institution, post: form.post, role, from, until: form.until };
    let mut errors = check_name("name", &form.name);
    errors.extend(check_post(&post, &stored.data.institutions));
    if let Some(error) = errors.first() {
        return Err(wrong(format!("--{}: {}", error.field, error.message)));
    }
    let known = store::accounts::find(tx, &email).await?;
    let id = match &known {
        Some(account) => {
            refuse_disabled(account)?;
            let held = store::memberships::of_account(tx, account.id).await?;
            if held.iter().any(|held| held.post.membership.overlaps(&post)) {
                return Err(wrong(format!("{email} holds this post in these days already")));
            }
            account.id
        }
        None => store::accounts::add(tx, &email, &form.name, language, &config::now()).await?,
    };
    store::memberships::add(tx, id, stored.id, &post).await?;
    let mut lines = vec![format!("{email}: {} {}", post.role.word(), post.institution).trim_end().to_owned()];
    if form.password_stdin {
        let mut typed = String::new();
        std::io::stdin().read_line(&mut typed).map_err(|e| wrong(e.to_string()))?;
        let typed = typed.trim_end_matches(['\r', '\n']).to_owned();
        password::check(&typed).map_err(|_| wrong(format!("the password needs {} characters", password::SHORTEST)))?;
        let hash = password::hash(typed).await.map_err(|e| wrong(e.to_string()))?;
        store::accounts::set_password(tx, id, &hash).await?;
        store::sessions::remove_of(tx, id).await?;
        store::links::remove_of(tx, id).await?;
    } else if known.is_none_or(|account| account.password.is_none()) {
        let account = find(tx, &email).await?;
        lines.push(link(tx, &account, &form.place.public_url).await?);
    }
    Ok(lines)
}

async fn list(tx: &mut Tx) -> Result<Vec<String>, Error> {
    let accounts = store::accounts::list(tx).await?;
    if accounts.is_empty() {
        // To standard error: a script that counts lines gets none.
        let _ = writeln!(std::io::stderr(), "no accounts yet; `matriz user add` makes the first");
    }
    let mut lines = Vec::new();
    for account in accounts {
        let state = match account.state() {
            AccountState::Disabled => "disabled",
            AccountState::Invited => "invited",
            AccountState::Active => "active",
        };
        let posts = store::memberships::of_account(tx, account.id).await?;
        let posts: Vec<String> = posts
            .iter()
            .map(|stored| {
                let post = &stored.post.membership;
                format!("{} {} {} ({}..{})", post.plan, post.role.word(), post.institution, post.from, post.until)
            })
            .collect();
        lines.push(format!("{}\t{}\t{state}\t{}", account.email, account.name, posts.join("; ")));
    }
    Ok(lines)
}
