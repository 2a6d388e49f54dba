//! The agenda beside the item: where each stands, and putting one on the screens.

use domain::workshop::item::{AgendaRow, Kind};
use leptos::prelude::*;

use super::act::Act;
use super::lead::Lead;
use crate::i18n::fill;
use crate::office::workshops::words;

/// Which items are listed.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Listed {
    All,
    Undecided,
    Contested,
}

impl Listed {
    fn has(self, row: &AgendaRow) -> bool {
        match self {
            Listed::All => true,
            Listed::Undecided => !row.state.is_decided(),
            Listed::Contested => row.remarks > 0,
        }
    }
}

/// The agenda.
pub fn draw(lead: Lead) -> AnyView {
    let t = lead.words.t;
    let listed = RwSignal::new(Listed::All);
    let current = Memo::new(move |_| lead.workshop.with(|workshop| workshop.header.current));
    let numbers = Memo::new(move |_| {
        let (listed, current) = (listed.get(), current.get());
        lead.workshop.with(|workshop| {
            let rows = workshop.agenda.iter().filter(|row| listed.has(row) || Some(row.n) == current);
            rows.map(|row| row.n).collect::<Vec<i64>>()
        })
    });
    Effect::new(move |_| {
        if let Some(n) = current.get() {
            request_animation_frame(move || bring_into_view(n));
        }
    });
    let choices =
        [(Listed::All, t.listed_all), (Listed::Undecided, t.listed_undecided), (Listed::Contested, t.listed_contested)];
    let choices = choices.map(|(choice, name)| {
        view! {
            <button
                class="chip"
                type="button"
                aria-pressed=move || (listed.get() == choice).to_string()
                on:click=move |_| listed.set(choice)
            >
                {name}
            </button>
        }
    });
    view! {
        <h2 class="lead__heading">{t.agenda}</h2>
        <div class="lead__chips" role="group" aria-label=t.agenda>{choices.into_iter().collect_view()}</div>
        <ol class="lead-agenda" tabindex="0" aria-label=t.agenda>
            <For each=move || numbers.get() key=|n| *n children=move |n| line(lead, current, n) />
        </ol>
    }
    .into_any()
}

fn line(lead: Lead, current: Memo<Option<i64>>, n: i64) -> impl IntoView {
    let words = lead.words;
    let row = Memo::new(move |_| lead.workshop.with(|w| w.agenda.iter().find(|row| row.n == n).cloned()));
    let default = lead.workshop.with_untracked(|workshop| workshop.header.default_language);
    let told = move || {
        let row = row.get()?;
        let title = words::text(words, &row.title, default);
        let remarks = (row.remarks > 0).then(|| {
            let said = fill(words.t.remarks, &[("n", &words.locale.count(row.remarks as usize))]);
            view! { <span class="lead-agenda__remarks">{said}</span> }
        });
        let kind =
            if row.kind == Kind::Node { "lead-agenda__title lead-agenda__title--node" } else { "lead-agenda__title" };
        Some(view! {
            <span class="lead-agenda__code">{row.code}</span>
            <span class=kind>{title}</span>
            <span class="lead-agenda__state" data-item-state=row.state.word()>
                {words::item_state(words, row.state)} {remarks}
            </span>
        })
    };
    view! {
        <li>
            <button
                class="lead-agenda__item"
                type="button"
                id=format!("agenda-{n}")
                aria-current=move || (current.get() == Some(n)).then_some("step")
                on:click=move |_| Act::Show(n).press(lead)
            >
                {told}
            </button>
        </li>
    }
}

/// Scrolls the list, not the page.
fn bring_into_view(n: i64) {
    let Some(line) = document().get_element_by_id(&format!("agenda-{n}")) else { return };
    let Ok(Some(list)) = line.closest(".lead-agenda") else { return };
    let (line, frame) = (line.get_bounding_client_rect(), list.get_bounding_client_rect());
    if line.top() < frame.top() || line.bottom() > frame.bottom() {
        let top = f64::from(list.scroll_top()) + line.top() - frame.top() - frame.height() / 3.0;
        list.set_scroll_top(top as i32);
    }
}
