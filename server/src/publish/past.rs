//! The versions of records about people that were public, as filed: a record is never shown by itself, but
//! as what comes after them. The rule is `domain::disclosure`.

use std::collections::{BTreeMap, HashMap};

use domain::disclosure::{History, publish_after, publish_update};
use domain::id::PlanId;
use domain::indicator::Indicator;
use domain::update::Update;
use domain::year::Year;

use crate::db::{Error, Tx};
use crate::store::versions::{self, Former, Step};

/// What is public of a record before and after a change.
pub(super) type Shown = (Option<Update>, Option<Update>);

/// Records by indicator and year, each with its public changes, oldest first.
#[derive(Clone, Debug, Default)]
pub struct Past {
    records: BTreeMap<(String, Year), Vec<Step>>,
    formers: Vec<Former>,
}

impl Past {
    /// From steps in the order of revisions, and what their indicators were before.
    pub fn new((steps, formers): (Vec<Step>, Vec<Former>)) -> Past {
        let mut past = Past { formers, ..Past::default() };
        for step in steps {
            past.records.entry((step.code.clone(), step.year)).or_default().push(step);
        }
        past
    }

    /// The past of one indicator. Nothing is read when it counts no people.
    pub async fn of(tx: &mut Tx, plan: PlanId, indicator: &Indicator) -> Result<Past, Error> {
        if !indicator.counts_people {
            return Ok(Past::default());
        }
        Ok(Past::new(versions::of_indicator(tx, plan, &indicator.code).await?))
    }

    /// Remembers what is public now, before it is written over: the first version of a record that came
    /// with its plan stands in no change.
    pub fn add(&mut self, update: &Update) {
        let (code, year) = (update.indicator.clone(), update.year);
        let step = Step { revision: 0, code: code.clone(), year, before: Some(update.clone()), after: None };
        self.records.entry((code, year)).or_default().push(step);
    }

    /// The record as everybody may see it now. It may be the newest version of its past itself: the same
    /// figures look as they looked.
    pub fn publish(&self, indicator: &Indicator, update: &Update, k: u32) -> Update {
        publish_after(indicator, &self.earlier(update), update, k)
    }

    /// True when nothing of a record is shown although by itself it could be: with its earlier versions it
    /// would tell a small figure.
    pub fn withholds(&self, indicator: &Indicator, update: &Update, k: u32) -> bool {
        let shows = |public: Update| public.measure().is_some();
        !shows(self.publish(indicator, update, k)) && shows(publish_update(indicator, update, k))
    }

    /// The same, and tells whoever runs the server of it.
    pub fn log(&self, indicator: &Indicator, update: &Update, k: u32) -> bool {
        let withheld = self.withholds(indicator, update, k);
        if withheld {
            let (code, year) = (&update.indicator, update.year);
            tracing::warn!(%code, year, "a correction is not shown: with earlier versions it would tell a small figure");
        }
        withheld
    }

    fn earlier(&self, update: &Update) -> Vec<Update> {
        let steps = self.records.get(&(update.indicator.clone(), update.year));
        steps.into_iter().flatten().flat_map(|step| [&step.before, &step.after]).flatten().cloned().collect()
    }

    /// What each change of an indicator shows, by revision. What is removed stays known: the versions before
    /// and after a removal are of one record. Figures of when the indicator was of another kind are not shown:
    /// read as what it is now, a small count would be a harmless percentage.
    pub(super) fn shown(&self, indicator: &Indicator, k: u32) -> HashMap<i64, Shown> {
        let is_other = |former: &&Former| former.code == indicator.code && former.kind != indicator.kind;
        let others = self.formers.iter().filter(is_other);
        let other_kind_until = others.map(|former| former.until).max().unwrap_or(-1);
        let mut shown = HashMap::new();
        let years = (indicator.code.clone(), Year::MIN)..=(indicator.code.clone(), Year::MAX);
        for (_, steps) in self.records.range(years) {
            let mut history = History::new(indicator, k);
            let mut known = other_kind_until < 0;
            for step in steps {
                // Before is what was published last, and shown as it was then; only the first one is new.
                let mut publish = |update: &Option<Update>| update.as_ref().map(|update| history.publish(update));
                let (before, after) = (publish(&step.before), publish(&step.after));
                let now = step.revision > other_kind_until;
                shown.insert(step.revision, (before.filter(|_| known), after.filter(|_| now)));
                known = now;
            }
        }
        shown
    }
}
