//! A whole plan as one value: as stored and filed (`PlanData`), and as everybody may read it in one
//! response (`PlanDocument`). How it is laid out as rows is in `matrix`.

use std::collections::HashMap;

use serde::{Deserialize, Serialize};

use crate::disclosure::publish_indicator;
use crate::indicator::Indicator;
use crate::institution::{Dimension, Institution, Territory};
use crate::node::{Axis, Node};
use crate::plan::Plan;
use crate::text::{Lang, Text};
use crate::update::{Content, Update};

/// A plan with real figures. Never sent to a reader as it is.
#[derive(Clone, Debug, PartialEq)]
pub struct PlanData {
    /// Header.
    pub plan: Plan,
    /// Axes, in order.
    pub axes: Vec<Axis>,
    /// Institutions, in order.
    pub institutions: Vec<Institution>,
    /// Territories, in order.
    pub territories: Vec<Territory>,
    /// Dimensions of breakdowns, in order.
    pub dimensions: Vec<Dimension>,
    /// Nodes, in reading order.
    pub nodes: Vec<Node>,
    /// Indicators, in reading order.
    pub indicators: Vec<Indicator>,
    /// Published updates, by indicator in reading order, then by year.
    pub updates: Vec<Update>,
}

/// A plan as everybody may read it. Figures about people have passed the disclosure rule.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanDocument {
    /// Revision of the plan; also the ETag.
    pub revision: i64,
    /// Header.
    pub plan: Plan,
    /// Axes, in order.
    #[serde(default)]
    pub axes: Vec<Axis>,
    /// Institutions, in order.
    pub institutions: Vec<Institution>,
    /// Territories, in order.
    #[serde(default)]
    pub territories: Vec<Territory>,
    /// Dimensions, in order.
    #[serde(default)]
    pub dimensions: Vec<Dimension>,
    /// Nodes, in reading order.
    pub nodes: Vec<Node>,
    /// Indicators, in reading order.
    pub indicators: Vec<Indicator>,
    /// Plain figures: a row an indicator, a column a year; short rows end in nulls. A column of numbers
    /// is a tenth of the size of a list of objects.
    pub values: Vec<Vec<Option<f64>>>,
    /// Updates that say more than a plain figure, in the order of `PlanData`.
    pub updates: Vec<Update>,
}

impl PlanDocument {
    /// What a server says of a plan whose records were never written again, for tests.
    #[cfg(any(test, feature = "attack"))]
    pub fn public(data: &PlanData, revision: i64) -> PlanDocument {
        use crate::disclosure::publish_update;
        let k = data.plan.suppression_threshold;
        PlanDocument::with_published(data, revision, |indicator, update| publish_update(indicator, update, k))
    }

    /// Lays the figures out as `publish` shows them, which applies the disclosure rule to each record after its
    /// earlier versions: [`crate::disclosure::publish_after`]. Baselines are hidden here.
    pub fn with_published(
        data: &PlanData,
        revision: i64,
        publish: impl Fn(&Indicator, &Update) -> Update,
    ) -> PlanDocument {
        let plan = &data.plan;
        let k = plan.suppression_threshold;
        let mut document = PlanDocument {
            revision,
            plan: plan.clone(),
            axes: data.axes.clone(),
            institutions: data.institutions.clone(),
            territories: data.territories.clone(),
            dimensions: data.dimensions.clone(),
            nodes: data.nodes.clone(),
            indicators: data.indicators.iter().map(|i| publish_indicator(i, k)).collect(),
            values: vec![Vec::new(); data.indicators.len()],
            updates: Vec::new(),
        };
        let rows: HashMap<&str, usize> =
            data.indicators.iter().enumerate().map(|(i, x)| (x.code.as_str(), i)).collect();
        for update in &data.updates {
            let Some(&row) = rows.get(update.indicator.as_str()) else { continue };
            let Some(column) = plan.year_index(update.year) else { continue };
            let indicator = &data.indicators[row];
            let mut public = publish(indicator, update);
            if !indicator.by_territory.is_empty() {
                public = public.without_territories();
            }
            match public.plain_value() {
                Some(value) => {
                    let values = &mut document.values[row];
                    values.resize(values.len().max(column + 1), None);
                    values[column] = Some(value);
                }
                None => document.updates.push(public),
            }
        }
        document
    }

    /// The same plan for readers of one language: of each long text only what they would read is left. Titles,
    /// names and units stay in all languages, because searching looks into all of them.
    pub fn in_language(mut self, lang: Lang) -> PlanDocument {
        let default = self.plan.default_language;
        self.long_texts().for_each(|text| text.keep(lang, default));
        self
    }

    /// Texts that are only read, never searched or listed.
    fn long_texts(&mut self) -> impl Iterator<Item = &mut Text> {
        let plan = &mut self.plan;
        let header = [&mut plan.summary, &mut plan.disclaimer, &mut plan.source];
        let indicators = self
            .indicators
            .iter_mut()
            .flat_map(|i| [&mut i.definition, &mut i.method, &mut i.verification].into_iter().chain(&mut i.stages));
        let updates = self.updates.iter_mut().flat_map(|update| {
            let words = match &mut update.content {
                Content::Narrative(text) | Content::NoData(text) => Some(text),
                Content::Measure(_) | Content::Suppressed => None,
            };
            let evidence = update.evidence.iter_mut().map(|evidence| &mut evidence.title);
            words.into_iter().chain([&mut update.note]).chain(evidence)
        });
        let axes = self.axes.iter_mut().map(|axis| &mut axis.description);
        let institutions = self.institutions.iter_mut().map(|institution| &mut institution.role);
        let nodes = self.nodes.iter_mut().map(|node| &mut node.description);
        header.into_iter().chain(axes).chain(institutions).chain(nodes).chain(indicators).chain(updates)
    }
}

/// One line of the list of plans.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct PlanSummary {
    /// Address.
    pub slug: String,
    /// Title.
    pub title: Text,
    /// Languages.
    pub languages: Vec<Lang>,
    /// Fallback language.
    pub default_language: Lang,
    /// First year.
    pub first_year: crate::year::Year,
    /// Last year.
    pub last_year: crate::year::Year,
    /// Number of indicators.
    pub indicators: i64,
    /// Revision.
    pub revision: i64,
}

/// One indicator with everything that is known about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct IndicatorDocument {
    /// Revision of the plan.
    pub revision: i64,
    /// The indicator.
    pub indicator: Indicator,
    /// Its published updates, oldest first.
    pub updates: Vec<Update>,
    /// Why each year has its status.
    pub explanations: Vec<crate::progress::Explanation>,
    /// Its changes, newest first.
    pub changes: Vec<crate::change::Change>,
}

#[cfg(test)]
mod tests;
