//! A labelled choice of one.

use leptos::prelude::*;

/// A `<select>` with its label. The first option usually means "all".
#[component]
pub fn Select(
    /// Label.
    label: &'static str,
    /// Value of the chosen option.
    #[prop(into)]
    value: Signal<String>,
    /// Values and words.
    #[prop(into)]
    options: Signal<Vec<(String, String)>>,
    /// Told the value that was chosen.
    on_change: Callback<String>,
) -> impl IntoView {
    let items = move || {
        let chosen = value.get();
        options
            .get()
            .into_iter()
            .map(|(code, words)| {
                let selected = code == chosen;
                view! { <option value=code selected=selected>{words}</option> }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <select class="field__input" prop:value=value on:change=move |event| on_change.run(event_target_value(&event))>
                {items}
            </select>
        </label>
    }
}
