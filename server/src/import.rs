//! Bringing a plan in: all of it or nothing, and only what differs. A new plan is one change; a known one
//! gives a change for each record that was added, changed or removed. What the plan must hold is checked
//! before, by `domain::validate`.

use std::collections::HashMap;

use domain::change::{Action, Entity};
use domain::document::PlanData;
use domain::id::{AccountId, PlanId};
use domain::indicator::Indicator;
use domain::institution::{Dimension, Institution, Territory};
use domain::node::{Axis, Node};
use domain::update::Update;
use domain::year::Year;
use serde::Serialize;
use serde_json::Value;

use crate::db::{Error, Tx};
use crate::evidence::with_files;
use crate::publish::Past;
use crate::store::changes::{NewChange, Visibility};
use crate::store::parts::{self, Part, References};
use crate::store::versions::Step;
use crate::store::{changes, plans, updates};
use crate::territories;

/// What an import did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// The plan is new.
    Added,
    /// The plan was the same.
    Unchanged,
    /// This number of changes was made.
    Changed(i64),
}

/// A record that is a row of a plan.
trait Record: Serialize + PartialEq {
    const PART: Part;
    const ENTITY: Entity;
    fn code(&self) -> &str;
    /// Codes of what the row refers to, as (table, code).
    fn refers(&self) -> [Option<(Part, &str)>; 2] {
        [None, None]
    }
}

macro_rules! record {
    ($($type:ident)+) => {$(
        impl Record for $type {
            const PART: Part = Part::$type;
            const ENTITY: Entity = Entity::$type;
            fn code(&self) -> &str {
                &self.code
            }
        }
    )+};
}

record! { Axis Institution Territory Dimension }

impl Record for Node {
    const PART: Part = Part::Node;
    const ENTITY: Entity = Entity::Node;
    fn code(&self) -> &str {
        &self.code
    }
    fn refers(&self) -> [Option<(Part, &str)>; 2] {
        [self.parent.as_deref().map(|parent| (Part::Node, parent)), None]
    }
}

impl Record for Indicator {
    const PART: Part = Part::Indicator;
    const ENTITY: Entity = Entity::Indicator;
    fn code(&self) -> &str {
        &self.code
    }
    fn refers(&self) -> [Option<(Part, &str)>; 2] {
        [Some((Part::Node, &self.node)), Some((Part::Institution, &self.responsible))]
    }
}

struct Import<'a> {
    tx: &'a mut Tx,
    slug: &'a str,
    plan: PlanId,
    /// Changes that were made.
    made: i64,
    /// Rows by table and code.
    ids: HashMap<(Part, String), i64>,
    /// Off while a new plan is written: it is one change.
    recording: bool,
    author: &'a Author<'a>,
}

/// In whose name the changes are made.
#[derive(Clone, Copy, Debug)]
pub struct Author<'a> {
    /// Who, as everybody may read it.
    pub actor: &'a str,
    /// Whose account it was; none is a machine's.
    pub account: Option<AccountId>,
    /// Why.
    pub reason: &'a str,
    /// When, RFC 3339.
    pub at: &'a str,
}

/// Writes a plan. The caller commits.
pub async fn import(tx: &mut Tx, data: &PlanData, actor: &str, reason: &str, at: &str) -> Result<Outcome, Error> {
    import_by(tx, data, &Author { actor, account: None, reason, at }).await
}

/// The same in somebody's name.
pub async fn import_by(tx: &mut Tx, data: &PlanData, author: &Author<'_>) -> Result<Outcome, Error> {
    let locked = plans::lock(tx, &data.plan.slug).await?;
    let (plan, old) = match locked {
        Some((plan, _)) => (plan, plans::with_past(tx, &data.plan.slug).await?),
        None => (plans::add(tx, &data.plan).await?, None),
    };
    let slug = &data.plan.slug;
    let mut import = Import { tx, slug, plan, made: 0, ids: HashMap::new(), recording: old.is_some(), author };
    match old {
        None => {
            import.write(&nothing(data), data).await?;
            import.recording = true;
            import.record(Action::Imported, Entity::Plan, &data.plan.slug, None, (None, None)).await?;
            Ok(Outcome::Added)
        }
        Some((old, steps)) => {
            import.know(Part::Institution).await?;
            import.know(Part::Node).await?;
            import.write(&old.data, data).await?;
            log_withheld(&old.data, steps, data);
            Ok(if import.made == 0 { Outcome::Unchanged } else { Outcome::Changed(import.made) })
        }
    }
}

/// A plan with the same header and nothing in it.
fn nothing(data: &PlanData) -> PlanData {
    PlanData {
        plan: data.plan.clone(),
        axes: Vec::new(),
        institutions: Vec::new(),
        territories: Vec::new(),
        dimensions: Vec::new(),
        nodes: Vec::new(),
        indicators: Vec::new(),
        updates: Vec::new(),
    }
}

/// Says which of the records that were written over are not shown because of their earlier versions.
fn log_withheld(old: &PlanData, steps: Vec<Step>, new: &PlanData) {
    let mut past = Past::new((steps, Vec::new()));
    let key = |update: &Update| (update.indicator.clone(), update.year);
    let known: HashMap<(String, Year), &Update> = old.updates.iter().map(|update| (key(update), update)).collect();
    old.updates.iter().for_each(|update| past.add(update));
    let indicators: HashMap<&str, &Indicator> = new.indicators.iter().map(|i| (i.code.as_str(), i)).collect();
    for update in &new.updates {
        let same = known.get(&key(update)).is_some_and(|before| says_the_same(before, update));
        if let Some(indicator) = indicators.get(update.indicator.as_str()).filter(|_| !same) {
            past.log(indicator, update, new.plan.suppression_threshold);
        }
    }
}

/// A file knows no versions: what counts is what is said.
fn says_the_same(before: &Update, update: &Update) -> bool {
    *before == Update { version: before.version, ..update.clone() }
}

fn json<T: Serialize>(record: &T) -> Result<Option<Value>, Error> {
    Ok(Some(serde_json::to_value(record)?))
}

impl Import<'_> {
    async fn know(&mut self, part: Part) -> Result<(), Error> {
        let ids = parts::ids(self.tx, self.plan, part).await?;
        self.ids.extend(ids.into_iter().map(|(code, id)| ((part, code), id)));
        Ok(())
    }

    /// What others refer to comes first; what refers to others goes first.
    async fn write(&mut self, old: &PlanData, new: &PlanData) -> Result<(), Error> {
        if old.plan != new.plan {
            plans::set(self.tx, self.plan, &new.plan).await?;
            let records = (json(&old.plan)?, json(&new.plan)?);
            self.record(Action::Changed, Entity::Plan, &new.plan.slug, None, records).await?;
        }
        self.set_all(&old.axes, &new.axes).await?;
        self.set_all(&old.institutions, &new.institutions).await?;
        self.set_all(&old.territories, &new.territories).await?;
        self.set_all(&old.dimensions, &new.dimensions).await?;
        self.set_all(&old.nodes, &new.nodes).await?;
        self.set_all(&old.indicators, &new.indicators).await?;
        self.set_updates(&old.updates, &new.updates).await?;
        territories::settle(self.tx, self.plan, new).await?;
        self.remove_gone(&old.indicators, &new.indicators).await?;
        self.remove_gone(&old.nodes, &new.nodes).await?;
        self.remove_gone(&old.dimensions, &new.dimensions).await?;
        self.remove_gone(&old.territories, &new.territories).await?;
        self.remove_gone(&old.institutions, &new.institutions).await?;
        self.remove_gone(&old.axes, &new.axes).await
    }

    async fn set_all<T: Record>(&mut self, old: &[T], new: &[T]) -> Result<(), Error> {
        let known: HashMap<&str, (usize, &T)> =
            old.iter().enumerate().map(|(position, record)| (record.code(), (position, record))).collect();
        for (position, record) in new.iter().enumerate() {
            let before = known.get(record.code());
            if before.is_some_and(|(at, before)| *at == position && *before == record) {
                continue;
            }
            let refers = self.resolve(record)?;
            let id = parts::set(self.tx, self.plan, T::PART, record.code(), position, record, refers).await?;
            self.ids.insert((T::PART, record.code().to_owned()), id);
            match before {
                None => self.record(Action::Added, T::ENTITY, record.code(), None, (None, json(record)?)).await?,
                Some((_, before)) if *before != record => {
                    let records = (json(before)?, json(record)?);
                    self.record(Action::Changed, T::ENTITY, record.code(), None, records).await?;
                }
                Some(_) => {}
            }
        }
        self.record_order(old, new).await
    }

    /// Rows may move because others came or went. Only another order of those that stay is a change.
    async fn record_order<T: Record>(&mut self, old: &[T], new: &[T]) -> Result<(), Error> {
        let order = |list: &[T], other: &[T]| -> Vec<String> {
            let there: std::collections::HashSet<&str> = other.iter().map(Record::code).collect();
            list.iter().map(Record::code).filter(|code| there.contains(code)).map(str::to_owned).collect()
        };
        let (before, after) = (order(old, new), order(new, old));
        if before == after {
            return Ok(());
        }
        let record = |order: Vec<String>| json(&HashMap::from([("order", order.join(" "))]));
        let kind = serde_json::to_value(T::ENTITY)?;
        let code = kind.as_str().unwrap_or_default().to_owned();
        let records = (record(before)?, record(after)?);
        self.record(Action::Changed, Entity::Plan, &code, None, records).await
    }

    fn resolve<T: Record>(&self, record: &T) -> Result<References, Error> {
        let mut refers = References::default();
        for (part, code) in record.refers().into_iter().flatten() {
            let Some(id) = self.ids.get(&(part, code.to_owned())).copied() else {
                return Err(Error::Conflict(format!("{} refers to {code}, which is not in the plan", record.code())));
            };
            match (T::PART, part) {
                (Part::Node, _) => refers.parent = Some(id),
                (_, Part::Node) => refers.node = Some(id),
                _ => refers.responsible = Some(id),
            }
        }
        Ok(refers)
    }

    async fn set_updates(&mut self, old: &[Update], new: &[Update]) -> Result<(), Error> {
        let key = |update: &Update| (update.indicator.clone(), update.year);
        let mut known: HashMap<(String, Year), &Update> = old.iter().map(|update| (key(update), update)).collect();
        for update in new {
            let before = known.remove(&key(update));
            let version = before.map_or(0, |before| before.version);
            let settled = before.map(|before| with_files(update.clone(), self.slug, before));
            let update = settled.as_ref().unwrap_or(update);
            // A file knows no versions: what counts is what is said.
            if before.is_some_and(|before| says_the_same(before, update)) {
                continue;
            }
            let code = &update.indicator;
            let Some(after) = updates::set(self.tx, self.plan, code, update, version).await? else {
                return Err(Error::Conflict(format!("{code} {} refers to nothing", update.year)));
            };
            let action = if before.is_some() { Action::Changed } else { Action::Added };
            let records = (before.map(serde_json::to_value).transpose()?, json(&after)?);
            self.record(action, Entity::Update, code, Some(update.year), records).await?;
        }
        let mut gone: Vec<&Update> = known.into_values().collect();
        gone.sort_by_key(|update| key(update));
        for update in gone {
            updates::remove(self.tx, self.plan, &update.indicator, update.year).await?;
            let records = (json(update)?, None);
            self.record(Action::Removed, Entity::Update, &update.indicator, Some(update.year), records).await?;
        }
        Ok(())
    }

    /// From the end: a node below stands after the one above.
    async fn remove_gone<T: Record>(&mut self, old: &[T], new: &[T]) -> Result<(), Error> {
        let kept: std::collections::HashSet<&str> = new.iter().map(Record::code).collect();
        for record in old.iter().rev().filter(|record| !kept.contains(record.code())) {
            parts::remove(self.tx, self.plan, T::PART, record.code()).await?;
            self.record(Action::Removed, T::ENTITY, record.code(), None, (json(record)?, None)).await?;
        }
        Ok(())
    }

    /// One change, one revision.
    async fn record(
        &mut self,
        action: Action,
        entity: Entity,
        code: &str,
        year: Option<Year>,
        (before, after): (Option<Value>, Option<Value>),
    ) -> Result<(), Error> {
        if !self.recording {
            return Ok(());
        }
        self.made += 1;
        let change = NewChange {
            revision: plans::bump(self.tx, self.plan, Visibility::Public).await?,
            at: self.author.at.to_owned(),
            actor: self.author.actor.to_owned(),
            account: self.author.account,
            action,
            entity,
            code: code.to_owned(),
            year,
            before,
            after,
            reason: self.author.reason.to_owned(),
            visibility: Visibility::Public,
        };
        changes::add(self.tx, self.plan, &change).await
    }
}
