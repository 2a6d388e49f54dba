//! Versions of a plan: all of them, two side by side, whether a hash is one of them. For everybody; whoever
//! coordinates the plan also freezes and restores here.

mod compare;
mod list;
pub mod paths;
mod restore;
mod texts;
mod verify;

use domain::change::{Entity, Leaf};
use domain::document::PlanSummary;
use domain::error::ErrorCode;
use domain::text::{Lang, Text};
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::Words;
use crate::client::{self, Failure};
use crate::components::indicator::changes::leaf as leaf_words;
use crate::paths as public;
use paths::VersionsRoute;
use texts::VersionsTexts;

/// What all pages of versions share.
#[derive(Clone, Copy)]
struct Shared {
    words: Words,
    t: &'static VersionsTexts,
    /// Title of the plan and its fallback language, once they are known.
    plan: RwSignal<Option<(Text, Lang)>>,
}

impl Shared {
    fn text(self, text: &Text) -> String {
        let default = self.plan.with_untracked(|plan| plan.as_ref().map_or(Lang::ES, |(_, lang)| *lang));
        text.get(self.words.locale.tongue.lang(), default).to_owned()
    }

    /// A value as people read it.
    fn leaf(self, leaf: &Option<Leaf>) -> String {
        if leaf.is_none() { self.t.nothing.to_owned() } else { leaf_words(self.words.locale, leaf) }
    }

    fn side(self, number: Option<i64>) -> String {
        number.map_or_else(|| self.t.now.to_owned(), |n| crate::i18n::fill(self.t.number, &[("n", &n.to_string())]))
    }

    fn href(self, route: &VersionsRoute) -> String {
        super::paths::print(self.words.locale.tongue, &super::paths::OfficeRoute::Versions(route.clone()))
    }

    fn failure(self, failure: &Failure) -> String {
        if failure.code == ErrorCode::Invalid {
            let fields: Vec<&str> = failure.fields.iter().map(|field| field.message.as_str()).collect();
            return format!("{} {}", crate::words::error(self.words.locale, failure.code), fields.join("; "));
        }
        crate::words::error(self.words.locale, failure.code).to_owned()
    }
}

/// The title of a page, for the window.
pub(super) fn title(words: Words, route: &VersionsRoute) -> &'static str {
    let t = texts::of(words.locale.tongue);
    match route {
        VersionsRoute::List(_) => t.title,
        VersionsRoute::Compare(..) => t.compare_title,
        VersionsRoute::Verify(..) => t.verify_title,
    }
}

/// A page.
pub(super) fn page(words: Words, route: VersionsRoute) -> AnyView {
    let plan = RwSignal::new(None);
    let shared = Shared { words, t: texts::of(words.locale.tongue), plan };
    let slug = route.slug().to_owned();
    spawn_local(async move {
        // The page is complete without the title of the plan.
        if let Ok(plans) = client::get::<Vec<PlanSummary>>("/api/plans").await {
            let found = plans.into_iter().find(|known| known.slug == slug);
            plan.set(found.map(|known| (known.title, known.default_language)));
        }
    });
    let back = {
        let slug = route.slug().to_owned();
        public::print(words.locale.tongue, &public::Route::Plan { slug, page: public::PlanRoute::Matrix })
    };
    let name = move || plan.with(|plan| plan.as_ref().map(|(title, _)| shared.text(title)));
    let body = match route {
        VersionsRoute::List(slug) => list::page(shared, slug),
        VersionsRoute::Compare(slug, from, to) => compare::page(shared, slug, from, to),
        VersionsRoute::Verify(slug, hash) => verify::page(shared, slug, hash),
    };
    view! {
        <div class="page page--narrow versions">
            <p class="versions__plan">
                <a href=back rel="external">{move || name().unwrap_or_else(|| shared.t.back_to_plan.to_owned())}</a>
            </p>
            {body}
        </div>
    }
    .into_any()
}

/// The word of what a record is.
fn entity(words: Words, entity: Entity) -> &'static str {
    let t = words.locale.t;
    match entity {
        Entity::Plan => t.entity_plan,
        Entity::Axis => t.entity_axis,
        Entity::Institution => t.entity_institution,
        Entity::Territory => t.entity_territory,
        Entity::Dimension => t.entity_dimension,
        Entity::Node => t.entity_node,
        Entity::Indicator => t.entity_indicator,
        // Not part of what is frozen.
        _ => "",
    }
}
