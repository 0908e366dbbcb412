//! Recovery if the journal file cannot be trusted: another program changed it, or an fsync failed.
//!
//! Promise: no line is lost that this process wrote or read.

use std::io::{self, Write};

use super::file::JournalFile;
use super::{AppendError, Journal, Loaded, load, merge_entries};
use crate::domain::text::plural::plural;
use crate::store::error::StoreError;
use crate::store::finding::{Finding, FindingKind};
use crate::store::journal_parser::{JOURNAL, ParsedJournal};
use crate::store::{atomic, files, lock};

impl Journal {
    /// Writes again what another program removed since the last append; call it before the program ends. Returns what
    /// was done; `None` if nothing was missing.
    pub fn restore_missing(&mut self) -> Result<Option<Finding>, AppendError> {
        if self.writable.is_err() || self.is_unchanged()? {
            return Ok(None);
        }
        let (loaded, missing) = self.reload_and_restore()?;
        self.reload_unreported = true;
        Ok(loaded.findings.into_iter().next().filter(|_| missing > 0))
    }

    /// Reloads a file that another program changed, and writes the lines again that it removed.
    pub(super) fn reload(&mut self) -> Result<Loaded, AppendError> {
        self.reload_and_restore().map(|(loaded, _)| loaded)
    }

    /// Reloads; the first finding says so. Also returns the number of lines written again.
    fn reload_and_restore(&mut self) -> Result<(Loaded, usize), AppendError> {
        if !self.dir.is_dir() {
            files::make_dir(&self.dir)?;
            self.lock = lock::acquire(&self.dir)?.0;
        }
        let known = std::mem::take(&mut self.own_lines);
        let mut loaded = match self.load() {
            Ok(loaded) => loaded,
            Err(error) => {
                self.own_lines = known; // still the only copy
                return Err(error.into());
            }
        };
        // An empty file gets every byte back, damaged lines too.
        let missing = if self.own_lines.is_empty() { known } else { load::missing_lines(&known, &self.own_lines) };
        if !missing.is_empty() && self.writable.is_err() {
            // Not into a read-only journal, but into a file next to it, which every start reads.
            atomic::quarantine(&self.dir, "journal.kept", "jsonl", &missing)?;
        } else if !missing.is_empty() {
            if let Err(error) = self.write(&missing) {
                self.own_lines.extend_from_slice(&missing);
                return Err(error);
            }
            let mut back = ParsedJournal::default();
            back.append_lines(&missing);
            let there = ParsedJournal { entries: loaded.entries, ..ParsedJournal::default() };
            loaded.entries = merge_entries(vec![there, back]);
            self.max_counter = loaded.entries.last().map_or(0, |entry| entry.n).max(self.max_counter);
        }
        let lines = memchr::memchr_iter(b'\n', &missing).count();
        let says = match lines {
            0 => "was changed by another program; reloaded, nothing lost".to_owned(),
            1 => "was changed by another program; reloaded, and 1 missing line was written again".to_owned(),
            _ => {
                let lines = plural(lines, "missing line");
                format!("was changed by another program; reloaded, and {lines} were written again")
            }
        };
        loaded.findings.insert(0, Finding::new(JOURNAL, None, FindingKind::Reloaded, says));
        Ok((loaded, lines))
    }

    /// Rewrites the whole journal as a new file after a failed fsync, since only a new file's sync can be trusted.
    pub(super) fn rewrite(&mut self) -> Result<(), AppendError> {
        let bytes = std::mem::take(&mut self.own_lines);
        let written = self.replace(|out| out.write_all(&bytes));
        self.own_lines = bytes;
        self.file = Some(JournalFile::open(&self.path())?);
        written?;
        self.needs_rewrite = false;
        Ok(())
    }

    /// Writes a new file in place of the journal. The open one is closed before, since Windows replaces none, and stays
    /// closed; the lock stays.
    pub(in crate::store) fn replace(
        &mut self,
        write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
    ) -> Result<(), StoreError> {
        self.file = None;
        atomic::write_atomically(&self.path(), true, write)
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use chrono::DateTime;

    use super::*;
    use crate::domain::decision::event::{EntryId, Event};

    fn append(journal: &mut Journal, id: &str) -> super::super::Appended {
        let event = Event::Retracted { entry: EntryId("nothing".to_owned()) };
        journal.append(EntryId(id.to_owned()), DateTime::UNIX_EPOCH, None, event).expect("appended")
    }

    fn ids(journal: &Journal) -> Vec<String> {
        let read = super::super::read(journal.dir()).expect("read");
        assert_eq!(read.findings, []);
        read.entries.into_iter().map(|entry| entry.id.0).collect()
    }

    #[test]
    fn after_a_failed_sync_the_journal_is_written_anew() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut journal = Journal::open(dir.path()).expect("opens").journal;
        append(&mut journal, "one");
        let before = files::file_id(&fs::metadata(journal.path()).expect("there"));
        journal.needs_rewrite = true;
        assert_eq!(append(&mut journal, "two").reloaded, None);
        assert_ne!(files::file_id(&fs::metadata(journal.path()).expect("there")), before);
        assert_eq!(ids(&journal), ["one", "two"]);
        append(&mut journal, "three");
        assert_eq!(ids(&journal), ["one", "two", "three"]);
    }

    /// Returns the number of open files in a folder.
    #[cfg(target_os = "linux")]
    fn open_files(name: &str) -> usize {
        let open = fs::read_dir("/proc/self/fd").expect("a folder").flatten();
        open.filter(|file| fs::read_link(file.path()).is_ok_and(|path| path.ends_with(name))).count()
    }

    #[cfg(target_os = "linux")]
    #[test]
    fn no_open_file_is_replaced() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut journal = Journal::open(dir.path()).expect("opens").journal;
        append(&mut journal, "one");
        let name = format!("{}/{JOURNAL}", dir.path().file_name().expect("a name").display());
        assert_eq!(open_files(&name), 1);
        let bytes = journal.own_lines.clone();
        let mut open = None;
        let replaced = journal.replace(|out| {
            open = Some(open_files(&name));
            out.write_all(&bytes)
        });
        assert!(replaced.is_ok());
        assert_eq!(open, Some(0));
        append(&mut journal, "two");
        assert_eq!(ids(&journal), ["one", "two"]);
    }

    #[test]
    fn lines_that_a_failed_sync_dropped_come_back() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut journal = Journal::open(dir.path()).expect("opens").journal;
        append(&mut journal, "one");
        append(&mut journal, "two");
        // The kernel dropped a page: the length is right, the bytes are not.
        let mut bytes = fs::read(journal.path()).expect("read");
        let half = bytes.len() / 2;
        bytes[half..].fill(b' ');
        *bytes.last_mut().expect("bytes") = b'\n';
        fs::write(journal.path(), bytes).expect("written");
        journal.needs_rewrite = true;
        append(&mut journal, "three");
        assert_eq!(ids(&journal), ["one", "two", "three"]);
    }

    #[test]
    fn a_reload_that_was_not_told_is_told_by_the_next_append() {
        let dir = tempfile::tempdir().expect("a folder");
        let mut journal = Journal::open(dir.path()).expect("opens").journal;
        append(&mut journal, "one");
        fs::write(journal.path(), "").expect("written");
        journal.reload_unreported = true;
        let lost = journal.reload().expect("reloaded");
        assert_eq!(lost.entries.len(), 1);
        assert_eq!(append(&mut journal, "two").reloaded.expect("told again").entries.len(), 2);
        assert_eq!(append(&mut journal, "three").reloaded, None);
    }
}
