//! What an item is about: its place in the plan, and what the plan says of it. On the page that leads and on the
//! projector.

use domain::workshop::item::Item;
use domain::workshop::room::{RoomHeader, RoomInstitution};
use leptos::prelude::*;

use super::{Words, words};

/// What the texts of an item need besides it.
#[derive(Clone, Copy)]
pub struct Around<'a> {
    /// The workshop.
    pub header: &'a RoomHeader,
    /// Names of institutions.
    pub institutions: &'a [RoomInstitution],
}

/// The nodes above an item, top first.
pub fn place(words: Words, around: Around, item: &Item) -> AnyView {
    let default = around.header.default_language;
    let nodes = item.path.iter().map(|place| {
        let title = words::text(words, &place.title, default);
        view! { <li><span class="place__code">{place.code.clone()}</span> " " {title}</li> }
    });
    view! { <ol class="place" aria-label=words.t.place_in_plan>{nodes.collect_view()}</ol> }.into_any()
}

/// What the plan says of it, by name.
pub fn list(words: Words, around: Around, item: &Item) -> Vec<(String, String)> {
    let (t, default) = (words.t, around.header.default_language);
    let institution = |code: &str| words::institution(words, around.institutions, default, code);
    let mut facts = Vec::new();
    if let Some(indicator) = &item.indicator {
        facts.push((t.responsible.to_owned(), institution(&indicator.responsible)));
        facts.push((t.unit.to_owned(), words::text(words, &indicator.unit, default)));
        facts.push((
            t.field_direction.to_owned(),
            crate::words::direction(words.locale, indicator.direction).to_owned(),
        ));
        let quantity = |value| crate::words::quantity(words.locale, indicator, value);
        if let Some((year, value)) = indicator.baseline_value() {
            facts.push((t.field_baseline.to_owned(), format!("{} ({year})", quantity(value))));
        }
        facts.push((t.verification.to_owned(), words::text(words, &indicator.verification, default)));
        facts.push((t.definition.to_owned(), words::text(words, &indicator.definition, default)));
    }
    if let Some(node) = &item.node {
        facts.push((t.field_lead.to_owned(), node.lead.as_deref().map(institution).unwrap_or_default()));
        let partners: Vec<String> = node.partners.iter().map(|code| institution(code)).collect();
        facts.push((t.partners.to_owned(), partners.join(", ")));
        let years: Vec<String> = [node.start_year, node.end_year].iter().flatten().map(i16::to_string).collect();
        facts.push((t.years.to_owned(), years.join(" – ")));
        facts.push((t.description.to_owned(), words::text(words, &node.description, default)));
    }
    facts.retain(|(_, value)| !value.trim().is_empty());
    facts
}

/// The same as a list.
pub fn draw(words: Words, around: Around, item: &Item) -> AnyView {
    let facts = list(words, around, item).into_iter();
    let facts = facts.map(|(name, value)| view! { <div><dt>{name}</dt><dd>{value}</dd></div> });
    view! { <dl class="facts">{facts.collect_view()}</dl> }.into_any()
}

/// Targets by year, for an indicator that has some.
pub fn targets(words: Words, item: &Item) -> Option<AnyView> {
    let indicator = item.indicator.as_ref().filter(|indicator| !indicator.targets.is_empty())?;
    let years = indicator.targets.keys().map(|year| view! { <th scope="col">{*year}</th> }).collect_view();
    let values = indicator.targets.values().map(|value| {
        view! { <td>{crate::words::quantity(words.locale, indicator, *value)}</td> }
    });
    let values = values.collect_view();
    Some(
        view! {
            <div class="targets" tabindex="0" role="group" aria-label=words.t.targets>
                <table>
                    <thead><tr><th scope="row">{words.t.targets}</th>{years}</tr></thead>
                    <tbody><tr><td></td>{values}</tr></tbody>
                </table>
            </div>
        }
        .into_any(),
    )
}
