//! Headers that every answer carries, whatever it is.

use std::path::Path;

use reqwest::Method;
use tests::TestDb;
use tests::app::TestApp;
use tests::plans;

#[tokio::test]
async fn every_answer_is_locked_down() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    for (method, path) in [
        (Method::GET, "/"),
        (Method::GET, "/es/plans"),
        (Method::GET, "/nothing.js"),
        (Method::GET, "/api/plans"),
        (Method::GET, "/api/plans/small"),
        (Method::GET, "/api/nothing"),
        (Method::DELETE, "/api/plans"),
        (Method::PUT, "/api/plans/small/indicators/1.1-a/updates/2009"),
        (Method::GET, "/api/health"),
    ] {
        let answer = app.send(app.request(method, path)).await;
        let policy = answer.header("content-security-policy");
        assert!(policy.starts_with("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'"), "{path}: {policy}");
        for part in [
            "frame-ancestors 'none'",
            "base-uri 'none'",
            "style-src 'self'",
            "connect-src 'self'",
            "form-action 'self'",
        ] {
            assert!(policy.contains(part), "{path}: {policy}");
        }
        assert!(!policy.contains("unsafe-inline") && !policy.contains("'unsafe-eval'"), "{path}: {policy}");
        assert_eq!(answer.header("x-content-type-options"), "nosniff", "{path}");
        assert_eq!(answer.header("referrer-policy"), "same-origin", "{path}");
        assert!(answer.header("permissions-policy").contains("camera=()"), "{path}");
        assert_eq!(answer.header("cross-origin-opener-policy"), "same-origin", "{path}");
        assert_eq!(answer.header("cross-origin-resource-policy"), "same-origin", "{path}");
        assert!(!answer.header("cache-control").is_empty(), "{path} says how long it may be kept");
        assert!(!answer.headers.contains_key("server"), "{path}");
    }
}

#[tokio::test]
async fn the_page_allows_its_own_inline_scripts_by_hash() {
    let db = TestDb::sqlite().await;
    let folder = db.folder().join("dist");
    std::fs::create_dir(&folder).unwrap();
    write_page(&folder, "alert(1)");
    let app = TestApp::builder().app_dir(folder.clone()).start(&db).await;
    let policy = async || app.get("/es/plans").await.header("content-security-policy").to_owned();
    assert!(policy().await.contains("'sha256-bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF+pI='"));
    // While the app is developed it is built again under a running server.
    write_page(&folder, "alert(2)");
    assert!(!policy().await.contains("bhHHL3z2vDgxUt0W3dWQOrprscmda2Y5pLsLg4GF"));
}

fn write_page(folder: &Path, script: &str) {
    std::fs::write(folder.join("index.html"), format!("<!doctype html><script>{script}</script>")).unwrap();
}

#[tokio::test]
async fn a_request_keeps_its_id_when_it_is_sane() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().start(&db).await;
    assert_eq!(app.get_with("/api/health", "x-request-id", "abc-123").await.header("x-request-id"), "abc-123");
    for bad in ["a b", "x\"y", &"a".repeat(65)] {
        let given = app.get_with("/api/health", "x-request-id", bad).await;
        assert_eq!(given.header("x-request-id").len(), 16, "{bad}");
    }
    let ids = [app.get("/api/health").await, app.get("/api/nothing").await];
    assert_ne!(ids[0].header("x-request-id"), ids[1].header("x-request-id"));
}
