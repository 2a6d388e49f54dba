//! More time for single institutions.

use domain::calendar::Extension;
use domain::year::{Year, YearState};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Shown;
use crate::desk::api;
use crate::desk::fields::{Field, Wrong};
use crate::desk::sign_in::alert;
use crate::desk::{Words, words};
use crate::i18n::fill;

/// The extensions of a year, and one more; nothing for a year that has not begun.
pub fn draw(words: Words, shown: Shown, year: Year) -> Option<impl IntoView> {
    let t = words.t;
    let begun = Memo::new(move |_| shown.row(year, |row| row.year.state != YearState::Upcoming).unwrap_or_default());
    if !begun.get() {
        return None;
    }
    let (institution, day) = (RwSignal::new(String::new()), RwSignal::new(String::new()));
    let wrong = Wrong::new();
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        set(words, shown, year, wrong, institution.get_untracked(), Some(day.get_untracked()));
    };
    let mut options = vec![(String::new(), t.choose.to_owned())];
    options.extend(
        shown.plan.institutions(words).into_iter().map(|(code, name)| (code.clone(), format!("{code} · {name}"))),
    );
    let field = |name, label| Field { name, form: "extension", label, hint: "", required: true, wrong };
    let list = move || {
        let extensions = shown.row(year, |row| row.extensions.clone()).unwrap_or_default();
        extensions.into_iter().map(|extension| line(words, shown, year, wrong, extension)).collect_view()
    };
    Some(view! {
        <section>
            <h3>{t.extend_title}</h3>
            <p class="form__text">{t.extend_text}</p>
            <ul class="plain">{list}</ul>
            <form on:submit=save>
                <div class="fields">
                    {field("institution", t.column_institution).select(words, options, institution)}
                    {field("last_day", t.last_day).input(words, "date", day)}
                </div>
                {alert(wrong.whole)}
                <div class="desk__buttons"><button class="button button--quiet" type="submit">{t.extend}</button></div>
            </form>
        </section>
    })
}

fn line(words: Words, shown: Shown, year: Year, wrong: Wrong, extension: Extension) -> impl IntoView {
    let t = words.t;
    let Extension { institution, last_day } = extension;
    let text = words::fill_all(
        t.extended_until,
        &[("institution", institution.clone()), ("day", words.locale.day(&last_day))],
    );
    let label = fill(t.end_extension, &[("institution", &institution)]);
    let end = move |_| set(words, shown, year, wrong, institution.clone(), None);
    view! {
        <li>
            {text} " "
            <button class="button button--quiet button--small" type="button" aria-label=label on:click=end>{t.evidence_remove}</button>
        </li>
    }
}

fn set(words: Words, shown: Shown, year: Year, wrong: Wrong, institution: String, last_day: Option<String>) {
    let slug = shown.board.with_untracked(|board| board.plan.clone());
    wrong.clear();
    spawn_local(async move {
        match api::extend(&slug, year, &institution, last_day.as_deref()).await {
            Ok(board) => shown.board.set(board),
            Err(failure) => wrong.set(words, &failure),
        }
    });
}
