//! What can be wrong with a line.

/// The version of lines that this program writes, and the newest whose meaning it knows.
pub const VERSION: u64 = 1;

/// Why a line cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum LineError {
    /// Bytes that are no UTF-8.
    #[error("is not text")]
    NotText,
    /// Not one JSON object with fields of the right kinds.
    #[error("cannot be read ({0})")]
    NotARecord(serde_json::Error),
    /// A field that every line, or every line of its event, has.
    #[error("lacks {0:?}")]
    Lacks(&'static str),
    /// A time that is none.
    #[error("has a time that is not RFC 3339")]
    NotATime,
}
