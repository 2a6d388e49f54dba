//! A box that says what happened and what to do: for states that wait, are empty, failed or offline.

use maud::{Markup, html};

/// A notice with a title, an explanation and, where there is something to do, a button: its action and its
/// words.
pub fn notice(title: &str, text: &str, action: Option<(&str, &str)>) -> Markup {
    html! {
        div.notice role="status" {
            p.notice__title { (title) }
            p.notice__text { (text) }
            @if let Some((action, words)) = action {
                button.button type="button" data-action=(action) { (words) }
            }
        }
    }
}
