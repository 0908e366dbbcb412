//! Why the journal was not written.

use std::io;
use std::path::Path;

use crate::store::error::StoreError;

/// Why a journal is open for reading only.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ReadOnly {
    /// Permissions or a read-only disk.
    #[error("the journal cannot be written here ({0})")]
    Refused(String),
    /// A newer version wrote lines in it.
    #[error("a newer version of invite-triage wrote this journal (v{0}); update to go on")]
    Newer(u64),
}

impl ReadOnly {
    /// The same, as the error of what would have rewritten it.
    pub(in crate::store) fn refusing(self, dir: &Path) -> StoreError {
        match self {
            Self::Newer(version) => StoreError::Newer { version },
            Self::Refused(why) => StoreError::at("write in", dir)(io::Error::new(io::ErrorKind::PermissionDenied, why)),
        }
    }
}

/// Why an event is not in the journal.
#[derive(Debug, thiserror::Error)]
pub enum AppendError {
    /// It is open for reading only.
    #[error(transparent)]
    ReadOnly(#[from] ReadOnly),
    /// Nothing was written; trying again may work.
    #[error("NOT SAVED: {source}")]
    NotSaved {
        /// What the system said.
        source: io::Error,
    },
    /// It was written, but the disk did not confirm it; it was taken back. Trying again writes the journal anew.
    #[error("NOT CONFIRMED ON DISK: {source}")]
    NotConfirmed {
        /// What the system said.
        source: io::Error,
    },
    /// The file had been changed by another program and could not be read again.
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
