//! Merges a journal from elsewhere: another machine, a backup, a copy left by a sync tool.
//!
//! Promise: lines are copied unchanged in one synced write, and existing lines stay. Merging twice adds nothing.

use std::path::Path;

use foldhash::HashSet;
use serde::Serialize;

use super::finding::{Finding, FindingKind};
use super::journal::{ABSURD_COUNTER, AppendError, MAX_COUNTER, ingest_complete_tail, read_file};
use super::journal_parser::{ParsedJournal, trim_line};
use super::redact::PersonMatcher;
use super::{JOURNAL, Journal, StoreError, files, line};
use crate::domain::decision::event::EntryId;

/// Result of a merge or comparison.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct MergeReport {
    /// Lines that were missing here.
    pub taken: usize,
    /// Lines already here.
    pub known: usize,
    /// Lines, or parts of lines, about people forgotten here; left out.
    pub forgotten: usize,
    /// Problems in the other journal; its damaged lines, and lines with an absurd counter, are not copied.
    pub findings: Vec<Finding>,
    /// Bytes to append.
    #[serde(skip)]
    lines: Vec<u8>,
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

/// Reports what a merge would add, and writes nothing. Leaves out lines about people in `forgotten`.
pub fn compare(dir: &Path, other: &Path, forgotten: &PersonMatcher) -> Result<MergeReport, MergeError> {
    let name = other.file_name().map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let mut reading = ParsedJournal::parse(&name, read_complete(other)?);
    let torn = ingest_complete_tail(&mut reading); // as much of it as our own journal would take
    if let Some(version) = reading.newer_version {
        return Err(StoreError::NewerVersion { version }.into());
    }
    if reading.entries.is_empty() && (torn.is_some() || !reading.raw.trim_ascii().is_empty()) {
        return Err(MergeError::NoJournal);
    }
    let ours = read_file(dir, JOURNAL)?.unwrap_or_default();
    let mut present: HashSet<EntryId> = ours.entries.into_iter().map(|entry| entry.id).collect();
    let mut report = MergeReport { findings: reading.finish(), ..MergeReport::default() };
    report.findings.extend(torn);
    report.findings.retain(|finding| finding.kind != FindingKind::UnknownEvent);
    for (raw, number) in reading.raw.split(|b| *b == b'\n').zip(1..) {
        let (records, _) = line::split_records(trim_line(raw));
        for record in records {
            let Ok(told) = line::parse(record) else { continue };
            if present.contains(&told.entry.id) {
                report.known += 1;
            } else if told.entry.n > MAX_COUNTER {
                let says = format!("{ABSURD_COUNTER}; left out");
                report.findings.push(Finding::new(&name, Some(number), FindingKind::Damaged, says));
            } else {
                present.insert(told.entry.id);
                report.add(record, forgotten);
            }
        }
    }
    Ok(report)
}

/// Appends the lines that [`compare`] finds missing; they are synced when it returns.
pub fn merge(journal: &mut Journal, other: &Path, forgotten: &PersonMatcher) -> Result<MergeReport, MergeError> {
    let report = compare(journal.dir(), other, forgotten)?;
    if !report.lines.is_empty() {
        journal.append_lines(&report.lines)?;
    }
    Ok(report)
}

impl MergeReport {
    fn add(&mut self, record: &[u8], forgotten: &PersonMatcher) {
        let pruned = forgotten.redact(&[record, b"\n"].concat());
        self.forgotten += pruned.removed + pruned.changed;
        self.taken += usize::from(!pruned.bytes.is_empty());
        self.lines.extend_from_slice(&pruned.bytes);
    }
}

fn read_complete(path: &Path) -> Result<Vec<u8>, StoreError> {
    // Follow a symlink that the user named; its target must be a regular file.
    let path = path.canonicalize().map_err(StoreError::io("read", path))?;
    files::read_whole(&path)
}
