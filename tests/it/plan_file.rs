//! Plans as files: what is wrong is named with file, line and field, all at once; writing and reading
//! back changes nothing.

use std::collections::HashMap;
use std::path::Path;

use domain::text::{Lang, Text};
use domain::update::{Content, Measure};
use matriz_server::plan_file;
use tests::TestDb;
use tests::plans;
use tests::program::{command, complaint, run};

#[tokio::test]
async fn writing_and_reading_back_changes_nothing() {
    let db = TestDb::sqlite().await;
    let mut small = plans::small();
    small.plan.years[2].deadline = Some("2010-03-31".to_owned());
    for (name, data) in [("small", small), ("second", plans::second(1000))] {
        let folder = db.folder().join(name);
        plan_file::write(&data, &folder, false).unwrap();
        let read = plan_file::read(&folder).unwrap_or_else(|errors| panic!("{errors:?}"));
        assert_eq!(read, data, "{name}");
    }
}

/// Texts that have broken other formats before, and figures of all sizes.
#[tokio::test]
async fn awkward_texts_and_figures_come_back() {
    let db = TestDb::sqlite().await;
    let mut data = plans::small();
    let cases = [
        ("\"quoted\" \\ 'single' \"\"\" \'\'\'", 0.1 + 0.2),
        (" spaces around ", 1e300),
        ("two\nlines\r\nand\ta tab", 5e-324),
        ("# no comment = [x]", 1e20),
        ("Ñandú, œuvre, 日本語, 👩‍👩‍👧, e\u{301}, \u{202e}abc", 123_456_789_012_345_680.0),
        ("\\u0041 {es}", 0.0),
    ];
    for (words, figure) in cases {
        data.plan.title = Text::new(Lang::ES, words);
        data.updates[1].note = data.plan.title.clone();
        data.updates[0].content = Content::Measure(Measure::Value(figure));
        data.nodes[0].budget = Some(figure);
        let folder = db.folder().join("plan");
        plan_file::write(&data, &folder, false).unwrap();
        let read = plan_file::read(&folder).unwrap_or_else(|errors| panic!("{errors:?}"));
        assert_eq!(read, data, "{words}");
    }
}

/// A plan with one objective or with hundreds, in any order of its rows, in files of any size.
#[tokio::test]
async fn any_order_and_any_size_comes_back() {
    let mut turned = plans::second(1000);
    turned.indicators.rotate_left(15);
    let order: HashMap<String, usize> =
        turned.indicators.iter().enumerate().map(|(at, i)| (i.code.clone(), at)).collect();
    turned.updates.sort_by_key(|update| (order[&update.indicator], update.year));
    let mut mixed = plans::second(200);
    mixed.nodes.swap(1, 11);
    for data in [plans::second(1000), turned, plans::second(12_000), mixed] {
        for largest in [1, 20_000, usize::MAX] {
            let files = plan_file::files(&data, largest);
            let sources: Vec<_> = files.iter().map(|(name, text)| plan_file::Source::new(name, text)).collect();
            let read = plan_file::parse(&sources).unwrap_or_else(|errors| panic!("{}", errors[0]));
            assert!(read == data, "{} indicators in files of {largest}", data.indicators.len());
        }
    }
}

#[tokio::test]
async fn an_export_takes_the_place_of_an_earlier_one() {
    let db = TestDb::sqlite().await;
    let folder = db.folder().join("export");
    plan_file::write(&plans::second(1000), &folder, false).unwrap();
    plan_file::write(&plans::small(), &folder, false).unwrap();
    assert_eq!(plan_file::read(&folder).unwrap(), plans::small());
    let link = db.folder().join("link");
    std::os::unix::fs::symlink(&folder, &link).unwrap();
    plan_file::write(&plans::second(10), &link, false).unwrap();
    assert!(link.is_symlink() && plan_file::read(&folder).unwrap() == plans::second(10));
    std::fs::write(folder.join("mine.txt"), "mine").unwrap();
    assert!(plan_file::write(&plans::small(), &folder, false).is_err());
    plan_file::write(&plans::small(), &folder, true).unwrap();
    assert_eq!(plan_file::read(&folder).unwrap(), plans::small());
    let file = db.folder().join("file");
    std::fs::write(&file, "mine").unwrap();
    assert!(plan_file::write(&plans::small(), &file, true).is_err());
    let left: Vec<_> = std::fs::read_dir(db.folder()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with('.')), "nothing is left over: {left:?}");
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
    assert!(text.contains("no institution `MAX`"), "contents are checked beside the shape: {text}");
    assert!(!text.contains("1.2-a: responsible"), "of a record with a wrong shape no more is said: {text}");

    let (right, text) = check(&folder, |text| text.replace("responsible = ", "responsable = "));
    assert!(!right);
    assert!(text.contains("responsable") && text.contains("responsible"), "did you mean: {text}");
    assert!(text.lines().filter(|line| line.contains("responsable")).count() >= 4, "each of them: {text}");

    let (right, text) = check(&folder, |text| text.replace("responsible = ", "responsible "));
    assert!(!right && text.contains(".toml:"), "{text}");
}

/// Errors as they stand in texts, without the words.
fn places(files: &[(&str, &str)]) -> Vec<String> {
    let sources: Vec<_> = files.iter().map(|(name, text)| plan_file::Source::new(name, text)).collect();
    let errors = plan_file::parse(&sources).unwrap_err();
    errors.iter().map(|error| format!("{}:{}: {}", error.file, error.line, error.field)).collect()
}

/// The line on which these words stand first.
fn line(text: &str, words: &str) -> usize {
    text.lines().position(|line| line.contains(words)).unwrap_or_else(|| panic!("{words} in {text}")) + 1
}

#[tokio::test]
async fn each_error_has_its_file_line_and_field() {
    let files = plan_file::files(&plans::small(), usize::MAX);
    let (plan, tree) = (files["plan.toml"].as_str(), files["tree-01-1.toml"].as_str());
    for (from, to, field) in [
        ("targets = { 2007 = 25", "targets = { 2006 = 25", "indicator 1.1-a: targets.2006"),
        ("value = 25", "value = -25", "indicator 1.1-a: updates.2007.value"),
        ("breakdown = { sex = { female", "breakdown = { sex = { women", "indicator 1.1-b: updates.2007.breakdown.sex"),
        ("code = \"1.1-b\"", "code = \"1.1-a\"", "indicator 1.1-a: code"),
        ("axis = \"A\"", "axis = \"B\"", "node 1: axis"),
        ("partners = [", "partners = [1, ", "node 1.1: partners"),
        ("kind = \"percent\"", "kind = \"per cent\"", "indicator 1.2-a: kind"),
    ] {
        let wrong = places(&[("plan.toml", plan), ("tree.toml", &tree.replacen(from, to, 1))]);
        assert_eq!(wrong[0], format!("tree.toml:{}: {field}", line(tree, from)));
    }
    let category = "name = { es = \"female\" }";
    for (words, field) in [("{}", "name"), ("{ es = \"a\\u0000\" }", "name.es"), ("\"female\"", "name")] {
        let plan_file = plan.replacen(category, &format!("name = {words}"), 1);
        let wrong = places(&[("plan.toml", &plan_file), ("tree.toml", tree)]);
        let field = format!("plan.toml:{}: dimension sex: category.female.{field}", line(plan, category));
        assert_eq!(wrong, [field], "{words}");
    }
}

#[tokio::test]
async fn each_file_is_read_as_far_as_it_goes() {
    let files = plan_file::files(&plans::small(), usize::MAX);
    let (plan, tree) = (files["plan.toml"].as_str(), files["tree-01-1.toml"].as_str());
    let wrong =
        places(&[("a.toml", "[plan\n"), ("b.toml", "[[axis]]\ncode = 1\ntitel = {}\n"), ("c.toml", "x = 1\nx = 1\n")]);
    assert_eq!(wrong, ["a.toml:1: TOML", "b.toml:2: axis: code", "b.toml:3: axis: titel", "c.toml:2: TOML"]);
    let twice = places(&[("a.toml", plan), ("b.toml", plan), ("c.toml", tree)]);
    assert_eq!(twice, [format!("b.toml:{}: [plan]", line(plan, "[plan]"))]);
    assert_eq!(places(&[("c.toml", tree)]), ["c.toml:0: [plan]"]);
    // Windows: a mark of the order of bytes, and two bytes at the end of a line.
    let windows = |text: &str| format!("\u{feff}{}", text.replace('\n', "\r\n"));
    let sources = [plan, tree].map(|text| plan_file::Source::new("x.toml", &windows(text)));
    assert_eq!(plan_file::parse(&sources).unwrap(), plans::small());
    let deep = format!("x = {}1{}", "[".repeat(100_000), "]".repeat(100_000));
    assert_eq!(places(&[("deep.toml", &deep)]), ["deep.toml:1: TOML"]);
}

#[tokio::test]
async fn a_file_that_is_no_text_is_refused() {
    let db = TestDb::sqlite().await;
    let folder = db.folder().join("plan");
    std::fs::create_dir(&folder).unwrap();
    std::fs::write(folder.join("plan.toml"), [0xff, 0xfe, 0x00]).unwrap();
    let output = run(&mut command(&["plan", "check", folder.to_str().unwrap()]));
    assert!(!output.status.success() && complaint(&output).contains("UTF-8"), "{}", complaint(&output));
    // The others are looked at all the same.
    std::fs::write(folder.join("more.toml"), "[[axis]]\ncode = 1\n").unwrap();
    let text = complaint(&run(&mut command(&["plan", "check", folder.to_str().unwrap()])));
    assert!(text.contains("UTF-8") && text.contains("more.toml:2"), "{text}");
    std::os::unix::fs::symlink("/etc/hostname", folder.join("out.toml")).unwrap();
    let text = complaint(&run(&mut command(&["plan", "check", folder.to_str().unwrap()])));
    assert!(text.contains("out.toml: leads out of the folder"), "{text}");
    let absent = run(&mut command(&["plan", "check", "/nonexistent/plan"]));
    assert!(!absent.status.success() && complaint(&absent).contains("/nonexistent/plan"));
}
