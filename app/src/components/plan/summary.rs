//! Title, period, counts; coverage and distribution of the chosen year, each part of which filters.

use domain::progress::CellState;
use domain::rollup::percent;
use leptos::prelude::*;

use super::years::YearChooser;
use crate::components::status::mark;
use crate::i18n::{Locale, fill};
use crate::state::{PlanStore, ViewState};
use crate::words;

/// The head of the plan.
#[component]
pub fn PlanSummary() -> impl IntoView {
    let store = PlanStore::get();
    view! {
        <section class="summary" aria-labelledby="plan-title">
            {move || {
                store.track_structure();
                header(store)
            }}
            <YearChooser/>
            <StatusBar/>
        </section>
    }
}

fn header(store: PlanStore) -> Option<AnyView> {
    let locale = Locale::get();
    store.with(|matrix| {
        let plan = matrix.plan();
        let period = fill(locale.t.period, &[("from", &plan.first_year.to_string()), ("to", &plan.last_year.to_string())]);
        let mut counts: Vec<(usize, String)> = matrix
            .level_counts()
            .into_iter()
            .zip(&plan.levels)
            .map(|(count, level)| {
                let name = if count == 1 { &level.name } else { &level.plural };
                (count, words::text(locale, matrix, name).to_lowercase())
            })
            .collect();
        let indicators = matrix.document().indicators.len();
        let name = if indicators == 1 { locale.t.indicator_one } else { locale.t.indicator_other };
        counts.push((indicators, name.to_owned()));
        let counts: Vec<_> = counts
            .into_iter()
            .map(|(count, name)| {
                view! { <li class="summary__count"><b>{locale.count(count)}</b>" "{name}</li> }
            })
            .collect();
        view! {
            <div class="summary__head">
                <h1 class="summary__title" id="plan-title" tabindex="-1">{words::text(locale, matrix, &plan.title)}</h1>
                <p class="summary__period">{period}</p>
            </div>
            <ul class="summary__counts" role="list">{counts}</ul>
        }
        .into_any()
    })
}

#[component]
fn StatusBar() -> impl IntoView {
    let locale = Locale::get();
    let state = ViewState::get();
    let chosen = move |wanted: CellState| state.view.with(|view| view.status == Some(wanted));
    let filter_by = move |wanted: CellState| {
        state.change(|view| view.status = if view.status == Some(wanted) { None } else { Some(wanted) });
    };
    let distribution = Memo::new(move |_| state.rows.with(|rows| rows.distribution));
    let parts = move || {
        distribution
            .get()
            .iter()
            .map(|(part, count)| {
                view! {
                    <button type="button" tabindex="-1" aria-hidden="true" class=format!("status-bar__part state--{}", part.code())
                        style:flex-grow=count.to_string() title=words::state(locale, part) on:click=move |_| filter_by(part)>
                    </button>
                }
            })
            .collect::<Vec<_>>()
    };
    let chips = move || {
        let distribution = distribution.get();
        let total = distribution.total();
        distribution
            .iter()
            .map(|(part, count)| {
                let share = fill(locale.t.percent, &[("n", &percent(count, total).to_string())]);
                view! {
                    <li>
                        <button type="button" class="chip" aria-pressed=move || chosen(part).to_string() on:click=move |_| filter_by(part)>
                            {mark(part)}
                            <span>{words::state(locale, part)}</span>
                            <b>{locale.count(count as usize)}</b>
                            <span class="chip__share">{share}</span>
                        </button>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <div class="status-bar" role="group" aria-label=locale.t.statuses_label>
            <p class="status-bar__coverage">{move || words::coverage(locale, &distribution.get())}</p>
            <div class="status-bar__bar">{parts}</div>
            <ul class="status-bar__chips" role="list">{chips}</ul>
        </div>
    }
}
