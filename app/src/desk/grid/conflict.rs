//! Two values for one cell: the person chooses.

use leptos::prelude::*;

use crate::desk::cell::{Cell, Saving};
use crate::desk::plan::Reading;
use crate::desk::{Words, words};
use crate::i18n::fill;

/// Two values for one cell: the person chooses.
pub fn conflict(words: Words, plan: Reading, cell: Cell) -> Option<impl IntoView> {
    let Saving::Conflict(current) = cell.saving.get() else { return None };
    let t = words.t;
    let (mine, theirs, code) = cell.facts.with_value(|facts| {
        let mine = cell.entry.with(|entry| words::content(words, plan, &facts.indicator, entry.content.as_ref()));
        let theirs = words::content(words, plan, &facts.indicator, current.entry.content.as_ref());
        (mine, theirs, facts.indicator.code.clone())
    });
    let date = words.locale.moment(&current.saved_at);
    let (keep, take) = (current.clone(), current.clone());
    Some(view! {
        <tr class="grid__details">
            <td colspan="8">
                <div class="notice" role="alert">
                    <p class="notice__title">{fill(t.conflict_title, &[("code", &code)])}</p>
                    <p class="notice__text">
                        {t.conflict_text} " " {fill(t.conflict_by, &[("name", &current.saved_by), ("date", &date)])}
                    </p>
                    <div class="desk__buttons">
                        <button class="button" type="button" on:click=move |_| cell.keep_mine((*keep).clone())>
                            {fill(t.conflict_mine, &[("value", &mine)])}
                        </button>
                        <button class="button button--quiet" type="button" on:click=move |_| cell.accept_theirs((*take).clone())>
                            {fill(t.conflict_theirs, &[("value", &theirs)])}
                        </button>
                    </div>
                </div>
            </td>
        </tr>
    })
}
