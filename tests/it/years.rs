//! The years of a plan: opened, closed, reopened, extended; by whom, and what everybody sees.

use domain::account::Role;
use domain::calendar::{CellCounts, Extension, Unapproved, YearBoard};
use domain::change::{Action, Change, Changes, Entity, Leaf};
use domain::document::PlanDocument;
use domain::filing::{Filing, FilingState};
use domain::year::{Year, YearState};
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::{Answer, TestApp};
use tests::filings::cell;
use tests::people::Visitor;
use tests::plans;
use tests::{TestDb, on_both};

const YEARS: &str = "/api/plans/small/years";

async fn move_year(app: &TestApp, who: &Visitor, year: Year, body: Value) -> Answer {
    app.send_by(who, Method::PUT, &format!("{YEARS}/{year}"), body).await
}

async fn board(app: &TestApp, who: &Visitor) -> YearBoard {
    app.get_by(who, YEARS).await.read()
}

async fn save(app: &TestApp, who: &Visitor, year: Year) -> Answer {
    let body = json!({ "content": { "measure": 40 }, "version": 0 });
    app.save(who, &cell("small", "1.1-a", year), body).await
}

on_both!(a_year_is_closed_and_everybody_sees_it_at_once, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let mut events = app.events("small", None).await;
    events.expect("hello").await;
    let before = board(&app, &cora).await;
    let body = json!({
        "state": "closed", "deadline": "2010-03-31", "version": before.version, "reason": "Venció el plazo",
    });
    let after: YearBoard = move_year(&app, &cora, 2009, body).await.read();
    assert_eq!(after.years[2].year.state, YearState::Closed);
    assert_eq!(after.years[2].year.deadline.as_deref(), Some("2010-03-31"));
    assert!(after.version > before.version);

    let change: Change = events.expect("change").await.change();
    assert_eq!((change.entity, change.action, change.code.as_str()), (Entity::Plan, Action::Changed, "small"));
    assert_eq!((change.actor.as_str(), change.reason.as_str()), ("coordination", "Venció el plazo"));
    let fields: Vec<(&str, Option<Leaf>)> = change.fields.iter().map(|f| (f.field.as_str(), f.after.clone())).collect();
    let word = |word: &str| Some(Leaf::Word(word.to_owned()));
    assert_eq!(fields, [("years.2.deadline", word("2010-03-31")), ("years.2.state", word("closed"))]);
    let document: PlanDocument = app.get("/api/plans/small").await.read();
    assert_eq!((document.revision, document.plan.years[2].state), (change.revision, YearState::Closed));
    assert_eq!(document.plan.years[2].deadline.as_deref(), Some("2010-03-31"));
    assert_eq!(save(&app, &ana, 2009).await.error(), (409, "year_not_open".to_owned()));

    // Opened again; the deadline stays until it is emptied.
    let body = json!({ "state": "open", "version": after.version });
    let open: YearBoard = move_year(&app, &cora, 2009, body).await.read();
    assert_eq!(open.years[2].year.deadline.as_deref(), Some("2010-03-31"));
    assert_eq!(save(&app, &ana, 2009).await.status, 200);
    let body = json!({ "state": "open", "deadline": "", "version": open.version });
    let without: YearBoard = move_year(&app, &cora, 2009, body.clone()).await.read();
    assert_eq!(without.years[2].year.deadline, None);
    // The same again is no change.
    let body = json!({ "state": "open", "version": without.version });
    assert_eq!(move_year(&app, &cora, 2009, body).await.read::<YearBoard>().version, without.version);
});

on_both!(a_year_moves_only_where_it_may, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let to = async |year: Year, state: &str| {
        let version = board(&app, &cora).await.version;
        move_year(&app, &cora, year, json!({ "state": state, "version": version })).await
    };
    let wrong_state = (409, "wrong_state".to_owned());
    assert_eq!(to(2010, "closed").await.error(), wrong_state, "it was never open");
    assert_eq!(to(2008, "upcoming").await.error(), wrong_state);
    // Opened by mistake, and nothing was filed.
    assert_eq!(to(2010, "open").await.status, 200);
    assert_eq!(to(2010, "upcoming").await.status, 200);
    assert_eq!(to(2010, "open").await.status, 200);
    assert_eq!(save(&app, &ana, 2010).await.status, 200);
    assert_eq!(to(2010, "upcoming").await.error(), wrong_state, "a draft is there");
    assert_eq!(to(1999, "open").await.error().0, 404);
    let version = board(&app, &cora).await.version;
    for deadline in ["2008-12-31", "31/03/2010", "2010-02-30"] {
        let body = json!({ "state": "open", "deadline": deadline, "version": version });
        assert_eq!(move_year(&app, &cora, 2009, body).await.fields(), ["deadline"], "{deadline}");
    }
    // Somebody else moved a year meanwhile.
    let answer = move_year(&app, &cora, 2009, json!({ "state": "closed", "version": version - 1 })).await;
    assert_eq!(answer.error(), (409, "conflict".to_owned()));
    let current: YearBoard = answer.current();
    assert_eq!((current.version, current.years[2].year.state), (version, YearState::Open));
});

on_both!(of_two_who_move_a_year_at_once_one_is_told, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let dora = app.person("dora@example.org", Role::Coordinator, "", "small").await;
    let version = board(&app, &cora).await.version;
    let (one, two) = tokio::join!(
        move_year(&app, &cora, 2009, json!({ "state": "closed", "version": version })),
        move_year(&app, &dora, 2009, json!({ "state": "open", "deadline": "2011-12-31", "version": version })),
    );
    let mut statuses = [one.status.as_u16(), two.status.as_u16()];
    statuses.sort();
    assert_eq!(statuses, [200, 409]);
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    assert_eq!(changes.changes.len(), 2, "the import and one move");
});

on_both!(the_coordinator_reads_what_closing_would_leave_without_a_figure, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    save(&app, &ana, 2009).await.read::<Filing>();
    let years = board(&app, &cora).await.years;
    assert_eq!(years[2].cells, CellCounts { nothing: 3, draft: 1, ..CellCounts::default() });
    assert_eq!(years[1].cells, CellCounts { nothing: 2, approved: 2, ..CellCounts::default() });
    let missing = |code: &str, state| Unapproved { indicator: code.into(), institution: "MIN".into(), state };
    let wanted = [
        missing("1.1-a", Some(FilingState::Draft)),
        missing("1.1-b", None),
        missing("1.2-a", None),
        missing("1.2-b", None),
    ];
    assert_eq!(years[2].unapproved, wanted);
    assert!(years[1].unapproved.is_empty() && years[3].unapproved.is_empty(), "only an open year is closed");
    let seen = board(&app, &ana).await;
    assert!(!seen.may_move && seen.years.iter().all(|year| year.unapproved.is_empty()));
    assert_eq!(seen.years[2].cells, years[2].cells);
});

on_both!(one_institution_gets_more_time_and_the_others_do_not, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let cora = app.person("cora@example.org", Role::Coordinator, "", "small").await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let path = |year: Year, institution: &str| format!("{YEARS}/{year}/extensions/{institution}");
    let extend = async |path: &str, day: &str| app.send_by(&cora, Method::PUT, path, json!({ "last_day": day })).await;
    assert_eq!(save(&app, &ana, 2008).await.error(), (409, "year_not_open".to_owned()));
    let extended: YearBoard = extend(&path(2008, "ONG"), "2011-03-31").await.read();
    let of = |institution: &str, day: &str| Extension { institution: institution.into(), last_day: day.into() };
    assert_eq!(extended.years[1].extensions, [of("ONG", "2011-03-31")]);
    assert_eq!(save(&app, &ana, 2008).await.error(), (409, "year_not_open".to_owned()), "not this institution");
    extend(&path(2008, "MIN"), "2011-03-01").await.read::<YearBoard>();
    assert_eq!(save(&app, &ana, 2008).await.status, 200, "today is the last day");

    assert_eq!(extend(&path(2008, "MIN"), "2011-02-28").await.fields(), ["last_day"], "it is over");
    assert_eq!(extend(&path(2008, "MIN"), "soon").await.fields(), ["last_day"]);
    assert_eq!(extend(&path(2010, "MIN"), "2011-03-31").await.error(), (409, "wrong_state".to_owned()));
    assert_eq!(extend(&path(2008, "NIX"), "2011-03-31").await.error().0, 404);
    let ended: YearBoard = app.send(app.by(&cora, Method::DELETE, &path(2008, "MIN"))).await.read();
    assert_eq!(ended.years[1].extensions, [of("ONG", "2011-03-31")]);
    assert_eq!(ended.version, extended.version);
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    assert_eq!(changes.changes.len(), 1, "who gets more time is not public");
    // And all of it is in the history: the import, three extensions, a draft, and this.
    let body = json!({ "state": "open", "version": ended.version });
    let moved: YearBoard = move_year(&app, &cora, 2010, body).await.read();
    assert_eq!(moved.version, 6);
});
