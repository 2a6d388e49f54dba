//! The desk in the browser, where updates are filed and checked. This file only starts it.

fn main() {
    app::start(app::desk::Desk);
}
