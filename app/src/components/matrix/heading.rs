//! What stands in the rows above indicators: a node of the plan, or the heading of a group.

use domain::filter::{Group, RowKind};
use domain::matrix::Matrix;
use domain::search;
use maud::{Markup, html};

use super::cells::rollup_cell;
use super::line::Pen;
use crate::components::status::badge;
use crate::i18n::Locale;
use crate::state::Columns;
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

/// All cells of a heading's row, without what is counted: the same whatever is open or reported, so that
/// the focus stays in it. [`counted`] fills the rest.
pub fn heading(pen: &Pen, matrix: &Matrix, kind: &RowKind, has_rows: bool) -> Markup {
    let (locale, columns) = (pen.locale, &pen.looks.columns);
    html! {
        th.matrix__title scope="row" {
            // The row itself says whether it is open.
            @if has_rows { button.matrix__toggle type="button" tabindex="-1" aria-label=(locale.t.toggle_row) {} }
            (name(pen, matrix, kind))
        }
        @if columns.before() > 0 { td.cell.cell--plain colspan=(columns.before()) {} }
        @for (_, year) in &columns.years { td.cell.cell--rollup data-year=(year.year) {} }
        @if columns.after() > 0 { td colspan=(columns.after()) {} }
    }
}

/// What is counted in a heading's row, in the order of its cells: the number of indicators, then a year each.
pub fn counted(locale: Locale, matrix: &Matrix, columns: &Columns, members: &[usize]) -> Vec<Markup> {
    let count = members.len();
    let words = if count == 1 { locale.t.indicator_one } else { locale.t.indicator_other };
    let total = (columns.before() > 0).then(|| html! { (locale.count(count)) " " (words) });
    let years = columns
        .years
        .iter()
        .map(|(column, _)| rollup_cell(locale, &matrix.distribution(members.iter().copied(), *column)));
    total.into_iter().chain(years).collect()
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
