//! All versions of a plan, newest first; comparing two of them; freezing the next one.

use domain::error::ErrorCode;
use domain::version::{Version, Versions};
use gloo_net::http::Method;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use super::Shared;
use super::paths::{self, VersionsRoute};
use crate::client::{self, Failure};
use crate::history::{Address, Step};
use crate::i18n::fill;

type Loaded = RwSignal<Option<Result<Versions, Failure>>>;

fn load(slug: String, loaded: Loaded) {
    spawn_local(async move {
        let answer = client::get(&paths::api(&VersionsRoute::List(slug))).await;
        let _ = loaded.try_set(Some(answer));
    });
}

pub(super) fn page(shared: Shared, slug: String) -> AnyView {
    let loaded: Loaded = RwSignal::new(None);
    load(slug.clone(), loaded);
    let plan = StoredValue::new(slug);
    view! {
        <h1 class="page__title">{shared.t.title}</h1>
        <p class="page__lead">{shared.t.lead}</p>
        {move || match loaded.get() {
            None => view! { <div class="skeleton" role="status"></div> }.into_any(),
            Some(Err(failure)) => {
                crate::office::shell::failed(shared.words, &failure, move || load(plan.get_value(), loaded))
            }
            Some(Ok(versions)) => draw(shared, plan, &versions),
        }}
        {freeze(shared, plan, loaded)}
    }
    .into_any()
}

fn draw(shared: Shared, plan: StoredValue<String>, versions: &Versions) -> AnyView {
    let t = shared.t;
    let Some(newest) = versions.versions.first() else { return view! { <p>{t.none}</p> }.into_any() };
    let number = newest.number.to_string();
    let state = if versions.is_current { t.is_current } else { t.is_changed };
    let changes = (!versions.is_current).then(|| {
        let href = shared.href(&VersionsRoute::Compare(plan.get_value(), Some(newest.number), None));
        view! { " " <a href=href>{t.see_changes}</a> }
    });
    let cards = versions.versions.iter().map(|version| card(shared, plan, version)).collect_view();
    let choose =
        (versions.versions.len() > 1).then(|| choose(shared, plan, (newest.number - 1, newest.number), newest.number));
    view! {
        <p class="versions__state">{fill(state, &[("n", &number)])} {changes}</p>
        <ol class="versions__list" role="list">{cards}</ol>
        {choose}
    }
    .into_any()
}

fn card(shared: Shared, plan: StoredValue<String>, version: &Version) -> impl IntoView + use<> {
    let t = shared.t;
    let slug = plan.get_value();
    let number = version.number;
    let previous = (number > 1).then(|| {
        let href = shared.href(&VersionsRoute::Compare(slug.clone(), Some(number - 1), Some(number)));
        let before = (number - 1).to_string();
        view! { <li><a href=href>{fill(t.with_previous, &[("n", &before)])}</a></li> }
    });
    let now = shared.href(&VersionsRoute::Compare(slug.clone(), Some(number), None));
    let verify = shared.href(&VersionsRoute::Verify(slug.clone(), version.hash.clone()));
    let title = fill(t.number, &[("n", &number.to_string())]);
    let label = format!("{} ({title})", t.canonical);
    view! {
        <li class="versions__version">
            <h2 class="versions__number" id=format!("version-{number}")>{title}</h2>
            <p class="versions__when">
                <time datetime=version.at.clone()>{shared.words.locale.moment(&version.at)}</time>
                " · " {version.actor.clone()}
            </p>
            <p class="versions__reason">{version.reason.clone()}</p>
            <p class="versions__hash">
                <span class="versions__label">{t.hash}</span> " " <code>{version.hash.clone()}</code>
            </p>
            <ul class="versions__links" role="list" aria-labelledby=format!("version-{number}")>
                {previous}
                <li><a href=now>{t.with_now}</a></li>
                <li><a href=verify>{t.verify}</a></li>
                <li><a href=paths::api_canonical(&slug, number) download="" aria-label=label>{t.canonical}</a></li>
            </ul>
        </li>
    }
}

/// Two sides to choose. `to` above the newest is the plan as it stands.
pub(super) fn choose(
    shared: Shared,
    plan: StoredValue<String>,
    (from, to): (i64, i64),
    newest: i64,
) -> impl IntoView + use<> {
    let t = shared.t;
    let (from, to) = (RwSignal::new(from), RwSignal::new(to));
    let address = Address::get();
    let go = move |event: SubmitEvent| {
        event.prevent_default();
        let side = |number: i64| (number <= newest).then_some(number);
        let route = VersionsRoute::Compare(plan.get_value(), side(from.get_untracked()), side(to.get_untracked()));
        address.go(&shared.href(&route), Step::Push);
    };
    let select = move |id: &'static str, label: &'static str, value: RwSignal<i64>| {
        let options = (1..=newest + 1).rev().map(|number| {
            let name = shared.side((number <= newest).then_some(number));
            view! { <option value=number.to_string() selected=move || value.get() == number>{name}</option> }
        });
        view! {
            <div class="field">
                <label class="field__label" for=id>{label}</label>
                <select class="field__input" id=id on:change=move |event| {
                    if let Ok(number) = event_target_value(&event).parse() {
                        value.set(number);
                    }
                }>{options.collect_view()}</select>
            </div>
        }
    };
    view! {
        <form class="versions__choose" on:submit=go aria-label=t.compare_two>
            {select("versions-from", t.from, from)}
            {select("versions-to", t.to, to)}
            <button class="button" type="submit">{t.compare}</button>
        </form>
    }
}

/// For the coordinator: freezing the plan as it stands.
fn freeze(shared: Shared, plan: StoredValue<String>, loaded: Loaded) -> impl IntoView {
    let t = shared.t;
    let (reason, told, wrong) =
        (RwSignal::new(String::new()), RwSignal::new(None::<String>), RwSignal::new(None::<String>));
    let busy = RwSignal::new(false);
    let newest = Memo::new(move |_| {
        loaded.with(|loaded| match loaded {
            Some(Ok(versions)) if versions.may_freeze => {
                Some(versions.versions.first().map_or(0, |newest| newest.number))
            }
            _ => None,
        })
    });
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        let Some(after) = newest.get_untracked().filter(|_| !busy.get_untracked()) else { return };
        told.set(None);
        wrong.set(reason.with_untracked(|reason| reason.trim().is_empty()).then(|| t.reason_needed.to_owned()));
        if wrong.with_untracked(Option::is_some) {
            return;
        }
        busy.set(true);
        spawn_local(async move {
            let path = paths::api(&VersionsRoute::List(plan.get_value()));
            let body = json!({ "reason": reason.get_untracked(), "after": after });
            match client::send::<Version>(Method::POST, &path, &body).await {
                Ok(version) => {
                    reason.set(String::new());
                    told.set(Some(fill(t.freeze_done, &[("n", &version.number.to_string())])));
                }
                Err(failure) if failure.code == ErrorCode::Conflict => wrong.set(Some(t.freeze_stale.to_owned())),
                Err(failure) => wrong.set(Some(shared.failure(&failure))),
            }
            busy.set(false);
            load(plan.get_value(), loaded);
        });
    };
    // The form stays while the list is read again: what it says stays with it.
    let form = move || {
        let next = newest.get()? + 1;
        Some(view! {
            <section class="versions__freeze" aria-labelledby="freeze-title">
                <h2 id="freeze-title">{t.freeze_title}</h2>
                <p id="freeze-text">{t.freeze_text}</p>
                <form class="form form--inline" on:submit=send>
                    <div class="field">
                        <label class="field__label" for="freeze-reason">{t.freeze_reason}</label>
                        <input
                            class="field__input"
                            id="freeze-reason"
                            autocomplete="off"
                            aria-describedby="freeze-wrong"
                            aria-invalid=move || wrong.with(Option::is_some).to_string()
                            prop:value=move || reason.get()
                            on:input=move |event| reason.set(event_target_value(&event))
                        />
                        <span class="field__wrong" id="freeze-wrong" role="alert">{move || wrong.get()}</span>
                    </div>
                    <div class="desk__buttons">
                        <button class="button" type="submit">{fill(t.freeze, &[("n", &next.to_string())])}</button>
                    </div>
                </form>
            </section>
        })
    };
    view! {
        {form}
        <p role="status">{move || told.get()}</p>
    }
}
