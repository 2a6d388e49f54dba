//! The program's own words. A missing text is a compile error: each language fills the same struct.
//! Numbers and dates are written by the browser's `Intl`.

use std::cell::RefCell;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::paths::Tongue;

mod texts;
pub use texts::Texts;

#[path = "../locales/en.rs"]
mod en;
#[path = "../locales/es.rs"]
mod es;
#[path = "../locales/fr.rs"]
mod fr;

/// The reader's language. Changing it draws the page again, so that views hold plain texts.
#[derive(Clone, Copy)]
pub struct Locale {
    /// Language.
    pub tongue: Tongue,
    /// Its texts.
    pub t: &'static Texts,
}

impl Locale {
    /// The locale of a language.
    pub fn new(tongue: Tongue) -> Locale {
        let t = match tongue {
            Tongue::Es => &es::TEXTS,
            Tongue::En => &en::TEXTS,
            Tongue::Fr => &fr::TEXTS,
        };
        Locale { tongue, t }
    }

    /// The locale of the page.
    pub fn get() -> Locale {
        use_context::<Locale>().unwrap_or_else(|| Locale::new(Tongue::Es))
    }

    /// A number with a fixed number of decimals.
    pub fn number(&self, value: f64, decimals: u8) -> String {
        FORMATS.with_borrow_mut(|formats| {
            let known = formats.iter().position(|(tongue, digits, _)| (*tongue, *digits) == (self.tongue, decimals));
            let at = known.unwrap_or_else(|| {
                formats.push((self.tongue, decimals, number_format(self.tongue, decimals)));
                formats.len() - 1
            });
            formats[at].2.call1(&JsValue::UNDEFINED, &value.into()).ok().and_then(|v| v.as_string()).unwrap_or_default()
        })
    }

    /// A whole number.
    pub fn count(&self, value: usize) -> String {
        self.number(value as f64, 0)
    }

    /// Date and time of an RFC 3339 text, in the reader's time zone.
    pub fn moment(&self, rfc3339: &str) -> String {
        let options = object(&[("dateStyle", "long".into()), ("timeStyle", "short".into())]);
        let date = Date::new(&rfc3339.into());
        let format = Intl::DateTimeFormat::new(&Array::of1(&self.tongue.code().into()), &options);
        format.format().call1(&JsValue::UNDEFINED, &date).ok().and_then(|v| v.as_string()).unwrap_or_default()
    }

    /// A day of the calendar, ISO 8601, wherever the reader is.
    pub fn day(&self, iso: &str) -> String {
        let options = object(&[("dateStyle", "long".into()), ("timeZone", "UTC".into())]);
        let date = Date::new(&iso.into());
        let format = Intl::DateTimeFormat::new(&Array::of1(&self.tongue.code().into()), &options);
        format.format().call1(&JsValue::UNDEFINED, &date).ok().and_then(|v| v.as_string()).unwrap_or_default()
    }

    /// One text for one, another for any other number; French says zero like one.
    pub fn plural(&self, count: usize, one: &'static str, other: &'static str) -> String {
        let is_one = count == 1 || (count == 0 && self.tongue == Tongue::Fr);
        fill(if is_one { one } else { other }, &[("n", &self.count(count))])
    }
}

thread_local! {
    static FORMATS: RefCell<Vec<(Tongue, u8, Function)>> = const { RefCell::new(Vec::new()) };
}

fn number_format(tongue: Tongue, decimals: u8) -> Function {
    let digits = JsValue::from(decimals);
    let options = object(&[("minimumFractionDigits", digits.clone()), ("maximumFractionDigits", digits)]);
    Intl::NumberFormat::new(&Array::of1(&tongue.code().into()), &options).format()
}

fn object(entries: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in entries {
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&object, &(*name).into(), value);
    }
    object
}

/// Puts values in the places of a text: `fill("{n} of {total}", &[("n", "3"), ("total", "9")])`.
pub fn fill(text: &str, values: &[(&str, &str)]) -> String {
    let mut out = String::with_capacity(text.len() + 16);
    let mut rest = text;
    while let Some(start) = rest.find('{') {
        let Some(end) = rest[start..].find('}') else { break };
        let name = &rest[start + 1..start + end];
        out.push_str(&rest[..start]);
        match values.iter().find(|(n, _)| *n == name) {
            Some((_, value)) => out.push_str(value),
            None => out.push_str(&rest[start..=start + end]),
        }
        rest = &rest[start + end + 1..];
    }
    out.push_str(rest);
    out
}
