//! Folder of notes, a file per person, which the person edits with other programs.
//!
//! Promise: a note is rewritten only if it is as this program wrote it, by the log of exports; a file that somebody
//! changed, and one that was there before, stays as it is.

use std::path::{Path, PathBuf};

use foldhash::HashMap;

use super::exports::{self, ExportContent, ExportRecord, ExportState, WrittenFile};
use super::owned::refuse_owned;
use super::{StoreError, atomic, files};

/// A folder of notes.
#[derive(Debug)]
pub struct NoteFolder<'d> {
    /// Data directory.
    dir: &'d Path,
    /// Absolute path of the folder; as given if it does not exist yet.
    folder: PathBuf,
    /// Earlier exports by path.
    known: HashMap<PathBuf, ExportRecord>,
}

/// What becomes of a note.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum NotePlan {
    /// It is written, for the first time or anew.
    Write,
    /// It is there, and says the same.
    Same,
    /// It stays: somebody changed it.
    KeepChanged,
    /// It stays: this program did not write it.
    KeepForeign,
}

impl<'d> NoteFolder<'d> {
    /// Looks at a folder, which need not exist. `dir` is the data directory.
    pub fn look(dir: &'d Path, folder: &Path) -> Result<Self, StoreError> {
        let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
        let known = exports::load(dir)?.into_iter().map(|record| (record.path.clone(), record)).collect();
        Ok(Self { dir, folder, known })
    }

    /// Opens a folder to write notes into it; creates it if it is missing.
    pub fn open(dir: &'d Path, folder: &Path) -> Result<Self, StoreError> {
        files::make_dir(folder)?;
        atomic::remove_stale_temps(folder); // of a killed export
        Self::look(dir, folder)
    }

    /// Returns the path of a note.
    pub fn path(&self, file_name: &str) -> PathBuf {
        self.folder.join(file_name)
    }

    /// Returns what is to become of a note about the person with this digest.
    pub fn plan(&self, file_name: &str, person: &str, bytes: &[u8]) -> Result<NotePlan, StoreError> {
        let path = self.path(file_name);
        refuse_owned(self.dir, &path)?;
        if path.symlink_metadata().is_err() {
            return Ok(NotePlan::Write);
        }
        let own = self.known.get(&path).filter(|record| record.people == [person]);
        Ok(match own.map(|record| (record, record.state(self.dir))) {
            Some((record, ExportState::Unchanged)) if record.is_of(bytes) => NotePlan::Same,
            Some((_, ExportState::Unchanged)) => NotePlan::Write,
            Some((_, ExportState::Changed | ExportState::Gone | ExportState::Foreign)) => NotePlan::KeepChanged,
            None => NotePlan::KeepForeign,
        })
    }

    /// Writes a note that is planned to be written; returns its record for the log.
    pub fn write(&self, file_name: &str, content: ExportContent, bytes: &[u8]) -> Result<ExportRecord, StoreError> {
        let path = self.path(file_name);
        atomic::write_atomically(&path, self.known.contains_key(&path), |out| out.write_all(bytes))?;
        Ok(WrittenFile { path, len: bytes.len() as u64, sum: crc32fast::hash(bytes) }.of(content))
    }
}

/// Removes a note that is as it was written.
pub fn remove(record: &ExportRecord) -> Result<(), StoreError> {
    files::remove_and_sync(&record.path)
}
