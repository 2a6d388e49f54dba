//! What of an update is shown and not typed: history, evidence, breakdowns in one line.

use domain::update::{Breakdown, Evidence};
use leptos::prelude::*;

use crate::desk::cell::Cell;
use crate::desk::plan::Reading;
use crate::desk::words::{self, fill_all};
use crate::desk::{Words, paths};
use crate::i18n::fill;

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

/// Evidence with what is in it: a link leads away; an image is shown small; an image or a PDF file opens alone on a page
/// that can do nothing (the server says so), every file can be saved.
pub fn evidence_list(words: Words, plan: Reading, slug: &str, evidence: &[Evidence]) -> impl IntoView + use<> {
    let t = words.r;
    let items = evidence.iter().map(|evidence| {
        let title = plan.text(words, &evidence.title);
        let Some(file) = evidence.file.clone() else {
            return match evidence.url.clone() {
                Some(url) => view! { <li><a href=url rel="external noopener" target="_blank">{title}</a></li> }.into_any(),
                None => view! { <li>{title}</li> }.into_any(),
            };
        };
        let (href, place) = (paths::api_file(slug, &file.hash, &file.name), paths::api_file_view(slug, &file.hash, &file.name));
        let is_image = matches!(file.media_type.as_str(), "image/png" | "image/jpeg" | "image/webp");
        let opens = is_image || file.media_type == "application/pdf";
        let size = words.locale.number((file.size as f64 / 1000.0).max(1.0), 0);
        let label = fill(t.evidence_view, &[("name", &file.name)]);
        let small = is_image.then(|| {
            let (place, source) = (place.clone(), place.clone());
            view! { <a href=place rel="external noopener" target="_blank"><img class="evidence__image" src=source alt=label.clone() loading="lazy" /></a> }
        });
        let open = (opens && !is_image)
            .then(|| view! { <a href=place rel="external noopener" target="_blank">{label.clone()}</a> " · " });
        let inner = (!file.public).then(|| view! { " · " <span class="tag">{t.evidence_internal}</span> });
        view! {
            <li>
                {title.clone()} {(title != file.name).then(|| format!(": {}", file.name))} " (" {size} " kB) · " {open}
                <a href=href rel="external" download=file.name.clone()>{t.evidence_download}</a> {inner} {small}
            </li>
        }
        .into_any()
    });
    if evidence.is_empty() {
        return view! { <p>{t.evidence_none}</p> }.into_any();
    }
    view! { <p class="update__heading">{words.t.evidence}</p> <ul class="update__history">{items.collect_view()}</ul> }
        .into_any()
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
