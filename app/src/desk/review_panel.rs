//! One update under review: its value against target and past, what is odd, the status it would give and why, and the
//! reviewer's steps. Keys: `n` next, `p` previous, `a` approve, `r` reason of a return, Escape closes.

mod judged;

use domain::filing::{Filing, FilingAction};
use domain::review::DeskRow;
use domain::update::Update;
use domain::validate::{outlier_bounds, warnings};
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;
use web_sys::HtmlElement;

use super::api::{self, Failure};
use super::plan::Reading;
use super::review::Shown;
use super::{Words, details, words};
use crate::i18n::fill;
use crate::words as shared;

/// The panel of an update.
pub fn draw(words: Words, plan: Reading, shown: Shown, code: String) -> Option<impl IntoView> {
    let t = words.t;
    let row = shown.rows.with(|rows| rows.iter().find(|row| row.filing.cell() == code).cloned())?;
    let (slug, year) = shown.at.get_value();
    let (title, unit, responsible, target) = plan.with(|matrix| {
        let indicator = matrix.indicator(matrix.row(&row.filing.indicator)?);
        // Targets are of the whole country.
        let target = indicator
            .targets
            .get(&year)
            .filter(|_| row.filing.territory.is_empty())
            .map(|target| shared::quantity(words.locale, indicator, *target));
        let responsible = plan.institution_of(&row.filing).unwrap_or_default();
        Some((indicator.title.clone(), indicator.unit.clone(), responsible, target))
    })??;
    let (reason, problem) = (RwSignal::new(String::new()), RwSignal::new(None::<Failure>));
    let filing = row.filing.clone();
    let step = {
        let (slug, code) = (slug.clone(), code.clone());
        let version = filing.version;
        move |action: FilingAction, text: String| {
            let (slug, code) = (slug.clone(), code.clone());
            spawn_local(async move {
                match api::step(&slug, &code, year, action, version, &text).await {
                    Ok(filing) => {
                        problem.set(None);
                        shown.put(filing);
                    }
                    Err(failure) => {
                        if let Some(current) = failure.current() {
                            shown.put(current);
                        }
                        problem.set(Some(failure));
                    }
                }
            });
        }
    };
    let keys = keys(plan, shown, filing.clone(), step.clone());
    let territory = plan.territory(words, &filing.territory);
    let heading = format!("{} {} {territory}", filing.indicator, plan.text(words, &title)).trim_end().to_owned();
    request_animation_frame(|| focus("review-title"));
    Some(view! {
        <section class="review" role="region" aria-labelledby="review-title" on:keydown=keys>
            <h2 id="review-title" tabindex="-1">{heading}</h2>
            <p class="review__who">
                {responsible} " · " {filing.saved_by.clone()} " · "
                <a href=details::public_page(words, &slug, &filing.indicator) rel="external">{t.public_plan}</a>
            </p>
            <p class="review__value">
                <span class="field__label">{t.review_value}</span> " "
                <strong>{value(words, plan, &filing)}</strong> " " {plan.text(words, &unit)}
                {target.map(|target| format!(" · {}", fill(t.review_against, &[("target", &target)])))}
            </p>
            {past(words, plan, &row, year)}
            {odd(words, plan, &row, year)}
            {extras(words, plan, &filing)}
            {judged::judged(words, plan, &filing, year)}
            {move || problem.get().map(|failure| view! { <p class="form__error" role="alert">{words::failure(words, &failure)}</p> })}
            {buttons(words, plan, shown, &filing, reason, step)}
            {remarks(words, &filing)}
        </section>
    })
}

fn focus(id: &str) {
    let found = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
    if let Some(element) = found {
        // Fails only for an element that is gone.
        let _ = element.focus();
    }
}

fn keys(
    plan: Reading,
    shown: Shown,
    filing: Filing,
    step: impl Fn(FilingAction, String) + 'static,
) -> impl Fn(KeyboardEvent) + 'static {
    move |event: KeyboardEvent| {
        let typing = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let typing =
            typing.is_some_and(|element| matches!(element.tag_name().as_str(), "TEXTAREA" | "INPUT" | "SELECT"));
        if event.key() == "Escape" {
            shown.opened.set(None);
            return;
        }
        if typing || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "n" => go(plan, shown, &filing.cell(), 1),
            "p" => go(plan, shown, &filing.cell(), -1),
            "a" if filing.allowed.contains(&FilingAction::Approve) => step(FilingAction::Approve, String::new()),
            "r" => focus("review-reason"),
            _ => return,
        }
        event.prevent_default();
    }
}

/// To the next or previous of the list.
fn go(plan: Reading, shown: Shown, from: &str, by: isize) {
    let list = shown.list(plan);
    let next = match list.iter().position(|code| code == from) {
        Some(at) => list.get(at.saturating_add_signed(by)),
        // It left the list by being approved or returned.
        None => list.first(),
    };
    if let Some(code) = next.filter(|code| *code != from) {
        shown.opened.set(Some(code.clone()));
    }
}

fn value(words: Words, plan: Reading, filing: &Filing) -> String {
    let shown = plan.with(|matrix| {
        let indicator = matrix.indicator(matrix.row(&filing.indicator)?).clone();
        Some(words::content(words, plan, &indicator, filing.entry.content.as_ref()))
    });
    shown.flatten().unwrap_or_default()
}

/// Published years as a table, with the range in which the figure was expected.
fn past(words: Words, plan: Reading, row: &DeskRow, year: i16) -> Option<impl IntoView + use<>> {
    if row.published.is_empty() {
        return None;
    }
    let t = words.t;
    let indicator = plan.with(|matrix| Some(matrix.indicator(matrix.row(&row.filing.indicator)?).clone()))??;
    let figures: Vec<f64> = row
        .published
        .iter()
        .filter(|update| update.year < year)
        .filter_map(|update| indicator.figure(update))
        .collect();
    let bounds = outlier_bounds(&figures).map(|(lower, upper)| {
        // What was never below zero is not expected there.
        let lower = if figures.iter().all(|figure| *figure >= 0.0) { lower.max(0.0) } else { lower };
        let [lower, upper] = [lower, upper].map(|bound| shared::quantity(words.locale, &indicator, bound));
        format!("{lower} – {upper}")
    });
    let head = row.published.iter().map(|update| view! { <th scope="col" class="grid__number">{update.year}</th> });
    let cells = row.published.iter().map(|update| {
        let shown = words::content(words, plan, &indicator, Some(&update.content));
        view! { <td class="grid__number">{shown}</td> }
    });
    Some(view! {
        <table class="paste__table">
            <caption>{t.published_before} {bounds.map(|bounds| format!(" ({bounds})"))}</caption>
            <thead><tr>{head.collect_view()}</tr></thead>
            <tbody><tr>{cells.collect_view()}</tr></tbody>
        </table>
    })
}

fn odd(words: Words, plan: Reading, row: &DeskRow, year: i16) -> Option<impl IntoView + use<>> {
    let indicator = plan.with(|matrix| Some(matrix.indicator(matrix.row(&row.filing.indicator)?).clone()))??;
    let update = row.filing.entry.update(&indicator.code, year, 1)?;
    let figure = |update: &Update| Some((update.year, indicator.figure(update)?));
    let past: Vec<_> = row.published.iter().filter_map(figure).collect();
    let found = warnings(&indicator, &past, &update);
    let explained = row.filing.entry.explanation.clone();
    if found.is_empty() && explained.is_empty() {
        return None;
    }
    let lines: Vec<String> = found.iter().map(|warning| words::warning(words, plan, &indicator, warning)).collect();
    Some(view! {
        <div class="update__block update__block--odd">
            <p class="update__heading">{words.t.warnings}</p>
            <ul>{lines.into_iter().map(|line| view! { <li>{line}</li> }).collect_view()}</ul>
            <p>{words.t.explanation} ": " {explained}</p>
        </div>
    })
}

/// Note, breakdowns, evidence.
fn extras(words: Words, plan: Reading, filing: &Filing) -> impl IntoView + use<> {
    let entry = &filing.entry;
    let decimals = plan.with(|matrix| Some(matrix.indicator(matrix.row(&filing.indicator)?).decimals)).flatten();
    let note = plan.text(words, &entry.note);
    let lines: Vec<String> = entry
        .breakdowns
        .iter()
        .map(|(dimension, cells)| details::breakdown_line(words, plan, dimension, cells, decimals.unwrap_or_default()))
        .collect();
    view! {
        {(!note.is_empty()).then(|| view! { <p>{words.t.column_note} ": " {note}</p> })}
        {lines.into_iter().map(|line| view! { <p>{line}</p> }).collect_view()}
        {details::evidence_links(words, plan, &entry.evidence)}
    }
}

fn buttons<S: Fn(FilingAction, String) + Clone + Send + Sync + 'static>(
    words: Words,
    plan: Reading,
    shown: Shown,
    filing: &Filing,
    reason: RwSignal<String>,
    step: S,
) -> impl IntoView + use<S> {
    let t = words.t;
    let can = |action| filing.allowed.contains(&action);
    let (approve, send_back, say) = (step.clone(), step.clone(), step);
    let approve = can(FilingAction::Approve).then(|| view! {
        <button class="button" type="button" on:click=move |_| approve(FilingAction::Approve, String::new())>{t.approve}</button>
    });
    let send_back = can(FilingAction::Return).then(|| {
        view! {
            <button class="button button--quiet" type="button" on:click=move |_| {
                if reason.with_untracked(|text| text.trim().is_empty()) {
                    focus("review-reason");
                } else {
                    send_back(FilingAction::Return, reason.get_untracked());
                }
            }>{t.return_}</button>
        }
    });
    let comment = can(FilingAction::Comment).then(|| {
        view! {
            <button class="button button--quiet" type="button" on:click=move |_| {
                if !reason.with_untracked(|text| text.trim().is_empty()) {
                    say(FilingAction::Comment, reason.get_untracked());
                }
            }>{t.comment}</button>
        }
    });
    let (back, forth) = (filing.cell(), filing.cell());
    view! {
        <label class="field">
            <span class="field__label">{t.review_reason} ". " {t.review_reason_text}</span>
            <textarea class="field__input field__input--area" id="review-reason" rows="2" prop:value=move || reason.get()
                on:input=move |event| reason.set(event_target_value(&event))></textarea>
        </label>
        <div class="desk__buttons">
            {approve} {send_back} {comment}
            <button class="button button--quiet" type="button" on:click=move |_| go(plan, shown, &back, -1)>{t.previous}</button>
            <button class="button button--quiet" type="button" on:click=move |_| go(plan, shown, &forth, 1)>{t.next}</button>
            <button class="button button--quiet" type="button" on:click=move |_| shown.opened.set(None)>{t.close_details}</button>
        </div>
    }
}

fn remarks(words: Words, filing: &Filing) -> Option<impl IntoView + use<>> {
    if filing.remarks.is_empty() {
        return None;
    }
    let lines = filing.remarks.iter().rev().map(|remark| {
        let said = (!remark.text.is_empty()).then(|| format!(": {}", remark.text));
        let when = words.locale.moment(&remark.at);
        view! { <li>{when} " · " {remark.by.clone()} " " {words::done(words, remark.action)} {said}</li> }
    });
    let lines = lines.collect_view();
    Some(view! { <h3 class="update__heading">{words.t.history}</h3> <ul class="update__history">{lines}</ul> })
}
