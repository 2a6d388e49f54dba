//! Writing an update with the token: who may, what is refused, what two writers at once get.

use domain::change::Changes;
use domain::document::PlanDocument;
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::{TOKEN, TestApp};
use tests::filings::CELL;
use tests::plans;
use tests::{TestDb, on_both};

on_both!(an_update_is_written_and_read_back, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let body = json!({
        "content": { "measure": 40 },
        "note": { "es": "Nota" },
        "evidence": [{ "title": { "es": "Informe" }, "url": "https://example.org/informe" }],
        "version": 0,
    });
    let answer = app.put_update("small", "1.1-a", 2009, body.clone()).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    assert_eq!(answer.json()["revision"], 2);
    assert_eq!(answer.json()["update"]["version"], 1);
    let document: PlanDocument = app.get("/api/plans/small").await.read();
    let update = document.updates.iter().find(|update| update.year == 2009).unwrap();
    assert_eq!(serde_json::to_value(update).unwrap(), answer.json()["update"]);

    // The same again is no change; something else needs the version that was read.
    let again = app.put_update("small", "1.1-a", 2009, with(&body, "version", json!(1))).await;
    assert_eq!((again.status.as_u16(), again.json()["revision"].clone()), (200, json!(2)));
    let changed = with(&with(&body, "content", json!({ "measure": 41 })), "version", json!(1));
    let answer = app.put_update("small", "1.1-a", 2009, changed).await;
    assert_eq!((answer.json()["revision"].clone(), answer.json()["update"]["version"].clone()), (json!(3), json!(2)));
});

on_both!(stale_version_is_refused, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    for version in [0, 2, 7] {
        let body = json!({ "content": { "measure": 30 }, "version": version });
        let answer = app.put_update("small", "1.1-a", 2007, body).await;
        assert_eq!(answer.error(), (409, "conflict".to_owned()));
        assert_eq!(answer.json()["current"]["version"], 1);
        assert_eq!(answer.json()["current"]["content"]["measure"], 25.0);
    }
    // Nothing there: the answer says so by having no record.
    let answer = app.put_update("small", "1.1-a", 2009, json!({ "content": { "measure": 30 }, "version": 1 })).await;
    assert_eq!((answer.error().0, answer.json().get("current").cloned()), (409, None));
    // The current record passes the disclosure rule too.
    let answer = app.put_update("small", "1.1-b", 2008, json!({ "content": { "measure": 30 }, "version": 0 })).await;
    assert_eq!(answer.json()["current"]["content"], "suppressed");
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    assert_eq!(changes.revision, 1, "refused writes leave no trace");
});

on_both!(of_writers_at_once_one_wins_and_no_revision_is_lost, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::second(100)).start(&db).await;
    let plan = plans::SECOND;
    let body = |value: i64, version: i64| json!({ "content": { "measure": value }, "version": version });
    let same = join_all((0..8).map(|n| app.put_update(plan, "P1.1.1", 2025, body(n, 0)))).await;
    assert_eq!(same.iter().filter(|answer| answer.status == 200).count(), 1);
    assert!(same.iter().filter(|answer| answer.status != 200).all(|answer| answer.error().0 == 409));

    let codes: Vec<String> = (1..=8).map(|n| format!("P1.2.{n}")).collect();
    let different = join_all(codes.iter().map(|code| app.put_update(plan, code, 2025, body(1, 0)))).await;
    let mut revisions: Vec<i64> = different.iter().map(|answer| answer.json()["revision"].as_i64().unwrap()).collect();
    revisions.sort_unstable();
    assert_eq!(revisions, (3..=10).collect::<Vec<i64>>());
});

on_both!(wrong_figures_are_refused_field_by_field, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    for (indicator, year, body, fields) in [
        ("1.1-a", 2009, json!({ "content": { "measure": -4 }, "version": 0 }), vec!["content"]),
        ("1.1-a", 2009, json!({ "content": "suppressed", "version": 0 }), vec!["content"]),
        ("1.1-a", 2009, json!({ "content": { "narrative": { "es": "x" } }, "version": 0 }), vec!["content"]),
        ("1.1-a", 2009, json!({ "content": { "no_data": {} }, "version": 0 }), vec!["content"]),
        ("1.1-a", 2031, json!({ "content": { "measure": 4 }, "version": 0 }), vec!["year"]),
        ("1.2-a", 2009, json!({ "content": { "measure": 101 }, "version": 0 }), vec!["content"]),
        (
            "1.2-a",
            2009,
            json!({ "content": { "measure": { "numerator": 1, "denominator": 0 } }, "version": 0 }),
            vec!["content"],
        ),
        (
            "1.1-b",
            2009,
            json!({ "content": { "measure": 9 }, "breakdowns": { "sex": { "female": 1, "male": 1 }, "age": {} }, "version": 0 }),
            vec!["breakdowns.age"],
        ),
        ("1.1-a", 2009, json!({ "content": { "measure": 4 }, "note": { "de": "x" }, "version": 0 }), vec!["note"]),
        (
            "1.1-a",
            2009,
            json!({ "content": { "measure": 4 }, "evidence": [{ "title": { "es": "x" }, "url": "javascript:alert(1)" }], "version": 0 }),
            vec!["evidence"],
        ),
        ("1.1-a", 2009, json!({ "content": { "measure": 4 }, "version": -1 }), vec!["version"]),
        (
            "1.1-a",
            2009,
            json!({ "content": { "measure": 4 }, "version": 0, "reason": "x".repeat(1001) }),
            vec!["reason"],
        ),
    ] {
        let answer = app.put_update("small", indicator, year, body.clone()).await;
        assert_eq!(answer.error(), (400, "invalid".to_owned()), "{body}");
        assert_eq!(answer.fields(), fields, "{body}: {}", answer.text());
    }
    assert_eq!(
        app.put_update("small", "9.9", 2009, json!({ "content": { "measure": 4 }, "version": 0 })).await.error().0,
        404
    );
    assert_eq!(
        app.put_update("none", "1.1-a", 2009, json!({ "content": { "measure": 4 }, "version": 0 })).await.error().0,
        404
    );
});

// PostgreSQL does not store U+0000, SQLite does: refused before either sees it.
on_both!(control_characters_are_refused, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let body = json!({ "content": { "measure": 4 }, "version": 0 });
    let evidence = |title: &str, url: &str| json!([{ "title": { "es": title }, "url": url }]);
    for (field, value) in [
        ("note", json!({ "es": "a\0b" })),
        ("reason", json!("a\0b")),
        ("evidence", evidence("a\0b", "https://example.org")),
        ("evidence", evidence("a", "https://example.org/\0")),
    ] {
        let answer = app.put_update("small", "1.1-a", 2009, with(&body, field, value)).await;
        assert_eq!((answer.error().0, answer.fields()), (400, vec![field.to_owned()]), "{}", answer.text());
    }
    for path in [
        "/api/plans/%00",
        "/api/plans/small/indicators/a%00",
        "/api/plans/small/changes?indicator=%00",
        "/api/plans/%00/events",
    ] {
        assert_eq!(app.get(path).await.error(), (400, "invalid".to_owned()), "{path}");
    }
});

#[tokio::test]
async fn wrong_bodies_are_refused() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let put = |kind: &'static str, body: Vec<u8>| {
        app.send(app.request(Method::PUT, CELL).bearer_auth(TOKEN).header("content-type", kind).body(body))
    };
    for (body, field) in [
        (b"".to_vec(), "body"),
        (b"{".to_vec(), "body"),
        (b"[]".to_vec(), "body"),
        (b"{\"content\":{\"measure\":\"x\"},\"version\":0}".to_vec(), "content.measure"),
        (b"{\"content\":{\"measure\":1e999},\"version\":0}".to_vec(), "content.measure"),
        (b"{\"content\":{\"measure\":1},\"version\":\"a\"}".to_vec(), "version"),
        (b"{\"content\":{\"measure\":1},\"version\":0,\"extra\":1}".to_vec(), "extra"),
        (b"{\"content\":{\"measure\":1},\"version\":0} x".to_vec(), "body"),
        (b"{\"content\":{\"measure\":1},\"version\":0,\"note\":{\"es\":\"\xff\"}}".to_vec(), "note"),
    ] {
        let answer = put("application/json", body.clone()).await;
        assert_eq!(answer.error(), (400, "invalid".to_owned()));
        let fields = answer.fields();
        assert!(
            fields.len() == 1 && fields[0].starts_with(field),
            "{}: {}",
            String::from_utf8_lossy(&body),
            answer.text()
        );
    }
    for kind in ["text/plain", "application/x-www-form-urlencoded", "application/jsonp", ""] {
        let answer = put(kind, b"{}".to_vec()).await;
        assert_eq!(answer.error(), (415, "unsupported_media_type".to_owned()), "{kind}");
    }
    let answer = put("application/json; charset=utf-8", vec![b' '; (1 << 20) + 1]).await;
    assert_eq!(answer.error(), (413, "too_large".to_owned()));
    let year = app.request(Method::PUT, "/api/plans/small/indicators/1.1-a/updates/soon").bearer_auth(TOKEN);
    let answer = app.send(year.json(&json!({ "content": { "measure": 1 }, "version": 0 }))).await;
    assert_eq!((answer.error().0, answer.fields()), (400, vec!["year".to_owned()]));
}

#[tokio::test]
async fn only_the_token_opens_the_door() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let body = json!({ "content": { "measure": 40 }, "version": 0 });
    for header in ["", "Bearer", "Bearer ", "Bearer wrong-token-of-the-tests", "Basic dG9rZW4=", TOKEN] {
        let mut request = app.request(Method::PUT, CELL).json(&body);
        if !header.is_empty() {
            request = request.header("authorization", header);
        }
        let answer = app.send(request).await;
        assert_eq!(answer.error(), (401, "unauthorized".to_owned()), "{header}");
        assert_eq!(answer.header("www-authenticate"), "Bearer");
    }
    let db = TestDb::sqlite().await;
    let closed = TestApp::builder().plan(plans::small()).read_only().start(&db).await;
    assert_eq!(closed.put_update("small", "1.1-a", 2009, body).await.error(), (403, "forbidden".to_owned()));
}

fn with(body: &Value, field: &str, value: Value) -> Value {
    let mut body = body.clone();
    body[field] = value;
    body
}
