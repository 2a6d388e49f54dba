//! The question before a year is closed: what becomes overdue.

use domain::calendar::Unapproved;
use domain::filing::FilingState;
use domain::year::YearState;
use leptos::prelude::*;

use super::Shown;
use super::panel::Form;
use crate::desk::{Words, words};
use crate::i18n::fill;

/// The question; nothing while nobody wants to close.
pub fn ask(words: Words, shown: Shown, form: Form) -> Option<impl IntoView> {
    let t = words.t;
    let (state, mut overdue) = shown.row(form.year, |row| (row.year.state, row.unapproved.clone()))?;
    if !form.asking.get() || state != YearState::Open {
        return None;
    }
    overdue.sort_by(|a, b| a.institution.cmp(&b.institution));
    let year = form.year.to_string();
    let text = match overdue.len() {
        0 => t.close_nothing.to_owned(),
        n => fill(t.close_text, &[("n", &words.locale.count(n))]),
    };
    request_animation_frame(|| crate::desk::focus("closing-title"));
    Some(view! {
        <div class="paste" role="group" aria-labelledby="closing-title">
            <h3 id="closing-title" tabindex="-1">{fill(t.close_title, &[("year", &year)])}</h3>
            <p>{text}</p>
            {(!overdue.is_empty()).then(|| table(words, shown, overdue))}
            <div class="desk__buttons">
                <button class="button" type="button" on:click=move |_| form.send(words, shown, YearState::Closed)>
                    {fill(t.close_year_now, &[("year", &year)])}
                </button>
                <button class="button button--quiet" type="button" on:click=move |_| form.asking.set(false)>{t.cancel}</button>
            </div>
        </div>
    })
}

fn table(words: Words, shown: Shown, overdue: Vec<Unapproved>) -> impl IntoView {
    let t = words.t;
    let lines = overdue.into_iter().map(|cell| {
        let title = shown.plan.title(words, &cell.indicator);
        let class = format!("tag tag--{}", cell.state.map_or("none", FilingState::word));
        view! {
            <tr>
                <td>{cell.institution}</td>
                <th scope="row"><span class="grid__code">{cell.indicator}</span></th>
                <td>{title}</td>
                <td><span class=class>{words::state(words, cell.state)}</span></td>
            </tr>
        }
    });
    view! {
        <div class="paste__scroll" tabindex="0" role="group" aria-label=t.column_indicator>
            <table class="paste__table">
                <thead>
                    <tr>
                        <th scope="col">{t.column_institution}</th>
                        <th scope="col" colspan="2">{t.column_indicator}</th>
                        <th scope="col">{t.column_state}</th>
                    </tr>
                </thead>
                <tbody>{lines.collect_view()}</tbody>
            </table>
        </div>
    }
}
