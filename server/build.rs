//! Tells cargo which folders beside the sources end up in the program: the migrations, and in a release
//! build the built app. A new file in them changes no Rust source.

use std::path::Path;

fn main() {
    println!("cargo:rerun-if-changed=build.rs");
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=demo");
    println!("cargo:rerun-if-changed=demo-filings.toml");
    if std::env::var("PROFILE").as_deref() == Ok("release") {
        // Cargo takes a missing folder for a changed one, each time.
        let dist = if Path::new("../app/dist").is_dir() { "../app/dist" } else { "../app" };
        println!("cargo:rerun-if-changed={dist}");
    }
}
