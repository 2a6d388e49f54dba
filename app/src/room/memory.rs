//! What the browser keeps of a workshop (localStorage): the token, what has not been sent, what was typed on joining. A
//! browser that keeps nothing loses it with the page, and nothing else.

use domain::workshop::room::Joining;
use leptos::prelude::*;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use web_sys::Storage;

use super::queue::Queue;

/// One's place in a workshop.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Place {
    /// Proves who it is.
    pub token: String,
    /// Number of the participant.
    pub participant: i64,
}

/// Something unlikely to be made up twice.
pub fn key() -> String {
    let part = || format!("{:08x}", (js_sys::Math::random() * 4_294_967_296.0) as u32);
    format!("{}-{}-{}", part(), part(), part())
}

fn storage() -> Option<Storage> {
    window().local_storage().ok().flatten()
}

fn read<T: DeserializeOwned>(name: &str, code: &str) -> Option<T> {
    serde_json::from_str(&storage()?.get_item(&format!("matriz.{name}.{code}")).ok()??).ok()
}

fn write<T: Serialize>(name: &str, code: &str, value: &T) -> bool {
    let Ok(text) = serde_json::to_string(value) else { return false };
    storage().is_some_and(|storage| storage.set_item(&format!("matriz.{name}.{code}"), &text).is_ok())
}

fn forget(name: &str, code: &str) {
    if let Some(storage) = storage() {
        // Fails only where nothing is kept.
        let _ = storage.remove_item(&format!("matriz.{name}.{code}"));
    }
}

/// One's place in the workshop of a code.
pub fn place(code: &str) -> Option<Place> {
    read("place", code)
}

/// Keeps it.
pub fn keep_place(code: &str, place: &Place) {
    write("place", code, place);
}

/// Forgets it, with what waited in its name.
pub fn forget_place(code: &str) {
    ["place", "queue", "own"].into_iter().for_each(|name| forget(name, code));
}

/// What has not been sent; None where nothing is kept.
pub fn queue(code: &str) -> Option<Queue> {
    storage()?;
    Some(read("queue", code).unwrap_or_default())
}

/// Keeps it. False where nothing is kept.
pub fn keep_queue(code: &str, queue: &Queue) -> bool {
    write("queue", code, queue)
}

/// Numbers of the items to which one's own proposals belong.
pub fn own_items(code: &str) -> Vec<i64> {
    read("own", code).unwrap_or_default()
}

/// Adds one.
pub fn add_own_item(code: &str, item: i64) {
    let mut items = own_items(code);
    if !items.contains(&item) {
        items.push(item);
        write("own", code, &items);
    }
}

/// What was typed when joining last, for the next workshop.
pub fn person() -> Joining {
    read("person", "").unwrap_or_default()
}

/// The form with a key: the same form again is the same attempt, because its answer may have been lost.
pub fn attempt(code: &str, mut form: Joining) -> Joining {
    let before: Option<Joining> = read("attempt", code);
    let same = before.filter(|before| Joining { key: String::new(), ..before.clone() } == form);
    form.key = same.map_or_else(key, |before| before.key);
    write("attempt", code, &form);
    form
}

/// The attempt had its answer.
pub fn joined(code: &str, form: &Joining) {
    forget("attempt", code);
    write("person", "", &Joining { key: String::new(), pass: String::new(), ..form.clone() });
}
