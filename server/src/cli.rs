//! The command line: what can be asked of the program, and its one line when something goes wrong.

mod user;

use std::io::{self, Write};
use std::path::PathBuf;

use clap::{Args, Parser, Subcommand};

use crate::config::{self, Config, LogOptions, ServeOptions};
use crate::db::{self, Db};
use crate::import::{Outcome, import};
use crate::{demo, evidence, plan_file, serve, store};

/// Matriz: a national action plan as an interactive matrix.
#[derive(Debug, Parser)]
#[command(name = "matriz", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    data: DataOptions,
    #[command(flatten)]
    log: LogOptions,
    #[command(subcommand)]
    command: Command,
}

/// Where the data is.
#[derive(Args, Clone, Debug)]
pub struct DataOptions {
    /// Folder of the data; the SQLite file in it is matriz.sqlite.
    #[arg(long, env = "MATRIZ_DATA", default_value = "data", global = true, value_name = "FOLDER")]
    data: PathBuf,
    /// Another database: postgres://user:password@host/name, or sqlite:FILE.
    #[arg(long, env = "DATABASE_URL", hide_env_values = true, global = true, value_name = "URL")]
    database_url: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Serve the plans to browsers.
    Serve(ServeOptions),
    /// Plans as files.
    #[command(subcommand)]
    Plan(PlanCommand),
    /// People who sign in.
    #[command(subcommand)]
    User(user::UserCommand),
    /// Add the accounts of the demonstration, whose password everybody knows, to its database.
    Demo,
}

#[derive(Debug, Subcommand)]
enum PlanCommand {
    /// Read a plan and print every error with file, line and field.
    Check {
        /// Folder of TOML files, or one TOML file.
        path: PathBuf,
    },
    /// Write a plan to the database: all of it or nothing.
    Import {
        /// Folder of TOML files, or one TOML file.
        path: PathBuf,
        /// Why, for the public history.
        #[arg(long, default_value = "", value_name = "TEXT")]
        reason: String,
    },
    /// Write a plan from the database to files.
    Export {
        /// Address of the plan.
        slug: String,
        /// Folder to write.
        folder: PathBuf,
        /// Replace the folder whatever is in it.
        #[arg(long)]
        force: bool,
        /// Address under which people reach the server, for links to files that everybody may read. Without
        /// it only their titles are written.
        #[arg(long, env = "MATRIZ_PUBLIC_URL", value_name = "URL")]
        public_url: Option<String>,
    },
    /// List the plans in the database.
    List,
    /// Remove a plan with its figures and its history.
    Remove {
        /// Address of the plan.
        slug: String,
        /// Confirm: this cannot be undone.
        #[arg(long)]
        yes: bool,
    },
}

/// Why a command failed.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The configuration is wrong.
    #[error(transparent)]
    Config(#[from] config::Error),
    /// The database cannot be used.
    #[error(transparent)]
    Database(#[from] db::Error),
    /// The server did not start.
    #[error(transparent)]
    Serve(#[from] serve::Error),
    /// The folder of the data cannot be made.
    #[error("cannot use {path} as the data folder: {cause}; choose another with --data")]
    Folder {
        /// The folder.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// A plan file has errors.
    #[error("{}", count(.0.len()))]
    PlanFile(Vec<plan_file::FileError>),
    /// There is no such plan.
    #[error("there is no plan `{0}`; `matriz plan list` shows those there are")]
    NoPlan(String),
    /// An account or post that cannot be made.
    #[error("{0}")]
    User(String),
    /// Not confirmed.
    #[error("this removes `{0}` with its figures and history for good; add --yes to confirm")]
    Unconfirmed(String),
    /// What was asked for could not be printed.
    #[error("cannot print: {0}")]
    Output(io::Error),
    /// An export could not be written.
    #[error("{0}")]
    Export(String),
}

fn count(errors: usize) -> String {
    format!("{errors} error{} in the plan's files; nothing was written", if errors == 1 { "" } else { "s" })
}

impl Error {
    /// Says it to whoever called the program: first the errors of files, a line each that editors can follow
    /// to the place, then one line.
    pub fn tell(&self, out: &mut impl Write) -> io::Result<()> {
        if let Error::PlanFile(errors) = self {
            errors.iter().try_for_each(|error| writeln!(out, "{error}"))?;
        }
        writeln!(out, "matriz: {self}")
    }
}

/// Prints a line. That nobody reads any more, as in `matriz plan list | head -1`, is no failure.
fn say(line: std::fmt::Arguments) -> Result<(), Error> {
    match writeln!(io::stdout(), "{line}") {
        Err(cause) if cause.kind() != io::ErrorKind::BrokenPipe => Err(Error::Output(cause)),
        _ => Ok(()),
    }
}

/// Runs a command to its end.
pub async fn run(cli: Cli) -> Result<(), Error> {
    cli.log.start()?;
    match cli.command {
        Command::Serve(options) => {
            let config = Config::new(&options, &cli.data.data)?;
            let db = cli.data.open().await?;
            let served = serve::serve(db.clone(), config).await;
            db.close().await;
            Ok(served?)
        }
        Command::Plan(command) => plan(command, &cli.data).await,
        Command::User(command) => user::run(command, &cli.data).await,
        Command::Demo => add_demo_people(&cli.data).await,
    }
}

impl DataOptions {
    /// Opens the database; the folder of a SQLite file is made when it is not there.
    async fn open(&self) -> Result<Db, Error> {
        if let Some(url) = self.database_url.as_deref().filter(|url| !url.is_empty()) {
            return Ok(Db::connect(url).await?);
        }
        let failed = |cause| Error::Folder { path: self.data.clone(), cause };
        std::fs::create_dir_all(&self.data).map_err(failed)?;
        Ok(Db::file(self.data.join("matriz.sqlite")).await?)
    }

    /// The same, up to date.
    async fn open_ready(&self) -> Result<Db, Error> {
        let db = self.open().await?;
        db.migrate().await?;
        Ok(db)
    }
}

async fn plan(command: PlanCommand, data: &DataOptions) -> Result<(), Error> {
    match command {
        PlanCommand::Check { path } => {
            let plan = plan_file::read(&path).map_err(Error::PlanFile)?;
            say(format_args!(
                "{}: no errors. {} nodes, {} indicators, {} figures, {} languages",
                plan.plan.slug,
                plan.nodes.len(),
                plan.indicators.len(),
                plan.updates.len(),
                plan.plan.languages.len()
            ))
        }
        PlanCommand::Import { path, reason } => {
            let plan = plan_file::read(&path).map_err(Error::PlanFile)?;
            let db = data.open_ready().await?;
            let mut tx = db.begin_write().await?;
            let outcome = import(&mut tx, &plan, "matriz plan import", &reason, &config::now()).await?;
            tx.commit().await?;
            db.close().await;
            let slug = &plan.plan.slug;
            match outcome {
                Outcome::Added => say(format_args!("{slug}: added")),
                Outcome::Unchanged => say(format_args!("{slug}: nothing to change")),
                Outcome::Changed(1) => say(format_args!("{slug}: 1 change")),
                Outcome::Changed(count) => say(format_args!("{slug}: {count} changes")),
            }
        }
        PlanCommand::Export { slug, folder, force, public_url } => {
            let public_url = config::checked_url(public_url.as_deref())?;
            let db = data.open_ready().await?;
            let mut tx = db.begin_read().await?;
            let mut stored = store::plans::get(&mut tx, &slug).await?.ok_or_else(|| Error::NoPlan(slug.clone()))?;
            drop(tx);
            db.close().await;
            let updates = stored.data.updates.into_iter();
            let updates = updates.map(|update| evidence::told(update, &slug, public_url.as_deref()));
            stored.data.updates = updates.collect();
            plan_file::write(&stored.data, &folder, force).map_err(Error::Export)?;
            say(format_args!("{slug}: revision {} written to {}", stored.revision, folder.display()))
        }
        PlanCommand::List => list(data).await,
        PlanCommand::Remove { slug, yes } => remove(data, &slug, yes).await,
    }
}

async fn add_demo_people(data: &DataOptions) -> Result<(), Error> {
    let db = data.open_ready().await?;
    let mut tx = db.begin_write().await?;
    if !demo::add_people(&mut tx, &config::now()).await? {
        return Err(Error::User(demo::REFUSED.to_owned()));
    }
    tx.commit().await?;
    db.close().await;
    say(format_args!("password of all: {}", demo::PASSWORD))?;
    demo::PEOPLE.iter().try_for_each(|(email, name, institution, _, role)| {
        say(format_args!("{email}\t{} {institution}\t{name}", role.word()))
    })
}

async fn list(data: &DataOptions) -> Result<(), Error> {
    let db = data.open_ready().await?;
    let mut tx = db.begin_read().await?;
    let plans = store::plans::list(&mut tx).await?;
    drop(tx);
    db.close().await;
    if plans.is_empty() {
        // To standard error: a script that counts lines gets none.
        let _ = writeln!(io::stderr(), "no plans yet; `matriz plan import FOLDER` brings one in");
    }
    for plan in plans {
        let title = plan.title.get(plan.default_language, plan.default_language);
        let (slug, first, last) = (plan.slug, plan.first_year, plan.last_year);
        let (indicators, revision) = (plan.indicators, plan.revision);
        say(format_args!("{slug}\t{first}-{last}\t{indicators} indicators\trevision {revision}\t{title}"))?;
    }
    Ok(())
}

async fn remove(data: &DataOptions, slug: &str, confirmed: bool) -> Result<(), Error> {
    let db = data.open_ready().await?;
    let mut tx = db.begin_write().await?;
    let (plan, _) = store::plans::lock(&mut tx, slug).await?.ok_or_else(|| Error::NoPlan(slug.to_owned()))?;
    if !confirmed {
        return Err(Error::Unconfirmed(slug.to_owned()));
    }
    store::plans::remove(&mut tx, plan).await?;
    tx.commit().await?;
    db.close().await;
    say(format_args!("{slug}: removed"))
}
