//! Minutes of a workshop and its pack: what they say in three languages, who reads them, and that the files are
//! what they claim to be.

use std::io::{Cursor, Read};
use std::process::Command;

use domain::account::Role;
use domain::workshop::run::{Record, Workshop};
use quick_xml::Reader;
use quick_xml::events::Event;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::people::{NOBODY, Visitor};
use tests::plans;
use tests::workshops::{Phone, key};
use tests::{TestDb, on_both};

/// A whole workshop: an objection with a reason, a proposal that is adopted, a comment that is hidden, a parked item,
/// a ballot on paper, green lights; closed unless it is stopped before.
async fn held(app: &TestApp, cora: &Visitor, closed: bool) -> Workshop {
    let place = json!({ "place": "Sala =1+1 <Lima>", "zone": "America/Lima" });
    let workshop = app.opened(cora, place).await;
    let ana = app.join(&workshop, "Ana <b>", "MIN").await;
    let olga = app.join(&workshop, "Olga", "ONG").await;
    let eva = app.join(&workshop, "Eva", "Universidad").await;
    let n = app.item(&workshop, "1.1-a");
    let step = async |path: String, body: Value| {
        let answer = app.lead(cora, &workshop, &path, body).await;
        assert_eq!(answer.status, 200, "{path}: {}", answer.text());
    };
    step(format!("/items/{n}/open"), json!({})).await;
    assert_eq!(app.vote(&ana, n, "agree_with_changes").await.status, 200);
    assert_eq!(app.vote(&olga, n, "object").await.status, 200);
    assert_eq!(app.vote(&eva, n, "agree").await.status, 200);
    app.propose(&ana, n, "targets.2010", json!(100), json!(60)).await;
    remark(app, cora, &workshop, (&olga, &eva), n).await;
    let ballot = json!({ "institution": "ONG", "kind": "paper", "counts": { "agree": 2 } });
    assert_eq!(app.ballot(cora, &workshop, n, ballot).await.status, 200);
    step(format!("/items/{n}/close"), json!({})).await;
    let item = app.item_of(cora, &workshop, n).await;
    let proposal = item.proposals[0].id;
    let accepted = app.moderate(cora, &workshop, (n, proposal), json!({ "action": "accept", "reason": "Sí" })).await;
    assert_eq!(accepted.status, 200, "{}", accepted.text());
    step(format!("/items/{n}/adopt_with_changes"), json!({ "reason": "Por consenso" })).await;
    let parked = app.item(&workshop, "1.2-b");
    step(format!("/items/{parked}/park"), json!({ "reason": "Falta la fuente" })).await;
    step("/ask_lights".to_owned(), json!({})).await;
    let light = |code: &str, answer: &str, text: &str| {
        json!({ "institution": code, "answer": answer, "text": text, "name": "Rosa", "post": "Directora" })
    };
    for body in [light("MIN", "yes", ""), light("ONG", "with_reservations", "Falta presupuesto")] {
        let path = format!("/api/workshops/{}/lights", workshop.id.0);
        let answer = app.send_by(cora, Method::PUT, &path, body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
    if closed {
        step("/close".to_owned(), json!({})).await;
    }
    workshop
}

/// One comment stays, one is hidden.
async fn remark(app: &TestApp, cora: &Visitor, workshop: &Workshop, (olga, eva): (&Phone, &Phone), n: i64) {
    for (phone, text) in [(olga, "Bien medido"), (eva, "Grosería")] {
        let body = json!({ "text": text, "key": key() });
        let answer = app.phone(phone, Method::POST, &format!("/items/{n}/comments"), Some(body)).await;
        assert!(answer.status.is_success(), "{}", answer.text());
    }
    let item = app.item_of(cora, workshop, n).await;
    let rude = item.comments.iter().find(|comment| comment.text == "Grosería").unwrap().id;
    let path = format!("/comments/{rude}/hide");
    let answer = app.lead(cora, workshop, &path, json!({ "reason": "Insulta" })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
}

async fn app_with_lead(db: &TestDb) -> (TestApp, Visitor) {
    let app = TestApp::builder().plan(plans::small()).start(db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    (app, cora)
}

on_both!(minutes_say_who_came_what_was_decided_and_what_changed, async |db: TestDb| {
    let (app, cora) = app_with_lead(&db).await;
    let workshop = held(&app, &cora, true).await;
    let id = workshop.id.0;
    let page = app.get_by(&cora, &format!("/es/workshops/{id}/minutes")).await;
    assert_eq!(page.status, 200, "{}", page.text());
    let policy = page.header("content-security-policy").to_owned();
    assert!(policy.contains("default-src 'none'") && !policy.contains("script-src"), "{policy}");
    let text = page.text();
    for wanted in [
        "<html lang=\"es\">",
        "Acta del taller de validación",
        "Sala =1+1 &lt;Lima&gt;",
        "America/Lima, UTC\u{2212}05:00",
        "1 de marzo de 2011",
        "<th scope=\"row\">Ana &lt;b&gt;</th>",
        "Universidad",
        "Adoptado con cambios",
        "Por consenso",
        "porque object",
        "meta anual · 2010",
        "<del>100</del>",
        "<ins>60</ins>",
        "En papel",
        "Bien medido",
        "Falta la fuente",
        "Falta presupuesto",
        "Rosa, Directora",
    ] {
        assert!(text.contains(wanted), "{wanted} is missing in {text}");
    }
    assert!(!text.contains("Grosería"), "a hidden comment is for the record only");
    assert!(!text.contains("12:00"), "12:00 is the time in UTC, not in Lima");
    let record: Record = app.get_by(&cora, &format!("/api/workshops/{id}/minutes/record.json")).await.read();
    let version = record.version.expect("a version");
    let hash = app.get(&format!("/api/plans/small/versions/{version}")).await.json()["version"]["hash"].clone();
    let hash = hash.as_str().unwrap();
    assert!(text.contains(hash), "the hash of the version");
    let link = text.split("href=\"").find(|part| part.contains("/verify/")).unwrap();
    assert!(link.split('"').next().unwrap().ends_with(&format!("/es/plans/small/verify/{hash}")), "{link}");
    let full = app.get_by(&cora, &format!("/en/workshops/{id}/minutes?full=1")).await.text();
    assert!(full.contains("Grosería") && full.contains("Hidden because: Insulta"), "{full}");
    let french = app.get_by(&cora, &format!("/fr/workshops/{id}/minutes")).await.text();
    assert!(french.contains("<html lang=\"fr\">") && french.contains("Date\u{a0}: "), "{french}");
    assert!(french.contains("1er mars 2011, 07:00"), "{french}");
    let style = app.get("/sheet.css").await;
    assert_eq!((style.status.as_u16(), style.header("content-type")), (200, "text/css; charset=utf-8"));
});

on_both!(minutes_before_the_end_say_that_they_are_a_draft, async |db: TestDb| {
    let (app, cora) = app_with_lead(&db).await;
    let workshop = held(&app, &cora, false).await;
    let text = app.get_by(&cora, &format!("/en/workshops/{}/minutes", workshop.id.0)).await.text();
    assert!(text.contains("Draft: the workshop is not closed.") && text.contains("No version of the plan"), "{text}");
});

on_both!(only_whoever_leads_reads_the_minutes, async |db: TestDb| {
    let (app, cora) = app_with_lead(&db).await;
    let rita = app.person("rita@example.org", Role::Reporter, "MIN", "small").await;
    let workshop = app.opened(&cora, json!({})).await;
    for (page, file) in [("minutes", "minutes.docx"), ("pack", "record.json")] {
        let page = format!("/es/workshops/{}/{page}", workshop.id.0);
        let file = format!("/api/workshops/{}/minutes/{file}", workshop.id.0);
        let away = app.get_by(&NOBODY, &page).await;
        assert!(away.status == 303 && away.header("location").contains("/es/sign-in?next=%2Fes%2Fworkshops"), "{page}");
        assert_eq!(app.get_by(&rita, &page).await.status, 403);
        assert_eq!(app.get_by(&rita, &file).await.status, 403);
        assert_eq!(app.get(&file).await.status, 401);
    }
    let none = app.get_by(&cora, &format!("/api/workshops/{}/minutes/x.csv", workshop.id.0)).await;
    assert_eq!(none.error().0, 404);
    assert_eq!(app.get_by(&cora, "/es/workshops/999/minutes").await.status, 404);
});

on_both!(tables_are_csv_that_no_spreadsheet_takes_for_formulas, async |db: TestDb| {
    let (app, cora) = app_with_lead(&db).await;
    let workshop = app.opened(&cora, json!({ "zone": "America/Lima" })).await;
    app.join(&workshop, "=HYPERLINK(\"x\")", "Otra, =2+2").await;
    let file = async |name: &str| {
        let answer = app.get_by(&cora, &format!("/api/workshops/{}/minutes/{name}.csv?lang=en", workshop.id.0)).await;
        assert_eq!((answer.status.as_u16(), answer.header("content-type")), (200, "text/csv; charset=utf-8"));
        assert!(answer.header("content-disposition").contains("attachment"));
        answer.text()
    };
    let people = file("people").await;
    assert_eq!(people, "\u{feff}Name,Institution,Joined\r\n\"'=HYPERLINK(\"\"x\"\")\",\"Otra, =2+2\",07:00\r\n");
    for name in ["attendance", "agenda", "positions", "voices", "proposals", "comments", "changes", "lights"] {
        assert!(file(name).await.starts_with('\u{feff}'), "{name}");
    }
});

on_both!(the_pack_has_agenda_list_to_sign_and_a_ballot_for_each_institution, async |db: TestDb| {
    let (app, cora) = app_with_lead(&db).await;
    let draft = app.draft(&cora, "small").await;
    let text = app.get_by(&cora, &format!("/fr/workshops/{}/pack", draft.id.0)).await.text();
    assert_eq!(text.matches("<svg").count(), 2, "a code for each institution");
    assert_eq!(text.matches("Bulletin\u{a0}: ").count(), 2, "{text}");
    assert!(text.contains(&format!("/fr/workshops/{}/run?ballot=MIN", draft.id.0)), "{text}");
    assert!(text.contains("10 minutes") && text.contains("Liste des participants") && text.contains("Signature"));
    assert!(!text.contains("style=\"") && !text.contains("<script"));
});

/// The parts of a DOCX that are XML, each of which must be well formed.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("a ZIP archive");
    let mut parts = Vec::new();
    for i in 0..archive.len() {
        let mut file = archive.by_index(i).unwrap();
        let mut text = String::new();
        file.read_to_string(&mut text).expect("text");
        let mut reader = Reader::from_str(&text);
        loop {
            match reader.read_event().unwrap_or_else(|error| panic!("{}: {error}", file.name())) {
                Event::Eof => break,
                _ => continue,
            }
        }
        parts.push((file.name().to_owned(), text));
    }
    parts
}

on_both!(the_docx_is_a_document_with_headings_tables_title_and_language, async |db: TestDb| {
    let (app, cora) = app_with_lead(&db).await;
    let workshop = held(&app, &cora, true).await;
    let path = format!("/api/workshops/{}/minutes/minutes.docx?lang=fr", workshop.id.0);
    let answer = app.get_by(&cora, &path).await;
    assert_eq!(answer.status, 200);
    let parts = parts(&answer.body);
    let part = |name: &str| parts.iter().find(|(known, _)| known == name).map(|(_, text)| text.as_str()).expect(name);
    let document = part("word/document.xml");
    for wanted in ["Heading1", "<w:tblHeader />", "<w:strike />", "Procès-verbal", "Ana &lt;b&gt;", "Date\u{a0}: "] {
        assert!(document.contains(wanted), "{wanted} is missing");
    }
    assert!(!document.contains("Grosería"));
    assert!(part("word/styles.xml").contains("<w:lang w:val=\"fr-FR\" />"));
    assert!(part("docProps/core.xml").contains("<dc:title>Procès-verbal"));
    assert!(part("[Content_Types].xml").contains("wordprocessingml.document.main"));
    if db.is_sqlite() {
        opens_in_libreoffice(&db, &answer.body);
    }
});

/// Where LibreOffice is installed it must read the file without a word of complaint.
fn opens_in_libreoffice(db: &TestDb, bytes: &[u8]) {
    if Command::new("soffice").arg("--version").output().is_err() {
        return;
    }
    let file = db.folder().join("minutes.docx");
    std::fs::write(&file, bytes).unwrap();
    let profile = format!("-env:UserInstallation=file://{}", db.folder().join("office").display());
    let output = Command::new("soffice")
        .args([profile.as_str(), "--headless", "--convert-to", "txt:Text (encoded):UTF8", "--outdir"])
        .arg(db.folder())
        .arg(&file)
        .output()
        .expect("soffice runs");
    let told = String::from_utf8_lossy(&output.stderr).to_lowercase();
    assert!(output.status.success() && !told.contains("error") && !told.contains("corrupt"), "{told}");
    let text = std::fs::read_to_string(db.folder().join("minutes.txt")).expect("the text of the document");
    assert!(text.contains("Olga") && text.contains("Por consenso"), "{text}");
}
