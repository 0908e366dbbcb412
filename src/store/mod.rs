//! Persistence: the journal, its line format and repair, the snapshot of the network, atomic file writes.
//!
//! Promises: the journal is append-only; what [`Journal::append`] returned survives a power cut; any bytes at all load
//! as a state and a list of findings, never a panic; there is one writer at a time. No clock here: callers pass times
//! and ids.

mod backup;
pub mod drafts;
mod error;
mod escape;
pub mod exports;
mod files;
mod finding;
pub mod forget;
mod forgotten;
pub mod journal;
pub mod line;
mod lock;
mod mention;
pub mod owned;
pub mod merge;
pub mod notes;
pub mod redact;
mod journal_parser;
pub mod repair;
mod rights;
pub mod atomic;
pub mod snapshot;
mod snapshot_json;

pub use error::StoreError;
pub use escape::json_line;
pub use finding::{Finding, FindingKind};
pub use journal::{AppendError, Appended, Journal, Loaded, Opened, ReadOnly};
pub use journal_parser::JOURNAL;
pub use lock::{is_locked, remove_abandoned};
pub use rights::{open_to_others, unwritable};
