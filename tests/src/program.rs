//! The built program, run as people run it.

use std::io::{BufRead, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::OnceLock;

use crate::{TestDb, source};

/// Path of the program beside the test binaries, built first: cargo builds programs only for the tests of
/// their own package, and an old one would be tested in silence.
pub fn path() -> PathBuf {
    static PATH: OnceLock<PathBuf> = OnceLock::new();
    PATH.get_or_init(|| {
        let mut folder = std::env::current_exe().expect("the path of this test");
        folder.pop();
        if folder.ends_with("deps") {
            folder.pop();
        }
        let mut build = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        build.current_dir(source::root());
        // Both packages, so that the libraries of this build are used again.
        build.args(["build", "--quiet", "--offline", "-p", "matriz-server", "-p", "tests", "--bin", "matriz"]);
        // What cargo told this test about its own package; with it, ring and all that stands on it would be
        // built again here, and once more by the next cargo of the shell.
        for (name, _) in std::env::vars_os() {
            let told = name.to_string_lossy();
            if told.starts_with("CARGO_PKG_") || told.starts_with("CARGO_MANIFEST_") {
                build.env_remove(&name);
            }
        }
        if folder.ends_with("release") {
            build.arg("--release");
        }
        let output = build.output().expect("cargo runs");
        assert!(output.status.success(), "the program is not built: {}", String::from_utf8_lossy(&output.stderr));
        let program = folder.join("matriz");
        assert!(program.is_file(), "{} is missing: `cargo build -p matriz-server` builds it", program.display());
        program
    })
    .clone()
}

/// The program with an empty environment of ours.
pub fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(path());
    command.args(arguments);
    for name in ["DATABASE_URL", "MATRIZ_DATA", "MATRIZ_LISTEN", "MATRIZ_WRITE_TOKEN", "MATRIZ_LOG"] {
        command.env_remove(name);
    }
    command
}

/// `matriz serve` on this database and a free port, with its data in [`data`].
pub fn serve(db: &TestDb) -> Command {
    let mut command = command(&["serve", "--listen", "127.0.0.1:0"]);
    command.arg("--data").arg(data(db)).env("DATABASE_URL", &db.url).env("MATRIZ_LOG", "warn");
    command
}

/// The folder for what a program on this database keeps in files.
pub fn data(db: &TestDb) -> PathBuf {
    db.folder().join("data")
}

/// Runs it to the end.
pub fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().expect("the program runs")
}

/// What it said on standard error; there must be no panic in it.
pub fn complaint(output: &Output) -> String {
    let text = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!text.contains("panicked") && !text.contains("backtrace"), "{text}");
    text
}

/// A running `matriz serve`. Killed when it is dropped.
#[derive(Debug)]
pub struct Served {
    pub child: Child,
    pub url: String,
}

impl Served {
    /// Starts it and waits for the line that says where it is.
    pub fn start(command: &mut Command) -> Self {
        Self::start_with_log(command, Stdio::null())
    }

    /// The same; its log goes there.
    pub fn start_with_log(command: &mut Command, log: Stdio) -> Self {
        let mut child =
            command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(log).spawn().expect("the program runs");
        let stdout = child.stdout.take().expect("its output");
        let mut line = String::new();
        BufReader::new(stdout).read_line(&mut line).expect("a line");
        let url = line.trim().rsplit(' ').next().unwrap_or_default().to_owned();
        assert!(url.starts_with("http://"), "the program said: {line:?}");
        Served { child, url }
    }

    /// Kills it as a power cut would.
    pub fn kill(&mut self) {
        self.child.kill().expect("the program is killed");
        self.child.wait().expect("the program ends");
    }
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
