//! Progress of an import.

use std::ops::ControlFlow;

/// Progress report.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportProgress {
    /// File being read; a stranger may have named it.
    pub file: String,
    /// Bytes read so far, unpacked, over all files.
    pub done: u64,
    /// Total bytes, as declared by the archive.
    pub total: u64,
}

/// Progress callback, called about every megabyte by the thread that reads; `Break` stops the import.
pub type ProgressFn<'w> = dyn FnMut(ImportProgress) -> ControlFlow<()> + Send + 'w;
