//! Approving many at once.

use std::collections::BTreeSet;

use domain::filing::FilingAction;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Shown;
use crate::desk::api::{self, Seen};
use crate::desk::plan::Reading;
use crate::desk::{Words, words};
use crate::i18n::fill;

/// Approving many at once, with a result for each that was not.
pub fn bulk(words: Words, plan: Reading, shown: Shown) -> impl IntoView {
    let t = words.t;
    let ready = Memo::new(move |_| {
        let listed = shown.list(plan);
        shown.rows.with(|rows| {
            let can = rows.iter().filter(|row| row.filing.allowed.contains(&FilingAction::Approve));
            can.map(|row| row.filing.cell()).filter(|code| listed.contains(code)).collect::<BTreeSet<_>>()
        })
    });
    // Nobody approves what a filter hides.
    let chosen = Memo::new(move |_| shown.chosen.with(|chosen| &ready.get() & chosen));
    let all = move |_| {
        shown.chosen.update(|chosen| {
            let ready = ready.get_untracked();
            if *chosen == ready { chosen.clear() } else { *chosen = ready }
        });
    };
    let approve = move |_| {
        let chosen = chosen.get_untracked();
        let seen: Vec<Seen> = shown.rows.with_untracked(|rows| {
            let wanted = rows.iter().filter(|row| chosen.contains(&row.filing.cell()));
            wanted.map(|row| Seen::of(&row.filing)).collect()
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
                                chosen.remove(&filing.cell());
                            });
                            results.push(fill(words.r.approved_one, &[("code", &filing.indicator)]));
                            shown.put(filing);
                        } else if let Some(code) = outcome.error {
                            let reason = words::code(words, code, None);
                            let name = format!("{} {}", outcome.indicator, plan.territory(words, &outcome.territory));
                            results.push(fill(t.bulk_failed, &[("code", name.trim_end()), ("reason", &reason)]));
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
                    <input type="checkbox" prop:checked=move || chosen.get() == ready.get() on:change=all />
                    {t.select_all}
                </label>
            })}
            {move || {
                let count = chosen.with(BTreeSet::len);
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
