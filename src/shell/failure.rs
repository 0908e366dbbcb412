//! What failed, why, and what to do: the one place where errors become words.

use std::io::ErrorKind;
use std::process::ExitCode;

use crate::domain::text::untrusted::Untrusted;
use crate::store::StoreError;

/// Words on the command line that make no sense together; the exit status is 2.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct UsageError(pub String);

/// Says what went wrong on standard error and chooses the exit status. A reader that left (a closed pipe) is no
/// failure.
pub fn report(error: &anyhow::Error) -> ExitCode {
    if is_broken_pipe(error) {
        return ExitCode::SUCCESS;
    }
    let said: Vec<String> =
        error.chain().map(|cause| Untrusted::new(cause.to_string()).display().into_owned()).collect();
    let hint = hint(error).map(|hint| format!(" ({hint})")).unwrap_or_default();
    eprintln!("invite-triage: {}{hint}", without_repeats(&said));
    ExitCode::from(if error.is::<UsageError>() { 2 } else { 1 })
}

/// Causes often end with the words of the next one; each is said once.
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
        StoreError::NotOrdinary { .. } => Some("move it away, and put the journal itself there"),
        StoreError::Newer { .. } => Some("update invite-triage"),
        StoreError::Io { source, .. } => io_hint(source.kind()),
        StoreError::Exists { .. } => None,
    }
}

/// What to do about what the system said.
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
