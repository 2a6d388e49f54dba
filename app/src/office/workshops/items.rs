//! The agenda as a list that is edited: order, minutes, groups, leaving out and adding. It is saved as a whole.

use domain::document::PlanDocument;
use domain::workshop::WorkshopAction;
use domain::workshop::item::{AgendaRow, ItemState, Kind};
use domain::workshop::run::{AgendaForm, Planned};
use leptos::prelude::*;
use leptos::task::spawn_local;
use wasm_bindgen::JsCast;

use super::prepare::Desk;
use super::{Words, api, words};
use crate::i18n::fill;

/// A line of the list.
#[derive(Clone, PartialEq)]
struct Line {
    n: Option<i64>,
    kind: Kind,
    code: String,
    title: String,
    state: ItemState,
    minutes: RwSignal<String>,
    group: RwSignal<String>,
}

impl Line {
    fn of(words: Words, plan: &PlanDocument, row: &AgendaRow) -> Line {
        Line {
            n: Some(row.n),
            kind: row.kind,
            code: row.code.clone(),
            title: words::text(words, &row.title, plan.plan.default_language),
            state: row.state,
            minutes: RwSignal::new(row.minutes.to_string()),
            group: RwSignal::new(row.group.clone()),
        }
    }

    fn key(&self) -> String {
        format!("{}-{}", self.kind.word(), self.code)
    }

    fn planned(&self) -> Planned {
        Planned {
            n: self.n,
            kind: self.kind,
            code: self.code.clone(),
            minutes: self.minutes.get_untracked().trim().parse().unwrap_or(0),
            group: self.group.get_untracked().trim().to_owned(),
        }
    }
}

/// An item of the plan that is not on the agenda.
pub fn planned(plan: &PlanDocument, code: &str) -> Option<Planned> {
    let is_node = plan.nodes.iter().any(|node| node.code == code);
    let is_indicator = plan.indicators.iter().any(|indicator| indicator.code == code);
    let kind = if is_node { Kind::Node } else { Kind::Indicator };
    let (code, group) = (code.to_owned(), String::new());
    (is_node || is_indicator).then_some(Planned { n: None, kind, code, minutes: 0, group })
}

/// Where something stands in the reading order of the plan.
fn order(plan: &PlanDocument, kind: Kind, code: &str) -> (usize, usize) {
    let node = |code: &str| plan.nodes.iter().position(|node| node.code == code).unwrap_or(usize::MAX);
    match kind {
        Kind::Node => (node(code), 0),
        Kind::Indicator => {
            let at = plan.indicators.iter().position(|indicator| indicator.code == code);
            at.map_or((usize::MAX, 0), |at| (node(&plan.indicators[at].node), at + 1))
        }
    }
}

/// The agenda with something more, where the plan has it.
pub fn with_more(plan: &PlanDocument, agenda: &[AgendaRow], more: Planned) -> Vec<Planned> {
    let mut items: Vec<Planned> = agenda
        .iter()
        .map(|row| {
            let (code, group) = (row.code.clone(), row.group.clone());
            Planned { n: Some(row.n), kind: row.kind, code, minutes: row.minutes, group }
        })
        .collect();
    let own = order(plan, more.kind, &more.code);
    let at = items.iter().position(|item| order(plan, item.kind, &item.code) > own).unwrap_or(items.len());
    items.insert(at, more);
    items
}

/// The list.
pub fn draw(desk: &Desk) -> AnyView {
    let (words, t, desk) = (desk.words, desk.words.t, desk.clone());
    let lines: RwSignal<Vec<Line>> = RwSignal::new(Vec::new());
    let agenda = Memo::new(move |_| desk.workshop.with(|workshop| workshop.agenda.clone()));
    let plan = desk.plan.clone();
    Effect::new(move |_| {
        let rows = agenda.get();
        lines.set(rows.iter().map(|row| Line::of(words, &plan, row)).collect());
    });
    let may = Memo::new(move |_| desk.workshop.with(|workshop| workshop.allowed.contains(&WorkshopAction::SetAgenda)));
    let desk = StoredValue::new(desk);
    let save = move |_| {
        let desk = desk.get_value();
        let items = lines.with_untracked(|lines| lines.iter().map(Line::planned).collect());
        spawn_local(async move {
            desk.settle(api::agenda(desk.id, &AgendaForm { items: Some(items), from_plan: None }).await);
        });
    };
    let total = move || {
        lines.with(|lines| {
            let minutes: u32 = lines.iter().map(|line| line.minutes.get().trim().parse().unwrap_or(0)).sum();
            let hours = format!("{}:{:02}", minutes / 60, minutes % 60);
            fill(t.agenda_total, &[("n", &words.locale.count(lines.len())), ("hours", &hours)])
        })
    };
    view! {
        <p class="form__text">{total}</p>
        <ol class="plain items" aria-label=t.agenda>
            <For each=move || lines.get() key=|line| (line.key(), line.n) children=move |line| row(words, lines, line) />
        </ol>
        {adding(words, desk, lines)}
        <button class="button" type="button" disabled=move || !may.get() on:click=save>{t.save_agenda}</button>
    }
    .into_any()
}

fn move_to(lines: RwSignal<Vec<Line>>, key: &str, to: impl FnOnce(usize) -> usize) {
    lines.update(|lines| {
        let Some(at) = lines.iter().position(|line| line.key() == key) else { return };
        let line = lines.remove(at);
        lines.insert(to(at).min(lines.len()), line);
    });
}

fn row(words: Words, lines: RwSignal<Vec<Line>>, line: Line) -> AnyView {
    let (t, key, code) = (words.t, StoredValue::new(line.key()), line.code.clone());
    let place = Memo::new(move |_| {
        lines.with(|lines| lines.iter().position(|line| line.key() == key.get_value()).map_or(0, |at| at + 1))
    });
    let shift = move |event: leptos::ev::MouseEvent, up: bool| {
        move_to(lines, &key.get_value(), |at| if up { at.saturating_sub(1) } else { at + 1 });
        // Moving an element takes the focus from it.
        let pressed = event.current_target().and_then(|target| target.dyn_into::<web_sys::HtmlElement>().ok());
        request_animation_frame(move || drop(pressed.map(|pressed| pressed.focus())));
    };
    let set_place = move |event| {
        let wanted: usize = event_target_value(&event).trim().parse().unwrap_or(0);
        if wanted > 0 {
            move_to(lines, &key.get_value(), |_| wanted - 1);
        }
    };
    let (minutes, group) = (line.minutes, line.group);
    let state = (line.state != ItemState::Waiting)
        .then(|| view! { <span class="tag">{words::item_state(words, line.state)}</span> });
    let label = |what: &str| format!("{what}: {code}");
    view! {
        <li class="items__one" data-code=line.code.clone()>
            <input class="field__input items__place" type="number" min="1" aria-label=label(t.position_in_agenda)
                prop:value=move || place.get().to_string() on:change=set_place />
            <span class="items__title"><span class="lead-agenda__code">{line.code.clone()}</span> " " {line.title.clone()} " " {state}</span>
            <input class="field__input items__minutes" type="number" min="0" aria-label=label(t.minutes_label)
                prop:value=move || minutes.get() on:input=move |event| minutes.set(event_target_value(&event)) />
            <input class="field__input items__group" type="text" placeholder=t.group aria-label=label(t.group)
                prop:value=move || group.get() on:input=move |event| group.set(event_target_value(&event)) />
            <span class="items__buttons">
                <button class="button button--quiet button--small" type="button" aria-label=label(t.up) on:click=move |event| shift(event, true)>"↑"</button>
                <button class="button button--quiet button--small" type="button" aria-label=label(t.down) on:click=move |event| shift(event, false)>"↓"</button>
                <button class="button button--quiet button--small" type="button" aria-label=label(t.leave_out)
                    on:click=move |_| lines.update(|lines| lines.retain(|line| line.key() != key.get_value()))>"✕"</button>
            </span>
        </li>
    }
    .into_any()
}

/// Adding one item by its code.
fn adding(words: Words, desk: StoredValue<Desk>, lines: RwSignal<Vec<Line>>) -> AnyView {
    let (t, code) = (words.t, RwSignal::new(String::new()));
    let wrong = RwSignal::new(false);
    let add = move |_| {
        let plan = desk.with_value(|desk| desk.plan.clone());
        let found = planned(&plan, code.get_untracked().trim());
        wrong.set(found.is_none());
        let Some(found) = found else { return };
        let node = plan.nodes.iter().find(|node| node.code == found.code && found.kind == Kind::Node).map(|n| &n.title);
        let title = node.or_else(|| plan.indicators.iter().find(|i| i.code == found.code).map(|i| &i.title));
        let line = Line {
            n: None,
            kind: found.kind,
            title: title.map(|title| words::text(words, title, plan.plan.default_language)).unwrap_or_default(),
            code: found.code,
            state: ItemState::Waiting,
            minutes: RwSignal::new("3".to_owned()),
            group: RwSignal::new(String::new()),
        };
        lines.update(|lines| {
            if lines.iter().all(|held| held.key() != line.key()) {
                lines.push(line);
            }
        });
        code.set(String::new());
    };
    view! {
        <div class="items__add">
            {super::setup::line(t.add_code, "add-code", "text", code)}
            <button class="button button--quiet" type="button" on:click=add>{t.add}</button>
            <span class="field__wrong" role="alert">{move || wrong.get().then_some(t.unknown_code)}</span>
        </div>
    }
    .into_any()
}
