//! The head of the table. A press on a name sorts by it: up, then down, then not.

use domain::view::{SortKey, View};
use domain::year::{Year, YearState};
use maud::{Markup, html};

use crate::i18n::Locale;
use crate::state::Columns;

/// The columns, so that the chosen year can be tinted.
pub fn column_group(columns: &Columns, chosen: Year) -> Markup {
    html! {
        col.matrix__col-title;
        @for _ in 0..columns.before() { col; }
        @for (_, year) in &columns.years { col.matrix__col--chosen[year.year == chosen]; }
    }
}

/// The head row.
pub fn head(locale: Locale, columns: &Columns, view: &View, chosen: Year) -> Markup {
    let t = locale.t;
    html! {
        tr {
                th.matrix__title scope="col" aria-sort=[aria_sort(view, SortKey::Title)] { (sorter(view, SortKey::Title, t.indicator)) }
                @if columns.unit { (plain(t.unit)) }
                @if columns.responsible {
                    th.matrix__plain scope="col" aria-sort=[aria_sort(view, SortKey::Responsible)] { (sorter(view, SortKey::Responsible, t.responsible)) }
                }
                @if columns.baseline { (plain(t.baseline)) }
                @for (_, year) in &columns.years {
                    th.matrix__year.matrix__year--chosen[year.year == chosen] scope="col" aria-sort=[aria_sort(view, SortKey::Year(year.year))] {
                        (sorter(view, SortKey::Year(year.year), &year.year.to_string()))
                        @match year.state {
                            YearState::Closed => {},
                            YearState::Open => { small.matrix__note { (t.year_open) } },
                            YearState::Upcoming => { small.matrix__note { (t.year_upcoming) } },
                        }
                    }
                }
                @if columns.target {
                    th.matrix__plain scope="col" aria-sort=[aria_sort(view, SortKey::Progress)] { (sorter(view, SortKey::Progress, t.final_target)) }
                }
                @if columns.trend { (plain(t.trend)) }
        }
    }
}

fn plain(words: &str) -> Markup {
    html! { th.matrix__plain scope="col" { span.matrix__label { (words) } } }
}

fn aria_sort(view: &View, key: SortKey) -> Option<&'static str> {
    (view.sort == key).then_some(if view.descending { "descending" } else { "ascending" })
}

/// The address of the view sorted by the next way goes with the button; the table listens to it.
fn sorter(view: &View, key: SortKey, words: &str) -> Markup {
    let arrow = match (view.sort == key, view.descending) {
        (false, _) => "",
        (true, false) => " ▲",
        (true, true) => " ▼",
    };
    html! {
        button.matrix__sort type="button" tabindex="-1" data-query=(next_sort(view, key).to_query()) {
            (words) span aria-hidden="true" { (arrow) }
        }
    }
}

/// Sorted up, then down, then not.
fn next_sort(view: &View, key: SortKey) -> View {
    let (sort, descending) = match (view.sort == key, view.descending) {
        (false, _) => (key, false),
        (true, false) => (key, true),
        (true, true) => (SortKey::Plan, false),
    };
    View { sort, descending, ..view.clone() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn three_presses_come_back_to_the_order_of_the_plan() {
        let start = View::default();
        let up = next_sort(&start, SortKey::Title);
        let down = next_sort(&up, SortKey::Title);
        assert!(!up.descending && down.descending && down.sort == SortKey::Title);
        assert_eq!(next_sort(&down, SortKey::Title), start);
    }
}
