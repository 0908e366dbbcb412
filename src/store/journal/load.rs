//! Loads a data directory: the journal, the copies next to it, and the repair of an unfinished end.

use std::fs::{self, OpenOptions};
use std::io;
use std::path::Path;

use super::file::JournalFile;
use crate::domain::decision::event::{Entry, EntryId};
use crate::domain::text::plural::plural;
use crate::store::error::StoreError;
use crate::store::finding::{Finding, FindingKind};
use crate::store::journal_parser::{JOURNAL, ParsedJournal, trim_line};
use crate::store::owned::{QUARANTINE, SNAPSHOT, SNAPSHOT_JSON};
use crate::store::{atomic, files, line};
use foldhash::HashSet;

/// Largest counter that is taken from another journal: 2^53, which no journal reaches by counting, and which still is a
/// whole number to programs that read numbers as `f64`. A line at the end of the range would sort after every later one.
pub(in crate::store) const MAX_COUNTER: u64 = 1 << 53;
/// Why a line with a larger counter is left out.
pub(in crate::store) const ABSURD_COUNTER: &str =
    "the counter `n` is larger than any journal's, and would count as newer than all you decide later";

/// Reads a journal file without write access; `None` if it is missing.
pub(in crate::store) fn read_file(dir: &Path, name: &str) -> Result<Option<ParsedJournal>, StoreError> {
    let bytes = unless_missing(&dir.join(name), files::read_whole)?;
    Ok(bytes.map(|bytes| ParsedJournal::parse(name, bytes)))
}

/// Like [`read_file`], but keeps no bytes of the lines, which of a large journal are half of what it needs.
pub(in crate::store) fn read_entries(dir: &Path, name: &str) -> Result<Option<ParsedJournal>, StoreError> {
    unless_missing(&dir.join(name), |path| {
        let file = files::open(path, OpenOptions::new().read(true))?;
        let len = file.metadata().map_err(StoreError::io("look at", path))?.len();
        ParsedJournal::read(name, file, len, false).map_err(StoreError::io("read", path))
    })
}

fn unless_missing<T>(path: &Path, read: impl FnOnce(&Path) -> Result<T, StoreError>) -> Result<Option<T>, StoreError> {
    if files::regular_file(path)?.is_none() {
        return Ok(None);
    }
    match read(path) {
        Err(StoreError::Io { source, .. }) if source.kind() == io::ErrorKind::NotFound => Ok(None),
        result => result.map(Some),
    }
}

/// Reads the file that is open for appending.
pub(super) fn read_open(held: &JournalFile, path: &Path) -> Result<ParsedJournal, StoreError> {
    held.read_with(|file, len| ParsedJournal::read(JOURNAL, file, len, true)).map_err(StoreError::io("read", path))
}

/// Reads every copy of the journal that a sync tool left. A copy that cannot be opened becomes a finding.
pub(in crate::store) fn copies(dir: &Path) -> Result<(Vec<ParsedJournal>, Vec<Finding>), StoreError> {
    let mut readings = Vec::new();
    let mut findings = Vec::new();
    for name in copy_names(dir)? {
        match read_entries(dir, &name) {
            Ok(Some(mut reading)) => {
                reading.ingest_tail();
                let all = reading.entries.len();
                reading.entries.retain(|entry| entry.n <= MAX_COUNTER);
                if reading.entries.len() < all {
                    let says = format!("{} left out: {ABSURD_COUNTER}", plural(all - reading.entries.len(), "line"));
                    findings.push(Finding::new(&name, None, FindingKind::Damaged, says));
                }
                let says = "is a second journal, left by a sync tool; its lines are used too";
                findings.push(Finding::new(&name, None, FindingKind::ConflictCopy, says));
                readings.push(reading);
            }
            Ok(None) => {}
            Err(error) => {
                let says = format!("looks like a second journal but was not read: {error}");
                findings.push(Finding::new(&name, None, FindingKind::ConflictCopy, says));
            }
        }
    }
    Ok((readings, findings))
}

/// Returns a finding if a data directory has a snapshot and no journal at all: a sync tool may be late, or somebody moved
/// the journal. Every import leaves both.
pub(in crate::store) fn gone(dir: &Path, readings: &[ParsedJournal]) -> Option<Finding> {
    let is_there = |name: &&str| matches!(files::regular_file(&dir.join(name)), Ok(Some(_)));
    let snapshot = [SNAPSHOT, SNAPSHOT_JSON].into_iter().find(is_there).filter(|_| readings.is_empty())?;
    let says = format!(
        "is missing, though {snapshot} is there, so nothing you decided is known. If a sync tool brings this folder, wait \
         until it has; to begin a new journal, `import` or `add` with --new-journal"
    );
    Some(Finding::new(JOURNAL, None, FindingKind::JournalGone, says))
}

fn copy_names(dir: &Path) -> Result<Vec<String>, StoreError> {
    let listed = match fs::read_dir(dir) {
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        listed => listed.map_err(StoreError::io("list", dir))?,
    };
    let mut names: Vec<String> = listed
        .filter_map(|entry| entry.ok()?.file_name().into_string().ok())
        .filter(|name| {
            name != JOURNAL && name.starts_with("journal") && Path::new(name).extension() == Some("jsonl".as_ref())
        })
        .collect();
    names.sort();
    Ok(names)
}

/// Merges the entries of several files: each id once, in replay order.
pub(in crate::store) fn merge_entries(readings: Vec<ParsedJournal>) -> Vec<Entry> {
    let several = readings.len() > 1;
    let mut entries: Vec<Entry> = Vec::new();
    for reading in readings {
        if entries.is_empty() { entries = reading.entries } else { entries.extend(reading.entries) }
    }
    if several || !entries.is_sorted_by(|a, b| (a.n, &a.id) < (b.n, &b.id)) {
        entries.sort_by(|a, b| (a.n, &a.id).cmp(&(b.n, &b.id)));
        entries.dedup_by(|later, earlier| later.id == earlier.id);
    }
    entries
}

/// Repairs an unfinished end: completes a record that lacks only its newline; saves anything else in the quarantine,
/// synced, before truncating the file. Idempotent.
pub(super) fn repair_tail(
    held: &mut JournalFile,
    dir: &Path,
    reading: &mut ParsedJournal,
) -> Result<Option<Finding>, StoreError> {
    let tail = std::mem::take(&mut reading.tail);
    if tail.is_empty() {
        return Ok(None);
    }
    let path = dir.join(JOURNAL);
    let whole = complete_len(&tail);
    let torn = &tail[whole..];
    let mut finding = None;
    if !torn.is_empty() {
        let name = atomic::quarantine(&dir.join(QUARANTINE), "journal", "torn", torn)?;
        held.truncate((reading.raw.len() + whole) as u64)
            .map_err(StoreError::io("cut the unfinished end of", &path))?;
        let says =
            format!("1 unfinished record ({} bytes) moved to {QUARANTINE}/{name}; it was never saved", torn.len());
        finding = Some(Finding::new(JOURNAL, Some(reading.lines + 1), FindingKind::Torn, says));
    }
    if whole > 0 {
        held.append(b"\n").map_err(|error| StoreError::io("complete", &path)(error.into_io()))?;
        let line = [&tail[..whole], b"\n"].concat();
        reading.append_lines(&line);
    }
    Ok(finding)
}

/// Returns the length of the complete records in a tail, in bytes; part of a JSON object never parses as one.
fn complete_len(tail: &[u8]) -> usize {
    let (records, rest) = line::split_records(trim_line(tail));
    let sound = |record: &&[u8]| line::parse(record).is_ok_and(|told| told.checksum != line::ChecksumStatus::Differs);
    match (records.iter().all(sound), rest.len()) {
        (false, _) => 0,
        (true, 0) => tail.len(),
        (true, rest) => tail.trim_ascii_end().len() - rest,
    }
}

/// Parses the complete records of an unfinished end and returns a finding for the rest, without any repair.
pub(in crate::store) fn ingest_complete_tail(reading: &mut ParsedJournal) -> Option<Finding> {
    let tail = std::mem::take(&mut reading.tail);
    let (whole, torn) = tail.split_at(complete_len(&tail));
    reading.append_lines(whole);
    (!torn.is_empty()).then(|| {
        let says = format!(
            "ends with 1 unfinished record ({} bytes), never saved; the next start moves it to quarantine",
            torn.len()
        );
        Finding::new(&reading.name, Some(reading.lines + 1), FindingKind::Torn, says)
    })
}

/// Returns the lines of `known` whose records are missing from `present`.
pub(super) fn missing_lines(known: &[u8], present: &[u8]) -> Vec<u8> {
    let mut ids: HashSet<EntryId> = records(present).map(|(_, id)| id).collect();
    let mut missing = Vec::new();
    for (record, _) in records(known).filter(|(_, id)| ids.insert(id.clone())) {
        missing.extend_from_slice(record);
        missing.push(b'\n');
    }
    missing
}

/// Returns the readable records of some lines, with their ids.
fn records(lines: &[u8]) -> impl Iterator<Item = (&[u8], EntryId)> {
    let records = lines.split(|b| *b == b'\n').flat_map(|line| line::split_records(trim_line(line)).0);
    records.filter_map(|record| Some((record, line::parse(record).ok()?.entry.id)))
}
