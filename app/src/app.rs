//! From an address to a page. A change of language draws everything again; a change of the view does not.

use leptos::prelude::*;

use crate::history::Address;
use crate::i18n::Locale;
use crate::live;
use crate::offline;
use crate::pages::{self, Page};
use crate::paths::{self, Route};
use crate::shell::shell;
use crate::state::{PlanStore, ViewState};

/// The whole program.
#[component]
pub fn App() -> impl IntoView {
    let address = Address::follow(|path| paths::parse(path).1 != Route::NotFound);
    provide_context(address);
    let store = PlanStore::new();
    provide_context(store);
    provide_context(offline::follow());
    live::follow(store);
    Effect::new(move |_| {
        let (tongue, route) = address.route();
        if let Route::Plan { slug, .. } = route {
            store.open(&slug, tongue);
        }
    });
    let tongue = Memo::new(move |_| address.route().0);
    let page = Memo::new(move |_| Page::of(&address.route().1));
    move || {
        let locale = Locale::new(tongue.get());
        provide_context(locale);
        provide_context(ViewState::follow(address, store));
        if let Some(root) = document().document_element() {
            // Setting an attribute with a valid name cannot fail.
            let _ = root.set_attribute("lang", locale.tongue.code());
        }
        shell(locale, (move || pages::draw(page.get(), locale)).into_any())
    }
}
