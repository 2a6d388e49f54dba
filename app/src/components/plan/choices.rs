//! Search, zoom and everything that narrows, groups, compares and hides.

use domain::indicator::Kind;
use domain::matrix::Matrix;
use domain::progress::CellState;
use domain::view::Grouping;
use domain::year::YearState;
use maud::{Markup, html};

use crate::i18n::Locale;
use crate::words;

/// The id of the search field, for the `/` key.
const SEARCH_ID: &str = "search";

/// Gives the focus to the search field.
pub fn focus_search() {
    if let Some(field) = leptos::prelude::document().get_element_by_id(SEARCH_ID) {
        crate::components::matrix::keys::focus(&field);
    }
}

type Choice = (String, String);

/// The search field and the three zooms.
pub fn search(locale: Locale) -> Markup {
    let t = locale.t;
    let zooms = [("overview", t.zoom_overview), ("matrix", t.zoom_matrix), ("detail", t.zoom_detail)];
    html! {
        div.filters__row {
            label.field.field--search {
                span.visually-hidden { (t.search) }
                input.field__input id=(SEARCH_ID) type="search" name="q" autocomplete="off" enterkeyhint="search" placeholder=(t.search_placeholder);
            }
            div.segmented role="group" aria-label=(t.zoom) {
                @for (value, words) in zooms {
                    button.segmented__part type="button" name="zoom" value=(value) { (words) }
                }
            }
        }
    }
}

/// All choices, as one grid.
pub fn choices(locale: Locale, matrix: &Matrix) -> Markup {
    let t = locale.t;
    let document = matrix.document();
    let text = |text| words::text(locale, matrix, text);
    let reports = |code: &str| document.indicators.iter().any(|i| i.responsible == code);
    let axes = document.axes.iter().map(|a| (a.code.clone(), text(&a.title)));
    let institutions = document.institutions.iter().filter(|i| reports(&i.code));
    let institutions = institutions.map(|i| (i.code.clone(), format!("{} · {}", i.code, text(&i.name))));
    let levels = matrix.plan().levels.iter().enumerate().map(|(i, level)| ((i + 1).to_string(), text(&level.plural)));
    let kinds = Kind::ALL.into_iter().map(|k| (k.code().to_owned(), words::kind(locale, k).to_owned()));
    let states = CellState::ALL.into_iter().map(|s| (s.code().to_owned(), words::state(locale, s).to_owned()));
    let groups = [(Grouping::Axis, t.axis), (Grouping::Institution, t.institution), (Grouping::Status, t.status)];
    let groups = groups.into_iter().map(|(g, words)| (g.code().to_owned(), words.to_owned()));
    let years = matrix.plan().years.iter().filter(|y| y.state != YearState::Upcoming);
    let years = years.map(|y| (y.year.to_string(), y.year.to_string()));
    html! {
        @if !document.axes.is_empty() { (select("axis", t.axis, t.all_axes, axes)) }
        (select("institution", t.institution, t.all_institutions, institutions))
        (select("level", t.level, t.all_levels, levels))
        (select("kind", t.kind, t.all_kinds, kinds))
        (select("status", t.status, t.all_states, states))
        (select("group", t.group, t.group_plan, groups))
        (select("compare", t.compare, t.compare_none, years))
        fieldset.filters__only {
            legend.field__label { (t.only) }
            (check("only", "missed", t.only_missed))
            (check("only", "never", t.only_never))
        }
        fieldset.filters__columns {
            legend.field__label { (t.columns) }
            (check("column", "unit", t.unit))
            (check("column", "responsible", t.responsible))
            (check("column", "baseline", t.baseline))
            @for year in &matrix.plan().years { (check("column", &year.year.to_string(), &year.year.to_string())) }
            (check("column", "target", t.final_target))
            (check("column", "trend", t.trend))
        }
    }
}

fn select(name: &str, label: &str, all: &str, choices: impl Iterator<Item = Choice>) -> Markup {
    html! {
        label.field {
            span.field__label { (label) }
            select.field__input name=(name) {
                option value="" { (all) }
                @for (value, words) in choices { option value=(value) { (words) } }
            }
        }
    }
}

fn check(name: &str, value: &str, words: &str) -> Markup {
    html! { label.check { input type="checkbox" name=(name) value=(value); span { (words) } } }
}
