//! Figures beside the value: numerator and denominator, breakdowns with their running total.

use domain::number;
use domain::text::Lang;
use domain::update::{Content, Measure};
use leptos::prelude::*;

use crate::desk::Words;
use crate::desk::cell::Cell;
use crate::desk::plan::Reading;
use crate::i18n::fill;

/// A labelled field that tells each change.
pub fn input(
    label: String,
    value: impl Fn() -> String + Send + Sync + 'static,
    mode: &'static str,
    cell: Cell,
    change: impl Fn(String) + 'static,
) -> impl IntoView {
    view! {
        <label class="field">
            <span class="field__label">{label}</span>
            <input
                class="field__input"
                type="text"
                inputmode=mode
                autocomplete="off"
                readonly=move || !cell.is_writable()
                prop:value=value
                on:change=move |event| change(event_target_value(&event))
            />
        </label>
    }
}

/// A figure as it is typed.
pub fn plain(value: f64, lang: Lang) -> String {
    let text = value.to_string();
    if lang == Lang::EN { text } else { text.replace('.', ",") }
}

/// Numerator and denominator. What is typed becomes the cell's text, so that there is one truth.
pub fn parts(words: Words, cell: Cell) -> impl IntoView {
    let lang = cell.facts.with_value(|facts| facts.lang);
    let part = move |first: bool| {
        cell.entry.with(|entry| match entry.content {
            Some(Content::Measure(Measure::Ratio { numerator, denominator })) => {
                plain(if first { numerator } else { denominator }, lang)
            }
            _ => String::new(),
        })
    };
    // Both are needed for a ratio: the first waits here for the second.
    let typed = RwSignal::new((String::new(), String::new()));
    let set = move |first: bool, text: String| {
        typed.update(|(n, d)| {
            let (held_n, held_d) = (part(true), part(false));
            if n.is_empty() {
                *n = held_n;
            }
            if d.is_empty() {
                *d = held_d;
            }
            if first { *n = text } else { *d = text }
        });
        let (n, d) = typed.get_untracked();
        if !n.is_empty() && !d.is_empty() {
            cell.type_value(&format!("{n}/{d}"));
        }
    };
    view! {
        <div class="update__pair">
            {input(words.t.numerator.to_owned(), move || part(true), "decimal", cell, move |text| set(true, text))}
            {input(words.t.denominator.to_owned(), move || part(false), "decimal", cell, move |text| set(false, text))}
        </div>
    }
}

/// The figures of one dimension with their running total.
pub fn breakdown(words: Words, plan: Reading, cell: Cell, dimension: String) -> impl IntoView {
    let t = words.t;
    let (lang, decimals) = cell.facts.with_value(|facts| (facts.lang, facts.indicator.decimals));
    let categories = plan.categories(words, &dimension);
    let name = plan.dimension(words, &dimension);
    let dimension = StoredValue::new(dimension);
    let held = move |code: &str| {
        cell.entry.with(|entry| dimension.with_value(|d| entry.breakdowns.get(d)?.get(code).copied().flatten()))
    };
    let sum = move || {
        cell.entry.with(|entry| {
            dimension.with_value(|d| entry.breakdowns.get(d).map(|cells| cells.values().flatten().sum::<f64>()))
        })
    };
    let total = move || {
        cell.entry.with(|entry| match entry.content {
            Some(Content::Measure(Measure::Value(value))) => Some(value),
            _ => None,
        })
    };
    let summary = move || {
        let sum = sum()?;
        let text = match total().map(|total| total - sum) {
            Some(rest) if rest.abs() < 1e-9 => t.breakdown_equal.to_owned(),
            Some(rest) if rest > 0.0 => fill(t.breakdown_less, &[("n", &words.locale.number(rest, decimals))]),
            Some(rest) => fill(t.breakdown_more, &[("n", &words.locale.number(-rest, decimals))]),
            None => String::new(),
        };
        Some(format!("{}: {}. {text}", t.breakdown_sum, words.locale.number(sum, decimals)))
    };
    let fields = categories.into_iter().map(move |(code, label)| {
        let (shown, written) = (code.clone(), code);
        let write = move |text: String| {
            let (code, figure) = (written.clone(), number::parse(&text).ok().map(|parsed| parsed.value));
            cell.change(move |entry| {
                let cells = entry.breakdowns.entry(dimension.get_value()).or_default();
                match figure {
                    Some(figure) => drop(cells.insert(code, Some(figure))),
                    None => drop(cells.remove(&code)),
                }
                if cells.is_empty() {
                    dimension.with_value(|d| entry.breakdowns.remove(d));
                }
            });
        };
        input(label, move || held(&shown).map_or(String::new(), |value| plain(value, lang)), "decimal", cell, write)
    });
    view! {
        <fieldset class="update__block">
            <legend>{fill(t.breakdown, &[("name", &name)])}</legend>
            <div class="update__fields">{fields.collect_view()}</div>
            <p class="update__sum" role="status">{summary}</p>
        </fieldset>
    }
}
