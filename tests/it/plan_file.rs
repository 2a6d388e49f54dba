//! Plans as files: what is wrong is named with file, line and field, all at once; writing and reading
//! back changes nothing.

use std::path::Path;

use matriz_server::plan_file;
use tests::TestDb;
use tests::plans;
use tests::program::{command, complaint, run};

#[tokio::test]
async fn writing_and_reading_back_changes_nothing() {
    let db = TestDb::sqlite().await;
    for (name, data) in [("small", plans::small()), ("second", plans::second(1000))] {
        let folder = db.folder().join(name);
        plan_file::write(&data, &folder, false).unwrap();
        let read = plan_file::read(&folder).unwrap_or_else(|errors| panic!("{errors:?}"));
        assert_eq!(read, data, "{name}");
    }
}

#[tokio::test]
async fn a_folder_with_something_else_in_it_is_not_written_over() {
    let db = TestDb::sqlite().await;
    let folder = db.folder().join("mine");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("diary.txt"), "dear diary").unwrap();
    assert!(plan_file::write(&plans::small(), &folder, false).is_err());
    assert_eq!(std::fs::read_to_string(folder.join("diary.txt")).unwrap(), "dear diary");
}

/// Writes one changed file of an export and gives what `plan check` says of the folder.
fn check(folder: &Path, change: impl Fn(String) -> String) -> (bool, String) {
    if folder.exists() {
        std::fs::remove_dir_all(folder).unwrap();
    }
    plan_file::write(&plans::small(), folder, false).unwrap();
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).collect();
    for file in files {
        let text = std::fs::read_to_string(&file).unwrap();
        std::fs::write(&file, change(text)).unwrap();
    }
    let output = run(&mut command(&["plan", "check", folder.to_str().unwrap()]));
    let text = format!("{}{}", complaint(&output), String::from_utf8_lossy(&output.stdout));
    (output.status.success(), text)
}

#[tokio::test]
async fn every_error_is_named_at_once() {
    let db = TestDb::sqlite().await;
    let folder = db.folder().join("plan");
    let (right, text) = check(&folder, |text| text);
    assert!(right, "{text}");

    let (right, text) = check(&folder, |text| {
        text.replace("responsible = \"MIN\"", "responsible = \"MAX\"")
            .replace("kind = \"percent\"", "kind = \"procent\"")
    });
    assert!(!right);
    assert!(text.contains("procent") && text.contains(".toml:"), "{text}");

    let (right, text) = check(&folder, |text| text.replace("responsible = ", "responsable = "));
    assert!(!right);
    assert!(text.contains("responsable") && text.contains("responsible"), "did you mean: {text}");
    assert!(text.lines().filter(|line| line.contains("responsable")).count() >= 4, "each of them: {text}");

    let (right, text) = check(&folder, |text| text.replace("responsible = ", "responsible "));
    assert!(!right && text.contains(".toml:"), "{text}");
}

#[tokio::test]
async fn a_file_that_is_no_text_is_refused() {
    let db = TestDb::sqlite().await;
    let folder = db.folder().join("plan");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("plan.toml"), [0xff, 0xfe, 0x00]).unwrap();
    let output = run(&mut command(&["plan", "check", folder.to_str().unwrap()]));
    assert!(!output.status.success() && complaint(&output).contains("UTF-8"), "{}", complaint(&output));
    let absent = run(&mut command(&["plan", "check", "/nonexistent/plan"]));
    assert!(!absent.status.success() && complaint(&absent).contains("/nonexistent/plan"));
}
