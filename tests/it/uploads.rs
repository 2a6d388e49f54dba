//! Files that are handed in, piece by piece: breaks, refusals, a killed server. What they are for is in
//! `evidence`.

use domain::account::Role;
use domain::evidence::{EvidenceFile, Upload};
use domain::filing::Filing;
use reqwest::Method;
use serde_json::json;
use tests::app::TestApp;
use tests::files::{contents, incoming, long_pdf, naming, pdf, stored};
use tests::filings::CELL;
use tests::people::Visitor;
use tests::plans;
use tests::program::{Served, data, serve};
use tests::{TestDb, on_both};

async fn ana(app: &TestApp) -> Visitor {
    app.person("ana@example.org", Role::Reporter, "MIN", "small").await
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
    assert_eq!(contents(db.folder()), std::slice::from_ref(&file.hash));
    assert!(stored(db.folder(), &file.hash) == content, "what is stored is what came");
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
    assert!(stored(db.folder(), &file.hash) == content, "nothing is missing and nothing is there twice");
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
    assert_eq!(incoming(db.folder()), [""; 0]);
    // A document that calls itself a page is saved as a document.
    let file = app.hand_in(&ana, "informe.html", &pdf(1)).await;
    assert_eq!((file.name.as_str(), file.media_type.as_str()), ("informe.html.pdf", "application/pdf"));
    let renamed = EvidenceFile { name: "otra.exe".to_owned(), ..file };
    let filing: Filing = app.save(&ana, CELL, naming(&[(&renamed, true)], 0)).await.read();
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
    let start = || Served::start(serve(&db).arg("--demo"));
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
    assert!(
        stored(&data(&db), &file.hash) == content,
        "also where the database is a server, the files are in the data folder"
    );
});
