//! The desk: where institutions file their updates and reviewers check them. A program of its own, so that a
//! reader of the matrix does not load it.

mod account;
mod api;
mod cell;
mod choice;
mod details;
mod fields;
mod grid;
mod my_updates;
mod notices;
mod paste;
pub mod paths;
mod people;
mod plan;
mod posts;
mod presence;
mod queue;
mod readings;
mod review;
mod review_panel;
mod second_factor;
mod shell;
mod sign_in;
mod texts;
mod words;
mod years;

use domain::account::{Lack, Me};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use crate::history::Address;
use crate::i18n::Locale;
use crate::paths::Tongue;
use api::Failure;
use paths::DeskRoute;
use texts::DeskTexts;

/// Who is signed in.
#[derive(Clone, Copy)]
pub(crate) struct Session {
    /// None until the server has answered.
    pub me: RwSignal<Option<Result<Option<Me>, Failure>>>,
    /// How many notices were not read.
    pub unread: RwSignal<i64>,
}

impl Session {
    fn get() -> Session {
        expect_context::<Session>()
    }

    /// Asks the server.
    fn ask(self) {
        spawn_local(async move { self.me.set(Some(api::session().await)) });
    }

    fn set(self, me: Option<Me>) {
        self.me.set(Some(Ok(me)));
    }

    /// E-mail of whoever is signed in.
    fn email(self) -> String {
        self.me.with(|me| match me {
            Some(Ok(Some(me))) => me.email.clone(),
            _ => String::new(),
        })
    }
}

/// The words of a page: the desk's own, and those it shares with the matrix.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    /// The desk's own.
    pub t: &'static DeskTexts,
    /// Those of checking updates and of working beside others.
    pub r: &'static texts::review::ReviewTexts,
    /// Numbers, dates, states.
    pub locale: Locale,
}

impl Words {
    fn new(tongue: Tongue) -> Words {
        Words { t: texts::of(tongue), r: texts::review::of(tongue), locale: Locale::new(tongue) }
    }
}

/// The whole program.
#[component]
pub fn Desk() -> impl IntoView {
    let address = Address::follow(|path| paths::parse(path).1 != DeskRoute::NotFound);
    provide_context(address);
    let session = Session { me: RwSignal::new(None), unread: RwSignal::new(0) };
    provide_context(session);
    session.ask();
    notices::count(session);
    let tongue = Memo::new(move |_| address.path.with(|path| paths::parse(path).0));
    let route = Memo::new(move |_| address.path.with(|path| paths::parse(path).1));
    move || {
        let words = Words::new(tongue.get());
        provide_context(words.locale);
        if let Some(root) = document().document_element() {
            // Setting an attribute with a valid name cannot fail.
            let _ = root.set_attribute("lang", words.locale.tongue.code());
        }
        let page = move || page(words, route.get(), session);
        shell::shell(words, route, (move || page().into_any()).into_any())
    }
}

fn page(words: Words, route: DeskRoute, session: Session) -> AnyView {
    let title = match route {
        DeskRoute::MyUpdates => words.t.my_updates,
        DeskRoute::Review => words.t.review,
        DeskRoute::Years => words.t.years_title,
        DeskRoute::People => words.t.people,
        DeskRoute::Readings => words.t.readings,
        DeskRoute::Notices => words.t.notices,
        DeskRoute::Post(_) => words.t.handover,
        DeskRoute::Account => words.t.account,
        DeskRoute::Link(_) => words.t.link_title,
        DeskRoute::Forgotten => words.t.forgotten,
        _ => words.t.sign_in,
    };
    document().set_title(&format!("{title} · Matriz"));
    match route {
        DeskRoute::Link(secret) => return sign_in::link(words, secret),
        DeskRoute::Forgotten => return sign_in::forgotten(words),
        _ => {}
    }
    // Tracked: signing in or out draws another page, at the same address.
    let lacks = |me: &Option<Me>| me.as_ref().map(|me| me.lacks);
    let signed_in = session.me.with(|me| me.as_ref().map(|me| me.as_ref().map(lacks).map_err(Clone::clone)));
    match signed_in {
        None => view! { <div class="skeleton" role="status"></div> }.into_any(),
        Some(Err(failure)) => shell::failed(words, &failure, move || session.ask()),
        Some(Ok(None)) => sign_in::page(words),
        Some(Ok(Some(Some(Lack::Code)))) => second_factor::code_page(words),
        Some(Ok(Some(Some(Lack::SetUp)))) => second_factor::required_page(words),
        Some(Ok(Some(None))) => match route {
            DeskRoute::Review => review::page(words),
            DeskRoute::Years => years::page(words),
            DeskRoute::People => people::page(words),
            DeskRoute::Readings => readings::page(words),
            DeskRoute::Notices => notices::page(words),
            DeskRoute::Post(id) => posts::page(words, id),
            DeskRoute::Account => account::page(words),
            DeskRoute::MyUpdates => my_updates::page(words),
            _ => sign_in::home(words),
        },
    }
}

/// Moves the keyboard to an element.
pub(crate) fn focus(id: &str) {
    let found = document().get_element_by_id(id).and_then(|element| element.dyn_into::<web_sys::HtmlElement>().ok());
    if let Some(element) = found {
        // Fails only for an element that is gone.
        let _ = element.focus();
    }
}
