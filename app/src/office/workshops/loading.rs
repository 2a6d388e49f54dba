//! Asking for what a page is made of: waiting, failure with another try, then the page.

use std::future::Future;

use domain::id::WorkshopId;
use domain::workshop::run::Workshop;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Words, api, words};
use crate::client::Failure;

/// A page that is made of one workshop.
pub fn workshop(
    words: Words,
    id: WorkshopId,
    draw: impl Fn(Workshop) -> AnyView + Copy + Send + Sync + 'static,
) -> AnyView {
    page(words, move || async move { api::workshop(id).await }, draw)
}

/// A page that is made of what an answer holds.
pub fn page<T, F>(
    words: Words,
    ask: impl Fn() -> F + Copy + Send + Sync + 'static,
    draw: impl Fn(T) -> AnyView + Copy + Send + Sync + 'static,
) -> AnyView
where
    T: Clone + Send + Sync + 'static,
    F: Future<Output = Result<T, Failure>> + 'static,
{
    let loaded: RwSignal<Option<Result<T, Failure>>> = RwSignal::new(None);
    let load = move || {
        spawn_local(async move {
            let answer = ask().await;
            // The page may be gone by now.
            let _ = loaded.try_set(Some(answer));
        });
    };
    load();
    let again = move || {
        loaded.set(None);
        load();
    };
    let shown = move || match loaded.get() {
        None => view! { <div class="skeleton" role="status"></div> }.into_any(),
        Some(Err(failure)) => failed(words, &failure, again),
        Some(Ok(value)) => draw(value),
    };
    shown.into_any()
}

fn failed(words: Words, failure: &Failure, again: impl Fn() + 'static) -> AnyView {
    let t = words.locale.t;
    view! {
        <div class="notice" role="alert">
            <p class="notice__title">{t.failed}</p>
            <p class="notice__text">{words::failure(words, failure)}</p>
            <button class="button" type="button" on:click=move |_| again()>{t.retry}</button>
        </div>
    }
    .into_any()
}
