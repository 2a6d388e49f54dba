//! Time in a workshop: the server's clock as the page knows it, countdowns, and hours at the place of the workshop.

use std::time::Duration;

use js_sys::{Array, Date, Function, Intl, Object, Reflect};
use leptos::prelude::*;
use wasm_bindgen::JsValue;

use crate::i18n::Locale;

/// Milliseconds since 1970 of an RFC 3339 text; None when it is none.
pub fn millis(rfc3339: &str) -> Option<f64> {
    let time = Date::parse(rfc3339);
    (!time.is_nan()).then_some(time)
}

/// The server's clock, which moves once a second. The browser's own may be wrong by hours.
#[derive(Clone, Copy)]
pub struct Clock {
    skew: RwSignal<f64>,
    now: RwSignal<f64>,
}

impl Clock {
    /// A clock that goes until the owner of the caller is gone.
    pub fn start(server_now: &str) -> Clock {
        let clock = Clock { skew: RwSignal::new(0.0), now: RwSignal::new(Date::now()) };
        clock.set(server_now);
        // Without a timer the clock stands still, and is set by every answer.
        if let Ok(timer) = set_interval_with_handle(move || clock.tick(), Duration::from_secs(1)) {
            on_cleanup(move || timer.clear());
        }
        clock
    }

    /// Takes over what the server says.
    pub fn set(self, server_now: &str) {
        if let Some(time) = millis(server_now) {
            let _ = self.skew.try_set(time - Date::now());
            self.tick();
        }
    }

    fn tick(self) {
        if let Some(skew) = self.skew.try_get_untracked() {
            let _ = self.now.try_set(Date::now() + skew);
        }
    }

    /// Milliseconds since 1970, tracked.
    pub fn now(self) -> f64 {
        self.now.get()
    }

    /// Seconds until a moment, negative after it; tracked.
    pub fn until(self, rfc3339: &str) -> Option<i64> {
        millis(rfc3339).map(|time| ((time - self.now.get()) / 1000.0).round() as i64)
    }
}

/// Minutes and seconds, with a sign when the time is over: `4:05`, `−0:30`.
pub fn countdown(seconds: i64) -> String {
    let (sign, left) = (if seconds < 0 { "−" } else { "" }, seconds.unsigned_abs());
    if left >= 3600 {
        return format!("{sign}{}:{:02}:{:02}", left / 3600, left / 60 % 60, left % 60);
    }
    format!("{sign}{}:{:02}", left / 60, left % 60)
}

/// Hour and minutes at the place of the workshop; where the browser does not know its zone, in UTC.
pub fn hour(locale: Locale, zone: &str, millis: f64) -> String {
    let format = |zone: &str| {
        let options = Object::new();
        for (name, value) in [("hour", "2-digit"), ("minute", "2-digit"), ("hourCycle", "h23"), ("timeZone", zone)] {
            // Setting a property of a fresh object cannot fail.
            let _ = Reflect::set(&options, &name.into(), &value.into());
        }
        // The constructor throws for a zone that it does not know.
        let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
        let maker: Function = Reflect::get(&intl, &"DateTimeFormat".into()).ok()?.into();
        let arguments = Array::of2(&locale.tongue.code().into(), &options);
        let format: Intl::DateTimeFormat = Reflect::construct(&maker, &arguments).ok()?.into();
        let date = Date::new(&JsValue::from(millis));
        format.format().call1(&JsValue::UNDEFINED, &date).ok()?.as_string()
    };
    let asked = if zone.is_empty() { "UTC" } else { zone };
    format(asked).or_else(|| format("UTC")).unwrap_or_default()
}

/// Time zone of the browser, for a new workshop.
pub fn own_zone() -> String {
    let format = Intl::DateTimeFormat::new(&Array::new(), &Object::new());
    let zone = Reflect::get(&format.resolved_options(), &"timeZone".into());
    zone.ok().and_then(|zone| zone.as_string()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_left_is_told_in_minutes_and_what_is_over_with_a_sign() {
        for (seconds, wanted) in
            [(0, "0:00"), (65, "1:05"), (600, "10:00"), (-30, "−0:30"), (3661, "1:01:01"), (-3600, "−1:00:00")]
        {
            assert_eq!(countdown(seconds), wanted);
        }
    }
}
