//! Title, period, counts; coverage and distribution of the chosen year, each part of which filters.

use domain::matrix::Matrix;
use domain::progress::CellState;
use domain::rollup::percent;
use leptos::prelude::*;
use maud::{Markup, html};

use super::years::YearChooser;
use crate::components::status::mark_class;
use crate::i18n::{Locale, fill};
use crate::state::{PlanStore, ViewState};
use crate::words;

/// The head of the plan.
#[component]
pub fn PlanSummary() -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let about = move || {
        store.track_structure();
        store.with(|matrix| header(locale, matrix).into_string())
    };
    view! {
        <section class="summary" aria-labelledby="plan-title">
            <div class="summary__about" inner_html=about></div>
            <YearChooser/>
            <StatusBar/>
        </section>
    }
}

fn header(locale: Locale, matrix: &Matrix) -> Markup {
    let plan = matrix.plan();
    let period = fill(locale.t.period, &[("from", &plan.first_year.to_string()), ("to", &plan.last_year.to_string())]);
    let indicators = matrix.document().indicators.len();
    html! {
        div.summary__head {
            h1.summary__title id="plan-title" tabindex="-1" { (words::text(locale, matrix, &plan.title)) }
            p.summary__period { (period) }
        }
        ul.summary__counts role="list" {
            @for (count, level) in matrix.level_counts().into_iter().zip(&plan.levels) {
                @let name = if count == 1 { &level.name } else { &level.plural };
                li { b { (locale.count(count)) } " " (words::text(locale, matrix, name).to_lowercase()) }
            }
            li { b { (locale.count(indicators)) } " " (if indicators == 1 { locale.t.indicator_one } else { locale.t.indicator_other }) }
        }
    }
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
                            <span class=mark_class(part) aria-hidden="true"></span>
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
