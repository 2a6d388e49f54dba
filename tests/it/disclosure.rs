//! Small figures about people: none of them leaves the server, by whatever door.

use std::collections::BTreeSet;

use domain::disclosure::{publish_indicator, publish_update};
use domain::document::PlanData;
use domain::indicator::Indicator;
use domain::update::{Content, Measure, Update};
use serde_json::{Value, json};
use tests::app::TestApp;
use tests::plans;
use tests::{TestDb, on_both};

/// Every place in JSON where a number stands, as `path = number`.
fn numbers(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Number(number) => {
            found.insert(format!("{path} = {number}"));
        }
        Value::Array(items) => items.iter().for_each(|item| numbers(item, path, found)),
        Value::Object(fields) => {
            for (name, field) in fields {
                numbers(field, &format!("{path}/{name}"), found);
            }
        }
        _ => {}
    }
}

/// What of this indicator must not be seen: figures that stand in the record and not in the public one.
fn hidden(data: &PlanData, indicator: &Indicator) -> Vec<f64> {
    let k = data.plan.suppression_threshold;
    let mut hidden = Vec::new();
    let public = publish_indicator(indicator, k);
    if let (Some(held), Some(shown)) = (indicator.baseline, public.baseline)
        && shown.measure.is_none()
    {
        hidden.extend(figures(held.measure));
    }
    for update in data.updates.iter().filter(|update| update.indicator == indicator.code) {
        let shown = publish_update(indicator, update, k);
        if shown.content == Content::Suppressed {
            hidden.extend(figures(update.measure()));
        }
        for (dimension, cells) in &update.breakdowns {
            let lost = cells.iter().filter(|(category, _)| shown.breakdowns[dimension][*category].is_none());
            hidden.extend(lost.filter_map(|(_, value)| *value));
        }
    }
    hidden
}

fn figures(measure: Option<Measure>) -> Vec<f64> {
    match measure {
        Some(Measure::Value(value)) => vec![value],
        Some(Measure::Ratio { numerator, denominator }) => vec![numerator, denominator],
        None => Vec::new(),
    }
}

/// Numbers that may stand in an indicator's public answers although a hidden figure is equal to them.
fn allowed(data: &PlanData, indicator: &Indicator, revision: i64) -> BTreeSet<String> {
    let k = data.plan.suppression_threshold;
    let mut found = BTreeSet::new();
    numbers(&serde_json::to_value(publish_indicator(indicator, k)).unwrap(), "", &mut found);
    for update in data.updates.iter().filter(|update| update.indicator == indicator.code) {
        numbers(&serde_json::to_value(publish_update(indicator, update, k)).unwrap(), "", &mut found);
    }
    let mut values: BTreeSet<String> =
        found.into_iter().map(|entry| entry.rsplit(" = ").next().unwrap().trim_end_matches(".0").to_owned()).collect();
    // Counters that are no figures: revisions, versions, years, rules.
    values.extend((0..=revision).map(|n| n.to_string()));
    values
}

async fn scan(app: &TestApp, data: &PlanData, slug: &str) -> usize {
    let plan = app.get(&format!("/api/plans/{slug}")).await.json();
    let revision = plan["revision"].as_i64().unwrap();
    let mut checked = 0;
    for (row, indicator) in data.indicators.iter().enumerate() {
        let hidden = hidden(data, indicator);
        if hidden.is_empty() {
            continue;
        }
        let code = &indicator.code;
        let answers = [
            app.get(&format!("/api/plans/{slug}/indicators/{code}")).await.json(),
            app.get(&format!("/api/plans/{slug}/changes?limit=200&indicator={code}")).await.json(),
            plan["values"][row].clone(),
            plan["indicators"][row].clone(),
            Value::Array(
                plan["updates"].as_array().unwrap().iter().filter(|u| u["indicator"] == **code).cloned().collect(),
            ),
        ];
        let mut found = BTreeSet::new();
        answers.iter().for_each(|answer| numbers(answer, "", &mut found));
        let allowed = allowed(data, indicator, revision);
        for figure in hidden.iter().map(|figure| figure.to_string()).filter(|figure| !allowed.contains(figure)) {
            checked += 1;
            let leak = found.iter().find(|entry| {
                let number = entry.rsplit(" = ").next().unwrap().trim_end_matches(".0");
                number == figure
            });
            assert_eq!(leak, None, "{code}: the hidden figure {figure} can be read");
        }
    }
    checked
}

on_both!(no_hidden_figure_of_the_demonstration_plan_can_be_read, async |db: TestDb| {
    let app = TestApp::builder().demo().start(&db).await;
    let slug = "peru-trata-2007-2013";
    let mut tx = app.state.begin_read().await.unwrap();
    let stored = matriz_server::store::plans::get(&mut tx, slug).await.unwrap().unwrap();
    drop(tx);
    let checked = scan(&app, &stored.data, slug).await;
    assert!(checked >= 3, "the plan has hidden figures to look for: {checked}");
});

on_both!(a_small_figure_stays_hidden_through_every_write, async |db: TestDb| {
    let app = TestApp::builder().plan(plans::small()).start(&db).await;
    let mut reader = app.events("small", Some(1)).await;
    reader.expect("hello").await;
    // 7.0 is the hidden baseline, 36 and 4 the hidden cells, 6 the hidden total; 8 and 9 come now.
    let answers = [
        app.put_update("small", "1.1-b", 2009, json!({ "content": { "measure": 8 }, "version": 0 })).await,
        app.put_update("small", "1.1-b", 2009, json!({ "content": { "measure": 9 }, "version": 1 })).await,
        app.put_update("small", "1.1-b", 2009, json!({ "content": { "measure": 95 }, "version": 2 })).await,
        app.put_update("small", "1.1-b", 2009, json!({ "content": { "measure": 96 }, "version": 2 })).await,
    ];
    assert_eq!(answers.each_ref().map(|answer| answer.status.as_u16()), [200, 200, 200, 409]);
    let mut seen: Vec<String> = answers.iter().map(|answer| answer.text()).collect();
    for _ in 0..3 {
        seen.push(reader.expect("change").await.data);
    }
    seen.push(app.get("/api/plans/small?lang=es").await.text());
    seen.push(app.get("/api/plans/small/changes").await.text());
    seen.push(app.get("/api/plans/small/indicators/1.1-b").await.text());
    for text in &seen {
        for figure in ["7.0", "36.0", "4.0", "6.0", "8.0", "9.0"] {
            let leaked = text.contains(&format!(":{figure},")) || text.contains(&format!(":{figure}}}"));
            assert!(!leaked, "{figure} in {text}");
        }
    }
    assert_eq!(answers[0].json()["update"]["content"], "suppressed");
    assert_eq!(answers[2].json()["update"]["content"]["measure"], 95.0);

    let mut other = Update::new("1.1-b", 2008, Content::Measure(Measure::Value(5.0)));
    other.version = 1;
    let mut plan = plans::small();
    plan.updates[3] = other;
    plan.indicators[1].baseline.as_mut().unwrap().measure = Some(Measure::Value(3.0));
    plan.updates.retain(|update| !(update.indicator == "1.1-b" && update.year == 2007));
    app.import(&plan).await;
    let text = app.get("/api/plans/small/changes").await.text();
    for figure in ["7.0", "36.0", "4.0", "6.0", "8.0", "9.0", "5.0", "3.0"] {
        let leaked = text.contains(&format!(":{figure},")) || text.contains(&format!(":{figure}}}"));
        assert!(!leaked, "{figure} in {text}");
    }
});
