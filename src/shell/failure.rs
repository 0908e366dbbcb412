//! Error messages: cause, hint and exit status. The only place where errors become text.

use std::fmt::Display;
use std::io::{ErrorKind, Write};
use std::process::ExitCode;

use crate::domain::text::untrusted::Untrusted;
use crate::store::StoreError;

/// Invalid command-line arguments; exit status 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// Prints the error to standard error and returns the exit status. A broken pipe is no failure.
pub fn report(error: &anyhow::Error) -> ExitCode {
    if is_broken_pipe(error) {
        return ExitCode::SUCCESS;
    }
    let said: Vec<String> =
        error.chain().map(|cause| Untrusted::new(cause.to_string()).display().into_owned()).collect();
    let hint = hint(error).map(|hint| format!(" ({hint})")).unwrap_or_default();
    warn(format_args!("invite-triage: {}{hint}", without_repeats(&said)));
    ExitCode::from(if error.is::<UsageError>() { 2 } else { 1 })
}

/// Prints a line to standard error; ignores errors, because a closed standard error is no reason to stop.
pub fn warn(line: impl Display) {
    let _ = writeln!(std::io::stderr().lock(), "{line}");
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
