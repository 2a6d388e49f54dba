//! Around every page: name, navigation, languages, what the reader must know about the figures.

use leptos::prelude::*;

use crate::history::Address;
use crate::i18n::{Locale, fill};
use crate::offline::NewVersion;
use crate::paths::{self, PlanRoute, Route, Tongue};
use crate::state::{Freshness, Load, PlanStore, ViewState};
use crate::words;

/// Head, notices, page, foot.
#[component]
pub fn Shell(children: Children) -> impl IntoView {
    let locale = Locale::get();
    view! {
        <a class="skip" href="#main">{locale.t.skip}</a>
        <Head/>
        <Notices/>
        <main class="main" id="main" tabindex="-1">{children()}</main>
        <Foot/>
        <Spoken/>
    }
}

#[component]
fn Head() -> impl IntoView {
    let locale = Locale::get();
    let t = locale.t;
    let address = Address::get();
    let state = ViewState::get();
    let is_plan = Memo::new(move |_| matches!(address.route().1, Route::Plan { .. }));
    let link = move |page: PlanRoute, words: &'static str| {
        let wanted = page.clone();
        let current = move || match address.route().1 {
            Route::Plan { page, .. } if page == wanted || (page.shows_matrix() && wanted.shows_matrix()) => Some("page"),
            _ => None,
        };
        view! { <a class="nav__link" href=move || state.href(page.clone()) aria-current=current>{words}</a> }
    };
    let links = move || {
        is_plan.get().then(|| view! {
            <nav class="nav" aria-label=t.pages>
                {link(PlanRoute::Matrix, t.page_matrix)}
                {link(PlanRoute::Institutions, t.page_institutions)}
                {link(PlanRoute::Changes, t.page_changes)}
                {link(PlanRoute::About, t.page_about)}
            </nav>
        })
    };
    view! {
        <header class="header">
            <a class="header__name" href=paths::print(locale.tongue, &Route::Plans)>
                <span class="header__logo" aria-hidden="true"></span>"Matriz"
            </a>
            {links}
            <Languages/>
        </header>
    }
}

#[component]
fn Languages() -> impl IntoView {
    let locale = Locale::get();
    let address = Address::get();
    let links: Vec<_> = Tongue::ALL
        .into_iter()
        .map(|tongue| {
            let href = move || {
                let (_, route) = address.route();
                paths::with_query(paths::print(tongue, &route), &address.query())
            };
            let current = (tongue == locale.tongue).then_some("true");
            view! {
                <a class="languages__link" href=href hreflang=tongue.code() lang=tongue.code() aria-current=current title=tongue.name()>
                    <span aria-hidden="true">{tongue.code().to_uppercase()}</span>
                    <span class="visually-hidden">{tongue.name()}</span>
                </a>
            }
        })
        .collect();
    view! { <nav class="languages" aria-label=locale.t.language>{links}</nav> }
}

/// Offline, reconnecting, a new version.
#[component]
fn Notices() -> impl IntoView {
    let locale = Locale::get();
    let t = locale.t;
    let store = PlanStore::get();
    let version = expect_context::<NewVersion>();
    let fresh = move || match store.freshness.get() {
        Freshness::Live => None,
        Freshness::Reconnecting => Some(t.reconnecting.to_owned()),
        Freshness::Offline(at) => Some(fill(t.offline, &[("date", &locale.moment(&at))])),
    };
    let fresh = move || fresh().map(|words| view! { <p class="strip strip--offline">{words}</p> });
    let update = move || {
        version.waits().then(|| view! {
            <p class="strip">
                {t.new_version}" "
                <button type="button" class="button button--quiet" on:click=move |_| version.accept()>{t.reload}</button>
            </p>
        })
    };
    view! { <div class="strips" role="status">{fresh}{update}</div> }
}

/// The plan's disclaimer and licence, on every page.
#[component]
fn Foot() -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let address = Address::get();
    let note = move || {
        store.track_structure();
        if !matches!(address.route().1, Route::Plan { .. }) {
            return None;
        }
        store.with(|matrix| {
            let plan = matrix.plan();
            let licence = (!plan.licence.is_empty()).then(|| {
                let words = fill(locale.t.licence, &[("licence", &plan.licence)]);
                view! { <p class="footer__licence">{words}</p> }
            });
            view! { <p class="footer__disclaimer">{words::text(locale, matrix, &plan.disclaimer)}</p>{licence} }.into_any()
        })
    };
    view! { <footer class="footer">{note}</footer> }
}

/// Says live changes to people who do not see them.
#[component]
fn Spoken() -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let words = move || {
        let change = store.latest.get()?;
        let year = change.year.map_or(String::new(), |y| y.to_string());
        Some(fill(locale.t.live_change, &[("code", &change.code), ("year", &year)]))
    };
    view! { <p class="visually-hidden" role="status" aria-live="polite">{words}</p> }
}

/// Gives a page its title, and the focus to its heading when the reader came from another page.
pub fn announce(title: String) {
    document().set_title(&format!("{title} · Matriz"));
}

/// Shows a page of a plan once the plan is here; until then, and when it cannot be had, says so.
#[component]
pub fn WithPlan(children: ChildrenFn) -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    move || match store.load.get() {
        Load::Ready => children().into_any(),
        Load::Waiting => view! { <div class="skeleton" role="status"><span class="visually-hidden">{locale.t.loading}</span></div> }.into_any(),
        Load::Failed(code) => {
            let retry = Callback::new(move |()| {
                store.load.set(Load::Waiting);
                store.refresh();
            });
            view! {
                <h1 class="page__title" tabindex="-1">{locale.t.failed}</h1>
                <crate::ui::notice::Notice title=locale.t.failed text=words::error(locale, code).to_owned() action=Some(locale.t.retry) on_action=Some(retry)/>
            }
            .into_any()
        }
    }
}
