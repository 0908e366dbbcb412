//! Exports, shared by command line and screen: what leaves, and where it goes.

pub mod file;
pub mod notes;
pub mod outgoing;
mod parts;
pub mod screen;
pub mod target;

use crate::store::StoreError;

/// Returns an error of the store with its cause.
pub fn error_with_cause(error: &StoreError) -> String {
    let why = std::error::Error::source(error).map_or_else(String::new, |source| format!(": {source}"));
    format!("{error}{why}")
}
