//! The list of workshops, and making one.

use domain::workshop::WorkshopState;
use domain::workshop::run::{Creating, WorkshopRow, Workshops};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setup::Form;
use super::{Words, api, loading, paths, setup, words};
use crate::history::{Address, Step};
use crate::i18n::fill;

/// The page.
pub fn page(words: Words) -> AnyView {
    view! {
        <div class="page">
            <h1 class="page__title">{words.t.workshops}</h1>
            {loading::page(words, || async { api::list().await }, move |workshops| draw(words, &workshops))}
        </div>
    }
    .into_any()
}

fn draw(words: Words, workshops: &Workshops) -> AnyView {
    let t = words.t;
    let rows = workshops.workshops.iter().map(|row| line(words, row)).collect_view();
    let list = if workshops.workshops.is_empty() {
        view! { <p class="page__lead">{t.no_workshops}</p> }.into_any()
    } else {
        view! {
            <div class="board__scroll" tabindex="0" role="group" aria-label=t.workshops>
                <table class="workshops">
                    <thead>
                        <tr>
                            <th scope="col">{t.title}</th>
                            <th scope="col">{t.date}</th>
                            <th scope="col">{t.place}</th>
                            <th scope="col">{t.plan}</th>
                            <th scope="col">{t.state}</th>
                            <th scope="col">{t.agenda}</th>
                        </tr>
                    </thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        }
        .into_any()
    };
    let may_make = !workshops.plans.is_empty();
    view! {
        {list}
        {may_make.then(|| making(words, workshops))}
    }
    .into_any()
}

fn line(words: Words, row: &WorkshopRow) -> impl IntoView + use<> {
    let page = match row.state {
        WorkshopState::Draft | WorkshopState::Closed => paths::WorkshopPage::Prepare,
        _ => paths::WorkshopPage::Run,
    };
    let href = paths::address(words.locale.tongue, row.id, page);
    let decided = fill(
        words.t.decided_of,
        &[("n", &words.locale.count(row.decided as usize)), ("of", &words.locale.count(row.items as usize))],
    );
    view! {
        <tr>
            <th scope="row"><a href=href>{row.title.clone()}</a></th>
            <td>{words.locale.day(&row.date)}</td>
            <td>{row.place.clone()}</td>
            <td>{row.plan.clone()}</td>
            <td><span class="tag">{words::state(words, row.state)}</span></td>
            <td>{decided}</td>
        </tr>
    }
}

/// The form of a new one, closed until it is wanted.
fn making(words: Words, workshops: &Workshops) -> AnyView {
    let t = words.t;
    let form = Form::new(workshops.plans.first().cloned().unwrap_or_default());
    let copy_of = RwSignal::new(String::new());
    let mut copies = vec![(String::new(), t.copy_none.to_owned())];
    copies
        .extend(workshops.workshops.iter().map(|row| (row.id.0.to_string(), format!("{} ({})", row.title, row.date))));
    let has_copies = copies.len() > 1;
    let plans = workshops.plans.iter().map(|plan| (plan.clone(), plan.clone())).collect::<Vec<_>>();
    let address = Address::get();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let copy_of = copy_of.get_untracked().parse().ok().map(domain::id::WorkshopId);
        let creating = Creating { setup: form.setup(copy_of.is_some()), copy_of };
        spawn_local(async move {
            match api::create(&creating).await {
                Ok(workshop) => {
                    let page = paths::address(words.locale.tongue, workshop.id, paths::WorkshopPage::Prepare);
                    address.go(&page, Step::Push);
                }
                Err(failure) => form.wrong.set(Some(words::failure(words, &failure))),
            }
        });
    };
    // The institutions of the plan that is chosen.
    Effect::new(move |_| {
        let plan = form.plan.get();
        spawn_local(async move {
            if let Ok(document) = api::plan(&plan, words.locale.tongue).await {
                form.offer(words, &document);
            }
        });
    });
    view! {
        <details class="workshops__new">
            <summary>{t.create}</summary>
            <form class="setup" on:submit=submit>
                {has_copies.then(|| setup::select(t.copy_of, "setup-copy", copies, copy_of))}
                {setup::select(t.plan, "setup-plan", plans, form.plan)}
                <p class="form__text">{move || (!copy_of.get().is_empty()).then_some(t.copy_text)}</p>
                {setup::fields(words, form, true)}
                <p class="field__wrong" role="alert">{move || form.wrong.get()}</p>
                <button class="button" type="submit">{t.create}</button>
            </form>
        </details>
    }
    .into_any()
}
