//! "Why this status?": inputs, rule and result of one cell, with the numbers put into the formula.

use domain::matrix::Matrix;
use domain::progress::{ExpectedFrom, Explanation, Rule};
use leptos::prelude::*;

use crate::components::status::badge;
use crate::i18n::{Locale, fill};
use crate::words;

/// The explanation of a cell.
pub fn why(locale: Locale, matrix: &Matrix, row: usize, column: usize) -> AnyView {
    let t = locale.t;
    let explanation = matrix.explain(row, column);
    let inputs: Vec<_> = inputs(locale, matrix, row, &explanation)
        .into_iter()
        .map(|(label, value)| view! { <div class="facts__fact"><dt>{label}</dt><dd>{value}</dd></div> })
        .collect();
    let formula = formula(locale, &explanation, |v| locale.number(v, shown_decimals(matrix, row)))
        .map(|formula| view! { <p class="why__formula">{formula}</p> });
    let incomplete = (explanation.missing_years > 0)
        .then(|| locale.plural(explanation.missing_years.into(), t.incomplete_one, t.incomplete_other))
        .map(|text| view! { <p class="panel__small">{text}</p> });
    view! {
        <section class="panel__section why">
            <h3 class="panel__heading">{fill(t.why, &[("year", &explanation.year.to_string())])}</h3>
            <p class="why__result">{badge(locale, explanation.state)}</p>
            <p>{rule(locale, &explanation)}</p>
            {formula}
            <dl class="facts facts--inputs">{inputs}</dl>
            {incomplete}
        </section>
    }
    .into_any()
}

/// One decimal more than the indicator's own, because a straight line rarely meets round figures.
fn shown_decimals(matrix: &Matrix, row: usize) -> u8 {
    matrix.indicator(row).decimals.saturating_add(1)
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
        let shown = if indicator.is_staged() { quantity(expected.value) } else {
            let unit = words::text(locale, matrix, &indicator.unit);
            let decimals = if expected.from == ExpectedFrom::Target { indicator.decimals } else { shown_decimals(matrix, row) };
            format!("{} {unit}", locale.number(expected.value, decimals))
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
        let share = fill(t.percent, &[("n", &locale.number(achieved * 100.0, 0))]);
        inputs.push((t.input_achieved.to_owned(), share));
    }
    inputs
}

fn formula(locale: Locale, explanation: &Explanation, number: impl Fn(f64) -> String) -> Option<String> {
    let (actual, expected) = (number(explanation.actual?), number(explanation.expected?.value));
    let pace = locale.number(explanation.pace?, 2);
    match explanation.rule {
        Rule::Pace => {
            let (_, baseline) = explanation.baseline?;
            let baseline = number(baseline);
            Some(format!("({actual} − {baseline}) ÷ ({expected} − {baseline}) = {pace}"))
        }
        Rule::ShareOfTarget => Some(format!("{actual} ÷ {expected} = {pace}")),
        _ => None,
    }
}

fn rule(locale: Locale, explanation: &Explanation) -> String {
    let t = locale.t;
    let rules = explanation.rules;
    let values = [
        ("on_track", locale.number(rules.on_track, 2)),
        ("at_risk", locale.number(rules.at_risk, 2)),
    ];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
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
