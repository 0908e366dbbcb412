//! Why something that is kept cannot be reached.

use std::io;
use std::path::{Path, PathBuf};

/// Why something that is kept cannot be reached.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Another process has the journal open.
    #[error("{} is held: invite-triage is already open in another window", .path.display())]
    Locked {
        /// The lock.
        path: PathBuf,
    },
    /// A link, pipe, device or folder where a file belongs.
    #[error("{} is not an ordinary file", .path.display())]
    NotOrdinary {
        /// What stands there.
        path: PathBuf,
    },
    /// A file is there already and was not to be overwritten.
    #[error("{} exists already", .path.display())]
    Exists {
        /// The file.
        path: PathBuf,
    },
    /// A newer version wrote the journal, so this one must not rewrite it.
    #[error("the journal was written by a newer version (its lines say v{version})")]
    Newer {
        /// The version its lines name.
        version: u64,
    },
    /// The system said no.
    #[error("cannot {doing} {}", .path.display())]
    Io {
        /// What was tried, to stand before the path.
        doing: &'static str,
        /// Where.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
}

impl StoreError {
    /// For `map_err`: what was tried, and where.
    pub(super) fn at(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}
