//! Changes as people read them: who did what to which field, before and after.

use domain::change::{Action, Change, Entity, FieldChange, Leaf};
use leptos::prelude::*;

use crate::i18n::{Locale, fill};

/// A list of changes. `link` gives the address of what was changed, when it has one.
pub fn changes(locale: Locale, changes: &[Change], link: impl Fn(&Change) -> Option<String>) -> AnyView {
    let items: Vec<_> = changes
        .iter()
        .map(|change| {
            let what = what(locale, change);
            let what = match link(change) {
                Some(href) => view! { <a href=href>{what}</a> }.into_any(),
                None => what.into_any(),
            };
            let fields: Vec<_> = change.fields.iter().take(12).map(|field| field_line(locale, field)).collect();
            let rest = change.fields.len().saturating_sub(12);
            let rest = (rest > 0).then(|| view! { <li>{locale.plural(rest, locale.t.more_field_one, locale.t.more_field_other)}</li> });
            let reason = (!change.reason.is_empty()).then(|| view! {
                <p class="changes__reason">{locale.t.reason}": "{change.reason.clone()}</p>
            });
            view! {
                <li class="changes__change">
                    <p class="changes__what">{action(locale, change.action)}" "{what}</p>
                    <p class="changes__when">
                        <time datetime=change.at.clone()>{locale.moment(&change.at)}</time>
                        " · "{change.actor.clone()}" · "
                        {fill(locale.t.revision, &[("n", &change.revision.to_string())])}
                    </p>
                    {reason}
                    <ul class="changes__fields" role="list">{fields}{rest}</ul>
                </li>
            }
        })
        .collect();
    view! { <ol class="changes" role="list">{items}</ol> }.into_any()
}

fn action(locale: Locale, action: Action) -> &'static str {
    match action {
        Action::Imported => locale.t.action_imported,
        Action::Added => locale.t.action_added,
        Action::Changed => locale.t.action_changed,
        Action::Removed => locale.t.action_removed,
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
    };
    match change.year {
        Some(year) => format!("{name} {} · {year}", change.code),
        None => format!("{name} {}", change.code),
    }
}

fn leaf(locale: Locale, leaf: &Option<Leaf>) -> String {
    match leaf {
        None => "—".to_owned(),
        Some(Leaf::Flag(true)) => locale.t.yes.to_owned(),
        Some(Leaf::Flag(false)) => locale.t.no.to_owned(),
        Some(Leaf::Number(n)) => {
            let decimals = (0..=4).find(|d| (n * 10f64.powi(*d)).fract() == 0.0).unwrap_or(4);
            locale.number(*n, decimals as u8)
        }
        Some(Leaf::Word(word)) => word.clone(),
    }
}

fn field_line(locale: Locale, field: &FieldChange) -> impl IntoView {
    view! {
        <li class="changes__field">
            <span class="changes__name">{field.field.clone()}</span>
            <del>{leaf(locale, &field.before)}</del>
            <span aria-hidden="true">" → "</span>
            <ins>{leaf(locale, &field.after)}</ins>
        </li>
    }
}
