//! About the plan, and the method in plain words with a worked example.

use domain::matrix::Matrix;
use leptos::prelude::*;
use maud::{Markup, html};

use super::{announce, plan_page};
use crate::components::plan::legend::legend;
use crate::i18n::{Locale, fill};
use crate::words;

/// The page.
pub fn page(locale: Locale) -> AnyView {
    announce(locale.t.page_about);
    plan_page(locale, "page page--narrow", move |store| {
        store.track_structure();
        store.with(|matrix| about(locale, matrix))
    })
}

fn about(locale: Locale, matrix: &Matrix) -> Markup {
    let t = locale.t;
    let plan = matrix.plan();
    let threshold = plan.suppression_threshold.to_string();
    html! {
        h1.page__title tabindex="-1" { (t.page_about) }
        h2.page__heading { (words::text(locale, matrix, &plan.title)) }
        p { (words::text(locale, matrix, &plan.summary)) }
        p { (words::text(locale, matrix, &plan.source)) }
        p.page__disclaimer { (words::text(locale, matrix, &plan.disclaimer)) }
        @if !plan.licence.is_empty() { p { (fill(t.licence, &[("licence", &plan.licence)])) } }
        dl.facts {
            @for axis in &matrix.document().axes {
                div.facts__fact {
                    dt { (axis.code) " " (words::text(locale, matrix, &axis.title)) }
                    dd { (words::text(locale, matrix, &axis.description)) }
                }
            }
        }
        h2.page__heading { (t.method_title) }
        p { (t.method_achieved) }
        p { (t.method_expected) }
        p { (t.method_pace) }
        p.why__formula { (t.method_example) }
        p { (t.method_other) }
        p { (t.method_rollup) }
        p { (fill(t.method_people, &[("k", &threshold)])) }
        h2.page__heading { (t.legend) }
        (legend(locale))
        h2.page__heading { (t.languages) }
        p { (t.languages_text) }
    }
}
