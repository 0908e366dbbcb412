//! What is kept: the journal, its lines, its repair, the snapshot of the network, safe saving of whole files.
//!
//! Promises: the journal only grows; what [`Journal::append`] returned survives a power cut; any bytes at all
//! give a state and a list of findings, never a panic; there is one writer at a time. No clock in this room:
//! times and ids are handed in.

mod error;
mod escape;
pub mod exports;
mod files;
mod finding;
pub mod forget;
pub mod journal;
pub mod line;
mod lock;
pub mod merge;
pub mod redact;
mod journal_parser;
pub mod repair;
pub mod atomic;
pub mod snapshot;
mod snapshot_json;

pub use error::StoreError;
pub use escape::json_line;
pub use finding::{Finding, FindingKind};
pub use journal::{AppendError, Appended, Journal, Loaded, Opened, ReadOnly};
pub use journal_parser::JOURNAL;
