//! About the plan, and the method in plain words with a worked example.

use leptos::prelude::*;

use crate::components::plan::legend::Legend;
use crate::i18n::{Locale, fill};
use crate::shell::{WithPlan, announce};
use crate::state::PlanStore;
use crate::words;

/// About.
#[component]
pub fn AboutPage() -> impl IntoView {
    announce(Locale::get().t.page_about.to_owned());
    view! {
        <WithPlan>
            <About/>
        </WithPlan>
    }
}

#[component]
fn About() -> impl IntoView {
    let locale = Locale::get();
    let t = locale.t;
    let store = PlanStore::get();
    let about_plan = move || {
        store.track_structure();
        store.with(|matrix| {
            let plan = matrix.plan();
            let axes: Vec<_> = matrix
                .document()
                .axes
                .iter()
                .map(|axis| view! {
                    <div class="facts__fact">
                        <dt>{axis.code.clone()}" "{words::text(locale, matrix, &axis.title)}</dt>
                        <dd>{words::text(locale, matrix, &axis.description)}</dd>
                    </div>
                })
                .collect();
            let licence = (!plan.licence.is_empty()).then(|| view! { <p>{fill(t.licence, &[("licence", &plan.licence)])}</p> });
            view! {
                <h2 class="page__heading">{words::text(locale, matrix, &plan.title)}</h2>
                <p>{words::text(locale, matrix, &plan.summary)}</p>
                <p>{words::text(locale, matrix, &plan.source)}</p>
                <p class="page__disclaimer">{words::text(locale, matrix, &plan.disclaimer)}</p>
                {licence}
                <dl class="facts">{axes}</dl>
            }
            .into_any()
        })
    };
    let threshold = store.with(|m| m.plan().suppression_threshold.to_string()).unwrap_or_default();
    view! {
        <div class="page page--narrow">
            <h1 class="page__title" tabindex="-1">{t.page_about}</h1>
            {about_plan}
            <h2 class="page__heading">{t.method_title}</h2>
            <p>{t.method_achieved}</p>
            <p>{t.method_expected}</p>
            <p>{t.method_pace}</p>
            <p class="why__formula">{t.method_example}</p>
            <p>{t.method_other}</p>
            <p>{t.method_rollup}</p>
            <p>{fill(t.method_people, &[("k", &threshold)])}</p>
            <h2 class="page__heading">{t.legend}</h2>
            <Legend/>
            <h2 class="page__heading">{t.languages}</h2>
            <p>{t.languages_text}</p>
        </div>
    }
}
