//! What an indicator is: definition, unit, method, verification, who reports it, where it stands.

use domain::matrix::Matrix;
use maud::{Markup, html};

use crate::i18n::Locale;
use crate::words;

/// A list of terms; what the plan does not say is left out. `href` leads to the institution's part of the
/// matrix.
pub fn facts(locale: Locale, matrix: &Matrix, row: usize, href: &str) -> Markup {
    let t = locale.t;
    let indicator = matrix.indicator(row);
    let text = |text| words::text(locale, matrix, text);
    let kind = format!("{}, {}", words::kind(locale, indicator.kind), words::direction(locale, indicator.direction));
    let baseline = match (indicator.baseline, indicator.baseline_value()) {
        (Some(_), Some((year, value))) => {
            format!("{} ({year})", words::quantity_with_unit(locale, matrix, indicator, value))
        }
        (Some(baseline), None) => format!("{} ({})", t.state_suppressed, baseline.year),
        (None, _) => t.no_baseline.to_owned(),
    };
    let also: Vec<String> = indicator
        .also
        .iter()
        .filter_map(|code| matrix.node_by_code(code))
        .map(|n| format!("{} {}", matrix.node(n).code, text(&matrix.node(n).title)))
        .collect();
    let facts = [
        (t.definition, text(&indicator.definition)),
        (t.unit, text(&indicator.unit)),
        (t.kind, kind),
        (t.baseline, baseline),
        (t.method, text(&indicator.method)),
        (t.verification, text(&indicator.verification)),
        (t.also_informs, also.join("; ")),
    ];
    html! {
        dl.facts {
            @for (label, text) in facts {
                @if !text.is_empty() { div.facts__fact { dt { (label) } dd { (text) } } }
            }
            @if indicator.is_staged() {
                div.facts__fact {
                    dt { (t.stages) }
                    dd { ol.facts__stages { @for stage in &indicator.stages { li { (text(stage)) } } } }
                }
            }
            div.facts__fact {
                dt { (t.responsible) }
                dd { a href=(href) { (words::institution(locale, matrix, &indicator.responsible).unwrap_or_default()) " (" (indicator.responsible) ")" } }
            }
        }
    }
}
