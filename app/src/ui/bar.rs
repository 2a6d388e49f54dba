//! A bar of parts side by side. Decoration: the words and numbers stand beside it.

use maud::{Markup, html};

/// One part: the modifier of its class, and its size in any unit.
pub type Part = (&'static str, u32);

/// A bar whose parts share its width in proportion. An SVG, because the content security policy allows no
/// `style` attribute.
pub fn bar(parts: impl IntoIterator<Item = Part> + Clone) -> Markup {
    let total: u32 = parts.clone().into_iter().map(|(_, size)| size).sum();
    let mut at = 0;
    html! {
        svg.bar viewBox={"0 0 " (total.max(1)) " 1"} preserveAspectRatio="none" aria-hidden="true" {
            @for (name, size) in parts {
                rect class={"bar__part state--" (name)} x=(at) width=(size) height="1" {}
                @let () = { at += size; };
            }
        }
    }
}
