//! The plan from far away: a block for each top node, a row of small squares for each indicator, so that
//! the whole plan is on one screen of a desk. Large plans use the table with small rows instead.

use domain::matrix::Matrix;
use domain::view::{Grouping, SortKey};
use leptos::prelude::*;
use maud::{Markup, html};

use crate::components::status::mark;
use crate::i18n::Locale;
use crate::paths::PlanRoute;
use crate::state::{PlanStore, ViewState};
use crate::ui::drawn::part;
use crate::words;

/// Up to this number of indicators the squares are laid out in blocks.
const LARGEST: usize = 300;

/// True when the view can be laid out in blocks.
pub fn fits(state: ViewState) -> bool {
    let in_order = state.view.with(|v| v.group == Grouping::Plan && v.sort == SortKey::Plan);
    in_order && state.rows.with(|rows| rows.included.len() <= LARGEST)
}

/// All indicators of the view as squares.
pub fn overview(locale: Locale, store: PlanStore, state: ViewState) -> AnyView {
    let draw = move || {
        store.track_structure();
        store.track_figures();
        let chosen = state.year().1;
        state.rows.with(|rows| store.with(|matrix| blocks(locale, matrix, state, &rows.included, chosen)))
    };
    part("overview", Box::new(draw))
}

fn blocks(locale: Locale, matrix: &Matrix, state: ViewState, included: &[bool], chosen: usize) -> Markup {
    let roots = (0..matrix.document().nodes.len()).filter(|node| matrix.parent(*node).is_none());
    html! {
        @for root in roots {
            @let rows: Vec<usize> = matrix.indicators_below(root).filter(|row| included.get(*row) == Some(&true)).collect();
            @if !rows.is_empty() { (block(locale, matrix, state, root, &rows, chosen)) }
        }
    }
}

fn block(locale: Locale, matrix: &Matrix, state: ViewState, root: usize, rows: &[usize], chosen: usize) -> Markup {
    let years = &matrix.plan().years;
    let node = matrix.node(root);
    html! {
        table.overview__block {
            caption.overview__title { b { (node.code) } " " (words::text(locale, matrix, &node.title)) }
            thead {
                tr {
                    td {}
                    @for year in years {
                        th scope="col" { span aria-hidden="true" { "’" (year.year % 100 / 10) (year.year % 10) } span.visually-hidden { (year.year) } }
                    }
                }
            }
            tbody {
                @for row in rows {
                    @let indicator = matrix.indicator(*row);
                    @let title = words::text(locale, matrix, &indicator.title);
                    tr {
                        th.overview__code scope="row" {
                            a href=(state.href(PlanRoute::Indicator(indicator.code.clone()))) title=(title) {
                                (indicator.code) span.visually-hidden { " " (title) }
                            }
                        }
                        @for column in 0..years.len() {
                            @let cell = matrix.state(*row, column);
                            td.overview__cell.overview__cell--chosen[column == chosen] {
                                (mark(cell)) span.visually-hidden { (words::state(locale, cell)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
