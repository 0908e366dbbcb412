//! Reads the arguments, runs, says what failed and chooses the exit status.

use std::process::ExitCode;

use invite_triage::shell::{args::Arguments, execute, failure};

fn main() -> ExitCode {
    match execute(Arguments::from_command_line()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure::report(&error),
    }
}
