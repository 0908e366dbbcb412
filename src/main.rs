//! Reads the arguments, runs, says what failed and chooses the exit status.

use std::process::ExitCode;

use clap::Parser;
use invite_triage::shell::{args::Arguments, execute, failure};

fn main() -> ExitCode {
    match execute(Arguments::parse()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure::report(&error),
    }
}
