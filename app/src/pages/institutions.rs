//! Who carries the plan out: each institution with its role, its part of the plan and how it reports.

use domain::institution::InstitutionKind;
use domain::matrix::Matrix;
use domain::rollup::{Distribution, percent};
use leptos::prelude::*;

use crate::i18n::{Locale, fill};
use crate::paths::PlanRoute;
use crate::shell::{WithPlan, announce};
use crate::state::{PlanStore, ViewState};
use crate::ui::bar::bar;
use crate::words;

/// The institutions.
#[component]
pub fn InstitutionsPage() -> impl IntoView {
    let locale = Locale::get();
    announce(locale.t.page_institutions.to_owned());
    view! {
        <WithPlan>
            <Institutions/>
        </WithPlan>
    }
}

#[component]
fn Institutions() -> impl IntoView {
    let locale = Locale::get();
    let store = PlanStore::get();
    let state = ViewState::get();
    let (year, _) = state.year();
    let groups = move || {
        store.track_structure();
        store.track_figures();
        InstitutionKind::ALL.into_iter().filter_map(|kind| group(locale, store, state, kind)).collect::<Vec<_>>()
    };
    view! {
        <div class="page">
            <h1 class="page__title" tabindex="-1">{locale.t.page_institutions}</h1>
            <p class="page__lead">{fill(locale.t.institutions_lead, &[("year", &year.to_string())])}</p>
            {groups}
        </div>
    }
}

fn group(locale: Locale, store: PlanStore, state: ViewState, kind: InstitutionKind) -> Option<AnyView> {
    store.with(|matrix| {
        let cards: Vec<_> = matrix
            .document()
            .institutions
            .iter()
            .filter(|i| i.kind == kind)
            .map(|i| card(locale, matrix, state, &i.code))
            .collect();
        (!cards.is_empty()).then(|| {
            view! {
                <section>
                    <h2 class="page__heading">{words::institution_kind(locale, kind)}</h2>
                    <ul class="cards" role="list">{cards}</ul>
                </section>
            }
            .into_any()
        })
    })?
}

fn card(locale: Locale, matrix: &Matrix, state: ViewState, code: &str) -> AnyView {
    let t = locale.t;
    let document = matrix.document();
    let Some(institution) = document.institutions.iter().find(|i| i.code == code) else { return ().into_any() };
    let column = state.year().1;
    let reports: Vec<usize> =
        (0..document.indicators.len()).filter(|row| document.indicators[*row].responsible == code).collect();
    let distribution: Distribution = matrix.distribution(reports.iter().copied(), column);
    let leads = document.nodes.iter().filter(|n| n.lead.as_deref() == Some(code)).count();
    let partner = document.nodes.iter().filter(|n| n.partners.iter().any(|p| p == code)).count();
    let part = [
        (leads, t.leads_one, t.leads_other),
        (partner, t.partner_one, t.partner_other),
        (reports.len(), t.reports_one, t.reports_other),
    ];
    let part: Vec<String> =
        part.into_iter().filter(|(n, _, _)| *n > 0).map(|(n, one, other)| locale.plural(n, one, other)).collect();
    let code = code.to_owned();
    let href = {
        let code = code.clone();
        move || {
            state.href_with(PlanRoute::Matrix, |view| {
                *view = domain::view::View { institution: Some(code.clone()), year: view.year, ..Default::default() };
            })
        }
    };
    let rate = (distribution.due() > 0).then(|| {
        let share = percent(distribution.answered(), distribution.due());
        let words = fill(t.reporting_rate, &[("percent", &fill(t.percent, &[("n", &share.to_string())]))]);
        view! {
            <p class="card__rate">{words}</p>
            {bar(distribution.iter().map(|(state, count)| (state.code(), count)))}
            <p class="visually-hidden">{words::distribution(locale, &distribution)}</p>
        }
    });
    let link = (!reports.is_empty()).then(|| view! { <a class="card__link" href=href>{t.see_in_matrix}</a> });
    view! {
        <li class="card">
            <h3 class="card__title"><span class="card__code">{code}</span>" "{words::text(locale, matrix, &institution.name)}</h3>
            <p class="card__text">{words::text(locale, matrix, &institution.role)}</p>
            <p class="card__part">{part.join(" · ")}</p>
            {rate}{link}
        </li>
    }
    .into_any()
}
