//! Reads the arguments, runs, says what failed and chooses the exit status.

use std::process::ExitCode;

use invite_triage::shell::{args::Arguments, execute, failure};

fn main() -> ExitCode {
    let arguments = match Arguments::from_command_line() {
        Ok(arguments) => arguments,
        Err(error) => return failure::report_usage(&error),
    };
    match execute(arguments) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => failure::report(&error),
    }
}
