//! Errors of a line.

/// Line version that this program writes, and the newest it understands.
pub const VERSION: u64 = 1;

/// Why a line cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// Bytes that are not UTF-8.
    #[error("is not text")]
    NotText,
    /// Not one JSON object with fields of the right types.
    #[error("cannot be read ({0})")]
    NotARecord(serde_json::Error),
    /// Missing field that every line, or every line of its event, has.
    #[error("lacks {0:?}")]
    MissingField(&'static str),
    /// Invalid time.
    #[error("has a time that is not RFC 3339")]
    NotATime,
}
