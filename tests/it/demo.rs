//! The demonstration plan: its counts, its languages, its facts.

use std::collections::{BTreeMap, BTreeSet};

use domain::document::PlanData;
use domain::filing::FilingState;
use domain::institution::TerritoryKind;
use domain::progress::{CellState, Figure, Series, state};
use domain::review::Board;
use domain::text::{Lang, Text};
use domain::validate::validate;
use domain::year::YearState;
use matriz_server::demo;
use tests::TestDb;
use tests::app::TestApp;
use tests::people::{Visitor, cookie_of};

fn plan() -> PlanData {
    demo::data().expect("the demonstration plan is read without an error")
}

/// Number of rows on each level.
fn rows(data: &PlanData) -> BTreeMap<usize, usize> {
    let parents: BTreeMap<&str, Option<&str>> =
        data.nodes.iter().map(|n| (n.code.as_str(), n.parent.as_deref())).collect();
    let mut rows = BTreeMap::new();
    for node in &data.nodes {
        let mut depth = 0;
        let mut parent = node.parent.as_deref();
        while let Some(code) = parent {
            depth += 1;
            parent = parents[code];
        }
        *rows.entry(depth).or_default() += 1;
    }
    rows
}

#[test]
fn it_has_the_counts_of_the_real_plan() {
    let data = plan();
    assert_eq!(validate(&data), []);
    assert_eq!(data.plan.slug, "peru-trata-2007-2013");
    assert_eq!((data.plan.first_year, data.plan.last_year), (2007, 2013));
    assert_eq!(data.axes.len(), 3);
    assert_eq!(rows(&data), BTreeMap::from([(0, 10), (1, 27), (2, 60)]));
    assert_eq!(data.indicators.len(), 130);
    let states: Vec<YearState> = data.plan.years.iter().map(|year| year.state).collect();
    use YearState::{Closed, Open, Upcoming};
    assert_eq!(states, [Closed, Closed, Closed, Closed, Open, Upcoming, Upcoming]);
}

#[test]
fn every_text_is_there_in_three_languages_and_translated() {
    let data = plan();
    let mut titles: Vec<(String, &Text)> = Vec::new();
    titles.push(("disclaimer".into(), &data.plan.disclaimer));
    titles.push(("title".into(), &data.plan.title));
    titles.extend(data.nodes.iter().map(|node| (node.code.clone(), &node.title)));
    titles.extend(data.indicators.iter().map(|indicator| (indicator.code.clone(), &indicator.title)));
    titles.extend(data.indicators.iter().map(|indicator| (indicator.code.clone(), &indicator.definition)));
    let empty: Vec<&String> = titles.iter().filter(|(_, text)| text.is_empty()).map(|(code, _)| code).collect();
    assert!(empty.is_empty(), "without a title or definition: {empty:?}");
    titles.extend(data.nodes.iter().map(|node| (node.code.clone(), &node.description)));
    titles.extend(data.indicators.iter().map(|indicator| (indicator.code.clone(), &indicator.method)));
    titles.extend(data.indicators.iter().map(|indicator| (indicator.code.clone(), &indicator.verification)));
    titles.extend(data.institutions.iter().map(|institution| (institution.code.clone(), &institution.role)));
    titles.extend(data.updates.iter().map(|update| (format!("{} {}", update.indicator, update.year), &update.note)));
    for (code, text) in titles.iter().filter(|(_, text)| !text.is_empty()) {
        let texts = [Lang::ES, Lang::EN, Lang::FR].map(|lang| text.exact(lang).unwrap_or_default().trim());
        assert!(texts.iter().all(|text| !text.is_empty()), "{code}");
        assert!(texts[0] != texts[1] && texts[1] != texts[2] && texts[0] != texts[2], "{code}: {texts:?}");
    }
    for lang in [Lang::ES, Lang::EN, Lang::FR] {
        let mut seen = BTreeSet::new();
        for indicator in &data.indicators {
            assert!(seen.insert(indicator.title.exact(lang)), "{} repeats a title", indicator.code);
        }
    }
}

#[test]
fn every_state_of_a_cell_occurs() {
    let data = plan();
    let document = domain::document::PlanDocument::public(&data, 1);
    let mut seen = BTreeSet::new();
    for (row, indicator) in document.indicators.iter().enumerate() {
        let figures: Vec<Figure> = (0..data.plan.years.len())
            .map(|column| {
                let plain = document.values[row].get(column).copied().flatten();
                let year = data.plan.years[column].year;
                let update = document.updates.iter().find(|u| u.indicator == indicator.code && u.year == year);
                match (plain, update) {
                    (Some(value), _) => Figure::Measured(domain::update::Measure::Value(value)),
                    (None, Some(update)) => Figure::from(&update.content),
                    (None, None) => Figure::Missing,
                }
            })
            .collect();
        let series = Series { first_year: data.plan.first_year, figures: &figures };
        seen.extend(data.plan.years.iter().map(|year| state(indicator, series, year, data.plan.rules)));
    }
    assert_eq!(seen, CellState::ALL.into_iter().collect());
}

#[test]
fn the_departments_have_both_codes() {
    let data = plan();
    let departments: Vec<_> = data.territories.iter().filter(|t| t.kind == TerritoryKind::Department).collect();
    assert_eq!(departments.len(), 25);
    assert!(departments.iter().all(|t| t.code.starts_with("PE-") && t.code.len() == 6 && t.national_code.len() == 2));
    let codes: BTreeSet<&str> = departments.iter().map(|t| t.national_code.as_str()).collect();
    assert_eq!(codes.len(), 25);
    assert!(data.institutions.len() >= 25, "{}", data.institutions.len());
}

#[test]
fn territories_report_and_their_parts_make_the_totals() {
    let data = plan();
    let by_territory: Vec<_> = data.indicators.iter().filter(|i| !i.by_territory.is_empty()).collect();
    assert!(by_territory.len() >= 5, "{}", by_territory.len());
    // That the totals are those of the parts is checked with every plan.
    assert_eq!(domain::validate::validate(&data), []);
    let updates = || data.updates.iter().filter(|u| by_territory.iter().any(|i| i.code == u.indicator));
    assert!(updates().all(|update| update.breakdowns.contains_key("territory")));
    assert!(
        updates().any(|update| update.provisional.is_some()) && updates().any(|update| update.provisional.is_none())
    );
    let bodies = data.institutions.iter().filter(|institution| institution.territory.is_some()).count();
    assert_eq!(bodies, 25, "each department has its regional government");
}

#[test]
fn the_known_facts_are_in_it() {
    let data = plan();
    let mut words = String::new();
    for text in [&data.plan.summary, &data.plan.source, &data.plan.disclaimer] {
        words.extend(text.exact(Lang::EN));
    }
    for indicator in &data.indicators {
        for text in [&indicator.title, &indicator.definition, &indicator.method, &indicator.verification] {
            words.extend(text.exact(Lang::EN));
        }
    }
    for node in &data.nodes {
        words.extend(node.description.exact(Lang::EN));
    }
    for update in &data.updates {
        words.extend(update.note.exact(Lang::EN));
    }
    for fact in ["8,000", "hotline", "2006", "60 complaints", "illustrative"] {
        assert!(words.contains(fact), "`{fact}` is nowhere in the plan");
    }
}

#[tokio::test]
async fn the_demonstration_has_people_at_work_in_every_state() {
    let db = TestDb::sqlite().await;
    let app = TestApp::builder().demo().start(&db).await;
    let answer = app.try_sign_in("revision@plan.example", demo::PASSWORD).await;
    let reviewer = Visitor { cookie: cookie_of(&answer) };
    let board: Board = app.get_by(&reviewer, "/api/plans/peru-trata-2007-2013/reviews?year=2011").await.read();
    for state in [None].into_iter().chain(FilingState::ALL.map(Some)) {
        assert!(board.rows.iter().any(|row| row.filing.state == state), "{state:?}");
        let is_part = |row: &&domain::review::DeskRow| !row.filing.territory.is_empty();
        assert!(board.rows.iter().filter(is_part).any(|row| row.filing.state == state), "a part that is {state:?}");
    }
}
