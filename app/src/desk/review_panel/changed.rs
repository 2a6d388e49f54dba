//! What is different from what was sent back, or from what is published: one line a field, before and now.

use domain::filing::{Entry, Filing, FilingState};
use domain::indicator::Indicator;
use domain::review::DeskRow;
use domain::update::{Content, Measure};
use leptos::prelude::*;

use crate::desk::plan::Reading;
use crate::desk::{Words, words};
use crate::i18n::fill;

/// A field with its label and what stands in it.
type Line = (String, String);

/// The entry that this one is seen against, and how that is called.
fn before(words: Words, row: &DeskRow) -> Option<(&'static str, Entry)> {
    let filing: &Filing = &row.filing;
    if let Some(returned) = &filing.returned {
        return Some((words.r.changed_since_return, (**returned).clone()));
    }
    let published = row.published.iter().find(|update| update.year == filing.year)?;
    let is_correction = filing.state.is_some_and(|state| state != FilingState::Approved);
    is_correction.then(|| (words.r.changed_since_published, Entry::from(published.clone())))
}

/// Every field of an entry that says something, in reading order.
fn lines(words: Words, plan: Reading, indicator: &Indicator, entry: &Entry) -> Vec<Line> {
    let t = words.t;
    let mut lines = Vec::new();
    if let Some(content) = &entry.content {
        let (label, text) = match content {
            Content::NoData(reason) => (t.no_figure, plan.text(words, reason)),
            content => (t.review_value, words::content(words, plan, indicator, Some(content))),
        };
        lines.push((label.to_owned(), text));
        if let Content::Measure(Measure::Ratio { numerator, denominator }) = content {
            lines.push((t.numerator.to_owned(), words.locale.number(*numerator, 0)));
            lines.push((t.denominator.to_owned(), words.locale.number(*denominator, 0)));
        }
    }
    for (dimension, cells) in &entry.breakdowns {
        let name = plan.dimension(words, dimension);
        for (code, category) in plan.categories(words, dimension) {
            if let Some(figure) = cells.get(&code).copied().flatten() {
                lines.push((format!("{name}: {category}"), words.locale.number(figure, indicator.decimals)));
            }
        }
    }
    for (lang, text) in entry.note.iter() {
        lines.push((format!("{} ({lang})", t.column_note), text.to_owned()));
    }
    for evidence in &entry.evidence {
        let place = evidence.file.as_ref().map(|file| file.name.clone()).or_else(|| evidence.url.clone());
        let title = plan.text(words, &evidence.title);
        lines.push((format!("{}: {title}", t.evidence), place.unwrap_or(title)));
    }
    if !entry.explanation.is_empty() {
        lines.push((t.explanation.to_owned(), entry.explanation.clone()));
    }
    lines
}

/// Label, before and now of what differs; empty is nothing.
fn differences(before: &[Line], now: &[Line]) -> Vec<(String, String, String)> {
    let of = |lines: &[Line], label: &str| {
        let found: Vec<&str> =
            lines.iter().filter(|(known, _)| known == label).map(|(_, text)| text.as_str()).collect();
        found.join(", ")
    };
    let mut labels: Vec<&str> = Vec::new();
    for (label, _) in before.iter().chain(now) {
        if !labels.contains(&label.as_str()) {
            labels.push(label);
        }
    }
    let all = labels.into_iter().map(|label| (label.to_owned(), of(before, label), of(now, label)));
    all.filter(|(_, before, now)| before != now).collect()
}

/// The table of what differs.
pub fn changed(words: Words, plan: Reading, row: &DeskRow) -> Option<impl IntoView + use<>> {
    let (title, old) = before(words, row)?;
    let indicator = plan.with(|matrix| Some(matrix.indicator(matrix.row(&row.filing.indicator)?).clone()))??;
    let found = differences(&lines(words, plan, &indicator, &old), &lines(words, plan, &indicator, &row.filing.entry));
    if found.is_empty() {
        let text = fill("{title}: {nothing}", &[("title", title), ("nothing", words.r.changed_nothing)]);
        return Some(view! { <p class="review__changed">{text}</p> }.into_any());
    }
    let shown = |text: String| if text.is_empty() { "—".to_owned() } else { text };
    let rows = found.into_iter().map(|(label, before, now)| {
        view! { <tr><th scope="row">{label}</th><td><del>{shown(before)}</del></td><td><ins>{shown(now)}</ins></td></tr> }
    });
    let t = words.r;
    Some(
        view! {
            <table class="paste__table review__changed">
                <caption>{title}</caption>
                <thead>
                    <tr><th scope="col">{t.changed_field}</th><th scope="col">{t.changed_before}</th><th scope="col">{t.changed_after}</th></tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        }
        .into_any(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_came_what_went_and_what_moved_is_told() {
        let line = |label: &str, text: &str| (label.to_owned(), text.to_owned());
        let before = [line("value", "3"), line("note", "a"), line("file", "x.pdf")];
        let now =
            [line("value", "4"), line("note", "a"), line("file", "x.pdf"), line("file", "y.pdf"), line("why", "b")];
        let told = differences(&before, &now);
        let told: Vec<[&str; 3]> = told.iter().map(|(a, b, c)| [a.as_str(), b.as_str(), c.as_str()]).collect();
        assert_eq!(told, [["value", "3", "4"], ["file", "x.pdf", "x.pdf, y.pdf"], ["why", "", "b"]]);
        assert_eq!(differences(&now, &now), []);
    }
}
