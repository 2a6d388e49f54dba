//! The program. Everything else is in the library, so that tests can call it.

use std::process::ExitCode;

use clap::Parser;
use matriz_server::cli::{Cli, run};

#[tokio::main]
async fn main() -> ExitCode {
    match run(Cli::parse()).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            // Not `eprintln!`: it panics when nobody reads any more.
            let _ = error.tell(&mut std::io::stderr());
            ExitCode::FAILURE
        }
    }
}
