//! A part of a page that is drawn as markup and drawn again when what it tracks changes. Whoever was on something in it
//! to press stays on it.

use leptos::html::Div;
use leptos::prelude::*;
use maud::Markup;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlElement, MouseEvent};

/// Draws, and acts on presses of elements with `data-action`.
pub fn part(
    class: &'static str,
    draw: impl Fn() -> Option<Markup> + Send + Sync + 'static,
    act: impl Fn(&str) + 'static,
) -> AnyView {
    let markup = crate::ui::drawn::drawn(Box::new(draw));
    let node = NodeRef::<Div>::new();
    Effect::new(move |_| {
        let html = markup.get();
        if let Some(element) = node.get() {
            put(&element, &html);
        }
    });
    let pressed = move |event: MouseEvent| {
        let target = event.target().and_then(|target| target.dyn_into::<Element>().ok());
        let pressed = target.and_then(|target| target.closest("[data-action]").ok().flatten());
        if let Some(action) = pressed.and_then(|element| element.get_attribute("data-action")) {
            act(&action);
        }
    };
    view! { <div class=class node_ref=node on:click=pressed></div> }.into_any()
}

fn put(element: &Element, html: &str) {
    let held = document().active_element().filter(|active| element.contains(Some(active)));
    let held = held.and_then(|active| active.get_attribute("data-action"));
    element.set_inner_html(html);
    let Some(action) = held else { return };
    let again = element.query_selector(&format!("[data-action=\"{action}\"]")).ok().flatten();
    if let Some(again) = again.and_then(|again| again.dyn_into::<HtmlElement>().ok()) {
        // Fails only for an element that is gone.
        let _ = again.focus();
    }
}

/// Moves the keyboard to an element, once it is drawn.
pub fn focus(id: &'static str) {
    request_animation_frame(move || {
        let found = document().get_element_by_id(id).and_then(|element| element.dyn_into::<HtmlElement>().ok());
        if let Some(element) = found {
            // Fails only for an element that is gone.
            let _ = element.focus();
        }
    });
}
