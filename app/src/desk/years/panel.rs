//! Moving one year: its state, its last day, the reason that is published.

use domain::calendar::YearRow;
use domain::year::{Year, YearState};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::{Shown, closing, extensions};
use crate::desk::api::{self, Move};
use crate::desk::fields::{Field, Wrong};
use crate::desk::sign_in::alert;
use crate::desk::{Words, words};

/// What is typed for a year.
#[derive(Clone, Copy)]
pub struct Form {
    /// The year.
    pub year: Year,
    /// The last day; as long as nobody types it is that of the server.
    deadline: RwSignal<String>,
    typed: RwSignal<bool>,
    reason: RwSignal<String>,
    wrong: Wrong,
    done: RwSignal<Option<String>>,
    /// Closing is being asked about.
    pub asking: RwSignal<bool>,
    busy: RwSignal<bool>,
}

impl Form {
    fn new(shown: Shown, year: Year) -> Form {
        let form = Form {
            year,
            deadline: RwSignal::new(String::new()),
            typed: RwSignal::new(false),
            reason: RwSignal::new(String::new()),
            wrong: Wrong::new(),
            done: RwSignal::new(None),
            asking: RwSignal::new(false),
            busy: RwSignal::new(false),
        };
        Effect::new(move |_| {
            let held = shown.row(year, |row| row.year.deadline.clone()).flatten().unwrap_or_default();
            if !form.typed.get_untracked() {
                form.deadline.set(held);
            }
        });
        form
    }

    /// Moves the year to a state on the version that is shown.
    pub fn send(self, words: Words, shown: Shown, state: YearState) {
        if self.busy.get_untracked() {
            return;
        }
        let (slug, version) = shown.board.with_untracked(|board| (board.plan.clone(), board.version));
        let deadline = self.typed.get_untracked().then(|| self.deadline.get_untracked());
        let wanted = Move { state, deadline, version, reason: self.reason.get_untracked() };
        self.wrong.clear();
        self.done.set(None);
        self.busy.set(true);
        spawn_local(async move {
            let answer = api::set_year(&slug, self.year, &wanted).await;
            self.busy.set(false);
            match answer {
                Ok(board) => {
                    self.typed.set(false);
                    self.reason.set(String::new());
                    self.asking.set(false);
                    shown.board.set(board);
                    let places =
                        [("year", self.year.to_string()), ("state", words::year_state(words, state).to_owned())];
                    self.done.set(Some(words::fill_all(words.t.move_done, &places)));
                }
                Err(failure) => match failure.current() {
                    Some(current) => {
                        shown.board.set(current);
                        self.wrong.whole.set(Some(words.t.years_changed.to_owned()));
                    }
                    None => self.wrong.set(words, &failure),
                },
            }
        });
    }
}

/// The panel of a year.
pub fn draw(words: Words, shown: Shown, year: Year) -> impl IntoView {
    let t = words.t;
    let form = Form::new(shown, year);
    let title = move || {
        let state = shown.row(year, |row| words::year_state(words, row.year.state)).unwrap_or_default();
        words::fill_all(t.year_title, &[("year", year.to_string()), ("state", state.to_owned())])
    };
    let save = move |event: SubmitEvent| {
        event.prevent_default();
        if let Some(state) = shown
            .board
            .with_untracked(|board| board.years.iter().find(|row| row.year.year == year).map(|row| row.year.state))
        {
            form.send(words, shown, state);
        }
    };
    let field = |name, label, hint| Field { name, form: "year", label, hint, required: false, wrong: form.wrong };
    let deadline = field("deadline", t.deadline, "").input(words, "date", form.deadline);
    let reason = field("reason", t.move_reason, t.move_reason_text).input(words, "text", form.reason);
    request_animation_frame(|| crate::desk::focus("year-title"));
    view! {
        <section class="moving" role="region" aria-labelledby="year-title">
            <h2 id="year-title" tabindex="-1">{title}</h2>
            <form on:submit=save>
                <div class="fields" on:input=move |event| {
                    // Only what was typed replaces what the server has.
                    if event_target::<web_sys::HtmlInputElement>(&event).type_() == "date" {
                        form.typed.set(true);
                    }
                }>{deadline} {reason}</div>
                {alert(form.wrong.whole)}
                <div class="desk__buttons">
                    {move || shown.row(year, |row| moves(words, shown, form, row))}
                    <button class="button button--quiet" type="submit">{t.save_deadline}</button>
                    <button class="button button--quiet" type="button" on:click=move |_| shown.opened.set(None)>
                        {t.close_details}
                    </button>
                </div>
            </form>
            <p role="status">{move || form.done.get()}</p>
            {move || closing::ask(words, shown, form)}
            {move || extensions::draw(words, shown, year)}
        </section>
    }
}

/// The steps from the present state.
fn moves(words: Words, shown: Shown, form: Form, row: &YearRow) -> AnyView {
    let t = words.t;
    let button = move |label: &'static str, class: &'static str, state: YearState| {
        let press = move |_| match state {
            YearState::Closed => form.asking.set(true),
            YearState::Open | YearState::Upcoming => form.send(words, shown, state),
        };
        view! { <button class=class type="button" on:click=press>{label}</button> }
    };
    match row.year.state {
        YearState::Upcoming => button(t.open_year, "button", YearState::Open).into_any(),
        YearState::Closed => button(t.reopen_year, "button", YearState::Open).into_any(),
        YearState::Open => {
            let cells = row.cells;
            // Once something was filed a year has begun.
            let untouched = cells.draft + cells.submitted + cells.returned + cells.approved == 0;
            let back = untouched.then(|| button(t.unopen_year, "button button--quiet", YearState::Upcoming));
            view! { {button(t.close_year, "button", YearState::Closed)} {back} }.into_any()
        }
    }
}
