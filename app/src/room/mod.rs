//! The room: where participants of a workshop take part, on their own phones and without an account. A program of its
//! own, small enough for old phones (docs/adr/0004).

pub mod paths;
mod texts;

use leptos::prelude::*;

use crate::history::Address;
use crate::i18n::Locale;
use paths::RoomRoute;

/// The whole program.
#[component]
pub fn Room() -> impl IntoView {
    let address = Address::follow(|path| paths::parse(path).1 != RoomRoute::NotFound);
    provide_context(address);
    let tongue = Memo::new(move |_| address.path.with(|path| paths::parse(path).0));
    move || {
        let locale = Locale::new(tongue.get());
        let t = texts::of(locale.tongue);
        provide_context(locale);
        if let Some(root) = document().document_element() {
            // Setting an attribute with a valid name cannot fail.
            let _ = root.set_attribute("lang", locale.tongue.code());
        }
        document().set_title(&format!("{} · Matriz", t.join));
        view! { <main class="main" id="main"><h1>{t.join}</h1></main> }
    }
}
