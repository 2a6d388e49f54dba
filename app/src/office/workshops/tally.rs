//! The count of an item: people, and the voices of institutions by kind. On the page that leads and on the projector.

use domain::workshop::tally::{Position, Tally, Voice};
use leptos::prelude::*;

use super::facts::Around;
use super::{Words, words};
use crate::i18n::fill;

/// People: how many took which position.
pub fn people(words: Words, tally: &Tally) -> AnyView {
    let of = words.locale.count(tally.of as usize);
    let rows = tally.shares.iter().map(|share| {
        let class = format!("tally__row tally__row--{}", share.position.word());
        let percent = fill(words.locale.t.percent, &[("n", &share.percent.to_string())]);
        let width = share.percent.min(100).to_string();
        view! {
            <tr class=class>
                <th scope="row">{words::position(words, share.position)}</th>
                <td class="tally__count">{words.locale.count(share.count as usize)}</td>
                <td class="tally__percent">{percent}</td>
                <td class="tally__bar" aria-hidden="true">
                    <svg viewBox="0 0 100 8" preserveAspectRatio="none"><rect width=width height="8"></rect></svg>
                </td>
            </tr>
        }
    });
    let base = fill(words.t.of_base, &[("base", words::base(words, tally.base)), ("n", &of)]);
    view! {
        <table class="tally">
            <caption>{words.t.people} " " <span class="tally__base">{base}</span></caption>
            <tbody>{rows.collect_view()}</tbody>
        </table>
    }
    .into_any()
}

/// Voices by kind of institution.
pub fn kinds(words: Words, tally: &Tally) -> AnyView {
    let t = words.t;
    let count = |n: u32| if n == 0 { "·".to_owned() } else { words.locale.count(n as usize) };
    let head = Position::ALL.map(|position| view! { <th scope="col">{words::position(words, position)}</th> });
    let rows = tally.kinds.iter().map(|kind| {
        let cells = Position::ALL.map(|position| view! { <td>{count(kind.counts.of(position))}</td> });
        view! {
            <tr>
                <th scope="row">{crate::words::institution_kind(words.locale, kind.kind)}</th>
                {cells.into_iter().collect_view()}
                <td>{count(kind.divided)}</td>
                <td>{count(kind.silent)}</td>
            </tr>
        }
    });
    view! {
        <div class="voices" tabindex="0" role="group" aria-label=t.voices>
            <table class="voices__table">
                <caption>{t.voices}</caption>
                <thead>
                    <tr>
                        <td></td>
                        {head.into_iter().collect_view()}
                        <th scope="col">{t.divided}</th>
                        <th scope="col">{t.silent}</th>
                    </tr>
                </thead>
                <tbody>{rows.collect_view()}</tbody>
            </table>
        </div>
    }
    .into_any()
}

/// Voices by kind in few words, for the projector: `Ministries: 3 agree, 1 divided`.
pub fn kinds_told(words: Words, tally: &Tally) -> AnyView {
    let t = words.t;
    let lines = tally.kinds.iter().map(|kind| {
        let voices = Position::ALL.map(|position| (kind.counts.of(position), words::position(words, position)));
        let voices = voices.into_iter().chain([(kind.divided, t.divided), (kind.silent, t.silent)]);
        let told: Vec<String> = voices
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{} {}", words.locale.count(count as usize), word.to_lowercase()))
            .collect();
        let name = crate::words::institution_kind(words.locale, kind.kind);
        view! { <div><dt>{name}</dt><dd>{told.join(", ")}</dd></div> }
    });
    view! {
        <section class="voices-told" aria-label=t.voices>
            <h3>{t.voices}</h3>
            <dl>{lines.collect_view()}</dl>
        </section>
    }
    .into_any()
}

/// The voice of each institution.
pub fn institutions(words: Words, around: Around, tally: &Tally) -> AnyView {
    let default = around.header.default_language;
    let voices = tally.institutions.iter().map(|voice| {
        let name = words::institution(words, around.institutions, default, &voice.institution);
        let class = match voice.voice {
            Some(Voice::Divided) => "tag tag--returned",
            Some(_) => "tag",
            None => "tag tag--none",
        };
        view! { <li>{name} " " <span class=class>{words::voice(words, voice.voice)}</span></li> }
    });
    view! { <ul class="plain voices__list">{voices.collect_view()}</ul> }.into_any()
}
