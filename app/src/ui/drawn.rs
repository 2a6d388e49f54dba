//! Markup as part of a view: drawn again when what it tracks changes, put in again only when it differs,
//! so that the focus stays in it. One type for all callers, because each type of view costs bytes.

use leptos::prelude::*;
use maud::Markup;
use wasm_bindgen::JsCast;
use web_sys::{Element, MouseEvent};

/// What draws: nothing while there is nothing to show.
pub type Draw = Box<dyn Fn() -> Option<Markup> + Send + Sync>;

/// What presses on elements with `data-action` do.
pub type Act = Box<dyn Fn(&str)>;

/// The markup as text.
pub fn drawn(draw: Draw) -> Memo<String> {
    Memo::new(move |_| draw().map(Markup::into_string).unwrap_or_default())
}

/// The markup in an element of its own.
pub fn part(class: &'static str, draw: Draw) -> AnyView {
    let markup = drawn(draw);
    view! { <div class=class inner_html=move || markup.get()></div> }.into_any()
}

/// The same, with something to press in it.
pub fn active_part(class: &'static str, draw: Draw, act: Act) -> AnyView {
    let markup = drawn(draw);
    let pressed = move |event: MouseEvent| {
        if let Some(action) = action_of(&event) {
            act(&action);
        }
    };
    view! { <div class=class inner_html=move || markup.get() on:click=pressed></div> }.into_any()
}

fn action_of(event: &MouseEvent) -> Option<String> {
    let target = event.target()?.dyn_into::<Element>().ok()?;
    target.closest("[data-action]").ok()??.get_attribute("data-action")
}
