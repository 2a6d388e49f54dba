//! Records about people that are written again: somebody who reads everything, after each write and
//! afterwards, cannot compute a hidden figure.

use std::collections::BTreeMap;

use domain::account::Role;
use domain::change::{Action, Change, Changes, Entity};
use domain::disclosure::attacker::Attack;
use domain::disclosure::publish_update;
use domain::document::{IndicatorDocument, PlanData, PlanDocument};
use domain::filing::Filing;
use domain::indicator::{Indicator, Kind};
use domain::institution::{Category, Dimension};
use domain::text::{Lang, Text};
use domain::update::{Content, Measure, Update};
use domain::year::Year;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::dice::Dice;
use tests::events::EventReader;
use tests::filings::{cell, public_update};
use tests::{TestDb, on_both, plans};

const CODE: &str = "1.1-b";
const YEAR: Year = 2009;
const K: u32 = 11;
const PLACES: [&str; 3] = ["cusco", "lima", "puno"];

/// The small plan; its victims are counted by place.
fn plan() -> PlanData {
    let mut plan = plans::small();
    plan.dimensions.push(Dimension {
        code: "place".to_owned(),
        name: Text::new(Lang::ES, "Lugar"),
        categories: PLACES.map(|code| Category { code: code.to_owned(), name: Text::new(Lang::ES, code) }).into(),
    });
    plan.indicators[1].breakdowns = vec!["place".to_owned()];
    plan.updates.retain(|update| update.indicator != CODE);
    plan
}

/// The same with these figures by place.
fn plan_with(cells: [f64; 3]) -> PlanData {
    PlanData { updates: plan().updates.into_iter().chain([record(YEAR, cells)]).collect(), ..plan() }
}

fn record(year: Year, cells: [f64; 3]) -> Update {
    let mut update = Update::new(CODE, year, Content::Measure(Measure::Value(cells.iter().sum())));
    let cells = PLACES.iter().zip(cells).map(|(place, figure)| ((*place).to_owned(), Some(figure)));
    update.breakdowns.insert("place".to_owned(), cells.collect());
    update
}

/// What is shown of a record, on a line: `83: - 20 60`.
fn line(update: &Update) -> String {
    let figure = |figure: Option<f64>| figure.map_or("-".to_owned(), |figure| figure.to_string());
    let total = figure(update.measure().and_then(|measure| measure.value(1.0)));
    let cells: Vec<String> = update.breakdowns["place"].values().copied().map(figure).collect();
    format!("{total}: {}", cells.join(" "))
}

/// Somebody who reads everything that is public of one record, after each write.
struct Reader<'a> {
    app: &'a TestApp,
    events: EventReader,
    year: Year,
    /// Versions as filed and as everybody saw them.
    versions: Vec<(Update, Update)>,
    /// Changes of the record as the live stream told them.
    changes: BTreeMap<i64, Change>,
}

impl<'a> Reader<'a> {
    async fn new(app: &'a TestApp, year: Year) -> Reader<'a> {
        let mut events = app.events("small", None).await;
        events.expect("hello").await;
        let mut reader = Reader { app, events, year, versions: Vec::new(), changes: BTreeMap::new() };
        if let Some(first) = reader.public().await {
            let stored = matriz_server::store::plans::get(&mut app.state.begin_read().await.unwrap(), "small").await;
            let stored = stored.unwrap().unwrap().data.updates;
            let filed = stored.into_iter().find(|update| update.indicator == CODE && update.year == year);
            reader.versions.push((filed.unwrap(), first));
        }
        reader
    }

    /// The record in the plan and with its indicator.
    async fn public(&self) -> Option<Update> {
        let document: PlanDocument = self.app.get("/api/plans/small").await.read();
        let public = public_update(&document, CODE, self.year);
        let alone: IndicatorDocument = self.app.get(&format!("/api/plans/small/indicators/{CODE}")).await.read();
        let alone = alone.updates.into_iter().find(|update| update.indicator == CODE && update.year == self.year);
        assert_eq!(alone, public, "plan and indicator");
        public
    }

    /// After a write: waits for its event, compares it with all other answers, and remembers.
    async fn see(&mut self, filed: Option<Update>) -> Option<String> {
        let change = self.next().await;
        let right = |answer: &tests::Answer| answer.json()["revision"].as_i64() >= Some(change.revision);
        self.app.until("/api/plans/small", right).await;
        let public = self.public().await;
        assert_eq!(change.update, public, "event and plan");
        self.check_fields(&change, public.as_ref());
        self.changes.insert(change.revision, change);
        if let (Some(filed), Some(public)) = (filed, &public) {
            self.versions.push((Update { version: public.version, ..filed }, public.clone()));
        }
        self.write_elsewhere().await;
        public.as_ref().map(line)
    }

    /// Another indicator changes as well, so that no page of changes is of one alone.
    async fn write_elsewhere(&self) {
        let other: IndicatorDocument = self.app.get("/api/plans/small/indicators/1.1-a").await.read();
        let held = other.updates.iter().find(|update| update.year == 2010).map_or(0, |update| update.version);
        let body = json!({ "content": { "measure": 1000 + held }, "version": held });
        assert_eq!(self.app.put_update("small", "1.1-a", 2010, body).await.status, 200);
    }

    /// The next change of the record.
    async fn next(&mut self) -> Change {
        loop {
            let change = self.events.expect("change").await.change();
            if change.entity == Entity::Update && change.code == CODE && change.year == Some(self.year) {
                return change;
            }
        }
    }

    /// Fields say what the public records before and after say, and nothing else.
    fn check_fields(&self, change: &Change, after: Option<&Update>) {
        let before = self.versions.last().map(|(_, public)| public).filter(|_| change.action != Action::Added);
        let value = |record: Option<&Update>, field: &str| {
            let path = format!("/{}", field.replace('.', "/"));
            serde_json::to_value(record)
                .unwrap()
                .pointer(&path)
                .filter(|value| !value.is_null() && !value.is_object())
                .cloned()
        };
        for field in &change.fields {
            let leaf = |leaf: &Option<domain::change::Leaf>| leaf.as_ref().map(|l| serde_json::to_value(l).unwrap());
            assert_eq!(leaf(&field.before), value(before, &field.field), "{change:?}");
            assert_eq!(leaf(&field.after), value(after, &field.field), "{change:?}");
        }
    }

    /// The whole past from all its doors is what was told at the time, and tells nothing.
    async fn cannot_tell_a_figure(&self) {
        let told = |change: &Change| {
            change.entity != Entity::Update
                || change.code != CODE
                || change.year != Some(self.year)
                || self.changes.get(&change.revision) == Some(change)
        };
        let mut before = String::new();
        let mut found = 0;
        loop {
            let page: Changes = self.app.get(&format!("/api/plans/small/changes?limit=2{before}")).await.read();
            page.changes.iter().for_each(|change| assert!(told(change), "{change:?}"));
            found += page.changes.iter().filter(|change| self.changes.contains_key(&change.revision)).count();
            let Some(next) = page.next else { break };
            before = format!("&before={next}");
        }
        assert_eq!(found, self.changes.len(), "all are in the list");
        let of_one: Changes = self.app.get(&format!("/api/plans/small/changes?indicator={CODE}")).await.read();
        let alone: IndicatorDocument = self.app.get(&format!("/api/plans/small/indicators/{CODE}")).await.read();
        of_one.changes.iter().chain(&alone.changes).for_each(|change| assert!(told(change), "{change:?}"));
        // Somebody who was away gets the same events.
        let mut late = self.app.events("small", Some(1)).await;
        late.expect("hello").await;
        let mut missed = self.changes.len();
        while missed > 0 {
            let change = late.expect("change").await.change();
            assert!(told(&change), "{change:?}");
            missed -= usize::from(self.changes.contains_key(&change.revision));
        }
        let (filed, public): (Vec<_>, Vec<_>) = self.versions.iter().cloned().unzip();
        let lines: Vec<_> = filed.iter().zip(&public).map(|(filed, public)| (line(filed), line(public))).collect();
        assert_eq!(Attack::new(&filed, &public, K).finds(), None, "{lines:?}");
    }

    /// Each version published for itself would tell one: the story is about something.
    fn tells_a_figure_if_published_alone(&self) -> bool {
        let victims = Indicator { counts_people: true, ..plans::indicator(CODE, "1.1", Kind::Number, Lang::ES) };
        let filed: Vec<Update> = self.versions.iter().map(|(filed, _)| filed.clone()).collect();
        let alone: Vec<Update> = filed.iter().map(|update| publish_update(&victims, update, K)).collect();
        Attack::new(&filed, &alone, K).finds().is_some()
    }

    /// A write by the token. Gives the answer and what is shown then.
    async fn put(&mut self, cells: [f64; 3], version: i64) -> (Value, String) {
        let filed = record(self.year, cells);
        let body = json!({ "content": filed.content, "breakdowns": filed.breakdowns, "version": version });
        let answer = self.app.put_update("small", CODE, self.year, body).await;
        assert_eq!(answer.status, 200, "{}", answer.text());
        let shown = self.see(Some(filed)).await.unwrap();
        let update: Update = serde_json::from_value(answer.json()["update"].clone()).unwrap();
        assert_eq!(line(&update), shown, "the writer's answer");
        (answer.json(), shown)
    }

    async fn bring_in(&mut self, plan: &PlanData) -> Option<String> {
        self.app.import(plan).await;
        let filed = plan.updates.iter().find(|update| update.indicator == CODE && update.year == self.year);
        self.see(filed.cloned()).await
    }
}

on_both!(a_category_that_becomes_small_hides_the_correction, async |db: TestDb| {
    let app = TestApp::builder().plan(plan()).start(&db).await;
    let mut reader = Reader::new(&app, YEAR).await;
    let (answer, shown) = reader.put([30.0, 20.0, 60.0], 0).await;
    assert_eq!((shown.as_str(), &answer["withheld"]), ("110: 30 20 60", &Value::Null));
    // 83 - 20 - 60 would be 3.
    let (answer, shown) = reader.put([3.0, 20.0, 60.0], 1).await;
    assert_eq!((shown.as_str(), &answer["withheld"]), ("-: - - -", &json!(true)));
    // Whoever writes over an old version reads no more than everybody.
    let body = json!({ "content": { "measure": 84 }, "version": 1 });
    let refused = app.put_update("small", CODE, YEAR, body).await;
    assert_eq!((refused.status.as_u16(), &refused.json()["current"]["content"]), (409, &json!("suppressed")));
    let same = record(YEAR, [3.0, 20.0, 60.0]);
    let body = json!({ "content": same.content, "breakdowns": same.breakdowns, "version": 2 });
    let again = app.put_update("small", CODE, YEAR, body).await.json();
    assert_eq!((&again["update"]["content"], &again["withheld"]), (&json!("suppressed"), &json!(true)));
    assert_eq!(reader.put([3.0, 21.0, 60.0], 2).await.1, "84: - - 60");
    assert_eq!(reader.put([30.0, 20.0, 60.0], 3).await.1, "110: 30 20 60");
    assert!(reader.tells_a_figure_if_published_alone());
    reader.cannot_tell_a_figure().await;
});

on_both!(a_small_figure_that_grows_stays_protected, async |db: TestDb| {
    let app = TestApp::builder().plan(plan_with([3.0, 20.0, 60.0])).start(&db).await;
    let mut reader = Reader::new(&app, YEAR).await;
    assert_eq!(line(&reader.versions[0].1), "83: - - 60");
    // The first version came with the plan and stands in no change: it counts all the same.
    let (answer, shown) = reader.put([15.0, 20.0, 60.0], 1).await;
    assert_eq!((shown.as_str(), &answer["withheld"]), ("95: - - 60", &Value::Null));
    assert_eq!(reader.put([16.0, 22.0, 60.0], 2).await.1, "98: 16 22 60");
    assert_eq!(reader.put([15.0, 20.0, 61.0], 3).await.1, "96: - - 61");
    assert!(reader.tells_a_figure_if_published_alone());
    reader.cannot_tell_a_figure().await;
});

on_both!(what_was_removed_stays_known, async |db: TestDb| {
    let app = TestApp::builder().plan(plan_with([30.0, 20.0, 60.0])).start(&db).await;
    let mut reader = Reader::new(&app, YEAR).await;
    assert_eq!(reader.bring_in(&plan()).await, None);
    assert_eq!(reader.put([3.0, 20.0, 60.0], 0).await.1, "-: - - -");
    assert_eq!(reader.bring_in(&plan()).await, None);
    assert_eq!(reader.bring_in(&plan_with([3.0, 20.0, 60.0])).await.unwrap(), "-: - - -");
    assert_eq!(reader.bring_in(&plan_with([3.0, 21.0, 60.0])).await.unwrap(), "84: - - 60");
    // The indicator itself goes and comes back.
    let mut without = plan();
    without.indicators.remove(1);
    app.import(&without).await;
    let changes = app.get("/api/plans/small/changes?limit=200").await;
    assert!(!changes.text().contains("breakdowns.place"), "nobody can say any more whether it counted people");
    let removed = reader.next().await;
    assert_eq!((removed.action, removed.entity, removed.fields), (Action::Removed, Entity::Update, Vec::new()));
    app.import(&plan_with([16.0, 21.0, 60.0])).await;
    let shown = reader.see(Some(record(YEAR, [16.0, 21.0, 60.0]))).await;
    assert_eq!(shown.as_deref(), Some("97: - - 60"));
    assert!(reader.tells_a_figure_if_published_alone());
});

on_both!(an_import_over_an_old_version_is_judged_with_it, async |db: TestDb| {
    let app = TestApp::builder().plan(plan_with([30.0, 20.0, 60.0])).start(&db).await;
    let mut reader = Reader::new(&app, YEAR).await;
    assert_eq!(reader.bring_in(&plan_with([3.0, 20.0, 60.0])).await.unwrap(), "-: - - -");
    assert_eq!(reader.bring_in(&plan_with([4.0, 20.0, 61.0])).await.unwrap(), "85: - 20 -");
    assert_eq!(reader.bring_in(&plan_with([15.0, 25.0, 61.0])).await.unwrap(), "101: - 25 -");
    assert!(reader.tells_a_figure_if_published_alone());
    reader.cannot_tell_a_figure().await;
});

on_both!(an_approval_is_judged_with_the_past_and_says_so, async |db: TestDb| {
    let app = TestApp::builder().plan(plan_with([30.0, 20.0, 60.0])).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let mut reader = Reader::new(&app, YEAR).await;
    let cell = cell("small", CODE, YEAR);
    let mut version = 0;
    for (cells, wanted, withheld) in [([3.0, 20.0, 60.0], "-: - - -", true), ([3.0, 22.0, 60.0], "85: - - 60", false)] {
        let filed = record(YEAR, cells);
        let body = json!({
            "content": filed.content, "breakdowns": filed.breakdowns, "explanation": "Corregido", "version": version,
        });
        let saved: Filing = app.save(&ana, &cell, body).await.read();
        let handed_in: Filing = app.step(&ana, &cell, "submit", saved.version, "").await.read();
        let approved: Filing = app.step(&eva, &cell, "approve", handed_in.version, "").await.read();
        assert_eq!((handed_in.withheld, approved.withheld), (false, withheld));
        assert_eq!(reader.see(Some(filed)).await.as_deref(), Some(wanted));
        version = approved.version;
    }
    assert!(reader.tells_a_figure_if_published_alone());
    reader.cannot_tell_a_figure().await;
});

on_both!(an_indicator_that_counts_people_now_always_did, async |db: TestDb| {
    let mut open = plan_with([3.0, 20.0, 60.0]);
    open.indicators[1].counts_people = false;
    let app = TestApp::builder().plan(open).start(&db).await;
    app.put_update("small", CODE, YEAR, json!({ "content": { "measure": 9 }, "version": 1 })).await;
    app.import(&plan_with([15.0, 20.0, 60.0])).await;
    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    let shown: Vec<String> = changes
        .changes
        .iter()
        .filter_map(|change| change.update.as_ref())
        .map(|update| if update.breakdowns.is_empty() { format!("{:?}", update.content) } else { line(update) })
        .collect();
    assert_eq!(shown, ["95: - - 60", "Suppressed"]);
    let text = app.get("/api/plans/small/changes").await.text();
    assert!(!text.contains("7.0") && !text.contains("9.0"), "neither the baseline nor the figure: {text}");
});

on_both!(a_count_does_not_become_a_harmless_percentage, async |db: TestDb| {
    let app = TestApp::builder().plan(plan()).start(&db).await;
    let put = async |measure: f64, version: i64| {
        let body = json!({ "content": { "measure": measure }, "version": version });
        app.put_update("small", CODE, YEAR, body).await.read::<Value>()
    };
    put(6.0, 0).await;
    // A page of two indicators, and below one of this indicator alone.
    app.put_update("small", "1.1-a", 2010, json!({ "content": { "measure": 100 }, "version": 0 })).await;
    let mut percent = plan();
    percent.indicators[1].kind = Kind::Percent;
    percent.updates.push(Update::new(CODE, YEAR, Content::Measure(Measure::Value(72.0))));
    app.import(&percent).await;
    put(73.0, 2).await;
    let own = [format!("changes?indicator={CODE}"), format!("indicators/{CODE}")];
    for path in ["changes".to_owned()].iter().chain(&own).map(|path| format!("/api/plans/small/{path}")) {
        let text = app.get(&path).await.text();
        assert!(!text.contains("6.0") && text.contains("72.0") && text.contains("73.0"), "{path}: {text}");
    }
});

// Figures that are the worst for the rule, written again and again in all years at once.
on_both!(nothing_can_be_told_of_any_sequence_of_writes, async |db: TestDb| {
    let app = TestApp::builder().plan(plan()).start(&db).await;
    const FIGURES: [f64; 8] = [0.0, 1.0, 3.0, 10.0, 11.0, 15.0, 20.0, 60.0];
    let mut dice = Dice::new(7);
    let mut could = 0;
    for year in 2007..=2010 {
        let mut reader = Reader::new(&app, year).await;
        let mut cells = [30.0, 20.0, 60.0];
        for version in 0..6 {
            // One or two figures change; a write that changes nothing is no version.
            let before = cells;
            while cells == before {
                cells[dice.roll(3) as usize] = dice.one_of(&FIGURES);
                cells[dice.roll(3) as usize] = dice.one_of(&FIGURES);
            }
            reader.put(cells, version).await;
        }
        could += usize::from(reader.tells_a_figure_if_published_alone());
        reader.cannot_tell_a_figure().await;
    }
    assert!(could > 0, "some of them are about something");
});
