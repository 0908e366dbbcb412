//! Error messages: cause, hint and exit status. The only place where errors become text.

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use crate::domain::text::untrusted::Untrusted;
use crate::store::{AppendError, ReadOnly, StoreError};

use super::args::Arguments;

/// Invalid command-line arguments; exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// Prints the error to standard error and returns the exit status. A broken pipe is no failure.
pub fn report(error: &anyhow::Error) -> ExitCode {
    if is_broken_pipe(error) {
        return ExitCode::SUCCESS;
    }
    let hint = hint(error).map(|hint| format!(" ({hint})")).unwrap_or_default();
    warn(format_args!("invite-triage: {}{hint}", causes(error)));
    ExitCode::from(if error.is::<UsageError>() { 2 } else { 1 })
}

/// Prints what a command line asks for (help, version) or why it is wrong; returns the exit status: 1 if the help could
/// not be written.
pub fn report_usage(error: &clap::Error) -> ExitCode {
    if error.use_stderr()
        && let Some(words) = no_such_command(error)
    {
        warn(format_args!("invite-triage: {words}"));
        return ExitCode::from(2);
    }
    let printed = error.print().and_then(|()| std::io::stdout().flush());
    match printed {
        Err(failed) if !error.use_stderr() && failed.kind() != ErrorKind::BrokenPipe => {
            report(&anyhow::Error::from(failed).context("cannot write the help"))
        }
        _ => ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2)),
    }
}

/// Returns that the first word is no command, if it is nearly one and an option after it is therefore unknown.
fn no_such_command(error: &clap::Error) -> Option<String> {
    let words = || std::env::args().skip(1);
    let is_about_words =
        matches!(error.kind(), clap::error::ErrorKind::UnknownArgument | clap::error::ErrorKind::InvalidSubcommand);
    let first = words().next().filter(|word| is_about_words && !word.starts_with('-'))?;
    is_no_command(&first).filter(|_| !std::path::Path::new(&first).exists())
}

/// Returns that there is no command or file of this name, and which command was probably meant; `None` for a command.
pub fn is_no_command(word: &str) -> Option<String> {
    let nearest = Arguments::nearest_command(word)?;
    let shown = Untrusted::from(word);
    (nearest != word).then(|| format!("no command or file named \"{}\"; did you mean \"{nearest}\"?", shown.display()))
}

/// Prints a line to standard error; ignores errors, because a closed standard error is no reason to stop.
pub fn warn(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
}

/// Returns what went wrong and why, each cause once, safe to print.
pub fn causes(error: &anyhow::Error) -> String {
    let said: Vec<String> =
        error.chain().map(|cause| Untrusted::new(cause.to_string()).display().into_owned()).collect();
    without_repeats(&said)
}

/// Joins the causes; skips one that an earlier cause already contains.
fn without_repeats(said: &[String]) -> String {
    let mut kept: Vec<&str> = Vec::new();
    for words in said {
        if !kept.iter().any(|earlier| earlier.contains(words.as_str())) {
            kept.push(words);
        }
    }
    kept.join(": ")
}

fn hint(error: &anyhow::Error) -> Option<&'static str> {
    if let Some(AppendError::ReadOnly(ReadOnly::NoPermission(_))) = error.downcast_ref() {
        return io_hint(ErrorKind::PermissionDenied);
    }
    match error.downcast_ref::<StoreError>()? {
        StoreError::Locked { .. } => Some("close the other window, or use another --data-dir"),
        StoreError::NotRegularFile { .. } => Some("move it away and put the real file there"),
        StoreError::NewerVersion { .. } => Some("update invite-triage"),
        StoreError::Io { source, .. } => io_hint(source.kind()),
        StoreError::AlreadyExists { .. } | StoreError::Owned { .. } => None,
    }
}

/// Returns a hint for an I/O error.
pub fn io_hint(kind: ErrorKind) -> Option<&'static str> {
    match kind {
        ErrorKind::PermissionDenied => Some("check who owns the directory, or use another --data-dir"),
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Some("make room on the disk"),
        ErrorKind::ReadOnlyFilesystem => Some("the disk is read-only; use another --data-dir"),
        _ => None,
    }
}

fn is_broken_pipe(error: &anyhow::Error) -> bool {
    error.chain().filter_map(|cause| cause.downcast_ref::<std::io::Error>()).any(|e| e.kind() == ErrorKind::BrokenPipe)
}
