//! Fields of forms that the server judges: label, value, and what is wrong with it beneath.

use domain::error::FieldError;
use leptos::prelude::*;

use super::api::Failure;
use super::{Words, words};

/// What the server found wrong with a form.
#[derive(Clone, Copy)]
pub struct Wrong {
    /// Of single fields.
    pub fields: RwSignal<Vec<FieldError>>,
    /// Of the whole.
    pub whole: RwSignal<Option<String>>,
}

impl Wrong {
    /// Nothing.
    pub fn new() -> Wrong {
        Wrong { fields: RwSignal::new(Vec::new()), whole: RwSignal::new(None) }
    }

    /// Nothing any more.
    pub fn clear(self) {
        self.fields.set(Vec::new());
        self.whole.set(None);
    }

    /// Takes over what an answer says.
    pub fn set(self, words: Words, failure: &Failure) {
        self.whole.set(failure.fields.is_empty().then(|| words::failure(words, failure)));
        self.fields.set(failure.fields.clone());
    }

    fn of(self, words: Words, name: &str) -> Option<&'static str> {
        self.fields.with(|fields| fields.iter().find(|f| f.field == name).map(|f| words::wrong_field(words, f)))
    }
}

/// One field of a form.
#[derive(Clone, Copy)]
pub struct Field {
    /// Its name in the API, and its id on the page after that of the form.
    pub name: &'static str,
    /// Its form, for ids.
    pub form: &'static str,
    /// Label.
    pub label: &'static str,
    /// Text beneath; empty is none.
    pub hint: &'static str,
    /// May not be empty.
    pub required: bool,
    /// What is wrong.
    pub wrong: Wrong,
}

impl Field {
    fn id(&self) -> String {
        format!("{}-{}", self.form, self.name)
    }

    fn around(self, words: Words, input: AnyView) -> AnyView {
        let (id, told) = (self.id(), format!("{}-told", self.id()));
        view! {
            <div class="field">
                <label class="field__label" for=id>{self.label}</label>
                {input}
                <div id=told class="field__told">
                    {(!self.hint.is_empty()).then_some(self.hint)}
                    <span role="alert" class="field__wrong">{move || self.wrong.of(words, self.name)}</span>
                </div>
            </div>
        }
        .into_any()
    }

    /// A line of text, an address, a day (`kind` is that of the input).
    pub fn input(self, words: Words, kind: &'static str, value: RwSignal<String>) -> AnyView {
        let (id, told) = (self.id(), format!("{}-told", self.id()));
        let input = view! {
            <input
                class="field__input"
                id=id
                type=kind
                autocomplete="off"
                required=self.required
                aria-describedby=told
                aria-invalid=move || self.wrong.of(words, self.name).is_some().to_string()
                prop:value=move || value.get()
                on:input=move |event| value.set(event_target_value(&event))
            />
        };
        self.around(words, input.into_any())
    }

    /// One of several: value and name of each.
    pub fn select(self, words: Words, options: Vec<(String, String)>, value: RwSignal<String>) -> AnyView {
        let (id, told) = (self.id(), format!("{}-told", self.id()));
        let options = options.into_iter().map(|(code, name)| {
            let chosen = code.clone();
            view! { <option value=code selected=move || value.with(|value| *value == chosen)>{name}</option> }
        });
        let input = view! {
            <select
                class="field__input"
                id=id
                required=self.required
                aria-describedby=told
                aria-invalid=move || self.wrong.of(words, self.name).is_some().to_string()
                on:change=move |event| value.set(event_target_value(&event))
            >
                {options.collect_view()}
            </select>
        };
        self.around(words, input.into_any())
    }
}

/// The present day, ISO 8601.
pub fn today() -> String {
    let now = js_sys::Date::new_0().to_iso_string();
    String::from(now).chars().take(10).collect()
}
