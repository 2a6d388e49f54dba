//! The quality check of the draft: what was found, where, and putting it on the agenda.

use domain::workshop::item::Kind;
use domain::workshop::quality::{Finding, Flaw};
use domain::workshop::run::AgendaForm;
use leptos::prelude::*;
use leptos::task::spawn_local;

use super::prepare::Desk;
use super::{api, items, paths, words};
use crate::client::Failure;
use crate::i18n::fill;

type Found = Option<Result<Vec<Finding>, Failure>>;

/// The findings; they are asked for again when the agenda changes.
pub fn draw(desk: &Desk) -> AnyView {
    let (words, t, desk) = (desk.words, desk.words.t, desk.clone());
    let found: RwSignal<Found> = RwSignal::new(None);
    let numbers = Memo::new(move |_| desk.workshop.with(|w| w.agenda.iter().map(|row| row.n).collect::<Vec<_>>()));
    let id = desk.id;
    Effect::new(move |_| {
        numbers.track();
        spawn_local(async move {
            let answer = api::quality(id).await;
            // The page may be gone by now.
            let _ = found.try_set(Some(answer));
        });
    });
    let desk = StoredValue::new(desk);
    view! {
        <section class="desk__section quality" aria-labelledby="quality-title">
            <h2 id="quality-title">{t.quality}</h2>
            {move || match found.get() {
                None => view! { <div class="skeleton" role="status"></div> }.into_any(),
                Some(Err(failure)) => view! { <p class="field__wrong" role="alert">{words::failure(words, &failure)}</p> }.into_any(),
                Some(Ok(findings)) if findings.is_empty() => view! { <p>{t.quality_none}</p> }.into_any(),
                Some(Ok(findings)) => groups(&desk.get_value(), &findings),
            }}
        </section>
    }
    .into_any()
}

fn groups(desk: &Desk, findings: &[Finding]) -> AnyView {
    let words = desk.words;
    let groups = Flaw::ALL.into_iter().filter_map(|flaw| {
        let of: Vec<&Finding> = findings.iter().filter(|finding| finding.flaw == flaw).collect();
        let lines = of.iter().map(|finding| line(desk, finding)).collect_view();
        (!of.is_empty()).then(|| {
            view! {
                <details data-flaw=flaw.word()>
                    <summary>{words::flaw(words, flaw)} " (" {words.locale.count(of.len())} ")"</summary>
                    <ul class="plain">{lines}</ul>
                </details>
            }
        })
    });
    view! {
        <p class="form__text">{fill(words.t.quality_count, &[("n", &words.locale.count(findings.len()))])}</p>
        {groups.collect_view()}
    }
    .into_any()
}

fn line(desk: &Desk, finding: &Finding) -> AnyView {
    let (words, t, plan) = (desk.words, desk.words.t, &desk.plan);
    let default = plan.plan.default_language;
    let title = match finding.kind {
        Some(Kind::Node) => plan.nodes.iter().find(|node| node.code == finding.code).map(|node| &node.title),
        Some(Kind::Indicator) => plan.indicators.iter().find(|i| i.code == finding.code).map(|i| &i.title),
        None => plan.institutions.iter().find(|i| i.code == finding.code).map(|i| &i.name),
    };
    let title = title.map(|title| words::text(words, title, default)).unwrap_or_default();
    let code = finding.code.clone();
    let code = match finding.kind {
        None => view! { <span class="lead-agenda__code">{code}</span> }.into_any(),
        Some(kind) => {
            let href = paths::record(words.locale.tongue, &plan.plan.slug, kind == Kind::Indicator, &code);
            view! { <a class="lead-agenda__code" href=href rel="external">{code}</a> }.into_any()
        }
    };
    let detail = (!finding.detail.is_empty()).then(|| view! { <span class="tag">{finding.detail.clone()}</span> });
    let on_agenda = match (finding.item, finding.kind) {
        (Some(_), _) => view! { <span class="form__text">{t.on_agenda}</span> }.into_any(),
        (None, Some(_)) => put(desk, &finding.code),
        (None, None) => ().into_any(),
    };
    view! { <li class="quality__one" data-code=finding.code.clone()><span>{code} " " {title} " " {detail}</span> {on_agenda}</li> }.into_any()
}

fn put(desk: &Desk, code: &str) -> AnyView {
    let label = format!("{}: {code}", desk.words.t.put_on_agenda);
    let (desk, code) = (StoredValue::new(desk.clone()), code.to_owned());
    let t = desk.with_value(|desk| desk.words.t);
    let press = move |_| {
        let (desk, code) = (desk.get_value(), code.clone());
        spawn_local(async move {
            let Some(more) = items::planned(&desk.plan, &code) else { return };
            let items = desk.workshop.with_untracked(|workshop| items::with_more(&desk.plan, &workshop.agenda, more));
            desk.settle(api::agenda(desk.id, &AgendaForm { items: Some(items), from_plan: None }).await);
        });
    };
    view! {
        <button class="button button--quiet button--small" type="button" aria-label=label on:click=press>{t.put_on_agenda}</button>
    }
    .into_any()
}
