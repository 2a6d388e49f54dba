//! The public plan as the desk reads it: titles, targets, dimensions, and the rules by which a figure is judged.

use domain::document::PlanDocument;
use domain::filing::Filing;
use domain::matrix::Matrix;
use domain::territory::body_of;
use domain::text::Text;
use domain::year::Year;
use leptos::prelude::*;

use super::Words;
use super::api::Failure;
use super::paths;
use crate::words as shared;

/// The plan, once it is here.
#[derive(Clone, Copy)]
pub struct Reading {
    matrix: StoredValue<Option<Matrix>, LocalStorage>,
    slug: RwSignal<String>,
}

impl Reading {
    /// Nothing yet.
    pub fn new() -> Reading {
        Reading { matrix: StoredValue::new_local(None), slug: RwSignal::new(String::new()) }
    }

    /// Reads a plan. The same plan again does nothing.
    pub async fn open(self, slug: &str) -> Result<(), Failure> {
        // The page may be gone by the time that an answer is here.
        if self.slug.try_get_untracked().is_none_or(|held| held == slug) {
            return Ok(());
        }
        let document: PlanDocument = super::api::plan(&paths::api_plan(slug)).await?;
        self.matrix.set_value(Some(Matrix::new(document)));
        self.slug.set(slug.to_owned());
        Ok(())
    }

    /// Reads from the plan; tracked, so that what is drawn without it is drawn again with it.
    pub fn with<T>(self, read: impl FnOnce(&Matrix) -> T) -> Option<T> {
        self.slug.track();
        self.matrix.with_value(|matrix| matrix.as_ref().map(read))
    }

    /// A text of the plan, or of an update, in the person's language.
    pub fn text(self, words: Words, text: &Text) -> String {
        let lang = words.locale.tongue.lang();
        self.with(|matrix| text.get(lang, matrix.plan().default_language).to_owned()).unwrap_or_default()
    }

    /// What a figure of a year is compared with: its target, or marked as such a point on the way to one.
    pub fn expected(self, words: Words, code: &str, year: Year) -> String {
        let shown = self.with(|matrix| {
            let (row, column) = (matrix.row(code)?, matrix.plan().year_index(year)?);
            let indicator = matrix.indicator(row);
            if let Some(target) = indicator.targets.get(&year) {
                return Some(shared::quantity(words.locale, indicator, *target));
            }
            let expected = matrix.explain(row, column).expected?;
            Some(format!("≈\u{a0}{}", shared::quantity(words.locale, indicator, expected.value)))
        });
        shown.flatten().unwrap_or_default()
    }

    /// Institutions of the plan: code and name.
    pub fn institutions(self, words: Words) -> Vec<(String, String)> {
        let known = self.with(|matrix| matrix.document().institutions.clone()).unwrap_or_default();
        known.into_iter().map(|known| (known.code, self.text(words, &known.name))).collect()
    }

    /// Title of an indicator.
    pub fn title(self, words: Words, code: &str) -> String {
        let title = self.with(|matrix| Some(matrix.indicator(matrix.row(code)?).title.clone())).flatten();
        title.map_or_else(String::new, |title| self.text(words, &title))
    }

    /// Name of a territory; empty for the whole country.
    pub fn territory(self, words: Words, code: &str) -> String {
        let known = self.with(|m| m.document().territories.iter().find(|t| t.code == code).map(|t| t.name.clone()));
        known.flatten().map_or_else(String::new, |name| self.text(words, &name))
    }

    /// Code of the institution that reports a cell: of a part the one of its territory.
    pub fn institution_of(self, filing: &Filing) -> Option<String> {
        let found = self.with(|matrix| match filing.territory.as_str() {
            "" => Some(matrix.indicator(matrix.row(&filing.indicator)?).responsible.clone()),
            code => body_of(&matrix.document().institutions, code).map(|body| body.code.clone()),
        });
        found.flatten()
    }

    /// Name of a dimension.
    pub fn dimension(self, words: Words, code: &str) -> String {
        let name = self.with(|m| m.document().dimensions.iter().find(|d| d.code == code).map(|d| d.name.clone()));
        // The one dimension without a record of its own is the plan's territories.
        name.flatten().map_or_else(|| words.locale.t.territory.to_owned(), |name| self.text(words, &name))
    }

    /// Categories of a dimension: code and name. Those of the territory are the plan's departments.
    pub fn categories(self, words: Words, code: &str) -> Vec<(String, String)> {
        let found = self.with(|matrix| {
            let document = matrix.document();
            match document.dimensions.iter().find(|dimension| dimension.code == code) {
                Some(dimension) => dimension.categories.iter().map(|c| (c.code.clone(), c.name.clone())).collect(),
                None => {
                    let lowest =
                        document.territories.iter().filter(|t| t.parent.is_some() || document.territories.len() == 1);
                    lowest.map(|territory| (territory.code.clone(), territory.name.clone())).collect::<Vec<_>>()
                }
            }
        });
        found.unwrap_or_default().into_iter().map(|(code, name)| (code, self.text(words, &name))).collect()
    }
}
