//! The plan from far away: a block for each top node, a row of small squares for each indicator, so that
//! the whole plan is on one screen of a desk. Large plans use the table with small rows instead.

use domain::filter::RowKind;
use leptos::prelude::*;

use crate::components::status::mark;
use crate::i18n::Locale;
use crate::paths::PlanRoute;
use crate::state::{PlanStore, ViewState};
use crate::words;

/// Up to this number of indicators the squares are laid out in blocks.
pub const LARGEST: usize = 300;

/// All indicators of the view as squares.
#[component]
pub fn Overview() -> impl IntoView {
    let store = PlanStore::get();
    let state = ViewState::get();
    let blocks = move || {
        store.track_structure();
        store.track_figures();
        let included = state.rows.with(|rows| rows.included.clone());
        let roots: Vec<usize> = store
            .with(|m| (0..m.document().nodes.len()).filter(|n| m.parent(*n).is_none()).collect())
            .unwrap_or_default();
        roots.into_iter().filter_map(|root| block(store, state, root, &included)).collect::<Vec<_>>()
    };
    view! { <div class="overview">{blocks}</div> }
}

fn block(store: PlanStore, state: ViewState, root: usize, included: &[bool]) -> Option<AnyView> {
    let locale = Locale::get();
    let chosen = state.year().1;
    store.with(|matrix| {
        let years = &matrix.plan().years;
        let rows: Vec<_> = matrix
            .indicators_below(root)
            .filter(|row| included.get(*row) == Some(&true))
            .map(|row| {
                let indicator = matrix.indicator(row);
                let title = words::text(locale, matrix, &indicator.title);
                let href = state.href(PlanRoute::Indicator(indicator.code.clone()));
                let cells: Vec<_> = (0..years.len())
                    .map(|column| {
                        let cell = matrix.state(row, column);
                        view! {
                            <td class="overview__cell" class:overview__cell--chosen=column == chosen>
                                {mark(cell)}<span class="visually-hidden">{words::state(locale, cell)}</span>
                            </td>
                        }
                    })
                    .collect();
                view! {
                    <tr>
                        <th scope="row" class="overview__code">
                            <a href=href title=title.clone()>{indicator.code.clone()}<span class="visually-hidden">" "{title.clone()}</span></a>
                        </th>
                        {cells}
                    </tr>
                }
            })
            .collect();
        if rows.is_empty() {
            return None;
        }
        let node = matrix.node(root);
        let heads: Vec<_> = years
            .iter()
            .map(|y| view! {
                <th scope="col"><abbr title=y.year.to_string()>{format!("{:02}", y.year % 100)}</abbr></th>
            })
            .collect();
        Some(
            view! {
                <table class="overview__block">
                    <caption class="overview__title"><b>{node.code.clone()}</b>" "{words::text(locale, matrix, &node.title)}</caption>
                    <thead><tr><td></td>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            }
            .into_any(),
        )
    })?
}

/// True when the view can be laid out in blocks.
pub fn fits(state: ViewState) -> bool {
    let flat = state.view.with(|v| v.group == domain::view::Grouping::Plan && v.sort == domain::view::SortKey::Plan);
    flat && state.rows.with(|rows| rows.included.len() <= LARGEST && rows.rows.iter().all(|r| !matches!(r.kind, RowKind::Group(_))))
}
