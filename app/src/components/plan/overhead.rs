//! Everything above the matrix as one component: it listens, redraws the parts that change, and keeps
//! every control equal to the address.

use leptos::html;
use leptos::prelude::*;
use maud::html;

use super::{choices, controls, summary};
use crate::i18n::Locale;
use crate::state::{PlanStore, ViewState};
use crate::ui::drawn::drawn;

/// Head of the plan, filters, number of results.
#[component]
pub fn Overhead() -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let area = NodeRef::<html::Div>::new();
    let fixed = drawn(Box::new(move || {
        store.track_structure();
        store.with(|m| {
            html! {
                (summary::heading(locale, m))
                (summary::years(locale, m))
            }
        })
    }));
    let standing = drawn(Box::new(move || {
        store.track_structure();
        let compare = state.view.with(|v| v.compare);
        Some(state.rows.with(|rows| {
            html! {
                (summary::statuses(locale, rows))
                @if let Some(from) = compare { (summary::moved(locale, rows, from)) }
            }
        }))
    }));
    let search = choices::search(locale).into_string();
    let options = drawn(Box::new(move || {
        store.track_structure();
        store.with(|m| choices::choices(locale, m))
    }));
    let outcome = drawn(Box::new(move || {
        let count = state.rows.with(|rows| rows.indicators);
        let narrowed = state.view.with(|v| v.is_narrowed());
        Some(html! {
            output role="status" { (locale.plural(count, locale.t.result_one, locale.t.result_other)) }
            @if narrowed { button.button."button--quiet" type="button" name="clear" { (locale.t.clear) } }
        })
    }));
    controls::follow(area, state, move || {
        fixed.track();
        standing.track();
        options.track();
    });
    let open = state
        .view
        .with_untracked(|v| v.axis.is_some() || v.institution.is_some() || v.kind.is_some() || v.only.is_some());
    view! {
        <div class="overhead" node_ref=area on:click=move |event| controls::on_click(&event, state)
            on:change=move |event| controls::on_change(&event, state) on:input=move |event| controls::on_input(&event, state)
            on:focusin=move |event| controls::on_focus(&event, store)>
            <section class="summary" aria-labelledby="plan-title" inner_html=move || fixed.get()></section>
            <div inner_html=move || standing.get()></div>
            <form class="filters" role="search" aria-label=locale.t.filters on:submit=|event| event.prevent_default()>
                <div inner_html=search></div>
                <details class="filters__more" open=open>
                    <summary class="filters__summary">{locale.t.filters}</summary>
                    <div class="filters__grid" inner_html=move || options.get()></div>
                </details>
                <p class="filters__outcome" inner_html=move || outcome.get()></p>
            </form>
        </div>
    }
}
