//! A PostgreSQL of our own in a temporary folder on a free port. It ends with the process that started
//! it, however that ends: a shell waits at a pipe that closes then, and clears up.

use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::OnceLock;

/// Settings for speed: nothing in it must outlive the machine. What is committed still survives a stop.
const SETTINGS: &str = "-c fsync=off -c full_page_writes=off -c max_connections=200 \
    -c listen_addresses=127.0.0.1 -c shared_buffers=32MB -c jit=off";

/// A running PostgreSQL.
#[derive(Debug)]
pub struct Cluster {
    bin: PathBuf,
    folder: PathBuf,
    port: u16,
    _watch: Child,
}

/// The cluster that all tests share, or the server that MATRIZ_TEST_POSTGRES names, such as
/// `postgres://postgres@127.0.0.1:5432`, whose user may create databases.
pub fn shared() -> &'static str {
    static ADDRESS: OnceLock<String> = OnceLock::new();
    static CLUSTER: OnceLock<Cluster> = OnceLock::new();
    ADDRESS.get_or_init(|| match std::env::var("MATRIZ_TEST_POSTGRES") {
        Ok(address) if !address.is_empty() => without_database(&address).to_owned(),
        _ => CLUSTER.get_or_init(Cluster::start).address(),
    })
}

/// The address up to the name of a database.
fn without_database(address: &str) -> &str {
    let host = address.find("://").map_or(0, |at| at + 3);
    address[host..].find('/').map_or(address, |end| &address[..host + end])
}

impl Cluster {
    /// Makes and starts one.
    pub fn start() -> Self {
        let bin = binaries();
        let made = as_user(Path::new("mktemp")).args(["-d", "/tmp/matriz-postgres-XXXXXX"]).output();
        let made = made.expect("mktemp runs");
        let folder = PathBuf::from(String::from_utf8_lossy(&made.stdout).trim());
        let data = folder.join("data");
        let init = as_user(&bin.join("initdb"))
            .args(["--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C", "--no-sync", "-D"])
            .arg(&data)
            .output()
            .expect("initdb runs");
        assert!(init.status.success(), "initdb failed: {}", String::from_utf8_lossy(&init.stderr));
        let watch = as_user(Path::new("sh"))
            .arg("-c")
            .arg(r#"read _; "$0" -D "$1/data" -m immediate stop >/dev/null 2>&1; rm -rf "$1""#)
            .arg(bin.join("pg_ctl"))
            .arg(&folder)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .expect("sh runs");
        let mut cluster = Cluster { bin, folder, port: 0, _watch: watch };
        for _ in 0..5 {
            cluster.port = free_port();
            if cluster.try_up() {
                return cluster;
            }
        }
        let log = std::fs::read_to_string(cluster.folder.join("log")).unwrap_or_default();
        panic!("PostgreSQL did not start: {log}");
    }

    /// Its address without a database.
    pub fn address(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}", self.port)
    }

    fn try_up(&self) -> bool {
        let options = format!("-p {} -k {} {SETTINGS}", self.port, self.folder.display());
        let log = self.folder.join("log");
        self.control(&["-w", "-t", "60", "-o", &options, "-l", &log.to_string_lossy(), "start"])
    }

    /// Starts it again on the same port.
    pub fn up(&self) {
        assert!(self.try_up(), "PostgreSQL starts again");
    }

    /// Stops it as a power cut would: connections break, nothing is said.
    pub fn down(&self) {
        assert!(self.control(&["-w", "-m", "immediate", "stop"]), "PostgreSQL stops");
    }

    fn control(&self, arguments: &[&str]) -> bool {
        let status = as_user(&self.bin.join("pg_ctl"))
            .arg("-D")
            .arg(self.folder.join("data"))
            .args(arguments)
            .stdin(Stdio::null())
            // The server would inherit a pipe and keep it open.
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .status();
        status.expect("pg_ctl runs").success()
    }
}

/// A command run as a user that PostgreSQL accepts: it refuses root.
fn as_user(program: &Path) -> Command {
    let is_root = Command::new("id").arg("-u").output().is_ok_and(|out| out.stdout.starts_with(b"0\n"));
    let mut command = if is_root {
        let mut command = Command::new("runuser");
        command.args(["-u", "postgres", "--"]).arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir("/tmp");
    command
}

/// The folder with initdb and pg_ctl: on PATH, or where Debian puts them.
fn binaries() -> PathBuf {
    let on_path = std::env::var_os("PATH").unwrap_or_default();
    let mut folders: Vec<PathBuf> = std::env::split_paths(&on_path).collect();
    if let Ok(versions) = std::fs::read_dir("/usr/lib/postgresql") {
        let mut versions: Vec<PathBuf> = versions.flatten().map(|version| version.path().join("bin")).collect();
        versions.sort();
        folders.extend(versions.into_iter().rev());
    }
    let found = folders.into_iter().find(|folder| folder.join("initdb").is_file() && folder.join("pg_ctl").is_file());
    found.expect(
        "PostgreSQL is needed for the tests: install it (Debian: apt-get install postgresql), \
         or set MATRIZ_TEST_POSTGRES to a server whose user may create databases",
    )
}

fn free_port() -> u16 {
    TcpListener::bind("127.0.0.1:0").and_then(|listener| listener.local_addr()).expect("a free port").port()
}
