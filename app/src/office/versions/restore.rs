//! Bringing one field back from a version, with a reason.

use domain::change::Entity;
use domain::error::ErrorCode;
use domain::version::{Comparison, Difference, FieldDifference};
use gloo_net::http::Method;
use leptos::ev::SubmitEvent;
use leptos::prelude::*;
use leptos::task::spawn_local;
use serde_json::json;

use super::compare::Shown;
use super::paths;
use crate::client;
use crate::i18n::fill;

/// Fields that the server does not restore, and the order of lists, which is no field of a record.
const NOT_RESTORED: [&str; 6] = ["slug", "years", "suppression_threshold", "counts_people", "code", "order"];

/// True for what can be brought back.
pub(super) fn is_possible(difference: &Difference, field: &FieldDifference) -> bool {
    let first = field.field.split('.').next().unwrap_or_default();
    let is_order = difference.entity == Entity::Plan && field.field == "order";
    !is_order && !NOT_RESTORED.contains(&first)
}

/// The button, and the form that it opens.
pub(super) fn button(
    shown: Shown,
    number: i64,
    revision: i64,
    difference: &Difference,
    field: &FieldDifference,
    name: String,
) -> impl IntoView + use<> {
    let t = shown.shared.t;
    let key = (difference.code.clone(), field.field.clone());
    let (opened, toggled) = (key.clone(), key);
    let is_open = Memo::new(move |_| shown.restoring.with(|open| open.as_ref() == Some(&opened)));
    let label = fill(t.restore_label, &[("field", &format!("{} {name}", difference.code)), ("n", &number.to_string())]);
    let wanted = json!({
        "entity": difference.entity, "code": difference.code, "field": field.field, "revision": revision,
    });
    let (wanted, name) = (StoredValue::new(wanted), StoredValue::new(name));
    let value = StoredValue::new(shown.shared.leaf(&field.before));
    view! {
        <button
            class="button button--quiet button--small"
            type="button"
            aria-label=label
            aria-expanded=move || is_open.get().to_string()
            on:click=move |_| {
                let open = is_open.get_untracked();
                shown.restoring.set((!open).then(|| toggled.clone()));
            }
        >
            {t.restore}
        </button>
        {move || is_open.get().then(|| form(shown, number, wanted, name, value))}
    }
}

fn form(
    shown: Shown,
    number: i64,
    wanted: StoredValue<serde_json::Value>,
    name: StoredValue<String>,
    value: StoredValue<String>,
) -> impl IntoView {
    let t = shown.shared.t;
    let (reason, wrong, busy) = (RwSignal::new(String::new()), RwSignal::new(None::<String>), RwSignal::new(false));
    let send = move |event: SubmitEvent| {
        event.prevent_default();
        wrong.set(reason.with_untracked(|reason| reason.trim().is_empty()).then(|| t.reason_needed.to_owned()));
        if wrong.with_untracked(Option::is_some) || busy.get_untracked() {
            return;
        }
        busy.set(true);
        shown.told.set(None);
        spawn_local(async move {
            let mut body = wanted.get_value();
            body["reason"] = json!(reason.get_untracked());
            let path = paths::api_restore(&shown.slug.get_value(), number);
            match client::send::<Comparison>(Method::POST, &path, &body).await {
                Ok(now) => {
                    shown.told.set(Some(fill(t.restore_done, &[("field", &name.get_value())])));
                    shown.restoring.set(None);
                    shown.loaded.set(Some(Ok(now)));
                }
                Err(failure) if failure.code == ErrorCode::Conflict => {
                    shown.told.set(Some(t.restore_stale.to_owned()));
                    shown.restoring.set(None);
                    shown.load();
                }
                Err(failure) => {
                    wrong.set(Some(shown.shared.failure(&failure)));
                    busy.set(false);
                }
            }
        });
    };
    let input = NodeRef::<leptos::html::Input>::new();
    Effect::new(move |_| {
        if let Some(input) = input.get() {
            // Whoever opened the form with the keyboard goes on typing in it.
            let _ = input.focus();
        }
    });
    view! {
        <form class="versions__restore" on:submit=send aria-label=fill(t.restore_title, &[("field", &name.get_value())])>
            <p>{fill(t.restore_text, &[("value", &value.get_value())])}</p>
            <div class="field">
                <label class="field__label" for="restore-reason">{t.freeze_reason}</label>
                <input
                    class="field__input"
                    id="restore-reason"
                    autocomplete="off"
                    node_ref=input
                    aria-describedby="restore-wrong"
                    aria-invalid=move || wrong.with(Option::is_some).to_string()
                    prop:value=move || reason.get()
                    on:input=move |event| reason.set(event_target_value(&event))
                />
                <span class="field__wrong" id="restore-wrong" role="alert">{move || wrong.get()}</span>
            </div>
            <div class="desk__buttons">
                <button class="button button--small" type="submit">{t.restore_do}</button>
                <button class="button button--quiet button--small" type="button" on:click=move |_| shown.restoring.set(None)>
                    {t.cancel}
                </button>
            </div>
        </form>
    }
}
