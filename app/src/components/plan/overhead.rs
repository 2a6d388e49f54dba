//! Everything above the matrix as one component: it listens, redraws the parts that change, and keeps
//! every control equal to the address.

use leptos::html;
use leptos::prelude::*;
use maud::{Markup, html};

use super::{choices, controls, summary};
use crate::i18n::Locale;
use crate::state::{PlanStore, ViewState};

/// Head of the plan, filters, number of results.
#[component]
pub fn Overhead() -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let area = NodeRef::<html::Div>::new();
    let fixed = drawn(move || {
        store.track_structure();
        store.with(|m| html! {
            (summary::heading(locale, m))
            (summary::years(locale, m))
        })
    });
    let standing = drawn(move || {
        store.track_structure();
        let compare = state.view.with(|v| v.compare);
        Some(state.rows.with(|rows| html! {
            (summary::statuses(locale, rows))
            @if let Some(from) = compare { (summary::moved(locale, rows, from)) }
        }))
    });
    let search = choices::search(locale).into_string();
    let options = drawn(move || {
        store.track_structure();
        store.with(|m| choices::choices(locale, m))
    });
    let outcome = drawn(move || {
        let count = state.rows.with(|rows| rows.indicators);
        let narrowed = state.view.with(|v| v.is_narrowed());
        Some(html! {
            output role="status" { (locale.plural(count, locale.t.result_one, locale.t.result_other)) }
            @if narrowed { button.button."button--quiet" type="button" name="clear" { (locale.t.clear) } }
        })
    });
    controls::follow(area, state, move || {
        fixed.track();
        standing.track();
        options.track();
    });
    let open = state.view.with_untracked(|v| v.is_narrowed());
    view! {
        <div class="overhead" node_ref=area on:click=move |event| controls::on_click(&event, state)
            on:change=move |event| controls::on_change(&event, state) on:input=move |event| controls::on_input(&event, state)>
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

/// Markup that is put in again only when it differs, so that the focus stays in it.
fn drawn(draw: impl Fn() -> Option<Markup> + Send + Sync + 'static) -> Memo<String> {
    Memo::new(move |_| draw().map(Markup::into_string).unwrap_or_default())
}
