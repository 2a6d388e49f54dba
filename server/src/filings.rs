//! Updates on their way: the one place that writes them, for single and bulk requests alike. Which step may
//! follow is `domain::filing`; approving writes the public update and the public change in the same
//! transaction. Callers commit, then publish.

use domain::account::Rights;
use domain::change::{Action, Entity};
use domain::error::{FieldError, FieldErrorCode};
use domain::filing::{self, Actor, Entry, Filing, FilingAction, FilingState, Remark};
use domain::id::PlanId;
use domain::indicator::Indicator;
use domain::territory::Duty;
use domain::text::Text;
use domain::update::{Content, Update};
use domain::validate::{Problem, Warning, check_part, check_update, warnings};
use domain::year::{Year, YearState};

use crate::auth::Person;
use crate::db::Tx;
use crate::error::Error;
use crate::evidence;
use crate::notices::{self, Told};
use crate::publish::Past;
use crate::record::{LONGEST_TEXT, Record, check_text};
use crate::store;
use crate::store::changes::Visibility;
use crate::store::filings::{At, Body, StoredFiling};
use crate::territories;

/// One cell that somebody works on, with all that decides what they may do.
pub struct Desk<'a> {
    /// Who.
    person: &'a Person,
    rights: Rights,
    /// When, RFC 3339.
    now: &'a str,
    plan: PlanId,
    /// Of a part, with the body of the territory as the one that reports it.
    indicator: Indicator,
    /// Code of the territory; empty for the whole country.
    territory: String,
    /// The plan's threshold of figures about people.
    k: u32,
    published: Option<Update>,
    /// Figures of all years that are published.
    past: Vec<(Year, f64)>,
    year: Year,
    stored: Option<StoredFiling>,
    writable: bool,
}

/// Locks the plan and reads a cell of it.
pub async fn open<'a>(
    tx: &mut Tx,
    person: &'a Person,
    now: &'a str,
    slug: &str,
    at: At<'_>,
) -> Result<Desk<'a>, Error> {
    let (plan, _) = store::plans::lock(tx, slug).await?.ok_or(Error::NotFound("plan"))?;
    read(tx, (person, now), plan, slug, at).await
}

/// Reads a cell.
pub async fn read<'a>(
    tx: &mut Tx,
    (person, now): (&'a Person, &'a str),
    plan: PlanId,
    slug: &str,
    at: At<'_>,
) -> Result<Desk<'a>, Error> {
    let (rights, year) = (person.rights(slug), at.year);
    let mut found = store::indicators::get(tx, plan, at.code).await?.ok_or(Error::NotFound("indicator"))?;
    if !at.territory.is_empty() {
        found.indicator.responsible = territories::body(tx, plan, &found.indicator, at.territory).await?;
        let parts = store::territories::list(tx, plan, Some(at.code), Some(at.territory)).await?;
        found.updates = parts.into_iter().map(|(_, part)| part).collect();
    }
    let responsible = &found.indicator.responsible;
    if !(rights.reviews || rights.may_report_for(responsible)) {
        return Err(Error::NotAllowed);
    }
    let state = found.plan.year_index(year).map(|index| found.plan.years[index].state);
    let state = state.ok_or(Error::NotFound("year"))?;
    let writable = is_writable(tx, plan, year, state, responsible, &person.today).await?;
    let stored = store::filings::get(tx, plan, at).await?;
    let figure = |update: &Update| Some((update.year, found.indicator.figure(update)?));
    let past = found.updates.iter().filter_map(figure).collect();
    let published = found.updates.into_iter().find(|update| update.year == year);
    let (indicator, k) = (found.indicator, found.plan.suppression_threshold);
    let territory = at.territory.to_owned();
    Ok(Desk { person, rights, now, plan, indicator, territory, k, published, past, year, stored, writable })
}

/// True when an institution may write in a year today.
pub async fn is_writable(
    tx: &mut Tx,
    plan: PlanId,
    year: Year,
    state: YearState,
    institution: &str,
    today: &str,
) -> Result<bool, Error> {
    let extended = match state {
        YearState::Closed => store::filings::extension(tx, plan, year, institution).await?,
        _ => None,
    };
    Ok(filing::is_writable(state, extended.as_deref(), today))
}

/// A cell as a person sees it. Where nobody has written, or the published figure is newer than what was approved
/// here, what is published stands in it.
pub fn cell(
    duty: Duty<'_>,
    year: Year,
    stored: Option<&StoredFiling>,
    published: Option<&Update>,
    (person, rights): (&Person, &Rights),
    writable: bool,
) -> Filing {
    let state = stored.map(|stored| stored.state);
    let body = stored.map(|stored| stored.body.clone()).unwrap_or_default();
    let settled = state.is_none_or(|state| state == FilingState::Approved);
    let newer = published.filter(|update| settled && update.version != body.published);
    Filing {
        indicator: duty.indicator.code.clone(),
        territory: duty.territory.to_owned(),
        year,
        state: state.or(published.map(|_| FilingState::Approved)),
        version: stored.map_or(0, |stored| stored.version),
        entry: newer.cloned().map_or(body.entry, Entry::from),
        saved_by: body.saved_by,
        saved_at: body.saved_at,
        remarks: body.remarks,
        returned: body.returned.map(Box::new),
        allowed: filing::allowed(state, actor(stored, person, rights, duty), writable),
        withheld: false,
    }
}

fn actor(stored: Option<&StoredFiling>, person: &Person, rights: &Rights, duty: Duty<'_>) -> Actor {
    // A figure that is made of territories is typed by nobody.
    let is_typed = duty.territory.is_empty() == duty.indicator.by_territory.is_empty();
    Actor {
        reports: is_typed && rights.may_report_for(duty.institution),
        reviews: rights.reviews,
        wrote_it: stored.is_some_and(|stored| stored.body.writers.contains(&person.id.0)),
    }
}

impl Desk<'_> {
    /// The cell as this person sees it.
    pub fn show(&self) -> Filing {
        let (stored, published) = (self.stored.as_ref(), self.published.as_ref());
        cell(self.duty(), self.year, stored, published, (self.person, &self.rights), self.writable)
    }

    fn duty(&self) -> Duty<'_> {
        let Desk { indicator, territory, .. } = self;
        Duty { indicator, territory, institution: &indicator.responsible }
    }

    fn at(&self) -> At<'_> {
        At { code: &self.indicator.code, territory: &self.territory, year: self.year }
    }

    /// Writes content over the version that was read: a draft, whatever it was before.
    pub async fn save(mut self, tx: &mut Tx, mut entry: Entry, version: i64) -> Result<Filing, Error> {
        let next = self.step(FilingAction::Save)?;
        self.check_version(version)?;
        let over = self.published.as_ref().map_or(0, |update| update.version);
        let mut body = self.body();
        if self.state() == Some(next) && body.entry == entry && body.published == over {
            // The same again is no change.
            return Ok(self.show());
        }
        let (institution, writer) = (&self.indicator.responsible, Some(self.person.id));
        evidence::settle(tx, self.plan, institution, writer, self.now, &mut entry.evidence).await?;
        self.check_entry(tx, &entry, false).await?;
        if self.state() == Some(FilingState::Approved) {
            body.writers.clear();
        }
        let before = body.entry.clone();
        body.entry = entry;
        body.published = over;
        self.sign(&mut body);
        let after = body.entry.clone();
        self.write(tx, next, body, version).await?;
        self.record(Action::Saved, Visibility::Internal, "").add(tx, self.plan, Some(&before), Some(&after)).await?;
        Ok(self.show())
    }

    /// One step on the way, on exactly the version that was seen. Gives also the revision of the public change
    /// that it made, if it made one.
    pub async fn act(
        mut self,
        tx: &mut Tx,
        action: FilingAction,
        version: i64,
        text: &str,
    ) -> Result<(Filing, Option<i64>), Error> {
        let text = text.trim();
        check_text("text", text, LONGEST_TEXT)?;
        let next = self.step(action)?;
        self.check_version(version)?;
        let needs_words = matches!(action, FilingAction::Return | FilingAction::Comment);
        if needs_words && text.is_empty() {
            return Err(Error::field("text", FieldErrorCode::Missing, "say why"));
        }
        let mut body = self.body();
        let over = self.published.as_ref().map_or(0, |update| update.version);
        if matches!(action, FilingAction::Submit | FilingAction::Approve) && body.published != over {
            // A machine or an import published another figure meanwhile: somebody looks at it first.
            return Err(Error::stale(Some(&self.show())));
        }
        match action {
            FilingAction::Return => body.returned = Some(body.entry.clone()),
            FilingAction::Approve => body.returned = None,
            _ => {}
        }
        if action == FilingAction::Submit {
            self.check_entry(tx, &body.entry, true).await?;
            self.sign(&mut body);
        }
        body.remarks.push(Remark {
            at: self.now.to_owned(),
            by: self.person.me.name.clone(),
            action,
            text: text.to_owned(),
        });
        if action == FilingAction::Approve {
            let writers = body.writers.clone();
            let (revision, withheld) = self.publish(tx, &mut body).await?;
            self.write(tx, next, body, version).await?;
            self.tell(tx, action, &writers, text).await?;
            return Ok((Filing { withheld, ..self.show() }, Some(revision)));
        }
        let writers = body.writers.clone();
        self.write(tx, next, body, version).await?;
        self.record(history(action), Visibility::Internal, text).add::<Entry>(tx, self.plan, None, None).await?;
        self.tell(tx, action, &writers, text).await?;
        Ok((self.show(), None))
    }

    fn state(&self) -> Option<FilingState> {
        self.stored.as_ref().map(|stored| stored.state)
    }

    fn step(&self, action: FilingAction) -> Result<FilingState, Error> {
        let actor = actor(self.stored.as_ref(), self.person, &self.rights, self.duty());
        filing::transition(self.state(), action, actor, self.writable).map_err(Error::Refused)
    }

    fn check_version(&self, version: i64) -> Result<(), Error> {
        let held = self.stored.as_ref().map_or(0, |stored| stored.version);
        if held == version { Ok(()) } else { Err(Error::stale(Some(&self.show()))) }
    }

    fn body(&self) -> Body {
        self.stored.as_ref().map(|stored| stored.body.clone()).unwrap_or_default()
    }

    fn sign(&self, body: &mut Body) {
        body.saved_by.clone_from(&self.person.me.name);
        body.saved_at = self.now.to_owned();
        if !body.writers.contains(&self.person.id.0) {
            body.writers.push(self.person.id.0);
        }
    }

    /// Refuses what the indicator cannot have; with `whole` also what is missing.
    async fn check_entry(&self, tx: &mut Tx, entry: &Entry, whole: bool) -> Result<(), Error> {
        check_text("explanation", &entry.explanation, LONGEST_TEXT)?;
        // A draft may lack its figure; everything else of it is checked all the same.
        let content = entry.content.clone().unwrap_or_else(|| Content::NoData(Text::default()));
        let judged = Entry { content: Some(content), ..entry.clone() };
        let Some(update) = judged.update(&self.indicator.code, self.year, 1) else { return Ok(()) };
        let frame = store::plans::frame(tx, self.plan).await?.ok_or(Error::NotFound("plan"))?;
        let mut problems = check_update(&frame, &self.indicator, &update);
        if !self.territory.is_empty() {
            problems.extend(check_part(&self.indicator, &update));
        }
        // A text that lacks a language is not finished: while it is a draft that is no error.
        let problems = problems.iter().filter(|problem| whole || problem.error != FieldErrorCode::Missing);
        let errors: Vec<FieldError> = problems.map(|problem| field_error(problem, self.year)).collect();
        if !errors.is_empty() {
            return Err(Error::Invalid(errors));
        }
        // A warning never stops anybody, as long as the reviewer reads why the figure is right.
        let is_odd = whole && warnings(&self.indicator, &self.past, &update).iter().any(Warning::must_be_explained);
        if is_odd && entry.explanation.trim().is_empty() {
            return Err(Error::field(
                "explanation",
                FieldErrorCode::Missing,
                "there are warnings; say why it is right",
            ));
        }
        Ok(())
    }

    /// Makes the entry the public update, as one public change. Gives its revision, and whether nothing of it
    /// is shown because of earlier versions.
    async fn publish(&self, tx: &mut Tx, body: &mut Body) -> Result<(i64, bool), Error> {
        let held = self.published.as_ref().map_or(0, |update| update.version);
        let wanted = body.entry.update(&self.indicator.code, self.year, held);
        let wanted = wanted.ok_or_else(|| Error::field("content", FieldErrorCode::Missing, "there is no figure"))?;
        if !self.territory.is_empty() {
            let (part, record) =
                ((&self.indicator, &wanted, held), self.record(Action::Approved, Visibility::Public, ""));
            let published = territories::publish(tx, self.plan, self.at(), part, record).await?;
            let published = published.ok_or_else(|| Error::stale(Some(&self.show())))?;
            body.published = published.version;
            return Ok((published.revision, published.withheld));
        }
        let after = store::updates::set(tx, self.plan, &self.indicator.code, &wanted, held).await?;
        let after = after.ok_or_else(|| Error::stale(Some(&self.show())))?;
        body.published = after.version;
        let mut past = Past::of(tx, self.plan, &self.indicator).await?;
        self.published.iter().for_each(|before| past.add(before));
        let withheld = past.log(&self.indicator, &after, self.k);
        let record = self.record(Action::Approved, Visibility::Public, "");
        Ok((record.add(tx, self.plan, self.published.as_ref(), Some(&after)).await?, withheld))
    }

    async fn write(&mut self, tx: &mut Tx, state: FilingState, body: Body, version: i64) -> Result<(), Error> {
        let written = store::filings::set(tx, self.plan, self.at(), version, state, &body).await?;
        let Some(version) = written else { return Err(Error::stale(Some(&self.show()))) };
        self.stored = Some(StoredFiling {
            indicator: self.indicator.code.clone(),
            territory: self.territory.clone(),
            responsible: self.indicator.responsible.clone(),
            year: self.year,
            state,
            version,
            body,
        });
        Ok(())
    }

    async fn tell(&self, tx: &mut Tx, action: FilingAction, writers: &[i64], text: &str) -> Result<(), Error> {
        let (code, institution) = (self.indicator.code.as_str(), self.indicator.responsible.as_str());
        let (person, now, year) = (self.person, self.now, self.year);
        let told = Told { person, now, action, code, year, institution, writers, text };
        notices::tell(tx, self.plan, &self.rights, &told).await
    }

    fn record<'a>(&'a self, action: Action, visibility: Visibility, reason: &'a str) -> Record<'a> {
        Record {
            at: self.now,
            // The public reads who answers for the figure, not the names of officials.
            actor: &self.indicator.responsible,
            account: Some(self.person.id),
            action,
            entity: Entity::Update,
            code: &self.indicator.code,
            year: Some(self.year),
            reason,
            visibility,
        }
    }

    /// The plan's row.
    pub fn plan(&self) -> PlanId {
        self.plan
    }
}

fn history(action: FilingAction) -> Action {
    match action {
        FilingAction::Save => Action::Saved,
        FilingAction::Submit => Action::Submitted,
        FilingAction::Withdraw => Action::Withdrawn,
        FilingAction::Return => Action::Returned,
        FilingAction::Approve => Action::Approved,
        FilingAction::Comment => Action::Commented,
    }
}

/// The problem's field as it is called in a body. The check names fields as plan files do.
pub fn field_error(problem: &Problem, year: Year) -> FieldError {
    let path = problem.field.strip_prefix(&format!("updates.{year}")).unwrap_or(&problem.field);
    let field = match path.strip_prefix('.').unwrap_or(path) {
        "" if problem.error == FieldErrorCode::OutOfRange => "year".to_owned(),
        "" | "value" | "text" | "no_data" => "content".to_owned(),
        other => match other.strip_prefix("breakdown.") {
            Some(dimension) => format!("breakdowns.{dimension}"),
            None => other.to_owned(),
        },
    };
    FieldError { field, code: problem.error, message: problem.message.clone() }
}
