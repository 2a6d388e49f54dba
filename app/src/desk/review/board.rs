//! Counts by institution and state, each a filter of the list.

use std::collections::BTreeMap;

use domain::filing::FilingState;
use domain::review::Board;
use leptos::prelude::*;

use super::{STATES, Shown};
use crate::desk::paths::{self, DeskRoute};
use crate::desk::plan::Reading;
use crate::desk::{Words, words};

/// Which institutions are listed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// All.
    All,
    /// Those that have written nothing.
    NotStarted,
    /// Those whose time is over.
    Late,
}

/// The choice of which.
pub fn which(words: Words, shown: Shown) -> impl IntoView {
    let t = words.r;
    let chip = move |which: Which, name: &'static str| {
        view! {
            <button class="chip" type="button" aria-pressed=move || (shown.which.get() == which).to_string()
                on:click=move |_| shown.which.set(which)>{name}</button>
        }
    };
    view! {
        <div class="reviews__which" role="group" aria-label=t.board_rows>
            {chip(Which::All, t.all)} {chip(Which::NotStarted, t.not_started)} {chip(Which::Late, t.late)}
        </div>
    }
}

/// Institutions by state, each count a filter.
pub fn table(words: Words, plan: Reading, shown: Shown) -> impl IntoView {
    let t = words.t;
    let mut counts: BTreeMap<String, [usize; 5]> = BTreeMap::new();
    let mut total = [0; 5];
    shown.rows.with(|rows| {
        for row in rows {
            let Some(institution) = plan.institution_of(&row.filing) else { continue };
            let column = STATES.iter().position(|state| *state == row.filing.state).unwrap_or_default();
            counts.entry(institution).or_default()[column] += 1;
            total[column] += 1;
        }
    });
    let line = move |name: String, institution: Option<String>, counts: [usize; 5]| {
        let of = institution.clone();
        let cells = STATES.into_iter().zip(counts).map(|(state, count)| {
            let institution = institution.clone();
            let is_current = {
                let institution = institution.clone();
                move || shown.state.get() == Some(state) && shown.institution.get() == institution
            };
            let label = format!("{name}, {}: {count}", words::state(words, state));
            let choose = move |_| {
                shown.institution.set(institution.clone());
                shown.state.set(Some(state));
            };
            let button = (count > 0).then(|| view! {
                <button class="board__count" type="button" aria-label=label aria-pressed=move || is_current().to_string() on:click=choose>
                    {count}
                </button>
            });
            view! { <td>{button}</td> }
        });
        let is_late = of.is_some_and(|code| shown.late.with(|late| late.contains(&code)));
        let late = is_late.then(|| view! { " " <span class="tag tag--returned">{words.r.late_mark}</span> });
        view! { <tr><th scope="row">{name.clone()} {late}</th>{cells.collect_view()}</tr> }
    };
    let head = STATES.into_iter().map(|state| {
        let class = format!("tag tag--{}", state.map_or("none", FilingState::word));
        view! { <th scope="col"><span class=class>{words::state(words, state)}</span></th> }
    });
    // What waits comes first.
    let mut counts: Vec<(String, [usize; 5])> = counts.into_iter().collect();
    let not_started = |counts: &[usize; 5]| counts[1..].iter().all(|count| *count == 0);
    let which = shown.which.get();
    counts.retain(|(code, counts)| match which {
        Which::All => true,
        Which::NotStarted => not_started(counts),
        Which::Late => shown.late.with(|late| late.contains(code)),
    });
    let waits = STATES.iter().position(|state| *state == Some(FilingState::Submitted)).unwrap_or_default();
    counts.sort_by_key(|(_, counts)| std::cmp::Reverse(counts[waits]));
    let lines = counts.into_iter().map(|(code, counts)| line(code.clone(), Some(code), counts)).collect_view();
    view! {
        <div class="board__scroll" tabindex="0" role="group" aria-label=t.column_institution>
            <table class="board">
                <thead><tr><th scope="col">{t.column_institution}</th>{head.collect_view()}</tr></thead>
                <tbody>{line(t.institution_total.to_owned(), None, total)} {lines}</tbody>
            </table>
        </div>
    }
}

/// The years of the plan as links.
pub fn years(words: Words, plan: Reading, board: &Board) -> impl IntoView {
    let years = plan.with(|matrix| matrix.plan().years.clone()).unwrap_or_default();
    let (slug, chosen) = (board.plan.clone(), board.year);
    let link = move |year: domain::year::ReportingYear| {
        let href = paths::of_year(words.locale.tongue, &DeskRoute::Review, &slug, year.year);
        let current = (year.year == chosen).then_some("true");
        let state = words::year_state(words, year.state);
        view! { <a class="years__year" href=href aria-current=current>{year.year} <small>{state}</small></a> }
    };
    view! { <nav class="years" aria-label=words.t.year>{years.into_iter().map(link).collect_view()}</nav> }
}
