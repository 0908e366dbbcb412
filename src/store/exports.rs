//! Log of all exports, so that a forgotten person can be removed from those files too.
//!
//! `exports.jsonl`: one line per export, and per note; the last line for a path counts. People are stored as digests.
//! Losing the file loses only this log.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use foldhash::HashSet;
use serde::{Deserialize, Serialize};

use super::owned::{EXPORT_LOG, refuse_owned};
use super::{StoreError, atomic, files};
use crate::domain::care::calendar::CalendarRecord;

/// Replaced lines that the log may always have.
const MAX_REPLACED: usize = 20;

/// Export as it was written.
#[derive(Clone, PartialEq, Eq, Debug, Serialize, Deserialize)]
pub struct ExportRecord {
    /// Absolute path of the export.
    pub path: PathBuf,
    /// Name of its format.
    pub format: String,
    /// Status filter, by its command-line name.
    #[serde(rename = "status")]
    pub status_filter: String,
    /// Digests of the people in it, in their order.
    pub people: Vec<String>,
    /// Length in bytes.
    len: u64,
    /// CRC-32 of the bytes.
    sum: u32,
    /// For a calendar: what calendars hold since this export.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calendar: Vec<CalendarRecord>,
    /// For a calendar: true if it shows the details.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub details: bool,
}

/// State of an export file, compared with its record.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum ExportState {
    /// Same bytes as written.
    Unchanged,
    /// Edited, or replaced by another file.
    Changed,
    /// Removed or unreadable.
    Gone,
    /// Never written by this program: no absolute path, or that of one of its own files.
    Foreign,
}

impl ExportRecord {
    /// True if the file has these bytes.
    pub(super) fn is_of(&self, bytes: &[u8]) -> bool {
        (self.len, self.sum) == (bytes.len() as u64, crc32fast::hash(bytes))
    }

    /// Returns the state of the file, by length and checksum. `dir` is the data directory.
    pub fn state(&self, dir: &Path) -> ExportState {
        if !self.path.is_absolute() || refuse_owned(dir, &self.path).is_err() {
            return ExportState::Foreign;
        }
        match checksum_of(&self.path) {
            Ok((len, sum)) if (len, sum) == (self.len, self.sum) => ExportState::Unchanged,
            Ok(_) => ExportState::Changed,
            Err(_) => ExportState::Gone,
        }
    }
}

/// People and format of an export to be written.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ExportContent {
    /// Name of the format.
    pub format: &'static str,
    /// Status filter, by its command-line name.
    pub status_filter: &'static str,
    /// Digests of the people in it.
    pub people: Vec<String>,
    /// For a calendar: what calendars hold afterwards.
    pub calendar: Vec<CalendarRecord>,
    /// For a calendar: true if it shows the details.
    pub details: bool,
}

/// A file just written: its absolute path, length and checksum.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct WrittenFile {
    pub(super) path: PathBuf,
    pub(super) len: u64,
    pub(super) sum: u32,
}

impl WrittenFile {
    /// Returns the record of the file, which has this content.
    pub fn of(self, content: ExportContent) -> ExportRecord {
        let Self { path, len, sum } = self;
        let ExportContent { format, status_filter, people, calendar, details } = content;
        let (format, status_filter) = (format.to_owned(), status_filter.to_owned());
        ExportRecord { path, format, status_filter, people, len, sum, calendar, details }
    }
}

/// Fails if an export must not be written to this path: it is the program's own file in the data directory `dir`, or
/// without `overwrite` any other file.
pub fn check_target(dir: &Path, path: &Path, overwrite: bool) -> Result<(), StoreError> {
    refuse_owned(dir, path)?;
    if files::regular_file(path)?.is_some() && !overwrite {
        return Err(StoreError::AlreadyExists { path: path.to_owned() });
    }
    Ok(())
}

/// Returns what calendars hold since the last export of one.
pub fn last_calendar(records: &[ExportRecord]) -> &[CalendarRecord] {
    records.iter().rev().find(|record| !record.calendar.is_empty()).map_or(&[], |record| &record.calendar)
}

/// Writes an export atomically. Refuses the program's own files in the data directory `dir`.
pub fn write_contact_export(
    dir: &Path,
    path: &Path,
    overwrite: bool,
    write: impl FnOnce(&mut dyn Write) -> io::Result<()>,
) -> Result<WrittenFile, StoreError> {
    check_target(dir, path, overwrite)?;
    atomic::remove_stale_temps(atomic::folder_of(path)); // of a killed export
    let (mut len, mut sum) = (0, 0);
    atomic::write_atomically(path, overwrite, |out| {
        let mut summing = ChecksumWriter { out, len: 0, sum: crc32fast::Hasher::new() };
        write(&mut summing)?;
        (len, sum) = (summing.len, summing.sum.finalize());
        Ok(())
    })?;
    let path = path.canonicalize().map_err(StoreError::io("look at", path))?;
    Ok(WrittenFile { path, len, sum })
}

/// Appends exports to the log of a data directory.
pub fn append(dir: &Path, written: &[ExportRecord]) -> Result<(), StoreError> {
    let path = dir.join(EXPORT_LOG);
    files::make_dir(dir)?;
    let mut file = files::open(&path, OpenOptions::new().append(true).create(true))?;
    files::make_private(&path);
    let mut lines = Vec::new();
    for record in written {
        serde_json::to_writer(&mut lines, record).map_err(|error| StoreError::io("remember", &path)(error.into()))?;
        lines.push(b'\n');
    }
    file.write_all(&lines).and_then(|()| file.sync_all()).map_err(StoreError::io("write", &path))?;
    compact(dir, &path)
}

/// Rewrites the log without lines that a later one of the same path replaces, once these are most of it.
fn compact(dir: &Path, path: &Path) -> Result<(), StoreError> {
    let lines = memchr::memchr_iter(b'\n', &files::read_whole(path)?).count();
    if lines <= MAX_REPLACED {
        return Ok(()); // most logs: to parse them, with everybody in them, would take longer than the rest
    }
    let last = load(dir)?;
    if lines > 2 * last.len() + MAX_REPLACED { retain(dir, &last) } else { Ok(()) }
}

/// Returns all logged exports, the last one for each path.
pub fn load(dir: &Path) -> Result<Vec<ExportRecord>, StoreError> {
    let path = dir.join(EXPORT_LOG);
    if files::regular_file(&path)?.is_none() {
        return Ok(Vec::new());
    }
    let text = files::read_whole(&path)?;
    let all: Vec<ExportRecord> =
        text.split(|b| *b == b'\n').filter_map(|line| serde_json::from_slice(line).ok()).collect();
    let mut seen = HashSet::default();
    let mut last: Vec<ExportRecord> =
        all.into_iter().rev().filter(|written| seen.insert(written.path.clone())).collect();
    last.reverse();
    Ok(last)
}

/// Rewrites the log with the `kept` exports only.
pub fn retain(dir: &Path, kept: &[ExportRecord]) -> Result<(), StoreError> {
    let path = dir.join(EXPORT_LOG);
    if files::regular_file(&path)?.is_none() {
        return Ok(());
    }
    atomic::write_atomically(&path, true, |out| {
        kept.iter().try_for_each(|written| {
            serde_json::to_writer(&mut *out, written)?;
            out.write_all(b"\n")
        })
    })
}

fn checksum_of(path: &Path) -> io::Result<(u64, u32)> {
    let mut file = files::open(path, OpenOptions::new().read(true)).map_err(io::Error::other)?;
    let mut summing = ChecksumWriter { out: &mut io::sink(), len: 0, sum: crc32fast::Hasher::new() };
    io::copy(&mut file, &mut summing)?;
    Ok((summing.len, summing.sum.finalize()))
}

/// Writer that counts and checksums the bytes passing through.
struct ChecksumWriter<'a> {
    out: &'a mut dyn Write,
    len: u64,
    sum: crc32fast::Hasher,
}

impl Write for ChecksumWriter<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let count = self.out.write(bytes)?;
        self.len += count as u64;
        self.sum.update(&bytes[..count]);
        Ok(count)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.out.flush()
    }
}
