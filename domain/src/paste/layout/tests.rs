//! Blocks over a list of four indicators, as they are pasted.

use super::*;
use crate::indicator::Kind;
use crate::paste::{WrongCell, read_block};
use crate::tests_support::indicator;
use crate::update::Measure;
use Place::{At, BelowTheList, Blank, Header, NoCode, SameCodeAs, UnknownCode};
use proptest::prelude::*;

fn list() -> Vec<Indicator> {
    let kinds =
        [("1.1-a", Kind::Number), ("1.2-a", Kind::Percent), ("1.2-b", Kind::Milestone), ("2-a", Kind::Narrative)];
    kinds.map(|(code, kind)| Indicator { code: code.into(), ..indicator(kind) }).into()
}

fn laid(text: &str, first: usize) -> Layout {
    let list = list();
    lay_out(&read_block(text), first, &list.iter().collect::<Vec<_>>())
}

fn places(text: &str, first: usize) -> Vec<Place> {
    laid(text, first).lines.into_iter().map(|line| line.place).collect()
}

fn value(value: f64) -> Understood {
    Understood::Value(Measure::Value(value))
}

#[test]
fn one_column_follows_the_list() {
    let layout = laid("12\r\n45 %\r\nsí\r\n", 0);
    assert!(!layout.by_code);
    let found: Vec<_> = layout.lines.into_iter().map(|line| (line.place, line.understood)).collect();
    assert_eq!(found, [(At(0), value(12.0)), (At(1), value(45.0)), (At(2), Understood::Flag(true))]);
}

#[test]
fn rows_start_at_the_selected_one_and_may_run_out() {
    assert_eq!(places("no\nwords\n3\n\n4", 2), [At(2), At(3), BelowTheList, Blank, BelowTheList]);
    assert_eq!(places("3", 9), [BelowTheList]);
    assert!(places("", 0).is_empty());
    // A gap stays a gap.
    assert_eq!(places("12\n\nno", 0), [At(0), At(1), At(2)]);
}

#[test]
fn the_second_column_is_the_note() {
    let line =
        |row, index, understood, note: &str| Line { row, place: At(index), understood, note: note.into(), unused: 0 };
    let layout = laid("12\t\"según el\nregistro\"\n\tfalta\n", 0);
    let wanted = [line(0, 0, value(12.0), "según el\nregistro"), line(1, 1, Understood::Empty, "falta")];
    assert_eq!(layout.lines, wanted);
    let unused: Vec<_> = laid("12\tnota\tmás\t\t y más\n1", 0).lines.iter().map(|line| line.unused).collect();
    assert_eq!(unused, [2, 0]);
}

#[test]
fn codes_find_their_indicators_in_any_order() {
    let layout = laid("2-a\tpalabras\n1.1-a\t12\tnota\t\n1.2-b\tno", 1);
    assert!(layout.by_code);
    let found: Vec<_> = layout.lines.iter().map(|line| (&line.place, &line.understood, line.note.as_str())).collect();
    let words = Understood::Words("palabras".into());
    assert_eq!(found, [(&At(3), &words, ""), (&At(0), &value(12.0), "nota"), (&At(2), &Understood::Flag(false), "")],);
}

#[test]
fn rows_that_no_code_places_say_why() {
    let block = "Código\tValor\n 1.1-A\t12\n1.2\u{2013}b\tsí\n9-z\ts/d\n1.1-a\t13\n\t14\n\t\n1.2-a\t50\n";
    let unknown = UnknownCode("9-z".into());
    assert_eq!(places(block, 0), [Header, At(0), At(2), unknown, SameCodeAs(1), NoCode, Blank, At(1)]);
    let nowhere = laid(block, 0).lines.into_iter().filter(|line| !matches!(line.place, At(_)));
    assert!(nowhere.into_iter().all(|line| line.understood == Understood::Empty));
}

#[test]
fn half_of_the_codes_must_be_known() {
    let by_code = |text| laid(text, 0).by_code;
    assert!(by_code("1.1-a\t1\n9-z\t2"));
    assert!(!by_code("1.1-a\t1\n9-z\t2\n9-y\t3"));
    assert!(by_code("1.1-a\t1\n\t2\n\t3"));
    assert!(!by_code("1.1-a\n1.2-a"), "codes alone bring no values");
    assert!(!by_code("12\tnota"));
}

#[test]
fn figures_that_look_like_codes_are_figures() {
    let list: Vec<_> = ["1", "2"].map(|code| Indicator { code: code.into(), ..indicator(Kind::Number) }).into();
    let layout = lay_out(&read_block("2\n1"), 0, &list.iter().collect::<Vec<_>>());
    assert_eq!(layout.lines.iter().map(|line| &line.place).collect::<Vec<_>>(), [&At(0), &At(1)]);
    // Codes that differ only in case mean themselves.
    let list: Vec<_> = ["a", "A"].map(|code| Indicator { code: code.into(), ..indicator(Kind::Number) }).into();
    let layout = lay_out(&read_block("A\t1\na\t2"), 0, &list.iter().collect::<Vec<_>>());
    assert_eq!(layout.lines.iter().map(|line| &line.place).collect::<Vec<_>>(), [&At(1), &At(0)]);
}

#[test]
fn a_row_of_column_names_is_left_out() {
    for header in ["Valor\tNota", "VALOR 2009\tNota", "Valeur", "% de avance\tObservaciones"] {
        assert_eq!(places(&format!("{header}\n12\n45"), 0), [Header, At(0), At(1)], "{header}");
    }
    for value in ["12", "12 casos", "12/40", "s/d", "", "#REF!", "(12)", "Valor\t12"] {
        assert_eq!(places(&format!("{value}\n45"), 0), [At(0), At(1)], "{value}");
    }
    assert_eq!(places("pendiente", 0), [At(0)], "a single row is a value");
    assert_eq!(laid("pendiente", 0).lines[0].understood, Understood::Wrong(WrongCell::NotANumber));
    assert_eq!(places("sí\nno", 2), [At(2), At(3)]);
    assert_eq!(places("Resultado\n12", 3), [At(3), BelowTheList], "a narrative may be called so");
}

proptest! {
    #[test]
    fn every_row_has_one_place(
        text in "((1.1-a|1.2-B|9-z|2-a|Valor|12,5|1.234|\"|s/d|sí|)[\t\n]){0,12}|[\\PC\t\n\"]{0,40}",
        first in 0usize..6,
    ) {
        let block = read_block(&text);
        let lines = laid(&text, first).lines;
        prop_assert_eq!(lines.iter().map(|line| line.row).collect::<Vec<_>>(), (0..block.len()).collect::<Vec<_>>());
        let mut taken: Vec<usize> = lines.iter().filter_map(|line| match line.place { At(i) => Some(i), _ => None }).collect();
        let count = taken.len();
        taken.sort_unstable();
        taken.dedup();
        prop_assert_eq!(taken.len(), count, "no indicator gets two rows");
        prop_assert!(taken.iter().all(|index| *index < list().len()));
    }
}
