//! The words for things of the domain: states, kinds, figures. Exhaustive matches, so that a new variant
//! without a word does not compile.

use domain::error::ErrorCode;
use domain::indicator::{Direction, Indicator, Kind};
use domain::institution::InstitutionKind;
use domain::matrix::Matrix;
use domain::progress::{CellState, Figure, Movement};
use domain::rollup::{Distribution, percent};
use domain::text::Text;

use crate::i18n::{Locale, fill};

/// The word of a state.
pub fn state(locale: Locale, state: CellState) -> &'static str {
    let t = locale.t;
    match state {
        CellState::Met => t.state_met,
        CellState::OnTrack => t.state_on_track,
        CellState::AtRisk => t.state_at_risk,
        CellState::OffTrack => t.state_off_track,
        CellState::Regressing => t.state_regressing,
        CellState::Unrated => t.state_unrated,
        CellState::Suppressed => t.state_suppressed,
        CellState::NoData => t.state_no_data,
        CellState::Awaiting => t.state_awaiting,
        CellState::Overdue => t.state_overdue,
        CellState::NotDue => t.state_not_due,
    }
}

/// What a state means.
pub fn state_meaning(locale: Locale, state: CellState) -> &'static str {
    let t = locale.t;
    match state {
        CellState::Met => t.meaning_met,
        CellState::OnTrack => t.meaning_on_track,
        CellState::AtRisk => t.meaning_at_risk,
        CellState::OffTrack => t.meaning_off_track,
        CellState::Regressing => t.meaning_regressing,
        CellState::Unrated => t.meaning_unrated,
        CellState::Suppressed => t.meaning_suppressed,
        CellState::NoData => t.meaning_no_data,
        CellState::Awaiting => t.meaning_awaiting,
        CellState::Overdue => t.meaning_overdue,
        CellState::NotDue => t.meaning_not_due,
    }
}

/// The word of a kind of indicator.
pub fn kind(locale: Locale, kind: Kind) -> &'static str {
    let t = locale.t;
    match kind {
        Kind::Number => t.kind_number,
        Kind::Percent => t.kind_percent,
        Kind::Ratio => t.kind_ratio,
        Kind::Milestone => t.kind_milestone,
        Kind::Scale => t.kind_scale,
        Kind::Narrative => t.kind_narrative,
    }
}

/// The word of a direction.
pub fn direction(locale: Locale, direction: Direction) -> &'static str {
    let t = locale.t;
    match direction {
        Direction::Increase => t.direction_increase,
        Direction::Decrease => t.direction_decrease,
        Direction::Maintain => t.direction_maintain,
    }
}

/// The word of a kind of institution, in the plural.
pub fn institution_kind(locale: Locale, kind: InstitutionKind) -> &'static str {
    let t = locale.t;
    match kind {
        InstitutionKind::Ministry => t.institution_ministry,
        InstitutionKind::Police => t.institution_police,
        InstitutionKind::Prosecution => t.institution_prosecution,
        InstitutionKind::Judiciary => t.institution_judiciary,
        InstitutionKind::PublicBody => t.institution_public_body,
        InstitutionKind::RegionalGovernment => t.institution_regional_government,
        InstitutionKind::LocalGovernment => t.institution_local_government,
        InstitutionKind::CivilSociety => t.institution_civil_society,
        InstitutionKind::PrivateSector => t.institution_private_sector,
        InstitutionKind::InternationalCooperation => t.institution_international_cooperation,
    }
}

/// How a figure moved.
pub fn movement(locale: Locale, movement: Movement) -> &'static str {
    match movement {
        Movement::Improved => locale.t.moved_improved,
        Movement::Fell => locale.t.moved_fell,
        Movement::Same => locale.t.moved_same,
    }
}

/// What went wrong and what to do.
pub fn error(locale: Locale, code: ErrorCode) -> &'static str {
    let t = locale.t;
    match code {
        ErrorCode::NotFound => t.error_not_found,
        ErrorCode::MethodNotAllowed | ErrorCode::UnsupportedMediaType | ErrorCode::Internal => t.error_internal,
        ErrorCode::Invalid => t.error_invalid,
        ErrorCode::TooLarge => t.error_too_large,
        ErrorCode::Unauthorized => t.error_unauthorized,
        ErrorCode::Forbidden | ErrorCode::OwnUpdate => t.error_forbidden,
        ErrorCode::Conflict => t.error_conflict,
        ErrorCode::WrongState | ErrorCode::YearNotOpen => t.error_conflict,
        ErrorCode::Timeout | ErrorCode::TooManyAttempts => t.error_timeout,
        ErrorCode::Unavailable => t.error_unavailable,
        ErrorCode::Network => t.error_network,
    }
}

/// The name of a field in the list of changes: `targets.2010` is "target · 2010". A path that begins with
/// something else than what readers know from the pages stays as it is.
pub fn field(locale: Locale, path: &str) -> String {
    let path = path.strip_prefix("content.").unwrap_or(path);
    let parts: Vec<&str> = path.split('.').collect();
    let words: Vec<&str> = parts.iter().map(|part| field_part(locale, part)).collect();
    if words[0] == parts[0] { path.to_owned() } else { words.join(" · ") }
}

fn field_part(locale: Locale, part: &str) -> &str {
    let t = locale.t;
    match part {
        "title" => t.field_title,
        "name" => t.field_name,
        "description" => t.field_description,
        "definition" => t.definition,
        "method" => t.method,
        "verification" => t.verification,
        "kind" => t.kind,
        "unit" => t.unit,
        "stages" => t.stages,
        "also" => t.also_informs,
        "baseline" => t.baseline,
        "year" => t.year,
        "targets" => t.target,
        "responsible" => t.responsible,
        "axis" => t.axis,
        "content" | "measure" => t.value,
        "numerator" => t.field_numerator,
        "denominator" => t.field_denominator,
        "narrative" => t.report,
        "no_data" => t.state_no_data,
        "note" => t.note,
        "evidence" => t.evidence,
        "breakdowns" => t.field_breakdown,
        "territory" => t.territory,
        "territory_base" => t.field_denominator,
        "provisional" => t.provisional,
        code => code,
    }
}

/// A text of the plan in the reader's language.
pub fn text(locale: Locale, matrix: &Matrix, text: &Text) -> String {
    text.get(locale.tongue.lang(), matrix.plan().default_language).to_owned()
}

/// Full name of an institution.
pub fn institution(locale: Locale, matrix: &Matrix, code: &str) -> Option<String> {
    let found = matrix.document().institutions.iter().find(|i| i.code == code);
    found.map(|i| text(locale, matrix, &i.name))
}

/// A quantity as the table shows it: `1 234`, `45 %`, `yes`, `2/4`.
pub fn quantity(locale: Locale, indicator: &Indicator, value: f64) -> String {
    match indicator.kind {
        Kind::Percent => fill(locale.t.percent, &[("n", &locale.number(value, indicator.decimals))]),
        Kind::Milestone | Kind::Scale if indicator.is_staged() => {
            let last = indicator.stages.len();
            let digits = if value.fract() == 0.0 { 0 } else { 1 };
            format!("{}/{last}", locale.number(value + 1.0, digits))
        }
        Kind::Milestone if value == 1.0 => locale.t.yes.to_owned(),
        Kind::Milestone if value == 0.0 => locale.t.no.to_owned(),
        _ => locale.number(value, indicator.decimals),
    }
}

/// A quantity with what it counts: `1 234 calls`; a stage with its name.
pub fn quantity_with_unit(locale: Locale, matrix: &Matrix, indicator: &Indicator, value: f64) -> String {
    let shown = quantity(locale, indicator, value);
    if indicator.is_staged() {
        let stage = indicator.stages.get(value.max(0.0) as usize).map(|s| text(locale, matrix, s));
        return stage.filter(|_| value.fract() == 0.0).map_or(shown.clone(), |name| format!("{shown}: {name}"));
    }
    let unit = text(locale, matrix, &indicator.unit);
    if unit.is_empty() { shown } else { format!("{shown} {unit}") }
}

/// What a cell shows: its quantity, or nothing.
pub fn figure(locale: Locale, indicator: &Indicator, figure: Figure) -> Option<String> {
    match figure {
        Figure::Measured(measure) => Some(quantity(locale, indicator, measure.value(indicator.per())?)),
        Figure::Narrative => Some(locale.t.narrative_cell.to_owned()),
        _ => None,
    }
}

/// A distribution in one sentence, for people who do not see the bar.
pub fn distribution(locale: Locale, distribution: &Distribution) -> String {
    let parts: Vec<String> = distribution
        .iter()
        .map(|(s, count)| format!("{}: {}", state(locale, s), locale.count(count as usize)))
        .collect();
    parts.join(", ")
}

/// "12 of 14 reported (86 %)".
pub fn coverage(locale: Locale, distribution: &Distribution) -> String {
    let (reported, due) = (distribution.reported(), distribution.due());
    let share = fill(locale.t.percent, &[("n", &percent(reported, due).to_string())]);
    let values = [("n", locale.count(reported as usize)), ("total", locale.count(due as usize)), ("percent", share)];
    let values: Vec<(&str, &str)> = values.iter().map(|(name, value)| (*name, value.as_str())).collect();
    fill(locale.t.coverage, &values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::paths::Tongue;

    #[test]
    fn fields_are_called_as_on_the_pages() {
        let es = Locale::new(Tongue::Es);
        for (path, wanted) in [
            ("title.fr", "Título · fr"),
            ("unit.es", "Unidad · es"),
            ("targets.2010", "meta · 2010"),
            ("baseline.measure", "Línea de base · valor"),
            ("baseline.year", "Línea de base · Año"),
            ("content", "valor"),
            ("content.measure", "valor"),
            ("content.measure.numerator", "valor · numerador"),
            ("content.no_data.es", "sin dato · es"),
            ("content.narrative.es", "Reporte · es"),
            ("breakdowns.territory.PE-LIM", "desagregación · Territorio · PE-LIM"),
            ("evidence.0.title.es", "Evidencia · 0 · Título · es"),
            ("rules.on_track", "rules.on_track"),
            ("over_years", "over_years"),
            ("", ""),
        ] {
            assert_eq!(field(es, path), wanted, "{path}");
        }
        assert_eq!(field(Locale::new(Tongue::En), "targets.2010"), "target · 2010");
        assert_eq!(field(Locale::new(Tongue::Fr), "note.fr"), "Note · fr");
    }
}
