//! Writes an export to a file and remembers it.

use std::path::Path;

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
    write_contact_export(dir, path, overwrite, outgoing.record(), |out| outgoing.write_file(out))
}

/// True if the file is an export that this program remembers, with the length and checksum it remembers.
pub fn is_own_export(dir: &Path, path: &Path) -> bool {
    let Ok(path) = path.canonicalize() else { return false };
    let remembered = exports::load(dir).unwrap_or_default();
    remembered.iter().any(|export| export.path == path && export.state(dir) == ExportState::Unchanged)
}
