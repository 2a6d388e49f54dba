//! Files of evidence: handed in piece by piece, named by updates, read by whom they are for, forgotten when
//! nobody needs them.

use std::path::{Path, PathBuf};

use domain::account::Role;
use domain::change::Changes;
use domain::document::PlanDocument;
use domain::evidence::{EvidenceFile, Upload};
use domain::filing::Filing;
use domain::update::Evidence;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::{Answer, NOW, TestApp};
use tests::files::{long_pdf, pdf};
use tests::people::Visitor;
use tests::plans;
use tests::program::{Served, command, complaint, run};
use tests::{TestDb, on_both};

const CELL: &str = "/api/plans/small/indicators/1.1-a/updates/2009";

async fn ana(app: &TestApp) -> Visitor {
    app.person("ana@example.org", Role::Reporter, "MIN", "small").await
}

/// An update that names these files.
fn naming(files: &[(&EvidenceFile, bool)], version: i64) -> Value {
    let evidence = files.iter().map(|(file, public)| {
        json!({ "title": { "es": "Acta" }, "file": { "hash": file.hash, "name": file.name, "public": public } })
    });
    json!({ "content": { "measure": 40 }, "evidence": evidence.collect::<Vec<_>>(), "explanation": "x", "version": version })
}

async fn save(app: &TestApp, who: &Visitor, body: Value) -> Answer {
    app.send_by(who, Method::PUT, CELL, body).await
}

async fn step(app: &TestApp, who: &Visitor, action: &str, version: i64) -> Filing {
    app.send_by(who, Method::POST, &format!("{CELL}/{action}"), json!({ "version": version })).await.read()
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

/// Names of all contents in the data folder, without those on their way.
fn contents(folder: &Path) -> Vec<String> {
    let list = |path: PathBuf| std::fs::read_dir(path).map(|all| all.flatten().map(|e| e.path()).collect::<Vec<_>>());
    let folders = list(folder.join("files")).unwrap_or_default().into_iter();
    let files = folders.filter(|path| !path.ends_with("incoming")).flat_map(|path| list(path).unwrap_or_default());
    files.map(|path| path.file_name().unwrap().to_string_lossy().into_owned()).collect()
}

on_both!(a_file_goes_up_in_pieces_and_is_kept_by_its_content, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let content = long_pdf(5 << 20);
    let upload = app.begin_upload(&ana, "Informe 2009.pdf", content.len()).await;
    assert_eq!((upload.offset, upload.size, &upload.file), (0, 5 << 20, &None));
    let half: Upload = app.send_piece(&ana, &upload.id, 0, &content[..4 << 20]).await.read();
    assert_eq!((half.offset, &half.file), (4 << 20, &None));
    let path = format!("/api/uploads/{}", upload.id);
    let head = app.send(app.by(&ana, Method::HEAD, &path)).await;
    assert_eq!((head.status.as_u16(), head.header("upload-offset")), (200, "4194304"));
    let done: Upload = app.send_piece(&ana, &upload.id, 4 << 20, &content[4 << 20..]).await.read();
    let file = done.file.expect("a file");
    assert_eq!((file.name.as_str(), file.size), ("Informe 2009.pdf", 5 << 20));
    assert_eq!(file.media_type, "application/pdf");
    assert_eq!(contents(db.folder()), [file.hash.clone()]);
    let stored = std::fs::read(db.folder().join("files").join(&file.hash[..2]).join(&file.hash)).unwrap();
    assert!(stored == content, "what is stored is what came");
    // It is told again to whoever asks; there is nothing more to send.
    assert_eq!(app.get_by(&ana, &path).await.read::<Upload>().file, Some(file));
    assert_eq!(app.send_piece(&ana, &upload.id, 5 << 20, b"x").await.error().0, 409);
});

on_both!(an_upload_that_breaks_off_goes_on_where_it_stopped, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let content = long_pdf(300_000);
    let upload = app.begin_upload(&ana, "a.pdf", content.len()).await;
    assert_eq!(app.send_piece(&ana, &upload.id, 0, &content[..100_000]).await.status, 200);
    // The line breaks in the middle of a piece.
    let head = format!(
        "PATCH /api/uploads/{} HTTP/1.1\r\nhost: x\r\ncookie: {}\r\nupload-offset: 100000\r\ncontent-length: 200000\r\n\r\n",
        upload.id, ana.cookie
    );
    let broken = [head.as_bytes(), &content[100_000..150_000]].concat();
    let address = app.url.trim_start_matches("http://").to_owned();
    tokio::task::spawn_blocking(move || {
        let mut stream = std::net::TcpStream::connect(address).unwrap();
        std::io::Write::write_all(&mut stream, &broken).unwrap();
    })
    .await
    .unwrap();
    // What is not known to have come is sent again, from a place that the server tells.
    let path = format!("/api/uploads/{}", upload.id);
    let stands: Upload = app.get_by(&ana, &path).await.read();
    assert!((100_000..=150_000).contains(&stands.offset), "{}", stands.offset);
    let wrong = app.send_piece(&ana, &upload.id, 7, b"x").await;
    assert_eq!(wrong.error(), (409, "conflict".to_owned()));
    let mut from = wrong.json()["current"]["offset"].as_u64().unwrap() as usize;
    let done = loop {
        let answer = app.send_piece(&ana, &upload.id, from, &content[from..]).await;
        match answer.status.as_u16() {
            200 => break answer.read::<Upload>(),
            // The broken piece was still being written.
            409 => from = answer.json()["current"]["offset"].as_u64().unwrap() as usize,
            _ => panic!("{}", answer.text()),
        }
    };
    let file = done.file.expect("a file");
    let stored = std::fs::read(db.folder().join("files").join(&file.hash[..2]).join(&file.hash)).unwrap();
    assert!(stored == content, "nothing is missing and nothing is there twice");
});

on_both!(two_who_send_the_same_piece_do_not_mix_it, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let content = long_pdf(200_000);
    let upload = app.begin_upload(&ana, "a.pdf", content.len()).await;
    let sent = (0..4).map(|_| app.send_piece(&ana, &upload.id, 0, &content[..100_000]));
    let answers = futures_util::future::join_all(sent).await;
    assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(answers.iter().all(|answer| matches!(answer.status.as_u16(), 200 | 409)));
    let done: Upload = app.send_piece(&ana, &upload.id, 100_000, &content[100_000..]).await.read();
    assert!(done.file.is_some());
});

on_both!(the_kind_of_a_file_is_what_is_in_it, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    for (name, content) in [
        ("informe.pdf", "<!DOCTYPE html><script>alert(1)</script>"),
        ("foto.png", "<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"alert(1)\"/>"),
        ("datos.csv", "#!/bin/sh\nrm -rf /\n"),
        ("datos.xlsx", "PK\u{3}\u{4}nothing"),
        ("lista.txt", "\u{7f}ELF\u{2}\u{1}"),
    ] {
        let answer = app.try_hand_in(&ana, name, content.as_bytes()).await;
        assert_eq!(answer.error(), (415, "unsupported_media_type".to_owned()), "{name}");
        assert!(answer.text().contains("docx"), "it says what is taken: {}", answer.text());
    }
    assert_eq!(contents(db.folder()), Vec::<String>::new());
    // Nothing of them counts any more.
    let incoming = std::fs::read_dir(db.folder().join("files/incoming")).unwrap();
    assert_eq!(incoming.count(), 0);
    // A document that calls itself a page is saved as a document.
    let file = app.hand_in(&ana, "informe.html", &pdf(1)).await;
    assert_eq!((file.name.as_str(), file.media_type.as_str()), ("informe.html.pdf", "application/pdf"));
    let renamed = EvidenceFile { name: "otra.exe".to_owned(), ..file };
    let filing: Filing = save(&app, &ana, naming(&[(&renamed, true)], 0)).await.read();
    let named = filing.entry.evidence[0].file.clone().unwrap();
    assert_eq!((named.name.as_str(), named.size), ("otra.exe.pdf", pdf(1).len() as u64));
    assert_eq!(app.hand_in(&ana, "datos.csv", b"a;b\r\n1;2\r\n").await.media_type, "text/plain");
});

on_both!(what_is_too_large_or_not_as_announced_is_refused, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).config(|c| c.largest_file = 8 << 20).start(&db).await;
    let ana = ana(&app).await;
    let announced = |size: usize| json!({ "name": "a.pdf", "size": size });
    let answer = app.try_upload(&ana, announced((8 << 20) + 1)).await;
    assert_eq!(answer.error(), (413, "too_large".to_owned()));
    assert!(answer.text().contains("8 MB"), "{}", answer.text());
    assert_eq!(app.try_upload(&ana, announced(0)).await.fields(), ["size"]);
    let upload = app.begin_upload(&ana, "a.pdf", 5 << 20).await;
    let answer = app.send_piece(&ana, &upload.id, 0, &long_pdf((4 << 20) + 1)).await;
    assert_eq!(answer.error(), (413, "too_large".to_owned()), "a piece has a limit of its own");
    let small = app.begin_upload(&ana, "a.pdf", 10).await;
    assert_eq!(app.send_piece(&ana, &small.id, 0, &pdf(1)).await.fields(), ["body"]);
    let request = app.by(&ana, Method::PATCH, &format!("/api/uploads/{}", small.id)).body("%PDF-");
    assert_eq!(app.send(request).await.fields(), ["Upload-Offset"]);
    // Other bytes than were announced: it begins anew.
    let body = json!({ "name": "a.pdf", "size": pdf(1).len(), "sha256": "0".repeat(64) });
    let upload: Upload = serde_json::from_value(app.try_upload(&ana, body).await.json()).unwrap();
    assert_eq!(app.send_piece(&ana, &upload.id, 0, &pdf(1)).await.fields(), ["sha256"]);
    assert_eq!(app.get_by(&ana, &format!("/api/uploads/{}", upload.id)).await.error().0, 404);
    // Five of the largest, less what is begun above.
    let mut begun = Vec::new();
    for _ in 0..4 {
        begun.push(app.begin_upload(&ana, "a.pdf", 8 << 20).await);
    }
    let answer = app.try_upload(&ana, announced(8 << 20)).await;
    assert_eq!(answer.error(), (413, "too_large".to_owned()));
    let bea = app.person("bea@example.org", Role::Lead, "MIN", "small").await;
    app.begin_upload(&bea, "a.pdf", 8 << 20).await;
    let ended = app.send(app.by(&ana, Method::DELETE, &format!("/api/uploads/{}", begun[0].id))).await;
    assert_eq!(ended.status, 204);
    app.begin_upload(&ana, "a.pdf", 8 << 20).await;
});

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
    assert_eq!(save(&app, &bea, naming(&[(&file, true)], 0)).await.fields(), ["evidence"]);
    assert_eq!(save(&app, &ana, naming(&[(&file, true)], 0)).await.status, 200);
    let other = CELL.replace("1.1-a", "1.2-a");
    let body = json!({ "evidence": naming(&[(&file, false)], 0)["evidence"], "version": 0 });
    assert_eq!(app.send_by(&bea, Method::PUT, &other, body.clone()).await.status, 200);
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
    let nobody = Visitor { cookie: String::new() };
    let all = [&nobody, &ong, &adm, &ana, &eva];
    let (open, inner) = (app.hand_in(&ana, "acta.pdf", &pdf(1)).await, app.hand_in(&ana, "nombres.pdf", &pdf(2)).await);
    assert_eq!(statuses(&app, &open, &all).await, [404; 5], "no update names it");
    save(&app, &ana, naming(&[(&open, true), (&inner, false)], 0)).await.read::<Filing>();
    step(&app, &ana, "submit", 1).await;
    let staff = [404, 404, 404, 200, 200];
    assert_eq!((statuses(&app, &open, &all).await, statuses(&app, &inner, &all).await), (staff.into(), staff.into()));

    let mut events = app.events("small", None).await;
    step(&app, &eva, "approve", 2).await;
    assert_eq!(statuses(&app, &open, &all).await, [200; 5]);
    assert_eq!(statuses(&app, &inner, &all).await, staff, "internal stays internal");
    // What everybody reads tells of the one, and of the other its title.
    events.expect("hello").await;
    let told = events.expect("change").await;
    let document: PlanDocument = app.get("/api/plans/small").await.read();
    let update = document.updates.iter().find(|u| u.indicator == "1.1-a" && u.year == 2009).unwrap();
    let files: Vec<Option<&str>> = update.evidence.iter().map(|e| Some(e.file.as_ref()?.name.as_str())).collect();
    assert_eq!(files, [Some("acta.pdf"), None]);
    for path in ["/api/plans/small", "/api/plans/small/changes", "/api/plans/small/indicators/1.1-a"] {
        let text = app.get(path).await.text();
        assert!(text.contains(&open.hash) && !text.contains(&inner.hash) && !text.contains("nombres"), "{path}");
    }
    assert!(told.data.contains(&open.hash) && !told.data.contains(&inner.hash));

    // A correction without the first, and with the second: until it is approved all is as it was.
    save(&app, &ana, naming(&[(&inner, true)], 3)).await.read::<Filing>();
    step(&app, &ana, "submit", 4).await;
    assert_eq!(statuses(&app, &inner, &all).await, staff);
    assert_eq!(statuses(&app, &open, &all).await, [200; 5]);
    step(&app, &eva, "approve", 5).await;
    assert_eq!(statuses(&app, &inner, &all).await, [200; 5]);
    assert_eq!(statuses(&app, &open, &all).await, staff, "what was published once stays with the institution");
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    assert_eq!(changes.changes.len(), 3);
});

on_both!(a_file_is_saved_and_never_shown, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let content = long_pdf(200_000);
    let file = app.hand_in(&ana, "Señal \"2009\".pdf", &content).await;
    save(&app, &ana, naming(&[(&file, false)], 0)).await.read::<Filing>();
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
    save(&app, &ana, naming(&[(&one, true), (&dropped, false)], 0)).await.read::<Filing>();
    save(&app, &ana, naming(&[(&one, true)], 1)).await.read::<Filing>();
    assert_eq!(statuses(&app, &dropped, &[&ana]).await, [404], "taken out before anybody approved it");
    app.stop().await;

    // Two days later, when the next file comes.
    assert_eq!(NOW, "2011-03-01T12:00:00Z");
    let later = TestApp::builder().config(|c| c.clock = || "2011-03-03T12:00:00Z".to_owned()).start(&db).await;
    let ana = later.sign_in("ana@example.org").await;
    later.begin_upload(&ana, "e.pdf", 100).await;
    assert_eq!(contents(db.folder()), [one.hash.clone()]);
    assert_eq!(std::fs::read_dir(db.folder().join("files/incoming")).unwrap().count(), 0);
    assert_eq!(later.get_by(&ana, &format!("/api/uploads/{}", unfinished.id)).await.error().0, 404);
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
        assert_eq!(save(&app, &ana, naming(&[(&wrong, true)], 0)).await.fields(), ["evidence"]);
    }
    save(&app, &ana, naming(&[(&file, true)], 0)).await.read::<Filing>();
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
    assert_eq!(std::fs::read_dir(db.folder().join("files/incoming")).unwrap().count(), 0);
});

/// A request to a running program, in the name of a person of the demonstration.
async fn ask(
    served: &Served,
    cookie: &str,
    method: Method,
    path: &str,
    from: usize,
    body: Vec<u8>,
) -> reqwest::Response {
    let client = reqwest::Client::builder().no_proxy().build().unwrap();
    let request = client.request(method, format!("{}{path}", served.url)).header("cookie", cookie);
    let request = request.header("upload-offset", from).header("content-type", "application/json");
    request.body(body).send().await.unwrap()
}

on_both!(a_killed_server_loses_no_piece_that_it_confirmed, async |db: TestDb| {
    let data = db.folder().join("data");
    let start = || {
        let mut command = command(&["serve", "--listen", "127.0.0.1:0", "--demo", "--data", data.to_str().unwrap()]);
        Served::start(command.env("DATABASE_URL", &db.url).env("MATRIZ_LOG", "warn"))
    };
    let mut served = start();
    let sign_in = br#"{"email": "reporte@mininter.example", "password": "matriz-demo-2011"}"#.to_vec();
    let answer = ask(&served, "", Method::POST, "/api/session", 0, sign_in).await;
    let cookie = answer.headers()["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
    let content = long_pdf(500_000);
    let announced = json!({ "name": "a.pdf", "size": content.len() }).to_string().into_bytes();
    let upload: Upload = ask(&served, &cookie, Method::POST, "/api/uploads", 0, announced).await.json().await.unwrap();
    let path = format!("/api/uploads/{}", upload.id);
    for from in [0, 100_000] {
        let piece = content[from..from + 100_000].to_vec();
        let answer = ask(&served, &cookie, Method::PATCH, &path, from, piece).await;
        assert_eq!(answer.status(), 200, "{}", answer.text().await.unwrap());
    }
    served.kill();
    let served = start();
    let stands: Upload = ask(&served, &cookie, Method::GET, &path, 0, Vec::new()).await.json().await.unwrap();
    assert_eq!(stands.offset, 200_000);
    let rest = content[200_000..].to_vec();
    let done: Upload = ask(&served, &cookie, Method::PATCH, &path, 200_000, rest).await.json().await.unwrap();
    let file = done.file.expect("a file");
    let stored = std::fs::read(data.join("files").join(&file.hash[..2]).join(&file.hash)).unwrap();
    assert!(stored == content, "also where the database is a server, the files are in the data folder");
});

on_both!(a_plan_file_tells_of_files_and_changes_nothing_when_it_comes_back, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = ana(&app).await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let (open, inner) = (app.hand_in(&ana, "acta 1.pdf", &pdf(1)).await, app.hand_in(&ana, "x.pdf", &pdf(2)).await);
    save(&app, &ana, naming(&[(&open, true), (&inner, false)], 0)).await.read::<Filing>();
    step(&app, &ana, "submit", 1).await;
    step(&app, &eva, "approve", 2).await;
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
    let update = document.updates.into_iter().find(|u| u.indicator == "1.1-a" && u.year == 2009).unwrap();
    let told: Vec<(bool, Option<String>)> =
        update.evidence.into_iter().map(|Evidence { url, file, .. }| (file.is_some(), url)).collect();
    assert_eq!(told, [(false, Some(link)), (false, None)]);
});
