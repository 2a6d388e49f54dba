//! Around every page of the office: name, pages, language, who is signed in.

use leptos::prelude::*;

use super::paths::{self, OfficeRoute};
use super::{Session, Words};
use crate::client::Failure;
use crate::desk::paths::{self as desk, DeskRoute};
use crate::history::Address;
use crate::paths as public;
use crate::paths::Tongue;
use crate::words;

/// Head and page.
pub fn shell(words: Words, route: Memo<OfficeRoute>, page: AnyView) -> AnyView {
    view! {
        <a class="skip" href="#main">{words.locale.t.skip}</a>
        <header class="header">
            <a class="header__name" href=public::print(words.locale.tongue, &public::Route::Plans) rel="external">
                <span class="header__logo" aria-hidden="true"></span>
                "Matriz"
            </a>
            {move || navigation(words, route.get())}
            {languages(words, route)}
        </header>
        <main class="main" id="main" tabindex="-1">{page}</main>
    }
    .into_any()
}

/// A page with nothing around it.
pub fn bare(page: AnyView) -> AnyView {
    view! { <main class="main main--bare" id="main" tabindex="-1">{page}</main> }.into_any()
}

fn navigation(words: Words, route: OfficeRoute) -> AnyView {
    let session = expect_context::<Session>();
    let Some(Ok(Some(me))) = session.0.get() else { return ().into_any() };
    let (t, tongue) = (words.t, words.locale.tongue);
    let current = matches!(route, OfficeRoute::Workshops | OfficeRoute::Workshop(..)).then_some("page");
    view! {
        <nav class="nav" aria-label=t.pages>
            <a class="nav__link" href=desk::print(tongue, &DeskRoute::Review) rel="external">{t.review}</a>
            <a class="nav__link" href=paths::print(tongue, &OfficeRoute::Workshops) aria-current=current>{t.workshops}</a>
        </nav>
        <span class="desk__who">
            <a class="desk__name" href=desk::print(tongue, &DeskRoute::Account) rel="external">{me.name.clone()}</a>
        </span>
    }
    .into_any()
}

fn languages(words: Words, route: Memo<OfficeRoute>) -> impl IntoView {
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

/// What stands in place of a page for which one must be signed in.
pub fn sign_in(words: Words) -> AnyView {
    let address = Address::get();
    let back = public::with_query(address.path.get(), &address.query());
    view! {
        <div class="notice">
            <p class="notice__title">{words.t.sign_in_needed}</p>
            <a class="button" href=paths::sign_in(words.locale.tongue, &back) rel="external">{words.t.sign_in}</a>
        </div>
    }
    .into_any()
}

/// What stands in place of a page that cannot be had.
pub fn failed(words: Words, failure: &Failure, retry: impl Fn() + 'static) -> AnyView {
    let t = words.locale.t;
    view! {
        <div class="notice" role="alert">
            <p class="notice__title">{t.failed}</p>
            <p class="notice__text">{words::error(words.locale, failure.code)}</p>
            <button class="button" type="button" on:click=move |_| retry()>{t.retry}</button>
        </div>
    }
    .into_any()
}
