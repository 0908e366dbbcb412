//! Recovery if the journal file cannot be trusted: another program changed it, or an fsync failed.
//!
//! Promise: no line is lost that this process wrote, or read from a journal short enough to be kept in memory.

use super::file::JournalFile;
use super::{AppendError, Journal, Loaded, load, merge_entries};
use crate::domain::text::plural::plural;
use crate::store::finding::{Finding, FindingKind};
use crate::store::journal_parser::{JOURNAL, ParsedJournal};
use crate::store::{atomic, files, lock};

impl Journal {
    /// Reloads a file that another program changed, and writes the lines again that it removed.
    pub(super) fn reload(&mut self) -> Result<Loaded, AppendError> {
        let known = self.known_lines();
        if !self.dir.is_dir() {
            files::make_dir(&self.dir)?;
            self.lock = Some(lock::acquire(&self.dir)?.0);
        }
        let mut loaded = match self.load() {
            Ok(loaded) => loaded,
            Err(error) => {
                self.own_lines = known; // still the only copy
                return Err(error.into());
            }
        };
        let present = match load::read_file(&self.dir, JOURNAL) {
            Ok(main) => main.map(|main| main.entries).unwrap_or_default(),
            Err(error) => {
                self.own_lines = known;
                return Err(error.into());
            }
        };
        let missing = load::missing_lines(&known, &present);
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
            lines => {
                let lines = plural(lines, "missing line");
                format!("was changed by another program; reloaded, and {lines} written again")
            }
        };
        loaded.findings.insert(0, Finding::new(JOURNAL, None, FindingKind::Reloaded, says));
        Ok(loaded)
    }

    /// Returns all our surviving lines: from memory, else through the descriptor of a renamed or removed file.
    fn known_lines(&self) -> Vec<u8> {
        let complete = self.file.as_ref().is_none_or(|held| held.len() == self.own_lines.len() as u64);
        let on_disk = if complete { None } else { self.file.as_ref().and_then(|held| held.read_all().ok()) };
        let mut known = on_disk.unwrap_or_default();
        if !known.is_empty() && !known.ends_with(b"\n") {
            known.push(b'\n');
        }
        known.extend_from_slice(&self.own_lines);
        known
    }

    /// Rewrites the whole journal as a new file after a failed fsync, since only a new file's sync can be trusted.
    pub(super) fn rewrite(&mut self) -> Result<(), AppendError> {
        let path = self.path();
        let mut lines = match &self.file {
            Some(held) => held.read_all().map_err(|source| AppendError::NotSaved { source })?,
            None => Vec::new(),
        };
        let present = ParsedJournal::parse(JOURNAL, &mut lines.as_slice(), lines.len() as u64);
        let present = present.map_err(|source| AppendError::NotSaved { source })?;
        lines.extend(load::missing_lines(&self.own_lines, &present.entries));
        atomic::write_atomically(&path, true, |out| out.write_all(&lines))?;
        self.file = Some(JournalFile::open(&path)?);
        self.needs_rewrite = false;
        Ok(())
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
