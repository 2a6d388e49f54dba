//! The office in the browser, where the plan is kept and workshops are led. This file only starts it.

fn main() {
    app::start(app::office::Office);
}
