//! The indicator beside the matrix, or as the whole page where there is no room for both.

use domain::document::IndicatorDocument;
use domain::error::ErrorCode;
use domain::filter::RowKind;
use leptos::html;
use leptos::prelude::*;

use super::breakdowns::breakdowns;
use super::changes::changes;
use super::chart::chart;
use super::facts::facts;
use super::series::series;
use super::why::why;
use crate::i18n::Locale;
use crate::paths::PlanRoute;
use crate::state::{PlanStore, ViewState};
use crate::ui::notice::Notice;
use crate::words;

/// What is known of the indicator's history.
pub type History = Option<Result<IndicatorDocument, ErrorCode>>;

/// The panel of the opened indicator.
#[component]
pub fn IndicatorPanel(
    /// Code of the indicator.
    code: String,
    /// Its history, once it is here.
    history: Signal<History>,
) -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let heading = NodeRef::<html::H2>::new();
    Effect::new(move |_| {
        if let Some(heading) = heading.get() {
            // An element of the page can be focused.
            let _ = heading.focus();
        }
    });
    let row = {
        let code = code.clone();
        Memo::new(move |_| {
            store.track_structure();
            store.with(|m| m.row(&code)).flatten()
        })
    };
    let body = move || match row.get() {
        Some(row) => body(locale, store, state, row),
        None => view! { <Notice title=locale.t.no_indicator text=code.clone()/> }.into_any(),
    };
    let head = move || {
        let row = row.get()?;
        store.with(|matrix| {
            let path: Vec<_> = matrix
                .path(row)
                .into_iter()
                .map(|n| {
                    let node = matrix.node(n);
                    view! { <li>{node.code.clone()}" "{words::text(locale, matrix, &node.title)}</li> }
                })
                .collect();
            let indicator = matrix.indicator(row);
            view! {
                <ol class="panel__path" role="list" aria-label=locale.t.place_in_plan>{path}</ol>
                <h2 class="panel__title" tabindex="-1" node_ref=heading>
                    <span class="panel__code">{indicator.code.clone()}</span>" "{words::text(locale, matrix, &indicator.title)}
                </h2>
            }
            .into_any()
        })
    };
    view! {
        <aside class="panel" aria-label=locale.t.indicator>
            <Steps row/>
            {head}
            {body}
            <HistorySection history/>
        </aside>
    }
}

fn body(locale: Locale, store: PlanStore, state: ViewState, row: usize) -> AnyView {
    let mark = store.row_signal(row);
    let column = move || {
        let cell = state.view.with(|v| v.cell);
        let column = cell.and_then(|year| store.with(|m| m.plan().year_index(year)).flatten());
        column.unwrap_or_else(|| state.year().1)
    };
    let with_chart = move || {
        mark.track();
        store.with(|matrix| chart(locale, matrix, row))
    };
    let reasons = move || {
        mark.track();
        let column = column();
        store.with(|matrix| view! { {why(locale, matrix, row, column)}{breakdowns(locale, matrix, row, column)} }.into_any())
    };
    let figures = move || {
        mark.track();
        store.with(|matrix| series(locale, matrix, row, state))
    };
    let about = store.with(|matrix| facts(locale, matrix, row, state));
    view! {
        {with_chart}
        {figures}
        {reasons}
        <section class="panel__section">
            <h3 class="panel__heading">{locale.t.about_indicator}</h3>
            {about}
        </section>
    }
    .into_any()
}

/// Previous, next, close.
#[component]
fn Steps(row: Memo<Option<usize>>) -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let neighbours = Memo::new(move |_| {
        let row = row.get();
        state.rows.with(|rows| {
            let listed: Vec<usize> = if rows.rows.iter().any(|r| matches!(r.kind, RowKind::Indicator(_))) {
                rows.rows.iter().filter_map(|r| if let RowKind::Indicator(i) = r.kind { Some(i) } else { None }).collect()
            } else {
                (0..rows.included.len()).filter(|i| rows.included[*i]).collect()
            };
            let at = row.and_then(|row| listed.iter().position(|r| *r == row));
            match at {
                Some(at) => (at.checked_sub(1).map(|i| listed[i]), listed.get(at + 1).copied()),
                None => (None, listed.first().copied()),
            }
        })
    });
    let link = move |target: Option<usize>, words: &'static str, rel: &'static str| {
        target.and_then(|row| store.with(|m| m.indicator(row).code.clone())).map(|code| {
            let href = state.href_with(PlanRoute::Indicator(code), |view| view.cell = None);
            view! { <a class="button button--quiet" href=href rel=rel>{words}</a> }
        })
    };
    view! {
        <nav class="panel__steps" aria-label=locale.t.steps>
            {move || link(neighbours.get().0, locale.t.previous, "prev")}
            {move || link(neighbours.get().1, locale.t.next, "next")}
            <a class="button panel__close" href=move || state.href_with(PlanRoute::Matrix, |view| view.cell = None)>{locale.t.close}</a>
        </nav>
    }
}

#[component]
fn HistorySection(history: Signal<History>) -> impl IntoView {
    let locale = Locale::get();
    let list = move || match history.get() {
        None => view! { <p class="panel__small">{locale.t.loading}</p> }.into_any(),
        Some(Err(code)) => view! { <p class="panel__small">{words::error(locale, code)}</p> }.into_any(),
        Some(Ok(document)) if document.changes.is_empty() => {
            view! { <p class="panel__small">{locale.t.no_changes}</p> }.into_any()
        }
        Some(Ok(document)) => changes(locale, &document.changes, |_| None),
    };
    view! {
        <section class="panel__section">
            <h3 class="panel__heading">{locale.t.history}</h3>
            {list}
        </section>
    }
}
