//! Controls and address kept as one: a press or a choice edits the view in the address, and every control
//! shows what the address says. Buttons work as switches. Known by their names: see `View::edit`.

use domain::view::View;
use leptos::html;
use leptos::prelude::*;
use wasm_bindgen::JsCast;
use web_sys::{Element, HtmlInputElement, HtmlSelectElement};

use crate::state::{PlanStore, ViewState};

/// A button was pressed, or "clear".
pub fn on_click(event: &web_sys::MouseEvent, state: ViewState) {
    let target = event.target().and_then(|t| t.dyn_into::<Element>().ok());
    let Some(button) = target.and_then(|t| t.closest("button[name], rect[name]").ok().flatten()) else { return };
    let (name, value) = named(&button);
    if name == "clear" {
        state.change(|view| *view = view.cleared());
        // The button goes away; the focus must not.
        return super::choices::focus_search();
    }
    state.change(|view| {
        let is_on = view.holds(&name, &value) && !matches!(name.as_str(), "year" | "zoom");
        view.edit(&name, if is_on { "" } else { &value });
    });
}

/// An option was chosen or a box ticked.
pub fn on_change(event: &web_sys::Event, state: ViewState) {
    let Some(control) = event.target().and_then(|t| t.dyn_into::<Element>().ok()) else { return };
    let (name, value) = match control.dyn_ref::<HtmlSelectElement>() {
        Some(select) => (select.name(), select.value()),
        None => {
            let (name, value) = named(&control);
            let is_on = control.dyn_ref::<HtmlInputElement>().is_some_and(HtmlInputElement::checked);
            (name.clone(), if is_on || name == "column" { value } else { String::new() })
        }
    };
    if name != "q" {
        state.change(|view| view.edit(&name, &value));
    }
}

/// Somebody is about to type into the search field: the first key must not wait.
pub fn on_focus(event: &web_sys::FocusEvent, store: PlanStore) {
    let field = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
    if field.is_some_and(|field| field.name() == "q") {
        store.prepare_search();
    }
}

/// Somebody types into the search field.
pub fn on_input(event: &web_sys::Event, state: ViewState) {
    let field = event.target().and_then(|t| t.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field.filter(|field| field.name() == "q") {
        state.retype(|view| view.edit("q", &field.value()));
    }
}

fn named(element: &Element) -> (String, String) {
    let attribute = |name| element.get_attribute(name).unwrap_or_default();
    (attribute("name"), attribute("value"))
}

/// Keeps what the controls inside an element show equal to the view. `drawn` tracks whatever draws them.
pub fn follow(area: NodeRef<html::Div>, state: ViewState, drawn: impl Fn() + 'static) {
    Effect::new(move |_| {
        drawn();
        if let Some(area) = area.get() {
            let year = state.year().0.to_string();
            state.view.with(|view| show(&area, view, &year));
        }
    });
}

fn show(area: &Element, view: &View, year: &str) {
    let Ok(controls) = area.query_selector_all("[name]") else { return };
    let values = view.values();
    let set = |name: &str| values.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    let holds = |name: &str, value: &str| match name {
        "year" => value == year,
        "column" | "zoom" => view.holds(name, value),
        _ => value == set(name),
    };
    for i in 0..controls.length() {
        let Some(control) = controls.item(i).and_then(|node| node.dyn_into::<Element>().ok()) else { continue };
        let (name, value) = named(&control);
        if let Some(select) = control.dyn_ref::<HtmlSelectElement>() {
            select.set_value(set(&name));
        } else if let Some(input) = control.dyn_ref::<HtmlInputElement>() {
            if name == "q" {
                // Writing the same text would move the caret.
                if input.value() != view.query {
                    input.set_value(&view.query);
                }
            } else {
                input.set_checked(holds(&name, &value));
            }
        } else {
            // Setting an attribute with a valid name cannot fail.
            let _ = control.set_attribute("aria-pressed", if holds(&name, &value) { "true" } else { "false" });
        }
    }
}
