//! The interactive matrix in the browser. This file only starts it.

fn main() {
    app::start(app::app::App);
}
