//! Who carries the plan out: each institution with its role, its part of the plan and how it reports.

use domain::institution::{Institution, InstitutionKind};
use domain::matrix::Matrix;
use domain::rollup::{Distribution, percent};
use domain::view::View;
use leptos::prelude::*;
use maud::{Markup, html};

use super::{announce, plan_page};
use crate::i18n::{Locale, fill};
use crate::paths::PlanRoute;
use crate::state::ViewState;
use crate::ui::bar::bar;
use crate::words;

/// The page.
pub fn page(locale: Locale) -> AnyView {
    let state = ViewState::get();
    announce(locale.t.page_institutions);
    plan_page(locale, "page", move |store| {
        store.track_structure();
        store.track_figures();
        let (year, column) = state.year();
        let href = |code: &str| {
            let view = View { institution: Some(code.to_owned()), year: Some(year), ..View::default() };
            state.href_with(PlanRoute::Matrix, |old| *old = view)
        };
        store.with(|matrix| institutions(locale, matrix, column, href))
    })
}

fn institutions(locale: Locale, matrix: &Matrix, column: usize, href: impl Fn(&str) -> String) -> Markup {
    let t = locale.t;
    let year = matrix.plan().years.get(column).map_or(0, |y| y.year).to_string();
    let of = |kind| matrix.document().institutions.iter().filter(move |i| i.kind == kind);
    html! {
        h1.page__title tabindex="-1" { (t.page_institutions) }
        p.page__lead { (fill(t.institutions_lead, &[("year", &year)])) }
        @for kind in InstitutionKind::ALL {
            @if of(kind).next().is_some() {
                section {
                    h2.page__heading { (words::institution_kind(locale, kind)) }
                    ul.cards role="list" {
                        @for institution in of(kind) { (card(locale, matrix, column, institution, &href(&institution.code))) }
                    }
                }
            }
        }
    }
}

fn card(locale: Locale, matrix: &Matrix, column: usize, institution: &Institution, href: &str) -> Markup {
    let t = locale.t;
    let document = matrix.document();
    let code = &institution.code;
    let reports: Vec<usize> =
        (0..document.indicators.len()).filter(|row| document.indicators[*row].responsible == *code).collect();
    let distribution: Distribution = matrix.distribution(reports.iter().copied(), column);
    let leads = document.nodes.iter().filter(|n| n.lead.as_ref() == Some(code)).count();
    let partner = document.nodes.iter().filter(|n| n.partners.contains(code)).count();
    let part = [
        (leads, t.leads_one, t.leads_other),
        (partner, t.partner_one, t.partner_other),
        (reports.len(), t.reports_one, t.reports_other),
    ];
    let part: Vec<String> =
        part.into_iter().filter(|(n, _, _)| *n > 0).map(|(n, one, other)| locale.plural(n, one, other)).collect();
    let rate = fill(t.percent, &[("n", &percent(distribution.answered(), distribution.due()).to_string())]);
    let parts: Vec<_> = distribution.iter().map(|(state, count)| (state.code(), count)).collect();
    html! {
        li.card {
            h3.card__title { span.card__code { (code) } " " (words::text(locale, matrix, &institution.name)) }
            p.card__text { (words::text(locale, matrix, &institution.role)) }
            p.card__part { (part.join(" · ")) }
            @if distribution.due() > 0 {
                p.card__rate { (fill(t.reporting_rate, &[("percent", &rate)])) }
                (bar(parts.iter().copied()))
                p.visually-hidden { (words::distribution(locale, &distribution)) }
            }
            @if !reports.is_empty() { a.card__link href=(href) { (t.see_in_matrix) } }
        }
    }
}
