//! Workshops: preparing, leading, and the projector. What participants see is the program `room`.

mod api;
mod build;
mod clock;
mod facts;
mod items;
mod list;
mod loading;
pub mod paths;
mod prepare;
mod quality;
mod run;
mod screen;
mod setup;
mod tally;
mod texts;
mod words;

use domain::id::WorkshopId;
use leptos::prelude::*;

use crate::i18n::Locale;
use crate::paths::Tongue;
use paths::WorkshopPage;
use texts::WorkshopsTexts;

/// The words of these pages, and those they share with the others.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    /// Their own.
    pub t: &'static WorkshopsTexts,
    /// Numbers, dates, states.
    pub locale: Locale,
}

impl Words {
    fn new(tongue: Tongue) -> Words {
        Words { t: texts::of(tongue), locale: Locale::new(tongue) }
    }
}

/// The title of a page.
pub fn title(tongue: Tongue, page: WorkshopPage) -> &'static str {
    let t = texts::of(tongue);
    match page {
        WorkshopPage::Prepare => t.prepare,
        WorkshopPage::Run => t.run,
        WorkshopPage::Screen => t.screen,
    }
}

/// The list.
pub fn list_page(tongue: Tongue) -> AnyView {
    list::page(Words::new(tongue))
}

/// A page of one workshop.
pub fn page(tongue: Tongue, id: WorkshopId, page: WorkshopPage) -> AnyView {
    let words = Words::new(tongue);
    match page {
        WorkshopPage::Prepare => prepare::page(words, id),
        WorkshopPage::Run => run::page(words, id),
        WorkshopPage::Screen => screen::page(words, id),
    }
}
