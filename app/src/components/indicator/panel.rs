//! The indicator beside the matrix, or as the whole page where there is no room for both.

use domain::change::Change;
use domain::error::ErrorCode;
use domain::filter::RowKind;
use domain::view::View;
use leptos::prelude::*;
use maud::{Markup, html};

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
pub type History = Option<Result<Vec<Change>, ErrorCode>>;

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
    let heading = NodeRef::<leptos::html::H2>::new();
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
    let path = move || {
        let row = row.get()?;
        store.with(|matrix| html! {
            ol.panel__path role="list" aria-label=(locale.t.place_in_plan) {
                @for node in matrix.path(row) {
                    li { (matrix.node(node).code) " " (words::text(locale, matrix, &matrix.node(node).title)) }
                }
            }
        })
    };
    let title = move || {
        let row = row.get()?;
        store.with(|matrix| {
            let indicator = matrix.indicator(row);
            let title = words::text(locale, matrix, &indicator.title);
            html! { span.panel__code { (indicator.code) } " " (title) }.into_string()
        })
    };
    view! {
        <aside class="panel" aria-label=locale.t.indicator>
            <Steps row/>
            {part(path)}
            <h2 class="panel__title" tabindex="-1" node_ref=heading inner_html=title></h2>
            {body}
            <HistorySection history/>
        </aside>
    }
}

/// A part of the panel that is drawn again when what it tracks gives another text.
fn part(draw: impl Fn() -> Option<Markup> + Send + Sync + 'static) -> AnyView {
    let markup = Memo::new(move |_| draw().map(Markup::into_string).unwrap_or_default());
    view! { <div class="panel__part" inner_html=move || markup.get()></div> }.into_any()
}

fn body(locale: Locale, store: PlanStore, state: ViewState, row: usize) -> AnyView {
    let mark = store.row_signal(row);
    let code = store.with(|m| m.indicator(row).code.clone()).unwrap_or_default();
    let responsible = store.with(|m| m.indicator(row).responsible.clone()).unwrap_or_default();
    let column = move || {
        let cell = state.view.with(|v| v.cell);
        let column = cell.and_then(|year| store.with(|m| m.plan().year_index(year)).flatten());
        column.unwrap_or_else(|| state.year().1)
    };
    let plot = move || {
        mark.track();
        store.with(|matrix| chart(locale, matrix, row))
    };
    let figures = move || {
        mark.track();
        let page = PlanRoute::Indicator(code.clone());
        store.with(|matrix| series(locale, matrix, row, |year| state.href_with(page.clone(), |view| view.cell = Some(year))))
    };
    let reasons = move || {
        mark.track();
        let column = column();
        store.with(|matrix| html! { (why(locale, matrix, row, column)) (breakdowns(locale, matrix, row, column)) })
    };
    let about = move || {
        let of_institution = View { institution: Some(responsible.clone()), year: state.view.with(|v| v.year), ..View::default() };
        let href = state.href_with(PlanRoute::Matrix, |view| *view = of_institution);
        store.with(|matrix| html! {
            section.panel__section {
                h3.panel__heading { (locale.t.about_indicator) }
                (facts(locale, matrix, row, &href))
            }
        })
    };
    view! { {part(plot)}{part(figures)}{part(reasons)}{part(about)} }.into_any()
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
    let list = move || {
        let small = |words: &str| html! { p.panel__small { (words) } };
        Some(match history.get() {
            None => small(locale.t.loading),
            Some(Err(code)) => small(words::error(locale, code)),
            Some(Ok(list)) if list.is_empty() => small(locale.t.no_changes),
            Some(Ok(list)) => changes(locale, &list, |_| None),
        })
    };
    view! {
        <section class="panel__section">
            <h3 class="panel__heading">{locale.t.history}</h3>
            {part(list)}
        </section>
    }
}
