//! A workshop from its draft to its end: led, voted in, decided, and what becomes of the plan.

use domain::account::Role;
use domain::change::{Changes, Leaf};
use domain::document::PlanDocument;
use domain::workshop::item::{Item, ItemAction, ItemState, Kind};
use domain::workshop::proposal::ProposalState;
use domain::workshop::quality::{Finding, Flaw};
use domain::workshop::run::{Record, Workshop};
use domain::workshop::tally::Voice;
use domain::workshop::{WorkshopAction, WorkshopState};
use reqwest::Method;
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::people::Visitor;
use tests::workshops::setup;
use tests::{TestDb, on_both, plans};

async fn target(app: &TestApp, code: &str, year: i16) -> Option<f64> {
    let document: PlanDocument = app.get("/api/plans/small").await.read();
    document.indicators.iter().find(|i| i.code == code).and_then(|i| i.targets.get(&year)).copied()
}

/// Another program's change is there after a moment.
async fn becomes(app: &TestApp, code: &str, year: i16, wanted: f64) {
    for _ in 0..200 {
        if target(app, code, year).await == Some(wanted) {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{code} {year} does not become {wanted}");
}

async fn coordinator(app: &TestApp) -> Visitor {
    app.person("eva@example.org", Role::Coordinator, "", "small").await
}

on_both!(a_room_decides_and_the_plan_changes, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = coordinator(&app).await;
    let workshop = app.opened(&eva, json!({})).await;
    let n = app.item(&workshop, "1.1-a");
    let ana = app.join(&workshop, "Ana", "MIN").await;
    let luz = app.join(&workshop, "Luz", "MIN").await;
    let ong = app.join(&workshop, "Rosa", "ONG").await;
    let step = async |path: &str, body: Value| -> Workshop { app.lead(&eva, &workshop, path, body).await.read() };

    let led = step(&format!("/items/{n}/open"), json!({})).await;
    assert_eq!((led.header.current, led.header.present), (Some(n), 3));
    // The last position before closing counts.
    for (phone, position) in
        [(&ana, "agree"), (&ana, "agree_with_changes"), (&luz, "agree_with_changes"), (&ong, "object")]
    {
        assert_eq!(app.vote(phone, n, position).await.status, 200);
    }
    let item: Item = app.propose(&ana, n, "targets.2010", json!(100.0), json!(120.0)).await.read();
    let change = item.proposals[0].change.clone();
    assert_eq!((change.before, change.after), (Some(Leaf::Number(100.0)), Some(Leaf::Number(120.0))));
    assert_eq!(
        app.phone(&ong, Method::PUT, &format!("/items/{n}/proposals/{}/second", item.proposals[0].id), Some(json!({})))
            .await
            .status,
        200
    );

    let led = step(&format!("/items/{n}/close"), json!({})).await;
    let item = led.item.expect("the current item");
    let tally = item.tally.expect("a count");
    assert_eq!((tally.counts.agree_with_changes, tally.counts.object, tally.of), (2, 1, 3));
    assert_eq!(tally.institutions[0].voice, Some(Voice::AgreeWithChanges));
    assert_eq!(item.reasons.iter().filter(|r| r.text == "porque object" && r.name == "Rosa").count(), 1);
    assert!(!item.allowed.contains(&ItemAction::AdoptWithChanges), "nothing is accepted yet");
    let p = item.proposals[0].id;
    let item: Item = app.moderate(&eva, &workshop, (n, p), json!({ "action": "accept" })).await.read();
    assert_eq!((item.proposals[0].state, item.proposals[0].seconds.clone()), (ProposalState::Accepted, vec![ong.n]));
    assert!(item.allowed.contains(&ItemAction::AdoptWithChanges) && !item.allowed.contains(&ItemAction::Adopt));
    assert_eq!(target(&app, "1.1-a", 2010).await, Some(100.0), "not before it is decided");

    let mut matrix = app.events("small", None).await;
    matrix.expect("hello").await;
    let led = step(&format!("/items/{n}/adopt_with_changes"), json!({ "reason": "Hay presupuesto" })).await;
    assert_eq!(led.item.as_ref().map(|item| item.row.state), Some(ItemState::AdoptedWithChanges));
    assert_eq!(target(&app, "1.1-a", 2010).await, Some(120.0));
    let change = matrix.expect("change").await.change();
    let decision = led.item.unwrap().decision.unwrap();
    assert_eq!((change.code.as_str(), change.revision), ("1.1-a", decision.applied[0].revision));
    assert_eq!(change.reason, "Hay presupuesto (Taller: de acuerdo 0, con cambios 2, en contra 1, abstención 0)");
    assert_eq!(change.fields[0].field, "targets.2010");

    // Taken back, and decided again.
    assert_eq!(led.last_decided, Some(n));
    let led = step(&format!("/items/{n}/undo"), json!({ "reason": "Un error" })).await;
    assert_eq!(target(&app, "1.1-a", 2010).await, Some(100.0));
    let item = led.item.unwrap();
    assert_eq!((item.row.state, item.proposals[0].state), (ItemState::Closed, ProposalState::Accepted));
    step(&format!("/items/{n}/adopt_with_changes"), json!({})).await;
    assert_eq!(target(&app, "1.1-a", 2010).await, Some(120.0));

    // Green lights, then the end.
    step("/ask_lights", json!({})).await;
    let light = json!({ "answer": "with_reservations", "text": "Falta dinero", "post": "Directora" });
    assert_eq!(app.phone(&ana, Method::PUT, "/light", Some(light)).await.status, 200);
    assert_eq!(app.lead(&eva, &workshop, "/close", json!({})).await.fields(), ["lights"], "of the others");
    let path = format!("/api/workshops/{}/lights", workshop.id.0);
    let light = json!({ "institution": "ONG", "answer": "yes", "name": "Rosa", "post": "Presidenta" });
    let led: Workshop = app.send_by(&eva, Method::PUT, &path, light).await.read();
    assert_eq!((led.lights_missing.len(), led.allowed.contains(&WorkshopAction::Close)), (0, true));
    let led = step("/close", json!({})).await;
    assert_eq!((led.header.state, led.header.code.clone()), (WorkshopState::Closed, None));
    assert_eq!(led.header.version, Some(1));
    let frozen = app.get("/api/plans/small/versions/1").await.json();
    assert_eq!(
        (frozen["version"]["workshop"].as_i64(), frozen["version"]["reason"].as_str()),
        (Some(led.id.0), Some("Taller"))
    );
    nothing_can_be_altered(&app, &eva, &led, n, p).await;
    for (path, body) in [("/light", json!({ "answer": "yes", "post": "x" })), ("/hand", json!({ "up": true }))] {
        assert_eq!(app.phone(&ana, Method::PUT, path, Some(body)).await.error().0, 409, "{path}");
    }
    assert_eq!(app.vote(&ana, n, "agree").await.error(), (409, "wrong_state".to_owned()));
    let record: Record = app.get_by(&eva, &format!("/api/workshops/{}/record", workshop.id.0)).await.read();
    let recorded = record.items.iter().find(|held| held.item.row.n == n).unwrap();
    assert_eq!((recorded.positions.len(), record.lights.len(), record.led_by.clone()), (3, 2, vec!["eva".to_owned()]));
});

async fn nothing_can_be_altered(app: &TestApp, eva: &Visitor, workshop: &Workshop, n: i64, p: i64) {
    let before = app.led(eva, workshop).await;
    assert_eq!(before.allowed, []);
    let ballot = json!({ "institution": "MIN", "kind": "hands", "counts": { "agree": 1 } });
    let light = json!({ "institution": "MIN", "answer": "no", "text": "x", "name": "x", "post": "x" });
    let mut asked = vec![
        (Method::PATCH, String::new(), json!({ "title": "Otro" })),
        (Method::DELETE, String::new(), json!({})),
        (Method::PUT, "/agenda".to_owned(), json!({ "from_plan": {} })),
        (Method::POST, "/pass".to_owned(), json!({ "items": [1] })),
        (Method::PUT, format!("/items/{n}/ballots"), ballot),
        (
            Method::POST,
            format!("/items/{n}/proposals"),
            json!({ "field": "title.es", "after": "x", "key": "12345678" }),
        ),
        (Method::PATCH, format!("/items/{n}/proposals/{p}"), json!({ "action": "refuse" })),
        (Method::POST, "/participants/8/remove".to_owned(), json!({})),
        (Method::PUT, "/lights".to_owned(), light),
    ];
    for action in WorkshopAction::ALL.iter().filter(|action| WorkshopAction::of(action.word()).is_some()) {
        asked.push((Method::POST, format!("/{}", action.word()), json!({})));
    }
    for action in ItemAction::ALL.iter().filter(|action| ItemAction::of(action.word()).is_some()) {
        asked.push((Method::POST, format!("/items/{n}/{}", action.word()), json!({ "reason": "x" })));
    }
    for (method, path, body) in asked {
        let answer = app.send_by(eva, method, &format!("/api/workshops/{}{path}", workshop.id.0), body).await;
        assert_eq!(answer.error().0, 409, "{path}");
    }
    assert_eq!(app.led(eva, workshop).await, before);
}

on_both!(two_who_lead_do_not_step_on_each_other, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = coordinator(&app).await;
    let leo = app.person("leo@example.org", Role::Reporter, "ONG", "small").await;
    let workshop = app.opened(&eva, json!({})).await;
    assert_eq!(app.get_by(&leo, &format!("/api/workshops/{}", workshop.id.0)).await.error().0, 403);
    let path = format!("/api/workshops/{}", workshop.id.0);
    let unknown = app.send_by(&eva, Method::PATCH, &path, json!({ "facilitators": ["nobody@example.org"] })).await;
    assert_eq!(unknown.fields(), ["facilitators"]);
    let named = json!({ "facilitators": ["Leo@example.org"] });
    app.send_by(&eva, Method::PATCH, &path, named).await.read::<Workshop>();
    assert_eq!(app.workshops(&leo).await.workshops.len(), 1);
    assert_eq!(app.workshops(&leo).await.plans, Vec::<String>::new());

    // Both press "next" on the first item: one step.
    let first = workshop.agenda[0].n;
    let led: Workshop = app.lead(&eva, &workshop, &format!("/items/{first}/next"), json!({})).await.read();
    let second = workshop.agenda[1].n;
    assert_eq!((led.header.current, led.agenda[1].state), (Some(second), ItemState::Open));
    let late = app.lead(&leo, &workshop, &format!("/items/{first}/next"), json!({})).await;
    assert_eq!(late.error(), (409, "wrong_state".to_owned()), "the other one is open");
    let led: Workshop = app.lead(&leo, &workshop, &format!("/items/{second}/close"), json!({})).await.read();
    let seen = led.item.unwrap().version;
    let late = app.lead(&leo, &workshop, &format!("/items/{first}/back"), json!({})).await;
    assert_eq!((late.error(), late.current::<Item>().row.n), ((409, "conflict".to_owned()), second));
    let again = app.lead(&eva, &workshop, &format!("/items/{second}/reopen"), json!({ "version": seen })).await;
    assert_eq!(again.status, 200);
    app.lead(&eva, &workshop, &format!("/items/{second}/close"), json!({})).await.read::<Workshop>();
    let stale = app.lead(&leo, &workshop, &format!("/items/{second}/adopt"), json!({ "version": seen })).await;
    assert_eq!(stale.error(), (409, "conflict".to_owned()));
    assert!(stale.current::<Item>().version > seen);
    let other = workshop.agenda[2].n;
    assert_eq!(app.lead(&leo, &workshop, &format!("/items/{other}/adopt"), json!({})).await.error().0, 409, "no vote");
    assert_eq!(app.lead(&leo, &workshop, &format!("/items/{other}/park"), json!({})).await.fields(), ["reason"]);
});

on_both!(what_nobody_speaks_against_is_passed_together, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = coordinator(&app).await;
    let workshop = app.opened(&eva, json!({})).await;
    let ana = app.join(&workshop, "Ana", "MIN").await;
    let [a, b, c] = ["1.1-a", "1.1-b", "1.2-a"].map(|code| app.item(&workshop, code));
    let comment = json!({ "text": "Hay que hablarlo", "key": "comment-1" });
    let said: Item = app.phone(&ana, Method::POST, &format!("/items/{b}/comments"), Some(comment.clone())).await.read();
    let again: Item = app.phone(&ana, Method::POST, &format!("/items/{b}/comments"), Some(comment)).await.read();
    assert_eq!((said.comments.len(), again.comments.len()), (1, 1), "the same key is the same comment");
    let refused = app.lead(&eva, &workshop, "/pass", json!({ "items": [a, b] })).await;
    assert_eq!((refused.error(), refused.current::<Item>().row.n), ((409, "wrong_state".to_owned()), b));
    assert_eq!(app.led(&eva, &workshop).await.agenda[2].state, ItemState::Waiting, "all or none");
    let led: Workshop = app.lead(&eva, &workshop, "/pass", json!({ "items": [a, c] })).await.read();
    let state = |led: &Workshop, n: i64| led.agenda.iter().find(|row| row.n == n).unwrap().state;
    assert_eq!([a, b, c].map(|n| state(&led, n)), [ItemState::Adopted, ItemState::Waiting, ItemState::Adopted]);
    assert_eq!(app.item_of(&eva, &workshop, c).await.decision.unwrap().together, 2);
    // Undone together, to where they were.
    let led: Workshop = app.lead(&eva, &workshop, &format!("/items/{c}/undo"), json!({})).await.read();
    assert_eq!([a, c].map(|n| state(&led, n)), [ItemState::Waiting, ItemState::Waiting]);
});

on_both!(proposals_are_edited_merged_and_go_stale, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = coordinator(&app).await;
    let workshop = app.opened(&eva, json!({})).await;
    let (ana, luz) = (app.join(&workshop, "Ana", "MIN").await, app.join(&workshop, "Luz", "ONG").await);
    let n = app.item(&workshop, "1.1-a");
    for (field, before, after, wrong) in [
        ("targets.2010", json!(90.0), json!(120.0), "conflict"),
        ("targets.2010", json!(100.0), json!(100.0), "after"),
        ("targets.2010", json!(100.0), json!("x"), "after"),
        ("targets.2010", json!(100.0), json!(5.0), "targets.2010"),
        ("counts_people", json!(false), json!(true), "field"),
        ("title.es", json!("Indicador 1.1-a"), Value::Null, "title"),
        ("responsible", json!("MIN"), json!("NADIE"), "responsible"),
    ] {
        let answer = app.propose(&ana, n, field, before, after).await;
        let (status, code) = answer.error();
        let told = if status == 409 { vec![code] } else { answer.fields() };
        assert_eq!(told, [wrong], "{field}");
    }
    app.propose(&ana, n, "targets.2010", json!(100.0), json!(120.0)).await.read::<Item>();
    let item: Item = app.propose(&luz, n, "targets.2010", json!(100.0), json!(110.0)).await.read();
    let [first, second] = [item.proposals[0].id, item.proposals[1].id];
    let own = app.phone(&luz, Method::PUT, &format!("/items/{n}/proposals/{second}/second"), Some(json!({}))).await;
    assert_eq!(own.error().0, 403, "one's own needs no second");
    let edit = json!({ "action": "edit", "after": 115.0, "reason": "En medio" });
    let item: Item = app.moderate(&eva, &workshop, (n, first), edit).await.read();
    assert_eq!(item.proposals[0].edited_from.as_ref().unwrap().after, Some(Leaf::Number(120.0)));
    let merge = json!({ "action": "merge", "into": first });
    let item: Item = app.moderate(&eva, &workshop, (n, second), merge).await.read();
    assert_eq!((item.proposals[1].state, item.proposals[1].merged_into), (ProposalState::Merged, Some(first)));
    app.moderate(&eva, &workshop, (n, first), json!({ "action": "accept" })).await.read::<Item>();

    // Meanwhile somebody brings in another form of the plan.
    let mut other = plans::small();
    other.indicators[0].targets.insert(2010, 105.0);
    app.import(&other).await;
    for step in ["open", "close"] {
        app.lead(&eva, &workshop, &format!("/items/{n}/{step}"), json!({})).await.read::<Workshop>();
    }
    let stale = app.lead(&eva, &workshop, &format!("/items/{n}/adopt_with_changes"), json!({})).await;
    assert_eq!(stale.error(), (409, "conflict".to_owned()));
    assert!(stale.current::<Item>().proposals[0].is_stale);
    becomes(&app, "1.1-a", 2010, 105.0).await;
    // Edited, it is about the field as it is now.
    for body in [json!({ "action": "edit", "after": 115.0 }), json!({ "action": "accept" })] {
        app.moderate(&eva, &workshop, (n, first), body).await.read::<Item>();
    }
    app.lead(&eva, &workshop, &format!("/items/{n}/adopt_with_changes"), json!({})).await.read::<Workshop>();
    assert_eq!(target(&app, "1.1-a", 2010).await, Some(115.0));
    // What somebody wrote on top of it is not taken back.
    other.indicators[0].targets.insert(2010, 130.0);
    app.import(&other).await;
    let late = app.lead(&eva, &workshop, &format!("/items/{n}/undo"), json!({})).await;
    assert_eq!(late.error(), (409, "wrong_state".to_owned()));
    becomes(&app, "1.1-a", 2010, 130.0).await;
    let changes: Changes = app.get("/api/plans/small/changes?indicator=1.1-a").await.read();
    assert_eq!(changes.changes.iter().filter(|change| change.actor == "workshop").count(), 1);
});

on_both!(an_agenda_is_made_checked_and_copied, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let eva = coordinator(&app).await;
    let draft = app.draft(&eva, "small").await;
    let codes: Vec<&str> = draft.agenda.iter().map(|row| row.code.as_str()).collect();
    assert_eq!(codes, ["1", "1.1", "1.1-a", "1.1-b", "1.2", "1.2-a", "1.2-b"], "in the order of the plan");
    assert_eq!(draft.agenda.iter().map(|row| row.depth).collect::<Vec<_>>(), [0, 1, 2, 2, 1, 2, 2]);
    assert_eq!(draft.pace.left, 7 * 600);
    let findings: Vec<Finding> = app.get_by(&eva, &format!("/api/workshops/{}/quality", draft.id.0)).await.read();
    let baseline: Vec<_> =
        findings.iter().filter(|f| f.flaw == Flaw::NoBaseline).map(|f| (f.code.as_str(), f.item)).collect();
    assert_eq!(baseline, [("1.2-a", Some(app.item(&draft, "1.2-a")))]);

    let path = format!("/api/workshops/{}", draft.id.0);
    let n = app.item(&draft, "1.1-b");
    let items = json!([{ "kind": "indicator", "code": "1.2-a", "minutes": 3 }, { "n": n, "kind": "indicator", "code": "1.1-b" }]);
    let led: Workshop =
        app.send_by(&eva, Method::PUT, &format!("{path}/agenda"), json!({ "items": items })).await.read();
    assert_eq!(led.agenda.iter().map(|row| row.code.as_str()).collect::<Vec<_>>(), ["1.2-a", "1.1-b"]);
    assert_eq!((led.agenda[1].n, led.agenda[0].kind, led.agenda[0].minutes), (n, Kind::Indicator, 3));
    for (items, why) in [
        (json!([{ "kind": "indicator", "code": "9-z" }]), "unknown"),
        (json!([{ "n": n, "kind": "node", "code": "1" }]), "unknown"),
        (json!([{ "kind": "node", "code": "1" }, { "kind": "node", "code": "1" }]), "duplicate"),
        (json!([{ "kind": "node", "code": "1", "minutes": 9999 }]), "out_of_range"),
    ] {
        let answer = app.send_by(&eva, Method::PUT, &format!("{path}/agenda"), json!({ "items": items })).await;
        assert_eq!((answer.error().0, answer.json()["fields"][0]["code"].as_str().unwrap()), (400, why));
    }
    let led: Workshop = app.lead(&eva, &draft, "/open", json!({})).await.read();
    app.lead(&eva, &draft, &format!("/items/{n}/open"), json!({})).await.read::<Workshop>();
    let gone = json!({ "items": [{ "kind": "indicator", "code": "1.2-a" }] });
    assert_eq!(app.send_by(&eva, Method::PUT, &format!("{path}/agenda"), gone).await.fields(), ["items"], "it is open");
    assert_eq!(app.send_by(&eva, Method::PATCH, &path, json!({ "results": "open" })).await.error().0, 409, "too late");
    assert_eq!(app.send_by(&eva, Method::DELETE, &path, json!({})).await.error().0, 409);

    let copy = json!({ "setup": { "title": "", "date": "2011-04-01", "plan": "" }, "copy_of": led.id });
    let copied = app.send_by(&eva, Method::POST, "/api/workshops", copy).await;
    let copied: Workshop = serde_json::from_value(copied.json()).unwrap();
    assert_eq!(
        (copied.header.state, copied.setup.title.as_str(), copied.setup.date.as_str()),
        (WorkshopState::Draft, "Taller", "2011-04-01")
    );
    assert_eq!(
        copied.agenda.iter().map(|row| (row.code.as_str(), row.state)).collect::<Vec<_>>(),
        [("1.2-a", ItemState::Waiting), ("1.1-b", ItemState::Waiting)]
    );
    for (setup, field) in [
        (setup(json!({ "title": " " })), "title"),
        (setup(json!({ "date": "mañana" })), "date"),
        (setup(json!({ "invited": [{ "institution": "NADIE" }] })), "invited"),
    ] {
        let answer = app.send_by(&eva, Method::POST, "/api/workshops", json!({ "setup": setup })).await;
        assert_eq!(answer.fields(), [field]);
    }
    assert_eq!(
        app.send_by(&eva, Method::DELETE, &format!("/api/workshops/{}", copied.id.0), json!({})).await.status,
        204
    );
    assert_eq!(app.workshops(&eva).await.workshops.len(), 1);
});
