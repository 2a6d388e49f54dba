//! Cells as officials have them in their sheets, for each kind of indicator.

use super::*;
use crate::tests_support::indicator;
use crate::text::Lang;
use proptest::prelude::*;
use {Understood::*, WrongCell::*};

fn value(value: f64) -> Understood {
    Value(Measure::Value(value))
}

fn over(numerator: f64, denominator: f64) -> Understood {
    Value(Measure::Ratio { numerator, denominator })
}

fn unclear(as_thousands: f64, as_decimal: f64) -> Understood {
    Unclear { as_thousands: Measure::Value(as_thousands), as_decimal: Measure::Value(as_decimal) }
}

fn none(words: &str) -> Understood {
    NoFigure(words.to_owned())
}

fn in_three(es: &str, en: &str, fr: &str) -> Text {
    let mut text = Text::new(Lang::ES, es);
    text.set(Lang::EN, en);
    text.set(Lang::FR, fr);
    text
}

fn check(indicator: &Indicator, cells: &[(&str, Understood)]) {
    for (cell, wanted) in cells {
        assert_eq!(understand(cell, indicator), *wanted, "{cell:?} as {:?}", indicator.kind);
    }
}

fn count() -> Indicator {
    Indicator { unit: in_three("talleres", "workshops", "ateliers"), ..indicator(Kind::Number) }
}

fn with_decimals() -> Indicator {
    Indicator { decimals: 1, ..count() }
}

fn stages(names: &[(&str, &str, &str)]) -> Indicator {
    let stages = names.iter().map(|(es, en, fr)| in_three(es, en, fr)).collect();
    Indicator { stages, ..indicator(Kind::Scale) }
}

#[test]
fn counts() {
    check(
        &count(),
        &[
            ("", Empty),
            (" \u{a0}\t", Empty),
            ("\u{feff}", Empty),
            ("12", value(12.0)),
            (" 12 ", value(12.0)),
            ("\u{200e}12\u{a0}", value(12.0)),
            ("0", value(0.0)),
            ("-3", value(-3.0)),
            ("12,5", value(12.5)),
            ("12.00", value(12.0)),
            // One reading, because the indicator has no decimals.
            ("1.234", value(1234.0)),
            ("1,234", value(1234.0)),
            ("12.000", value(12000.0)),
            ("1 234", value(1234.0)),
            ("1\u{202f}234", value(1234.0)),
            ("1'234", value(1234.0)),
            ("1.234.567", value(1_234_567.0)),
            ("1,234.00", value(1234.0)),
            ("1.234,00", value(1234.0)),
            ("12 talleres", value(12.0)),
            ("1.200 Talleres", value(1200.0)),
            ("12workshops", value(12.0)),
            ("12 ATELIERS.", value(12.0)),
            ("12 personas", Wrong(NotANumber)),
            ("12 %", Wrong(PercentSign)),
            ("1.234 %", Wrong(PercentSign)),
            ("doce %", Wrong(NotANumber)),
            ("12/40", Wrong(NoRatio)),
            ("12 de 40", Wrong(NoRatio)),
            ("12/03/2009", Wrong(NotANumber)),
            ("12/", Wrong(NotANumber)),
            ("(12)", Wrong(NotANumber)),
            ("12*", Wrong(NotANumber)),
            ("1,2E+05", Wrong(NotANumber)),
            ("#3", Wrong(NotANumber)),
            ("S/ 1200", Wrong(NotANumber)),
            ("sí", Wrong(NotANumber)),
            ("pendiente", Wrong(NotANumber)),
            ("#REF!", Wrong(SheetError)),
            ("#¡DIV/0!", Wrong(SheetError)),
            ("#N/A", Wrong(SheetError)),
            ("#####", Wrong(SheetError)),
        ],
    );
}

#[test]
fn numbers_with_decimals_are_asked_about() {
    check(
        &with_decimals(),
        &[
            ("12,5", value(12.5)),
            ("12.5", value(12.5)),
            ("1234.567", value(1234.567)),
            ("0,125", value(0.125)),
            ("1.234,5", value(1234.5)),
            ("1.234", unclear(1234.0, 1.234)),
            ("12,345", unclear(12345.0, 12.345)),
            ("-1.234", unclear(-1234.0, -1.234)),
            ("1.234 talleres", unclear(1234.0, 1.234)),
        ],
    );
    let people = Indicator { counts_people: true, ..with_decimals() };
    check(&people, &[("1.234", value(1234.0))]);
}

#[test]
fn an_unclear_cell_can_be_answered() {
    let cell = understand("1.234", &with_decimals());
    assert_eq!(cell.measure(), None);
    assert_eq!(cell.clone().read_as(true), value(1234.0));
    assert_eq!(cell.read_as(false), value(1.234));
    assert_eq!(Flag(true).read_as(false), Flag(true));
}

#[test]
fn percentages_are_in_percent() {
    let above = Indicator { above_100: true, ..indicator(Kind::Percent) };
    check(
        &indicator(Kind::Percent),
        &[
            ("45", value(45.0)),
            ("45%", value(45.0)),
            ("45,5 %", value(45.5)),
            ("45.5\u{a0}%", value(45.5)),
            ("0,45", value(0.45)),
            ("0.45", value(0.45)),
            ("0,45 %", value(0.45)),
            // At most 100, so that no thousands are possible; the checks refuse 123.456.
            ("12,345", value(12.345)),
            ("12.345 %", value(12.345)),
            ("123.456", value(123.456)),
            ("12/40", over(12.0, 40.0)),
            ("12 de 40", over(12.0, 40.0)),
            ("12 de 40 %", Wrong(PercentSign)),
            ("%", Wrong(NotANumber)),
            ("45 %%", Wrong(NotANumber)),
        ],
    );
    check(&above, &[("1.234", unclear(1234.0, 1.234)), ("1.234%", unclear(1234.0, 1.234)), ("250 %", value(250.0))]);
}

#[test]
fn ratios() {
    let per_teacher =
        Indicator { decimals: 1, unit: in_three("por docente", "a teacher", "par"), ..indicator(Kind::Ratio) };
    let both = |n: [f64; 2], d: [f64; 2]| Unclear {
        as_thousands: Measure::Ratio { numerator: n[0], denominator: d[0] },
        as_decimal: Measure::Ratio { numerator: n[1], denominator: d[1] },
    };
    check(
        &per_teacher,
        &[
            ("12/40", over(12.0, 40.0)),
            ("12 / 40", over(12.0, 40.0)),
            ("12 de 40", over(12.0, 40.0)),
            ("12 DE\u{a0}40", over(12.0, 40.0)),
            ("12 of 40", over(12.0, 40.0)),
            ("12 sur 40", over(12.0, 40.0)),
            ("12/40 por docente", over(12.0, 40.0)),
            ("12 de 40 por docente", over(12.0, 40.0)),
            ("12 sur 40par", over(12.0, 40.0)),
            ("12 de 40 docentes", Wrong(NotANumber)),
            ("1 200 de 4 000", over(1200.0, 4000.0)),
            ("0,5/1", over(0.5, 1.0)),
            ("12/0", over(12.0, 0.0)),
            ("-1/2", over(-1.0, 2.0)),
            ("0,3", value(0.3)),
            ("0,3 por docente", value(0.3)),
            ("1.234/40", both([1234.0, 1.234], [40.0, 40.0])),
            ("40/1.234", both([40.0, 40.0], [1234.0, 1.234])),
            ("1.234 de 5.678", both([1234.0, 1.234], [5678.0, 5.678])),
            ("1.234/5,678", Wrong(NotANumber)),
            ("1/2/3", Wrong(NotANumber)),
            ("12 de", Wrong(NotANumber)),
            ("12/", Wrong(NotANumber)),
            ("de 40", Wrong(NotANumber)),
            ("doce de 40", Wrong(NotANumber)),
            ("45 %", Wrong(PercentSign)),
            ("1.234 % / 40", Wrong(PercentSign)),
        ],
    );
    let people = Indicator { counts_people: true, ..per_teacher.clone() };
    check(&people, &[("1.234/5.678", over(1234.0, 5678.0)), ("1.234", unclear(1234.0, 1.234))]);
    check(&Indicator { per: Some(100.0), ..per_teacher }, &[("45 %", value(45.0))]);
}

#[test]
fn milestones_are_done_or_not() {
    for yes in
        ["sí", "si", "SÍ", "Si\u{301}", "Yes", "oui", "x", "X", "1", "✓", "✔", "VERDADERO", "true", "vrai", "Sí."]
    {
        check(&indicator(Kind::Milestone), &[(yes, Flag(true))]);
    }
    for no in ["no", "No.", "NON", "0", "falso", "FALSE", "faux"] {
        check(&indicator(Kind::Milestone), &[(no, Flag(false))]);
    }
    let others = [("tal vez", Wrong(NotYesOrNo)), ("2", Wrong(NotYesOrNo)), ("100 %", Wrong(NotYesOrNo))];
    check(&indicator(Kind::Milestone), &others);
    check(&indicator(Kind::Milestone), &[("", Empty), ("-", none("-")), ("s/i", none("s/i"))]);
    assert_eq!((Flag(true).measure(), Flag(false).measure()), (Some(Measure::Value(1.0)), Some(Measure::Value(0.0))));
}

#[test]
fn stages_go_by_name_or_number() {
    let scale = stages(&[
        ("Sin propuesta", "No proposal", "Sans proposition"),
        ("Propuesta técnica", "Technical proposal", "Proposition technique"),
        ("Aprobada", "Approved", "Approuvée"),
    ]);
    let cells = [
        ("Propuesta técnica", Stage(1)),
        ("PROPUESTA  TECNICA", Stage(1)),
        ("technical\nproposal", Stage(1)),
        ("approuvee", Stage(2)),
        ("Aprobada.", Stage(2)),
        ("1", Stage(0)),
        ("3", Stage(2)),
        ("2. Propuesta técnica", Stage(1)),
        ("2) technical proposal", Stage(1)),
        ("3 – Approuvée", Stage(2)),
        ("3.", Stage(2)),
        ("2. Aprobada", Wrong(NotAStage)),
        ("0", Wrong(NotAStage)),
        ("4", Wrong(NotAStage)),
        ("-1", Wrong(NotAStage)),
        ("2,5", Wrong(NotAStage)),
        ("2 %", Wrong(NotAStage)),
        ("sí", Wrong(NotAStage)),
        ("99999999999999999999999", Wrong(NotAStage)),
        ("s/d", none("s/d")),
    ];
    check(&scale, &cells);
    check(&Indicator { kind: Kind::Milestone, ..scale }, &cells);
    assert_eq!(Stage(2).measure(), Some(Measure::Value(2.0)));
}

#[test]
fn names_of_stages_win_over_numbers_and_words() {
    let numbered = stages(&[("0", "0", "0"), ("1", "1", "1"), ("No aplica", "n/a", "s.o.")]);
    check(&numbered, &[("0", Stage(0)), ("1", Stage(1)), ("3", Stage(2)), ("N/A", Stage(2)), ("s/d", none("s/d"))]);
    let twice = stages(&[("Final", "Late", "Tard"), ("Último", "Final", "Dernier")]);
    check(&twice, &[("final", Wrong(SeveralStages)), ("ultimo", Stage(1)), ("1", Stage(0))]);
}

#[test]
fn a_cell_may_say_that_no_figure_exists() {
    let words = [
        "s/d",
        "S/D",
        "s.d.",
        "n/a",
        "N.A.",
        "NA",
        "nd",
        "n.d.",
        "N/D",
        "-",
        "--",
        "–",
        "—",
        "…",
        "...",
        "sin dato",
        "Sin datos.",
        "sin  información",
        "no hay datos",
        "No data",
        "not available",
        "non disponible",
        "sans objet",
        "Données non disponibles",
        "pas de données",
    ];
    for kind in Kind::ALL {
        for cell in words {
            check(&indicator(kind), &[(cell, none(cell))]);
        }
    }
    check(&count(), &[(" s/d ", none("s/d")), ("no", Wrong(NotANumber)), (".", Wrong(NotANumber))]);
}

#[test]
fn narratives_are_words() {
    let cells = [
        ("Tres reuniones,\nun acuerdo", Words("Tres reuniones,\nun acuerdo".into())),
        ("12", Words("12".into())),
        ("no", Words("no".into())),
        ("#Libres", Words("#Libres".into())),
        ("", Empty),
    ];
    check(&indicator(Kind::Narrative), &cells);
}

fn any_indicator() -> impl Strategy<Value = Indicator> {
    let kind = prop::sample::select(Kind::ALL.to_vec());
    (kind, 0u8..3, any::<bool>(), any::<bool>()).prop_map(|(kind, decimals, counts_people, staged)| {
        let staged = staged && matches!(kind, Kind::Milestone | Kind::Scale);
        let base = if staged { stages(&[("Sí", "Yes", "Oui"), ("ß1", "2", "")]) } else { count() };
        Indicator { kind, decimals, counts_people, ..base }
    })
}

proptest! {
    #[test]
    fn any_cell_is_understood_without_panic(cell in "\\PC{0,20}", indicator in any_indicator()) {
        let _ = understand(&cell, &indicator);
    }

    #[test]
    fn any_likely_cell_is_understood_without_panic(
        cell in "[0-9 .,/%#+xsdno\u{a0}\u{2212}éİ\n-]{0,12}( de | of |%)?[0-9.,]{0,6}",
        indicator in any_indicator(),
    ) {
        let understood = understand(&cell, &indicator);
        let Some(Measure::Value(value)) = understood.measure() else { return Ok(()) };
        prop_assert!(value.is_finite());
    }

    /// What the page prints is understood as the same figure, or asked about with it among the readings.
    #[test]
    fn printed_figures_are_understood(tenths in 0i64..100_000_000, decimals in 0u8..=3, lang in 0usize..3) {
        let figure = tenths as f64 / 10f64.powi(i32::from(decimals));
        let cell = number::print(figure, decimals, [Lang::ES, Lang::EN, Lang::FR][lang]);
        let close = |measure: Measure| measure.value(1.0).is_some_and(|value| (value - figure).abs() < 1e-6);
        match understand(&cell, &Indicator { decimals, ..indicator(Kind::Number) }) {
            Value(measure) => prop_assert!(close(measure), "{cell}"),
            Unclear { as_thousands, as_decimal } => prop_assert!(close(as_thousands) || close(as_decimal), "{cell}"),
            other => prop_assert!(false, "{cell}: {other:?}"),
        }
    }
}
