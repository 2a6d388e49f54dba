//! "Why this status?": inputs, rule and result of one cell, with the numbers put into the formula.

use domain::matrix::Matrix;
use domain::progress::{Expected, ExpectedFrom, Explanation, Rule};
use maud::{Markup, html};

use crate::components::status::badge;
use crate::i18n::{Locale, fill};
use crate::words;

/// The explanation of a cell.
pub fn why(locale: Locale, matrix: &Matrix, row: usize, column: usize) -> Markup {
    let t = locale.t;
    let explanation = matrix.explain(row, column);
    let missing = usize::from(explanation.missing_years);
    html! {
        section.panel__section.why {
            h3.panel__heading { (fill(t.why, &[("year", &explanation.year.to_string())])) }
            p.why__result { (badge(locale, explanation.state)) }
            p { (rule(locale, &explanation)) }
            @if let Some(formula) = formula(locale, matrix, row, &explanation) { p.why__formula { (formula) } }
            dl.facts {
                @for (label, value) in inputs(locale, matrix, row, &explanation) {
                    div.facts__fact { dt { (label) } dd { (value) } }
                }
            }
            @if missing > 0 { p.panel__small { (locale.plural(missing, t.incomplete_one, t.incomplete_other)) } }
        }
    }
}

/// An expected figure: a target as it is; what a line gives with one decimal more, because a line rarely
/// meets round figures.
fn expected_number(locale: Locale, matrix: &Matrix, row: usize, expected: Expected) -> String {
    let decimals = matrix.indicator(row).decimals;
    let is_round = expected.value.fract() == 0.0;
    let more = u8::from(expected.from == ExpectedFrom::StraightLine && !is_round);
    locale.number(expected.value, decimals + more)
}

fn inputs(locale: Locale, matrix: &Matrix, row: usize, explanation: &Explanation) -> Vec<(String, String)> {
    let t = locale.t;
    let indicator = matrix.indicator(row);
    let quantity = |value: f64| words::quantity_with_unit(locale, matrix, indicator, value);
    let mut inputs = Vec::new();
    if let Some(actual) = explanation.actual {
        inputs.push((t.input_actual.to_owned(), quantity(actual)));
    }
    if let Some(expected) = explanation.expected {
        let label = match expected.from {
            ExpectedFrom::Target => t.input_target,
            ExpectedFrom::StraightLine => t.input_line,
            ExpectedFrom::EarlierTarget => t.input_earlier,
        };
        let shown = if expected.from == ExpectedFrom::StraightLine && !indicator.is_staged() {
            format!(
                "{} {}",
                expected_number(locale, matrix, row, expected),
                words::text(locale, matrix, &indicator.unit)
            )
        } else {
            quantity(expected.value)
        };
        inputs.push((label.to_owned(), shown));
    }
    if let Some((year, baseline)) = explanation.baseline {
        inputs.push((fill(t.input_baseline, &[("year", &year.to_string())]), quantity(baseline)));
    }
    if let Some(pace) = explanation.pace {
        inputs.push((t.input_pace.to_owned(), locale.number(pace, 2)));
    }
    if let Some(achieved) = explanation.achieved {
        inputs.push((t.input_achieved.to_owned(), fill(t.percent, &[("n", &locale.number(achieved * 100.0, 0))])));
    }
    inputs
}

/// The formula with the numbers in it. Stages count from 0 here, as the arithmetic does.
fn formula(locale: Locale, matrix: &Matrix, row: usize, explanation: &Explanation) -> Option<String> {
    let decimals = matrix.indicator(row).decimals;
    let actual = locale.number(explanation.actual?, decimals);
    let expected = expected_number(locale, matrix, row, explanation.expected?);
    let pace = locale.number(explanation.pace?, 2);
    match explanation.rule {
        Rule::Pace => {
            let baseline = locale.number(explanation.baseline?.1, decimals);
            Some(format!("({actual} − {baseline}) ÷ ({expected} − {baseline}) = {pace}"))
        }
        Rule::ShareOfTarget => Some(format!("{actual} ÷ {expected} = {pace}")),
        _ => None,
    }
}

fn rule(locale: Locale, explanation: &Explanation) -> String {
    let t = locale.t;
    let (on_track, at_risk) =
        (locale.number(explanation.rules.on_track, 2), locale.number(explanation.rules.at_risk, 2));
    let values = [("on_track", on_track.as_str()), ("at_risk", at_risk.as_str())];
    match explanation.rule {
        Rule::NoFigure => words::state_meaning(locale, explanation.state).to_owned(),
        Rule::Narrative => t.rule_narrative.to_owned(),
        Rule::NoTarget => t.rule_no_target.to_owned(),
        Rule::Pace => fill(t.rule_pace, &values),
        Rule::HoldBaseline => t.rule_hold_baseline.to_owned(),
        Rule::ShareOfTarget => fill(t.rule_share, &values),
        Rule::MetOrNot => t.rule_met_or_not.to_owned(),
        Rule::Band => t.rule_band.to_owned(),
    }
}
