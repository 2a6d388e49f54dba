//! Last days for filing in the calendar of whoever has to file.

use domain::account::Role;
use domain::text::Lang;
use matriz_server::store;
use tests::app::TestApp;
use tests::people::Visitor;
use tests::plans;
use tests::{TestDb, on_both};

async fn lines(app: &TestApp, who: &Visitor, field: &str) -> Vec<String> {
    let answer = app.get_by(who, "/api/my/calendar.ics").await;
    assert_eq!(answer.header("content-type"), "text/calendar; charset=utf-8");
    assert_eq!(answer.header("cache-control"), "no-store");
    let text = answer.text().replace("\r\n ", "");
    text.split("\r\n").filter_map(|line| line.strip_prefix(field)).map(str::to_owned).collect()
}

on_both!(open_years_are_in_the_calendar_with_the_own_extension, async |db: TestDb| {
    let mut plan = plans::small();
    plan.plan.years[0].deadline = Some("2008-03-31".to_owned());
    plan.plan.years[2].deadline = Some("2011-03-31".to_owned());
    plan.plan.years[3].deadline = Some("2012-03-31".to_owned());
    let app = TestApp::builder().plan(plan).start(&db).await;
    let ana = app.person("ana@example.org", Role::Reporter, "MIN", "small").await;
    let ong = app.person("ong@example.org", Role::Reporter, "ONG", "small").await;
    let eva = app.person("eva@example.org", Role::Reviewer, "", "small").await;
    let mut tx = app.state.begin_write().await.unwrap();
    let (plan, _) = store::plans::find(&mut tx, "small").await.unwrap().unwrap();
    for (year, day) in [(2009, "2011-04-15"), (2008, "2011-03-10"), (2007, "2009-12-31")] {
        store::filings::extend(&mut tx, plan, year, "ONG", day).await.unwrap();
    }
    let account = store::accounts::find(&mut tx, "ong@example.org").await.unwrap().unwrap();
    store::accounts::set_language(&mut tx, account.id, Lang::EN).await.unwrap();
    tx.commit().await.unwrap();
    let start = "DTSTART;VALUE=DATE:";
    assert_eq!(lines(&app, &ana, start).await, ["20110331"], "neither closed nor upcoming years");
    assert_eq!(lines(&app, &eva, start).await, ["20110331"]);
    assert_eq!(lines(&app, &ong, start).await, ["20110310", "20110415"], "what is over is left out");
    assert_eq!(lines(&app, &ana, "SUMMARY:").await, ["Último día para reportar 2009: MIN"]);
    assert_eq!(lines(&app, &ong, "SUMMARY:").await[0], "Last day to report on 2008: ONG");
    assert_eq!(lines(&app, &ana, "UID:").await, ["small-2009-MIN@matriz"]);
    assert_eq!(lines(&app, &ana, "DTSTAMP:").await, ["20110301T120000Z"]);
});
