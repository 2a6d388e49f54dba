//! Two versions side by side, record by record and field by field, with the change behind each.

use domain::version::{Cause, Comparison, Difference, Fate, FieldDifference};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::paths::{self, VersionsRoute};
use super::{Shared, entity, list, restore};
use crate::client::{self, Failure};
use crate::i18n::fill;
use crate::words;

/// What is shown, and what can be done with it.
#[derive(Clone, Copy)]
pub(super) struct Shown {
    pub shared: Shared,
    pub slug: StoredValue<String>,
    pub loaded: RwSignal<Option<Result<Comparison, Failure>>>,
    /// Record and field that is being restored.
    pub restoring: RwSignal<Option<(String, String)>>,
    /// What was done last.
    pub told: RwSignal<Option<String>>,
    pub sides: (Option<i64>, Option<i64>),
}

impl Shown {
    pub(super) fn load(self) {
        let route = VersionsRoute::Compare(self.slug.get_value(), self.sides.0, self.sides.1);
        spawn_local(async move {
            let answer = client::get(&paths::api(&route)).await;
            let _ = self.loaded.try_set(Some(answer));
        });
    }
}

pub(super) fn page(shared: Shared, slug: String, from: Option<i64>, to: Option<i64>) -> AnyView {
    let shown = Shown {
        shared,
        slug: StoredValue::new(slug.clone()),
        loaded: RwSignal::new(None),
        restoring: RwSignal::new(None),
        told: RwSignal::new(None),
        sides: (from, to),
    };
    shown.load();
    let all = shared.href(&VersionsRoute::List(slug));
    view! {
        <h1 class="page__title">{shared.t.compare_title}</h1>
        <p class="versions__sides">
            {shared.side(from)} <span aria-hidden="true">" → "</span> <span class="visually-hidden">" – "</span> {shared.side(to)}
            " · " <a href=all>{shared.t.all_versions}</a>
        </p>
        <p role="status" class="versions__told">{move || shown.told.get()}</p>
        {move || match shown.loaded.get() {
            None => view! { <div class="skeleton" role="status"></div> }.into_any(),
            Some(Err(failure)) => crate::office::shell::failed(shared.words, &failure, move || shown.load()),
            Some(Ok(comparison)) => draw(shown, &comparison),
        }}
    }
    .into_any()
}

fn draw(shown: Shown, comparison: &Comparison) -> AnyView {
    let (shared, t) = (shown.shared, shown.shared.t);
    if comparison.differences.is_empty() {
        return view! { <p>{t.no_difference}</p> }.into_any();
    }
    let count = |fate| {
        let found = comparison.differences.iter().filter(|difference| difference.fate == fate);
        shared.words.locale.count(found.count())
    };
    let counts = [("changed", count(Fate::Changed)), ("added", count(Fate::Added)), ("removed", count(Fate::Removed))];
    let counts: Vec<(&str, &str)> = counts.iter().map(|(name, count)| (*name, count.as_str())).collect();
    let newest = [&comparison.from, &comparison.to].into_iter().flatten().map(|version| version.number).max();
    let choose = newest.map(|newest| {
        let side = |number: Option<i64>| number.unwrap_or(newest + 1);
        list::choose(shared, shown.slug, (side(shown.sides.0), side(shown.sides.1)), newest)
    });
    let records = comparison.differences.iter().map(|difference| record(shown, comparison, difference));
    view! {
        {choose}
        <p class="versions__summary">{fill(t.summary, &counts)}</p>
        <ul class="versions__records" role="list">{records.collect_view()}</ul>
    }
    .into_any()
}

fn record(shown: Shown, comparison: &Comparison, difference: &Difference) -> impl IntoView + use<> {
    let (shared, t) = (shown.shared, shown.shared.t);
    let (word, class) = match difference.fate {
        Fate::Added => (t.added, "tag tag--approved"),
        Fate::Removed => (t.removed, "tag tag--returned"),
        Fate::Changed => (t.changed, "tag"),
    };
    let fields = (difference.fate == Fate::Changed).then(|| {
        let lines = difference.fields.iter().map(|field| line(shown, comparison, difference, field)).collect_view();
        view! { <ul class="versions__fields" role="list">{lines}</ul> }
    });
    let cause = difference.revision.and_then(|revision| find(comparison, revision)).map(|found| cause(shared, found));
    view! {
        <li class="versions__record">
            <h2 class="versions__name">
                <span class=class>{word}</span> " "
                <span class="versions__entity">{entity(shared.words, difference.entity)}</span> " " {difference.code.clone()}
                " " <span class="versions__title">{shared.text(&difference.title)}</span>
            </h2>
            {cause}
            {fields}
        </li>
    }
}

fn find(comparison: &Comparison, revision: i64) -> Option<&Cause> {
    comparison.causes.iter().find(|cause| cause.revision == revision)
}

fn cause(shared: Shared, cause: &Cause) -> impl IntoView + use<> {
    let t = shared.t;
    let (number, date) = (cause.revision.to_string(), shared.words.locale.moment(&cause.at));
    let line = fill(t.cause, &[("n", &number), ("date", &date), ("actor", &cause.actor)]);
    let reason = (!cause.reason.is_empty()).then(|| view! { " · " {t.reason} ": " {cause.reason.clone()} });
    let decided = cause.decision.as_ref().map(|decided| {
        let date = shared.words.locale.day(&decided.date);
        view! { " · " {fill(t.cause_workshop, &[("title", &decided.title), ("date", &date)])} }
    });
    view! { <p class="versions__cause">{line} {reason} {decided}</p> }
}

fn line(
    shown: Shown,
    comparison: &Comparison,
    difference: &Difference,
    field: &FieldDifference,
) -> impl IntoView + use<> {
    let shared = shown.shared;
    let name = words::field(shared.words.locale, &field.field);
    let found = field.revision.and_then(|revision| find(comparison, revision));
    // What a version says is brought back into the plan as it stands.
    let number = comparison.from.as_ref().map(|version| version.number).filter(|_| comparison.to.is_none());
    let restore = number
        .filter(|_| comparison.may_restore && restore::is_possible(difference, field))
        .map(|number| restore::button(shown, number, comparison.revision, difference, field, name.clone()));
    view! {
        <li class="versions__field">
            <p class="versions__change">
                <span class="versions__label">{name}</span> " "
                <del>{shared.leaf(&field.before)}</del>
                <span aria-hidden="true">" → "</span> <ins>{shared.leaf(&field.after)}</ins>
            </p>
            {found.map(|found| cause(shared, found))}
            {restore}
        </li>
    }
}
