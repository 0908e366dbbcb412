//! The journal: an append-only log of the user's actions, one event per line.
//!
//! Promises: what [`Journal::append`] returned survives a power cut; there is one writer at a time; nothing another
//! program does to the file loses what this process wrote or read, if it appends again or calls
//! [`Journal::restore_missing`] before it ends.

mod error;
mod file;
mod load;
mod recovery;

use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SubsecRound, Utc};

use super::error::StoreError;
use super::finding::Finding;
use super::journal_parser::{JOURNAL, ParsedJournal};
use super::lock::Lock;
use super::owned::QUARANTINE;
use super::{atomic, backup, files, line, lock, rights};
use crate::domain::decision::event::{Entry, EntryId, Event, NewEvent};
pub use error::{AppendError, ReadOnly};
use file::JournalFile;
pub(super) use load::{ABSURD_COUNTER, MAX_COUNTER};
pub(super) use load::{copies, gone, ingest_complete_tail, merge_entries, read_entries, read_file};

/// Journal of a data directory, open for writing.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
    /// Lock for the lifetime of the journal; `None` where the directory cannot be written or locked.
    lock: Option<Lock>,
    /// Open file; `None` until it exists, or if read-only.
    file: Option<JournalFile>,
    /// Largest counter seen.
    max_counter: u64,
    /// Bytes of the whole journal, to write them again if another program removes them.
    own_lines: Vec<u8>,
    writable: Result<(), ReadOnly>,
    /// True after a failed fsync: the file cannot be trusted until it is rewritten.
    needs_rewrite: bool,
    /// True if another program changed the file and its new entries were not returned to the caller yet.
    reload_unreported: bool,
}

/// Result of opening a journal.
#[derive(Debug)]
pub struct Opened {
    /// The open journal.
    pub journal: Journal,
    /// Every entry, each id once, ordered by counter and id.
    pub entries: Vec<Entry>,
    /// Problems found.
    pub findings: Vec<Finding>,
}

/// Result of reading without the lock.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Loaded {
    /// Every entry, each id once, ordered by counter and id.
    pub entries: Vec<Entry>,
    /// Problems found.
    pub findings: Vec<Finding>,
}

/// Result of an append.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appended {
    /// Entries as they are on disk.
    pub entries: Vec<Entry>,
    /// All entries, the new one last, if another program had changed the journal; replay the ledger from them.
    pub reloaded: Option<Loaded>,
}

/// Reads a journal without the lock, for commands that write nothing. A missing journal is empty.
pub fn read(dir: &Path) -> Result<Loaded, StoreError> {
    let main = read_entries(dir, JOURNAL)?;
    read_and_merge(dir, main).map(|(loaded, _)| loaded)
}

/// Merges the parsed journal with the copies in its directory; also returns the newest version, if newer than ours.
fn read_and_merge(dir: &Path, main: Option<ParsedJournal>) -> Result<(Loaded, Option<u64>), StoreError> {
    let (mut readings, mut findings) = copies(dir)?;
    if let Some(mut main) = main {
        findings.splice(0..0, ingest_complete_tail(&mut main));
        readings.insert(0, main);
    }
    findings.splice(0..0, gone(dir, &readings));
    let newer = readings.iter().filter_map(|reading| reading.newer_version).max();
    findings.extend(readings.iter_mut().flat_map(ParsedJournal::finish));
    Ok((Loaded { entries: merge_entries(readings), findings }, newer))
}

impl Journal {
    /// Locks a data directory (created if missing) and reads every journal in it. Quarantines an unfinished end,
    /// and removes what a killed `forget` left. The journal file itself is created by the first append.
    pub fn open(dir: &Path) -> Result<Opened, StoreError> {
        let mut journal = Self {
            dir: dir.to_owned(),
            lock: None,
            file: None,
            max_counter: 0,
            own_lines: Vec::new(),
            writable: Ok(()),
            needs_rewrite: false,
            reload_unreported: false,
        };
        let (mut unlocked, mut rights) = (None, None);
        files::make_dir(dir)?;
        match lock::acquire(dir) {
            Ok((lock, finding)) => {
                if finding.is_none() {
                    atomic::remove_stale_temps(dir);
                    atomic::remove_stale_temps(&dir.join(QUARANTINE));
                }
                rights = rights::restrict(dir);
                journal.lock = lock;
                unlocked = finding;
            }
            Err(error) => journal.writable = Err(as_read_only(error)?),
        }
        let Loaded { entries, mut findings } = journal.load()?;
        if journal.lock.is_some() && journal.writable.is_ok() {
            findings.extend(backup::remove_left_behind(dir, &entries));
        }
        findings.splice(0..0, unlocked);
        findings.extend(rights);
        Ok(Opened { journal, entries, findings })
    }

    /// Returns the reason if nothing can be appended.
    pub fn writable(&self) -> Result<(), ReadOnly> {
        self.writable.clone()
    }

    /// Returns the data directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Appends one line and syncs it; the returned entry is on disk. After an error, call again with the same id.
    pub fn append(
        &mut self,
        id: EntryId,
        at: DateTime<Utc>,
        redo_of: Option<EntryId>,
        event: Event,
    ) -> Result<Appended, AppendError> {
        self.append_all(vec![(id, NewEvent { event, redo_of })], at)
    }

    /// Appends lines in one synced write; several of them are a batch. The returned entries are on disk. After an error,
    /// call again with the same ids.
    pub fn append_all(&mut self, new: Vec<(EntryId, NewEvent)>, at: DateTime<Utc>) -> Result<Appended, AppendError> {
        self.writable()?;
        self.reload_unreported |= !self.is_unchanged()?;
        let mut reloaded = if self.reload_unreported { Some(self.reload()?) } else { None };
        self.writable()?;
        if self.needs_rewrite {
            self.rewrite()?;
        }
        let batch = new.first().filter(|_| new.len() > 1).map(|(id, _)| Box::new(id.clone()));
        let (mut entries, mut bytes, mut n) = (Vec::new(), Vec::new(), self.max_counter);
        for (id, NewEvent { event, redo_of }) in new {
            n = n.saturating_add(1);
            let redo_of = redo_of.map(Box::new);
            let entry = Entry { n, id, at: at.trunc_subsecs(0), redo_of, batch: batch.clone(), event };
            let unwritable = |error| AppendError::NotSaved { source: io::Error::other(error) };
            let line = line::encode(&entry).map_err(unwritable)?;
            let cut = if line.truncated {
                line::parse(line.bytes.trim_ascii_end()).ok().map(|told| told.entry)
            } else {
                None
            };
            entries.push(cut.unwrap_or(entry));
            bytes.extend_from_slice(&line.bytes);
        }
        self.write(&bytes)?;
        self.max_counter = n;
        self.reload_unreported = false;
        if let Some(loaded) = &mut reloaded {
            loaded.entries.retain(|earlier| entries.iter().all(|entry| entry.id != earlier.id));
            loaded.entries.extend(entries.iter().cloned());
        }
        Ok(Appended { entries, reloaded })
    }

    /// Returns the line of an event, numbered after all others.
    pub(super) fn next_line(&self, id: EntryId, at: DateTime<Utc>, event: Event) -> Result<Vec<u8>, serde_json::Error> {
        let n = self.max_counter.saturating_add(1);
        let entry = Entry { n, id, at: at.trunc_subsecs(0), redo_of: None, batch: None, event };
        line::encode(&entry).map(|line| line.bytes)
    }

    /// Creates the file if it is missing, so that its absence later says something.
    pub fn create_file(&mut self) -> Result<(), AppendError> {
        self.writable()?;
        let path = self.path();
        if self.file.is_none() && files::regular_file(&path)?.is_none() {
            self.file = Some(JournalFile::open(&path)?);
        }
        Ok(())
    }

    /// Appends lines of another journal unchanged, in one synced write.
    pub(super) fn append_lines(&mut self, lines: &[u8]) -> Result<(), AppendError> {
        self.writable()?;
        self.write(lines)
    }

    fn path(&self) -> PathBuf {
        self.dir.join(JOURNAL)
    }

    /// Appends bytes to the file (created if missing) and to `own_lines`.
    fn write(&mut self, bytes: &[u8]) -> Result<(), AppendError> {
        let path = self.path();
        let held = match &mut self.file {
            Some(held) => held,
            none => none.insert(JournalFile::open(&path)?),
        };
        let result = held.append(bytes);
        self.needs_rewrite |= matches!(result, Err(AppendError::NotConfirmed { .. }));
        result?;
        self.own_lines.extend_from_slice(bytes);
        Ok(())
    }

    /// True if the file at our path is the one we opened, as we left it.
    fn is_unchanged(&self) -> Result<bool, StoreError> {
        let found = files::regular_file(&self.path())?;
        Ok(match (&self.file, found) {
            (Some(held), Some(found)) => held.is_unchanged(&found),
            (None, None) => true,
            _ => false,
        })
    }

    /// Opens the file, repairs its end and reads everything.
    fn load(&mut self) -> Result<Loaded, StoreError> {
        let path = self.path();
        let mut torn = None;
        let mut main = None;
        self.file = None;
        if files::regular_file(&path)?.is_some() {
            if self.writable.is_ok() {
                match JournalFile::open(&path) {
                    Ok(held) => self.file = Some(held),
                    Err(error) => self.writable = Err(as_read_only(error)?),
                }
            }
            main = match &mut self.file {
                None => read_file(&self.dir, JOURNAL)?,
                Some(held) => {
                    let mut reading = load::read_open(held, &path)?;
                    // A newer version may end its lines differently: leave its journal untouched.
                    if reading.newer_version.is_none() {
                        torn = load::repair_tail(held, &self.dir, &mut reading)?;
                    }
                    Some(reading)
                }
            };
        }
        self.own_lines = main.as_mut().map(|main| std::mem::take(&mut main.raw)).unwrap_or_default();
        let (mut loaded, newer) = read_and_merge(&self.dir, main)?;
        loaded.findings.splice(0..0, torn);
        self.max_counter = loaded.entries.last().map_or(0, |entry| entry.n).max(self.max_counter);
        if let (Some(version), Ok(())) = (newer, &self.writable) {
            self.writable = Err(ReadOnly::Newer(version));
        }
        Ok(loaded)
    }
}

/// Returns the reason for opening read-only if permissions caused the error, else the error.
fn as_read_only(error: StoreError) -> Result<ReadOnly, StoreError> {
    match error {
        StoreError::Io { source, .. }
            if matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) =>
        {
            Ok(ReadOnly::NoPermission(source.to_string()))
        }
        error => Err(error),
    }
}
