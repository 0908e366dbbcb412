//! Errors of writing the journal.

use std::io;
use std::path::Path;

use crate::store::error::StoreError;

/// Why a journal is read-only.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadOnly {
    /// Missing permission or a read-only disk.
    #[error("the journal cannot be written here ({0})")]
    NoPermission(String),
    /// Journal with lines of a newer version.
    #[error("a newer version of invite-triage wrote this journal (v{0}); please update")]
    Newer(u64),
}

impl ReadOnly {
    /// Converts to the error of a refused rewrite.
    pub(in crate::store) fn into_store_error(self, dir: &Path) -> StoreError {
        match self {
            Self::Newer(version) => StoreError::NewerVersion { version },
            Self::NoPermission(why) => {
                StoreError::io("write in", dir)(io::Error::new(io::ErrorKind::PermissionDenied, why))
            }
        }
    }
}

/// Why an event was not appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// The journal is read-only.
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
    /// Nothing was written; a retry may work.
    #[error("NOT SAVED: {source}")]
    NotSaved {
        /// Error from the operating system.
        source: io::Error,
    },
    /// The line was written, but fsync failed, so it was truncated again. A retry rewrites the journal.
    #[error("NOT CONFIRMED ON DISK: {source}")]
    NotConfirmed {
        /// Error from the operating system.
        source: io::Error,
    },
    /// Another program changed the file, and reading it again failed.
    #[error("NOT SAVED: {0}")]
    Store(#[from] StoreError),
}

impl AppendError {
    pub(super) fn into_io(self) -> io::Error {
        match self {
            Self::NotSaved { source } | Self::NotConfirmed { source } => source,
            Self::ReadOnly(_) | Self::Store(_) => io::Error::other(self.to_string()),
        }
    }
}
