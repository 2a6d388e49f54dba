//! From filed figures to public ones, through JSON and the matrix, and back.

use proptest::prelude::*;

use super::*;
use crate::disclosure::publish_update;
use crate::matrix::Matrix;
use crate::tests_support::{data, figure, words};
use crate::update::{Evidence, Measure};

/// Published updates by indicator and year, as the page has them in the end.
fn arrive(data: &PlanData) -> Vec<Update> {
    let json = serde_json::to_string(&PlanDocument::public(data, 7)).unwrap();
    let document: PlanDocument = serde_json::from_str(&json).unwrap();
    assert_eq!(document.revision, 7);
    let matrix = Matrix::new(document);
    let years = matrix.plan().year_count();
    let cells = (0..data.indicators.len()).flat_map(|row| (0..years).map(move |column| (row, column)));
    cells.filter_map(|(row, column)| matrix.update(row, column)).collect()
}

fn published(data: &PlanData) -> Vec<Update> {
    let of = |update: &Update| data.indicators.iter().position(|i| i.code == update.indicator);
    let mut updates: Vec<&Update> = data.updates.iter().collect();
    updates.sort_by_key(|update| (of(update), update.year));
    let k = data.plan.suppression_threshold;
    updates.into_iter().filter_map(|u| Some(publish_update(&data.indicators[of(u)?], u, k))).collect()
}

#[test]
fn what_arrives_is_what_was_published() {
    let data = data();
    assert_eq!(arrive(&data), published(&data));
}

#[test]
fn plain_figures_are_columns_and_the_rest_is_listed() {
    let document = PlanDocument::public(&data(), 1);
    assert_eq!(document.values[0], [Some(50.0), Some(90.0)]);
    assert_eq!(document.values[3], []);
    let listed: Vec<_> = document.updates.iter().map(|u| (u.indicator.as_str(), u.year)).collect();
    assert_eq!(listed, [("1.1.1-a", 2007), ("1.1.1-a", 2008), ("2.1-a", 2008), ("2-a", 2007), ("2-a", 2008)]);
}

#[test]
fn no_small_figure_is_in_the_document() {
    let document = PlanDocument::public(&data(), 1);
    assert_eq!(document.indicators[5].baseline.and_then(|b| b.measure), None);
    let hidden = &document.updates[3..];
    assert_eq!(hidden[0].content, Content::Suppressed);
    assert_eq!(hidden[1].breakdowns["sex"].values().copied().collect::<Vec<_>>(), [None, None]);
}

#[test]
fn the_version_of_a_record_that_was_written_again_arrives() {
    let mut data = data();
    data.updates[1].version = 4;
    assert_eq!(arrive(&data), published(&data));
    assert_eq!(arrive(&data)[1].version, 4);
}

#[test]
fn updates_may_come_in_any_order_and_what_has_no_cell_is_left_out() {
    let mut data = data();
    let wanted = published(&data);
    data.updates.reverse();
    data.updates.insert(0, figure("9-z", 2008, 1.0));
    data.updates.insert(3, figure("1-a", 2030, 1.0));
    assert_eq!(arrive(&data), wanted);
}

/// The plan with each long text there is: in both languages, in one alone, blank in one, in a third.
fn wordy() -> PlanDocument {
    let mut document = PlanDocument::public(&data(), 1);
    let long = [
        words("Resumen", "Summary"),
        Text::new(Lang::ES, "Solo español"),
        Text::new(Lang::EN, "English only"),
        words("", "Not blank"),
        words("No vacío", ""),
        Text::new(Lang::FR, "Ni l'un ni l'autre"),
        Text::default(),
    ];
    let mut long = long.iter().cycle().cloned();
    for indicator in &mut document.indicators {
        indicator.stages = long.by_ref().take(3).collect();
    }
    for update in &mut document.updates {
        let title = Text::default();
        update.evidence =
            vec![Evidence { title: title.clone(), url: None, file: None }, Evidence { title, url: None, file: None }];
    }
    document.long_texts().zip(long).for_each(|(place, text)| *place = text);
    document
}

/// All texts of a document by their path.
fn texts(document: &PlanDocument) -> Vec<(String, Text)> {
    fn walk(path: String, value: &serde_json::Value, found: &mut Vec<(String, Text)>) {
        match (serde_json::from_value::<Text>(value.clone()), value) {
            (Ok(text), _) => found.push((path, text)),
            (_, serde_json::Value::Object(fields)) => {
                fields.iter().for_each(|(name, value)| walk(format!("{path}.{name}"), value, found));
            }
            (_, serde_json::Value::Array(items)) => {
                items.iter().enumerate().for_each(|(i, value)| walk(format!("{path}.{i}"), value, found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(String::new(), &serde_json::to_value(document).unwrap(), &mut found);
    found
}

#[test]
fn what_a_reader_reads_is_the_same_in_a_document_of_their_language() {
    let whole = wordy();
    let default = whole.plan.default_language;
    let all = texts(&whole);
    assert!(all.len() > 60, "{}", all.len());
    for lang in ["es", "en", "fr", "pt"].map(|code| code.parse::<Lang>().unwrap()) {
        let own: HashMap<String, Text> = texts(&whole.clone().in_language(lang)).into_iter().collect();
        for (path, text) in &all {
            // A text that is blank in this language is left out, and so are its other languages.
            let read = own.get(path).map_or("", |text| text.get(lang, default));
            assert_eq!(read, text.get(lang, default), "{path} in {lang}");
        }
    }
}

#[test]
fn long_texts_come_in_one_language_and_what_is_searched_in_all() {
    let whole = wordy();
    let own = whole.clone().in_language(Lang::EN);
    let kept = ["title", "name", "plural", "unit"];
    for (path, text) in texts(&own) {
        let is_name = path.rsplit('.').next().is_some_and(|last| kept.contains(&last)) && !path.contains(".evidence.");
        let languages = text.iter().count();
        assert!(if is_name { languages == 2 } else { languages <= 1 }, "{path}: {text:?}");
    }
    // Nothing but texts differs.
    let mut unlike = whole.clone();
    unlike.long_texts().zip(own.clone().long_texts()).for_each(|(place, text)| *place = text.clone());
    assert_eq!(unlike, own);
    assert_eq!(own.clone().in_language(Lang::EN), own, "once is enough");
}

#[test]
fn the_search_finds_the_same_in_a_document_of_one_language() {
    let matrix = |document| {
        let mut matrix = Matrix::new(document);
        matrix.prepare_search();
        matrix
    };
    let (whole, own) = (matrix(wordy()), matrix(wordy().in_language(Lang::ES)));
    for query in ["campanas", "campaigns", "ministry interior", "shelters", "albergues", "resumen", "summary"] {
        let asked = crate::search::words(query);
        assert_eq!(whole.having(&asked), own.having(&asked), "{query}");
    }
}

#[test]
fn readers_of_other_languages_get_the_default_one() {
    let plan = data().plan;
    for (asked, wanted) in [("es", "es"), ("en", "en"), ("fr", "es"), ("quz", "es")] {
        assert_eq!(plan.language_for(asked.parse().unwrap()).as_str(), wanted, "{asked}");
    }
}

fn any_update(row: usize, year: i16) -> impl Strategy<Value = Update> {
    let value = (0i32..100_000).prop_map(|n| Measure::Value(f64::from(n) / 8.0));
    let ratio =
        (0u32..50, 1u32..50).prop_map(|(n, d)| Measure::Ratio { numerator: f64::from(n), denominator: f64::from(d) });
    let measure = prop_oneof![value, ratio].prop_map(Content::Measure);
    let content = prop_oneof![
        4 => measure,
        1 => "\\PC{0,9}".prop_map(|t| Content::NoData(words(&t, "x"))),
        1 => "\\PC{0,9}".prop_map(|t| Content::Narrative(words("x", &t))),
    ];
    let code = data().indicators[row].code.clone();
    (content, prop::option::of("[a-zñ]{1,9}"), 1i64..4).prop_map(move |(content, note, version)| {
        let note = note.map_or(Default::default(), |note| words(&note, "note"));
        Update { note, version, ..Update::new(&code, year, content) }
    })
}

proptest! {
    #[test]
    fn any_updates_arrive_as_published(
        updates in prop::collection::btree_map((0usize..6, 2007i16..=2010), any::<prop::sample::Index>(), 0..24)
            .prop_flat_map(|cells| cells.into_keys().map(|(row, year)| any_update(row, year)).collect::<Vec<_>>()),
    ) {
        let data = PlanData { updates, ..data() };
        prop_assert_eq!(arrive(&data), published(&data));
    }
}
