//! Reporting by territory: regional bodies file their parts, the national figure is made of them, and nobody can
//! tell a part that is hidden.

use domain::account::Role;
use domain::calendar::YearBoard;
use domain::change::Changes;
use domain::disclosure::attacker::Attack;
use domain::document::{IndicatorDocument, PlanData, PlanDocument};
use domain::filing::{Filing, FilingState};
use domain::indicator::{Indicator, OverTerritories};
use domain::institution::{Institution, InstitutionKind, Territory, TerritoryKind};
use domain::review::{Board, Desk, Outcomes};
use domain::territory::{MapDocument, PartState, Parts, TerritoryDocument, expected, national};
use domain::text::{Lang, Text};
use domain::update::{Content, Coverage, Measure, Update};
use matriz_server::import::Outcome;
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::filings::{cell, public_update};
use tests::people::Visitor;
use tests::{TestDb, on_both, plans};

const CODES: [&str; 4] = ["PE-CUS", "PE-LIM", "PE-LOR", "PE-PUN"];
const YEAR: i16 = 2009;

/// The small plan with four departments, each with its body, which report posters, people and a percentage.
fn plan() -> PlanData {
    let mut plan = plans::small();
    let name = |code: &str| Text::new(Lang::ES, code);
    plan.territories = CODES
        .map(|code| Territory {
            code: code.to_owned(),
            name: name(code),
            kind: TerritoryKind::Department,
            parent: None,
            national_code: String::new(),
        })
        .into();
    plan.institutions.extend(CODES.map(|code| Institution {
        code: code.replace("PE", "GR"),
        name: name(code),
        kind: InstitutionKind::RegionalGovernment,
        parent: None,
        role: Text::default(),
        territory: Some(code.to_owned()),
    }));
    for (at, over) in [(0, OverTerritories::Sum), (1, OverTerritories::Sum), (2, OverTerritories::RatioOfSums)] {
        let indicator = &mut plan.indicators[at];
        (indicator.by_territory, indicator.over_territories) = (vec!["department".to_owned()], over);
    }
    let typed = ["1.1-a", "1.1-b", "1.2-a"];
    plan.updates.retain(|update| !typed.contains(&update.indicator.as_str()));
    plan
}

struct Country {
    app: TestApp,
    bodies: Vec<Visitor>,
    reviewer: Visitor,
}

impl Country {
    async fn new(db: &TestDb, plan: PlanData) -> Country {
        let app = TestApp::builder().plan(plan).start(db).await;
        let mut bodies = Vec::new();
        for code in CODES {
            let email = format!("{}@example.org", code.to_lowercase());
            bodies.push(app.person(&email, Role::Reporter, &code.replace("PE", "GR"), "small").await);
        }
        let reviewer = app.person("eva@example.org", Role::Reviewer, "", "small").await;
        Country { app, bodies, reviewer }
    }

    fn at(code: &str, territory: usize, action: &str) -> String {
        let slash = if action.is_empty() { "" } else { "/" };
        format!("{}{slash}{action}?territory={}", cell("small", code, YEAR), CODES[territory])
    }

    async fn step(&self, who: &Visitor, code: &str, territory: usize, action: &str, version: i64) -> Filing {
        let path = Country::at(code, territory, action);
        self.app.send_by(who, Method::POST, &path, json!({ "version": version })).await.read()
    }

    async fn submit(&self, code: &str, territory: usize, mut body: Value, version: i64) -> Filing {
        body["version"] = version.into();
        body["explanation"] = "checked".into();
        let path = Country::at(code, territory, "");
        let body_of = &self.bodies[territory];
        let saved: Filing = self.app.send_by(body_of, Method::PUT, &path, body).await.read();
        assert_eq!(saved.territory, CODES[territory]);
        self.step(body_of, code, territory, "submit", saved.version).await
    }

    async fn approve(&self, code: &str, territory: usize, body: Value, version: i64) -> Filing {
        let filed = self.submit(code, territory, body, version).await;
        self.step(&self.reviewer, code, territory, "approve", filed.version).await
    }

    async fn public(&self, code: &str) -> Option<Update> {
        let document: PlanDocument = self.app.get("/api/plans/small").await.read();
        public_update(&document, code, YEAR)
    }

    async fn map(&self, code: &str) -> MapDocument {
        self.app.get(&format!("/api/plans/small/territories?indicator={code}")).await.read()
    }
}

fn figure(value: f64) -> Value {
    json!({ "content": { "measure": value } })
}

fn share(numerator: f64, denominator: f64) -> Value {
    json!({ "content": { "measure": { "numerator": numerator, "denominator": denominator } } })
}

on_both!(parts_make_the_national_figure_and_every_open_matrix_sees_it, async |db: TestDb| {
    let country = Country::new(&db, plan()).await;
    let mut events = country.app.events("small", None).await;
    events.expect("hello").await;

    let filing = country.submit("1.1-a", 0, figure(20.0), 0).await;
    assert_eq!(filing.state, Some(FilingState::Submitted));
    assert_eq!(country.public("1.1-a").await, None, "nothing is public before it is approved");
    let filing = country.step(&country.reviewer, "1.1-a", 0, "approve", filing.version).await;
    assert_eq!(filing.state, Some(FilingState::Approved));

    let change = events.expect("change").await.change();
    assert_eq!((change.code.as_str(), change.actor.as_str(), change.year), ("1.1-a", "GR-CUS", Some(YEAR)));
    let live = change.update.clone().unwrap();
    assert_eq!((live.measure(), live.provisional), (Some(Measure::Value(20.0)), Some(Coverage(1, 4))));
    assert!(change.fields.iter().any(|field| field.field == "breakdowns.territory.PE-CUS"), "{change:?}");
    assert_eq!(country.public("1.1-a").await, Some(live), "event and plan");

    let nothing = json!({ "content": { "no_data": { "es": "Sin registro" } }, "note": { "es": "Desde 2010" } });
    country.approve("1.1-a", 1, nothing, 0).await;
    country.approve("1.1-a", 2, figure(7.0), 0).await;
    let update = country.public("1.1-a").await.unwrap();
    assert_eq!((update.measure(), update.provisional), (Some(Measure::Value(27.0)), Some(Coverage(3, 4))));
    let map = country.map("1.1-a").await;
    let year = &map.years[2];
    let states: Vec<PartState> = year.parts.iter().map(|part| part.state).collect();
    assert_eq!(states, [PartState::Reported, PartState::NoData, PartState::Reported, PartState::Awaiting]);
    assert_eq!(map.years[0].parts[0].state, PartState::Overdue);
    assert_eq!(year.national.as_ref().map(|national| national.provisional), Some(Some(Coverage(3, 4))));
    assert_eq!(map.choices.len(), 3);

    country.approve("1.1-a", 3, figure(3.0), 0).await;
    let update = country.public("1.1-a").await.unwrap();
    assert_eq!((update.measure(), update.provisional), (Some(Measure::Value(30.0)), None), "all are there");
    let lima: TerritoryDocument = country.app.get("/api/plans/small/territories/PE-LIM").await.read();
    assert_eq!(lima.body.map(|body| body.code).as_deref(), Some("GR-LIM"));
    assert_eq!(lima.rows.len(), 3);
    let part = &lima.rows[0].parts[2];
    assert_eq!((part.state, part.reason.get(Lang::ES, Lang::ES)), (PartState::NoData, "Sin registro"));
    assert_eq!(part.note.get(Lang::ES, Lang::ES), "Desde 2010");

    // A correction: the old part stays until the new one is approved.
    let filing = country.submit("1.1-a", 0, figure(40.0), filing.version).await;
    assert_eq!(country.public("1.1-a").await.unwrap().measure(), Some(Measure::Value(30.0)));
    country.step(&country.reviewer, "1.1-a", 0, "approve", filing.version).await;
    assert_eq!(country.public("1.1-a").await.unwrap().measure(), Some(Measure::Value(50.0)));
});

on_both!(a_ratio_adds_numerators_and_denominators, async |db: TestDb| {
    let country = Country::new(&db, plan()).await;
    let path = Country::at("1.2-a", 0, "");
    let saved: Filing = {
        let body = json!({ "content": { "measure": 50 }, "version": 0 });
        country.app.send_by(&country.bodies[0], Method::PUT, &path, body).await.read()
    };
    let submit = Country::at("1.2-a", 0, "submit");
    let refused = country.app.send_by(&country.bodies[0], Method::POST, &submit, json!({ "version": saved.version }));
    assert_eq!(refused.await.fields(), ["content"], "a plain percentage cannot be added up");
    country.approve("1.2-a", 0, share(100.0, 200.0), saved.version).await;
    country.approve("1.2-a", 1, share(30.0, 300.0), 0).await;
    let update = country.public("1.2-a").await.unwrap();
    assert_eq!(update.measure(), Some(Measure::Ratio { numerator: 130.0, denominator: 500.0 }));
    let parts = &country.map("1.2-a").await.years[2].parts;
    assert_eq!(parts[1].measure, Some(Measure::Ratio { numerator: 30.0, denominator: 300.0 }));
});

on_both!(a_part_is_written_by_its_body_and_the_whole_by_nobody, async |db: TestDb| {
    let country = Country::new(&db, plan()).await;
    let app = &country.app;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let body = || json!({ "content": { "measure": 5 }, "version": 0 });
    let whole = cell("small", "1.1-a", YEAR);
    let lima = Country::at("1.1-a", 1, "");
    for (who, path, wanted) in [
        (&country.bodies[0], lima.as_str(), 403),
        (&country.bodies[0], whole.as_str(), 403),
        (&ana, whole.as_str(), 403),
        (&ana, lima.as_str(), 403),
        (&country.reviewer, lima.as_str(), 403),
        (&country.bodies[1], &format!("{whole}?territory=PE-XXX"), 404),
        (&ana, &format!("{}?territory=PE-LIM", cell("small", "1.2-b", YEAR)), 404),
    ] {
        let answer = app.send_by(who, Method::PUT, path, body()).await;
        assert_eq!(answer.status, wanted, "{path} {}", answer.text());
    }
    let typed = app.put_update("small", "1.1-a", YEAR, json!({ "content": { "measure": 5 }, "version": 0 })).await;
    assert_eq!((typed.status.as_u16(), typed.fields()), (400, vec!["content".to_owned()]));
    // The same body, from two windows.
    let path = Country::at("1.1-a", 1, "");
    app.send_by(&country.bodies[1], Method::PUT, &path, body()).await.read::<Filing>();
    let stale =
        app.send_by(&country.bodies[1], Method::PUT, &path, json!({ "content": { "measure": 6 }, "version": 0 })).await;
    assert_eq!((stale.status.as_u16(), stale.current::<Filing>().territory.as_str()), (409, "PE-LIM"));
});

on_both!(desk_board_and_years_know_the_parts, async |db: TestDb| {
    let country = Country::new(&db, plan()).await;
    let app = &country.app;
    let cells = |rows: &[domain::review::DeskRow]| -> Vec<(String, String)> {
        rows.iter().map(|row| (row.filing.indicator.clone(), row.filing.territory.clone())).collect()
    };
    let desk: Desk = app.get_by(&country.bodies[2], "/api/my/updates?year=2009").await.read();
    let own = ["1.1-a", "1.1-b", "1.2-a"].map(|code| (code.to_owned(), "PE-LOR".to_owned()));
    assert_eq!(cells(&desk.rows), own);
    let filed = country.submit("1.1-a", 2, figure(5.0), 0).await;
    country.submit("1.1-a", 0, figure(6.0), 0).await;
    let board: Board = app.get_by(&country.reviewer, "/api/plans/small/reviews?year=2009").await.read();
    assert_eq!(board.rows.len(), 3 * 4 + plan().indicators.len() - 3);
    let many = json!({ "year": YEAR, "action": "approve", "updates": [
        { "indicator": "1.1-a", "territory": "PE-LOR", "version": filed.version },
        { "indicator": "1.1-a", "territory": "PE-CUS", "version": 9 },
    ] });
    let outcomes: Outcomes =
        app.send_by(&country.reviewer, Method::POST, "/api/plans/small/reviews", many).await.read();
    let told: Vec<_> = outcomes.outcomes.iter().map(|o| (o.territory.as_str(), o.filing.is_some())).collect();
    assert_eq!(told, [("PE-LOR", true), ("PE-CUS", false)]);
    let years: YearBoard = app.get_by(&country.reviewer, "/api/plans/small/years").await.read();
    let cells = years.years[2].cells;
    assert_eq!((cells.approved, cells.submitted), (1 + plan().updates.iter().filter(|u| u.year == YEAR).count(), 1));
    let desk: Desk = app.get_by(&country.bodies[2], "/api/my/updates?year=2010").await.read();
    assert_eq!(desk.rows[0].published.len(), 1, "last year's part, not the national figure");
});

on_both!(what_a_file_tells_of_territories_are_parts_too, async |db: TestDb| {
    let mut data = plan();
    let mut update = Update::new("1.1-a", 2008, Content::Measure(Measure::Value(30.0)));
    let cells = [("PE-CUS", 10.0), ("PE-LIM", 20.0)].map(|(code, value)| (code.to_owned(), Some(value)));
    update.breakdowns.insert("territory".to_owned(), cells.into());
    update.provisional = Some(Coverage(2, 4));
    data.updates.push(update);
    let indicators: Vec<String> = data.indicators.iter().map(|indicator| indicator.code.clone()).collect();
    data.updates.sort_by_key(|u| (indicators.iter().position(|code| *code == u.indicator), u.year));
    assert_eq!(domain::validate::validate(&data), []);
    let country = Country::new(&db, data.clone()).await;
    let parts = country.map("1.1-a").await.years.remove(1).parts;
    assert_eq!(
        parts.iter().map(|part| part.state).collect::<Vec<_>>(),
        [PartState::Reported, PartState::Reported, PartState::Overdue, PartState::Overdue]
    );
    assert_eq!(country.app.import(&data).await, Outcome::Unchanged);
    let desk: Desk = country.app.get_by(&country.bodies[1], "/api/my/updates?year=2009").await.read();
    assert_eq!(desk.rows[0].published[0].measure(), Some(Measure::Value(20.0)));
});

/// The national record as it was filed, of the parts that are approved.
fn filed(indicator: &Indicator, parts: &Parts, version: usize) -> Update {
    let territories = plan().territories;
    let made = national(indicator, YEAR, parts, &expected(indicator, &territories), &[Lang::ES]).unwrap();
    Update { version: version as i64, ..made }
}

on_both!(from_all_answers_together_no_part_can_be_told, async |db: TestDb| {
    let country = Country::new(&db, plan()).await;
    let indicator = plan().indicators[1].clone();
    let mut events = country.app.events("small", None).await;
    events.expect("hello").await;
    let (mut parts, mut versions, mut seen) = (Parts::new(), Vec::new(), Vec::new());
    let mut held = [0; 4];
    // A small part comes after a large one, which would tell it; then others; then corrections.
    for (territory, value) in [(0, 20.0), (1, 3.0), (2, 60.0), (3, 30.0), (1, 4.0), (2, 61.0), (0, 2.0), (3, 0.0)] {
        let filing = country.approve("1.1-b", territory, figure(value), held[territory]).await;
        held[territory] = filing.version;
        let content = Content::Measure(Measure::Value(value));
        parts.insert(CODES[territory].to_owned(), Update::new("1.1-b", YEAR, content));
        versions.push(filed(&indicator, &parts, versions.len() + 1));

        let alone: IndicatorDocument = country.app.get("/api/plans/small/indicators/1.1-b").await.read();
        let public = alone.updates.into_iter().find(|update| update.year == YEAR).unwrap();
        let change = events.expect("change").await.change();
        let without = public.clone().without_territories();
        assert_eq!(change.update.as_ref(), Some(&without), "event and indicator");
        assert_eq!(country.public("1.1-b").await, Some(without), "plan and indicator");
        for (at, code) in CODES.iter().enumerate() {
            let map = country.map("1.1-b").await.years[2].parts[at].clone();
            let own: TerritoryDocument = country.app.get(&format!("/api/plans/small/territories/{code}")).await.read();
            assert_eq!(own.rows[1].parts[2], map, "map and territory");
            let cell = public.breakdowns.get("territory").and_then(|cells| *cells.get(*code)?);
            assert_eq!(map.measure, cell.map(Measure::Value), "map and indicator");
        }
        seen.push(public);
    }
    let (shown, hidden): (Vec<&Update>, Vec<&Update>) = seen.iter().partition(|update| update.measure().is_some());
    assert!(!shown.is_empty() && !hidden.is_empty(), "the story is about something");
    assert_eq!(Attack::new(&versions, &seen, 11).finds(), None, "{seen:#?}");
    // The history says what was said at the time.
    let changes: Changes = country.app.get("/api/plans/small/changes?indicator=1.1-b").await.read();
    for (change, public) in changes.changes.iter().rev().skip_while(|change| change.update.is_none()).zip(&seen) {
        assert_eq!(change.update.as_ref(), Some(&public.clone().without_territories()));
        for field in change
            .fields
            .iter()
            .filter_map(|field| Some((field.field.strip_prefix("breakdowns.territory.")?, &field.after)))
        {
            let cell = public.breakdowns.get("territory").and_then(|cells| *cells.get(field.0)?);
            let told = field.1.as_ref().map(|leaf| serde_json::to_value(leaf).unwrap());
            assert_eq!(told.and_then(|told| told.as_f64()), cell);
        }
    }
});
