//! The room in the browser, where participants of a workshop take part. This file only starts it.

fn main() {
    app::start(app::room::Room);
}
