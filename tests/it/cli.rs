//! The program on the command line: what it prints and where, its status, and that it never panics.

use std::process::{Command, Output, Stdio};

use matriz_server::plan_file;
use tests::plans::{self, SMALL};
use tests::program::{command, complaint, run};
use tests::{TestDb, on_both};

fn matriz(db: &TestDb, arguments: &[&str]) -> Command {
    let mut command = command(arguments);
    command.env("DATABASE_URL", &db.url);
    command
}

fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn folder_of(db: &TestDb) -> String {
    let folder = db.folder().join("plan");
    plan_file::write(&plans::small(), &folder, true).unwrap();
    folder.to_str().unwrap().to_owned()
}

on_both!(each_command_says_what_it_did, async |db: TestDb| {
    let folder = folder_of(&db);
    let export = db.folder().join("export");
    let export = export.to_str().unwrap();
    for (arguments, right, words) in [
        (vec!["plan", "list"], true, "no plans yet"),
        (vec!["plan", "check", &folder], true, "small: no errors. 3 nodes, 4 indicators, 6 figures, 1 languages"),
        (vec!["plan", "import", &folder, "--reason", "taller"], true, "small: added"),
        (vec!["plan", "import", &folder], true, "small: nothing to change"),
        (vec!["plan", "list"], true, "small\t2007-2010\t4 indicators\trevision 1\tPlan"),
        (vec!["plan", "export", SMALL, export], true, "revision 1 written to"),
        (vec!["plan", "export", "other", export], false, "there is no plan `other`; `matriz plan list`"),
        (vec!["plan", "remove", "other", "--yes"], false, "there is no plan `other`"),
        (vec!["plan", "remove", SMALL], false, "add --yes"),
        (vec!["plan", "import", export], true, "small: nothing to change"),
        (vec!["plan", "remove", SMALL, "--yes"], true, "small: removed"),
        (vec!["plan", "export", SMALL, export], false, "there is no plan `small`"),
    ] {
        let output = run(&mut matriz(&db, &arguments));
        let text = format!("{}{}", printed(&output), complaint(&output));
        assert_eq!((output.status.success(), text.lines().count()), (right, 1), "{arguments:?}: {text}");
        assert!(text.contains(words), "{arguments:?}: {text}");
        assert!(right || printed(&output).is_empty(), "errors go to standard error: {text}");
    }
});

on_both!(an_import_with_errors_writes_nothing, async |db: TestDb| {
    let folder = folder_of(&db);
    let file = db.folder().join("plan/tree-01-1.toml");
    let text = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, text.replace("value = 25", "value = -1").replace("\"MIN\"", "\"MAX\"")).unwrap();
    let output = run(&mut matriz(&db, &["plan", "import", &folder]));
    let text = complaint(&output);
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(lines.last(), Some(&"matriz: 6 errors in the plan's files; nothing was written"), "{text}");
    let (errors, start) = (&lines[..lines.len() - 1], format!("{}:", file.display()));
    assert!(errors.len() == 6 && errors.iter().all(|line| line.starts_with(&start)), "{text}");
    assert_eq!(printed(&run(&mut matriz(&db, &["plan", "list"]))), "");
});

/// A reader that goes away, as `| head -1` does, is no failure; a full disk is one.
#[tokio::test]
async fn an_output_that_cannot_be_written_is_no_panic() {
    let db = TestDb::sqlite().await;
    let folder = folder_of(&db);
    run(&mut matriz(&db, &["plan", "import", &folder]));
    for (arguments, status) in
        [(vec!["plan", "list"], 0), (vec!["plan", "check", &folder], 0), (vec!["plan", "check", "/nonexistent"], 1)]
    {
        let (reader, writer) = std::io::pipe().unwrap();
        drop(reader);
        let broken = || writer.try_clone().unwrap();
        let output = matriz(&db, &arguments).stdout(broken()).stderr(Stdio::piped()).output().unwrap();
        assert_eq!(output.status.code(), Some(status), "{}", complaint(&output));
        let silent = matriz(&db, &arguments).stdout(broken()).stderr(broken()).status().unwrap();
        assert_eq!(silent.code(), Some(status), "with nobody to tell");
    }
    let full = std::fs::File::options().write(true).open("/dev/full").unwrap();
    let output = matriz(&db, &["plan", "list"]).stdout(full).stderr(Stdio::piped()).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert!(complaint(&output).starts_with("matriz: cannot print"), "{}", complaint(&output));
}

on_both!(many_may_start_on_an_empty_database_at_once, async |db: TestDb| {
    let children: Vec<_> = (0..8)
        .map(|_| matriz(&db, &["plan", "list"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap())
        .collect();
    for child in children {
        let output = child.wait_with_output().unwrap();
        assert!(output.status.success(), "{}", complaint(&output));
    }
});

#[tokio::test]
async fn a_database_that_another_program_holds_is_told() {
    let db = TestDb::sqlite().await;
    let folder = folder_of(&db);
    let opened = db.open().await;
    let held = opened.begin_write().await.unwrap();
    let read = run(&mut matriz(&db, &["plan", "list"]));
    assert!(read.status.success(), "reading waits for nobody: {}", complaint(&read));
    let output = run(&mut matriz(&db, &["plan", "import", &folder]));
    let text = complaint(&output);
    assert!(!output.status.success() && text.lines().count() == 1, "{text}");
    assert!(text.contains("in use by another program"), "{text}");
    drop(held);
    let output = run(&mut matriz(&db, &["plan", "import", &folder]));
    assert!(output.status.success(), "{}", complaint(&output));
}

#[tokio::test]
async fn an_address_that_is_none_is_told_without_its_password() {
    for url in ["sqlite::memory:", "sqlite://file?mode=memory", "file.sqlite", "mysql://root:secret@host/x"] {
        let output = run(command(&["plan", "list"]).env("DATABASE_URL", url));
        let text = complaint(&output);
        assert!(!output.status.success() && text.lines().count() == 1, "{url}: {text}");
        assert!(text.contains("DATABASE_URL") && !text.contains("secret"), "{url}: {text}");
    }
}

#[tokio::test]
async fn the_data_folder_is_an_option_or_a_variable() {
    let db = TestDb::sqlite().await;
    let folder = folder_of(&db);
    let (one, two) = (db.folder().join("a/b"), db.folder().join("c"));
    let by_option = run(&mut command(&["plan", "--data", one.to_str().unwrap(), "import", &folder]));
    assert!(by_option.status.success() && one.join("matriz.sqlite").is_file(), "{}", complaint(&by_option));
    let by_variable = run(command(&["plan", "list"]).env("MATRIZ_DATA", &two).env("DATABASE_URL", ""));
    assert!(by_variable.status.success() && two.join("matriz.sqlite").is_file(), "{}", complaint(&by_variable));
}
