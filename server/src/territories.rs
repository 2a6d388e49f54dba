//! Parts of territories: writing one together with the national figure that all of them make, as one public
//! change; and what everybody may read of them. The arithmetic is `domain::territory`.

use std::collections::HashMap;

use domain::disclosure::publish_indicator;
use domain::document::PlanData;
use domain::id::PlanId;
use domain::indicator::Indicator;
use domain::institution::{TERRITORY_BASE, TERRITORY_DIMENSION};
use domain::territory::{
    Choice, MapDocument, MapYear, PublicPart, TerritoryDocument, TerritoryRow, body_of, expected, expects, national,
    public_part,
};
use domain::update::{Content, Measure, Update};
use domain::year::Year;

use crate::db::{self, Tx};
use crate::error::Error;
use crate::publish::Past;
use crate::record::Record;
use crate::store;
use crate::store::filings::At;
use crate::store::territories as parts;

/// What approving a part did.
#[derive(Debug)]
pub struct Published {
    /// Version of the part.
    pub version: i64,
    /// Revision of the public change of the national figure.
    pub revision: i64,
    /// Nothing of the new national figure is shown: with earlier versions it would tell a small figure.
    pub withheld: bool,
}

/// Writes a part over the version that was read, and the national figure. None when that is not the version that
/// is there.
pub async fn publish(
    tx: &mut Tx,
    plan: PlanId,
    at: At<'_>,
    (indicator, part, held): (&Indicator, &Update, i64),
    record: Record<'_>,
) -> Result<Option<Published>, Error> {
    let Some(part) = parts::set(tx, plan, at, part, held).await? else { return Ok(None) };
    let frame = store::plans::frame(tx, plan).await?.ok_or(Error::NotFound("plan"))?;
    let all = parts::of_year(tx, plan, at.code, at.year).await?;
    let made = national(indicator, at.year, &all, &expected(indicator, &frame.territories), &frame.plan.languages);
    let made = made.ok_or_else(|| Error::Internal(format!("no territory reports {}", at.code)))?;
    let updates = store::updates::of_indicator(tx, plan, at.code).await?;
    let before = updates.into_iter().find(|update| update.year == at.year);
    let version = before.as_ref().map_or(0, |before| before.version);
    // What the coordination says of the whole stays.
    let (note, evidence) = before.as_ref().map(|b| (b.note.clone(), b.evidence.clone())).unwrap_or_default();
    let made = Update { note, evidence, ..made };
    let after = store::updates::set(tx, plan, at.code, &made, version).await?;
    let after = after.ok_or_else(|| Error::Internal(format!("{} {} changed under its lock", at.code, at.year)))?;
    let mut past = Past::of(tx, plan, indicator).await?;
    before.iter().for_each(|before| past.add(before));
    let withheld = past.log(indicator, &after, frame.plan.suppression_threshold);
    let revision = record.add(tx, plan, before.as_ref(), Some(&after)).await?;
    Ok(Some(Published { version: part.version, revision, withheld }))
}

/// Code of the institution that reports a part, of an indicator that is reported so.
pub async fn body(tx: &mut Tx, plan: PlanId, indicator: &Indicator, territory: &str) -> Result<String, Error> {
    const NONE: Error = Error::NotFound("territory");
    let frame = store::plans::frame(tx, plan).await?.ok_or(Error::NotFound("plan"))?;
    let known =
        expected(indicator, &frame.territories).into_iter().find(|known| known.code == territory).ok_or(NONE)?;
    Ok(body_of(&frame.institutions, &known.code).ok_or(NONE)?.code.clone())
}

/// The parts that a national update of a plan file tells.
fn told(update: &Update) -> impl Iterator<Item = (&String, Update)> {
    let base = update.breakdowns.get(TERRITORY_BASE);
    let cells = update.breakdowns.get(TERRITORY_DIMENSION).into_iter().flatten();
    cells.filter_map(move |(code, value)| {
        let measure = match base.and_then(|base| *base.get(code)?) {
            Some(denominator) => Measure::Ratio { numerator: (*value)?, denominator },
            None => Measure::Value((*value)?),
        };
        Some((code, Update::new(&update.indicator, update.year, Content::Measure(measure))))
    })
}

/// Makes the parts of a plan agree with the national updates of its file: figures that are told there replace
/// others, and what has no national update any more goes. Who has no figure keeps saying why.
pub async fn settle(tx: &mut Tx, plan: PlanId, data: &PlanData) -> Result<(), db::Error> {
    let mut held: HashMap<(String, Year, String), Update> = parts::list(tx, plan, None, None)
        .await?
        .into_iter()
        .map(|(territory, part)| ((part.indicator.clone(), part.year, territory), part))
        .collect();
    let by_territory =
        |update: &&Update| data.indicators.iter().any(|i| i.code == update.indicator && !i.by_territory.is_empty());
    for update in data.updates.iter().filter(by_territory) {
        for (territory, part) in told(update) {
            let at = At { code: &update.indicator, territory, year: update.year };
            let before = held.remove(&(update.indicator.clone(), update.year, territory.clone()));
            if before.as_ref().is_none_or(|before| before.content != part.content) {
                let version = before.map_or(0, |before| before.version);
                parts::set(tx, plan, at, &part, version).await?;
            }
        }
        // Left over are those without a figure.
        held.retain(|(code, year, _), part| {
            (code, *year) != (&update.indicator, update.year) || part.measure().is_some()
        });
    }
    for (code, year, territory) in held.into_keys() {
        parts::remove(tx, plan, At { code: &code, territory: &territory, year }).await?;
    }
    Ok(())
}

/// Everything public about the parts of a plan that the answers here are made of.
struct Public {
    revision: i64,
    data: PlanData,
    past: Past,
    filed: HashMap<(String, String, Year), Update>,
}

impl Public {
    async fn read(tx: &mut Tx, slug: &str) -> Result<Public, Error> {
        let (stored, steps) = store::plans::with_past(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
        let filed = parts::list(tx, stored.id, None, None).await?;
        let filed = filed.into_iter().map(|(t, part)| ((part.indicator.clone(), t, part.year), part)).collect();
        Ok(Public { revision: stored.revision, data: stored.data, past: Past::new((steps, Vec::new())), filed })
    }

    /// The national update of a year as everybody may read it: with its earlier versions, as in every other answer.
    fn national(&self, indicator: &Indicator, year: Year) -> Option<Update> {
        let is_it = |update: &&Update| update.indicator == indicator.code && update.year == year;
        let update = self.data.updates.iter().find(is_it)?;
        Some(self.past.publish(indicator, update, self.data.plan.suppression_threshold))
    }

    fn part(&self, indicator: &Indicator, territory: &str, index: usize, national: Option<&Update>) -> PublicPart {
        let year = &self.data.plan.years[index];
        let key = (indicator.code.clone(), territory.to_owned(), year.year);
        public_part(territory, year.state, national, self.filed.get(&key))
    }
}

/// One indicator in all its territories; the first that is reported so when none is named.
pub async fn map(tx: &mut Tx, slug: &str, code: Option<&str>) -> Result<MapDocument, Error> {
    let public = Public::read(tx, slug).await?;
    let data = &public.data;
    let listed = || data.indicators.iter().filter(|indicator| !indicator.by_territory.is_empty());
    let indicator = match code {
        Some(code) => Some(listed().find(|i| i.code == code).ok_or(Error::NotFound("indicator"))?),
        None => listed().next(),
    };
    let territories = indicator.map(|i| expected(i, &data.territories)).unwrap_or_default();
    let mut years = Vec::new();
    for (index, year) in data.plan.years.iter().enumerate() {
        let national = indicator.and_then(|indicator| public.national(indicator, year.year));
        let part = |i| territories.iter().map(|t| public.part(i, &t.code, index, national.as_ref())).collect();
        let parts = indicator.map(part).unwrap_or_default();
        years.push(MapYear { year: year.year, parts, national: national.map(Update::without_territories) });
    }
    let choices = listed().map(|i| Choice { code: i.code.clone(), title: i.title.clone() }).collect();
    Ok(MapDocument {
        revision: public.revision,
        territories: territories.into_iter().cloned().collect(),
        choices,
        indicator: indicator.map(|i| publish_indicator(i, data.plan.suppression_threshold)),
        years,
        plan: data.plan.clone(),
    })
}

/// A territory's part of the plan.
pub async fn of(tx: &mut Tx, slug: &str, code: &str) -> Result<TerritoryDocument, Error> {
    let public = Public::read(tx, slug).await?;
    let data = &public.data;
    let listed = |territory: &_| data.indicators.iter().any(|indicator| expects(indicator, territory));
    let territories: Vec<_> = data.territories.iter().filter(|territory| listed(territory)).cloned().collect();
    let territory = territories.iter().find(|territory| territory.code == code).ok_or(Error::NotFound("territory"))?;
    let mut rows = Vec::new();
    for indicator in data.indicators.iter().filter(|indicator| expects(indicator, territory)) {
        let parts = data.plan.years.iter().enumerate().map(|(index, year)| {
            let national = public.national(indicator, year.year);
            public.part(indicator, code, index, national.as_ref())
        });
        let indicator = publish_indicator(indicator, data.plan.suppression_threshold);
        rows.push(TerritoryRow { parts: parts.collect(), indicator });
    }
    Ok(TerritoryDocument {
        revision: public.revision,
        body: body_of(&data.institutions, code).cloned(),
        territory: territory.clone(),
        territories,
        rows,
        plan: data.plan.clone(),
    })
}
