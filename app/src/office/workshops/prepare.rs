//! Preparing a workshop: what is decided before, its agenda, what is wrong with the draft, how people get in.

use std::sync::Arc;

use domain::document::PlanDocument;
use domain::id::WorkshopId;
use domain::workshop::run::Workshop;
use domain::workshop::{WorkshopAction, WorkshopState};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::setup::{self, Form};
use super::{Words, api, build, items, loading, paths, quality, words};
use crate::client::Failure;
use crate::history::{Address, Step};
use crate::i18n::fill;

/// The workshop that is prepared, and the plan that it is about.
#[derive(Clone)]
pub struct Desk {
    pub words: Words,
    pub id: WorkshopId,
    pub workshop: RwSignal<Workshop>,
    pub plan: Arc<PlanDocument>,
    /// What was done last.
    pub said: RwSignal<String>,
    /// What went wrong.
    pub wrong: RwSignal<Option<String>>,
}

impl Desk {
    /// Takes over an answer: true when it was one.
    pub fn settle(&self, answer: Result<Workshop, Failure>) -> bool {
        if self.workshop.is_disposed() {
            return false;
        }
        let is_ok = answer.is_ok();
        match answer {
            Ok(workshop) => {
                self.wrong.set(None);
                self.said.set(self.words.t.saved.to_owned());
                self.workshop.set(workshop);
            }
            Err(failure) => self.wrong.set(Some(words::failure(self.words, &failure))),
        }
        is_ok
    }
}

/// The page.
pub fn page(words: Words, id: WorkshopId) -> AnyView {
    let ask = move || async move {
        let workshop = api::workshop(id).await?;
        let plan = api::plan(&workshop.setup.plan, words.locale.tongue).await?;
        Ok((workshop, Arc::new(plan)))
    };
    loading::page(words, ask, move |(workshop, plan)| draw(words, workshop, plan))
}

fn draw(words: Words, workshop: Workshop, plan: Arc<PlanDocument>) -> AnyView {
    let desk = Desk {
        words,
        id: workshop.id,
        workshop: RwSignal::new(workshop),
        plan,
        said: RwSignal::new(String::new()),
        wrong: RwSignal::new(None),
    };
    let title = Memo::new(move |_| desk.workshop.with(|workshop| workshop.setup.title.clone()));
    let state = Memo::new(move |_| desk.workshop.with(|workshop| workshop.header.state));
    view! {
        <div class="page prepare">
            <h1 class="page__title">
                {move || title.get()} " " <span class="tag">{move || words::state(words, state.get())}</span>
            </h1>
            {move || links(words, desk.id, state.get())}
            {access(&desk)}
            <p role="status" class="form__text">{move || desk.said.get()}</p>
            <p role="alert" class="field__wrong">{move || desk.wrong.get()}</p>
            {details(&desk, state)}
            <section class="desk__section" aria-labelledby="agenda-title">
                <h2 id="agenda-title">{words.t.agenda}</h2>
                {build::draw(&desk)}
                {items::draw(&desk)}
            </section>
            {quality::draw(&desk)}
            {removing(&desk)}
        </div>
    }
    .into_any()
}

fn links(words: Words, id: WorkshopId, state: WorkshopState) -> AnyView {
    let (t, tongue) = (words.t, words.locale.tongue);
    view! {
        <nav class="desk__buttons" aria-label=t.pages>
            <a class="button" href=paths::address(tongue, id, paths::WorkshopPage::Run)>
                {if state == WorkshopState::Closed { t.run_over } else { t.run }}
            </a>
            <a class="button button--quiet" href=paths::address(tongue, id, paths::WorkshopPage::Screen) target="_blank" rel="external">
                {t.screen}
            </a>
            <a class="button button--quiet" href=paths::pack(tongue, id) rel="external">{t.pack}</a>
            <a class="button button--quiet" href=paths::minutes(tongue, id) rel="external">{t.minutes}</a>
        </nav>
    }
    .into_any()
}

/// How people get in: the code, until when, and a new one.
fn access(desk: &Desk) -> AnyView {
    let (words, t, desk) = (desk.words, desk.words.t, desk.clone());
    let shown = Memo::new(move |_| {
        desk.workshop.with(|w| (w.header.code.clone(), w.code_until.clone(), w.join_url.clone(), w.allowed.clone()))
    });
    let renew = StoredValue::new(desk.clone());
    move_view(move || {
        let (code, until, url, allowed) = shown.get();
        let Some(code) = code else { return view! { <p class="form__text">{t.code_later}</p> }.into_any() };
        let until = until.map(|until| fill(t.code_until, &[("at", &words.locale.moment(&until))]));
        let press = move |_| {
            let desk = renew.get_value();
            spawn_local(async move {
                desk.settle(api::step(desk.id, WorkshopAction::RenewCode).await);
            });
        };
        let again = allowed.contains(&WorkshopAction::RenewCode).then(|| {
            view! { <button class="button button--quiet button--small" type="button" on:click=press>{t.renew_code}</button> }
        });
        view! {
            <p class="prepare__code">
                {t.code} " " <strong class="lead__code">{code}</strong> " " <span class="form__text">{url} " · " {until}</span> " " {again}
            </p>
        }
        .into_any()
    })
}

fn move_view(draw: impl Fn() -> AnyView + Send + 'static) -> AnyView {
    view! { <div>{draw}</div> }.into_any()
}

fn details(desk: &Desk, state: Memo<WorkshopState>) -> AnyView {
    let (words, desk) = (desk.words, desk.clone());
    let form = desk.workshop.with_untracked(|workshop| Form::of(words, workshop));
    let desk = StoredValue::new(desk);
    let may = Memo::new(move |_| desk.with_value(|d| d.workshop.with(|w| w.allowed.contains(&WorkshopAction::Edit))));
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let desk = desk.get_value();
        let editing = form.editing(state.get_untracked() == WorkshopState::Draft);
        spawn_local(async move {
            desk.settle(api::edit(desk.id, &editing).await);
        });
    };
    view! {
        <details class="prepare__details">
            <summary>{words.t.details}</summary>
            <form class="setup" on:submit=submit>
                {move || setup::fields(words, form, state.get() == WorkshopState::Draft)}
                <button class="button" type="submit" disabled=move || !may.get()>{words.t.save}</button>
            </form>
        </details>
    }
    .into_any()
}

/// Drafts can be removed.
fn removing(desk: &Desk) -> AnyView {
    let (t, tongue, desk) = (desk.words.t, desk.words.locale.tongue, desk.clone());
    let may = Memo::new(move |_| desk.workshop.with(|workshop| workshop.allowed.contains(&WorkshopAction::Remove)));
    let address = Address::get();
    let (id, wrong, words) = (desk.id, desk.wrong, desk.words);
    let asked = RwSignal::new(false);
    let press = move |_| {
        if !asked.get_untracked() {
            return asked.set(true);
        }
        spawn_local(async move {
            match api::remove(id).await {
                Ok(()) => address.go(
                    &crate::office::paths::print(tongue, &crate::office::paths::OfficeRoute::Workshops),
                    Step::Push,
                ),
                Err(failure) => wrong.set(Some(words::failure(words, &failure))),
            }
        });
    };
    view! {
        <p hidden=move || !may.get()>
            <button class="button button--quiet" type="button" on:click=press>
                {move || if asked.get() { t.remove_really } else { t.remove }}
            </button>
        </p>
    }
    .into_any()
}
