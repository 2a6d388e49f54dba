//! Which plan a page is about, for people who have posts in several.

use domain::account::{Membership, Role};
use leptos::prelude::*;

use super::paths::{self, DeskRoute};
use super::{Session, Words};

/// Posts of whoever is signed in.
pub fn memberships() -> Vec<Membership> {
    Session::get().me.with_untracked(|me| match me {
        Some(Ok(Some(me))) => me.memberships.clone(),
        _ => Vec::new(),
    })
}

/// True when one of the posts in a plan has such a role.
pub fn has_role(plan: &str, wanted: fn(Role) -> bool) -> bool {
    memberships().iter().any(|post| post.plan == plan && wanted(post.role))
}

/// Plans with such a role, each once.
fn plans(wanted: fn(Role) -> bool) -> Vec<String> {
    let mut plans = Vec::new();
    for post in memberships().into_iter().filter(|post| wanted(post.role)) {
        if !plans.contains(&post.plan) {
            plans.push(post.plan);
        }
    }
    plans
}

/// The plan of the address, else the first one with such a role.
pub fn plan(query: &str, wanted: fn(Role) -> bool) -> String {
    paths::value_of(query, "plan").or_else(|| plans(wanted).into_iter().next()).unwrap_or_default()
}

/// Links to the same page of the other plans; nothing for somebody with one plan.
pub fn links(words: Words, route: DeskRoute, chosen: &str, wanted: fn(Role) -> bool) -> Option<impl IntoView + use<>> {
    let plans = plans(wanted);
    let links = plans.iter().map(|plan| {
        let href = paths::of_plan(words.locale.tongue, &route, plan);
        let current = (plan == chosen).then_some("true");
        view! { <a class="years__year" href=href aria-current=current>{plan.clone()}</a> }
    });
    let links = links.collect_view();
    (plans.len() > 1).then(|| view! { <nav class="years" aria-label=words.t.plans>{links}</nav> })
}
