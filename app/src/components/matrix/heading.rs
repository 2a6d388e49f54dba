//! What stands in the rows above indicators: a node of the plan, or the heading of a group.

use domain::filter::{Group, RowKind};
use domain::matrix::Matrix;
use domain::search;
use maud::{Markup, html};

use super::cells::rollup_cell;
use super::line::Pen;
use crate::components::status::badge;
use crate::ui::highlight::highlight;
use crate::words;

/// The indicators below a heading that are in the result.
pub fn members(matrix: &Matrix, kind: &RowKind, included: &[bool], column: usize) -> Vec<usize> {
    let is_in = |row: &usize| included.get(*row) == Some(&true);
    match kind {
        RowKind::Indicator(row) => vec![*row],
        RowKind::Node(node) => matrix.indicators_below(*node).filter(is_in).collect(),
        RowKind::Group(group) => {
            (0..included.len()).filter(is_in).filter(|row| is_member(matrix, group, *row, column)).collect()
        }
    }
}

fn is_member(matrix: &Matrix, group: &Group, row: usize, column: usize) -> bool {
    let document = matrix.document();
    match group {
        Group::Axis(axis) => {
            matrix.axis_of(matrix.home(row)).map(|a| a.code.as_str()) == axis.map(|i| document.axes[i].code.as_str())
        }
        Group::Institution(institution) => {
            institution.map(|i| document.institutions[i].code.as_str())
                == Some(matrix.indicator(row).responsible.as_str())
        }
        Group::Status(state) => matrix.state(row, column) == *state,
    }
}

/// All cells of a heading's row. `open` is none when nothing is below.
pub fn heading(pen: &Pen, matrix: &Matrix, kind: &RowKind, members: &[usize], open: Option<bool>) -> Markup {
    let (locale, columns) = (pen.locale, &pen.looks.columns);
    let count = members.len();
    html! {
        th.matrix__title scope="row" {
            @if let Some(open) = open {
                button.matrix__toggle type="button" tabindex="-1" aria-expanded=(open)
                    aria-label=(if open { locale.t.close_row } else { locale.t.open_row }) {}
            }
            (name(pen, matrix, kind))
        }
        @if columns.before() > 0 {
            td.cell.cell--plain colspan=(columns.before()) {
                (locale.count(count)) " " (if count == 1 { locale.t.indicator_one } else { locale.t.indicator_other })
            }
        }
        @for (column, year) in &columns.years {
            td.cell.cell--rollup data-year=(year.year) {
                (rollup_cell(locale, &matrix.distribution(members.iter().copied(), *column)))
            }
        }
        @if columns.after() > 0 { td colspan=(columns.after()) {} }
    }
}

fn name(pen: &Pen, matrix: &Matrix, kind: &RowKind) -> Markup {
    let locale = pen.locale;
    let document = matrix.document();
    let named =
        |text: Option<String>| html! { span.matrix__text { (text.unwrap_or_else(|| locale.t.none.to_owned())) } };
    match kind {
        RowKind::Indicator(_) => html! {},
        RowKind::Node(node) => {
            let level = matrix.plan().levels.get(usize::from(matrix.depth(*node)));
            let node = matrix.node(*node);
            let text = words::text(locale, matrix, &node.title);
            html! {
                span.matrix__code {
                    @if let Some(level) = level { span.visually-hidden { (words::text(locale, matrix, &level.name)) " " } }
                    (node.code)
                }
                span.matrix__text { (highlight(&text, &search::highlights(&text, &pen.looks.words))) }
            }
        }
        RowKind::Group(Group::Axis(axis)) => named(axis.map(|i| words::text(locale, matrix, &document.axes[i].title))),
        RowKind::Group(Group::Institution(institution)) => {
            named(institution.map(|i| words::text(locale, matrix, &document.institutions[i].name)))
        }
        RowKind::Group(Group::Status(state)) => html! { span.matrix__text { (badge(locale, *state)) } },
    }
}
