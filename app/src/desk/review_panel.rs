//! One update under review: its value against target and past, what is odd, the status it would give and why, and the
//! reviewer's steps. Keys: `n` next, `p` previous, `a` approve, `r` reason of a return, Escape closes.

use domain::filing::{Filing, FilingAction, cell_parts};
use domain::review::DeskRow;
use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

mod changed;
mod facts;
mod series;

use super::api::{self, Failure};
use super::plan::Reading;
use super::presence;
use super::review::Shown;
use super::{Words, details, focus, words};
use crate::i18n::fill;
use crate::words as shared;
use changed::changed;
use facts::{extras, judged, odd, value};
use series::series;

/// Where a reason is written.
const REASON: &str = "review-reason";

/// One update under review.
#[derive(Clone, Copy)]
struct Panel {
    words: Words,
    plan: Reading,
    shown: Shown,
    code: StoredValue<String>,
    /// Drawn again when this row changes, and not when others do: what is typed stays.
    row: Memo<Option<DeskRow>>,
    reason: RwSignal<String>,
    problem: RwSignal<Option<Failure>>,
}

impl Panel {
    fn filing(self) -> Option<Filing> {
        self.row.with_untracked(|row| row.as_ref().map(|row| row.filing.clone()))
    }

    fn may(self, action: FilingAction) -> bool {
        self.filing().is_some_and(|filing| filing.allowed.contains(&action))
    }

    fn step(self, action: FilingAction) {
        let Some(filing) = self.filing() else { return };
        let (slug, year) = self.shown.at.get_value();
        let text = if action == FilingAction::Approve { String::new() } else { self.reason.get_untracked() };
        spawn_local(async move {
            let taken = api::step(&slug, &filing.cell(), year, action, filing.version, &text).await;
            match taken {
                Ok(filing) => {
                    let _ = self.problem.try_set(None);
                    if action != FilingAction::Approve {
                        self.write(String::new());
                    }
                    self.shown.put(filing);
                }
                Err(failure) => {
                    if let Some(current) = failure.current() {
                        self.shown.put(current);
                    }
                    let _ = self.problem.try_set(Some(failure));
                }
            }
        });
    }

    /// Sends the text, or asks for it.
    fn say(self, action: FilingAction) {
        if self.reason.with_untracked(|text| text.trim().is_empty()) { focus(REASON) } else { self.step(action) }
    }

    /// Keeps the text also while another update is looked at.
    fn write(self, text: String) {
        if let Some(code) = self.code.try_get_value() {
            let _ = self.shown.reasons.try_update_value(|reasons| reasons.insert(code, text.clone()));
        }
        let _ = self.reason.try_set(text);
    }

    /// To the next or previous of the list.
    fn go(self, by: isize) {
        let (list, from) = (untrack(|| self.shown.list(self.plan)), self.code.get_value());
        let next = match list.iter().position(|code| *code == from) {
            Some(at) => list.get(at.saturating_add_signed(by)),
            // It left the list by being approved or returned.
            None => list.first(),
        };
        if let Some(code) = next.filter(|code| **code != from) {
            self.shown.opened.set(Some(code.clone()));
        }
    }

    fn keys(self, event: &KeyboardEvent) {
        let typing = event.target().and_then(|target| target.dyn_into::<web_sys::Element>().ok());
        let typing =
            typing.is_some_and(|element| matches!(element.tag_name().as_str(), "TEXTAREA" | "INPUT" | "SELECT"));
        if event.key() == "Escape" {
            self.shown.opened.set(None);
            return;
        }
        if typing || event.ctrl_key() || event.meta_key() || event.alt_key() {
            return;
        }
        match event.key().as_str() {
            "n" => self.go(1),
            "p" => self.go(-1),
            "a" if self.may(FilingAction::Approve) => self.step(FilingAction::Approve),
            "r" => focus(REASON),
            _ => return,
        }
        event.prevent_default();
    }
}

/// The panel of an update.
pub fn draw(words: Words, plan: Reading, shown: Shown, code: String) -> impl IntoView {
    let row = {
        let code = code.clone();
        Memo::new(move |_| shown.rows.with(|rows| rows.iter().find(|row| row.filing.cell() == code).cloned()))
    };
    let reason = shown.reasons.with_value(|reasons| reasons.get(&code).cloned()).unwrap_or_default();
    let panel = Panel {
        words,
        plan,
        shown,
        code: StoredValue::new(code.clone()),
        row,
        reason: RwSignal::new(reason),
        problem: RwSignal::new(None),
    };
    request_animation_frame(|| focus("review-title"));
    let (indicator, territory) = cell_parts(&code);
    let title = format!("{indicator} {} {}", plan.title(words, indicator), plan.territory(words, territory));
    let (title, seen) = (title.trim_end().to_owned(), code);
    view! {
        <section class="review" role="region" aria-labelledby="review-title" on:keydown=move |event| panel.keys(&event)>
            <h2 id="review-title" tabindex="-1">{title}</h2>
            <div role="status">{move || presence::mark(words, shown.presence, &seen)}</div>
            {move || row.get().map(|row| content(panel, &row))}
            {move || panel.problem.get().map(|failure| view! {
                <p class="form__error" role="alert">{words::failure(words, &failure)}</p>
            })}
            <label class="field">
                <span class="field__label">{words.t.review_reason} ". " {words.t.review_reason_text}</span>
                <textarea class="field__input field__input--area" id=REASON rows="2" prop:value=move || panel.reason.get()
                    on:input=move |event| panel.write(event_target_value(&event))></textarea>
            </label>
            {buttons(panel)}
            <p class="desk__hint">{words.r.keys}</p>
            {move || row.get().map(|row| remarks(words, &row.filing))}
        </section>
    }
}

/// What is written, beside what was before.
fn content(panel: Panel, row: &DeskRow) -> Option<impl IntoView + use<>> {
    let (words, plan, t) = (panel.words, panel.plan, panel.words.t);
    let (slug, year) = panel.shown.at.get_value();
    let (filing, code) = (&row.filing, &row.filing.indicator);
    let (unit, target) = plan.with(|matrix| {
        let indicator = matrix.indicator(matrix.row(code)?);
        // Targets are of the whole country.
        let target = indicator.targets.get(&year).filter(|_| filing.territory.is_empty());
        let target = target.map(|target| shared::quantity(words.locale, indicator, *target));
        Some((indicator.unit.clone(), target))
    })??;
    let responsible = plan.institution_of(filing).unwrap_or_default();
    let state = format!("tag tag--{}", filing.state.map_or("none", domain::filing::FilingState::word));
    Some(view! {
        <p class="review__who">
            <span class=state>{words::state(words, filing.state)}</span> " " {responsible} " · " {filing.saved_by.clone()} " · "
            <a href=details::public_page(words, &slug, code) rel="external">{t.public_plan}</a>
        </p>
        <p class="review__value">
            <span class="field__label">{t.review_value}</span> " "
            <strong>{value(words, plan, filing)}</strong> " " {plan.text(words, &unit)}
            {target.map(|target| format!(" · {}", fill(t.review_against, &[("target", &target)])))}
        </p>
        {changed(words, plan, row)}
        <div class="review__columns">
            <div>{series(words, plan, row, year)} {extras(words, plan, &slug, filing)}</div>
            <div>{odd(words, plan, row, year)} {judged(words, plan, filing, year)}</div>
        </div>
    })
}

/// The steps that the server allows, and the way through the list.
fn buttons(panel: Panel) -> impl IntoView {
    let (t, shown) = (panel.words.t, panel.shown);
    let may = move |action| panel.row.with(|row| row.as_ref().is_some_and(|row| row.filing.allowed.contains(&action)));
    let quiet = move |action, label, step: fn(Panel, FilingAction)| {
        may(action).then(|| view! {
            <button class="button button--quiet" type="button" on:click=move |_| step(panel, action)>{label}</button>
        })
    };
    view! {
        <div class="desk__buttons">
            {move || may(FilingAction::Approve).then(|| view! {
                <button class="button" type="button" on:click=move |_| panel.step(FilingAction::Approve)>{t.approve}</button>
            })}
            {move || quiet(FilingAction::Return, t.return_, Panel::say)}
            {move || quiet(FilingAction::Comment, t.comment, Panel::say)}
            <button class="button button--quiet" type="button" on:click=move |_| panel.go(-1)>{t.previous}</button>
            <button class="button button--quiet" type="button" on:click=move |_| panel.go(1)>{t.next}</button>
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
