//! One indicator with everything that is public about it.

use axum::Json;
use axum::extract::State;
use axum::response::Response;
use domain::disclosure::publish_indicator;
use domain::document::IndicatorDocument;
use domain::indicator::Indicator;
use domain::plan::Plan;
use domain::progress::{Explanation, Figure, Series, explain};
use domain::update::Update;

use super::fresh;
use super::input::Segments;
use crate::error::Error;
use crate::evidence;
use crate::publish::{self, Past};
use crate::state::AppState;
use crate::store::{self, changes::Range};

/// Newest changes that come with the indicator; `changes` has the rest.
const CHANGES: i64 = 50;

/// `GET /api/plans/{slug}/indicators/{code}`
pub async fn get(
    State(state): State<AppState>,
    Segments((slug, code)): Segments<(String, String)>,
) -> Result<Response, Error> {
    let mut tx = state.begin_read().await?;
    let (plan, revision) = store::plans::find(&mut tx, &slug).await?.ok_or(Error::NotFound("plan"))?;
    let found = store::indicators::get(&mut tx, plan, &code).await?.ok_or(Error::NotFound("indicator"))?;
    let range = Range { after: None, before: None };
    let stored = store::changes::list(&mut tx, plan, range, Some(&code), CHANGES).await?;
    let past = Past::of(&mut tx, plan, &found.indicator).await?;
    drop(tx);
    let k = found.plan.suppression_threshold;
    let changes = publish::changes_of(&found.plan, &found.indicator, &past, stored);
    let indicator = publish_indicator(&found.indicator, k);
    let public = |update| evidence::linked(past.publish(&found.indicator, update, k), &slug);
    let updates: Vec<Update> = found.updates.iter().map(public).collect();
    let explanations = explanations(&found.plan, &indicator, &updates);
    Ok(fresh(Json(IndicatorDocument { revision, indicator, updates, explanations, changes })))
}

/// Why each year has its status. From public figures only: an explanation must not tell a hidden one.
fn explanations(plan: &Plan, indicator: &Indicator, updates: &[Update]) -> Vec<Explanation> {
    let figure = |year| {
        let update = updates.iter().find(|update| update.year == year);
        update.map_or(Figure::Missing, |update| Figure::from(&update.content))
    };
    let figures: Vec<Figure> = plan.years.iter().map(|year| figure(year.year)).collect();
    let series = Series { first_year: plan.first_year, figures: &figures };
    plan.years.iter().map(|year| explain(indicator, series, year, plan.rules)).collect()
}
