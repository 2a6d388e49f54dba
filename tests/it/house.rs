//! The rules of the house that can be read from the source. When one of these fails, the message names
//! the file; the rule itself is in CONTRIBUTING.md or ARCHITECTURE.md.

use std::collections::BTreeSet;

use tests::source::{Source, files, read, without_tests};

/// Rust of the program: not tests, not benchmarks.
fn sources() -> Vec<Source> {
    ["domain/src", "server/src", "app/src"].iter().flat_map(|folder| files(folder, ".rs")).collect()
}

/// Fails with all offenders, not only the first.
fn none(rule: &str, offenders: Vec<String>) {
    assert!(offenders.is_empty(), "{rule}:\n  {}", offenders.join("\n  "));
}

fn lines_with(source: &Source, found: impl Fn(&str) -> bool) -> Vec<String> {
    let code = without_tests(&source.text).lines().enumerate();
    let code = code.filter(|(_, line)| !line.trim_start().starts_with("//") && found(line));
    code.map(|(number, line)| format!("{}:{}: {}", source.path, number + 1, line.trim())).collect()
}

#[test]
fn files_are_short_enough_to_read() {
    let limit = |path: &str| match path {
        path if path.starts_with("app/") => 300,
        _ => 400,
    };
    let mut all = sources();
    all.extend(files("tests/it", ".rs"));
    all.extend(files("tests/src", ".rs"));
    let long = all.iter().filter(|source| without_tests(&source.text).lines().count() >= limit(&source.path));
    none("a long file is a module that has not been found yet", long.map(|source| source.path.clone()).collect());
}

#[test]
fn every_module_says_what_it_is() {
    let silent = sources().into_iter().filter(|source| {
        let head = source.text.lines().take_while(|line| line.starts_with("//!")).count();
        !(1..=4).contains(&head)
    });
    none("one to four lines of `//!` at the top", silent.map(|source| source.path).collect());
}

#[test]
fn functions_fit_on_a_screen() {
    let mut long = Vec::new();
    for source in sources() {
        let lines: Vec<&str> = without_tests(&source.text).lines().collect();
        for (start, line) in lines.iter().enumerate() {
            let code = line.trim_start();
            let words: Vec<&str> = code.split_whitespace().take(5).collect();
            let is_function = words.iter().take_while(|word| !word.contains('(')).any(|word| *word == "fn");
            if !is_function || code.starts_with("//") || code.ends_with(';') {
                continue;
            }
            let indent = line.len() - code.len();
            let closing = format!("{}}}", " ".repeat(indent));
            let end = lines[start..].iter().position(|line| *line == closing);
            // Views of the app are one expression; a table of keys or words may be long.
            let limit = if source.path.starts_with("app/") { 90 } else { 60 };
            if let Some(length) = end.filter(|length| *length >= limit) {
                long.push(format!("{}:{} has {length} lines", source.path, start + 1));
            }
        }
    }
    none("functions are under 60 lines", long);
}

#[test]
fn sql_stands_in_the_store_only() {
    let words = ["SELECT ", "INSERT INTO", "UPDATE ", "DELETE FROM", "CREATE TABLE", "sqlx::query", "PRAGMA "];
    let outside = sources().into_iter().filter(|source| {
        // The connection itself and its settings.
        !source.path.starts_with("server/src/store") && !source.path.starts_with("server/src/db")
    });
    none(
        "no SQL outside store and migrations",
        outside.flat_map(|s| lines_with(&s, |line| words.iter().any(|w| line.contains(w)))).collect(),
    );
}

#[test]
fn migrations_come_in_pairs() {
    let names = |kind: &str| -> BTreeSet<String> {
        let files = files(&format!("server/migrations/{kind}"), ".sql");
        files.iter().map(|file| file.path.rsplit('/').next().unwrap_or_default().to_owned()).collect()
    };
    assert!(!names("sqlite").is_empty());
    assert_eq!(names("sqlite"), names("postgres"));
}

#[test]
fn the_domain_knows_no_machinery() {
    let words = [
        "tokio",
        "axum",
        "sqlx",
        "leptos",
        "std::fs",
        "std::net",
        "std::time",
        "async fn",
        "SystemTime",
        "Instant::now",
    ];
    let offenders = files("domain/src", ".rs");
    none(
        "domain is pure",
        offenders.iter().flat_map(|s| lines_with(s, |line| words.iter().any(|w| line.contains(w)))).collect(),
    );
}

#[test]
fn each_part_of_the_app_uses_only_what_is_below_it() {
    let rules: [(&str, &[&str]); 3] = [
        ("app/src/ui", &["domain::", "crate::state", "crate::api", "crate::pages", "crate::components", "crate::live"]),
        ("app/src/components", &["crate::api", "crate::pages", "crate::live"]),
        ("app/src/state", &["crate::pages", "crate::components", "crate::ui"]),
    ];
    let mut offenders = Vec::new();
    for (folder, forbidden) in rules {
        for source in files(folder, ".rs") {
            offenders.extend(lines_with(&source, |line| forbidden.iter().any(|word| line.contains(word))));
        }
    }
    none("ui knows nothing, components do not fetch", offenders);
}

#[test]
fn the_policy_of_the_pages_is_respected() {
    let styles = ["style=\"", "style=format", "style=move"];
    let mut offenders: Vec<String> = files("app/src", ".rs")
        .iter()
        .flat_map(|s| lines_with(s, |line| styles.iter().any(|w| line.contains(w))))
        .collect();
    for source in files("app", "index.html").iter().filter(|source| source.path == "app/index.html") {
        offenders.extend(lines_with(source, |line| {
            line.contains("style=\"") || line.contains("<style") || line.contains("//cdn")
        }));
    }
    none("no inline style: the Content-Security-Policy forbids it", offenders);
}

#[test]
fn links_are_made_in_one_place() {
    let elsewhere = files("app/src", ".rs")
        .into_iter()
        .filter(|source| !source.path.contains("/paths/") && !source.path.ends_with("/paths.rs"));
    let made = |line: &str| line.contains("\"/api/") || line.contains("\"/es/") || line.contains("format!(\"/{");
    // The list of plans has no parameter.
    let made = |line: &str| made(line) && !line.contains("\"/api/plans\"");
    none("links only through paths.rs", elsewhere.flat_map(|s| lines_with(&s, made)).collect());
}

#[test]
fn an_event_never_comes_before_its_commit() {
    for source in files("server/src", ".rs") {
        let text = without_tests(&source.text);
        for (at, _) in text.match_indices("events.committed()") {
            let before = &text[..at];
            let commit = before.rfind(".commit().await");
            let begin = before.rfind(".begin_write()");
            assert!(commit.is_some() && commit > begin, "{}: publish after commit", source.path);
        }
    }
}

#[test]
fn names_say_what_a_thing_is() {
    let bad = ["Dto", "Manager", "Helper", "Service", "Utils"];
    let kinds = ["struct ", "enum ", "trait ", "mod ", "type "];
    let named = |line: &str| {
        let line = line.trim_start().trim_start_matches("pub ");
        kinds.iter().any(|kind| {
            line.strip_prefix(kind).is_some_and(|rest| {
                let name: String = rest.chars().take_while(|c| c.is_alphanumeric() || *c == '_').collect();
                bad.iter().any(|word| name.ends_with(word) || name.eq_ignore_ascii_case(word))
            })
        })
    };
    none("no Dto, Manager, Helper, Service, Utils", sources().iter().flat_map(|s| lines_with(s, named)).collect());
}

#[test]
fn styles_are_short_and_in_layers() {
    let mut offenders = Vec::new();
    for source in files("style", ".css") {
        if source.text.lines().count() > 200 {
            offenders.push(format!("{} is long", source.path));
        }
        // The name of the SVG vocabulary is no address that is asked.
        let text = source.text.replace("http://www.w3.org/", "");
        if text.contains("http://") || text.contains("https://") {
            offenders.push(format!("{} asks somebody else", source.path));
        }
    }
    none("one file a block, nothing from elsewhere", offenders);
}

#[test]
fn every_route_is_documented() {
    let docs = read("docs/api.md");
    let table = read("server/src/routes.rs");
    let routes: Vec<&str> =
        table.lines().filter_map(|line| line.split(".route(\"").nth(1)?.split('"').next()).collect();
    assert!(routes.len() > 5, "{routes:?}");
    let missing = routes
        .into_iter()
        .filter(|route| *route != "/" && !docs.contains(&format!("`{route}`")) && !docs.contains(&format!("{route}`")));
    none("docs/api.md", missing.map(str::to_owned).collect());
}

#[test]
fn every_error_code_is_documented() {
    let docs = read("docs/api.md");
    let codes = domain::error::ErrorCode::ALL.iter().filter(|code| **code != domain::error::ErrorCode::Network);
    let names = codes.map(|code| serde_json::to_value(code).unwrap().as_str().unwrap().to_owned());
    none("docs/api.md", names.filter(|name| !docs.contains(&format!("`{name}`"))).collect());
}

#[test]
fn every_option_and_variable_is_documented() {
    let docs = read("docs/running.md");
    let mut missing = Vec::new();
    for arguments in [
        vec!["--help"],
        vec!["serve", "--help"],
        vec!["plan", "--help"],
        vec!["plan", "import", "--help"],
        vec!["plan", "export", "--help"],
        vec!["plan", "check", "--help"],
        vec!["plan", "remove", "--help"],
        vec!["plan", "list", "--help"],
        vec!["user", "--help"],
        vec!["user", "add", "--help"],
        vec!["user", "invite", "--help"],
    ] {
        let output = tests::program::run(&mut tests::program::command(&arguments));
        let help = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(output.status.success(), "{arguments:?}");
        let words = help.split(|c: char| c.is_whitespace() || "[],=<>:".contains(c));
        for word in words.filter(|word| word.starts_with("--") && word.len() > 2 || word.starts_with("MATRIZ_")) {
            let word = word.trim_end_matches(['.', ';', ')', '`']);
            if !docs.contains(word) && !matches!(word, "--help" | "--version") {
                missing.push(word.to_owned());
            }
        }
    }
    missing.sort();
    missing.dedup();
    none("docs/running.md", missing);
}

#[test]
fn every_dependency_has_a_reason() {
    let manifest = read("Cargo.toml");
    let dependencies = manifest.split("[workspace.dependencies]").nth(1).unwrap_or_default();
    let dependencies = dependencies.split("\n[").next().unwrap_or_default();
    let bare = dependencies.lines().filter(|line| {
        line.contains('=') && !line.starts_with('#') && !line.contains("path =") && !line.contains("# ")
    });
    none("each dependency has a line of reason in Cargo.toml", bare.map(str::to_owned).collect());
    let mut elsewhere = Vec::new();
    for path in ["domain/Cargo.toml", "server/Cargo.toml", "app/Cargo.toml", "tests/Cargo.toml"] {
        for line in read(path).lines().filter(|line| line.contains("= \"") || line.contains("version = ")) {
            let name = line.split(['=', ' ']).next().unwrap_or_default();
            if manifest.contains(&format!("\n{name} = ")) && line.contains("version") {
                elsewhere.push(format!("{path}: {line}"));
            }
        }
    }
    none("versions stand in the workspace only", elsewhere);
}

#[test]
fn unsafe_code_and_panics_stay_forbidden() {
    let manifest = read("Cargo.toml");
    for lint in ["unsafe_code = \"forbid\"", "unwrap_used = \"deny\"", "expect_used = \"deny\"", "panic = \"deny\""] {
        assert!(manifest.contains(lint), "{lint}");
    }
    for path in ["domain/Cargo.toml", "server/Cargo.toml", "app/Cargo.toml"] {
        assert!(read(path).contains("[lints]\nworkspace = true"), "{path}");
    }
}
