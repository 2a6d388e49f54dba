//! Updates on their way: written, handed in, returned, approved, corrected; by whom, and what everybody sees.

use domain::account::Role;
use domain::change::{Action, Changes};
use domain::document::PlanDocument;
use domain::filing::{Filing, FilingAction, FilingState};
use domain::review::{Board, Desk, Outcomes};
use futures_util::future::join_all;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::filings::{CELL, cell, public_update};
use tests::people::Visitor;
use tests::plans;
use tests::{TestDb, on_both};

fn figure(value: f64, version: i64) -> Value {
    json!({
        "content": { "measure": value },
        "evidence": [{ "title": { "es": "Informe anual" }, "url": "https://example.org/informe" }],
        "version": version,
    })
}

async fn published(app: &TestApp) -> Option<f64> {
    let document: PlanDocument = app.get("/api/plans/small").await.read();
    public_update(&document, "1.1-a", 2009).and_then(|update| update.measure()?.value(1.0))
}

on_both!(an_update_goes_its_way_and_only_the_approved_figure_is_public, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let mut events = app.events("small", None).await;

    let filing: Filing = app.save(&ana, CELL, figure(40.0, 0)).await.read();
    assert_eq!((filing.state, filing.version, filing.saved_by.as_str()), (Some(FilingState::Draft), 1, "ana"));
    assert_eq!(filing.allowed, [FilingAction::Save, FilingAction::Submit, FilingAction::Comment]);
    let filing: Filing = app.step(&ana, CELL, "submit", 1, "").await.read();
    assert_eq!((filing.state, filing.version), (Some(FilingState::Submitted), 2));
    let filing: Filing = app.step(&eva, CELL, "return", 2, "Falta el cuarto trimestre").await.read();
    assert_eq!(filing.state, Some(FilingState::Returned));
    assert_eq!(filing.return_reason().map(|remark| remark.text.as_str()), Some("Falta el cuarto trimestre"));
    let filing: Filing = app.save(&ana, CELL, figure(44.0, 3)).await.read();
    assert_eq!((filing.state, filing.version), (Some(FilingState::Draft), 4));
    app.step(&ana, CELL, "submit", 4, "").await.read::<Filing>();
    assert_eq!(published(&app).await, None, "nothing is public before it is approved");
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    assert_eq!((changes.revision, changes.changes.len()), (1, 1), "the way is not public");

    let filing: Filing = app.step(&eva, CELL, "approve", 5, "").await.read();
    assert_eq!((filing.state, filing.version), (Some(FilingState::Approved), 6));
    assert_eq!(published(&app).await, Some(44.0));
    events.expect("hello").await;
    let change = events.expect("change").await.change();
    assert_eq!((change.code.as_str(), change.action), ("1.1-a", Action::Approved));
    assert_eq!(change.actor, "MIN", "the public reads the institution, not the official");
    assert_eq!(change.update.unwrap().measure().and_then(|measure| measure.value(1.0)), Some(44.0));

    // A correction: the old figure stays public until the new one is approved.
    let filing: Filing = app.save(&ana, CELL, figure(45.0, 6)).await.read();
    assert_eq!(filing.state, Some(FilingState::Draft));
    app.step(&ana, CELL, "submit", 7, "").await.read::<Filing>();
    assert_eq!(published(&app).await, Some(44.0));
    app.step(&eva, CELL, "approve", 8, "").await.read::<Filing>();
    assert_eq!(published(&app).await, Some(45.0));
    let by: Vec<String> = filing.remarks.iter().map(|remark| format!("{} {:?}", remark.by, remark.action)).collect();
    assert_eq!(by, ["ana Submit", "eva Return", "ana Submit", "eva Approve"]);
});

on_both!(a_stale_write_or_step_is_refused_with_what_is_there, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let bea = app.person("bea@example.org", Role::Lead, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    app.save(&ana, CELL, figure(40.0, 0)).await.read::<Filing>();
    let answer = app.save(&bea, CELL, figure(50.0, 0)).await;
    assert_eq!(answer.error(), (409, "conflict".to_owned()));
    let current: Filing = answer.current();
    assert_eq!((current.version, current.saved_by.as_str()), (1, "ana"));
    assert_eq!(serde_json::to_value(&current.entry.content).unwrap(), json!({ "measure": 40.0 }));
    // The same again changes nothing and needs no new version.
    let same: Filing = app.save(&ana, CELL, figure(40.0, 1)).await.read();
    assert_eq!(same.version, 1);

    app.step(&ana, CELL, "submit", 1, "").await.read::<Filing>();
    let seen = 2;
    app.save(&bea, CELL, figure(41.0, 2)).await.read::<Filing>();
    app.step(&bea, CELL, "submit", 3, "").await.read::<Filing>();
    assert_eq!(app.step(&eva, CELL, "approve", seen, "").await.error().0, 409, "not what was looked at");
    assert_eq!(published(&app).await, None);
});

on_both!(steps_are_refused_for_the_right_reason, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    app.account("both@example.org", &[(Role::Reporter, "MIN", "small"), (Role::Reviewer, "", "small")]).await;
    let both = app.sign_in("both@example.org").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let stranger = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    assert_eq!(app.step(&ana, CELL, "submit", 0, "").await.error(), (409, "wrong_state".to_owned()));
    app.save(&both, CELL, figure(40.0, 0)).await.read::<Filing>();
    assert_eq!(app.get_by(&stranger, CELL).await.error().0, 403);
    assert_eq!(app.step(&both, CELL, "submit", 1, "").await.status, 200);
    assert_eq!(app.step(&both, CELL, "approve", 2, "").await.error(), (403, "own_update".to_owned()));
    assert_eq!(app.step(&eva, CELL, "return", 2, "  ").await.fields(), ["text"]);
    assert_eq!(app.step(&eva, CELL, "publish", 2, "").await.error().0, 404);
    // What Ana did not write she may not approve either: she is no reviewer.
    assert_eq!(app.step(&ana, CELL, "approve", 2, "").await.error(), (403, "forbidden".to_owned()));
    for (year, code) in [(2008, "year_not_open"), (2010, "year_not_open")] {
        let answer = app.save(&ana, &cell("small", "1.1-a", year), figure(1.0, 0)).await;
        assert_eq!(answer.error(), (409, code.to_owned()), "{year}");
    }
});

on_both!(a_draft_may_be_unfinished_and_what_is_handed_in_may_not, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    assert_eq!(app.save(&ana, CELL, json!({ "note": { "es": "pendiente" }, "version": 0 })).await.status, 200);
    assert_eq!(app.step(&ana, CELL, "submit", 1, "").await.fields(), ["content"]);
    assert_eq!(app.save(&ana, CELL, figure(-4.0, 1)).await.fields(), ["content"], "never a wrong figure");
    // 25 two years ago, and it should rise: what is odd is explained, or not handed in.
    let odd = json!({ "content": { "measure": 10 }, "version": 1 });
    assert_eq!(app.save(&ana, CELL, odd).await.status, 200);
    assert_eq!(app.step(&ana, CELL, "submit", 2, "").await.fields(), ["explanation"]);
    let explained = json!({ "content": { "measure": 10 }, "explanation": "Huelga en la imprenta", "version": 2 });
    assert_eq!(app.save(&ana, CELL, explained).await.status, 200);
    assert_eq!(app.step(&ana, CELL, "submit", 3, "").await.status, 200);
});

on_both!(an_institution_sees_its_cells_and_a_reviewer_the_board, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let ong = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let desk: Desk = app.get_by(&ana, "/api/my/updates").await.read();
    assert_eq!((desk.plan.as_str(), desk.year, desk.institutions.clone()), ("small", 2009, vec!["MIN".to_owned()]));
    let codes: Vec<&str> = desk.rows.iter().map(|row| row.filing.indicator.as_str()).collect();
    assert_eq!(codes, ["1.1-a", "1.1-b", "1.2-a", "1.2-b"]);
    // Real figures: the count of 6 is hidden from the public, not from whoever reports it.
    let small = desk.rows[1].published.iter().find(|update| update.year == 2008).unwrap();
    assert_eq!(small.measure().and_then(|measure| measure.value(1.0)), Some(6.0));
    let other: Desk = app.get_by(&ong, "/api/my/updates").await.read();
    assert!(other.rows.is_empty());
    app.save(&ana, CELL, figure(40.0, 0)).await.read::<Filing>();
    let board: Board = app.get_by(&eva, "/api/plans/small/reviews?year=2009").await.read();
    let states: Vec<Option<FilingState>> = board.rows.iter().map(|row| row.filing.state).collect();
    assert_eq!(states, [Some(FilingState::Draft), None, None, None]);
    assert_eq!(app.get_by(&eva, "/api/plans/small/reviews?year=1999").await.error().0, 404);
});

on_both!(many_are_approved_at_once_each_with_its_own_result, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::second(20)).start(&db).await;
    let plan = plans::SECOND;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", plan).await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", plan).await;
    let codes: Vec<String> = (1..=10).map(|number| format!("P1.1.{number}")).collect();
    for code in &codes {
        let cell = cell(plan, code, 2025);
        let body = json!({ "content": { "measure": 60 }, "explanation": "Conferido", "version": 0 });
        app.save(&ana, &cell, body).await.read::<Filing>();
        if code != "P1.1.10" {
            let answer = app.step(&ana, &cell, "submit", 1, "").await;
            assert_eq!(answer.status, 200, "{}", answer.text());
        }
    }
    let seen: Vec<Value> = codes
        .iter()
        .map(|code| json!({ "indicator": code, "version": if code == "P1.1.9" { 1 } else { 2 } }))
        .collect();
    let body = json!({ "year": 2025, "action": "approve", "updates": seen });
    let outcomes: Outcomes = app.send_by(&eva, Method::POST, &format!("/api/plans/{plan}/reviews"), body).await.read();
    let results: Vec<String> = outcomes
        .outcomes
        .iter()
        .map(|outcome| match (&outcome.filing, outcome.error) {
            (Some(filing), None) => format!("{:?}", filing.state.unwrap()),
            (None, Some(error)) => serde_json::to_value(error).unwrap().as_str().unwrap().to_owned(),
            other => panic!("{other:?}"),
        })
        .collect();
    let mut wanted = vec!["Approved"; 8];
    wanted.extend(["conflict", "wrong_state"]);
    assert_eq!(results, wanted);
});

/// Saves what `figure` makes of the figure that is there, over the version that was read; reads again and tries
/// again when somebody else was first. Gives the version, the figure, and how often it had to.
async fn insist(app: &TestApp, who: &Visitor, cell: &str, figure: impl Fn(Option<f64>) -> f64) -> (i64, f64, usize) {
    let mut read = (0, None);
    for tries in 0..100 {
        let value = figure(read.1);
        let body = json!({ "content": { "measure": value }, "version": read.0 });
        let answer = app.save(who, cell, body).await;
        if answer.status == 200 {
            return (answer.read::<Filing>().version, value, tries);
        }
        assert_eq!(answer.error(), (409, "conflict".to_owned()), "{cell}");
        let current: Filing = answer.current();
        let content = serde_json::to_value(&current.entry.content).unwrap();
        read = (current.version, Some(content["measure"].as_f64().expect("a figure")));
    }
    panic!("{cell}: somebody else is always first");
}

on_both!(ten_officials_in_the_last_hour_of_a_year_lose_nothing, async |db: TestDb| {
    const CELLS: usize = 200;
    const SHARED: usize = 20;
    const OFFICIALS: usize = 10;
    let app = TestApp::builder().plan(plans::second(CELLS)).start(&db).await;
    let plan = plans::SECOND;
    let people = join_all(
        (0..OFFICIALS).map(async |n| app.person(&format!("p{n}@example.org"), Role::Reporter, "MIN", plan).await),
    )
    .await;
    let codes: Vec<String> = plans::second(CELLS).indicators.into_iter().map(|indicator| indicator.code).collect();
    let address = |place: usize| cell(plan, &codes[place], 2025);
    let work = async |n: usize| {
        let (mut retries, mut firsts) = (0, Vec::new());
        // Everybody adds one to the same cells, two of them at the same time.
        for cell in (0..SHARED).map(|step| (step + n / 2 * 4) % SHARED) {
            let (.., tries) = insist(&app, &people[n], &address(cell), |held| held.unwrap_or(0.0) + 1.0).await;
            retries += tries;
            firsts.extend((tries == 0).then_some(cell));
        }
        let mut saved = Vec::new();
        for cell in (SHARED..CELLS).filter(|cell| cell % OFFICIALS == n) {
            let (version, value, tries) = insist(&app, &people[n], &address(cell), |_| (1000 * n + cell) as f64).await;
            assert_eq!((version, tries), (1, 0), "nobody else writes it");
            saved.push((cell, value));
        }
        (retries, firsts, saved)
    };
    let done = join_all((0..OFFICIALS).map(work)).await;
    let mut wanted = vec![OFFICIALS as f64; SHARED];
    wanted.resize(CELLS, 0.0);
    done.iter().flat_map(|(.., saved)| saved).for_each(|(cell, value)| wanted[*cell] = *value);
    let desk: Desk = app.get_by(&people[0], "/api/my/updates?year=2025").await.read();
    for (cell, row) in desk.rows.iter().enumerate() {
        let content = serde_json::to_value(&row.filing.entry.content).unwrap();
        assert_eq!(content, json!({ "measure": wanted[cell] }), "cell {cell}");
        assert_eq!(row.filing.version, if cell < SHARED { OFFICIALS as i64 } else { 1 }, "cell {cell}");
    }
    assert_eq!(desk.rows.len(), CELLS);
    assert!(done.iter().any(|(retries, ..)| *retries > 0), "nobody met anybody");
    let mut firsts: Vec<usize> = done.into_iter().flat_map(|(_, firsts, _)| firsts).collect();
    firsts.sort_unstable();
    assert_eq!(firsts, (0..SHARED).collect::<Vec<_>>(), "all try version 0 of these cells, one wins each");
});

on_both!(a_figure_that_was_published_meanwhile_is_looked_at_first, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    app.save(&ana, CELL, figure(40.0, 0)).await.read::<Filing>();
    app.step(&ana, CELL, "submit", 1, "").await.read::<Filing>();
    let machine = app.put_update("small", "1.1-a", 2009, json!({ "content": { "measure": 43 }, "version": 0 })).await;
    assert_eq!(machine.status, 200, "{}", machine.text());
    assert_eq!(app.step(&eva, CELL, "approve", 2, "").await.error(), (409, "conflict".to_owned()));
    assert_eq!(published(&app).await, Some(43.0), "nothing is written over unseen");
    // Whoever reports looks at it, writes on top of it, and goes on.
    let again: Filing = app.save(&ana, CELL, figure(44.0, 2)).await.read();
    let sent: Filing = app.step(&ana, CELL, "submit", again.version, "").await.read();
    let approved: Filing = app.step(&eva, CELL, "approve", sent.version, "").await.read();
    assert_eq!(published(&app).await, Some(44.0));

    // What is approved here and then published otherwise shows what is published.
    let body = json!({ "content": { "measure": 45 }, "version": 2 });
    assert_eq!(app.put_update("small", "1.1-a", 2009, body).await.status, 200);
    let shown: Filing = app.get_by(&ana, CELL).await.read();
    assert_eq!((shown.state, shown.version), (Some(FilingState::Approved), approved.version));
    assert_eq!(serde_json::to_value(&shown.entry.content).unwrap(), json!({ "measure": 45.0 }));
});

on_both!(a_draft_without_a_figure_is_checked_all_the_same, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    for (body, field) in [
        (json!({ "note": { "es": "a\u{0}b" }, "version": 0 }), "note"),
        (json!({ "note": { "de": "x" }, "version": 0 }), "note"),
        (json!({ "evidence": [{ "title": { "es": "x" }, "url": "javascript:alert(1)" }], "version": 0 }), "evidence"),
        (json!({ "breakdowns": { "age": { "old": 1 } }, "version": 0 }), "breakdowns.age"),
    ] {
        let answer = app.save(&ana, CELL, body.clone()).await;
        assert_eq!((answer.error().0, answer.fields()), (400, vec![field.to_owned()]), "{body}");
    }
});

on_both!(drafts_between_two_public_changes_do_not_make_readers_start_anew, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    for version in 0..510 {
        app.save(&ana, CELL, figure(f64::from(version % 2), i64::from(version))).await.read::<Filing>();
    }
    let answer = app.put_update("small", "1.1-a", 2007, json!({ "content": { "measure": 26 }, "version": 1 })).await;
    assert_eq!(answer.status, 200, "{}", answer.text());
    let mut late = app.events("small", Some(1)).await;
    late.expect("hello").await;
    assert_eq!(late.expect("change").await.change().code, "1.1-a");
});
