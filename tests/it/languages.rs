//! The plan for readers of one language: long texts in theirs alone, everything else as in the whole plan.

use std::collections::BTreeSet;

use domain::document::{PlanData, PlanDocument};
use domain::text::{Lang, Text};
use domain::update::Content;
use tests::app::TestApp;
use tests::plans;
use tests::{TestDb, on_both};

const PATH: &str = "/api/plans/small";

fn words(es: &str, en: &str) -> Text {
    let mut text = Text::new(Lang::ES, es);
    text.set(Lang::EN, en);
    text
}

/// The small plan in Spanish and English. Its summary is there in Spanish alone.
fn bilingual() -> PlanData {
    let mut data = plans::small();
    data.plan.languages = vec![Lang::ES, Lang::EN];
    data.plan.title = words("Plan", "Plan");
    data.plan.summary = Text::new(Lang::ES, "Resumen");
    data.indicators[0].title = words("Afiches repartidos", "Posters handed out");
    data.indicators[0].definition = words("Afiches que se repartieron", "Posters that were handed out");
    data.updates[1].content = Content::NoData(words("No se registró", "Not recorded"));
    data
}

async fn start(db: &TestDb) -> TestApp {
    TestApp::builder().plan(bilingual()).start(db).await
}

on_both!(long_texts_come_in_the_language_that_is_asked_for, async |db: TestDb| {
    let app = start(&db).await;
    let whole: PlanDocument = app.get(PATH).await.read();
    assert_eq!(whole, PlanDocument::public(&bilingual(), 1), "without a language nothing is left out");
    for lang in [Lang::ES, Lang::EN] {
        let own: PlanDocument = app.get(&format!("{PATH}?lang={lang}")).await.read();
        assert_eq!(own, whole.clone().in_language(lang));
    }
    let english: PlanDocument = app.get(&format!("{PATH}?lang=en")).await.read();
    assert_eq!(english.indicators[0].definition, Text::new(Lang::EN, "Posters that were handed out"));
    assert_eq!(english.plan.summary, Text::new(Lang::ES, "Resumen"), "better in another language than not at all");
    assert_eq!(english.indicators[0].title, words("Afiches repartidos", "Posters handed out"));
    assert_eq!(english.values, whole.values);
});

on_both!(each_language_is_sent_once_and_then_only_if_it_changed, async |db: TestDb| {
    let app = start(&db).await;
    let paths = ["", "?lang=es", "?lang=en"].map(|query| format!("{PATH}{query}"));
    let mut tags = Vec::new();
    for path in &paths {
        let answer = app.get(path).await;
        assert_eq!((answer.header("vary"), answer.header("cache-control")), ("accept-encoding", "no-cache"));
        tags.push(answer.header("etag").to_owned());
    }
    assert!(tags.iter().all(|tag| tag.starts_with("\"1-")), "{tags:?}");
    assert_eq!(tags.iter().collect::<BTreeSet<_>>().len(), 3, "{tags:?}");
    for (path, own) in paths.iter().zip(&tags) {
        for tag in &tags {
            let again = app.get_with(path, "if-none-match", tag).await;
            assert_eq!(again.status, if tag == own { 304 } else { 200 }, "{path} {tag}");
        }
    }
    let body = serde_json::json!({ "content": { "measure": 60 }, "version": 0 });
    assert_eq!(app.put_update("small", "1.1-a", 2009, body).await.status, 200);
    for (path, tag) in paths.iter().zip(&tags) {
        let changed = app.get_with(path, "if-none-match", tag).await;
        assert!(changed.header("etag").starts_with("\"2-"), "{path}");
        let document: PlanDocument = changed.read();
        assert_eq!(document.values[0], [Some(25.0), None, Some(60.0)], "{path}");
    }
});

#[tokio::test]
async fn a_language_that_the_plan_does_not_have_gets_the_form_of_its_default_one() {
    let db = TestDb::sqlite().await;
    let app = start(&db).await;
    let default = app.get(&format!("{PATH}?lang=es")).await;
    for lang in ["fr", "pt", "quz", "pt-br", "zz", "x9999999"] {
        let other = app.get(&format!("{PATH}?lang={lang}")).await;
        // The same tag: the same bytes in memory, however many languages are asked for.
        assert_eq!((other.status.as_u16(), other.header("etag")), (200, default.header("etag")), "{lang}");
        assert_eq!(other.body, default.body, "{lang}");
    }
}

#[tokio::test]
async fn each_language_is_compressed() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().demo().start(&db).await;
    let mut sizes = Vec::new();
    for query in ["", "?lang=es", "?lang=en", "?lang=fr"] {
        let path = format!("/api/plans/peru-trata-2007-2013{query}");
        sizes.push(app.brotli(&path).await.body.len());
    }
    assert!(sizes[1..].iter().all(|own| own * 3 < sizes[0] * 2), "{sizes:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_burst_of_readers_of_several_languages_makes_each_form_once() {
    let db = TestDb::sqlite().await;
    let app = start(&db).await;
    let paths = ["", "?lang=es", "?lang=en", "?lang=fr"].map(|query| format!("{PATH}{query}"));
    let answers = futures_util::future::join_all((0..40).map(|i| app.get(&paths[i % 4]))).await;
    let tags: BTreeSet<&str> = answers.iter().map(|answer| answer.header("etag")).collect();
    assert!(answers.iter().all(|answer| answer.status == 200));
    assert_eq!(tags.len(), 3, "{tags:?}");
}
