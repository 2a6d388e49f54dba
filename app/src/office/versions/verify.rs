//! Whether a hash is one of a version: the page to which minutes lead.

use domain::version::{Verification, Version};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Shared;
use super::paths::{self, VersionsRoute};
use crate::client::{self, Failure};
use crate::history::{Address, Step};
use crate::i18n::fill;

pub(super) fn page(shared: Shared, slug: String, hash: String) -> AnyView {
    let loaded: RwSignal<Option<Result<Verification, Failure>>> = RwSignal::new(None);
    let route = StoredValue::new(VersionsRoute::Verify(slug.clone(), hash.clone()));
    let load = move || {
        spawn_local(async move {
            let answer = client::get(&paths::api(&route.get_value())).await;
            let _ = loaded.try_set(Some(answer));
        });
    };
    load();
    let plan = StoredValue::new(slug);
    view! {
        <h1 class="page__title">{shared.t.verify_title}</h1>
        <p class="page__lead">{shared.t.verify_lead}</p>
        {move || match loaded.get() {
            None => view! { <div class="skeleton" role="status"></div> }.into_any(),
            Some(Err(failure)) => crate::office::shell::failed(shared.words, &failure, load),
            Some(Ok(found)) => result(shared, plan, &found),
        }}
        {another(shared, plan, hash)}
    }
    .into_any()
}

fn result(shared: Shared, plan: StoredValue<String>, found: &Verification) -> AnyView {
    let t = shared.t;
    let hash = found.hash.clone();
    let Some(version) = found.versions.first() else {
        return view! {
            <div class="notice versions__result versions__result--no" role="status">
                <p class="notice__title"><span aria-hidden="true">"✗ "</span>{t.verify_no}</p>
                <p><code>{hash}</code></p>
            </div>
        }
        .into_any();
    };
    let more = found.versions.iter().map(|version| one(shared, version)).collect_view();
    let slug = plan.get_value();
    let all = shared.href(&VersionsRoute::List(slug.clone()));
    view! {
        <div class="notice versions__result versions__result--yes" role="status">
            {more}
            <p><code>{hash}</code></p>
            {found.is_current.then(|| view! { <p>{t.verify_current}</p> })}
            <p><a href=all>{t.all_versions}</a></p>
        </div>
        <h2>{t.how}</h2>
        <p>{t.how_text}</p>
        <p><a href=paths::api_canonical(&slug, version.number) download="">{t.canonical}</a></p>
    }
    .into_any()
}

fn one(shared: Shared, version: &Version) -> impl IntoView + use<> {
    let (number, date) = (version.number.to_string(), shared.words.locale.moment(&version.at));
    let title = fill(shared.t.verify_yes, &[("n", &number), ("date", &date)]);
    view! {
        <p class="notice__title"><span aria-hidden="true">"✓ "</span>{title}</p>
        <p>{version.reason.clone()}</p>
    }
}

fn another(shared: Shared, plan: StoredValue<String>, hash: String) -> impl IntoView {
    let t = shared.t;
    let typed = RwSignal::new(hash);
    let address = Address::get();
    let go = move |event: SubmitEvent| {
        event.prevent_default();
        let hash: String = typed.with_untracked(|typed| typed.chars().filter(|c| !c.is_whitespace()).collect());
        if !hash.is_empty() {
            address.go(&shared.href(&VersionsRoute::Verify(plan.get_value(), hash)), Step::Push);
        }
    };
    view! {
        <form class="versions__choose" on:submit=go>
            <div class="field versions__wide">
                <label class="field__label" for="verify-hash">{t.verify_field}</label>
                <input
                    class="field__input"
                    id="verify-hash"
                    autocomplete="off"
                    spellcheck="false"
                    prop:value=move || typed.get()
                    on:input=move |event| typed.set(event_target_value(&event))
                />
            </div>
            <button class="button" type="submit">{t.verify_check}</button>
        </form>
    }
}
