//! A bar of parts side by side. Decoration: the words and numbers stand beside it.

use leptos::prelude::*;

/// One part: the modifier of its class, and its size in any unit.
pub type Part = (&'static str, u32);

/// A bar whose parts share its width in proportion.
pub fn bar(parts: impl IntoIterator<Item = Part>) -> impl IntoView {
    let parts: Vec<_> = parts
        .into_iter()
        .map(|(name, size)| {
            view! { <span class=format!("bar__part state--{name}") style:flex-grow=size.to_string()></span> }
        })
        .collect();
    view! { <span class="bar" aria-hidden="true">{parts}</span> }
}
