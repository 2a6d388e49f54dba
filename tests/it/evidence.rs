//! Files of evidence: named by updates, read by whom they are for, forgotten when nobody needs them. How they
//! come is in `uploads`.

use domain::account::Role;
use domain::change::Changes;
use domain::document::PlanDocument;
use domain::evidence::{EvidenceFile, Upload};
use domain::filing::Filing;
use domain::update::Evidence;
use reqwest::Method;
use serde_json::json;
use tests::app::{NOW, TestApp};
use tests::files::{contents, incoming, long_pdf, naming, pdf};
use tests::filings::{CELL, cell, public_update};
use tests::people::{NOBODY, Visitor};
use tests::plans;
use tests::program::{command, complaint, run};
use tests::{TestDb, on_both};

async fn ana(app: &TestApp) -> Visitor {
    app.person("ana@example.org", Role::Reporter, "MIN", "small").await
}

fn address(file: &EvidenceFile) -> String {
    format!("/api/plans/small/files/{}/{}", file.hash, file.name)
}

/// Status of reading a file, for each of these people.
async fn statuses(app: &TestApp, file: &EvidenceFile, people: &[&Visitor]) -> Vec<u16> {
    let mut found = Vec::new();
    for who in people {
        found.push(app.get_by(who, &address(file)).await.status.as_u16());
    }
    found
}

on_both!(an_upload_and_its_file_are_of_whoever_handed_it_in, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let ong = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    let upload = app.begin_upload(&ana, "a.pdf", pdf(1).len()).await;
    let path = format!("/api/uploads/{}", upload.id);
    assert_eq!(app.get_by(&ong, &path).await.error().0, 404);
    assert_eq!(app.send_piece(&ong, &upload.id, 0, &pdf(1)).await.error().0, 404);
    assert_eq!(app.send(app.by(&ong, Method::DELETE, &path)).await.error().0, 404);
    assert_eq!(app.get(&path).await.error().0, 401);
    let file = app.send_piece(&ana, &upload.id, 0, &pdf(1)).await.read::<Upload>().file.unwrap();
    // Who knows the hash has not the file: a colleague can name it once an update of the institution does.
    let bea = app.person("bea@example.org", Role::Lead, "MIN", "small").await;
    assert_eq!(app.save(&bea, CELL, naming(&[(&file, true)], 0)).await.fields(), ["evidence"]);
    assert_eq!(app.save(&ana, CELL, naming(&[(&file, true)], 0)).await.status, 200);
    let body = json!({ "evidence": naming(&[(&file, false)], 0)["evidence"], "version": 0 });
    assert_eq!(app.save(&bea, &cell("small", "1.2-a", 2009), body).await.status, 200);
    let answer = app
        .put_update(
            "small",
            "1.1-b",
            2009,
            json!({ "content": { "measure": 40 }, "version": 0,
        "evidence": [{ "title": { "es": "x" }, "file": { "hash": "0".repeat(64), "name": "a.pdf" } }] }),
        )
        .await;
    assert_eq!(answer.fields(), ["evidence"], "the token names no file that is not there");
});

on_both!(a_public_file_is_read_by_everybody_once_it_is_approved, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let ong = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let adm = app.person("adm@example.org", Role::Administrator, "", "small").await;
    let all = [&NOBODY, &ong, &adm, &ana, &eva];
    let (open, inner) = (app.hand_in(&ana, "acta.pdf", &pdf(1)).await, app.hand_in(&ana, "nombres.pdf", &pdf(2)).await);
    assert_eq!(statuses(&app, &open, &all).await, [404; 5], "no update names it");
    app.save(&ana, CELL, naming(&[(&open, true), (&inner, false)], 0)).await.read::<Filing>();
    app.step(&ana, CELL, "submit", 1, "").await.read::<Filing>();
    let staff = [404, 404, 404, 200, 200];
    assert_eq!((statuses(&app, &open, &all).await, statuses(&app, &inner, &all).await), (staff.into(), staff.into()));

    let mut events = app.events("small", None).await;
    app.step(&eva, CELL, "approve", 2, "").await.read::<Filing>();
    assert_eq!(statuses(&app, &open, &all).await, [200; 5]);
    assert_eq!(statuses(&app, &inner, &all).await, staff, "internal stays internal");
    // What everybody reads tells of the one, and of the other its title.
    events.expect("hello").await;
    let told = events.expect("change").await;
    let document: PlanDocument = app.get("/api/plans/small").await.read();
    let update = public_update(&document, "1.1-a", 2009).unwrap();
    let files: Vec<Option<&str>> = update.evidence.iter().map(|e| Some(e.file.as_ref()?.name.as_str())).collect();
    assert_eq!(files, [Some("acta.pdf"), None]);
    let links: Vec<Option<&str>> = update.evidence.iter().map(|evidence| evidence.url.as_deref()).collect();
    assert_eq!(links, [Some(address(&open).as_str()), None], "a page that shows links leads to it");
    for path in ["/api/plans/small", "/api/plans/small/changes", "/api/plans/small/indicators/1.1-a"] {
        let text = app.get(path).await.text();
        assert!(text.contains(&open.hash) && !text.contains(&inner.hash) && !text.contains("nombres"), "{path}");
    }
    assert!(told.data.contains(&open.hash) && !told.data.contains(&inner.hash));

    // A correction without the first, and with the second: until it is approved all is as it was.
    app.save(&ana, CELL, naming(&[(&inner, true)], 3)).await.read::<Filing>();
    app.step(&ana, CELL, "submit", 4, "").await.read::<Filing>();
    assert_eq!(statuses(&app, &inner, &all).await, staff);
    assert_eq!(statuses(&app, &open, &all).await, [200; 5]);
    app.step(&eva, CELL, "approve", 5, "").await.read::<Filing>();
    assert_eq!(statuses(&app, &inner, &all).await, [200; 5]);
    assert_eq!(statuses(&app, &open, &all).await, staff, "what was published once stays with the institution");
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    assert_eq!(changes.changes.len(), 3);
});

on_both!(a_file_is_saved_and_shown_only_when_that_is_asked_for, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let content = long_pdf(200_000);
    let file = app.hand_in(&ana, "Señal \"2009\".pdf", &content).await;
    app.save(&ana, CELL, naming(&[(&file, false)], 0)).await.read::<Filing>();
    let path = format!("/api/plans/small/files/{}/Se%C3%B1al%20%222009%22.pdf", file.hash);
    let answer = app.get_by(&ana, &path).await;
    assert!(answer.status == 200 && answer.body == content);
    for (name, value) in [
        ("content-type", "application/pdf"),
        ("content-disposition", "attachment; filename*=UTF-8''Se%C3%B1al%20%222009%22.pdf"),
        ("content-security-policy", "default-src 'none'; sandbox"),
        ("x-content-type-options", "nosniff"),
        ("cache-control", "no-store"),
        ("content-length", "200000"),
        ("etag", &format!("\"{}\"", file.hash)),
    ] {
        assert_eq!(answer.header(name), value, "{name}");
    }
    let part = app.send(app.by(&ana, Method::GET, &path).header("range", "bytes=199990-")).await;
    assert_eq!((part.status.as_u16(), part.header("content-range")), (206, "bytes 199990-199999/200000"));
    assert_eq!(part.body, content[199_990..]);
    let same = app.send(app.by(&ana, Method::GET, &path).header("if-none-match", answer.header("etag"))).await;
    assert_eq!((same.status.as_u16(), same.body.len()), (304, 0));
    let head = app.send(app.by(&ana, Method::HEAD, &path)).await;
    assert_eq!((head.status.as_u16(), head.header("content-length")), (200, "200000"));
    // Shown when that is asked for, under the same policy; what a browser cannot show is saved all the same.
    let shown = app.get_by(&ana, &format!("{path}?view=1")).await;
    assert!(shown.header("content-disposition").starts_with("inline; "));
    assert_eq!(shown.header("content-security-policy"), "default-src 'none'; sandbox");
    let table = app.hand_in(&ana, "cifras.csv", b"a,b\n1,2\n").await;
    app.save(&ana, CELL, naming(&[(&file, false), (&table, false)], 1)).await.read::<Filing>();
    let saved = app.get_by(&ana, &format!("{}?view=1", address(&table))).await;
    assert!(saved.header("content-disposition").starts_with("attachment; "), "{}", saved.text());
    // Another name opens nothing: nobody else decides as what it is saved.
    let other = path.replace(".pdf", ".html");
    assert_eq!(app.get_by(&ana, &other).await.error(), (404, "not_found".to_owned()));
});

on_both!(the_same_content_is_stored_once_and_forgotten_when_nobody_names_it, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let ong = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    let (one, two) = (app.hand_in(&ana, "a.pdf", &pdf(1)).await, app.hand_in(&ong, "b.pdf", &pdf(1)).await);
    assert_eq!((one.hash.as_str(), two.name.as_str()), (two.hash.as_str(), "b.pdf"));
    let dropped = app.hand_in(&ana, "c.pdf", &pdf(2)).await;
    let unfinished = app.begin_upload(&ana, "d.pdf", 100).await;
    app.send_piece(&ana, &unfinished.id, 0, b"%PDF-").await;
    assert_eq!(contents(db.folder()).len(), 2);
    app.save(&ana, CELL, naming(&[(&one, true), (&dropped, false)], 0)).await.read::<Filing>();
    app.save(&ana, CELL, naming(&[(&one, true)], 1)).await.read::<Filing>();
    assert_eq!(statuses(&app, &dropped, &[&ana]).await, [404], "taken out before anybody approved it");
    app.stop().await;

    // Two days later.
    assert_eq!(NOW, "2011-03-01T12:00:00Z");
    let later = TestApp::builder().config(|c| c.clock = || "2011-03-03T12:00:00Z".to_owned()).start(&db).await;
    let ana = later.sign_in("ana@example.org").await;
    let gone = async || {
        while later.get_by(&ana, &format!("/api/uploads/{}", unfinished.id)).await.status != 404 {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(std::time::Duration::from_secs(10), gone()).await.expect("the server looks by itself");
    assert_eq!(contents(db.folder()), std::slice::from_ref(&one.hash));
    assert_eq!(incoming(db.folder()), [""; 0]);
    assert_eq!(statuses(&later, &one, &[&ana]).await, [200]);
    // The same content may come again.
    let again = later.hand_in(&ana, "c.pdf", &pdf(2)).await;
    assert_eq!((again.hash, contents(db.folder()).len()), (dropped.hash, 2));
});

on_both!(names_and_hashes_lead_nowhere, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let long = "a".repeat(201);
    for name in ["../a.pdf", "..", "/etc/passwd", "a\\b.pdf", "a\nb.pdf", "", "a\u{202e}fdp.exe", &long] {
        assert_eq!(app.try_upload(&ana, json!({ "name": name, "size": 9 })).await.fields(), ["name"], "{name:?}");
    }
    let file = app.hand_in(&ana, "a.pdf", &pdf(1)).await;
    for wrong in [
        EvidenceFile { name: "../a.pdf".to_owned(), ..file.clone() },
        EvidenceFile { hash: "../../matriz.sqlite".to_owned(), ..file.clone() },
        EvidenceFile { hash: format!("{}/../x", &file.hash[..59]), ..file.clone() },
    ] {
        assert_eq!(app.save(&ana, CELL, naming(&[(&wrong, true)], 0)).await.fields(), ["evidence"]);
    }
    app.save(&ana, CELL, naming(&[(&file, true)], 0)).await.read::<Filing>();
    let (hash, up) = (&file.hash, "..%2f..%2f..%2f..%2fetc%2fpasswd");
    for path in [
        format!("/api/plans/small/files/{hash}/{up}"),
        format!("/api/plans/small/files/{up}/a.pdf"),
        format!("/api/plans/small/files/%2e%2e/{hash}"),
        format!("/api/plans/small/files/{}/a.pdf", hash.to_uppercase()),
        format!("/api/uploads/{up}"),
        format!("/files/{}/{hash}", &hash[..2]),
    ] {
        assert_eq!(app.get_by(&ana, &path).await.status, 404, "{path}");
    }
    let beside = app.send_piece(&ana, up, 0, b"x").await;
    assert_eq!(beside.error().0, 404);
    assert_eq!(incoming(db.folder()), [""; 0]);
});

on_both!(a_plan_file_tells_of_files_and_changes_nothing_when_it_comes_back, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let (open, inner) = (app.hand_in(&ana, "acta 1.pdf", &pdf(1)).await, app.hand_in(&ana, "x.pdf", &pdf(2)).await);
    app.save(&ana, CELL, naming(&[(&open, true), (&inner, false)], 0)).await.read::<Filing>();
    app.step(&ana, CELL, "submit", 1, "").await.read::<Filing>();
    app.step(&eva, CELL, "approve", 2, "").await.read::<Filing>();
    app.stop().await;
    let folder = db.folder().join("plan");
    let path = folder.to_str().unwrap();
    let plan = |arguments: &[&str], wanted: &str| {
        let output = run(command(&[&["plan"], arguments].concat()).env("DATABASE_URL", &db.url));
        assert!(output.status.success(), "{arguments:?}: {}", complaint(&output));
        let said = String::from_utf8_lossy(&output.stdout).into_owned();
        assert!(said.contains(wanted), "{said}");
    };
    let link = format!("https://plan.example.org/api/plans/small/files/{}/acta%201.pdf", open.hash);
    for url in [None, Some("https://plan.example.org/")] {
        let mut arguments = vec!["export", "small", path, "--force"];
        arguments.extend(url.map(|_| "--public-url").into_iter().chain(url));
        plan(&arguments, "written");
        let text = std::fs::read_to_string(folder.join("tree-01-1.toml")).unwrap();
        assert_eq!(text.contains(&link), url.is_some(), "{text}");
        assert!(!text.contains(&inner.hash) && text.contains("Acta"), "of an internal file the title");
        plan(&["check", path], "no errors");
        plan(&["import", path], "nothing to change");
    }
    // In another database the file is a link, or its title.
    let elsewhere = TestDb::sqlite().await;
    let output = run(command(&["plan", "import", path]).env("DATABASE_URL", &elsewhere.url));
    assert!(output.status.success(), "{}", complaint(&output));
    let app = TestApp::builder().start(&elsewhere).await;
    let document: PlanDocument = app.get("/api/plans/small").await.read();
    let update = public_update(&document, "1.1-a", 2009).unwrap();
    let told: Vec<(bool, Option<String>)> =
        update.evidence.into_iter().map(|Evidence { url, file, .. }| (file.is_some(), url)).collect();
    assert_eq!(told, [(false, Some(link)), (false, None)]);
});
