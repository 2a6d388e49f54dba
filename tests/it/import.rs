//! Bringing plans in and taking them out: all or nothing, twice changes nothing, only differences count.

use domain::change::{Action, Changes, Entity};
use domain::document::{PlanData, PlanDocument};
use domain::update::{Content, Measure, Update};
use matriz_server::db::Db;
use matriz_server::import::{Outcome, import};
use matriz_server::store;
use tests::app::{NOW, TestApp};
use tests::db::bring_in;
use tests::plans::{self, SECOND, SMALL};
use tests::program::{command, complaint, run};
use tests::{TestDb, on_both};

async fn held(db: &Db, slug: &str) -> (i64, PlanData) {
    let mut tx = db.begin_read().await.unwrap();
    let stored = store::plans::get(&mut tx, slug).await.unwrap().unwrap();
    (stored.revision, stored.data)
}

on_both!(what_comes_in_comes_out, async |db: TestDb| {
    let db = db.open().await;
    assert!(matches!(bring_in(&db, &plans::small()).await, Outcome::Added));
    assert_eq!(held(&db, SMALL).await, (1, plans::small()));
    assert!(matches!(bring_in(&db, &plans::second(1000)).await, Outcome::Added));
    assert_eq!(held(&db, SECOND).await, (1, plans::second(1000)));
});

on_both!(the_same_again_changes_nothing, async |db: TestDb| {
    let db = db.open().await;
    bring_in(&db, &plans::second(1000)).await;
    assert!(matches!(bring_in(&db, &plans::second(1000)).await, Outcome::Unchanged));
    assert_eq!(held(&db, SECOND).await.0, 1);
});

on_both!(figures_are_kept_to_the_last_digit, async |db: TestDb| {
    let db = db.open().await;
    let mut plan = plans::second(1000);
    // Any figures: the fractional parts of multiples of the golden ratio, at all sizes.
    for (number, update) in plan.updates.iter_mut().enumerate() {
        let figure = (number as f64 * 0.618_033_988_749_894_9).fract() * 10f64.powi(number as i32 % 40 - 20);
        update.content = Content::Measure(Measure::Value(figure));
    }
    for (update, figure) in plan.updates.iter_mut().zip([f64::MAX, f64::MIN_POSITIVE, 5e-324, 0.1 + 0.2, 1.0 / 3.0]) {
        update.content = Content::Measure(Measure::Value(figure));
    }
    bring_in(&db, &plan).await;
    assert!(held(&db, SECOND).await.1 == plan, "what was stored is what was given");
    assert!(matches!(bring_in(&db, &plan).await, Outcome::Unchanged));
});

on_both!(rows_keep_their_ids, async |db: TestDb| {
    let db = db.open().await;
    bring_in(&db, &plans::small()).await;
    let ids = async || {
        let mut tx = db.begin_read().await.unwrap();
        let (plan, _) = store::plans::find(&mut tx, SMALL).await.unwrap().unwrap();
        store::parts::ids(&mut tx, plan, store::parts::Part::Indicator).await.unwrap()
    };
    let before = ids().await;
    let mut plan = plans::small();
    plan.indicators[0].title = domain::text::Text::new(domain::text::Lang::ES, "Otro");
    plan.indicators[1].node = "1.2".to_owned();
    assert_eq!(bring_in(&db, &plan).await, Outcome::Changed(2));
    assert_eq!(ids().await, before);
});

// The whole tree is turned round: what was below is above, what was there is gone.
on_both!(a_tree_may_change_its_shape, async |db: TestDb| {
    let db = db.open().await;
    bring_in(&db, &plans::small()).await;
    let mut plan = plans::small();
    let mut root = plan.nodes.remove(1);
    root.parent = None;
    plan.nodes.remove(0);
    plan.nodes[0].parent = Some("1.1".to_owned());
    plan.nodes.insert(0, root);
    plan.nodes.push(plans::node("2", None, domain::text::Lang::ES));
    plan.institutions.swap(0, 1);
    plan.axes.clear();
    assert_eq!(domain::validate::validate(&plan), []);
    bring_in(&db, &plan).await;
    assert_eq!(held(&db, SMALL).await.1, plan);
    bring_in(&db, &plans::small()).await;
    assert_eq!(held(&db, SMALL).await.1, plans::small());
});

// Several programs bring in the same new plan: one adds it, the others find it or are told.
on_both!(imports_at_once_leave_one_plan, async |db: TestDb| {
    let opened = db.open().await;
    let folder = db.folder().join("plan");
    matriz_server::plan_file::write(&plans::second(100), &folder, false).unwrap();
    let children: Vec<_> = (0..4)
        .map(|_| {
            let mut command = command(&["plan", "import", folder.to_str().unwrap()]);
            command.env("DATABASE_URL", &db.url).stderr(std::process::Stdio::piped()).spawn().unwrap()
        })
        .collect();
    let outputs: Vec<_> = children.into_iter().map(|child| child.wait_with_output().unwrap()).collect();
    let complaints: Vec<String> = outputs.iter().map(complaint).filter(|text| !text.is_empty()).collect();
    assert!(complaints.len() < 4, "{complaints:?}");
    assert_eq!(held(&opened, SECOND).await, (1, plans::second(100)), "{complaints:?}");
});

on_both!(only_what_differs_is_written_and_recorded, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let opened = db.open().await;
    let mut plan = plans::small();
    plan.updates[0].content = Content::Measure(Measure::Value(27.0));
    plan.updates.insert(2, Update::new("1.1-a", 2009, Content::Measure(Measure::Value(50.0))));
    plan.nodes[1].title = domain::text::Text::new(domain::text::Lang::ES, "Otro título");
    plan.indicators.remove(3);
    plan.updates.retain(|update| update.indicator != "1.2-b");
    assert!(matches!(bring_in(&opened, &plan).await, Outcome::Changed(_)));

    let (revision, data) = held(&opened, SMALL).await;
    assert_eq!(data.updates[0].version, 2);
    assert_eq!(data.updates[1].version, 1, "what is the same keeps its version");
    plan.updates[0].version = 2;
    assert_eq!(data, plan);

    let changes: Changes = app.get("/api/plans/small/changes").await.read();
    let revisions: Vec<i64> = changes.changes.iter().map(|change| change.revision).collect();
    assert_eq!(revisions, (1..=revision).rev().collect::<Vec<_>>());
    let has = |action, entity, code: &str| {
        changes
            .changes
            .iter()
            .any(|c| (c.action, c.entity, c.code.as_str()) == (action, entity, code) && c.reason == "motivo")
    };
    assert!(has(Action::Changed, Entity::Update, "1.1-a") && has(Action::Added, Entity::Update, "1.1-a"));
    assert!(has(Action::Changed, Entity::Node, "1.1") && has(Action::Removed, Entity::Indicator, "1.2-b"));
});

on_both!(an_order_that_changes_is_kept, async |db: TestDb| {
    let db = db.open().await;
    bring_in(&db, &plans::small()).await;
    let mut plan = plans::small();
    plan.indicators.swap(0, 1);
    plan.updates.sort_by_key(|update| (update.indicator != "1.1-b", update.indicator.clone(), update.year));
    bring_in(&db, &plan).await;
    assert_eq!(held(&db, SMALL).await.1, plan);
});

on_both!(what_fails_in_the_middle_leaves_nothing, async |db: TestDb| {
    let db = db.open().await;
    bring_in(&db, &plans::small()).await;
    let mut broken = plans::small();
    broken.updates[0].content = Content::Measure(Measure::Value(27.0));
    broken.indicators[3].responsible = "NOBODY".to_owned();
    let mut tx = db.begin_write().await.unwrap();
    assert!(import(&mut tx, &broken, "test", "", NOW).await.is_err());
    drop(tx);
    assert_eq!(held(&db, SMALL).await, (1, plans::small()));
});

on_both!(an_export_brought_in_again_changes_nothing, async |db: TestDb| {
    let opened = db.open().await;
    bring_in(&opened, &plans::second(1000)).await;
    let folder = db.folder().join("export");
    let folder = folder.to_str().unwrap();
    let program = |arguments: &[&str]| {
        let output = run(command(arguments).env("DATABASE_URL", &db.url));
        assert!(output.status.success(), "{arguments:?}: {}", complaint(&output));
        String::from_utf8_lossy(&output.stdout).into_owned()
    };
    program(&["plan", "export", SECOND, folder]);
    program(&["plan", "check", folder]);
    program(&["plan", "import", folder]);
    assert_eq!(held(&opened, SECOND).await, (1, plans::second(1000)));
    assert!(program(&["plan", "list"]).contains(SECOND));
    program(&["plan", "remove", SECOND, "--yes"]);
    assert!(!program(&["plan", "list"]).contains(SECOND));
    program(&["plan", "import", folder]);
    assert_eq!(held(&opened, SECOND).await.1, plans::second(1000));
});

on_both!(the_second_plan_is_served_like_any_other, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::second(1000)).start(&db).await;
    let document: PlanDocument = app.get(&format!("/api/plans/{SECOND}")).await.read();
    assert_eq!((document.indicators.len(), document.nodes.len(), document.plan.levels.len()), (1000, 110, 2));
    assert_eq!(app.get(&format!("/api/plans/{SECOND}/indicators/P10.10.10")).await.status, 200);
});
