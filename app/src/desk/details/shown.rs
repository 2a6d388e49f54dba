//! What of an update is shown and not typed: history, evidence, breakdowns in one line.

use domain::update::{Breakdown, Evidence};
use leptos::prelude::*;

use crate::desk::cell::Cell;
use crate::desk::plan::Reading;
use crate::desk::words::{self, fill_all};
use crate::desk::{Words, paths};

/// Who did what.
pub fn history(words: Words, cell: Cell) -> Option<impl IntoView> {
    let remarks = cell.filing.with(|filing| filing.remarks.clone());
    (!remarks.is_empty()).then(|| {
        let lines = remarks.into_iter().rev().map(|remark| {
            let said = (!remark.text.is_empty()).then(|| format!(": {}", remark.text));
            view! {
                <li>
                    <time datetime=remark.at.clone()>{words.locale.moment(&remark.at)}</time>
                    " · " {remark.by.clone()} " " {words::done(words, remark.action)} {said}
                </li>
            }
        });
        view! { <h3 class="update__heading">{words.t.history}</h3> <ul class="update__history">{lines.collect_view()}</ul> }
    })
}

/// Evidence as a reader sees it.
pub fn evidence_links(words: Words, plan: Reading, evidence: &[Evidence]) -> impl IntoView + use<> {
    let items = evidence.iter().map(|evidence| {
        let title = plan.text(words, &evidence.title);
        match evidence.url.clone() {
            Some(url) => view! { <li><a href=url rel="external noopener" target="_blank">{title}</a></li> }.into_any(),
            None => view! { <li>{title}</li> }.into_any(),
        }
    });
    view! { <ul class="update__history">{items.collect_view()}</ul> }
}

/// The public page of an indicator.
pub fn public_page(words: Words, plan: &str, code: &str) -> String {
    paths::public_indicator(words.locale.tongue, plan, code)
}

/// The parts of a breakdown in one line.
pub fn breakdown_line(words: Words, plan: Reading, dimension: &str, cells: &Breakdown, decimals: u8) -> String {
    let names = plan.categories(words, dimension);
    let parts: Vec<String> = names
        .iter()
        .filter_map(|(code, name)| Some((name, cells.get(code).copied()??)))
        .map(|(name, figure)| format!("{name} {}", words.locale.number(figure, decimals)))
        .collect();
    fill_all("{name}: {parts}", &[("name", plan.dimension(words, dimension)), ("parts", parts.join(" · "))])
}
