//! What a server is started with: options of `matriz serve`, limits, the write token, logs. Where the
//! data is (`--data`, `DATABASE_URL`) belongs to `db` and `cli`.

use std::net::{IpAddr, SocketAddr};
use std::path::{Path, PathBuf};
use std::time::Duration;

use clap::{Args, ValueEnum};
use domain::account::Role;
use sha2::{Digest, Sha256};
use tracing_subscriber::EnvFilter;

use crate::lan;

/// Shortest write token that is taken: a password that people guess is worse than none.
const MIN_TOKEN: usize = 16;

/// Options of `matriz serve`.
#[derive(Args, Clone, Debug)]
pub struct ServeOptions {
    /// Address and port to listen on.
    #[arg(long, env = "MATRIZ_LISTEN", default_value = "127.0.0.1:8080", value_name = "ADDRESS:PORT")]
    pub listen: SocketAddr,
    /// Host a room without internet: listen on all addresses of this computer, and print them with a QR code.
    #[arg(long, conflicts_with_all = ["public_url", "behind_proxy"])]
    pub lan: bool,
    /// Load the demonstration plan into an empty database.
    #[arg(long)]
    pub demo: bool,
    /// File that holds the token with which updates may be written through the API. The variable
    /// MATRIZ_WRITE_TOKEN holds the token itself. Without either nobody can write.
    #[arg(long, env = "MATRIZ_WRITE_TOKEN_FILE", value_name = "FILE")]
    pub write_token_file: Option<PathBuf>,
    /// Folder of the built app, in place of the one inside the program.
    #[arg(long, env = "MATRIZ_APP_DIR", value_name = "FOLDER")]
    pub app_dir: Option<PathBuf>,
    /// Address under which people reach this server, for links in mails, such as https://plan.example.org.
    /// Needed when it listens on more than this computer.
    #[arg(long, env = "MATRIZ_PUBLIC_URL", value_name = "URL")]
    pub public_url: Option<String>,
    /// The server stands behind one proxy, which tells the visitor's address in X-Forwarded-For.
    #[arg(long, env = "MATRIZ_BEHIND_PROXY")]
    pub behind_proxy: bool,
    /// Roles that may do nothing without a second factor, such as coordinator,administrator.
    #[arg(long, env = "MATRIZ_REQUIRE_SECOND_FACTOR", default_value = "", hide_default_value = true,
        value_name = "ROLES", value_parser = Roles::read)]
    pub require_second_factor: Roles,
    /// Days for which it is kept who read real figures.
    #[arg(long, env = "MATRIZ_KEEP_READINGS", default_value_t = 730, value_name = "DAYS",
        value_parser = clap::value_parser!(u32).range(1..=36500))]
    pub keep_readings: u32,
    /// Largest file of evidence, in MB.
    #[arg(long, env = "MATRIZ_LARGEST_FILE", default_value_t = 20, value_name = "MB",
        value_parser = clap::value_parser!(u64).range(1..=200))]
    pub largest_file: u64,
}

/// Roles, as a list with commas; empty is none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roles(pub Vec<Role>);

impl Roles {
    fn read(text: &str) -> Result<Roles, String> {
        let words = text.split(',').map(str::trim).filter(|word| !word.is_empty());
        let known = || Role::ALL.map(Role::word).join(", ");
        let roles = words.map(|word| Role::of(word).ok_or_else(|| format!("`{word}` is none of {}", known())));
        roles.collect::<Result<_, _>>().map(Roles)
    }
}

/// What PostgreSQL remarks by itself ("table exists, skipping") is no news.
const DEFAULT_LOG: &str = "info,sqlx::postgres::notice=warn";

/// How log lines look.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, ValueEnum)]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line.
    Json,
}

/// Options of the log, the same for every command.
#[derive(Args, Clone, Debug)]
pub struct LogOptions {
    /// What is logged: `warn`, `info`, `debug`, or by module as in `info,matriz_server=debug`.
    #[arg(long = "log", env = "MATRIZ_LOG", default_value = DEFAULT_LOG, global = true, value_name = "FILTER")]
    pub filter: String,
    /// How log lines look.
    #[arg(long, env = "MATRIZ_LOG_FORMAT", default_value = "text", global = true, value_name = "FORMAT")]
    pub log_format: LogFormat,
}

impl LogOptions {
    /// Starts logging to standard error.
    pub fn start(&self) -> Result<(), Error> {
        let filter = EnvFilter::try_new(&self.filter).map_err(|e| Error::Filter(e.to_string()))?;
        let lines = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
        // A second start in the same process (tests) keeps the first.
        let _ = match self.log_format {
            LogFormat::Text => lines.with_ansi(false).try_init(),
            LogFormat::Json => lines.json().try_init(),
        };
        Ok(())
    }
}

/// Why a server cannot be configured.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The log filter is wrong.
    #[error("the log filter is wrong ({0}); write for example `info`")]
    Filter(String),
    /// The file of the token cannot be read.
    #[error("the write token cannot be read from {path}: {cause}")]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// Why.
        cause: std::io::Error,
    },
    /// The public address is not https.
    #[error("--public-url is `{0}`; it must start with https://, or be http:// on this computer")]
    PublicUrl(String),
    /// There is a mail server and no sender.
    #[error("MATRIZ_SMTP_URL is set; set MATRIZ_MAIL_FROM too, such as `Matriz <matriz@example.org>`")]
    MailFrom,
    /// The mail server's address is wrong.
    #[error("MATRIZ_SMTP_URL or MATRIZ_MAIL_FROM cannot be used: {0}")]
    Mail(String),
    /// The token is too short.
    #[error("the write token is too short: at least {MIN_TOKEN} characters, for example from `openssl rand -hex 16`")]
    ShortToken,
}

/// The token of the machine that may write. Only its hash is kept, so that no log or dump can tell it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WriteToken([u8; 32]);

impl WriteToken {
    /// A token; surrounding white space does not count.
    pub fn new(token: &str) -> Result<Self, Error> {
        let token = token.trim();
        if token.len() < MIN_TOKEN {
            return Err(Error::ShortToken);
        }
        Ok(WriteToken(Sha256::digest(token).into()))
    }

    /// True for the same token. Takes the same time wherever the first difference is.
    pub fn is(&self, token: &str) -> bool {
        let other: [u8; 32] = Sha256::digest(token.trim()).into();
        self.0.iter().zip(other).fold(0, |difference, (a, b)| difference | (a ^ b)) == 0
    }
}

/// Everything a server needs to know beside its database.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub listen: SocketAddr,
    /// People reach it by plain http on the network of a room.
    pub lan: bool,
    /// Load the demonstration plan into an empty database.
    pub demo: bool,
    /// Address under which people reach the server, without a slash at the end.
    pub public_url: String,
    /// A proxy tells the visitor's address.
    pub behind_proxy: bool,
    /// Roles that may do nothing without a second factor.
    pub second_factor_for: Vec<Role>,
    /// Days for which it is kept who read real figures.
    pub keep_readings: u32,
    /// Where mail goes.
    pub mail: MailTarget,
    /// Who may write.
    pub write_token: Option<WriteToken>,
    /// Folder of the built app, in place of the one inside the program.
    pub app_dir: Option<PathBuf>,
    /// Longest time until an answer starts.
    pub answer_within: Duration,
    /// Longest time for the head of a request to arrive, and for its body.
    pub read_within: Duration,
    /// Largest body, in bytes.
    pub largest_body: usize,
    /// Folder of the files of evidence.
    pub files_dir: PathBuf,
    /// Largest file of evidence, in bytes.
    pub largest_file: u64,
    /// How often changes of other processes are looked for.
    pub poll_every: Duration,
    /// How often reminders that are due and letters that wait are looked for.
    pub notice_every: Duration,
    /// How often an idle event stream shows that it is alive.
    pub keep_alive_every: Duration,
    /// Longest time that a stop waits for answers under way.
    pub drain_within: Duration,
    /// The time of changes, RFC 3339 in UTC.
    pub clock: fn() -> String,
}

impl Default for Config {
    fn default() -> Self {
        Config {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            lan: false,
            demo: false,
            public_url: "http://127.0.0.1:8080".to_owned(),
            behind_proxy: false,
            second_factor_for: Vec::new(),
            keep_readings: 730,
            mail: MailTarget::Folder(PathBuf::from("data/outbox")),
            write_token: None,
            app_dir: None,
            answer_within: Duration::from_secs(30),
            read_within: Duration::from_secs(20),
            largest_body: 1 << 20,
            files_dir: PathBuf::from("data/files"),
            largest_file: 20 << 20,
            poll_every: Duration::from_secs(1),
            notice_every: Duration::from_secs(60),
            keep_alive_every: Duration::from_secs(15),
            drain_within: Duration::from_secs(10),
            clock: now,
        }
    }
}

impl Config {
    /// The configuration of these options and of MATRIZ_WRITE_TOKEN.
    pub fn new(options: &ServeOptions, data: &Path) -> Result<Self, Error> {
        let token = match &options.write_token_file {
            Some(path) => {
                let failed = |cause| Error::TokenFile { path: path.clone(), cause };
                Some(std::fs::read_to_string(path).map_err(failed)?)
            }
            None => std::env::var("MATRIZ_WRITE_TOKEN").ok().filter(|token| !token.trim().is_empty()),
        };
        let listen = match options.lan {
            true => SocketAddr::from(([0, 0, 0, 0], options.listen.port())),
            false => options.listen,
        };
        let in_room = lan::addresses().first().filter(|_| options.lan).map(|first| lan::url(*first, listen.port()));
        Ok(Config {
            listen,
            lan: options.lan,
            demo: options.demo,
            public_url: match in_room {
                Some(url) => url,
                None => public_url(options.public_url.as_deref(), listen)?,
            },
            behind_proxy: options.behind_proxy,
            keep_readings: options.keep_readings,
            second_factor_for: options.require_second_factor.0.clone(),
            mail: MailTarget::from_environment(data)?,
            write_token: token.as_deref().map(WriteToken::new).transpose()?,
            app_dir: options.app_dir.clone(),
            files_dir: data.join("files"),
            largest_file: options.largest_file << 20,
            ..Config::default()
        })
    }
}

impl Config {
    /// True when people reach the server through https, so that cookies need it. Plain http is for one
    /// computer, or the network of a room, only.
    pub fn is_secure(&self) -> bool {
        !self.lan && !is_loopback(&self.public_url)
    }

    /// True when nobody from elsewhere reaches the server: accounts whose password everybody knows are safe.
    pub fn is_for_this_computer(&self) -> bool {
        self.listen.ip().is_loopback() && !self.behind_proxy && !self.is_secure()
    }
}

fn is_loopback(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("http://") else { return false };
    let host = rest.split('/').next().unwrap_or_default();
    let host = host.rsplit_once(':').map_or(host, |(host, _)| host);
    host == "localhost" || host.trim_matches(['[', ']']).parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}

fn public_url(given: Option<&str>, listen: SocketAddr) -> Result<String, Error> {
    // Without one, a server that is reached from elsewhere still serves readers; nobody can sign in there,
    // as the cookie is for https only.
    Ok(checked_url(given)?.unwrap_or_else(|| format!("http://{listen}")))
}

/// The address under which people reach the server, without a slash at the end, when one is given.
pub fn checked_url(given: Option<&str>) -> Result<Option<String>, Error> {
    let Some(url) = given.map(|url| url.trim().trim_end_matches('/')).filter(|url| !url.is_empty()) else {
        return Ok(None);
    };
    let is_plain = !url.chars().any(|c| c.is_whitespace() || c.is_control());
    let is_known = url.starts_with("https://") || is_loopback(url);
    if is_plain && is_known { Ok(Some(url.to_owned())) } else { Err(Error::PublicUrl(url.to_owned())) }
}

/// Where mail goes.
#[derive(Clone, Debug)]
pub enum MailTarget {
    /// Files in a folder, for a laptop.
    Folder(PathBuf),
    /// A mail server.
    Smtp {
        /// Address with user and password, `smtps://user:password@host`.
        url: String,
        /// Sender.
        from: String,
    },
}

impl MailTarget {
    /// MATRIZ_SMTP_URL and MATRIZ_MAIL_FROM; without them the folder `outbox` beside the data.
    fn from_environment(data: &Path) -> Result<Self, Error> {
        let read = |name| std::env::var(name).ok().filter(|value: &String| !value.trim().is_empty());
        match (read("MATRIZ_SMTP_URL"), read("MATRIZ_MAIL_FROM")) {
            (None, _) => Ok(MailTarget::Folder(data.join("outbox"))),
            (Some(url), Some(from)) => Ok(MailTarget::Smtp { url, from }),
            (Some(_), None) => Err(Error::MailFrom),
        }
    }
}

/// The time now, RFC 3339 in UTC, in whole seconds.
pub fn now() -> String {
    let now = jiff::Timestamp::now();
    jiff::Timestamp::from_second(now.as_second()).unwrap_or(now).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_is_itself_and_nothing_else() {
        let token = WriteToken::new("0123456789abcdef\n").unwrap();
        assert!(token.is("0123456789abcdef"));
        assert!(!token.is("0123456789abcdeF") && !token.is("") && !token.is("0123456789abcdef0"));
        assert!(matches!(WriteToken::new("short"), Err(Error::ShortToken)));
        assert!(!format!("{token:?}").contains("0123456789abcdef"));
    }

    #[test]
    fn roles_are_read_as_a_list() {
        assert_eq!(
            Roles::read(" coordinator, administrator ,"),
            Ok(Roles(vec![Role::Coordinator, Role::Administrator]))
        );
        assert_eq!(Roles::read(""), Ok(Roles::default()));
        assert!(Roles::read("coordinator,king").is_err_and(|error| error.contains("`king`") && error.contains("lead")));
    }

    #[test]
    fn the_time_is_in_utc_and_whole_seconds() {
        let now = now();
        assert!(now.ends_with('Z') && now.len() == 20, "{now}");
    }
}
