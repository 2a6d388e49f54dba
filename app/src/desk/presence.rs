//! Who else has the same updates open: said to the server every few seconds and when one moves, forgotten by it soon
//! after the page is gone. A hint for people; what keeps figures from being overwritten is their version.

use std::time::Duration;

use domain::review::Nearby;
use domain::year::Year;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Words;
use super::api;
use crate::i18n::fill;

/// How often the server is told.
const BEAT: Duration = Duration::from_secs(5);
/// Going through rows with the keyboard is told once one stays.
const SETTLE: Duration = Duration::from_millis(500);

/// Where one is, and who is near.
#[derive(Clone, Copy)]
pub struct Presence {
    plan: StoredValue<String>,
    year: Year,
    place: RwSignal<Option<String>>,
    moves: StoredValue<u32>,
    people: RwSignal<Vec<Nearby>>,
}

impl Presence {
    /// Is there from now on, until the page that begins it is left.
    pub fn begin(plan: &str, year: Year) -> Presence {
        let presence = Presence {
            plan: StoredValue::new(plan.to_owned()),
            year,
            place: RwSignal::new(None),
            moves: StoredValue::new(0),
            people: RwSignal::new(Vec::new()),
        };
        presence.tell();
        let handle = set_interval_with_handle(move || presence.tell(), BEAT);
        let plan = plan.to_owned();
        on_cleanup(move || {
            if let Ok(handle) = handle {
                handle.clear();
            }
            // Without an answer the server forgets by itself.
            spawn_local(async move { drop(api::leave(&plan).await) });
        });
        presence
    }

    /// Goes to an update, or back to the list.
    pub fn go(self, place: Option<String>) {
        if self.place.with_untracked(|held| *held == place) {
            return;
        }
        self.place.set(place);
        self.moves.update_value(|moves| *moves += 1);
        let mine = self.moves.get_value();
        set_timeout(
            move || {
                if self.moves.try_get_value() == Some(mine) {
                    self.tell();
                }
            },
            SETTLE,
        );
    }

    fn tell(self) {
        let (Some(plan), Some(place)) = (self.plan.try_get_value(), self.place.try_get_untracked()) else { return };
        if document().hidden() {
            return;
        }
        spawn_local(async move {
            // Without an answer nobody is known to have come or gone.
            let Ok(found) = api::be_here(&plan, self.year, place.as_deref()).await else { return };
            if self.people.try_with_untracked(|held| *held != found.people) == Some(true) {
                self.people.set(found.people);
            }
        });
    }

    /// Names of the others who have an update open.
    pub fn at(self, code: &str) -> Vec<String> {
        let is_there = |person: &&Nearby| person.indicator.as_deref() == Some(code);
        self.people.with(|people| people.iter().filter(is_there).map(|person| person.name.clone()).collect())
    }
}

/// The others, and where they are.
pub fn strip(words: Words, presence: Presence) -> impl IntoView {
    let text = move || {
        presence.people.with(|people| {
            let name = |person: &Nearby| match &person.indicator {
                Some(code) => fill(words.r.also_here_at, &[("name", &person.name), ("code", code)]),
                None => person.name.clone(),
            };
            let names: Vec<String> = people.iter().map(name).collect();
            (!names.is_empty()).then(|| fill(words.r.also_here, &[("names", &names.join(", "))]))
        })
    };
    view! { <p class="desk__here" role="status">{text}</p> }
}

/// That others have this update open; nothing while nobody has.
pub fn mark(words: Words, presence: Presence, code: &str) -> Option<impl IntoView + use<>> {
    let names = presence.at(code);
    (!names.is_empty()).then(|| {
        let text = fill(words.r.has_it_open, &[("name", &names.join(", "))]);
        view! { <span class="here">{text}</span> }
    })
}
