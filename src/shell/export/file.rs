//! Writes an export to a file and remembers it.

use std::panic::resume_unwind;
use std::path::Path;
use std::thread;

use super::outgoing::Outgoing;
use crate::store::exports::{self, ExportRecord, ExportState};
use crate::store::{StoreError, exports::write_contact_export};

/// Writes an export to a file and records it; returns the error if only recording it failed.
pub fn save(dir: &Path, path: &Path, overwrite: bool, outgoing: &Outgoing) -> Result<Option<StoreError>, StoreError> {
    let written = write(dir, path, overwrite, outgoing)?;
    Ok(exports::append(dir, &[written]).err())
}

/// Writes an export to a file; returns its record.
pub fn write(dir: &Path, path: &Path, overwrite: bool, outgoing: &Outgoing) -> Result<ExportRecord, StoreError> {
    // The digests of everybody take a while, as the file does.
    thread::scope(|scope| {
        let record = scope.spawn(|| outgoing.record());
        let written = write_contact_export(dir, path, overwrite, |out| outgoing.write_file(out))?;
        Ok(written.of(record.join().unwrap_or_else(|panic| resume_unwind(panic))))
    })
}

/// True if the file is an export that this program remembers, with the length and checksum it remembers.
pub fn is_own_export(dir: &Path, path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let remembered = exports::load(dir).unwrap_or_default();
    remembered.iter().any(|export| export.path == path && export.state(dir) == ExportState::Unchanged)
}
