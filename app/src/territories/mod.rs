//! Territories for everybody: an indicator as a map and a table, and what each territory reports. A program of its
//! own, so that a reader of the matrix does not load it.

mod api;
mod live;
mod map;
mod page;
pub mod paths;
mod texts;
mod tiles;
mod words;

use std::rc::Rc;

use domain::change::{Change, Entity};
use domain::error::ErrorCode;
use domain::territory::{MapDocument, TerritoryDocument};
use leptos::prelude::*;
use leptos::task::spawn_local;
use maud::{Markup, html};
use wasm_bindgen::JsCast;

use crate::history::{Address, Step};
use crate::i18n::{Locale, fill};
use crate::paths::{self as public, PlanRoute, Tongue};
use crate::ui::drawn::{active_part, part};
use crate::ui::notice::notice;
use crate::words as shared;
use paths::{Query, Route};
use texts::TerritoryTexts;

/// The words of a page: its own, and those it shares with the matrix.
#[derive(Clone, Copy)]
pub(crate) struct Words {
    t: &'static TerritoryTexts,
    locale: Locale,
}

/// What a page shows.
#[derive(Clone, Debug, PartialEq)]
enum Shown {
    Map(Box<MapDocument>),
    Territory(Box<TerritoryDocument>),
}

impl Shown {
    fn plan(&self) -> (&domain::plan::Plan, i64) {
        match self {
            Shown::Map(map) => (&map.plan, map.revision),
            Shown::Territory(territory) => (&territory.plan, territory.revision),
        }
    }
}

type Held = RwSignal<Option<Result<Shown, ErrorCode>>>;

/// The whole program.
#[component]
pub fn Territories() -> impl IntoView {
    let address = Address::follow(|path| paths::parse(path).1 != Route::NotFound);
    provide_context(address);
    let held: Held = RwSignal::new(None);
    let fresh = RwSignal::new(String::new());
    let tongue = Memo::new(move |_| address.path.with(|path| paths::parse(path).0));
    let route = Memo::new(move |_| address.path.with(|path| paths::parse(path).1));
    let wanted = Memo::new(move |_| (route.get(), Query::read(&address.query()).indicator));
    Effect::new(move |_| {
        let (route, indicator) = wanted.get();
        ask(held, route, indicator);
    });
    follow(held, wanted, fresh, tongue);
    move || {
        let locale = Locale::new(tongue.get());
        let words = Words { t: texts::of(locale.tongue), locale };
        if let Some(root) = document().document_element() {
            // Setting an attribute with a valid name cannot fail.
            let _ = root.set_attribute("lang", locale.tongue.code());
        }
        let draw = move || Some(held.with(|held| main(words, &route.get(), &address.query(), held.as_ref())));
        let act = move |action: &str| match action {
            "retry" => {
                let (route, indicator) = wanted.get_untracked();
                ask(held, route, indicator);
            }
            _ => choose(address, tongue.get_untracked(), &route.get_untracked()),
        };
        let spoken = move || Some(html! { p role="status" { (fresh.get()) } });
        view! {
            <a class="skip" href="#main">{locale.t.skip}</a>
            {part("", Box::new(move || Some(head(words, &route.get(), &address.query()))))}
            <main class="main" id="main" tabindex="-1">{active_part("page", Box::new(draw), Box::new(act))}</main>
            {part("", Box::new(move || held.with(|held| foot(words, held.as_ref()))))}
            {part("visually-hidden", Box::new(spoken))}
        }
    }
}

/// Asks the server. What is shown stays until the answer is here.
fn ask(held: Held, route: Route, indicator: Option<String>) {
    spawn_local(async move {
        let answer = match &route {
            Route::Map(slug) => api::map(slug, indicator.as_deref()).await.map(|map| Shown::Map(Box::new(map))),
            Route::Territory(slug, code) => {
                api::territory(slug, code).await.map(|document| Shown::Territory(Box::new(document)))
            }
            Route::NotFound => Err(ErrorCode::NotFound),
        };
        let is_newer = held.try_with_untracked(|held| held.as_ref() != Some(&answer));
        if is_newer == Some(true) {
            held.set(Some(answer));
        }
    });
}

/// Asks again when the plan has changed, and says of which figure it is.
fn follow(held: Held, wanted: Memo<(Route, Option<String>)>, fresh: RwSignal<String>, tongue: Memo<Tongue>) {
    let known = Memo::new(move |_| {
        held.with(|held| held.as_ref()?.as_ref().ok().map(|shown| (shown.plan().0.slug.clone(), shown.plan().1)))
    });
    let slug = Memo::new(move |_| known.with(|known| known.as_ref().map(|(slug, _)| slug.clone())));
    let stream = StoredValue::new_local(None);
    Effect::new(move |_| {
        stream.set_value(None);
        let Some(slug) = slug.get() else { return };
        let revision = known.get_untracked().map_or(0, |(_, revision)| revision);
        let on_change = move |change: Option<Change>| {
            if let Some(change) = change.filter(|change| change.entity == Entity::Update) {
                let locale = Locale::new(tongue.get_untracked());
                let year = change.year.map_or(String::new(), |year| year.to_string());
                fresh.set(fill(locale.t.live_change, &[("code", &change.code), ("year", &year)]));
            }
            let (route, indicator) = wanted.get_untracked();
            ask(held, route, indicator);
        };
        stream.set_value(live::Stream::open(&public::api_events(&slug, revision), Rc::new(on_change)));
    });
}

/// Goes to the indicator and year that the choices say.
fn choose(address: Address, tongue: Tongue, route: &Route) {
    let Route::Map(slug) = route else { return };
    let value = |id: &str| {
        let element = document().get_element_by_id(id)?.dyn_into::<web_sys::HtmlSelectElement>().ok()?;
        Some(element.value()).filter(|value| !value.is_empty())
    };
    let query = Query { indicator: value("map-indicator"), year: value("map-year").and_then(|year| year.parse().ok()) };
    address.go(&paths::map(tongue, slug, &query), Step::Push);
}

fn main(words: Words, route: &Route, query: &str, held: Option<&Result<Shown, ErrorCode>>) -> Markup {
    let t = words.locale.t;
    match held {
        None => html! { div.skeleton role="status" aria-label=(t.loading) {} },
        Some(Err(ErrorCode::NotFound)) => {
            document().set_title(&format!("{} · Matriz", words.t.not_found));
            html! { h1.page__title tabindex="-1" { (words.t.not_found) } p { (shared::error(words.locale, ErrorCode::NotFound)) } }
        }
        Some(Err(code)) => {
            let text = shared::error(words.locale, *code);
            html! { h1.page__title { (words.t.title) } (notice(t.failed, text, Some(("retry", t.retry)))) }
        }
        Some(Ok(Shown::Map(map))) => {
            let slug = if let Route::Map(slug) = route { slug } else { &map.plan.slug };
            map::draw(words, slug, map, Query::read(query).year)
        }
        Some(Ok(Shown::Territory(territory))) => page::draw(words, territory),
    }
}

fn head(words: Words, route: &Route, query: &str) -> Markup {
    let (t, tongue) = (words.locale.t, words.locale.tongue);
    let slug = match route {
        Route::Map(slug) | Route::Territory(slug, _) => Some(slug),
        Route::NotFound => None,
    };
    let pages = [
        (PlanRoute::Matrix, t.page_matrix),
        (PlanRoute::Institutions, t.page_institutions),
        (PlanRoute::Changes, t.page_changes),
        (PlanRoute::About, t.page_about),
    ];
    let of_plan = |slug: &str, page| public::print(tongue, &public::Route::Plan { slug: slug.to_owned(), page });
    html! {
        header.header {
            a.header__name href=(public::print(tongue, &public::Route::Plans)) { span.header__logo aria-hidden="true" {} "Matriz" }
            @if let Some(slug) = slug {
                nav.nav aria-label=(t.pages) {
                    @for (page, name) in pages { a.nav__link href=(of_plan(slug, page)) { (name) } }
                    a.nav__link href=(paths::map(tongue, slug, &Query::default())) aria-current="page" { (words.t.title) }
                }
            }
            nav.languages aria-label=(t.language) {
                @for other in Tongue::ALL {
                    a.languages__link href=(public::with_query(paths::print(other, route), query))
                        hreflang=(other.code()) lang=(other.code()) aria-current=[(other == tongue).then_some("true")] title=(other.name()) {
                        span aria-hidden="true" { (other.code()) } span.visually-hidden { (other.name()) }
                    }
                }
            }
        }
    }
}

/// The plan's disclaimer and licence, as on every page.
fn foot(words: Words, held: Option<&Result<Shown, ErrorCode>>) -> Option<Markup> {
    let (plan, _) = held?.as_ref().ok()?.plan();
    let disclaimer = words::text(words, plan, &plan.disclaimer);
    Some(html! {
        footer.footer {
            p.footer__disclaimer { (disclaimer) }
            @if !plan.licence.is_empty() { p { (fill(words.locale.t.licence, &[("licence", &plan.licence)])) } }
        }
    })
}
