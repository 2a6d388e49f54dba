//! The row of an indicator. Its cells listen to one signal, so that a live change redraws this row alone.

use domain::search;
use domain::view::Zoom;
use leptos::prelude::*;

use super::cells::{baseline_cell, cell_class, figure_cell, target_cell};
use super::head::Columns;
use crate::i18n::Locale;
use crate::paths::PlanRoute;
use crate::state::{PlanStore, ViewState};
use crate::ui::highlight::highlight;
use crate::ui::spark::spark;
use crate::words;

/// An indicator's row.
#[component]
pub fn IndicatorRow(row: usize, depth: u8, row_index: Option<String>) -> impl IntoView {
    let store = PlanStore::get();
    let state = ViewState::get();
    let columns = Columns::get();
    let code = store.with(|m| m.indicator(row).code.clone()).unwrap_or_default();
    let is_open = {
        let code = code.clone();
        move || state.opened().is_some_and(|opened| opened == code)
    };
    let class = format!("matrix__row matrix__row--indicator depth-{depth}");
    view! {
        <tr class=class class:matrix__row--open=is_open data-row=row.to_string() data-code=code
            attr:aria-level=(depth + 1).to_string() aria-rowindex=row_index>
            <th scope="row" class="matrix__title">{move || title(store, state, row, columns.get().zoom)}</th>
            {move || cells(store, row, &columns.get())}
        </tr>
    }
}

fn title(store: PlanStore, state: ViewState, row: usize, zoom: Zoom) -> Option<AnyView> {
    let locale = Locale::get();
    store.track_structure();
    let words_found = state.words();
    store.with(|matrix| {
        let indicator = matrix.indicator(row);
        let text = words::text(locale, matrix, &indicator.title);
        let href = state.href_with(PlanRoute::Indicator(indicator.code.clone()), |view| view.cell = None);
        let marked = highlight(&text, &search::highlights(&text, &words_found));
        let marked_code = highlight(&indicator.code, &search::highlights(&indicator.code, &words_found));
        let moved = state.view.with(|v| v.compare).and_then(|from| {
            let movement = matrix.movement(row, from, state.year().0)?;
            let class = format!("movement movement--{}", movement.code());
            Some(view! { <span class=class>{words::movement(locale, movement)}</span> })
        });
        let more = (zoom == Zoom::Detail).then(|| {
            let definition = words::text(locale, matrix, &indicator.definition);
            let verification = words::text(locale, matrix, &indicator.verification);
            let source = (!verification.is_empty()).then(|| view! {
                <span class="matrix__source">{locale.t.verification}": "{verification}</span>
            });
            view! { <span class="matrix__definition">{definition}</span>{source} }
        });
        view! {
            <span class="matrix__code">{marked_code}</span>
            <span class="matrix__text">
                <a class="matrix__link" href=href tabindex="-1" title=text.clone()>{marked}</a>{moved}{more}
            </span>
        }
        .into_any()
    })
}

fn cells(store: PlanStore, row: usize, columns: &Columns) -> Option<AnyView> {
    let locale = Locale::get();
    store.track_structure();
    let mark = store.row_signal(row).get();
    store.with(|matrix| {
        let indicator = matrix.indicator(row);
        let years: Vec<_> = columns
            .years
            .iter()
            .map(|(column, year)| {
                let class = cell_class(matrix.state(row, *column), mark.fresh & (1 << (*column).min(63)) != 0);
                view! {
                    <td class=class data-year=year.year.to_string()>
                        {figure_cell(locale, matrix, row, *column, columns.zoom)}
                    </td>
                }
            })
            .collect();
        let unit = columns.unit.then(|| {
            let unit = words::text(locale, matrix, &indicator.unit);
            let unit = if unit.is_empty() { words::kind(locale, indicator.kind).to_lowercase() } else { unit };
            view! { <td class="matrix__plain">{unit}</td> }
        });
        let responsible = columns.responsible.then(|| {
            let institution = matrix.document().institutions.iter().find(|i| i.code == indicator.responsible);
            let name = institution.map(|i| words::text(locale, matrix, &i.name));
            view! { <td class="matrix__plain"><abbr title=name>{indicator.responsible.clone()}</abbr></td> }
        });
        let baseline = columns.baseline.then(|| view! { <td class="cell cell--plain">{baseline_cell(locale, indicator)}</td> });
        let target = columns.target.then(|| view! { <td class="cell cell--plain">{target_cell(locale, indicator)}</td> });
        let trend = columns.trend.then(|| {
            let values: Vec<Option<f64>> = (0..matrix.plan().year_count()).map(|c| matrix.value(row, c)).collect();
            view! { <td class="cell cell--trend">{spark(&values)}</td> }
        });
        view! { {unit}{responsible}{baseline}{years}{target}{trend} }.into_any()
    })
}
