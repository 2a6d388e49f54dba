//! The board of a year: institutions and states with counts, the list behind them, one update under review, many
//! approved at once.

use std::collections::{BTreeMap, BTreeSet};

use domain::filing::{FilingAction, FilingState};
use domain::review::{Board, DeskRow};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::api::{self, Failure, Seen};
use super::paths::{self, DeskRoute};
use super::plan::Reading;
use super::{Session, Words, review_panel, shell, words};
use crate::history::Address;
use crate::i18n::fill;

/// The states of the board, in the order of its columns.
const STATES: [Option<FilingState>; 5] = [
    None,
    Some(FilingState::Draft),
    Some(FilingState::Submitted),
    Some(FilingState::Returned),
    Some(FilingState::Approved),
];

/// What is shown of the board.
#[derive(Clone, Copy)]
pub struct Shown {
    /// The rows, as the server has them.
    pub rows: RwSignal<Vec<DeskRow>>,
    /// Address of the plan and year.
    pub at: StoredValue<(String, i16)>,
    institution: RwSignal<Option<String>>,
    state: RwSignal<Option<Option<FilingState>>>,
    chosen: RwSignal<BTreeSet<String>>,
    /// Code of the update under review.
    pub opened: RwSignal<Option<String>>,
    results: RwSignal<Vec<String>>,
}

impl Shown {
    /// Codes of the list under the filters, in reading order. What is under review stays.
    pub fn list(&self, plan: Reading) -> Vec<String> {
        let (institution, state) = (self.institution.get(), self.state.get());
        let responsible = responsible(plan);
        self.rows.with(|rows| {
            let fits = |row: &&DeskRow| {
                let code = &row.filing.indicator;
                let of = institution.as_ref().is_none_or(|wanted| responsible.get(code) == Some(wanted));
                of && state.is_none_or(|wanted| row.filing.state == wanted)
            };
            rows.iter().filter(fits).map(|row| row.filing.indicator.clone()).collect()
        })
    }

    /// Puts a newer record in its row.
    pub fn put(&self, filing: domain::filing::Filing) {
        self.rows.update(|rows| {
            if let Some(row) = rows.iter_mut().find(|row| row.filing.indicator == filing.indicator) {
                row.filing = filing;
            }
        });
    }
}

/// Institution of each indicator.
fn responsible(plan: Reading) -> BTreeMap<String, String> {
    let read = |matrix: &domain::matrix::Matrix| {
        let indicators = matrix.document().indicators.iter();
        indicators.map(|indicator| (indicator.code.clone(), indicator.responsible.clone())).collect()
    };
    plan.with(read).unwrap_or_default()
}

/// The page.
pub fn page(words: Words) -> AnyView {
    let address = Address::get();
    let plan = Reading::new();
    let loaded: RwSignal<Option<Result<StoredValue<Board>, Failure>>> = RwSignal::new(None);
    let query = Memo::new(move |_| address.query());
    let first = first_plan();
    let load = move || {
        let (slug, year) = of_query(&query.get_untracked());
        let slug = slug.unwrap_or_else(|| first.clone());
        spawn_local(async move {
            let board = async {
                let board = api::board(&slug, year).await?;
                plan.open(&slug).await?;
                Ok(StoredValue::new(board))
            };
            loaded.set(Some(board.await));
        });
    };
    let again = load.clone();
    Effect::new(move |_| {
        query.track();
        loaded.set(None);
        load();
    });
    (move || match loaded.get() {
        None => view! { <div class="skeleton" role="status"></div> }.into_any(),
        Some(Err(failure)) => shell::failed(words, &failure, again.clone()),
        Some(Ok(board)) => board.with_value(|board| draw(words, plan, board)),
    })
    .into_any()
}

fn first_plan() -> String {
    Session::get().me.with_untracked(|me| match me {
        Some(Ok(Some(me))) => me.memberships.first().map(|post| post.plan.clone()).unwrap_or_default(),
        _ => String::new(),
    })
}

fn of_query(query: &str) -> (Option<String>, Option<i16>) {
    let value = |name: &str| {
        let pair = query.split('&').filter_map(|pair| pair.split_once('=')).find(|(known, _)| *known == name);
        pair.map(|(_, value)| value.to_owned())
    };
    (value("plan"), value("year").and_then(|year| year.parse().ok()))
}

fn draw(words: Words, plan: Reading, board: &Board) -> AnyView {
    let t = words.t;
    let shown = Shown {
        rows: RwSignal::new(board.rows.clone()),
        at: StoredValue::new((board.plan.clone(), board.year)),
        institution: RwSignal::new(None),
        state: RwSignal::new(Some(Some(FilingState::Submitted))),
        chosen: RwSignal::new(BTreeSet::new()),
        opened: RwSignal::new(None),
        results: RwSignal::new(Vec::new()),
    };
    let to_review = move || {
        shown.rows.with(|rows| {
            let waiting = rows.iter().filter(|row| row.filing.state == Some(FilingState::Submitted)).count();
            fill(t.board_text, &[("n", &waiting.to_string()), ("total", &rows.len().to_string())])
        })
    };
    view! {
        <h1 class="page__title">{fill(t.board, &[("year", &board.year.to_string())])}</h1>
        {years(words, plan, board)}
        <p role="status">{to_review}</p>
        {move || table(words, plan, shown)}
        {bulk(words, plan, shown)}
        {move || list(words, plan, shown)}
        {move || shown.opened.get().map(|code| review_panel::draw(words, plan, shown, code))}
    }
    .into_any()
}

fn years(words: Words, plan: Reading, board: &Board) -> impl IntoView {
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

/// Institutions by state, each count a filter.
fn table(words: Words, plan: Reading, shown: Shown) -> impl IntoView {
    let t = words.t;
    let responsible = responsible(plan);
    let mut counts: BTreeMap<String, [usize; 5]> = BTreeMap::new();
    let mut total = [0; 5];
    shown.rows.with(|rows| {
        for row in rows {
            let Some(institution) = responsible.get(&row.filing.indicator) else { continue };
            let column = STATES.iter().position(|state| *state == row.filing.state).unwrap_or_default();
            counts.entry(institution.clone()).or_default()[column] += 1;
            total[column] += 1;
        }
    });
    let line = move |name: String, institution: Option<String>, counts: [usize; 5]| {
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
        view! { <tr><th scope="row">{name.clone()}</th>{cells.collect_view()}</tr> }
    };
    let head = STATES.into_iter().map(|state| {
        let class = format!("tag tag--{}", state.map_or("none", FilingState::word));
        view! { <th scope="col"><span class=class>{words::state(words, state)}</span></th> }
    });
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

/// Approving many at once, with a result for each that was not.
fn bulk(words: Words, plan: Reading, shown: Shown) -> impl IntoView {
    let t = words.t;
    let ready = Memo::new(move |_| {
        let listed = shown.list(plan);
        shown.rows.with(|rows| {
            let can = rows.iter().filter(|row| row.filing.allowed.contains(&FilingAction::Approve));
            can.map(|row| row.filing.indicator.clone()).filter(|code| listed.contains(code)).collect::<BTreeSet<_>>()
        })
    });
    let all = move |_| {
        shown.chosen.update(|chosen| {
            let ready = ready.get_untracked();
            if *chosen == ready { chosen.clear() } else { *chosen = ready }
        });
    };
    let approve = move |_| {
        let chosen = shown.chosen.get_untracked();
        let seen: Vec<Seen> = shown.rows.with_untracked(|rows| {
            let wanted = rows.iter().filter(|row| chosen.contains(&row.filing.indicator));
            wanted.map(|row| Seen { indicator: row.filing.indicator.clone(), version: row.filing.version }).collect()
        });
        let (slug, year) = shown.at.get_value();
        spawn_local(async move {
            match api::steps(&slug, year, FilingAction::Approve, &seen).await {
                Ok(outcomes) => {
                    let mut done = 0;
                    let mut results = Vec::new();
                    for outcome in outcomes.outcomes {
                        if let Some(filing) = outcome.filing {
                            done += 1;
                            shown.chosen.update(|chosen| {
                                chosen.remove(&filing.indicator);
                            });
                            shown.put(filing);
                        } else if let Some(code) = outcome.error {
                            let reason = words::code(words, code, None);
                            results.push(fill(t.bulk_failed, &[("code", &outcome.indicator), ("reason", &reason)]));
                        }
                    }
                    results.insert(0, fill(t.bulk_done, &[("n", &done.to_string())]));
                    shown.results.set(results);
                }
                Err(failure) => shown.results.set(vec![words::failure(words, &failure)]),
            }
        });
    };
    view! {
        <div class="desk__buttons">
            {move || (!ready.get().is_empty()).then(|| view! {
                <label class="check">
                    <input type="checkbox" prop:checked=move || shown.chosen.get() == ready.get() on:change=all />
                    {t.select_all}
                </label>
            })}
            {move || {
                let count = shown.chosen.with(BTreeSet::len);
                (count > 0).then(|| view! {
                    <button class="button" type="button" on:click=approve>
                        {fill(t.approve_selected, &[("n", &count.to_string())])}
                    </button>
                })
            }}
        </div>
        <div role="status">
            {move || shown.results.get().into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        </div>
    }
}

fn list(words: Words, plan: Reading, shown: Shown) -> AnyView {
    let t = words.t;
    let codes = shown.list(plan);
    if codes.is_empty() {
        return view! { <p class="notice">{t.nothing_here}</p> }.into_any();
    }
    let lines = codes.into_iter().map(|code| line(words, plan, shown, code));
    view! { <ul class="queue">{lines.collect_view()}</ul> }.into_any()
}

fn line(words: Words, plan: Reading, shown: Shown, code: String) -> Option<impl IntoView> {
    let row = shown.rows.with(|rows| rows.iter().find(|row| row.filing.indicator == code).cloned())?;
    let (title, institution, value) = plan.with(|matrix| {
        let indicator = matrix.indicator(matrix.row(&code)?);
        let content = row.filing.entry.content.as_ref();
        let value = words::content(words, plan, indicator, content);
        Some((plan.text(words, &indicator.title), indicator.responsible.clone(), value))
    })??;
    let can = row.filing.allowed.contains(&FilingAction::Approve);
    let (checked, toggled, opened, current) = (code.clone(), code.clone(), code.clone(), code.clone());
    let choice = can.then(|| view! {
        <input
            type="checkbox"
            class="queue__choice"
            aria-label=fill(words.t.select_one, &[("code", &code)])
            prop:checked=move || shown.chosen.with(|chosen| chosen.contains(&checked))
            on:change=move |_| shown.chosen.update(|chosen| if !chosen.remove(&toggled) { chosen.insert(toggled.clone()); })
        />
    });
    let class = format!("tag tag--{}", row.filing.state.map_or("none", FilingState::word));
    Some(view! {
        <li class="queue__item">
            {choice}
            <button
                class="queue__open"
                type="button"
                aria-expanded=move || (shown.opened.get().as_ref() == Some(&current)).to_string()
                on:click=move |_| shown.opened.set(Some(opened.clone()))
            >
                <span class="grid__code">{code.clone()}</span> " " <span class="queue__title">{title}</span>
            </button>
            <span class="queue__value">{value}</span>
            <span class="queue__who">{institution}</span>
            <span class=class>{words::state(words, row.filing.state)}</span>
        </li>
    })
}
