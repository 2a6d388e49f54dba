//! The plans on this server.

use domain::document::PlanSummary;
use domain::error::ErrorCode;
use leptos::prelude::*;
use maud::{Markup, html};

use super::announce;
use crate::api;
use crate::i18n::{Locale, fill};
use crate::paths::{self, PlanRoute, Route};
use crate::ui::drawn::active_part;
use crate::ui::notice::notice;
use crate::words;

/// The page.
pub fn page(locale: Locale) -> AnyView {
    announce(locale.t.page_plans);
    let plans = RwSignal::new(None as Option<Result<Vec<PlanSummary>, ErrorCode>>);
    let ask = move || {
        leptos::task::spawn_local(async move {
            // The page may be left by now.
            let _ = plans.try_set(Some(api::plans().await));
        });
    };
    ask();
    active_part("page", Box::new(move || Some(plans.with(|plans| list(locale, plans)))), Box::new(move |_| ask()))
}

fn list(locale: Locale, plans: &Option<Result<Vec<PlanSummary>, ErrorCode>>) -> Markup {
    let t = locale.t;
    html! {
        h1.page__title tabindex="-1" { (t.page_plans) }
        @match plans {
            None => { p role="status" { (t.loading) } },
            Some(Err(code)) => { (notice(t.failed, words::error(locale, *code), Some(("retry", t.retry)))) },
            Some(Ok(plans)) if plans.is_empty() => { (notice(t.no_plans, t.no_plans_text, None)) },
            Some(Ok(plans)) => { ul.cards role="list" { @for plan in plans { (card(locale, plan)) } } },
        }
    }
}

fn card(locale: Locale, plan: &PlanSummary) -> Markup {
    let title = plan.title.get(locale.tongue.lang(), plan.default_language);
    let period = fill(locale.t.period, &[("from", &plan.first_year.to_string()), ("to", &plan.last_year.to_string())]);
    let indicators = plan.indicators as usize;
    let href = paths::print(locale.tongue, &Route::Plan { slug: plan.slug.clone(), page: PlanRoute::Matrix });
    html! {
        li.card {
            h2.card__title { a href=(href) { (title) } }
            p.card__part {
                (period) " · " (locale.count(indicators)) " " (if indicators == 1 { locale.t.indicator_one } else { locale.t.indicator_other })
            }
        }
    }
}
