//! Reporting by territory: what a plan must say of it, what a part may hold, and that a national figure of a file is
//! the one that its parts make.

use super::{Checker, Problem};
use crate::change::Entity;
use crate::error::FieldErrorCode;
use crate::indicator::{Indicator, Kind, OverTerritories};
use crate::institution::{InstitutionKind, TERRITORY_BASE, TERRITORY_DIMENSION, TerritoryKind};
use crate::territory::{Parts, body_of, expected, national};
use crate::update::{Content, Coverage, Measure, Update};

const CONTRADICTION: FieldErrorCode = FieldErrorCode::Contradiction;

/// What is wrong with the part of a territory, beside what is wrong with any update. Fields are those of
/// [`super::check_update`].
pub fn check_part(indicator: &Indicator, part: &Update) -> Vec<Problem> {
    let path = format!("updates.{}", part.year);
    let mut problems = Vec::new();
    let mut add = |field: String, error, message: &str| {
        let (code, message) = (indicator.code.clone(), message.to_owned());
        problems.push(Problem { entity: Entity::Update, code, field, error, message });
    };
    let is_plain = matches!(part.content, Content::Measure(Measure::Value(_)));
    if indicator.over_territories == OverTerritories::RatioOfSums && is_plain {
        let message = "numerator and denominator are needed: both are added up over territories";
        add(format!("{path}.value"), FieldErrorCode::Missing, message);
    }
    for dimension in [TERRITORY_DIMENSION, TERRITORY_BASE] {
        if part.breakdowns.contains_key(dimension) {
            add(format!("{path}.breakdown.{dimension}"), FieldErrorCode::Unknown, "a part is of one territory");
        }
    }
    problems
}

impl Checker<'_> {
    /// Who reports for which territory.
    pub(super) fn bodies(&mut self) {
        let data = self.data;
        for institution in &data.institutions {
            let Some(territory) = &institution.territory else { continue };
            let (entity, code) = (Entity::Institution, institution.code.as_str());
            if !data.territories.iter().any(|known| known.code == *territory) {
                let message = format!("there is no territory `{territory}` in this plan");
                self.add(entity, code, "territory", FieldErrorCode::Unknown, message);
            }
            if !matches!(institution.kind, InstitutionKind::RegionalGovernment | InstitutionKind::LocalGovernment) {
                let message = "only a regional or local government reports for a territory";
                self.add(entity, code, "territory", CONTRADICTION, message);
            }
            if body_of(&data.institutions, territory).is_some_and(|first| first.code != institution.code) {
                let message = format!("another institution reports for `{territory}`");
                self.add(entity, code, "territory", FieldErrorCode::Duplicate, message);
            }
        }
        if data.dimensions.iter().any(|dimension| dimension.code == TERRITORY_BASE) {
            let message = "this code is the program's own";
            self.add(Entity::Dimension, TERRITORY_BASE, "code", CONTRADICTION, message);
        }
    }

    /// How an indicator is reported by territory.
    pub(super) fn by_territory(&mut self, indicator: &Indicator) {
        if indicator.by_territory.is_empty() {
            return;
        }
        let (entity, code, data) = (Entity::Indicator, indicator.code.as_str(), self.data);
        for name in &indicator.by_territory {
            if TerritoryKind::of(name).is_none() && !data.territories.iter().any(|known| known.code == *name) {
                let message = format!("`{name}` is no territory of this plan and no kind of territories");
                self.add(entity, code, "by_territory", FieldErrorCode::Unknown, message);
            }
        }
        for territory in expected(indicator, &data.territories) {
            if body_of(&data.institutions, &territory.code).is_none() {
                let message = format!("no institution reports for `{}`", territory.code);
                self.add(entity, code, "by_territory", FieldErrorCode::Missing, message);
            }
        }
        let over = indicator.over_territories;
        let is_ratio = matches!(indicator.kind, Kind::Percent | Kind::Ratio);
        let fits = match over {
            OverTerritories::Sum => indicator.kind == Kind::Number,
            OverTerritories::RatioOfSums => is_ratio,
            // A ratio about people is hidden by its counts, which must be known; an average of people is no count.
            OverTerritories::Average => !indicator.counts_people && (is_ratio || indicator.kind == Kind::Number),
            OverTerritories::None => indicator.kind != Kind::Narrative && !(is_ratio && indicator.counts_people),
        };
        if !fits {
            let message = "this kind of indicator is not accumulated so over territories";
            self.add(entity, code, "over_territories", CONTRADICTION, message);
        }
        let is_added_up = over == OverTerritories::Sum;
        if indicator.breakdowns.iter().any(|dimension| dimension == TERRITORY_DIMENSION || !is_added_up) {
            let message = "territories are its parts, and only breakdowns of sums are added up over them";
            self.add(entity, code, "breakdowns", CONTRADICTION, message);
        }
    }

    /// A national figure of a file is the one that its parts make: nobody types it.
    pub(super) fn made_of_parts(&mut self, indicator: &Indicator, update: &Update) {
        let (entity, code, data) = (Entity::Update, indicator.code.as_str(), self.data);
        let path = format!("updates.{}", update.year);
        let wanted = expected(indicator, &data.territories);
        let cells = update.breakdowns.get(TERRITORY_DIMENSION);
        let base = update.breakdowns.get(TERRITORY_BASE);
        let mut parts = Parts::new();
        for (territory, value) in cells.into_iter().flatten() {
            let denominator = base.and_then(|base| base.get(territory).copied().flatten());
            let measure = match (*value, denominator) {
                (Some(numerator), Some(denominator)) => Measure::Ratio { numerator, denominator },
                (value, _) => Measure::Value(value.unwrap_or_default()),
            };
            let part = Update::new(&indicator.code, update.year, Content::Measure(measure));
            for mut problem in check_part(indicator, &part) {
                problem.field = format!("{path}.breakdown.{TERRITORY_BASE}");
                self.problems.push(problem);
            }
            self.measure(entity, code, &format!("{path}.breakdown.{TERRITORY_DIMENSION}"), indicator, measure);
            if !wanted.iter().any(|known| known.code == *territory) {
                let message = format!("`{territory}` does not report this indicator");
                self.add(entity, code, &format!("{path}.breakdown.{TERRITORY_DIMENSION}"), CONTRADICTION, message);
            }
            parts.insert(territory.clone(), part);
        }
        let made = national(indicator, update.year, &parts, &wanted, &data.plan.languages);
        let figure = |update: &Update| update.measure().and_then(|measure| measure.value(indicator.per()));
        let (told, made) = (figure(update), made.as_ref().and_then(figure));
        let same = match (told, made) {
            (Some(told), Some(made)) => (told - made).abs() <= 1e-6 * made.abs().max(1.0),
            (told, made) => told.is_none() && made.is_none(),
        };
        if !same {
            let made = made.map_or("no figure".to_owned(), |made| made.to_string());
            let message = format!("the parts of the territories make {made}");
            self.add(entity, code, &format!("{path}.value"), CONTRADICTION, message);
        }
        if let Some(Coverage(approved, of)) = update.provisional
            && (usize::from(of) != wanted.len() || approved >= of || usize::from(approved) < parts.len())
        {
            let message = format!("fewer than {} territories, and all that are told", wanted.len());
            self.add(entity, code, &format!("{path}.provisional"), FieldErrorCode::OutOfRange, message);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::institution::Institution;
    use crate::tests_support::{data, words};
    use crate::text::Text;
    use crate::validate::validate;

    /// The plan of the tests; its first indicator is reported by the one department.
    fn by_territory(change: impl FnOnce(&mut crate::document::PlanData)) -> Vec<String> {
        let mut plan = data();
        plan.institutions.push(Institution {
            code: "GR".into(),
            name: words("Gobierno", "Government"),
            kind: InstitutionKind::RegionalGovernment,
            parent: None,
            role: Text::default(),
            territory: Some("PE-LIM".into()),
        });
        plan.indicators[0].by_territory = vec!["department".into()];
        plan.indicators[0].over_territories = OverTerritories::Sum;
        for update in plan.updates.iter_mut().filter(|update| update.indicator == "1-a") {
            let value = update.measure().and_then(|measure| measure.value(1.0));
            update.breakdowns.insert("territory".into(), [("PE-LIM".to_owned(), value)].into());
        }
        change(&mut plan);
        validate(&plan).into_iter().map(|problem| format!("{} {}", problem.code, problem.field)).collect()
    }

    #[test]
    fn who_reports_for_a_territory_is_known_once() {
        assert_eq!(by_territory(|_| ()), [""; 0]);
        let gone = by_territory(|plan| drop(plan.institutions.pop()));
        assert_eq!(gone, ["1-a by_territory"]);
        let unknown = by_territory(|plan| plan.institutions[0].territory = Some("PE-XXX".into()));
        assert_eq!(unknown, ["MIN territory", "MIN territory"], "no such territory, and no ministry");
        let twice = by_territory(|plan| {
            plan.institutions.push(Institution { code: "GR2".into(), ..plan.institutions[2].clone() })
        });
        assert_eq!(twice, ["GR2 territory"]);
    }

    #[test]
    fn an_indicator_is_accumulated_as_its_kind_allows() {
        let over = |over| by_territory(|plan| plan.indicators[0].over_territories = over);
        assert_eq!(over(OverTerritories::RatioOfSums)[0], "1-a over_territories");
        assert_eq!(by_territory(|plan| plan.indicators[0].by_territory = vec!["county".into()])[0], "1-a by_territory");
        assert_eq!(by_territory(|plan| plan.indicators[0].breakdowns = vec!["territory".into()]), ["1-a breakdowns"]);
        let people = by_territory(|plan| {
            (plan.indicators[0].over_territories, plan.indicators[0].counts_people) = (OverTerritories::Average, true);
        });
        assert_eq!(people, ["1-a over_territories"]);
    }

    #[test]
    fn a_national_figure_is_the_one_that_its_parts_make() {
        let with = |change: fn(&mut Update)| by_territory(|plan| change(&mut plan.updates[0]));
        let typed = |update: &mut Update| update.content = Content::Measure(Measure::Value(51.0));
        assert_eq!(with(typed), ["1-a updates.2007.value"]);
        assert_eq!(with(|update| update.provisional = Some(Coverage(1, 1))), ["1-a updates.2007.provisional"]);
        let elsewhere = |update: &mut Update| {
            update.breakdowns.insert("territory".into(), [("PE-CUS".to_owned(), Some(50.0))].into());
        };
        assert_eq!(with(elsewhere)[0], "1-a updates.2007.breakdown.territory");
    }
}
