//! The journal: every intention of the person, one line each.
//!
//! Promises: it only grows; what [`Journal::append`] returned survives a power cut; there is one writer at a
//! time; nothing another program does to the file loses what this process wrote or read.

mod error;
mod file;
mod load;
mod recovery;

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};

use chrono::{DateTime, SubsecRound, Utc};

use super::error::StoreError;
use super::finding::Finding;
use super::journal_parser::{JOURNAL, ParsedJournal};
use super::{atomic, files, line, lock};
use crate::domain::decision::event::{Entry, EntryId, Event};
pub use error::{AppendError, ReadOnly};
use file::JournalFile;
pub(super) use load::{QUARANTINE, complete_len, copies, merge_entries, read_file, take_tail};

/// The journal of a data directory, held for writing.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
    /// Held for as long as the journal lives; `None` in a directory that cannot be written.
    lock: Option<File>,
    /// `None` until there is a file.
    file: Option<JournalFile>,
    /// The largest counter seen.
    largest: u64,
    /// The bytes of our lines, to write them again if another program takes them away: of the whole journal
    /// while that is shorter than a block, else of this session. (A longer one that is replaced or removed can
    /// still be read through the descriptor.)
    own_lines: Vec<u8>,
    writable: Result<(), ReadOnly>,
    /// A sync failed: what the file holds is not to be believed until it was written anew.
    needs_rewrite: bool,
    /// Another program changed the file, and the caller was not told yet what is in it now.
    reload_unreported: bool,
}

/// What opening found.
#[derive(Debug)]
pub struct Opened {
    /// The journal.
    pub journal: Journal,
    /// Every entry, each id once, ordered by counter and id.
    pub entries: Vec<Entry>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// What reading without the lock found.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Loaded {
    /// Every entry, each id once, ordered by counter and id.
    pub entries: Vec<Entry>,
    /// What is wrong with it.
    pub findings: Vec<Finding>,
}

/// What was appended.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Appended {
    /// The entry as it is on disk.
    pub entry: Entry,
    /// Where another program had changed the journal: all that is in it now, the new entry last but for such
    /// with the same counter. The ledger is to be replayed from it.
    pub reloaded: Option<Loaded>,
}

/// Reads a journal without the lock, for commands that write nothing. What is not there is empty.
pub fn read(dir: &Path) -> Result<Loaded, StoreError> {
    let main = read_file(dir, JOURNAL)?;
    read_and_merge(dir, main).map(|(loaded, _)| loaded)
}

/// All files of a directory together, the journal itself being read already; and the newest version they name.
fn read_and_merge(dir: &Path, main: Option<ParsedJournal>) -> Result<(Loaded, Option<u64>), StoreError> {
    let (mut readings, mut findings) = copies(dir)?;
    if let Some(mut main) = main {
        findings.splice(0..0, take_tail(&mut main));
        readings.insert(0, main);
    }
    let newer = readings.iter().filter_map(|reading| reading.newer).max();
    findings.extend(readings.iter_mut().flat_map(ParsedJournal::finish));
    Ok((Loaded { entries: merge_entries(readings), findings }, newer))
}

impl Journal {
    /// Takes the lock of a data directory, made if need be, and reads every journal in it. An unfinished end is
    /// set aside. The journal's file itself is made by the first append.
    pub fn open(dir: &Path) -> Result<Opened, StoreError> {
        let mut journal = Self {
            dir: dir.to_owned(),
            lock: None,
            file: None,
            largest: 0,
            own_lines: Vec::new(),
            writable: Ok(()),
            needs_rewrite: false,
            reload_unreported: false,
        };
        let mut unlocked = None;
        files::make_dir(dir)?;
        match lock::acquire(dir) {
            Ok((lock, finding)) => {
                if finding.is_none() {
                    atomic::remove_stale_temps(dir);
                }
                journal.lock = Some(lock);
                unlocked = finding;
            }
            Err(error) => journal.writable = Err(as_read_only(error)?),
        }
        let Loaded { entries, mut findings } = journal.load()?;
        findings.splice(0..0, unlocked);
        Ok(Opened { journal, entries, findings })
    }

    /// Whether something can be appended, or why not.
    pub fn writable(&self) -> Result<(), ReadOnly> {
        self.writable.clone()
    }

    /// The data directory.
    pub fn dir(&self) -> &Path {
        &self.dir
    }

    /// Writes one line and syncs it; what it returns is on disk. After an error, call again with the same id.
    pub fn append(
        &mut self,
        id: EntryId,
        at: DateTime<Utc>,
        again: Option<EntryId>,
        event: Event,
    ) -> Result<Appended, AppendError> {
        self.writable()?;
        self.reload_unreported |= !self.is_unchanged()?;
        let mut reloaded = if self.reload_unreported { Some(self.reload()?) } else { None };
        self.writable()?;
        if self.needs_rewrite {
            self.rewrite()?;
        }
        let n = self.largest.saturating_add(1);
        let entry = Entry { n, id, at: at.trunc_subsecs(0), redo_of: again, event };
        let unwritable = |error| AppendError::NotSaved { source: io::Error::other(error) };
        let line = line::write(&entry).map_err(unwritable)?;
        let cut = if line.cut { line::read(line.bytes.trim_ascii_end()).ok().map(|told| told.entry) } else { None };
        let entry = cut.unwrap_or(entry);
        self.write(&line.bytes)?;
        self.largest = n;
        self.reload_unreported = false;
        if let Some(loaded) = &mut reloaded {
            loaded.entries.retain(|earlier| earlier.id != entry.id);
            loaded.entries.push(entry.clone());
        }
        Ok(Appended { entry, reloaded })
    }

    /// The line that an event would be, after all there are.
    pub(super) fn next_line(&self, id: EntryId, at: DateTime<Utc>, event: Event) -> Result<Vec<u8>, serde_json::Error> {
        let n = self.largest.saturating_add(1);
        let entry = Entry { n, id, at: at.trunc_subsecs(0), redo_of: None, event };
        line::write(&entry).map(|line| line.bytes)
    }

    /// Appends lines of another journal as they are, in one write that is synced.
    pub(super) fn append_lines(&mut self, lines: &[u8]) -> Result<(), AppendError> {
        self.writable()?;
        self.write(lines)
    }

    fn path(&self) -> PathBuf {
        self.dir.join(JOURNAL)
    }

    /// Appends bytes to the file, made if there is none, and remembers them.
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

    /// Whether the file at our path is the one we hold, as we left it.
    fn is_unchanged(&self) -> Result<bool, StoreError> {
        let found = files::regular_file(&self.path())?;
        Ok(match (&self.file, found) {
            (Some(held), Some(found)) => held.is_unchanged(&found),
            (None, None) => true,
            _ => false,
        })
    }

    /// Opens the file, brings its end in order and reads everything.
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
                    // A newer version may end its lines otherwise: nothing of its journal is touched.
                    if reading.newer.is_none() {
                        torn = load::repair_tail(held, &self.dir, &mut reading)?;
                    }
                    Some(reading)
                }
            };
        }
        let known = main.as_mut().and_then(|main| main.raw.take());
        let (mut loaded, newer) = read_and_merge(&self.dir, main)?;
        self.own_lines = known.unwrap_or_else(|| std::mem::take(&mut self.own_lines));
        loaded.findings.splice(0..0, torn);
        self.largest = loaded.entries.last().map_or(0, |entry| entry.n).max(self.largest);
        if let (Some(version), Ok(())) = (newer, &self.writable) {
            self.writable = Err(ReadOnly::Newer(version));
        }
        Ok(loaded)
    }
}

/// Why a refusal leaves a journal that can be read, or the error that it is.
fn as_read_only(error: StoreError) -> Result<ReadOnly, StoreError> {
    match error {
        StoreError::Io { source, .. }
            if matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) =>
        {
            Ok(ReadOnly::Refused(source.to_string()))
        }
        error => Err(error),
    }
}
