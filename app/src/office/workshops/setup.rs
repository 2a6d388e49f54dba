//! What is decided before a workshop, as a form: for a new one, and for changing one.

use domain::document::PlanDocument;
use domain::text::Lang;
use domain::workshop::run::{Editing, Setup, Workshop};
use domain::workshop::{Base, Invited, Results};
use leptos::prelude::*;

pub use super::run::forms::{line, select};
use super::{Words, clock, words};

/// An institution that may be invited.
#[derive(Clone)]
pub struct Guest {
    code: String,
    name: String,
    chosen: RwSignal<bool>,
    seats: RwSignal<String>,
}

/// What is written in the form.
#[derive(Clone, Copy)]
pub struct Form {
    pub title: RwSignal<String>,
    pub date: RwSignal<String>,
    pub place: RwSignal<String>,
    pub zone: RwSignal<String>,
    pub plan: RwSignal<String>,
    pub results: RwSignal<String>,
    pub base: RwSignal<String>,
    pub facilitators: RwSignal<String>,
    pub guests: RwSignal<Vec<Guest>>,
    /// What is wrong with it.
    pub wrong: RwSignal<Option<String>>,
}

impl Form {
    /// An empty one.
    pub fn new(plan: String) -> Form {
        let text = |text: &str| RwSignal::new(text.to_owned());
        let today = String::from(js_sys::Date::new_0().to_iso_string());
        Form {
            title: text(""),
            date: RwSignal::new(today.chars().take(10).collect()),
            place: text(""),
            zone: RwSignal::new(clock::own_zone()),
            plan: RwSignal::new(plan),
            results: text("hidden"),
            base: text("cast"),
            facilitators: text(""),
            guests: RwSignal::new(Vec::new()),
            wrong: RwSignal::new(None),
        }
    }

    /// One with what a workshop has.
    pub fn of(words: Words, workshop: &Workshop) -> Form {
        let setup = &workshop.setup;
        let form = Form::new(setup.plan.clone());
        form.title.set(setup.title.clone());
        form.date.set(setup.date.clone());
        form.place.set(setup.place.clone());
        form.zone.set(setup.zone.clone());
        form.results.set(if setup.results == Results::Open { "open" } else { "hidden" }.to_owned());
        form.base.set(base_word(setup.base).to_owned());
        form.facilitators.set(setup.facilitators.join(", "));
        let default = workshop.header.default_language;
        let guests = workshop.institutions.iter().map(|institution| {
            let invited = setup.invited.iter().find(|invited| invited.institution == institution.code);
            Guest {
                code: institution.code.clone(),
                name: words::text(words, &institution.name, default),
                chosen: RwSignal::new(invited.is_some()),
                seats: RwSignal::new(invited.map_or(1, |invited| invited.seats).to_string()),
            }
        });
        form.guests.set(guests.collect());
        form
    }

    /// Offers the institutions of a plan.
    pub fn offer(self, words: Words, document: &PlanDocument) {
        let default: Lang = document.plan.default_language;
        let guests = document.institutions.iter().map(|institution| Guest {
            code: institution.code.clone(),
            name: words::text(words, &institution.name, default),
            chosen: RwSignal::new(false),
            seats: RwSignal::new("1".to_owned()),
        });
        // The form may be gone by now.
        let _ = self.guests.try_set(guests.collect());
    }

    fn invited(self) -> Vec<Invited> {
        self.guests.with_untracked(|guests| {
            let chosen = guests.iter().filter(|guest| guest.chosen.get_untracked());
            let invited = chosen.map(|guest| Invited {
                institution: guest.code.clone(),
                seats: guest.seats.get_untracked().trim().parse().unwrap_or(1),
            });
            invited.collect()
        })
    }

    fn facilitators(self) -> Vec<String> {
        let text = self.facilitators.get_untracked();
        text.split([',', ';', ' ', '\n']).map(str::trim).filter(|mail| !mail.is_empty()).map(str::to_owned).collect()
    }

    /// What is written; for a copy the plan is that of the earlier one.
    pub fn setup(self, is_copy: bool) -> Setup {
        Setup {
            title: self.title.get_untracked(),
            date: self.date.get_untracked(),
            place: self.place.get_untracked(),
            zone: self.zone.get_untracked(),
            plan: if is_copy { String::new() } else { self.plan.get_untracked() },
            invited: self.invited(),
            results: results_of(&self.results.get_untracked()),
            base: base_of(&self.base.get_untracked()),
            facilitators: self.facilitators(),
        }
    }

    /// The same as a change. What decides how votes count is of drafts only.
    pub fn editing(self, is_draft: bool) -> Editing {
        let setup = self.setup(false);
        Editing {
            title: Some(setup.title),
            date: Some(setup.date),
            place: Some(setup.place),
            zone: Some(setup.zone),
            invited: is_draft.then_some(setup.invited),
            results: is_draft.then_some(setup.results),
            base: is_draft.then_some(setup.base),
            facilitators: Some(setup.facilitators),
        }
    }
}

fn results_of(word: &str) -> Results {
    if word == "open" { Results::Open } else { Results::Hidden }
}

const BASES: [(&str, Base); 3] = [("present", Base::Present), ("cast", Base::Cast), ("invited", Base::Invited)];

fn base_of(word: &str) -> Base {
    BASES.iter().find(|(known, _)| *known == word).map_or(Base::Cast, |(_, base)| *base)
}

fn base_word(base: Base) -> &'static str {
    BASES.iter().find(|(_, known)| *known == base).map_or("cast", |(word, _)| word)
}

/// The fields; what decides how votes count only for drafts.
pub fn fields(words: Words, form: Form, is_draft: bool) -> AnyView {
    let t = words.t;
    let results = [Results::Hidden, Results::Open].map(|results| {
        let word = if results == Results::Open { "open" } else { "hidden" };
        (word.to_owned(), words::results(words, results).to_owned())
    });
    let bases = BASES.map(|(word, base)| (word.to_owned(), words::base(words, base).to_owned()));
    let counting = is_draft.then(|| {
        view! {
            {select(t.results, "setup-results", results.to_vec(), form.results)}
            {select(t.base, "setup-base", bases.to_vec(), form.base)}
        }
    });
    view! {
        <div class="fields">
            {line(t.title, "setup-title", "text", form.title)}
            {line(t.date, "setup-date", "date", form.date)}
            {line(t.place, "setup-place", "text", form.place)}
            {line(t.zone, "setup-zone", "text", form.zone)}
            {counting}
            {line(t.facilitators, "setup-facilitators", "text", form.facilitators)}
        </div>
        <p class="form__text">{t.facilitators_text}</p>
        {is_draft.then(|| guests(words, form))}
    }
    .into_any()
}

fn guests(words: Words, form: Form) -> AnyView {
    let t = words.t;
    let lines = move || {
        form.guests
            .get()
            .into_iter()
            .map(|guest| {
                let label = format!("{}: {}", t.seats, guest.name);
                view! {
                    <li class="guests__one">
                        <label class="check">
                            <input
                                type="checkbox"
                                value=guest.code.clone()
                                prop:checked=move || guest.chosen.get()
                                on:change=move |event| guest.chosen.set(event_target_checked(&event))
                            />
                            {guest.name.clone()}
                        </label>
                        <input
                            class="field__input guests__seats"
                            type="number"
                            min="0"
                            aria-label=label
                            hidden=move || !guest.chosen.get()
                            prop:value=move || guest.seats.get()
                            on:input=move |event| guest.seats.set(event_target_value(&event))
                        />
                    </li>
                }
            })
            .collect_view()
    };
    view! {
        <fieldset class="guests">
            <legend>{t.invited}</legend>
            <p class="form__text">{t.invited_text}</p>
            <ul class="plain guests__list">{lines}</ul>
        </fieldset>
    }
    .into_any()
}
