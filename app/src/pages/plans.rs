//! The plans on this server.

use domain::document::PlanSummary;
use domain::error::ErrorCode;
use leptos::prelude::*;

use crate::api;
use crate::i18n::{Locale, fill};
use crate::paths::{self, PlanRoute, Route};
use crate::shell::announce;
use crate::ui::notice::Notice;
use crate::words;

/// The list of plans.
#[component]
pub fn PlansPage() -> impl IntoView {
    let locale = Locale::get();
    let t = locale.t;
    announce(t.page_plans.to_owned());
    let plans = RwSignal::new(None as Option<Result<Vec<PlanSummary>, ErrorCode>>);
    let ask = move || {
        leptos::task::spawn_local(async move {
            let answer = api::plans().await.map(|answer| answer.body);
            // The page may be left by now.
            let _ = plans.try_set(Some(answer));
        });
    };
    ask();
    let list = move || match plans.get() {
        None => view! { <p role="status">{t.loading}</p> }.into_any(),
        Some(Err(code)) => view! {
            <Notice title=t.failed text=words::error(locale, code).to_owned() action=Some(t.retry) on_action=Some(Callback::new(move |()| ask()))/>
        }
        .into_any(),
        Some(Ok(plans)) if plans.is_empty() => view! { <Notice title=t.no_plans text=t.no_plans_text/> }.into_any(),
        Some(Ok(plans)) => {
            let items: Vec<_> = plans.into_iter().map(|plan| item(locale, plan)).collect();
            view! { <ul class="cards" role="list">{items}</ul> }.into_any()
        }
    };
    view! {
        <div class="page">
            <h1 class="page__title" tabindex="-1">{t.page_plans}</h1>
            {list}
        </div>
    }
}

fn item(locale: Locale, plan: PlanSummary) -> impl IntoView {
    let title = plan.title.get(locale.tongue.lang(), plan.default_language).to_owned();
    let period = fill(locale.t.period, &[("from", &plan.first_year.to_string()), ("to", &plan.last_year.to_string())]);
    let indicators = plan.indicators as usize;
    let name = if indicators == 1 { locale.t.indicator_one } else { locale.t.indicator_other };
    let href = paths::print(locale.tongue, &Route::Plan { slug: plan.slug, page: PlanRoute::Matrix });
    view! {
        <li class="card">
            <h2 class="card__title"><a href=href>{title}</a></h2>
            <p class="card__part">{period}" · "{locale.count(indicators)}" "{name}</p>
        </li>
    }
}
