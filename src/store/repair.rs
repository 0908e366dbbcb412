//! Checks the journal, and repairs it by a rewrite: with a backup next to it, and damaged lines in quarantine.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use serde::Serialize;

use super::finding::{Finding, FindingKind};
use super::forget::people_in;
use super::journal::{copies, gone, ingest_complete_tail, merge_entries, read_entries};
use super::journal_parser::{ParsedJournal, trim_line};
use super::owned::QUARANTINE;
use super::{JOURNAL, StoreError, atomic, backup, files, line, lock};
use crate::domain::decision::event::{Entry, Event};
use crate::domain::decision::ledger::Ledger;
use crate::domain::person::key::PersonKey;

/// Result of checking every journal file.
#[derive(Clone, PartialEq, Eq, Debug, Default, Serialize)]
pub struct CheckReport {
    /// Names of the files read.
    pub files: Vec<String>,
    /// Lines in all files.
    pub lines: u64,
    /// Entries in all files, each id once.
    pub entries: usize,
    /// Problems and facts worth knowing.
    pub findings: Vec<Finding>,
}

impl CheckReport {
    /// True if nothing is wrong.
    pub fn is_sound(&self) -> bool {
        !self.findings.iter().any(|finding| finding.kind.is_problem())
    }
}

/// Result of a repair.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct RepairReport {
    /// Check before the repair.
    pub before: CheckReport,
    /// Backup of the journal; `None` if nothing had to be repaired.
    pub backup: Option<PathBuf>,
    /// Quarantine file with the damaged lines.
    pub set_aside: Option<PathBuf>,
    /// Number of damaged lines.
    pub damaged: usize,
}

/// Reads every journal file and reports problems. Writes nothing, needs no lock.
pub fn check(dir: &Path) -> Result<CheckReport, StoreError> {
    let main = read_entries(dir, JOURNAL)?;
    report(dir, main)
}

fn report(dir: &Path, main: Option<ParsedJournal>) -> Result<CheckReport, StoreError> {
    let (mut readings, mut findings) = copies(dir)?;
    if let Some(mut main) = main {
        findings.splice(0..0, ingest_complete_tail(&mut main));
        readings.insert(0, main);
    }
    findings.splice(0..0, gone(dir, &readings));
    let names = readings.iter().map(|reading| reading.name.clone()).collect();
    let lines = readings.iter().map(|reading| reading.lines).sum();
    findings.extend(readings.iter_mut().flat_map(ParsedJournal::finish));
    let entries = merge_entries(readings);
    let count = entries.len();
    findings.extend(backup::findings(dir, &entries));
    findings.extend(returned_people(entries));
    Ok(CheckReport { files: names, lines, entries: count, findings })
}

/// Returns a finding for each of the people who was forgotten: a line about them came back.
fn returned_people(entries: Vec<Entry>) -> Vec<Finding> {
    if !entries.iter().any(|entry| matches!(entry.event, Event::Forgotten { .. })) {
        return Vec::new();
    }
    let people: BTreeSet<PersonKey> = entries.iter().flat_map(people_in).collect();
    let ledger = Ledger::replay(entries);
    let back = people.iter().filter(|person| ledger.is_forgotten(person));
    let says = |person: &PersonKey| {
        let who = person.as_str();
        format!("{who} was forgotten but is back; `forget` them again, or allow it with `forget --welcome-back`")
    };
    back.map(|person| Finding::new(JOURNAL, None, FindingKind::CameBack, says(person))).collect()
}

/// Repairs the journal under the lock: writes a backup named by `id`, quarantines damaged lines, writes one record per
/// line with its correct checksum. Sound lines stay byte for byte, even those with unknown events.
pub fn repair(dir: &Path, id: &str) -> Result<RepairReport, StoreError> {
    let path = dir.join(JOURNAL);
    if files::regular_file(&path)?.is_none() {
        return Ok(RepairReport { before: check(dir)?, ..RepairReport::default() });
    }
    let _lock = lock::acquire(dir)?;
    let before = check(dir)?;
    let bytes = files::read_whole(&path)?;
    let RepairPlan { good, bad, damaged } = RepairPlan::new(&bytes)?;
    if good == bytes {
        return Ok(RepairReport { before, ..RepairReport::default() });
    }
    let backup = backup::path(dir, id);
    atomic::write_atomically(&backup, false, |out| out.write_all(&bytes))?;
    let mut set_aside = None;
    if damaged > 0 {
        let quarantine = dir.join(QUARANTINE);
        let name = atomic::quarantine(&quarantine, "journal", "damaged", &bad)?;
        set_aside = Some(quarantine.join(name));
    }
    atomic::write_atomically(&path, true, |out| out.write_all(&good))?;
    Ok(RepairReport { before, backup: Some(backup), set_aside, damaged })
}

/// Reports what a repair would do, and writes nothing; `backup` and `set_aside` stay `None`.
pub fn preview(dir: &Path) -> Result<RepairReport, StoreError> {
    let before = check(dir)?;
    let path = dir.join(JOURNAL);
    if files::regular_file(&path)?.is_none() {
        return Ok(RepairReport { before, ..RepairReport::default() });
    }
    let damaged = RepairPlan::new(&files::read_whole(&path)?)?.damaged;
    Ok(RepairReport { before, damaged, ..RepairReport::default() })
}

/// Lines of a journal, split into good ones as they are to be written and damaged ones.
#[derive(Default)]
struct RepairPlan {
    good: Vec<u8>,
    bad: Vec<u8>,
    damaged: usize,
}

impl RepairPlan {
    /// Plans the repair of a journal; fails if a newer version wrote it.
    fn new(bytes: &[u8]) -> Result<Self, StoreError> {
        if let Some(version) = ParsedJournal::parse(JOURNAL, bytes.to_vec()).newer_version {
            return Err(StoreError::NewerVersion { version });
        }
        let mut sorted = Self::default();
        for raw in bytes.split_inclusive(|b| *b == b'\n') {
            let line = trim_line(raw);
            if line.is_empty() {
                continue;
            }
            if line::parse(line).is_ok() {
                sorted.add(line);
                continue;
            }
            let (records, rest) = line::split_records(line);
            for piece in records {
                sorted.add(piece);
            }
            if !rest.is_empty() {
                sorted.quarantine(rest);
            }
        }
        Ok(sorted)
    }

    fn add(&mut self, record: &[u8]) {
        match line::parse(record) {
            Err(_) => self.quarantine(record),
            Ok(told) => {
                let corrected = if told.checksum == line::ChecksumStatus::Differs {
                    line::with_fixed_checksum(record)
                } else {
                    None
                };
                self.good.extend_from_slice(corrected.as_deref().unwrap_or(record));
                self.good.push(b'\n');
            }
        }
    }

    fn quarantine(&mut self, bytes: &[u8]) {
        self.bad.extend_from_slice(bytes);
        self.bad.push(b'\n');
        self.damaged += 1;
    }
}
