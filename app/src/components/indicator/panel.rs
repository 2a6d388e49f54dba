//! The indicator beside the matrix, or as the whole page where there is no room for both.

use domain::change::Change;
use domain::error::ErrorCode;
use domain::filter::{RowKind, Rows};
use domain::matrix::Matrix;
use domain::view::View;
use leptos::html;
use leptos::prelude::*;
use maud::{Markup, html};

use super::breakdowns::breakdowns;
use super::changes::changes;
use super::chart::chart;
use super::facts::facts;
use super::series::series;
use super::why::why;
use crate::i18n::Locale;
use crate::paths::{self, PlanRoute};
use crate::state::{PlanStore, ViewState};
use crate::ui::drawn::part;
use crate::ui::notice::notice;
use crate::words;

/// What is known of the indicator's history: its changes, newest first, once they are here.
pub type History = Option<Result<Vec<Change>, ErrorCode>>;

/// The panel of an indicator. Each part is drawn again on its own.
pub fn panel(locale: Locale, store: PlanStore, state: ViewState, code: String, history: RwSignal<History>) -> AnyView {
    let area = NodeRef::<html::Aside>::new();
    Effect::new(move |_| {
        let title = area.get().and_then(|area| area.query_selector(".panel__title").ok().flatten());
        if let Some(title) = title {
            crate::components::matrix::keys::focus(&title);
        }
    });
    let shown = move |draw: fn(&Shown) -> Markup| -> AnyView {
        let code = code.clone();
        part(
            "panel__part",
            Box::new(move || {
                store.track_structure();
                let row = store.with(|m| m.row(&code)).flatten()?;
                store.row_signal(row).track();
                store.with(|matrix| draw(&Shown { locale, matrix, state, row }))
            }),
        )
    };
    let missing = {
        let shown_code = state.opened().unwrap_or_default();
        move || {
            store.track_structure();
            let found = store.with(|m| m.row(&shown_code)).flatten();
            found.is_none().then(|| notice(locale.t.no_indicator, &shown_code, None))
        }
    };
    let past = move || Some(history.with(|history| past(locale, history)));
    view! {
        <aside class="panel" aria-label=locale.t.indicator node_ref=area>
            {shown(steps)}
            {shown(head)}
            {part("", Box::new(missing))}
            {shown(|s| chart(s.locale, s.matrix, s.row))}
            {shown(figures)}
            {shown(reasons)}
            {shown(about)}
            {part("panel__part", Box::new(past))}
        </aside>
    }
    .into_any()
}

/// What a part of the panel is drawn from.
struct Shown<'a> {
    locale: Locale,
    matrix: &'a Matrix,
    state: ViewState,
    row: usize,
}

impl Shown<'_> {
    fn link(&self, row: usize) -> String {
        let code = self.matrix.indicator(row).code.clone();
        self.state.href_with(PlanRoute::Indicator(code), |view| view.cell = None)
    }
}

/// Previous, next, close.
fn steps(shown: &Shown) -> Markup {
    let t = shown.locale.t;
    let (previous, next) = shown.state.rows.with(|rows| neighbours(rows, shown.row));
    html! {
        nav.panel__steps aria-label=(t.steps) {
            @if let Some(row) = previous { a.button."button--quiet" href=(shown.link(row)) rel="prev" { (t.previous) } }
            @if let Some(row) = next { a.button."button--quiet" href=(shown.link(row)) rel="next" { (t.next) } }
            a.button.panel__close href=(shown.state.href_with(PlanRoute::Matrix, |view| view.cell = None)) { (t.close) }
        }
    }
}

/// The indicators before and after one, among the rows of the view, or among all that are included when no
/// row shows one.
fn neighbours(rows: &Rows, row: usize) -> (Option<usize>, Option<usize>) {
    let shown = rows.rows.iter().filter_map(|r| if let RowKind::Indicator(i) = r.kind { Some(i) } else { None });
    let mut listed: Vec<usize> = shown.collect();
    if !listed.contains(&row) {
        listed = (0..rows.included.len()).filter(|i| rows.included[*i] || *i == row).collect();
    }
    match listed.iter().position(|r| *r == row) {
        Some(at) => (at.checked_sub(1).map(|i| listed[i]), listed.get(at + 1).copied()),
        None => (None, None),
    }
}

fn head(shown: &Shown) -> Markup {
    let Shown { locale, matrix, row, .. } = *shown;
    let indicator = matrix.indicator(row);
    html! {
        ol.panel__path role="list" aria-label=(locale.t.place_in_plan) {
            @for node in matrix.path(row) {
                li { (matrix.node(node).code) " " (words::text(locale, matrix, &matrix.node(node).title)) }
            }
        }
        h2.panel__title tabindex="-1" { span.panel__code { (indicator.code) } " " (words::text(locale, matrix, &indicator.title)) }
    }
}

fn figures(shown: &Shown) -> Markup {
    let page = PlanRoute::Indicator(shown.matrix.indicator(shown.row).code.clone());
    let href = |year| shown.state.href_with(page.clone(), |view| view.cell = Some(year));
    series(shown.locale, shown.matrix, shown.row, href)
}

fn reasons(shown: &Shown) -> Markup {
    let Shown { locale, matrix, state, row } = *shown;
    let cell = state.view.with(|view| view.cell).and_then(|year| matrix.plan().year_index(year));
    let column = cell.unwrap_or_else(|| state.year().1);
    html! { (why(locale, matrix, row, column)) (breakdowns(locale, matrix, row, column)) }
}

fn about(shown: &Shown) -> Markup {
    let Shown { locale, matrix, state, row } = *shown;
    let responsible = matrix.indicator(row).responsible.clone();
    let href = state.href_with(PlanRoute::Matrix, |view| {
        *view = View { institution: Some(responsible), year: view.year, ..View::default() };
    });
    html! {
        section.panel__section {
            h3.panel__heading { (locale.t.about_indicator) }
            (facts(locale, matrix, row, &href))
            @if !matrix.indicator(row).by_territory.is_empty() {
                p { a href=(paths::territories(locale.tongue, &matrix.plan().slug, &matrix.indicator(row).code)) { (locale.t.by_territory) } }
            }
        }
    }
}

fn past(locale: Locale, history: &History) -> Markup {
    let t = locale.t;
    html! {
        section.panel__section {
            h3.panel__heading { (t.history) }
            @match history {
                None => { p.panel__small { (t.loading) } },
                Some(Err(code)) => { p.panel__small { (words::error(locale, *code)) } },
                Some(Ok(list)) if list.is_empty() => { p.panel__small { (t.no_changes) } },
                Some(Ok(list)) => { (changes(locale, list, |_| None)) },
            }
        }
    }
}
