//! Files and pages of the app: types, caching, compressed siblings, what a missing one answers.

use std::path::Path;

use reqwest::Method;
use tests::app::TestApp;
use tests::plans;
use tests::{TestDb, on_both};

const HASHED: &str = "app-0123456789abcdef_bg.wasm";

/// A small app as Trunk builds it.
fn build_app(folder: &Path) {
    let page = r#"<!doctype html><title>Matriz</title><script type="module">import init from '/app.js';</script>"#;
    std::fs::write(folder.join("index.html"), page).unwrap();
    std::fs::write(folder.join("sw.js"), "// worker").unwrap();
    std::fs::write(folder.join("manifest.webmanifest"), "{}").unwrap();
    std::fs::write(folder.join(HASHED), b"\0asm plain").unwrap();
    std::fs::write(folder.join(format!("{HASHED}.br")), b"brotli bytes").unwrap();
    std::fs::write(folder.join(format!("{HASHED}.gz")), b"gzip bytes").unwrap();
    std::fs::create_dir(folder.join("icons")).unwrap();
    std::fs::write(folder.join("icons/icon.svg"), "<svg/>").unwrap();
    std::fs::write(folder.join(".secret"), "no").unwrap();
    std::fs::write(folder.parent().unwrap().join("outside.txt"), "no").unwrap();
}

async fn app_with_files(db: &TestDb) -> TestApp {
    let folder = db.folder().join("dist");
    std::fs::create_dir(&folder).unwrap();
    build_app(&folder);
    TestApp::builder().plan(plans::small()).app_dir(folder).start(db).await
}

#[tokio::test]
async fn each_file_has_its_type_and_its_caching() {
    let db = TestDb::sqlite().await;
    let app = app_with_files(&db).await;
    let forever = "public, max-age=31536000, immutable";
    for (path, kind, caching) in [
        (format!("/{HASHED}"), "application/wasm", forever),
        ("/sw.js".to_owned(), "text/javascript; charset=utf-8", "no-cache"),
        ("/manifest.webmanifest".to_owned(), "application/manifest+json", "no-cache"),
        ("/icons/icon.svg".to_owned(), "image/svg+xml", "no-cache"),
        ("/es/plans".to_owned(), "text/html; charset=utf-8", "no-cache"),
    ] {
        let answer = app.get(&path).await;
        assert_eq!(answer.status, 200, "{path}");
        assert_eq!((answer.header("content-type"), answer.header("cache-control")), (kind, caching), "{path}");
        let held = app.get_with(&path, "if-none-match", answer.header("etag")).await;
        assert_eq!((held.status.as_u16(), held.body.len()), (304, 0), "{path}");
    }
}

#[tokio::test]
async fn compressed_siblings_are_sent_to_those_who_take_them() {
    let db = TestDb::sqlite().await;
    let app = app_with_files(&db).await;
    let path = format!("/{HASHED}");
    for (accepted, encoding, body) in [
        ("gzip, deflate, br", "br", "brotli bytes"),
        ("gzip", "gzip", "gzip bytes"),
        ("br;q=0, gzip", "gzip", "gzip bytes"),
        ("identity", "", "\0asm plain"),
    ] {
        let answer = app.get_with(&path, "accept-encoding", accepted).await;
        assert_eq!((answer.header("content-encoding"), answer.text().as_str()), (encoding, body), "{accepted}");
        assert_eq!(answer.header("content-type"), "application/wasm");
        assert_eq!(answer.header("vary"), "accept-encoding");
    }
}

#[tokio::test]
async fn pages_are_the_app_and_nothing_else_is() {
    let db = TestDb::sqlite().await;
    let app = app_with_files(&db).await;
    let html = |path: &str| app.send(app.request(Method::GET, path).header("accept", "text/html,*/*;q=0.8"));
    for path in [
        "/es",
        "/en/",
        "/fr/plans",
        "/es/plans/small",
        "/es/plans/small/",
        "/es/plans/small/indicators/1.1-a",
        "/es/plans/small/institutions",
        "/es/plans/small/changes",
        "/es/plans/small/about?year=2009",
    ] {
        assert_eq!(html(path).await.status, 200, "{path}");
    }
    for path in
        ["/de/plans", "/es/nothing", "/plans", "/es/plans/small/nothing", "/app-ffffffffffffffff.js", "/index.html/x"]
    {
        let page = html(path).await;
        assert_eq!(page.status, 404, "{path}");
        assert!(page.text().contains("<title>Matriz</title>"), "{path}: people get a page");
        let plain = app.get(path).await;
        assert_eq!((plain.status.as_u16(), plain.text().as_str()), (404, "not found\n"), "{path}");
    }
    let post = app.send(app.request(Method::POST, "/es/plans")).await;
    assert_eq!((post.status.as_u16(), post.header("allow")), (405, "GET, HEAD"));
    let head = app.send(app.request(Method::HEAD, "/es/plans")).await;
    assert_eq!((head.status.as_u16(), head.body.len()), (200, 0));
}

#[tokio::test]
async fn no_address_leaves_the_folder() {
    let db = TestDb::sqlite().await;
    let app = app_with_files(&db).await;
    for path in [
        "/../outside.txt",
        "/%2e%2e/outside.txt",
        "/icons/..%2f..%2foutside.txt",
        "/%2e%2e%2foutside.txt",
        "/icons/%2e%2e/%2e%2e/outside.txt",
        "/.secret",
        "//etc/passwd",
        "/%2fetc/passwd",
        "/icons",
        "/icons/",
        "/a%00b",
        "/%ff",
    ] {
        let answer = app.raw(format!("GET {path} HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n").as_bytes()).await;
        assert!(answer.starts_with("HTTP/1.1 404"), "{path}: {answer}");
    }
}

on_both!(the_root_leads_to_the_only_plan_or_to_the_list, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let answer = app.get_with("/", "accept-language", "fr-CH, en;q=0.8").await;
    assert_eq!((answer.status.as_u16(), answer.header("location")), (302, "/fr/plans/small"));
    assert_eq!(answer.header("vary"), "accept-language");
    assert_eq!(app.get("/").await.header("location"), "/es/plans/small");

    app.import(&plans::second(10)).await;
    assert_eq!(app.get("/").await.header("location"), "/es/plans");
});

#[tokio::test]
async fn without_the_app_the_pages_say_how_to_get_it() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().app_dir(db.folder().join("absent")).start(&db).await;
    let answer = app.get("/es/plans").await;
    assert_eq!(answer.status, 503);
    assert!(answer.text().contains("make build"), "{}", answer.text());
    assert_eq!(app.get("/api/health").await.status, 200);
}
