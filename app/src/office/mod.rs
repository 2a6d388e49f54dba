//! The office: where those who coordinate keep the plan and lead workshops. A program of its own, so that neither
//! readers nor those who file updates load it (docs/adr/0004).

pub mod paths;
mod shell;
mod texts;
mod versions;
pub mod workshops;

use domain::account::Me;
use leptos::prelude::*;
use leptos::task::spawn_local;

use crate::client::{self, Failure};
use crate::history::Address;
use crate::i18n::Locale;
use crate::paths::Tongue;
use paths::OfficeRoute;
use texts::OfficeTexts;
use workshops::paths::WorkshopPage;

/// Who is signed in; None until the server has answered.
#[derive(Clone, Copy)]
pub(crate) struct Session(pub RwSignal<Option<Result<Option<Me>, Failure>>>);

impl Session {
    fn ask(self) {
        spawn_local(async move { self.0.set(Some(client::get(&paths::api_session()).await)) });
    }
}

/// The words of a page: the office's own, and those it shares with the matrix.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    /// The office's own.
    pub t: &'static OfficeTexts,
    /// Numbers, dates, states.
    pub locale: Locale,
}

impl Words {
    fn new(tongue: Tongue) -> Words {
        Words { t: texts::of(tongue), locale: Locale::new(tongue) }
    }
}

/// The whole program.
#[component]
pub fn Office() -> impl IntoView {
    let address = Address::follow(|path| paths::parse(path).1 != OfficeRoute::NotFound);
    provide_context(address);
    let session = Session(RwSignal::new(None));
    provide_context(session);
    session.ask();
    let tongue = Memo::new(move |_| address.path.with(|path| paths::parse(path).0));
    let route = Memo::new(move |_| address.path.with(|path| paths::parse(path).1));
    let bare = Memo::new(move |_| matches!(route.get(), OfficeRoute::Workshop(_, WorkshopPage::Screen)));
    move || {
        let words = Words::new(tongue.get());
        provide_context(words.locale);
        if let Some(root) = document().document_element() {
            // Setting an attribute with a valid name cannot fail.
            let _ = root.set_attribute("lang", words.locale.tongue.code());
        }
        let shown = (move || page(words, route.get(), session)).into_any();
        // The projector has nothing around it.
        if bare.get() { shell::bare(shown) } else { shell::shell(words, route, shown) }
    }
}

/// The page of an address. Pages for everybody come first; the others need somebody who is signed in.
fn page(words: Words, route: OfficeRoute, session: Session) -> AnyView {
    let title = match &route {
        OfficeRoute::Workshops => words.t.workshops,
        OfficeRoute::Workshop(_, page) => workshops::title(words.locale.tongue, *page),
        OfficeRoute::Versions(route) => versions::title(words, route),
        OfficeRoute::NotFound => words.locale.t.not_found,
    };
    document().set_title(&format!("{title} · Matriz"));
    // Not drawn again when the session is known: the server says what is allowed.
    if let OfficeRoute::Versions(route) = route {
        return versions::page(words, route);
    }
    // Whoever still lacks something gives it where people sign in.
    let is_in = |me: &Option<Me>| me.as_ref().is_some_and(|me| me.lacks.is_none());
    let signed_in = session.0.with(|me| me.as_ref().map(|me| me.as_ref().map(is_in).map_err(Clone::clone)));
    match (signed_in, route) {
        (None, _) => view! { <div class="skeleton" role="status"></div> }.into_any(),
        (Some(Err(failure)), _) => shell::failed(words, &failure, move || session.ask()),
        (Some(Ok(false)), _) => shell::sign_in(words),
        (Some(Ok(true)), OfficeRoute::Workshops) => workshops::list_page(words.locale.tongue),
        (Some(Ok(true)), OfficeRoute::Workshop(id, page)) => workshops::page(words.locale.tongue, id, page),
        (Some(Ok(true)), _) => view! { <h1>{title}</h1> }.into_any(),
    }
}
