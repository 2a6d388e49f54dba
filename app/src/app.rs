//! From an address to a page. A change of language draws everything again; a change of the view does not.

use leptos::prelude::*;

use crate::history::Address;
use crate::i18n::Locale;
use crate::live;
use crate::offline;
use crate::pages::{AboutPage, ChangesPage, InstitutionsPage, MatrixPage, NotFoundPage, PlansPage};
use crate::paths::{PlanRoute, Route};
use crate::shell::Shell;
use crate::state::{PlanStore, ViewState};

/// Which page is drawn. Finer than a route only where another page component is needed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Page {
    Plans,
    Matrix,
    Institutions,
    Changes,
    About,
    NotFound,
}

fn page_of(route: &Route) -> Page {
    match route {
        Route::Plans => Page::Plans,
        Route::Plan { page, .. } => match page {
            page if page.shows_matrix() => Page::Matrix,
            PlanRoute::Institutions => Page::Institutions,
            PlanRoute::Changes => Page::Changes,
            _ => Page::About,
        },
        Route::NotFound => Page::NotFound,
    }
}

/// The whole program.
#[component]
pub fn App() -> impl IntoView {
    let address = Address::follow();
    provide_context(address);
    let store = PlanStore::new();
    provide_context(store);
    provide_context(offline::follow());
    live::follow(store);
    Effect::new(move |_| {
        if let Route::Plan { slug, .. } = address.route().1 {
            store.open(&slug);
        }
    });
    let tongue = Memo::new(move |_| address.route().0);
    let page = Memo::new(move |_| page_of(&address.route().1));
    move || {
        let locale = Locale::new(tongue.get());
        provide_context(locale);
        provide_context(ViewState::follow(address, store));
        if let Some(root) = document().document_element() {
            // Setting an attribute with a valid name cannot fail.
            let _ = root.set_attribute("lang", locale.tongue.code());
        }
        let body = move || match page.get() {
            Page::Plans => view! { <PlansPage/> }.into_any(),
            Page::Matrix => view! { <MatrixPage/> }.into_any(),
            Page::Institutions => view! { <InstitutionsPage/> }.into_any(),
            Page::Changes => view! { <ChangesPage/> }.into_any(),
            Page::About => view! { <AboutPage/> }.into_any(),
            Page::NotFound => view! { <NotFoundPage/> }.into_any(),
        };
        view! { <Shell>{body}</Shell> }
    }
}
