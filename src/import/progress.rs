//! How far an import has come.

use std::ops::ControlFlow;

/// How far the reading has come.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct ImportProgress {
    /// The file that is being read; a stranger may have named it.
    pub file: String,
    /// Bytes read so far, unpacked, over all files.
    pub done: u64,
    /// Bytes there are, as far as the archive tells the truth.
    pub total: u64,
}

/// Hears about every megabyte how far an import has come; a break stops it.
pub type ProgressFn<'w> = dyn FnMut(ImportProgress) -> ControlFlow<()> + 'w;
