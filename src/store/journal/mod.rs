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
pub(super) use load::{QUARANTINE, copies, file, merged, take_tail, whole_records};

/// The journal of a data directory, held for writing.
#[derive(Debug)]
pub struct Journal {
    dir: PathBuf,
    /// Held for as long as the journal lives; `None` in a directory that cannot be written.
    lock: Option<File>,
    /// `None` until there is a file.
    held: Option<JournalFile>,
    /// The largest counter seen.
    largest: u64,
    /// The bytes of our lines, to write them again if another program takes them away: of the whole journal
    /// while that is shorter than a block, else of this session. (A longer one that is replaced or removed can
    /// still be read through the descriptor.)
    kept: Vec<u8>,
    writable: Result<(), ReadOnly>,
    /// A sync failed: what the file holds is not to be believed until it was written anew.
    suspect: bool,
    /// Another program changed the file, and the caller was not told yet what is in it now.
    untold: bool,
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
    let main = file(dir, JOURNAL)?;
    loaded(dir, main).map(|(loaded, _)| loaded)
}

/// All files of a directory together, the journal itself being read already; and the newest version they name.
fn loaded(dir: &Path, main: Option<ParsedJournal>) -> Result<(Loaded, Option<u64>), StoreError> {
    let (mut readings, mut findings) = copies(dir)?;
    if let Some(mut main) = main {
        findings.splice(0..0, take_tail(&mut main));
        readings.insert(0, main);
    }
    let newer = readings.iter().filter_map(|reading| reading.newer).max();
    findings.extend(readings.iter_mut().flat_map(ParsedJournal::finish));
    Ok((Loaded { entries: merged(readings), findings }, newer))
}

impl Journal {
    /// Takes the lock of a data directory, made if need be, and reads every journal in it. An unfinished end is
    /// set aside. The journal's file itself is made by the first append.
    pub fn open(dir: &Path) -> Result<Opened, StoreError> {
        let mut journal = Self {
            dir: dir.to_owned(),
            lock: None,
            held: None,
            largest: 0,
            kept: Vec::new(),
            writable: Ok(()),
            suspect: false,
            untold: false,
        };
        let mut unlocked = None;
        files::make_dir(dir)?;
        match lock::take(dir) {
            Ok((lock, finding)) => {
                if finding.is_none() {
                    atomic::sweep(dir);
                }
                journal.lock = Some(lock);
                unlocked = finding;
            }
            Err(error) => journal.writable = Err(refused(error)?),
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
        self.untold |= !self.is_ours()?;
        let mut reloaded = if self.untold { Some(self.reload()?) } else { None };
        self.writable()?;
        if self.suspect {
            self.renew()?;
        }
        let n = self.largest.saturating_add(1);
        let entry = Entry { n, id, at: at.trunc_subsecs(0), redo_of: again, event };
        let unwritable = |error| AppendError::NotSaved { source: io::Error::other(error) };
        let line = line::write(&entry).map_err(unwritable)?;
        let cut = if line.cut { line::read(line.bytes.trim_ascii_end()).ok().map(|told| told.entry) } else { None };
        let entry = cut.unwrap_or(entry);
        self.put(&line.bytes)?;
        self.largest = n;
        self.untold = false;
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
        self.put(lines)
    }

    fn path(&self) -> PathBuf {
        self.dir.join(JOURNAL)
    }

    /// Appends bytes to the file, made if there is none, and remembers them.
    fn put(&mut self, bytes: &[u8]) -> Result<(), AppendError> {
        let path = self.path();
        let held = match &mut self.held {
            Some(held) => held,
            none => none.insert(JournalFile::open(&path)?),
        };
        let result = held.append(bytes);
        self.suspect |= matches!(result, Err(AppendError::NotConfirmed { .. }));
        result?;
        self.kept.extend_from_slice(bytes);
        Ok(())
    }

    /// Whether the file at our path is the one we hold, as we left it.
    fn is_ours(&self) -> Result<bool, StoreError> {
        let found = files::ordinary(&self.path())?;
        Ok(match (&self.held, found) {
            (Some(held), Some(found)) => held.is(&found),
            (None, None) => true,
            _ => false,
        })
    }

    /// Opens the file, brings its end in order and reads everything.
    fn load(&mut self) -> Result<Loaded, StoreError> {
        let path = self.path();
        let mut torn = None;
        let mut main = None;
        self.held = None;
        if files::ordinary(&path)?.is_some() {
            if self.writable.is_ok() {
                match JournalFile::open(&path) {
                    Ok(held) => self.held = Some(held),
                    Err(error) => self.writable = Err(refused(error)?),
                }
            }
            main = match &mut self.held {
                None => file(&self.dir, JOURNAL)?,
                Some(held) => {
                    let mut reading = load::held(held, &path)?;
                    // A newer version may end its lines otherwise: nothing of its journal is touched.
                    if reading.newer.is_none() {
                        torn = load::repair_tail(held, &self.dir, &mut reading)?;
                    }
                    Some(reading)
                }
            };
        }
        let known = main.as_mut().and_then(|main| main.whole.take());
        let (mut loaded, newer) = loaded(&self.dir, main)?;
        self.kept = known.unwrap_or_else(|| std::mem::take(&mut self.kept));
        loaded.findings.splice(0..0, torn);
        self.largest = loaded.entries.last().map_or(0, |entry| entry.n).max(self.largest);
        if let (Some(version), Ok(())) = (newer, &self.writable) {
            self.writable = Err(ReadOnly::Newer(version));
        }
        Ok(loaded)
    }
}

/// Why a refusal leaves a journal that can be read, or the error that it is.
fn refused(error: StoreError) -> Result<ReadOnly, StoreError> {
    match error {
        StoreError::Io { source, .. }
            if matches!(source.kind(), io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem) =>
        {
            Ok(ReadOnly::Refused(source.to_string()))
        }
        error => Err(error),
    }
}
