//! Who read real figures: a list with filters that stand in the address, and the same as a file.

pub mod paths;

use domain::people::People;
use domain::reading::{Reading, ReadingKind, Readings};
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;

use self::paths as asked;
use super::api::{self, Failure};
use super::fields::{Field, Wrong};
use super::paths::{self as pages, DeskRoute, value_of};
use super::people::manages;
use super::{Words, choice, shell, words};
use crate::history::{Address, Step};
use crate::i18n::fill;

/// What is asked for, by the names that the address and the API share.
const FILTERS: [&str; 5] = ["person", "kind", "indicator", "from", "until"];

/// The filters of an address, as it has them.
fn filters(query: &str) -> String {
    let held = FILTERS.iter().filter_map(|name| Some((*name, value_of(query, name)?)));
    asked::query(held)
}

/// The page.
pub fn page(words: Words) -> AnyView {
    let t = words.t;
    let address = Address::get();
    let chosen = Memo::new(move |_| choice::plan(&address.query(), manages));
    let query = Memo::new(move |_| filters(&address.query()));
    let people: RwSignal<Option<Result<StoredValue<People>, Failure>>> = RwSignal::new(None);
    let load = move || {
        let slug = chosen.get_untracked();
        spawn_local(async move { people.set(Some(api::people(&slug).await.map(StoredValue::new))) });
    };
    Effect::new(move |_| {
        chosen.track();
        people.set(None);
        load();
    });
    view! {
        <h1 class="page__title">{t.readings}</h1>
        {move || choice::links(words, DeskRoute::Readings, &chosen.get(), manages)}
        <p>{t.readings_text}</p>
        {move || match people.get() {
            None => view! { <div class="skeleton" role="status"></div> }.into_any(),
            Some(Err(failure)) => shell::failed(words, &failure, load),
            Some(Ok(people)) => view! {
                {form(words, &people.get_value(), chosen, query)}
                {move || list(words, chosen.get(), query.get())}
            }
            .into_any(),
        }}
    }
    .into_any()
}

/// Filters; what is left empty filters nothing.
fn form(words: Words, people: &People, chosen: Memo<String>, query: Memo<String>) -> impl IntoView + use<> {
    let (t, address) = (words.t, Address::get());
    let wrong = Wrong::new();
    let held = FILTERS.map(|_| RwSignal::new(String::new()));
    // Also when the address changes by going back.
    Effect::new(move |_| {
        query.with(|query| {
            for (name, value) in FILTERS.iter().zip(held) {
                value.set(value_of(query, name).unwrap_or_default());
            }
        });
    });
    let [person, kind, indicator, from, until] = held;
    let everybody = (String::new(), t.everybody.to_owned());
    let persons =
        people.people.iter().map(|person| (person.email.clone(), format!("{} · {}", person.name, person.email)));
    let persons = std::iter::once(everybody).chain(persons).collect();
    let kinds =
        ReadingKind::ALL.into_iter().map(|kind| (kind.word().to_owned(), words::reading(words, kind).to_owned()));
    let kinds = std::iter::once((String::new(), t.everything.to_owned())).chain(kinds).collect();
    let submit = move |event: SubmitEvent| {
        event.prevent_default();
        let values = FILTERS.iter().zip(held).map(|(name, value)| (*name, value.get_untracked().trim().to_owned()));
        let query = asked::query(std::iter::once(("plan", chosen.get_untracked())).chain(values));
        let path = pages::print(words.locale.tongue, &DeskRoute::Readings);
        address.go(&format!("{path}?{query}"), Step::Push);
    };
    let field = move |name, label| Field { name, form: "readings", label, hint: "", required: false, wrong };
    view! {
        <form on:submit=submit role="search" aria-label=t.filter>
            <div class="fields">
                {field("person", t.reading_person).select(words, persons, person)}
                {field("kind", t.reading_what).select(words, kinds, kind)}
                {field("indicator", t.column_indicator).input(words, "text", indicator)}
                {field("from", t.first_day).input(words, "date", from)}
                {field("until", t.last_day).input(words, "date", until)}
            </div>
            <div class="desk__buttons"><button class="button" type="submit">{t.filter}</button></div>
        </form>
    }
}

/// The readings, newest first, with a way to the older ones.
fn list(words: Words, slug: String, query: String) -> AnyView {
    let t = words.t;
    let loaded: RwSignal<Option<Result<Readings, Failure>>> = RwSignal::new(None);
    let asked = StoredValue::new((slug.clone(), query.clone()));
    let load = move || {
        let (slug, query) = asked.get_value();
        spawn_local(async move { loaded.set(Some(api::readings(&slug, &query, None).await)) });
    };
    let older = move |before: i64| {
        let (slug, query) = asked.get_value();
        spawn_local(async move {
            match api::readings(&slug, &query, Some(before)).await {
                Ok(more) => loaded.update(|held| {
                    if let Some(Ok(held)) = held {
                        held.readings.extend(more.readings);
                        held.next = more.next;
                    }
                }),
                Err(failure) => loaded.set(Some(Err(failure))),
            }
        });
    };
    load();
    let file = asked::api_readings_file(&slug, &query);
    (move || match loaded.get() {
        None => view! { <div class="skeleton" role="status"></div> }.into_any(),
        Some(Err(failure)) => shell::failed(words, &failure, load),
        Some(Ok(held)) if held.readings.is_empty() => view! { <p role="status">{t.no_readings}</p> }.into_any(),
        Some(Ok(held)) => view! {
            {table(words, &held.readings)}
            <div class="desk__buttons">
                {held.next.map(|next| view! {
                    <button class="button button--quiet" type="button" on:click=move |_| older(next)>{t.older}</button>
                })}
                <a class="button button--quiet" href=file.clone() download="readings.csv">{t.readings_file}</a>
            </div>
            <p class="form__text">{fill(t.readings_kept, &[("n", &held.kept_days.to_string())])}</p>
        }
        .into_any(),
    })
    .into_any()
}

fn table(words: Words, readings: &[Reading]) -> impl IntoView + use<> {
    let t = words.t;
    let line = |reading: &Reading| {
        let what = match reading.detail.as_str() {
            "" => words::reading(words, reading.kind).to_owned(),
            detail => format!("{}: {detail}", words::reading(words, reading.kind)),
        };
        view! {
            <tr>
                <td>{words.locale.moment(&reading.at)}</td>
                <th scope="row">{reading.name.clone()}</th>
                <td>{what}</td>
                <td>{reading.institution.clone()}</td>
                <td>{reading.indicator.clone()}</td>
                <td>{reading.year.map(|year| year.to_string())}</td>
            </tr>
        }
    };
    view! {
        <div class="board__scroll" tabindex="0" role="group" aria-label=t.readings>
            <table class="paste__table">
                <thead>
                    <tr>
                        <th scope="col">{t.reading_when}</th>
                        <th scope="col">{t.reading_person}</th>
                        <th scope="col">{t.reading_what}</th>
                        <th scope="col">{t.column_institution}</th>
                        <th scope="col">{t.column_indicator}</th>
                        <th scope="col">{t.year}</th>
                    </tr>
                </thead>
                <tbody>{readings.iter().map(line).collect_view()}</tbody>
            </table>
        </div>
    }
}
