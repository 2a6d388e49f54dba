//! The year chooser, and the year to compare with.

use domain::progress::Movement;
use domain::year::YearState;
use leptos::prelude::*;

use crate::i18n::{Locale, fill};
use crate::state::{PlanStore, ViewState};
use crate::ui::select::Select;
use crate::words;

/// One button a year of the plan.
#[component]
pub fn YearChooser() -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let years = move || {
        store.track_structure();
        let years = store.with(|m| m.plan().years.clone()).unwrap_or_default();
        years
            .into_iter()
            .map(|year| {
                let note = match year.state {
                    YearState::Closed => None,
                    YearState::Open => Some(locale.t.year_open),
                    YearState::Upcoming => Some(locale.t.year_upcoming),
                };
                let note = note.map(|words| view! { <small class="years__state">{words}</small> });
                let chosen = move || (state.year().0 == year.year).to_string();
                view! {
                    <li>
                        <button type="button" class="years__year" aria-pressed=chosen
                            on:click=move |_| state.change(|v| { v.year = Some(year.year); v.cell = None; })>
                            {year.year.to_string()}{note}
                        </button>
                    </li>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <div class="years" role="group" aria-label=locale.t.year>
            <ul class="years__list" role="list">{years}</ul>
            <Compare/>
        </div>
    }
}

#[component]
fn Compare() -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let options = move || {
        let chosen = state.year().0;
        let years = store.with(|m| m.plan().years.clone()).unwrap_or_default();
        let mut options = vec![(String::new(), locale.t.compare_none.to_owned())];
        let earlier = years.iter().filter(|y| y.year != chosen && y.state != YearState::Upcoming);
        options.extend(earlier.map(|y| (y.year.to_string(), y.year.to_string())));
        options
    };
    let value = move || state.view.with(|v| v.compare.map_or(String::new(), |y| y.to_string()));
    let moved = move |movement: Movement| {
        let count = move || state.rows.with(|rows| rows.movements[movement as usize]);
        let pressed = move || state.view.with(|v| v.moved == Some(movement)).to_string();
        let label = move || format!("{} {}", locale.count(count() as usize), words::movement(locale, movement));
        view! {
            <button type="button" class=format!("chip movement movement--{}", movement.code()) aria-pressed=pressed
                on:click=move |_| state.change(|v| v.moved = if v.moved == Some(movement) { None } else { Some(movement) })>
                {label}
            </button>
        }
    };
    let summary = move || {
        state.view.with(|v| v.compare).map(|year| {
            let label = fill(locale.t.compared_with, &[("year", &year.to_string())]);
            view! {
                <div class="years__moved" role="group" aria-label=label>
                    {moved(Movement::Improved)}{moved(Movement::Fell)}{moved(Movement::Same)}
                </div>
            }
        })
    };
    view! {
        <div class="years__compare">
            <Select label=locale.t.compare value=Signal::derive(value) options=Signal::derive(options)
                on_change=Callback::new(move |year: String| state.change(|v| {
                    v.compare = year.parse().ok();
                    v.moved = None;
                }))/>
            {summary}
        </div>
    }
}
