//! Which columns are shown.

use domain::view::Column;
use leptos::prelude::*;

use crate::i18n::Locale;
use crate::state::{PlanStore, ViewState};

/// One box a column.
#[component]
pub fn ColumnChooser() -> impl IntoView {
    let locale = Locale::get();
    let t = locale.t;
    let store = PlanStore::get();
    let state = ViewState::get();
    let columns = move || {
        store.track_structure();
        let years = store.with(|m| m.plan().years.clone()).unwrap_or_default();
        let mut columns = vec![
            (Column::Unit, t.unit.to_owned()),
            (Column::Responsible, t.responsible.to_owned()),
            (Column::Baseline, t.baseline.to_owned()),
        ];
        columns.extend(years.iter().map(|y| (Column::Year(y.year), y.year.to_string())));
        columns.push((Column::Target, t.final_target.to_owned()));
        columns.push((Column::Trend, t.trend.to_owned()));
        columns
            .into_iter()
            .map(|(column, words)| {
                view! {
                    <label class="check">
                        <input type="checkbox" prop:checked=move || state.view.with(|v| v.shows(column))
                            on:change=move |_| state.change(|v| v.toggle_column(column))/>
                        <span>{words}</span>
                    </label>
                }
            })
            .collect::<Vec<_>>()
    };
    view! {
        <fieldset class="filters__columns">
            <legend class="field__label">{t.columns}</legend>
            {columns}
        </fieldset>
    }
}
