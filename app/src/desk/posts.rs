//! What belongs to a post: who holds it, what it answers for, what waits, whom to ask.

use domain::account::Membership;
use domain::filing::FilingState;
use domain::handover::{Contact, Duty, Handover, Holder, Waiting};
use domain::people::Post;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure};
use super::fields::today;
use super::paths::{self, DeskRoute};
use super::plan::Reading;
use super::{Words, shell, words};
use crate::i18n::fill;

/// The posts of the account page, each with the way to what belongs to it.
pub fn list(words: Words) -> impl IntoView {
    let t = words.t;
    let loaded: RwSignal<Option<Result<StoredValue<Vec<Post>>, Failure>>> = RwSignal::new(None);
    let load = move || {
        spawn_local(async move { loaded.set(Some(api::posts().await.map(StoredValue::new))) });
    };
    load();
    let line = move |post: Post| {
        let href = paths::print(words.locale.tongue, &DeskRoute::Post(post.id.0));
        view! {
            <li>{post.membership.post.clone()} " · " {place(words, &post.membership)} " " <a href=href aria-label=format!("{}: {}", t.handover, post.membership.post)>{t.handover}</a></li>
        }
    };
    move || match loaded.get() {
        None => view! { <div class="skeleton" role="status"></div> }.into_any(),
        Some(Err(failure)) => shell::failed(words, &failure, load),
        Some(Ok(posts)) => {
            view! { <ul class="plain">{posts.get_value().into_iter().map(line).collect_view()}</ul> }.into_any()
        }
    }
}

/// Institution, function, days.
fn place(words: Words, held: &Membership) -> String {
    let t = words.t;
    let place = if held.institution.is_empty() { t.coordination } else { &held.institution };
    format!("{place} · {} · {}", words::role(words, held.role), days(words, &held.from, &held.until))
}

fn days(words: Words, from: &str, until: &str) -> String {
    let t = words.t;
    let from = fill(t.post_from, &[("day", &words.locale.day(from))]);
    if until.is_empty() { from } else { format!("{from} {}", fill(t.post_until, &[("day", &words.locale.day(until))])) }
}

/// The page of a post.
pub fn page(words: Words, id: i64) -> AnyView {
    let plan = Reading::new();
    let loaded: RwSignal<Option<Result<StoredValue<Handover>, Failure>>> = RwSignal::new(None);
    let load = move || {
        spawn_local(async move {
            let handover = async {
                let handover = api::post(id).await?;
                plan.open(&handover.post.membership.plan).await?;
                Ok(StoredValue::new(handover))
            };
            loaded.set(Some(handover.await));
        });
    };
    load();
    (move || match loaded.get() {
        None => view! { <div class="skeleton" role="status"></div> }.into_any(),
        Some(Err(failure)) => shell::failed(words, &failure, load),
        Some(Ok(handover)) => handover.with_value(|handover| draw(words, plan, handover)),
    })
    .into_any()
}

fn draw(words: Words, plan: Reading, handover: &Handover) -> AnyView {
    let t = words.t;
    let today = today();
    let held = &handover.post.membership;
    let holders = handover.holders.iter().map(|who| holder(words, who, &today));
    let reviewers = handover.reviewers.iter().map(|who| view! { <li>{contact(who)}</li> });
    view! {
        <h1 class="page__title">{held.post.clone()}</h1>
        <p>{place(words, held)}</p>
        <section class="desk__section">
            <h2>{t.holders}</h2>
            <ul class="plain">{holders.collect_view()}</ul>
        </section>
        <section class="desk__section">
            <h2>{t.waits}</h2>
            {waiting(words, plan, held, &handover.waiting)}
        </section>
        <section class="desk__section">
            <h2>{t.duties}</h2>
            {duties(words, plan, &held.plan, &handover.indicators)}
        </section>
        <section class="desk__section">
            <h2>{t.ask_whom}</h2>
            <ul class="plain">{reviewers.collect_view()}</ul>
        </section>
    }
    .into_any()
}

fn contact(who: &Contact) -> impl IntoView + use<> {
    view! { {who.name.clone()} " · " <a href=format!("mailto:{}", who.email)>{who.email.clone()}</a> }
}

fn holder(words: Words, holder: &Holder, today: &str) -> impl IntoView + use<> {
    let t = words.t;
    let when = match () {
        () if !holder.until.is_empty() && *holder.until < *today => t.holder_before,
        () if *holder.from > *today => t.holder_after,
        () => t.holder_now,
    };
    let class = if when == t.holder_now { "tag tag--submitted" } else { "tag tag--none" };
    view! {
        <li><span class=class>{when}</span> " " {contact(&holder.contact)} " · " {days(words, &holder.from, &holder.until)}</li>
    }
}

/// Indicators with where their figure comes from.
fn duties(words: Words, plan: Reading, slug: &str, duties: &[Duty]) -> AnyView {
    let t = words.t;
    if duties.is_empty() {
        return view! { <p>{t.no_duties}</p> }.into_any();
    }
    let lines = duties.iter().map(|duty| {
        let href = paths::public_indicator(words.locale.tongue, slug, &duty.code);
        let sources = plan.text(words, &duty.verification);
        view! {
            <tr>
                <th scope="row"><a class="grid__code" href=href rel="external">{duty.code.clone()}</a></th>
                <td>{plan.text(words, &duty.title)}</td>
                <td>{sources}</td>
            </tr>
        }
    });
    view! {
        <div class="board__scroll" tabindex="0" role="group" aria-label=t.duties>
            <table class="paste__table">
                <thead><tr><th scope="col" colspan="2">{t.column_indicator}</th><th scope="col">{t.sources}</th></tr></thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Updates that wait for the post, each with the way to its cell.
fn waiting(words: Words, plan: Reading, held: &Membership, waiting: &[Waiting]) -> AnyView {
    let t = words.t;
    if waiting.is_empty() {
        return view! { <p>{t.nothing_waits}</p> }.into_any();
    }
    let route = if held.role.is_of_institution() { DeskRoute::MyUpdates } else { DeskRoute::Review };
    let lines = waiting.iter().map(|cell| {
        let href = paths::of_cell(words.locale.tongue, &route, &held.plan, cell.year, &cell.indicator);
        let saved = [("name", cell.saved_by.clone()), ("date", words.locale.moment(&cell.saved_at))];
        let title = plan.title(words, &cell.indicator);
        view! {
            <li class="told__notice">
                <p>
                    <a class="told__what" href=href>{cell.indicator.clone()} ", " {cell.year}</a> " " {title} " "
                    <span class=format!("tag tag--{}", cell.state.word())>{words::state(words, Some(cell.state))}</span>
                </p>
                {(cell.state == FilingState::Returned && !cell.reason.is_empty()).then(|| view! { <p>{cell.reason.clone()}</p> })}
                <p class="told__when">{words::fill_all(t.conflict_by, &saved)}</p>
            </li>
        }
    });
    view! { <ul class="told">{lines.collect_view()}</ul> }.into_any()
}
