//! Around every page of the desk: name, pages, language, who is signed in.

use domain::account::Role;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure};
use super::paths::{self, DeskRoute};
use super::{Session, Words, queue, words};
use crate::history::Address;
use crate::i18n::fill;
use crate::paths as public;
use crate::paths::Tongue;

/// Head and page.
pub fn shell(words: Words, route: Memo<DeskRoute>, page: AnyView) -> AnyView {
    let session = Session::get();
    view! {
        <a class="skip" href="#main">{words.locale.t.skip}</a>
        <header class="header">
            <a class="header__name" href=public::print(words.locale.tongue, &public::Route::Plans) rel="external">
                <span class="header__logo" aria-hidden="true"></span>
                "Matriz"
            </a>
            {move || navigation(words, session, route.get())}
            {languages(words, route)}
        </header>
        <main class="main" id="main" tabindex="-1">{page}</main>
    }
    .into_any()
}

fn navigation(words: Words, session: Session, route: DeskRoute) -> AnyView {
    let Some(Ok(Some(me))) = session.me.get() else { return ().into_any() };
    let (t, tongue) = (words.t, words.locale.tongue);
    let has = |wanted: fn(Role) -> bool| me.memberships.iter().any(|post| wanted(post.role));
    let mut pages = Vec::new();
    let whole = me.lacks.is_none();
    if has(Role::is_of_institution) {
        pages.push((DeskRoute::MyUpdates, t.my_updates));
    }
    if has(|role| matches!(role, Role::Reviewer | Role::Coordinator)) {
        pages.push((DeskRoute::Review, t.review));
    }
    if has(|role| !role.is_of_institution()) {
        pages.push((DeskRoute::Years, t.years));
    }
    if has(|role| matches!(role, Role::Coordinator | Role::Administrator)) {
        pages.push((DeskRoute::People, t.people));
    }
    if whole {
        pages.push((DeskRoute::Notices, t.notices));
        pages.push((DeskRoute::Account, t.account));
    }
    let plan = me.memberships.first().map(|post| post.plan.clone());
    let public_plan = plan.map(|slug| {
        let path = public::print(tongue, &public::Route::Plan { slug, page: public::PlanRoute::Matrix });
        view! { <a class="nav__link" href=path rel="external">{t.public_plan}</a> }
    });
    let sign_out = move |_| sign_out(words, session, false);
    view! {
        <nav class="nav" aria-label=t.pages>
            {pages
                .into_iter()
                .map(|(page, name)| {
                    let current = (page == route).then_some("page");
                    let unread = (page == DeskRoute::Notices).then(|| unread(words, session));
                    view! { <a class="nav__link" href=paths::print(tongue, &page) aria-current=current>{name} {unread}</a> }
                })
                .collect_view()}
            {public_plan}
        </nav>
        <span class="desk__who">
            <span class="desk__name">{fill(t.signed_in_as, &[("name", &me.name)])}</span>
            <button class="button button--quiet button--small" type="button" on:click=sign_out>{t.sign_out}</button>
        </span>
    }
    .into_any()
}

/// How many notices wait, beside the link to them.
fn unread(words: Words, session: Session) -> impl IntoView {
    move || {
        let count = usize::try_from(session.unread.get()).unwrap_or_default();
        (count > 0).then(|| {
            let number = words.locale.count(count);
            let full = fill(words.t.notices_unread, &[("n", &number)]);
            view! {
                " "
                <span class="unread" aria-hidden="true">{number}</span>
                <span class="visually-hidden">{format!("({full})")}</span>
            }
        })
    }
}

/// Signs out; asks first when something typed is not saved.
pub fn sign_out(words: Words, session: Session, everywhere: bool) {
    let email = session.email();
    let address = Address::get();
    spawn_local(async move {
        let waiting = queue::all(&email).await.map_or(0, |waiting| waiting.len());
        if waiting > 0 {
            let question = fill(words.t.sign_out_unsaved, &[("n", &waiting.to_string())]);
            if !window().confirm_with_message(&question).unwrap_or(false) {
                return;
            }
        }
        if api::sign_out(everywhere).await.is_ok() {
            session.set(None);
            address.go(&paths::print(words.locale.tongue, &DeskRoute::SignIn), crate::history::Step::Push);
        }
    });
}

fn languages(words: Words, route: Memo<DeskRoute>) -> impl IntoView {
    let address = Address::get();
    view! {
        <nav class="languages" aria-label=words.locale.t.language>
            {Tongue::ALL
                .into_iter()
                .map(|tongue| {
                    let current = (tongue == words.locale.tongue).then_some("true");
                    let href = move || public::with_query(paths::print(tongue, &route.get()), &address.query());
                    view! {
                        <a class="languages__link" href=href hreflang=tongue.code() lang=tongue.code() aria-current=current title=tongue.name()>
                            <span aria-hidden="true">{tongue.code()}</span>
                            <span class="visually-hidden">{tongue.name()}</span>
                        </a>
                    }
                })
                .collect_view()}
        </nav>
    }
}

/// What stands in place of a page that cannot be had.
pub fn failed(words: Words, failure: &Failure, retry: impl Fn() + 'static) -> AnyView {
    let t = words.locale.t;
    view! {
        <div class="notice" role="alert">
            <p class="notice__title">{t.failed}</p>
            <p class="notice__text">{words::failure(words, failure)}</p>
            <button class="button" type="button" on:click=move |_| retry()>{t.retry}</button>
        </div>
    }
    .into_any()
}
