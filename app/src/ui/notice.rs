//! A box that says what happened and what to do: for states that wait, are empty, failed or offline.

use leptos::prelude::*;

/// A notice with a title, an explanation and, where there is something to do, a button.
#[component]
pub fn Notice(
    /// What happened.
    title: &'static str,
    /// What it means.
    #[prop(into)]
    text: String,
    /// Words of the button.
    #[prop(optional_no_strip)]
    action: Option<&'static str>,
    /// What the button does.
    #[prop(optional_no_strip)]
    on_action: Option<Callback<()>>,
) -> impl IntoView {
    let button = action.zip(on_action).map(|(words, run)| {
        view! { <button type="button" class="button" on:click=move |_| run.run(())>{words}</button> }
    });
    view! {
        <div class="notice" role="status">
            <p class="notice__title">{title}</p>
            <p class="notice__text">{text}</p>
            {button}
        </div>
    }
}
