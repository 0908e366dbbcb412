//! What is kept: the journal, its lines, its repair, the snapshot of the network, safe saving of whole files.
//!
//! Promises: the journal only grows; what [`Journal::append`] returned survives a power cut; any bytes at all
//! give a state and a list of findings, never a panic; there is one writer at a time. No clock in this room:
//! times and ids are handed in.

mod escape;
pub mod exports;
mod files;
mod finding;
pub mod forget;
pub mod journal;
pub mod line;
mod lock;
pub mod merge;
pub mod prune;
mod reading;
pub mod repair;
pub mod save;
pub mod snapshot;
mod snapshot_json;

use std::io;
use std::path::{Path, PathBuf};

pub use escape::json_line;
pub use finding::{Finding, FindingKind};
pub use journal::{AppendError, Appended, Journal, Loaded, Opened, ReadOnly};

/// The journal's file name; other files `journal*.jsonl` beside it are copies that a sync tool left.
pub const JOURNAL: &str = "journal.jsonl";

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
    fn at(doing: &'static str, path: &Path) -> impl FnOnce(io::Error) -> Self {
        let path = path.to_owned();
        move |source| Self::Io { doing, path, source }
    }
}
