//! Title, period, counts; the years; how the chosen year stands, each part of which filters.

use domain::filter::Rows;
use domain::matrix::Matrix;
use domain::progress::Movement;
use domain::rollup::percent;
use domain::year::{Year, YearState};
use maud::{Markup, html};

use crate::components::status::mark;
use crate::i18n::{Locale, fill};
use crate::words;

/// Title, period and counts.
pub fn heading(locale: Locale, matrix: &Matrix) -> Markup {
    let plan = matrix.plan();
    let period = fill(locale.t.period, &[("from", &plan.first_year.to_string()), ("to", &plan.last_year.to_string())]);
    let indicators = matrix.document().indicators.len();
    html! {
        div.summary__head {
            h1.summary__title id="plan-title" tabindex="-1" { (words::text(locale, matrix, &plan.title)) }
            p.summary__period { (period) }
        }
        ul.summary__counts role="list" {
            @for (count, level) in matrix.level_counts().into_iter().zip(&plan.levels) {
                @let name = if count == 1 { &level.name } else { &level.plural };
                li.lower { b { (locale.count(count)) } " " (words::text(locale, matrix, name)) }
            }
            li { b { (locale.count(indicators)) } " " (if indicators == 1 { locale.t.indicator_one } else { locale.t.indicator_other }) }
        }
    }
}

/// One button a year.
pub fn years(locale: Locale, matrix: &Matrix) -> Markup {
    html! {
        div.years__list role="group" aria-label=(locale.t.year) {
            @for year in &matrix.plan().years {
                button.years__year type="button" name="year" value=(year.year) {
                    (year.year)
                    @match year.state {
                        YearState::Closed => {},
                        YearState::Open => { small.years__state { (locale.t.year_open) } },
                        YearState::Upcoming => { small.years__state { (locale.t.year_upcoming) } },
                    }
                }
            }
        }
    }
}

/// Coverage, and the distribution of states as a bar with words and numbers.
pub fn statuses(locale: Locale, rows: &Rows) -> Markup {
    let distribution = &rows.distribution;
    let total = distribution.total();
    let mut end = 0;
    let placed = distribution.iter().map(|(state, count)| {
        let start = end;
        end += count;
        (state, start, count)
    });
    let share = |count| fill(locale.t.percent, &[("n", &percent(count, total).to_string())]);
    html! {
        div.status-bar role="group" aria-label=(locale.t.statuses_label) {
            p.status-bar__coverage { (words::coverage(locale, distribution)) }
            svg.status-bar__bar viewBox={"0 0 " (total.max(1)) " 1"} preserveAspectRatio="none" aria-hidden="true" {
                @for (state, start, count) in placed {
                    rect class={"status-bar__part state--" (state.code())} name="status" value=(state.code()) x=(start) width=(count) height="1" {
                        title { (words::state(locale, state)) }
                    }
                }
            }
            div.status-bar__chips {
                @for (state, count) in distribution.iter() {
                    button.chip type="button" name="status" value=(state.code()) {
                        (mark(state)) span { (words::state(locale, state)) } b { (locale.count(count as usize)) }
                        span.chip__share { (share(count)) }
                    }
                }
            }
        }
    }
}

/// What improved and what fell since the compared year; each part filters.
pub fn moved(locale: Locale, rows: &Rows, from: Year) -> Markup {
    html! {
        div.moved role="group" aria-label=(fill(locale.t.compared_with, &[("year", &from.to_string())])) {
            span.moved__label { (fill(locale.t.compared_with, &[("year", &from.to_string())])) }
            @for movement in [Movement::Improved, Movement::Fell, Movement::Same] {
                button class={"chip movement movement--" (movement.code())} type="button" name="moved" value=(movement.code()) {
                    (words::movement(locale, movement)) " " b { (locale.count(rows.movements[movement as usize] as usize)) }
                }
            }
        }
    }
}
