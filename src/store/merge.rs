//! Merges a journal from elsewhere: another machine, a backup, a copy left by a sync tool.
//!
//! Promise: lines are copied unchanged in one synced write, and existing lines stay; but whoever one of the two journals
//! has forgotten is left out, and removed, so that the result is the same in whatever order journals are merged. Merging
//! twice adds nothing.

use std::path::Path;

use foldhash::HashSet;
use serde::Serialize;

use super::finding::{Finding, FindingKind};
use super::forget::{FileReport, check_result, read_if_exists, remove_beside_journal, replace_journal};
use super::forgotten::ForgottenPeople;
use super::journal::{
    ABSURD_COUNTER, AppendError, MAX_COUNTER, copies, ingest_complete_tail, merge_entries, read_file,
};
use super::journal_parser::{ParsedJournal, trim_line};
use super::redact::{PersonMatcher, Redacted};
use super::{JOURNAL, Journal, StoreError, files, line};
use crate::domain::decision::event::{Entry, EntryId};
use crate::domain::decision::ledger::Ledger;

/// Result of a merge or comparison.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct MergeReport {
    /// Lines that were missing here.
    pub taken: usize,
    /// Lines already here.
    pub known: usize,
    /// Lines of the other journal, or parts of them, about forgotten people; left out.
    pub forgotten: usize,
    /// Files here that held people whom the other journal has forgotten; these were removed.
    pub files: Vec<FileReport>,
    /// Everybody whom the other journal has forgotten for good, and this one had not.
    #[serde(skip)]
    pub newly_forgotten: PersonMatcher,
    /// Problems in the other journal; its damaged lines, and lines with an absurd counter, are not copied.
    pub findings: Vec<Finding>,
}

/// A merge as it is to be written.
struct Plan {
    report: MergeReport,
    /// Lines to append.
    lines: Vec<u8>,
    /// Our lines, without the people whom the other journal has forgotten.
    ours: Redacted,
    /// These people.
    forgotten: ForgottenPeople,
}

/// Why a merge failed; nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// One of the two journals cannot be read, or must not be changed.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The lines could not be appended.
    #[error(transparent)]
    Append(#[from] AppendError),
    /// The other file holds no record.
    #[error("it contains no journal line")]
    NoJournal,
}

/// Reports what a merge would add and remove, and writes nothing.
pub fn compare(dir: &Path, other: &Path) -> Result<MergeReport, MergeError> {
    let mut plan = Plan::new(dir, other)?;
    plan.remove_beside(dir, other, true)?;
    Ok(plan.report)
}

/// Appends the lines that [`compare`] finds missing, and removes whoever the other journal has forgotten from everything
/// in the data directory but that journal; all is synced when it returns.
pub fn merge(journal: &mut Journal, other: &Path) -> Result<MergeReport, MergeError> {
    let dir = journal.dir().to_owned();
    let mut plan = Plan::new(&dir, other)?;
    if !plan.forgotten.is_empty() {
        journal.writable().map_err(AppendError::from)?;
    }
    plan.remove_beside(&dir, other, false)?;
    let Plan { report, lines, ours, forgotten } = plan;
    if ours.differs() {
        let path = dir.join(JOURNAL);
        let before = read_if_exists(&path)?.unwrap_or_default();
        let after = [&ours.bytes[..], &lines].concat();
        let id = forgotten.newest().map_or("", |id| id.0.as_str());
        check_result(&before, &after, ours.removed).map_err(StoreError::io("rewrite", &path))?;
        replace_journal(journal, &before, &after, id)?;
    } else if !lines.is_empty() {
        journal.append_lines(&lines)?;
    }
    Ok(report)
}

impl Plan {
    fn new(dir: &Path, other: &Path) -> Result<Self, MergeError> {
        let name = other.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
        let mut reading = ParsedJournal::parse(&name, read_complete(other)?);
        let torn = ingest_complete_tail(&mut reading); // as much of it as our own journal would take
        if let Some(version) = reading.newer_version {
            return Err(StoreError::NewerVersion { version }.into());
        }
        if reading.entries.is_empty() && (torn.is_some() || !reading.raw.trim_ascii().is_empty()) {
            return Err(MergeError::NoJournal);
        }
        let mut report = MergeReport { findings: reading.finish(), ..MergeReport::default() };
        report.findings.extend(torn);
        report.findings.retain(|finding| finding.kind != FindingKind::UnknownEvent);
        let ours = read_file(dir, JOURNAL)?.unwrap_or_default();
        let both = both(dir, &reading.entries, &ours.entries)?;
        let known = Ledger::replay(ours.entries.iter().cloned());
        let forgotten = ForgottenPeople::new(&both, &known);
        let pruned = forgotten.redact(&[ours.raw, ours.tail].concat());
        report.files.extend(FileReport::new(JOURNAL, &pruned));
        let mut plan = Self { report, lines: Vec::new(), ours: pruned, forgotten };
        let present = ours.entries.into_iter().map(|entry| entry.id).collect();
        plan.add_missing(&reading, present, &ForgottenPeople::new(&both, &Ledger::default()));
        Ok(plan)
    }

    /// Removes whoever the other journal has forgotten from everything but the journals; in a dry run, only reports it.
    fn remove_beside(&mut self, dir: &Path, other: &Path, dry_run: bool) -> Result<(), StoreError> {
        if !self.forgotten.is_empty() {
            let (people, kept) = (self.forgotten.staying_away(), other.canonicalize().ok());
            let beside = remove_beside_journal(dir, people, kept.as_deref(), dry_run)?;
            self.report.newly_forgotten = people.clone();
            self.report.files.splice(0..0, beside.files);
        }
        Ok(())
    }

    /// Adds the lines that are missing here, without everybody forgotten.
    fn add_missing(&mut self, reading: &ParsedJournal, mut present: HashSet<EntryId>, forgotten: &ForgottenPeople) {
        for (raw, number) in reading.raw.split(|b| *b == b'\n').zip(1..) {
            let (records, _) = line::split_records(trim_line(raw));
            for record in records {
                let Ok(told) = line::parse(record) else { continue };
                if present.contains(&told.entry.id) {
                    self.report.known += 1;
                } else if told.entry.n > MAX_COUNTER {
                    let says = format!("{ABSURD_COUNTER}; left out");
                    self.report.findings.push(Finding::new(&reading.name, Some(number), FindingKind::Damaged, says));
                } else {
                    present.insert(told.entry.id);
                    let pruned = forgotten.redact(&[record, b"\n"].concat());
                    self.report.forgotten += pruned.removed + pruned.changed;
                    self.report.taken += usize::from(!pruned.bytes.is_empty());
                    self.lines.extend_from_slice(&pruned.bytes);
                }
            }
        }
    }
}

/// Returns the entries of both journals and of the copies next to ours, in order, each id once.
fn both(dir: &Path, theirs: &[Entry], ours: &[Entry]) -> Result<Vec<Entry>, StoreError> {
    let theirs = theirs.iter().filter(|entry| entry.n <= MAX_COUNTER).cloned().collect();
    let (mut all, _) = copies(dir)?;
    all.extend([ours.to_vec(), theirs].map(|entries| ParsedJournal { entries, ..ParsedJournal::default() }));
    Ok(merge_entries(all))
}

fn read_complete(path: &Path) -> Result<Vec<u8>, StoreError> {
    // Follow a symlink that the user named; its target must be a regular file.
    let path = path.canonicalize().map_err(StoreError::io("read", path))?;
    files::read_whole(&path)
}
