//! Making the agenda from the plan: all of it, or what stands under some nodes, with or without indicators.

use std::collections::HashMap;

use domain::document::PlanDocument;
use domain::workshop::WorkshopAction;
use domain::workshop::run::{AgendaForm, FromPlan};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::prepare::Desk;
use super::setup::line;
use super::{api, words};
use crate::i18n::fill;

/// The form.
pub fn draw(desk: &Desk) -> AnyView {
    let (words, t) = (desk.words, desk.words.t);
    let plan = desk.plan.clone();
    let default = plan.plan.default_language;
    let desk = StoredValue::new(desk.clone());
    let may =
        Memo::new(move |_| desk.with_value(|d| d.workshop.with(|w| w.allowed.contains(&WorkshopAction::SetAgenda))));
    let tops: Vec<(String, RwSignal<bool>)> = plan
        .nodes
        .iter()
        .filter(|node| node.parent.is_none())
        .map(|node| (node.code.clone(), RwSignal::new(false)))
        .collect();
    let levels: Vec<RwSignal<bool>> = plan.plan.levels.iter().map(|_| RwSignal::new(true)).collect();
    let indicators = RwSignal::new(true);
    let grouped = RwSignal::new(true);
    let minutes = RwSignal::new("3".to_owned());
    let top_boxes = tops.clone().into_iter().map(|(code, chosen)| {
        let title =
            plan.nodes.iter().find(|node| node.code == code).map(|node| words::text(words, &node.title, default));
        check(format!("{code} {}", title.unwrap_or_default()), chosen)
    });
    let level_boxes = plan.plan.levels.iter().zip(levels.clone());
    let level_boxes =
        level_boxes.map(|(level, chosen)| check(words::text(words, &level.plural, default), chosen)).collect_view();
    let depths = depths(&plan);
    let counted = (tops.clone(), levels.clone(), plan.clone());
    let count = move || {
        let from = choice(&counted.0, &counted.1, indicators.get(), minutes.get(), grouped.get());
        fill(t.build_count, &[("n", &words.locale.count(size(&counted.2, &depths, &from)))])
    };
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let from = choice(&tops, &levels, indicators.get_untracked(), minutes.get_untracked(), grouped.get_untracked());
        let desk = desk.get_value();
        spawn_local(async move {
            let form = AgendaForm { items: None, from_plan: Some(from) };
            desk.settle(api::agenda(desk.id, &form).await);
        });
    };
    view! {
        <details class="build">
            <summary>{t.build}</summary>
            <form class="setup" on:submit=submit>
                <fieldset>
                    <legend>{t.build_under}</legend>
                    <p class="form__text">{t.build_under_text}</p>
                    <div class="build__tops">{top_boxes.collect_view()}</div>
                </fieldset>
                <fieldset>
                    <legend>{t.build_levels}</legend>
                    {level_boxes}
                    {check(t.indicators.to_owned(), indicators)}
                </fieldset>
                <div class="fields">{line(t.minutes_each, "build-minutes", "number", minutes)}</div>
                {check(t.build_group.to_owned(), grouped)}
                <p class="form__text" role="status">{count}</p>
                <button class="button" type="submit" disabled=move || !may.get()>{t.build_now}</button>
            </form>
        </details>
    }
    .into_any()
}

fn check(label: String, chosen: RwSignal<bool>) -> AnyView {
    view! {
        <label class="check">
            <input type="checkbox" prop:checked=move || chosen.get() on:change=move |event| chosen.set(event_target_checked(&event)) />
            {label}
        </label>
    }
    .into_any()
}

/// What is chosen; tracked.
fn choice(
    tops: &[(String, RwSignal<bool>)],
    levels: &[RwSignal<bool>],
    indicators: bool,
    minutes: String,
    group_by_node: bool,
) -> FromPlan {
    let under = tops.iter().filter(|(_, chosen)| chosen.get()).map(|(code, _)| code.clone()).collect();
    let depths = levels.iter().enumerate().filter(|(_, chosen)| chosen.get());
    let depths: Vec<u8> = depths.filter_map(|(depth, _)| u8::try_from(depth).ok()).collect();
    let without_nodes = depths.is_empty();
    // All levels are said by naming none.
    let levels = if depths.len() == levels.len() { Vec::new() } else { depths };
    let minutes = minutes.trim().parse().unwrap_or(0);
    FromPlan { under, levels, without_nodes, without_indicators: !indicators, minutes, group_by_node }
}

/// How deep each node is.
fn depths(plan: &PlanDocument) -> HashMap<String, (u8, String)> {
    let mut depths: HashMap<String, (u8, String)> = HashMap::new();
    for node in &plan.nodes {
        let above = node.parent.as_ref().and_then(|parent| depths.get(parent)).cloned();
        let own = above.map_or((0, node.code.clone()), |(depth, top)| (depth.saturating_add(1), top));
        depths.insert(node.code.clone(), own);
    }
    depths
}

/// How many items a choice makes.
fn size(plan: &PlanDocument, depths: &HashMap<String, (u8, String)>, from: &FromPlan) -> usize {
    let is_under =
        |code: &str| from.under.is_empty() || depths.get(code).is_some_and(|(_, top)| from.under.contains(top));
    let has_level =
        |code: &str| from.levels.is_empty() || depths.get(code).is_some_and(|(depth, _)| from.levels.contains(depth));
    let nodes = plan.nodes.iter().filter(|node| !from.without_nodes && is_under(&node.code) && has_level(&node.code));
    let indicators = plan.indicators.iter().filter(|i| !from.without_indicators && is_under(&i.node));
    nodes.count() + indicators.count()
}
