//! What an indicator is: definition, unit, method, verification, who reports it, where it stands.

use domain::matrix::Matrix;
use leptos::prelude::*;

use crate::i18n::Locale;
use crate::state::ViewState;
use crate::words;

/// A list of terms; what the plan does not say is left out.
pub fn facts(locale: Locale, matrix: &Matrix, row: usize, state: ViewState) -> AnyView {
    let t = locale.t;
    let indicator = matrix.indicator(row);
    let institution = matrix.document().institutions.iter().find(|i| i.code == indicator.responsible);
    let responsible = institution.map(|i| format!("{} ({})", words::text(locale, matrix, &i.name), i.code));
    let also: Vec<String> = indicator
        .also
        .iter()
        .filter_map(|code| matrix.node_by_code(code))
        .map(|n| format!("{} {}", matrix.node(n).code, words::text(locale, matrix, &matrix.node(n).title)))
        .collect();
    let kind = format!("{}, {}", words::kind(locale, indicator.kind), words::direction(locale, indicator.direction));
    let stages: Vec<String> = indicator.stages.iter().map(|s| words::text(locale, matrix, s)).collect();
    let baseline = indicator.baseline.map(|b| {
        let value = indicator.baseline_value().map_or(t.state_suppressed.to_owned(), |(_, v)| {
            words::quantity_with_unit(locale, matrix, indicator, v)
        });
        format!("{value} ({})", b.year)
    });
    let facts = [
        (t.definition, words::text(locale, matrix, &indicator.definition)),
        (t.unit, words::text(locale, matrix, &indicator.unit)),
        (t.kind, kind),
        (t.stages, stages.iter().enumerate().map(|(i, s)| format!("{}. {s}", i + 1)).collect::<Vec<_>>().join("  ")),
        (t.baseline, baseline.unwrap_or_else(|| t.no_baseline.to_owned())),
        (t.method, words::text(locale, matrix, &indicator.method)),
        (t.verification, words::text(locale, matrix, &indicator.verification)),
        (t.also_informs, also.join("; ")),
    ];
    let lines: Vec<_> = facts
        .into_iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(label, text)| view! { <div class="facts__fact"><dt>{label}</dt><dd>{text}</dd></div> })
        .collect();
    let code = indicator.responsible.clone();
    let link = move || state.href_with(crate::paths::PlanRoute::Matrix, |view| *view = domain::view::View {
        institution: Some(code.clone()),
        year: view.year,
        ..Default::default()
    });
    view! {
        <dl class="facts">
            {lines}
            <div class="facts__fact"><dt>{t.responsible}</dt><dd><a href=link>{responsible}</a></dd></div>
        </dl>
    }
    .into_any()
}
