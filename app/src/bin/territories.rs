//! Territories in the browser, a map and a page of each. This file only starts it.

fn main() {
    app::start(app::territories::Territories);
}
