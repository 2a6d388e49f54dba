//! Changes as people read them: who did what to which field, before and after.

use domain::change::{Action, Change, Entity, Leaf};
use maud::{Markup, html};

use crate::i18n::{Locale, fill};
use crate::words;

/// Fields of one change that are listed; the rest is counted.
const LISTED: usize = 12;

/// A list of changes. `link` gives the address of what was changed, when it has one.
pub fn changes(locale: Locale, changes: &[Change], link: impl Fn(&Change) -> Option<String>) -> Markup {
    let t = locale.t;
    html! {
        ol.changes role="list" {
            @for change in changes {
                li.changes__change {
                    p.changes__what {
                        (action(locale, change.action)) " "
                        @if let Some(href) = link(change) { a href=(href) { (what(locale, change)) } }
                        @else { (what(locale, change)) }
                    }
                    p.changes__when {
                        time datetime=(change.at) { (locale.moment(&change.at)) }
                        " · " (change.actor) " · " (fill(t.revision, &[("n", &change.revision.to_string())]))
                    }
                    @if !change.reason.is_empty() { p.changes__reason { (t.reason) ": " (change.reason) } }
                    ul.changes__fields role="list" {
                        @for field in change.fields.iter().take(LISTED) {
                            li {
                                span.changes__name { (words::field(locale, &field.field)) }
                                del { (leaf(locale, &field.before)) } " → " ins { (leaf(locale, &field.after)) }
                            }
                        }
                        @let rest = change.fields.len().saturating_sub(LISTED);
                        @if rest > 0 { li { (locale.plural(rest, t.more_field_one, t.more_field_other)) } }
                    }
                }
            }
        }
    }
}

fn action(locale: Locale, action: Action) -> &'static str {
    match action {
        Action::Imported => locale.t.action_imported,
        Action::Added => locale.t.action_added,
        Action::Approved => locale.t.action_approved,
        Action::Removed => locale.t.action_removed,
        // The way of an update before it is approved is not public.
        Action::Changed
        | Action::Saved
        | Action::Submitted
        | Action::Withdrawn
        | Action::Returned
        | Action::Commented => locale.t.action_changed,
    }
}

fn what(locale: Locale, change: &Change) -> String {
    let t = locale.t;
    let name = match change.entity {
        Entity::Plan => t.entity_plan,
        Entity::Axis => t.entity_axis,
        Entity::Institution => t.entity_institution,
        Entity::Territory => t.entity_territory,
        Entity::Dimension => t.entity_dimension,
        Entity::Node => t.entity_node,
        Entity::Indicator => t.entity_indicator,
        Entity::Update => t.entity_update,
        Entity::Version => t.entity_version,
        // Never in the public history.
        Entity::Extension | Entity::Person => "",
    };
    match change.year {
        Some(year) => format!("{name} {} · {year}", change.code),
        None => format!("{name} {}", change.code),
    }
}

/// A value; what is not there is a dash.
pub fn leaf(locale: Locale, leaf: &Option<Leaf>) -> String {
    match leaf {
        None => "—".to_owned(),
        Some(Leaf::Flag(true)) => locale.t.yes.to_owned(),
        Some(Leaf::Flag(false)) => locale.t.no.to_owned(),
        Some(Leaf::Number(n)) => {
            let decimals = [(0, 1.0), (1, 10.0), (2, 100.0)].into_iter().find(|(_, f)| (n * f).fract() == 0.0);
            locale.number(*n, decimals.map_or(4, |(d, _)| d))
        }
        Some(Leaf::Word(word)) => word.clone(),
    }
}
