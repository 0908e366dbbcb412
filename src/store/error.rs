//! Errors of the store.

use std::io;
use std::path::{Path, PathBuf};

/// Why a stored file cannot be opened, read or written.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the journal open.
    #[error("{} is locked: invite-triage is already open in another window", .path.display())]
    Locked {
        /// Path of the lock file.
        path: PathBuf,
    },
    /// Symlink, pipe, device or folder where a regular file belongs.
    #[error("cannot use {}: it is not a regular file", .path.display())]
    NotRegularFile {
        /// Path of that object.
        path: PathBuf,
    },
    /// Existing file that must not be overwritten.
    #[error("{} already exists", .path.display())]
    AlreadyExists {
        /// Path of the file.
        path: PathBuf,
    },
    /// Name that the program keeps for its own data.
    #[error("{} would replace invite-triage's own data; choose another name or folder", .path.display())]
    Owned {
        /// Path of the refused output.
        path: PathBuf,
    },
    /// Journal of a newer version, which this version must not rewrite.
    #[error("the journal was written by a newer version (its lines say v{version})")]
    NewerVersion {
        /// Version in its lines.
        version: u64,
    },
    /// I/O error.
    #[error("cannot {action} {}", .path.display())]
    Io {
        /// Failed action: a verb phrase, followed by the path.
        action: &'static str,
        /// Path of the file or folder.
        path: PathBuf,
        /// Error from the operating system.
        source: io::Error,
    },
}

impl StoreError {
    /// Returns a closure for `map_err` that adds the failed action and the path.
    pub(super) fn io(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { action: doing, path, source }
    }
}
